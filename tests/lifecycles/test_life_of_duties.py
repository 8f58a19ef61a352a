"""What an independent director did in a year: days on site fit into their span, and add up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, event, steps, text, walk

from ledger.events.duties import CommunicationHeld, OnSiteWorkDone
from projections.figures import figures

WHO = {"person": text("李四", "王五")}
LIFE = st.one_of(
    event(OnSiteWorkDone, **WHO, worked_on=text("2024-03-04", "2024-03-04..2024-03-05", "2024-03"),
          days=text("0.5 天", "1 天", "2 天", "3 天", "40 天")),
    event(CommunicationHeld, **WHO, held_on=text("2024-03-04", "2025-03-04"), with_whom=text("auditor")),
)  # fmt: skip
ROOM = {"2024-03-04": 1, "2024-03-04..2024-03-05": 2, "2024-03": 31}


def possible(events: Events) -> bool:
    """No more days of work than the span has."""
    work = [each for each in events if isinstance(each, OnSiteWorkDone)]
    return all(each.days.number <= ROOM[str(each.worked_on)] for each in work)


@settings(max_examples=100, deadline=None)
@given(steps(LIFE))
def test_duties_hold_in_any_order(tried: list[Step]) -> None:
    for matter in walk(tried, possible).matters():
        work = matter.all("on-site-work-done")
        assert len({one.person for one in work}) <= 1
        told = figures(OnSiteWorkDone.spec, [(matter.id, one.cells()) for one in work])
        total = sum((one.days.number for one in work), Decimal(0))
        stated = told["totals"]["days"].partition(" ")[0] if work else "0"
        assert Decimal(stated.rstrip("天")) == total
