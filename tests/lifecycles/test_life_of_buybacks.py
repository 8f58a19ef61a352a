"""A buyback from its approval to the last treasury share; trades and cumulative figures never disagree."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, day, event, number, steps, text, walk

from ledger.events.buybacks import (
    BuybackApproved,
    BuybackChanged,
    BuybackCompleted,
    BuybackProgressReported,
    BuybackTerminated,
    SharesRepurchased,
    TreasurySharesCancelled,
    TreasurySharesUsed,
)

B = {"buyback": text("buyback/2024")}
APPROVED = event(BuybackApproved, **B, approved_on=day())
LIFE = st.one_of(
    APPROVED,
    event(BuybackChanged, **B, changed_on=day(), changes=text("价格上限")),
    event(SharesRepurchased, **B, traded_on=day(), shares=number(0, 3)),
    event(SharesRepurchased, **B, traded_on=day(), shares=number(0, 3)),
    event(BuybackProgressReported, **B, as_of=day(), shares=number(0, 8)),
    event(BuybackProgressReported, **B, as_of=day(), shares=number(0, 8)),
    event(BuybackCompleted, **B, completed_on=day(), shares=number(0, 8)),
    event(BuybackTerminated, **B, terminated_on=day(), shares=number(0, 8)),
    event(TreasurySharesUsed, **B, used_on=day(), shares=number(1, 4)),
    event(TreasurySharesCancelled, **B, cancelled_on=day(), shares=number(1, 4)),
)  # fmt: skip
ENDS = (BuybackCompleted, BuybackTerminated)
FIGURES = (BuybackProgressReported, *ENDS)


def possible(events: Events) -> bool:
    """One end; cumulative figures that hold what was before them; no more used than was bought."""
    once = (BuybackApproved, *ENDS)
    ends = [each for each in events if isinstance(each, ENDS)]
    if len(ends) > 1 or any(sum(isinstance(each, cls) for each in events) > 1 for cls in once):
        return False
    figures = [each for each in events if isinstance(each, FIGURES)]
    trades = [each for each in events if isinstance(each, SharesRepurchased)]
    moves = [each for each in events if isinstance(each, TreasurySharesUsed | TreasurySharesCancelled)]
    return all(holds(figure, figures, trades) and enough(figure, moves) for figure in figures)


def at(each: Any) -> str:
    return str(each.occurred_on)


def holds(late: Any, figures: list[Any], trades: list[Any]) -> bool:
    """Whether a figure is no less than any earlier one with the trades since, and all trades until then."""
    until = [trade for trade in trades if at(trade) <= at(late)]
    earlier = [figure for figure in figures if figure is not late and at(figure) <= at(late)]
    least = [sum(trade.shares.count for trade in until)]
    for early in earlier:
        since = sum(trade.shares.count for trade in until if at(trade) > at(early))
        least.append(early.shares.count + since)
    return all(much <= late.shares.count for much in least)


def enough(figure: Any, moves: list[Any]) -> bool:
    """Whether what was used by then was bought by then; of an end, whatever was used at any time."""
    used = [move for move in moves if isinstance(figure, ENDS) or at(move) <= at(figure)]
    return bool(sum(move.shares.count for move in used) <= figure.shares.count)


@settings(max_examples=60, deadline=None)
@given(steps(LIFE, APPROVED))
def test_a_buyback_holds_in_any_order(tried: list[Step]) -> None:
    walk(tried, possible)
