"""Each sort of figure that is reconciled: what agrees, what differs, what must be recorded first."""

from __future__ import annotations

import pytest
from reconciling import (
    AGREES,
    BUYBACK,
    COMPUTED,
    DIFFERS,
    HOLDING,
    OPEN,
    PROFIT,
    PROJECT,
    Told,
    bought,
    change,
    checks,
    computed,
    metric,
    named,
    proposed,
    replies,
    spent,
)

from projections.reports.evaluation.check import Outcome


@pytest.mark.parametrize(("told", "base", "outcome", "result"), [
    ({"level": "38,079.22万元", "relation": "growth", "change": "2.02%"}, "37,325.25万元", AGREES,
     "growth by 2.02%"),
    ({"level": "38,079.22万元", "relation": "growth", "change": "2.03%"}, "37,325.25万元", DIFFERS,
     "growth by 2.02%"),
    ({"level": "-8,000.87万元", "relation": "loss-narrowing", "change": "28.81%"}, "-11,238.76万元", AGREES,
     "loss narrowed by 28.81%"),
    ({"level": "-8,000.87万元", "relation": "loss-narrowing", "change": "40.47%"}, "-11,238.76万元", DIFFERS,
     "loss narrowed by 28.81%"),
    ({"level": "5元", "relation": "turned-to-profit"}, "-3元", AGREES,
     "CNY 5 (the first half of 2024) after CNY -3 (the first half of 2023)"),
    ({"level": "5元", "relation": "turned-to-profit"}, "3元", DIFFERS,
     "CNY 5 (the first half of 2024) after CNY 3 (the first half of 2023)"),
    ({"level": "90元", "relation": "growth", "change": "10%"}, "100元", DIFFERS,
     "CNY 90 (the first half of 2024) after CNY 100 (the first half of 2023)"),
    ({"level": "110元", "relation": "growth", "change": "10%"}, "100美元", DIFFERS,
     "CNY 110 (the first half of 2024) after USD 100 (the first half of 2023)"),
    ({"level": "30.5%", "relation": "growth", "points": "1.35 个百分点"}, "29.15%", AGREES,
     "growth by 1.35 percentage points"),
    ({"level": "30.50%", "relation": "growth", "points": "1.45 个百分点"}, "29.15%", DIFFERS,
     "growth by 1.35 percentage points"),
    ({"level": "6000余条", "relation": "growth", "change": "30%"}, "5000条", AGREES, "growth by about 20%"),
    ({"level": "6000余条", "relation": "growth", "change": "45%"}, "5000条", DIFFERS, "growth by about 20%"),
    ({"level": "近70款", "relation": "growth", "change": "16%"}, "50款", DIFFERS, "growth by about 40%"),
    ({"level": "1万元", "relation": "growth", "change": "60%"}, "1万元", AGREES, "growth by 0%"),
    ({"level": "104元", "relation": "flat"}, "100元", AGREES,
     "CNY 104 (the first half of 2024) after CNY 100 (the first half of 2023)"),
    ({"level": "150元", "relation": "flat"}, "100元", DIFFERS,
     "CNY 150 (the first half of 2024) after CNY 100 (the first half of 2023)"),
    ({"level": "5条", "relation": "growth", "change": "5%"}, "0条", OPEN, ""),
])  # fmt: skip
def test_a_change_beside_the_level_recorded_for_the_span_before(
    told: dict[str, str], base: str, outcome: Outcome, result: str
) -> None:
    (check,) = checks(metric("2023H1", level=base), change(**told))
    assert (check.outcome, computed(check)) == (outcome, result)
    assert check.positions == ((1, 2) if result else (2,))


