"""Increases and reductions of holdings: reconciled in any order; what leaves the plan is flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.events import shareholdings
from ledger.events.opening import BalanceCarriedIn
from ledger.testing import flags, given, refused_in_any_order

if TYPE_CHECKING:
    from ledger.event import GovernanceEvent

HOLDER = "神州云科（北京）科技有限公司"
HOLDING = "holding/神州云科-北京-科技有限公司/2024"
STATED = "约2,007.29万元"
UNANNOUNCED = "no entry says that the plan was announced"


def event(kind: str, **cells: Any) -> GovernanceEvent:
    own = {"holder": HOLDER, "plan_ref": "2024"} if kind.endswith("Announced") else {"holding": HOLDING}
    made: GovernanceEvent = vars(shareholdings)[kind].model_validate(own | cells)
    return made


def announced(**cells: Any) -> GovernanceEvent:
    terms = {
        "announced_on": "2024-02-01", "announcement": "2024-008", "rank": "第一大股东",
        "floor": "不低于人民币2,000万元（含本数）", "ceiling": "不超过人民币4,000万元（含本数）",
        "window": "2024-02-01..2024-07-31", "method": "集中竞价交易", "funds": "own",
    }  # fmt: skip
    return event("HoldingIncreaseAnnounced", **terms | cells)


def bought(shares: str, day: str = "2024-02-06", **cells: Any) -> GovernanceEvent:
    return event("SharesBought", **{"traded_on": day, "shares": shares} | cells)


def progress(shares: str, day: str = "2024-05-01", **cells: Any) -> GovernanceEvent:
    told = {"as_of": day, "shares": shares, "direction": "increase"}
    return event("HoldingProgressReported", **told | cells)


def completed(shares: str = "1820932", **cells: Any) -> GovernanceEvent:
    told = {"completed_on": "..2024-08-28", "shares": shares, "cash_as_stated": STATED}
    return event("HoldingIncreaseCompleted", **told | cells)


def reducing(**cells: Any) -> GovernanceEvent:
    return event(
        "HoldingReductionAnnounced", **{"announced_on": "2024-11-01", "ceiling": "不超过100股"} | cells
    )


def reduced(shares: str, day: str = "2024-11-26", **cells: Any) -> GovernanceEvent:
    return event("HoldingReduced", **{"traded_on": day, "shares": shares} | cells)


def test_the_increase_of_the_case() -> None:
    history = announced(), progress("0", "2024-02-29"), completed()
    assert given(*history).flags == given(*reversed(history)).flags == set()
    assert given(*history).matter.id == HOLDING
    told = completed().sentence("zh")
    assert told == "至 2024 年 8 月 28 日止增持计划实施完毕，累计增持 1,820,932 股，金额合计约 2,007.29 万元"
    assert (
        announced()
        .sentence("zh")
        .startswith("2024 年 2 月 1 日公告第一大股东神州云科（北京）科技有限公司增持")
    )


def test_a_final_figure_holds_all_earlier_ones_though_its_day_is_not_known() -> None:
    refused_in_any_order(progress("1820933"), completed())
    refused_in_any_order(bought("1820000"), bought("933", "2024-07"), completed(), match="1,820,933 shares")
    given(completed(), bought("1820000")).when(bought("933", "2024-09-02")).then_recorded()


def test_trades_and_reports_are_reconciled_never_added() -> None:
    refused_in_any_order(bought("60"), bought("41", "2024-03-01"), progress("100"))
    refused_in_any_order(progress("50", "2024-02-29"), bought("51", "2024-03-01"), progress("100"))
    given(bought("60"), progress("60", "2024-02-29"), bought("40", "2024-03-01")).when(
        progress("100")
    ).then_recorded()
    refused_in_any_order(reducing(), reduced("60"), progress("59", "2024-12-31", direction="reduction"))
    given(reducing(), reduced("60")).when(progress("59", "2024-12-31")).then_recorded()


def test_one_plan_goes_one_way() -> None:
    refused_in_any_order(announced(), reducing())
    assert given(reducing(plan_ref="2024-2")).matter.id == f"{HOLDING}-2"


def test_the_floor_is_below_the_ceiling() -> None:
    refused_in_any_order(announced(floor="不低于人民币4,001万元"))


def test_the_holder_is_that_of_the_matter() -> None:
    given(announced()).when(bought("1", holder=HOLDER)).then_recorded()
    refused_in_any_order(announced(), bought("1", holder="神州数码"))


@pytest.mark.parametrize(
    ("dealing", "flag"),
    [
        (bought("1", "2024-01-31"), "outside the window"),
        (bought("1", "2024-08-01"), "outside the window"),
        (bought("1", "2024-08-01", percent_before="5%", percent_after="6%"), "outside the window"),
        (bought("1", percent_before="6%", percent_after="5%"),
         "the percentages before and after go the wrong way"),
        (bought("1", cash="CNY 40000000.01"), "above the ceiling"),
        (completed("1", cash_as_stated="约1,999.00万元"), "below the floor"),
        (completed("1", cash_as_stated="约4,007.29万元"), "above the ceiling"),
        (completed(percent_of_capital="1.02%", share_capital="180230255"),
         "the shares are 1.01% of the capital, not 1.02%"),
        (completed(percent_of_capital="1.01%", share_capital="180230255"), None),
        (reduced("1", "2024-03-01"), "shares were sold under a plan to increase"),
    ],
)  # fmt: skip
def test_what_leaves_the_plan_is_flagged(dealing: GovernanceEvent, flag: str | None) -> None:
    assert flags(announced(), dealing) == ({flag} if flag else set())


def test_reductions_have_their_own_plan() -> None:
    assert flags(reducing(), reduced("60"), reduced("41", "2024-12-02")) == {"above the ceiling"}
    assert flags(reducing(), reduced("60", percent_before="6%", percent_after="5%")) == set()
    assert flags(reducing(), bought("1")) == {"shares were bought under a plan to reduce"}


def test_what_comes_after_the_end_or_without_a_plan_is_flagged() -> None:
    late = "bought after the increase was completed"
    assert flags(announced(), completed(), bought("1", "2024-08-29")) == {late, "outside the window"}
    assert flags(progress("1")) == {UNANNOUNCED}
    assert flags(bought("1")) == flags(reduced("1")) == set()


def test_a_balance_carried_in_stands_for_the_plan() -> None:
    told = {"as_of": "2024-03-31", "what": "已增持股份", "shares": "100"}
    balance = BalanceCarriedIn.model_validate(told)
    assert flags(progress("100"), balance) == set()
    given(progress("99")).when(balance).then_refused()
    given(reducing(), reduced("60", "2024-12-02"), progress("159", "2024-12-31", direction="reduction")).when(
        balance
    ).then_refused()
