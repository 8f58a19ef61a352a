"""The charter and policies: amended before filed, adopted before revised or repealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.events import charter
from ledger.testing import MemoryLedger, flags

if TYPE_CHECKING:
    from ledger.event import GovernanceEvent


def event(kind: str, **cells: Any) -> GovernanceEvent:
    named = {"instrument": "charter" if kind.startswith("Charter") else "internal-audit"}
    title = {} if kind == "CharterFiled" else {"title": "公司章程"}
    made: GovernanceEvent = vars(charter)[kind].model_validate(named | title | cells)
    return made


def test_an_amendment_tells_clauses_and_points() -> None:
    amended = event(
        "CharterAmended",
        amended_on="2024-05-28",
        clauses="利润分配相关条款",
        summary="公司现金股利政策目标为剩余股利；年度股东大会可审议批准下一年中期现金分红的条件、比例上限、金额上限",
        approved_at="meeting/shareholders/2023-annual#8",
    )
    assert amended.matter_id() == "instrument/charter"
    assert amended.sentence("zh").startswith(
        "2024 年 5 月 28 日修订《公司章程》利润分配相关条款：公司现金股利政策目标为剩余股利；"
    )


def test_filing_what_was_amended() -> None:
    nothing = {"no entry says that the charter was amended before"}
    amended, filed = (
        event("CharterAmended", amended_on="2024-05-28"),
        event("CharterFiled", filed_on="2024-06-20"),
    )
    assert flags(amended, filed) == set()
    assert flags(filed) == nothing
    assert flags(amended, event("CharterFiled", filed_on="2024-05-27")) == nothing
    assert flags(amended, event("CharterFiled", filed_on="2024-05")) == set()


@pytest.mark.parametrize(
    ("kind", "day"), [("PolicyRevised", "revised_on"), ("PolicyRepealed", "repealed_on")]
)
def test_before_adoption_is_odd(kind: str, day: str) -> None:
    adopted, early = event("PolicyAdopted", adopted_on="2024-03-14"), event(kind, **{day: "2024-03-13"})
    odd = "before the day on which it was adopted, 14 March 2024"
    assert flags(adopted, early) == {odd}
    assert flags(adopted, event(kind, **{day: "2024-03-14"})) == set()
    assert odd not in flags(event("PolicyAdopted", adopted_on="2019"), adopted, early)


def test_a_policy_from_before_the_ledger_may_be_revised() -> None:
    assert flags(event("PolicyRevised", revised_on="2024-03-14")) == set()


def test_revised_after_repeal_is_odd_unless_adopted_again() -> None:
    repealed = event("PolicyRepealed", repealed_on="2024-05-01")
    revised = event("PolicyRevised", revised_on="2024-06-01")
    old, new = event("PolicyAdopted", adopted_on="2019"), event("PolicyAdopted", adopted_on="2024-05-15")
    assert flags(old, repealed, revised) == {"it was repealed on 1 May 2024"}
    assert flags(old, repealed, new, revised) == set()
    assert flags(event("PolicyRevised", revised_on="2024-04-01"), repealed) == set()


def test_adopted_twice_is_odd_unless_repealed() -> None:
    one, other = event("PolicyAdopted", adopted_on="2020"), event("PolicyAdopted", adopted_on="2024")
    assert flags(one, other) == {"adopted more than once, and no entry says that it was repealed"}
    assert flags(one, other, event("PolicyRepealed", repealed_on="2022")) == set()
    assert flags(one, other, event("PolicyRepealed", repealed_on="2020..2024")) == set()
    again = event("PolicyAdopted", adopted_on="2020")
    twice = {"adopted more than once, and no entry says that it was repealed"}
    assert flags(one, again) == flags(one, other, event("PolicyRepealed", repealed_on="2025")) == twice


def test_a_policy_from_before_the_ledger_may_be_repealed() -> None:
    MemoryLedger().record(event("PolicyRepealed", repealed_on="2025-12-01"))


@pytest.mark.parametrize(
    ("kind", "day"),
    [("CharterAmended", "amended_on"), ("PolicyAdopted", "adopted_on"), ("PolicyRevised", "revised_on")],
)
def test_effect_before_the_decision_is_odd(kind: str, day: str) -> None:
    assert flags(event(kind, **{day: "2024-05-28"}, effective_on="2024-05-27")) == {
        "effective before it was decided"
    }
    assert flags(event(kind, **{day: "2024-05-28"}, effective_on="2024-05-28")) == set()
