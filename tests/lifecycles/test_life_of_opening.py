"""Buybacks and incentive plans that began before the ledger: what is carried in bounds what comes after."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, day, event, number, steps, text

from ledger.event import GovernanceEvent
from ledger.events.awards import AwardsLapsed, AwardsVested
from ledger.events.buybacks import BuybackProgressReported, SharesRepurchased, TreasurySharesUsed
from ledger.events.opening import BalanceCarriedIn
from ledger.matter import Matter
from ledger.testing import given as begun

B = {"buyback": text("buyback/2022")}
CARRIED = {"as_of": text("2024-03-14"), "what": text("已回购股份", "已使用股份")}
BUYBACK = st.one_of(
    event(BuybackProgressReported, **B, as_of=day(), shares=number(0, 8)),
    event(SharesRepurchased, **B, traded_on=day(15), shares=number(0, 3)),
    event(TreasurySharesUsed, **B, used_on=day(), shares=number(1, 4)),
)


def possible(events: Events) -> bool:
    """What follows is no less than what is carried in, and what was before it is no more."""
    reports = [each for each in events if isinstance(each, BuybackProgressReported)]
    trades = [each for each in events if isinstance(each, SharesRepurchased)]
    used = [each for each in events if isinstance(each, TreasurySharesUsed)]
    figures = [(str(each.as_of), each.shares.count) for each in reports] + [("2024-03-14", 5)]
    for on, shares in figures:
        until = [each for each in trades if str(each.traded_on) <= on]
        if on != "2024-03-14" and sum(each.shares.count for each in until) > shares:
            return False
        if sum(each.shares.count for each in used if str(each.used_on) <= on) > shares:
            return False
        for early, before in figures:
            since = sum(each.shares.count for each in until if str(each.traded_on) > early)
            if early <= on and before + since > shares:
                return False
    return True


@settings(max_examples=60, deadline=None)
@given(steps(BUYBACK))
def test_a_buyback_goes_on_from_what_is_carried_in(tried: list[Step]) -> None:
    opening = BalanceCarriedIn.model_validate({"as_of": "2024-03-14", "what": "已回购股份", "shares": "5"})
    standing: list[Any] = []
    history = begun_in("buyback/2022", opening)
    for step in tried:
        attempt = history.when(step.event)
        admitted = attempt.refusal is None
        assert admitted == possible([*standing, step.event]), step
        if admitted:
            history, standing = attempt.then_recorded(), [*standing, step.event]


AWARDS = st.one_of(
    event(AwardsVested, plan=text("incentive/2022"), vested_on=day(), shares=number(1, 9)),
    event(AwardsLapsed, plan=text("incentive/2022"), lapsed_on=day(), shares=number(1, 9)),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(AWARDS, max_size=6))
def test_awards_of_before_the_ledger_are_not_judged(moves: list[GovernanceEvent]) -> None:
    opening = BalanceCarriedIn.model_validate({"as_of": "2024-03-01", "what": "已授予", "shares": "5"})
    history = begun_in("incentive/2022", opening)
    if moves:
        history.when(*moves).then_recorded()


@settings(max_examples=50, deadline=None)
@given(st.lists(event(BalanceCarriedIn, **CARRIED, shares=number(0, 9)), min_size=1, max_size=4))
def test_one_thing_is_carried_in_once(openings: list[BalanceCarriedIn]) -> None:
    history = begun_in("buyback/2022", openings[0])
    seen = {openings[0].what}
    for opening in openings[1:]:
        attempt = history.when(opening)
        assert (attempt.refusal is None) == (opening.what not in seen)
        if attempt.refusal is None:
            history, seen = attempt.then_recorded(), seen | {opening.what}


def begun_in(matter_id: str, opening: BalanceCarriedIn) -> Any:
    """The history of a matter that begins with what is carried in."""
    history = begun()
    history.matter = Matter(matter_id)
    return history.when(opening).then_recorded()
