"""Buybacks: trades and cumulative figures are reconciled, in any order; what leaves the plan is flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from ledger.batch import Change, NotOpenedError
from ledger.events import buybacks
from ledger.events.dealing_fields import Bounds
from ledger.events.opening import BalanceCarriedIn
from ledger.testing import MemoryLedger, flags, given, refused_in_any_order
from ledger.values import Quantity

if TYPE_CHECKING:
    from ledger.event import GovernanceEvent

BUYBACK = "buyback/2024"
STATED = "约1,629.77万元"
UNAPPROVED = "no entry says that the buyback was approved"


def event(kind: str, **cells: Any) -> GovernanceEvent:
    made: GovernanceEvent = vars(buybacks)[kind].model_validate({"buyback": BUYBACK} | cells)
    return made


def approved(**cells: Any) -> GovernanceEvent:
    terms = {
        "approved_on": "2024-03-04", "announced_on": "2024-03-05", "announcement": "2024-014",
        "floor": "不低于人民币1,500万元（含本数）", "ceiling": "不超过人民币3,000万元（含本数）",
        "price_cap": "19.75元/股", "window": "2024-03-04..2024-09-03", "purpose": "incentive", "funds": "own",
        "method": "集中竞价交易", "venue": "上海证券交易所", "share_class": "A股",
    }  # fmt: skip
    return event("BuybackApproved", **terms | cells)


def traded(shares: str, day: str = "2024-04-10", **cells: Any) -> GovernanceEvent:
    return event("SharesRepurchased", **{"traded_on": day, "shares": shares} | cells)


def progress(shares: str, day: str = "2024-06-30", **cells: Any) -> GovernanceEvent:
    return event("BuybackProgressReported", **{"as_of": day, "shares": shares} | cells)


def completed(shares: str | None = "1414450", **cells: Any) -> GovernanceEvent:
    return event("BuybackCompleted", **{"completed_on": "2024-09-03", "shares": shares} | cells)


def used(shares: str, day: str = "2025-09-18", **cells: Any) -> GovernanceEvent:
    return event("TreasurySharesUsed", **{"used_on": day, "shares": shares, "use": "incentive"} | cells)


def cancelled(shares: str, day: str = "2027-09-01") -> GovernanceEvent:
    return event("TreasurySharesCancelled", cancelled_on=day, shares=shares)


def carried(shares: str, day: str = "2024-03-31") -> GovernanceEvent:
    return BalanceCarriedIn.model_validate({"as_of": day, "what": "已回购股份", "shares": shares})


HALF_YEAR = progress(
    "1414450", percent_of_capital="0.7848%", share_capital="180230255", cash_as_stated=STATED, fees="excluded"
)
DONE = completed(
    percent_of_capital="0.7848%", share_capital="180230255", cash="1629.7707万元", cash_as_stated=STATED,
    fees="excluded", low="10.14元/股", high="13.29元/股",
)  # fmt: skip


def test_the_buyback_of_the_case() -> None:
    history = approved(), progress("0", "2024-03-31"), HALF_YEAR, DONE, used("1414450")
    assert given(*history).flags == given(*reversed(history)).flags == set()


def test_the_sentences_keep_the_qualifiers() -> None:
    assert HALF_YEAR.sentence("zh") == (
        "截至 2024 年 6 月 30 日，累计回购 1,414,450 股，占总股本 0.7848%，"
        "支付约 1,629.77 万元（不含交易费用）"
    )
    assert "不低于 1,500 万元（含本数），不超过 3,000 万元（含本数）" in approved().sentence("zh")
    assert "about 1,629.77 万元 (fees excluded)" in HALF_YEAR.sentence("en")
    assert HALF_YEAR.cells()["cash_as_stated"] == "about 1629.77 万元"


def test_a_cumulative_figure_never_falls() -> None:
    refused_in_any_order(progress("100", "2024-04-30"), progress("99", "2024-05-31"))
    refused_in_any_order(progress("100", "2024-04-30"), completed("99"))
    refused_in_any_order(progress("100"), progress("99"), match="截至")
    given(progress("100", "2024-04-30")).when(progress("100", "2024-05-31")).then_recorded()
    given(progress("100", "2024-04")).when(progress("99", "2024-04-15")).then_recorded()


def test_trades_come_to_no_more_than_a_later_figure() -> None:
    first, second = traded("60"), traded("41", "2024-06-30")
    refused_in_any_order(first, second, progress("100"), match="101 shares, more than the 100")
    refused_in_any_order(first, second, completed("100"))
    given(first, traded("40", "2024-06-30")).when(progress("100")).then_recorded()
    given(first, traded("41", "2024-07-01")).when(progress("100")).then_recorded()
    given(first, traded("41", "2024H1")).when(progress("100", "2024-06-29")).then_recorded()


def test_trades_between_two_figures_fit_between_them() -> None:
    early, late = progress("50", "2024-04-30"), progress("100")
    refused_in_any_order(early, late, traded("51", "2024-05-06"))
    given(early, late, traded("50", "2024-04-30")).when(traded("50", "2024-05-06")).then_recorded()


def test_money_is_reconciled_within_its_rounding() -> None:
    cells = {"fees": "excluded", "cash": "16297700元"}
    given(traded("1414450", **cells)).when(HALF_YEAR).then_recorded()
    over = traded("1414450", **cells | {"cash": "16297900元"})
    refused_in_any_order(over, HALF_YEAR, match="CNY 16,297,900")
    given(traded("1414450", cash="16297900元", fees="included")).when(HALF_YEAR).then_recorded()
    given(traded("1414450", cash="USD 16297900")).when(progress("1414450", cash="CNY 1.00")).then_recorded()


@pytest.mark.parametrize(
    "cells",
    [
        {"low": "13.29元", "high": "10.14元"},
        {"cash": "1629.88万元", "cash_as_stated": STATED},
        {"cash": "CNY 1000.00", "low": "10.14元"},
        {"cash_as_stated": "约2,629.77万元", "high": "13.29元", "fees": "excluded"},
        {"shares": "0", "cash": "CNY 1.00"},
    ],
)
def test_a_figure_agrees_with_itself(cells: dict[str, str]) -> None:
    refused_in_any_order(event("BuybackCompleted", **{"completed_on": "2024", "shares": "1414450"} | cells))


def test_fees_may_come_on_top_of_the_highest_price() -> None:
    given().when(completed("100", cash="CNY 1001.00", high="CNY 10.00", fees="included")).then_recorded()
    refused_in_any_order(completed("100", cash="CNY 1001.00", high="CNY 10.00", fees="excluded"))


def test_no_more_is_used_or_cancelled_than_was_bought() -> None:
    refused_in_any_order(completed("100"), used("60"), cancelled("41"), match="101 shares used")
    refused_in_any_order(progress("100"), used("101", "2024-06-01"))
    given(completed("100"), used("60")).when(cancelled("40")).then_recorded()
    given(progress("100")).when(used("101", "2024-07-01")).then_recorded()
    given(completed(None)).when(used("101")).then_recorded()


def test_more_used_than_the_trades_recorded_so_far_is_flagged_for_others_may_follow() -> None:
    flag = "101 shares used or cancelled, but entries tell of 100 bought"
    assert flag in flags(approved(), traded("100"), used("101"))
    assert flags(approved(), traded("100"), traded("1", "2024-04-11"), used("101")) == set()


def test_what_ended_ended_once() -> None:
    ended = event("BuybackTerminated", terminated_on="2024-07-31")
    refused_in_any_order(ended, completed())
    refused_in_any_order(completed(), completed(completed_on="2024-09-02"))
    assert flags(approved(), ended, traded("1", "2024-08-01")) == {"bought after the buyback had ended"}
    assert flags(approved(), ended, traded("1", "2024-07")) == set()


def test_the_floor_is_below_the_ceiling() -> None:
    refused_in_any_order(approved(floor="不低于人民币3,001万元"))
    given().when(approved(floor="不低于100万股")).then_recorded()


@pytest.mark.parametrize(
    ("bought", "flag"),
    [
        (traded("1", "2024-03-03"), "outside the window"),
        (traded("1", "2024-09-04"), "outside the window"),
        (traded("1", "2024-09"), None),
        (traded("1", high="19.76元"), "a price above the cap"),
        (traded("1", high="19.75元"), None),
        (traded("1", high="HKD 20.00"), None),
        (traded("100", cash="CNY 1976.00", fees="excluded"), "a price above the cap"),
        (traded("1", cash="CNY 30000000.01"), "above the ceiling"),
        (progress("1", cash="CNY 30000000.01"), "above the ceiling"),
        (progress("1", cash="CNY 30000000.00"), None),
        (progress("1", cash_as_stated="约3,000万元"), None),
        (progress("1", cash_as_stated="超过3,001万元"), "above the ceiling"),
        (completed("1", cash="CNY 14999999.99"), "below the floor"),
        (completed("1", cash_as_stated="约1,500万元"), None),
        (completed("1", cash="CNY 16297707.00", high="19.76元"), "a price above the cap"),
        (progress("1414450", percent_of_capital="0.7948%", share_capital="180230255"),
         "the shares are 0.7848% of the capital, not 0.7948%"),
    ],
)  # fmt: skip
def test_what_leaves_the_plan_is_flagged(bought: GovernanceEvent, flag: str | None) -> None:
    assert flags(approved(), bought) == ({flag} if flag else set())


def test_trades_come_to_more_than_the_ceiling_together() -> None:
    terms = approved(ceiling="不超过100股", floor="不低于50股")
    assert flags(terms, traded("60"), traded("41", "2024-04-11")) == {"above the ceiling"}
    assert flags(terms, traded("60"), traded("40", "2024-04-11")) == set()
    assert flags(terms, completed("49")) == {"below the floor"}


def test_changed_terms_hold_from_their_day_on() -> None:
    changed = event("BuybackChanged", changed_on="2024-05-29", changes="调整价格上限", price_cap="19.70元",
                    window="2024-03-04..2024-12-03")  # fmt: skip
    assert flags(approved(), changed, traded("1", "2024-05-28", high="19.75元")) == set()
    assert flags(approved(), changed, traded("1", "2024-05-30", high="19.75元")) == {"a price above the cap"}
    assert flags(approved(), changed, traded("1", "2024-11-01", high="19.70元")) == set()
    assert flags(approved(), changed, progress("1", high="19.75元")) == set()


def test_trades_are_checked_for_completeness_once_all_are_recorded() -> None:
    report = progress("100", days_traded="2")
    odd = {"the trades of 2 days come to 99 shares, not 100"}
    assert flags(approved(), report, traded("60")) == set()
    assert flags(approved(), report, traded("60"), traded("39", "2024-04-11")) == odd
    assert flags(approved(), report, traded("60"), traded("40", "2024-04-11")) == set()
    assert flags(approved(), report, traded("60"), traded("39", "2024-04")) == set()


def test_what_no_entry_approved_is_flagged() -> None:
    assert flags(progress("1")) == flags(traded("1")) == {UNAPPROVED}
    assert flags(approved(announced_on="2024-03-03")) == {"announced before it was approved"}


def test_a_buyback_of_before_the_ledger_is_carried_in() -> None:
    ledger = MemoryLedger()
    with pytest.raises(NotOpenedError):
        ledger.record(used("1"))
    ledger.record(Change(carried("100"), BUYBACK))
    ledger.record(used("60"), traded("5"), progress("105"))
    assert not list(ledger.irregularities(ledger.matter(BUYBACK)))


def test_a_balance_carried_in_is_a_cumulative_figure() -> None:
    history = given(progress("10", "2024-02-29"), carried("100"))
    history.when(progress("99")).then_refused("more than the 99 shares")
    history.when(traded("6"), progress("105")).then_refused()
    history.when(traded("5"), progress("105")).then_recorded()
    given(progress("101", "2024-03-30")).when(progress("101"), carried("100")).then_refused()


TRADES = [
    traded("60"),
    traded("40", "2024-04-11"),
    progress("60", "2024-04-10"),
    completed("100"),
    used("100"),
]


@any_of(st.permutations(TRADES))
def test_what_is_possible_is_admitted_in_every_order(order: list[GovernanceEvent]) -> None:
    assert len(given(*order).matter.standing) == len(TRADES)


@pytest.mark.parametrize(
    ("stated", "bounds"),
    [
        (STATED, ("CNY", 16297600, 16297800)),
        ("约2,000万元", ("CNY", 10000000, 30000000)),
        ("1,629.77万元", ("CNY", 16297600, 16297800)),
        ("不超过600万股", ("shares", 0, 6000000)),
        ("2000余万元", ("CNY", 20000000, None)),
        ("at least CNY 15 million (inclusive)", ("CNY", 15000000, None)),
        ("100万美元", ("USD", 990000, 1010000)),
        ("30条", None),
    ],
)
def test_what_a_stated_figure_may_be(stated: str, bounds: tuple[Any, ...] | None) -> None:
    assert Bounds.of(Quantity.parse(stated)) == (Bounds(*bounds) if bounds else None)
