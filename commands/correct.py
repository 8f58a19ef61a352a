"""ledger correct: Put right an entry, or fill in what it lacked. / 更正或补充一条分录。"""

from __future__ import annotations

import click

from commands import entries
from commands.fields import event_of, given, manual
from commands.output import dumps
from commands.session import Session, with_session, writing
from commands.speech import say
from ledger.errors import USAGE, LedgerError
from ledger.language import Both


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
@click.command(
    help=say(
        "Put right the entry at POSITION: name the fields that change, the rest is restated; an empty text "
        "empties a field. The old entry stays in the history. Where only empty fields are filled it is a "
        "completion.",
        "更正 POSITION 处的分录：只写要改的字段，其余照旧；写空白则清空该字段。原分录保留在历史中。"
        "只填写空白字段的，记为补充。",
    ),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    options_metavar="",
)
@click.argument("position", default="", metavar="POSITION")
@click.argument("fields", nargs=-1, type=click.UNPROCESSED, metavar="[--FIELD TEXT]...")
@click.option("--why", default="", help=say("Why; required unless only empty fields are filled.",
                                            "更正原因；只填写空白字段时可不填。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print the entry as JSON.", "以 JSON 输出分录。"))
@with_session
def command(
    session: Session, position: str, fields: tuple[str, ...], *, why: str, as_json: bool, dry_run: bool
) -> None:
    """See the help above."""
    if not position or position in ("--help", "-h"):
        click.echo(session.ctx.get_help())
        session.ctx.exit(0 if position else USAGE)
    at = entries.position_of(position)
    ledger = session.open()
    old = ledger.entry(at).event
    usage = f"ledger correct {at}"
    if {"--help", "-h"} & set(fields):
        click.echo(manual(old.spec, usage))
        return
    before, changes = old.cells(), given(old.spec, fields, usage)
    event = event_of(old.spec, before | changes)
    after = event.cells()
    if after == before:
        raise NothingChangedError(position=at)
    completion = all(after.get(name) == cell for name, cell in before.items())
    if not why.strip() and not completion:
        raise click.UsageError(say("Say why: --why TEXT.", "请写明更正原因：--why 文字。"))
    entry = ledger.correct(
        at, event, by=session.by, reason=why.strip() or say("completed", "补充"),
        completion=completion, dry_run=dry_run,
    )  # fmt: skip
    if dry_run or as_json:
        click.echo(dumps(entries.as_json(entry)))
        return
    click.echo(f"#{entry.position} → #{at} {entry.matter}\n{entries.sentence(entry, ledger, session.lang)}")
    for name in [name for name in old.spec.fields if before.get(name) != after.get(name)]:
        label = old.spec.fields[name].label.text(session.lang)
        click.echo(f"{label}: {before.get(name, '—')} → {after.get(name, '—')}")
    session.tell_flags(entries.own_flags(entry, ledger, session.lang))