@pytest.mark.parametrize(("told", "wanted"), [
    (change(change="5%", relation="growth"), ["ledger correct 1 --level", "--period 2023H1"]),
    (change(change="5%", relation="growth", level="5元"), ["--period 2023H1"]),
    (metric(change="5%", relation="growth", level="5元"), ["ledger correct 1 --compared-with"]),
    (change(relation="exceeds", level="5元"), ["--period 2023H1"]),
])  # fmt: skip
def test_a_change_without_an_operand_says_what_to_record(told: Told, wanted: list[str]) -> None:
    (check,) = checks(told)
    assert check.outcome is OPEN
    assert all(one in check.then.en for one in wanted)
    assert check.then.en.count("ledger") == len(wanted)


def test_the_base_that_an_entry_tells_and_the_one_recorded_are_both_compared() -> None:
    both = checks(metric("2023H1", level="90元"),
                  change(level="110元", prior="100元", relation="growth", change="10%"))  # fmt: skip
    assert [one.outcome for one in both] == [AGREES, DIFFERS]


def test_a_metric_that_states_no_change_is_not_checked() -> None:
    assert checks(metric("2023H1", level="1元"), change(level="110元")) == []


CAPITALS = [
    ("company-registered", {"name": "甲"}),
    ("share-capital-reported", {"as_of": "2024-01-01", "total": "1000股"}),
    ("share-capital-reported", {"as_of": "2024-07-01", "total": "2000股"}),
]


@pytest.mark.parametrize(("known", "told", "outcome", "position"), [
    (3, bought("2024-06-30", "10%"), AGREES, 2),
    (3, bought("2024-06-30", "5%"), DIFFERS, 2),
    (3, bought("2024-07-01", "5.0%"), AGREES, 3),
    (3, bought("2023-12-31", "10.00%"), AGREES, 2),
    (3, bought("2023-12-31", "11%"), OPEN, None),
    (0, bought("2024-06-30", "10%"), OPEN, None),
    (0, bought("2024-06-30", "10%", share_capital="1000"), AGREES, 1),
    (3, ("awards-granted", {"plan": "incentive/2024", "granted_on": "2024-06-30", "instrument": "option",
                            "recipients": "张三: 50; 李四: 50", "percent_of_capital": "10.0%"}), AGREES, 2),
    (3, ("treasury-shares-cancelled", BUYBACK | {"cancelled_on": "2024-07-01", "shares": "100",
                                                 "percent_of_capital": "10%"}), AGREES, 2),
    (3, ("buyback-completed", BUYBACK | {"completed_on": "2024-06-30", "percent_of_capital": "10%"}), OPEN,
     None),
])  # fmt: skip
def test_shares_beside_the_latest_capital_by_then(
    known: int, told: Told, outcome: Outcome, position: int | None
) -> None:
    opening = ("buyback-approved", BUYBACK | {"approved_on": "2023-03-04"})
    plan = ("incentive-plan-drafted", {"plan": "incentive/2024", "title": "计划", "drafted_on": "2024-01-02"})
    after = [opening, plan] if told[0] in ("treasury-shares-cancelled", "awards-granted") else []
    (check,) = [one for one in checks(*CAPITALS[:known], *after, told) if one.name.zh == "占总股本比例"]
    assert check.outcome is outcome
    assert position is None or position in check.positions


PLAN = ("buyback-approved", BUYBACK | {"approved_on": "2024-03-04", "floor": "不低于1,500万元（含本数）",
        "ceiling": "不超过3,000万元（含本数）", "price_cap": "19.75元"})  # fmt: skip


def so_far(**cells: str) -> Told:
    told = {"as_of": "2024-06-30", "shares": "1414450", "fees": "excluded"}
    return "buyback-progress-reported", BUYBACK | told | cells


def test_progress_is_measured_by_the_floor_and_ceiling_that_held_then() -> None:
    changed = ("buyback-changed", BUYBACK | {"changed_on": "2024-07-10", "changes": "上限",
                                             "ceiling": "不超过1亿元"})  # fmt: skip
    told = named(PLAN, changed, so_far(cash="16,297,707元"))
    assert computed(told["progress of the buyback against its floor"]) == "108.65%"
    assert computed(told["progress of the buyback against its ceiling"]) == "54.33%"
    later = named(PLAN, changed, so_far(as_of="2024-07-31", cash="16,297,707元"))
    assert computed(later["progress of the buyback against its ceiling"]) == "16.30%"
    assert later["progress of the buyback against its ceiling"].positions == (2, 3)


