"""ledger correct: Put right an entry, or fill in what it lacked. / 更正或补充一条分录。"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from commands.parts import completing, documents, entries
from commands.parts.fields import changed, event_of, given, manual
from commands.parts.output import dumps
from commands.parts.session import Session, with_session, writing
from commands.parts.speech import say
from commands.parts.terminal import attended
from ledger.errors import REFUSED, USAGE, LedgerError
from ledger.language import Both
from ledger.matter import CorrectionKindError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.application import Ledger
    from ledger.entry import Entry


class NothingChangedError(LedgerError):
    """A correction that says what was said already."""

    exit_code = USAGE
    sentence = Both(
        "nothing would change in #{position}; name the fields to put right, as in --place TEXT. "
        "Its fields: ledger correct {position} --help",
        "分录 #{position} 没有变化；请写明要更正的字段，如 --地点 文字。"
        "全部字段见：ledger correct {position} --help",
    )


@writing
@documents.evidenced
@click.command(
    cls=completing.Fielded,
    help=say(
        "Put right the entry at POSITION: name the fields that change, the rest is restated; an empty text "
        "empties a field. With no field named, a terminal asks. The old entry stays in the history. Where "
        "only empty fields are filled it is a completion. Its documents stay; with --why, --evidence "
        "replaces those of the same role.",
        "更正 POSITION 处的分录：只写要改的字段，其余照旧；写空白则清空该字段；未写字段的，在终端中会询问。"
        "原分录保留在历史中。只填写空白字段的，记为补充。凭证照旧；"
        "写明 --why 的，--evidence 替换同一角色的文件。",
    ),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    options_metavar="",
)
@click.argument("position", default="", metavar="POSITION")
@click.argument("fields", nargs=-1, type=click.UNPROCESSED, metavar="[--FIELD TEXT]...",
                shell_complete=completing.values)  # fmt: skip
@click.option("--why", default="", help=say("Why; required unless only empty fields are filled.",
                                            "更正原因；只填写空白字段时可不填。"))  # fmt: skip
@click.option("--from", "file", metavar="FILE",
              help=say("Restate it from a YAML or JSON file, as ledger show POSITION --json prints it.",
                       "由 YAML 或 JSON 文件重述，格式如 ledger show POSITION --json 的输出。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print the entry as JSON.", "以 JSON 输出分录。"))
@with_session
def command(
    session: Session,
    position: str,
    fields: tuple[str, ...],
    *,
    why: str,
    file: str | None,
    evidence: tuple[str, ...],
    as_json: bool,
    dry_run: bool,
) -> None:
    """See the help above."""
    if not position or position in ("--help", "-h"):
        click.echo(session.ctx.get_help())
        session.ctx.exit(0 if position else USAGE)
    at = entries.position_of(position)
    ledger = session.open()
    old = ledger.entry(at)
    usage = f"ledger correct {at}"
    if {"--help", "-h"} & set(fields):
        click.echo(manual(old.event.spec, usage))
        return
    before, changes = old.event.cells(), given(old.event.spec, fields, usage)
    if file:
        changes = _restated(session, old, file) | changes
    if not changes and not evidence and attended():
        changes, why = _asked(session, ledger, old, why)
    event = event_of(old.event.spec, before | changes)
    after = event.cells()
    if after == before and not evidence:
        raise NothingChangedError(position=at)
    completion = _fills_only(before, after) and not (why.strip() and evidence)
    if not why.strip() and not completion:
        raise click.UsageError(say("Say why: --why TEXT.", "请写明更正原因：--why 文字。"))
    correct = partial(
        ledger.correct, at, event, by=session.by, reason=why.strip() or say("completed", "补充"),
        completion=completion,
    )  # fmt: skip
    entry = _with_documents(ledger, correct, evidence, dry_run=dry_run)
    told = changed(old.event.spec, before, after, session.lang)
    if dry_run or as_json:
        click.echo(dumps(entries.as_json(entry)))
        click.echo("\n".join(told), err=True) if dry_run else None
        return
    sentence = entries.sentence(entry, ledger, session.lang) + documents.told(entry.evidence, session.lang)
    click.echo("\n".join([f"#{entry.position} → #{at} {entry.matter}\n{sentence}", *told]))
    session.tell_flags(entries.own_flags(entry, ledger, session.lang))


def _with_documents(
    ledger: Ledger, correct: Callable[..., Entry], evidence: tuple[str, ...], *, dry_run: bool
) -> Entry:
    """Correct, with documents that are kept only once it is known that they will be named."""
    papers = documents.given(evidence)
    if papers.files and not dry_run:
        correct(evidence=papers.pieces, dry_run=True)
        documents.keep(ledger, papers.files, papers.pieces)
    return correct(evidence=papers.pieces, dry_run=dry_run)


def _restated(session: Session, old: Entry, file: str) -> dict[str, str]:
    """All cells as a file states them; what it leaves out is emptied."""
    from commands.parts.restated import restated

    event = restated(session.catalogue, old, file)
    if event.spec.slug != old.kind:
        raise CorrectionKindError(position=old.position, was=old.event.spec.label, now=event.spec.label)
    return dict.fromkeys(old.event.spec.fields, "") | event.cells()


def _asked(session: Session, ledger: Ledger, old: Entry, why: str) -> tuple[dict[str, str], str]:
    """What the person at the terminal changes, and why; the command ends if they leave."""
    from commands.parts.asking_correction import asked

    try:
        return asked(session, ledger, old, why)
    except (click.Abort, KeyboardInterrupt):
        session.tell("\nNothing was recorded.", "\n未作任何记录。")
        session.ctx.exit(REFUSED)


def _fills_only(before: dict[str, str], after: dict[str, str]) -> bool:
    return all(after.get(name) == cell for name, cell in before.items())
