"""An incentive plan from draft to the last lapsed share: balances add up, in all and for each person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, day, event, maybe, number, steps, text, walk

from ledger.event import GovernanceEvent
from ledger.events.awards import (
    AwardMove,
    AwardsCancelled,
    AwardsGranted,
    AwardsLapsed,
    AwardsVested,
    VestingConditionsAssessed,
)
from ledger.events.incentives import (
    GranteeListPublicised,
    GranteeListVerified,
    IncentivePlanAmended,
    IncentivePlanApproved,
    IncentivePlanDrafted,
    IncentivePlanTerminated,
)
from ledger.values.recipients import Recipient
from projections.views import incentives

PLAN = {"plan": text("incentive/2024")}
TITLE = PLAN | {"title": text("2024年激励计划")}
TERMS = {"shares": maybe(number(5, 9))}
NAMES = {"recipients": text(None, "张三: 2", "张三: 2; 李四: 1", "李四: 3", "张三: 1; 其他 2 人: 2")}
INSTRUMENT = {"instrument": text("restricted-2")}


def moved(cls: type[GovernanceEvent], on: str) -> st.SearchStrategy[Any]:
    """A move of awards: by number, or by the recipients."""
    by_number = event(cls, **PLAN, **{on: day()}, shares=number(1, 4))
    return by_number | event(cls, **PLAN, **NAMES, **{on: day()})


DRAFTED = event(IncentivePlanDrafted, **TITLE, **TERMS, drafted_on=day())
LIFE = st.one_of(
    DRAFTED,
    event(IncentivePlanApproved, **TITLE, **TERMS, approved_on=day()),
    event(IncentivePlanAmended, **PLAN, **TERMS, amended_on=day(), changes=text("调整总量")),
    event(GranteeListPublicised, **PLAN, publicised_from=day(), publicised_to=maybe(day())),
    event(GranteeListVerified, **PLAN, verified_on=day(), body=text("supervisory-board")),
    event(AwardsGranted, **PLAN, **NAMES, **INSTRUMENT, granted_on=day()),
    event(AwardsGranted, **PLAN, **INSTRUMENT, granted_on=day(), shares=number(1, 6)),
    event(VestingConditionsAssessed, **PLAN, assessed_on=day(), tranche=text("1"), outcome=text("met")),
    moved(AwardsVested, "vested_on"), moved(AwardsLapsed, "lapsed_on"),
    moved(AwardsCancelled, "cancelled_on"),
    event(IncentivePlanTerminated, **PLAN, terminated_on=day()),
)  # fmt: skip


def possible(events: Events) -> bool:
    """No more granted than planned, no more used than granted, and nothing granted after the end."""
    grants = [each for each in events if isinstance(each, AwardsGranted)]
    moves = [each for each in events if isinstance(each, AwardMove)]
    ends = [each for each in events if isinstance(each, IncentivePlanTerminated)]
    lists = [each for each in events if isinstance(each, GranteeListPublicised)]
    once = (IncentivePlanApproved, IncentivePlanTerminated)
    if any(sum(isinstance(each, cls) for each in events) > 1 for cls in once):
        return False
    if any(each.publicised_to and each.publicised_to.before(each.publicised_from) for each in lists):
        return False
    if any(end.terminated_on.before(grant.granted_on) for end in ends for grant in grants):
        return False
    return total(grants) <= planned(events) and balanced(grants, moves)


def total(events: Iterable[Any]) -> int:
    return sum(each.number or 0 for each in events)


def planned(events: Events) -> float:
    """The whole of the plan by its latest terms."""
    kinds = (IncentivePlanDrafted, IncentivePlanApproved, IncentivePlanAmended)
    terms = [each for each in events if isinstance(each, kinds) and each.shares]
    last = max((str(each.occurred_on) for each in terms), default="")
    return max((each.shares.count for each in terms if str(each.occurred_on) == last and each.shares),
               default=float("inf"))  # fmt: skip


def balanced(grants: list[AwardsGranted], moves: list[Any]) -> bool:
    """Nobody used more than was granted, where the grants tell; without a grant nothing can be told."""
    if not grants:
        return True
    if all(grant.number is not None for grant in grants) and total(moves) > total(grants):
        return False
    for name in ("张三", "李四"):
        granted = [share(grant, name) for grant in grants]
        known = [part for part in granted if part is not None]
        if len(known) == len(granted) and any(known):
            used = sum(share(move, name) or 0 for move in moves)
            if used > sum(known):
                return False
    return True


def share(moved: Any, name: str) -> int | None:
    """The shares of a person; None where that person may be among those not named."""
    items: tuple[Recipient, ...] = moved.recipients.items if moved.recipients else ()
    named = {one.name: one.shares for one in items}
    return named.get(name, None if not items or any(one.heads for one in items) else 0)


@settings(max_examples=60, deadline=None)
@given(steps(LIFE, DRAFTED))
def test_a_plan_holds_in_any_order(tried: list[Step]) -> None:
    for matter in walk(tried, possible).matters():
        rows = list(incentives.rows(matter))
        granted = sum(row.shares or 0 for row in rows if row.kind == "awards-granted")
        gone = ("awards-vested", "awards-lapsed", "awards-cancelled")
        used = sum(row.shares or 0 for row in rows if row.kind in gone)
        known = [row.shares is not None for row in rows if row.kind == "awards-granted"]
        assert used <= granted or not known or not all(known)
