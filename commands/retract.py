"""ledger retract: Take entries back; they stay in the history. / 撤回分录；原分录保留在历史中。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts import entries
from commands.parts.output import dumps
from commands.parts.session import Session, with_session, writing
from commands.parts.speech import say

if TYPE_CHECKING:
    from ledger.dependants import Dependant


@writing
@click.command(
    help=say(
        "Take back the entries at these positions. What begins a matter can be taken back only with all that "
        "stands on it. Entries that rest on what is taken back are named, and flagged from then on.",
        "撤回这些位置的分录。开启事项的分录须与其后的分录一并撤回。以其为依据的分录将逐一列出，并从此标明。",
    )
)
@click.argument("positions", nargs=-1, required=True, metavar="POSITION...")
@click.option("--why", required=True, help=say("Why.", "撤回原因。"))
@click.option("--json", "as_json", is_flag=True, help=say("Print the entries as JSON.", "以 JSON 输出分录。"))
@with_session
def command(session: Session, positions: tuple[str, ...], *, why: str, as_json: bool, dry_run: bool) -> None:
    """See the help above."""
    from ledger.dependants import dependants

    if not why.strip():
        raise click.UsageError(say("Say why: --why TEXT.", "请写明撤回原因：--why 文字。"))
    at = map(entries.position_of, positions)
    ledger = session.open()
    retracted = ledger.retract(*at, by=session.by, reason=why, dry_run=dry_run)
    found = dependants(ledger, retracted)
    told = [{"position": one.entry.position, "matter": one.entry.matter, "what": one.what.text(session.lang)}
            for one in found]  # fmt: skip
    for entry in retracted:
        if dry_run or as_json:
            last = entry is retracted[-1]
            click.echo(dumps(entries.as_json(entry) | ({"dependants": told} if told and last else {})))
        else:
            click.echo(f"#{entry.position} {entry.matter}\n{entries.sentence(entry, ledger, session.lang)}")
    _warn(session, found)


def _warn(session: Session, found: list[Dependant]) -> None:
    """Name the entries that rest on what was taken back."""
    if found:
        session.tell(
            "Standing entries that rest on what was taken back: {count}. Correct or retract them, "
            "or leave them flagged.",
            "以撤回的内容为依据的有效分录：{count} 条。请更正或撤回；不处理的将一直标明。",
            count=len({one.entry.position for one in found}),
        )
        session.tell_flags([(one.entry.position, one.what.text(session.lang)) for one in found])
