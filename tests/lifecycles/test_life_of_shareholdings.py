"""A holder increases or reduces a holding: one plan goes one way, and figures hold what was before them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, day, event, number, steps, text, walk

from ledger.events.shareholdings import (
    HoldingIncreaseAnnounced,
    HoldingIncreaseCompleted,
    HoldingProgressReported,
    HoldingReduced,
    HoldingReductionAnnounced,
    SharesBought,
)

H = {"holding": text("holding/甲公司/2024"), "holder": text(None, "甲公司")}
PLAN = {"holder": text("甲公司"), "plan_ref": text("2024"), "announced_on": day()}
LIFE = st.one_of(
    event(HoldingIncreaseAnnounced, **PLAN), event(HoldingReductionAnnounced, **PLAN),
    event(SharesBought, **H, traded_on=day(), shares=number(0, 3)),
    event(HoldingReduced, **H, traded_on=day(), shares=number(0, 3)),
    event(HoldingProgressReported, **H, as_of=day(), shares=number(0, 8), direction=text("increase")),
    event(HoldingProgressReported, **H, as_of=day(), shares=number(0, 8), direction=text("reduction")),
    event(HoldingIncreaseCompleted, **H, completed_on=day(), shares=number(0, 8)),
)  # fmt: skip


def possible(events: Events) -> bool:
    """One direction of the plans; the figures of each direction hold its trades and its earlier figures."""
    plans = [
        each for each in events if isinstance(each, HoldingIncreaseAnnounced | HoldingReductionAnnounced)
    ]
    ends = [each for each in events if isinstance(each, HoldingIncreaseCompleted)]
    if len({type(plan) for plan in plans}) > 1 or len(ends) > 1:
        return False
    reports = [each for each in events if isinstance(each, HoldingProgressReported)]
    bought = [each for each in events if isinstance(each, SharesBought)]
    sold = [each for each in events if isinstance(each, HoldingReduced)]
    more = [*(each for each in reports if each.direction.value == "increase"), *ends]
    less = [each for each in reports if each.direction.value == "reduction"]
    return agree(more, bought) and agree(less, sold)


def agree(figures: list[Any], trades: list[Any]) -> bool:
    return all(holds(figure, figures, trades) for figure in figures)


def holds(late: Any, figures: list[Any], trades: list[Any]) -> bool:
    """Whether a figure is no less than any earlier one with the trades since, and all trades until then."""
    day = late.occurred_on.first
    until = [trade for trade in trades if trade.traded_on.first <= day]
    least = [sum(trade.shares.count for trade in until)]
    for early in (one for one in figures if one is not late and one.occurred_on.first <= day):
        since = (trade.shares.count for trade in until if trade.traded_on.first > early.occurred_on.first)
        least.append(early.shares.count + sum(since))
    return all(much <= late.shares.count for much in least)


@settings(max_examples=60, deadline=None)
@given(steps(LIFE))
def test_a_holding_holds_in_any_order(tried: list[Step]) -> None:
    walk(tried, possible)
