"""ledger record: Record an event that happened. / 记录一项已发生的事件。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts import completing, documents, entries
from commands.parts.fields import event_of, given, manual
from commands.parts.output import dumps
from commands.parts.session import Session, with_session, writing
from commands.parts.speech import say
from commands.parts.terminal import attended
from ledger.errors import REFUSED

if TYPE_CHECKING:
    from commands.parts.asking_form import Answers
    from ledger.entry import Entry
    from ledger.event import GovernanceEvent, KindSpec


@writing
@documents.evidenced
@click.command(
    cls=completing.Fielded,
    help=say(
        "Record an event. Each field of the kind is an option: ledger record KIND --help shows them. "
        "KIND may be written in Chinese. At a terminal, what is left out is asked for, KIND too.",
        "记录一项事件。种类的各字段即为选项，见 ledger record 种类 --help；种类可用中文，如 召开会议。"
        "在终端中，未写明的（包括种类）会逐项询问。",
    ),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    options_metavar="",
)
@click.argument("kind", default="", metavar="KIND", shell_complete=completing.kinds)
@click.argument("fields", nargs=-1, type=click.UNPROCESSED, metavar="[--FIELD TEXT]...",
                shell_complete=completing.values)  # fmt: skip
@click.option("--matter", shell_complete=completing.matters,
              help=say("Id of the matter, where it is not to be made from the fields.",
                       "事项编号；不填则由各字段生成。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print the entry as JSON.", "以 JSON 输出分录。"))
@with_session
def command(
    session: Session,
    kind: str,
    fields: tuple[str, ...],
    *,
    matter: str | None,
    evidence: tuple[str, ...],
    as_json: bool,
    dry_run: bool,
) -> None:
    """See the help above."""
    if kind in ("--help", "-h") or not (kind or attended()):
        click.echo(session.ctx.get_help())
        return
    catalogue = session.catalogue
    spec = catalogue.spec(catalogue.find(kind)) if kind else None
    usage = f"ledger record {spec.slug}" if spec else ""
    if spec and {"--help", "-h"} & set(fields):
        click.echo(manual(spec, usage))
        return
    cells = given(spec, fields, usage) if spec else {}
    asking = spec is None or (attended() and _lacking(spec, cells))
    if spec is None or asking:
        documents.given(evidence)  # a file that is missing is told before anything is asked
        spec, cells, matter = _asked(session, spec, cells, matter)
    entry = _record(session, event_of(spec, cells), matter, evidence, as_json=as_json, dry_run=dry_run)
    while asking and not (as_json or dry_run) and (more := _asked_next(session, entry)):
        entry = _record(session, event_of(more.spec, more.cells), more.matter)


def _record(
    session: Session, event: GovernanceEvent, matter: str | None, evidence: tuple[str, ...] = (), *,
    as_json: bool = False, dry_run: bool = False,
) -> Entry:  # fmt: skip
    """Record one event with its documents, and say so."""
    from ledger.batch import Change

    papers = documents.given(evidence)
    change = Change(event, matter, papers.pieces)
    ledger = session.open()
    if papers.files and not dry_run:
        ledger.record(change, by=session.by, dry_run=True)
        documents.keep(ledger, papers.files, papers.pieces)
    (entry,) = ledger.record(change, by=session.by, dry_run=dry_run)
    if dry_run or as_json:
        click.echo(dumps(entries.as_json(entry)))
        return entry
    sentence = entries.sentence(entry, ledger, session.lang) + documents.told(entry.evidence, session.lang)
    click.echo(f"#{entry.position} {entry.matter}\n{sentence}")
    session.tell_flags(entries.own_flags(entry, ledger, session.lang))
    return entry


def _lacking(spec: KindSpec, cells: dict[str, str]) -> bool:
    """Whether a required field is not filled."""
    return any(field.required and not cells.get(field.name) for field in spec.fields.values())


def _asked(session: Session, spec: KindSpec | None, cells: dict[str, str], matter: str | None) -> Answers:
    """What the person at the terminal answers; the command ends if they leave."""
    from commands.parts.asking import asked

    ledger = session.open()
    try:
        return asked(session, ledger, spec, cells, matter)
    except (click.Abort, KeyboardInterrupt):
        session.tell("\nNothing was recorded.", "\n未作任何记录。")
        session.ctx.exit(REFUSED)
    finally:
        ledger.close()


def _asked_next(session: Session, entry: Entry) -> Answers | None:
    """What follows in the same matter, if the person at the terminal has more to record."""
    from commands.parts.asking import asked_next

    ledger = session.open()
    try:
        return asked_next(session, ledger, entry)
    except (click.Abort, KeyboardInterrupt):
        session.tell("\nNothing more was recorded.", "\n未再记录。")
        return None
    finally:
        ledger.close()
