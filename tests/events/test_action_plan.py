"""The action plan: numbers are given once, evidence is linked once, nothing hangs on no heading unnoticed."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.event import GovernanceEvent
from ledger.events import action_plan
from ledger.testing import flags, given, refused_in_any_order


def event(kind: str, **cells: Any) -> GovernanceEvent:
    made: GovernanceEvent = vars(action_plan)[kind].model_validate({"plan": "2024"} | cells)
    return made


def linked(cites: str = "meeting/board/2-23", under: str = "4.1") -> GovernanceEvent:
    return event("EvidenceLinked", under=under, cites=cites, use="counted")


PUBLISHED = event(
    "ActionPlanPublished",
    published_on="2024-04-26",
    year="2024",
    programme="提质增效重回报",
    title="行动方案",
)
CHAPTER = event("ChapterDeclared", number="4", title="完善公司治理，坚持规范运作")
MEASURE = event("MeasureCommitted", number="4.1", heading="完善内控建设")
DONE = event("MeasureCompleted", measure="4.1", completed_on="2024-08-01")
DROPPED = event("MeasureDropped", measure="4.1", dropped_on="2024-08-01", reason="市场变化")


def test_everything_about_a_plan_joins_its_matter() -> None:
    for one in (PUBLISHED, CHAPTER, MEASURE, linked(), DONE):
        assert one.matter_id() == "plan/2024"


def test_a_plan_without_oddities() -> None:
    assert flags(PUBLISHED, CHAPTER, MEASURE, linked(), DONE) == set()


def test_a_plan_is_published_once() -> None:
    given(PUBLISHED).when(PUBLISHED).then_refused("can stand only once")


@pytest.mark.parametrize("other", [
    event("ChapterDeclared", number="4", title="另一章"),
    event("MeasureCommitted", number="4", heading="另一举措"),
], ids=lambda other: other.spec.slug)  # fmt: skip
def test_each_number_is_given_once(other: GovernanceEvent) -> None:
    refused_in_any_order(PUBLISHED, CHAPTER, other, match="number 4 is taken")


def test_an_event_is_linked_once_under_a_heading() -> None:
    refused_in_any_order(MEASURE, linked(), linked(), match="already linked")
    given(CHAPTER, MEASURE, linked()).when(linked(under="4"), linked("meeting/board/2-24")).then_recorded(
        flagged=()
    )
    given(MEASURE, linked()).when(linked("meeting/board/2-23#1")).then_recorded(flagged=())


@pytest.mark.parametrize("hanging", [
    linked(),
    event("StatementMade", under="4.1", scope="since", zh="持续完善。"),
    event("OutlookStated", under="4.1", zh="将持续完善。"),
    event("MeasureRevised", measure="4.1", revised_on="2024-08-01", commitment="改为每半年"),
    DONE,
    DROPPED,
], ids=lambda hanging: hanging.spec.slug)  # fmt: skip
def test_what_hangs_on_no_heading_is_odd(hanging: GovernanceEvent) -> None:
    assert flags(PUBLISHED, CHAPTER, hanging) == {"the plan has no chapter or measure 4.1"}
    assert flags(PUBLISHED, MEASURE, hanging) == set()


def test_a_measure_both_completed_and_dropped_is_odd() -> None:
    assert flags(PUBLISHED, MEASURE, DONE, DROPPED) == {"measure 4.1 was both completed and dropped"}
