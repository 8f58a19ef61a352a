"""ledger history: List entries by period, kind, body, matter, person. / 按期间、种类、机构等列出分录。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts import completing, entries
from commands.parts.output import emit, formatted
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry
    from projections.catch_up import Reading


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
@click.option(
    "--kind",
    shell_complete=completing.kinds,
    help=say("Of this kind; Chinese will do.", "该种类，可用中文。"),
)
@click.option(
    "--body", shell_complete=completing.bodies, help=say("Of this body, such as board.", "该机构，如 board。")
)
@click.option("--matter", shell_complete=completing.matters,
              help=say("In this matter, or all below it, such as meeting/board.",
                       "该事项或其下全部事项，如 meeting/board。"))  # fmt: skip
@click.option("--person", shell_complete=completing.people, help=say("Naming this person.", "提及该人员。"))
@click.option("--standing", is_flag=True, help=say("Only those that hold.", "只列现行有效的分录。"))
@click.option("--unchecked", is_flag=True, help=say("Only those that hold and wait to be checked off.",
                                                    "只列现行有效而尚未核对的分录。"))  # fmt: skip
@click.option("--as-known-at", metavar="POSITION|TIME", help=say("As known then.", "以当时所知为准。"))
@with_session
def command(
    session: Session, *, form: str, period: str | None, kind: str | None, body: str | None,
    matter: str | None, person: str | None, standing: bool, unchecked: bool, as_known_at: str | None,
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
            person=person, standing=standing, unchecked=unchecked,
        )  # fmt: skip
        near = None if positions else _near(reading, body=body, matter=matter, person=person)
    rows = (_row(ledger.entry(position), ledger, session) for position in positions)
    emit(rows, form, {"position": "#", "occurred_on": say("Day", "日期"), "matter": say("Matter", "事项"),
                      "sentence": say("Entry", "分录")})  # fmt: skip
    if not positions:
        hint = near.text(session.lang) if near else ""
        session.tell(
            "Nothing in the ledger answers to this.{hint}", "账本中没有符合条件的分录。{hint}", hint=hint
        )


def _near(reading: Reading, *, body: str | None, matter: str | None, person: str | None) -> Both | None:
    """What may have been meant by a name that the ledger does not have."""
    from difflib import get_close_matches

    from ledger.bodies import STANDARD_BODIES
    from projections.names import Names

    known = Names.of(reading)
    bodies = [*known.bodies(), *(told.partition("/")[2] for told in STANDARD_BODIES)]
    for told, names in ((matter, known.matters()), (body, bodies), (person, known.people())):
        near = get_close_matches(told, names, 1, 0.6) if told and told not in names else []
        if near:
            return Both(f" Did you mean {near[0]}?", f"是否为 {near[0]}？")
    return None


def _row(entry: Entry, ledger: Ledger, session: Session) -> dict[str, object]:
    return entries.as_json(entry) | {"sentence": entries.sentence(entry, ledger, session.lang)}
