"""Supervision: cases that begin, are answered and rectified, in whichever order the entries come."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.event import GovernanceEvent
from ledger.events import supervision
from ledger.testing import flags, given

CASE = "supervision/2024-05-10-上海证券交易所"


def made(kind: str, **cells: Any) -> GovernanceEvent:
    event: GovernanceEvent = vars(supervision)[kind].model_validate(cells)
    return event


def asked(**cells: Any) -> GovernanceEvent:
    named = {"authority": "上海证券交易所", "subject": "年报", "type": "inquiry", "received_on": "2024-05-10"}
    return made("InquiryReceived", **named | cells)


def answered(**cells: Any) -> GovernanceEvent:
    return made("InquiryAnswered", **{"case": CASE, "answered_on": "2024-05-20"} | cells)


def measure(**cells: Any) -> GovernanceEvent:
    named = {"authority": "江苏证监局", "subject": "信息披露", "type": "warning-letter"}
    return made("RegulatoryMeasureReceived", **named | {"received_on": "2024-07-15"} | cells)


def rectified(**cells: Any) -> GovernanceEvent:
    case = "supervision/2024-07-15-江苏证监局"
    return made("RectificationReported", **{"case": case, "reported_on": "2024-08-12"} | cells)


def test_cases_of_one_day_and_authority_are_told_apart() -> None:
    assert asked().matter_id() == CASE
    assert asked(ordinal="2").matter_id() == f"{CASE}-2"


@pytest.mark.parametrize(
    ("inquiry", "answer", "odd"),
    [
        (asked(), answered(), set()),
        (asked(due_on="2024-05-20"), answered(), set()),
        (asked(due_on="2024-05-17"), answered(), {"answered after 17 May 2024, when it was due"}),
        (asked(), answered(answered_on="2024-05-09"), {"answered before the inquiry was received"}),
        (asked(), answered(answered_on="2024-05"), set()),
    ],
)
def test_an_answer_late_or_too_early_is_odd(
    inquiry: GovernanceEvent, answer: GovernanceEvent, odd: set[str]
) -> None:
    assert flags(inquiry, answer) == odd


def test_a_measure_against_the_company_alone_names_nobody() -> None:
    given().when(measure(addressee="company", persons="李四")).then_refused("against the company alone")
    given().when(measure(addressee="both", persons="李四")).then_recorded()


@pytest.mark.parametrize(
    ("due_on", "reported_on", "odd"),
    [
        (None, "2024-08-12", set()),
        ("2024-08-15", "2024-08-15", set()),
        ("2024-08-15", "2024-08-16", {"reported after it was due"}),
        (None, "2024-07-01", {"reported before the measure was received"}),
    ],
)
def test_a_rectification_late_or_too_early_is_odd(
    due_on: str | None, reported_on: str, odd: set[str]
) -> None:
    assert flags(measure(due_on=due_on), rectified(reported_on=reported_on)) == odd


def test_a_list_of_insiders_keeps_its_digest_and_no_name() -> None:
    cells = {"filed_on": "2024-07-22", "subject": "激励计划", "persons": "46"}
    filed = made("InsiderListFiled", **cells, digest="AB" * 32)
    assert filed.cells()["digest"] == "ab" * 32
    assert filed.matter_id() == "insiders/2024-07-22-激励计划"
