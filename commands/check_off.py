"""ledger check-off: Check off what somebody else recorded: the second pair of eyes. / 核对他人所记分录。"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import click

from commands.parts import entries
from commands.parts.output import dumps
from commands.parts.session import Session, with_session, writing
from commands.parts.speech import say
from ledger.errors import USAGE, LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.application import Ledger
    from ledger.entry import Entry


class NothingToCheckError(LedgerError):
    """No entry is named, or all of the batch were checked off already."""

    exit_code = USAGE
    sentence = Both(
        "there is nothing to check off; name entries that wait for it, as in ledger check-off 31. "
        "They are listed by: ledger history --unchecked",
        "没有可核对的分录；请指明分录，如 ledger check-off 31。待核对的见：ledger history --unchecked",
    )


@writing
@click.command(
    help=say(
        "Say that you compared the entries at these positions with their documents and found them right. You "
        "must be another person than who recorded them. A correction is checked off anew. Those that wait: "
        "ledger history --unchecked",
        "声明已将这些位置的分录与文件核对无误；核对人不得是记录人本人。更正后的分录须重新核对。"
        "待核对的分录见：ledger history --unchecked",
    )
)
@click.argument("positions", nargs=-1, metavar="POSITION...")
@click.option(
    "--batch",
    metavar="POSITION",
    help=say(
        "All that was recorded together with the entry there, as by one load, and waits.",
        "与该位置的分录一同记录（如同一次导入）且待核对的全部分录。",
    ),
)
@click.option("--note", help=say("What they were compared with.", "对照了什么文件。"))
@click.option("--json", "as_json", is_flag=True, help=say("Print the entries as JSON.", "以 JSON 输出分录。"))
@with_session
def command(
    session: Session, positions: tuple[str, ...], *, batch: str | None, note: str | None, as_json: bool,
    dry_run: bool,
) -> None:  # fmt: skip
    """See the help above."""
    from commands.parts.fields import event_of
    from ledger.batch import Change
    from ledger.matter import CHECKED

    at = list(map(entries.position_of, positions))
    ledger = session.open()
    checked = [ledger.entry(position) for position in dict.fromkeys(at)]
    if batch is not None:
        checked += _waiting(ledger, entries.position_of(batch), at)
    if not checked:
        raise NothingToCheckError
    spec = session.catalogue.spec(CHECKED)
    events = [event_of(spec, {"position": str(entry.position), "note": note or ""}) for entry in checked]
    changes = [Change(event, entry.matter) for event, entry in zip(events, checked, strict=True)]
    made = ledger.record(*changes, by=session.by, dry_run=dry_run)
    _tell(session, ledger, list(zip(made, checked, strict=True)), as_json=dry_run or as_json)


def _waiting(ledger: Ledger, position: int, named: Sequence[int]) -> list[Entry]:
    """The entries of one batch that nobody has checked off, but for those that are named anyway."""
    from ledger.checking import unchecked

    first = ledger.entry(position).batch
    together = list(takewhile(lambda entry: entry.batch == first, ledger.entries(after=first - 1)))
    matters = map(ledger.matter, dict.fromkeys(entry.matter for entry in together))
    waiting = {entry.position for matter in matters for entry in unchecked(matter)}.difference(named)
    return [entry for entry in together if entry.position in waiting]


def _tell(session: Session, ledger: Ledger, made: Sequence[tuple[Entry, Entry]], *, as_json: bool) -> None:
    for check, entry in made:
        if as_json:
            click.echo(dumps(entries.as_json(check)))
            continue
        said = entries.sentence(check, ledger, session.lang)
        click.echo(f"#{check.position} {said}\n  {entries.sentence(entry, ledger, session.lang)}")
