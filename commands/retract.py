"""ledger retract: Take entries back; they stay in the history. / 撤回分录；原分录保留在历史中。"""

from __future__ import annotations

import click

from commands import entries
from commands.output import dumps
from commands.session import Session, with_session, writing
from commands.speech import say


@writing
@click.command(
    help=say(
        "Take back the entries at these positions. What begins a matter can be taken back only with all that "
        "stands on it.",
        "撤回这些位置的分录。开启事项的分录须与其后的分录一并撤回。",
    )
)
@click.argument("positions", nargs=-1, required=True, metavar="POSITION...")
@click.option("--why", required=True, help=say("Why.", "撤回原因。"))
@click.option("--json", "as_json", is_flag=True, help=say("Print the entries as JSON.", "以 JSON 输出分录。"))
@with_session
def command(session: Session, positions: tuple[str, ...], *, why: str, as_json: bool, dry_run: bool) -> None:
    """See the help above."""
    at = map(entries.position_of, positions)
    ledger = session.open()
    for entry in ledger.retract(*at, by=session.by, reason=why, dry_run=dry_run):
        if dry_run or as_json:
            click.echo(dumps(entries.as_json(entry)))
        else:
            click.echo(f"#{entry.position} {entry.matter}\n{entries.sentence(entry, ledger, session.lang)}")
