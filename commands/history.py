"""ledger history: List entries by period, kind, body, matter, person. / 按期间、种类、机构等列出分录。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands import entries
from commands.output import emit, formatted
from commands.session import Session, reading, with_session
from commands.speech import say

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry


@formatted
@reading
@click.command(
    help=say(
        "List entries that answer to all conditions given. What was corrected or retracted stays in the list "
        "unless --standing is said. --json prints what load accepts.",
        "列出符合全部条件的分录；已更正或撤回的也会列出，除非指定 --standing。--json 的输出可供导入。",
    )
)
@click.option("--period", metavar="2024H1", help=say("Happened in this period.", "发生于该期间。"))
@click.option("--kind", help=say("Of this kind; Chinese will do.", "该种类，可用中文。"))
@click.option("--body", help=say("Of this body, such as board.", "该机构，如 board。"))
@click.option("--matter", help=say("In this matter, or all below it, such as meeting/board.",
                                      "该事项或其下全部事项，如 meeting/board。"))  # fmt: skip
@click.option("--person", help=say("Naming this person.", "提及该人员。"))
@click.option("--standing", is_flag=True, help=say("Only those that hold.", "只列现行有效的分录。"))
@click.option("--as-known-at", metavar="POSITION|TIME", help=say("As known then.", "以当时所知为准。"))
@with_session
def command(
    session: Session, *, form: str, period: str | None, kind: str | None, body: str | None,
    matter: str | None, person: str | None, standing: bool, as_known_at: str | None,
) -> None:  # fmt: skip
    """See the help above."""
    from ledger.periods import Period
    from projections import Views, history

    ledger = session.open(read_only=True)
    slug = session.catalogue.find(kind) if kind else None
    views = Views.of(ledger)
    with views.at(as_known_at) as reading:
        positions = history(
            reading, period=Period.parse(period) if period else None, kind=slug, body=body, matter=matter,
            person=person, standing=standing,
        )  # fmt: skip
    rows = (_row(ledger.entry(position), ledger, session) for position in positions)
    emit(rows, form, {"position": "#", "occurred_on": say("Day", "日期"), "matter": say("Matter", "事项"),
                      "sentence": say("Entry", "分录")})  # fmt: skip
    if not positions:
        session.tell("Nothing in the ledger answers to this.", "账本中没有符合条件的分录。")


def _row(entry: Entry, ledger: Ledger, session: Session) -> dict[str, object]:
    return entries.as_json(entry) | {"sentence": entries.sentence(entry, ledger, session.lang)}