def test_limits_in_shares_are_measured_in_shares_and_others_in_money() -> None:
    plan = ("holding-increase-announced", {"holder": "Z Ltd", "plan_ref": "2024", "floor": "不低于100万股",
            "announced_on": "2024-02-01", "ceiling": "不超过200万美元"})  # fmt: skip
    done = ("holding-increase-completed", HOLDING | {"completed_on": "2024-05-01", "shares": "1500000",
                                                     "cash": "100万元"})  # fmt: skip
    (check,) = checks(plan, done)
    assert (check.outcome, computed(check)) == (COMPUTED, "150.00%")


def traded(day: str, shares: str, cash: str) -> Told:
    told = {"traded_on": day, "shares": shares, "cash": cash, "fees": "excluded"}
    return "shares-repurchased", BUYBACK | told


SOME = [PLAN, traded("2024-04-10", "400", "4000元"), traded("2024-07-01", "50", "500元")]
"""Of these, the second trade is later than the figure."""
FIGURE = so_far(shares="1000", cash_as_stated="约1.00万元")


def test_trades_that_do_not_make_up_the_cumulative_figure_are_open() -> None:
    told = named(*SOME, FIGURE)
    shares, cash = told["shares in all"], told["money in all"]
    assert (shares.outcome, computed(shares), shares.positions) == (DIFFERS, "400 shares", (2, 4))
    assert (cash.outcome, computed(cash)) == (DIFFERS, "CNY 4,000.00")
    assert "record the trades that are missing" in shares.sentence.en


def test_trades_that_make_it_up_agree_and_are_not_added_to_it() -> None:
    told = named(*SOME, traded("2024-05-10", "600", "6010元"), FIGURE)
    assert [told[f"{what} in all"].outcome for what in ("shares", "money")] == [AGREES, AGREES]
    assert computed(told["shares in all"]) == "1,000 shares"
    assert computed(told["money in all"]) == "CNY 10,010.00"
    assert "shares in all" not in named(PLAN, FIGURE)


def test_a_balance_carried_in_stands_for_the_trades_before_it() -> None:
    balance = {"as_of": "2024-03-31", "what": "已回购股份", "shares": "600", "matter": "buyback/2024"}
    before = traded("2024-03-11", "100", "1000元")
    told = named(*SOME, before, ("balance-carried-in", balance), FIGURE)["shares in all"]
    assert (told.outcome, told.positions) == (AGREES, (2, 5, 6))


def test_what_was_sold_is_no_part_of_what_was_bought() -> None:
    bought_and_sold = [
        (kind, HOLDING | {"traded_on": "2024-04-10", "shares": shares})
        for kind, shares in (("shares-bought", "100"), ("holding-reduced", "30"))
    ]
    for direction, shares in (("increase", "100"), ("reduction", "30")):
        figure = {"as_of": "2024-06-30", "shares": shares, "direction": direction}
        (check,) = checks(*bought_and_sold, ("holding-progress-reported", HOLDING | figure))
        assert (check.name.en, check.outcome) == ("shares in all", AGREES)


def test_money_with_fees_is_not_compared_with_money_without() -> None:
    assert "money in all" not in named(*SOME, so_far(shares="1000", cash="10000元", fees="included"))


@pytest.mark.parametrize(("cells", "outcome", "stated"), [
    ({"cash_as_stated": "约1,629.77万元", "low": "10.14元", "high": "13.29元"}, AGREES,
     "CNY 10.14 to CNY 13.29"),
    ({"cash_as_stated": "约1,629.77万元", "high": "11.00元", "fees": "included"}, DIFFERS,
     "at most CNY 11.00"),
    ({"cash_as_stated": "约1,629.77万元", "low": "10.14元"}, AGREES, "at least CNY 10.14"),
    ({"cash_as_stated": "约1,629.77万元"}, AGREES, "at most CNY 19.75"),
    ({"cash": "30,000,000元"}, DIFFERS, "at most CNY 19.75"),
])  # fmt: skip
def test_the_average_price_lies_between_the_prices_told(
    cells: dict[str, str], outcome: Outcome, stated: str
) -> None:
    (check,) = [one for one in checks(PLAN, so_far(**cells)) if one.name.en == "average price"]
    assert (check.outcome, check.stated and check.stated.en) == (outcome, stated)
    assert check.positions == ((2,) if "19.75" not in stated else (1, 2))


@pytest.mark.parametrize(("low", "high"), [("10.14元", "11.50元"), ("11.60元", "13.29元")])
def test_the_prices_of_a_later_cumulative_figure_hold_for_an_earlier_one(low: str, high: str) -> None:
    done = ("buyback-completed", BUYBACK | {"completed_on": "2024-09-03", "shares": "1414450",
            "low": low, "high": high})  # fmt: skip
    told = named(PLAN, done, so_far(cash="16,297,707元"))["average price"]
    assert (told.outcome, told.positions) == (DIFFERS, (2, 3))


def registered(**cells: str) -> Told:
    return "project-registered", PROJECT | {"name": "中心", "funding_basis": "raised", **cells}


@pytest.mark.parametrize(("told", "outcome", "result"), [
    ([registered(planned="10,213.69万元"), spent(percent="51.85%")], AGREES, "51.85%"),
    ([registered(planned="10,200.00万元"), spent(percent="51.85%")], DIFFERS, "51.92%"),
    ([registered(planned="10,200.00万元"), spent()], COMPUTED, "51.92%"),
    ([registered(planned="10,200.00万元", funding_basis="total"), spent(percent="51.85%")], OPEN, ""),
    ([registered(), spent(percent="51.85%")], OPEN, ""),
    ([registered(planned="5,000万元"), spent(as_of="2024-03-31", planned="10,000万元", spent="0元"),
      spent(percent="53.0%", spent="5,300万元")], AGREES, "53.0%"),
    ([spent(planned="32,277.00万元", spent="25,986.34万元", percent="80.51%")], AGREES, "80.51%"),
])  # fmt: skip
def test_what_was_spent_beside_the_plan_on_the_same_basis(
    told: list[Told], outcome: Outcome, result: str
) -> None:
    (check,) = checks(*told)
    assert (check.outcome, computed(check)) == (outcome, result)


@pytest.mark.parametrize(("cells", "outcome"), [
    ({"asked": "30余条", "reply_rate": "100%"}, OPEN),
    ({"answered": "30余条", "reply_rate": "100%"}, OPEN),
    ({"asked": "30余条", "answered": "30余条", "reply_rate": "100%"}, AGREES),
    ({"asked": "40条", "answered": "38条", "reply_rate": "95%"}, AGREES),
    ({"asked": "40余条", "answered": "30条", "reply_rate": "50%"}, DIFFERS),
])  # fmt: skip
def test_a_reply_rate_beside_what_was_asked_and_answered(cells: dict[str, str], outcome: Outcome) -> None:
    (check,) = checks(replies(**cells))
    assert check.outcome is outcome


@pytest.mark.parametrize(("profit", "outcome"), [("100万元", AGREES), ("90万元", DIFFERS), (None, OPEN)])
def test_a_distribution_beside_the_profit_of_its_period(profit: str | None, outcome: Outcome) -> None:
    base = [metric("2024", PROFIT, level=profit)] if profit else []
    (check,) = checks(*base, proposed(total="300,000元"))
    assert check.outcome is outcome
