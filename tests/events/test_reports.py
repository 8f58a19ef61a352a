"""Reports: the evaluation of the half-year approved, issued and corrected."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events.reports import ReportApproved, ReportCorrected, ReportIssued
from ledger.testing import flags, given, refused_in_any_order

ONE, OTHER = "1f" * 32, "2e" * 32
COMMON = {"report": "evaluation", "period": "2024H1", "cut_off": "2024-08-28", "position": "102"}


def approved(**cells: Any) -> ReportApproved:
    return ReportApproved.model_validate(COMMON | {"approved_on": "2024-08-28", "digest": ONE} | cells)


def issued(**cells: Any) -> ReportIssued:
    told = {"disclosed_on": "2024-08-29", "dated_on": "2024-08-28", "digest": ONE, "announcement": "2024-080"}
    return ReportIssued.model_validate(COMMON | told | cells)


def corrected(**cells: Any) -> ReportCorrected:
    told = {"disclosed_on": "2024-09-05", "changes": "更正调研次数", "digest": OTHER, "position": "103",
            "original": "2024-080", "announcement": "2024-085"}  # fmt: skip
    return ReportCorrected.model_validate(COMMON | told | cells)


def test_a_report_from_approval_to_correction() -> None:
    assert flags(approved(), issued(), corrected()) == set()
    assert {event.matter_id() for event in (approved(), issued(), corrected())} == {
        "report/evaluation-2024H1"
    }
    assert issued().sentence("zh") == (
        "2024 年 8 月 29 日披露2024 年上半年的报告 evaluation（公告编号：2024-080），"
        "截止日2024 年 8 月 28 日，落款日2024 年 8 月 28 日，依据分录至 #102"
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"cut_off": "2023-12-31"}, "before the period"),
        ({"dated_on": "2024-08-27"}, "dated before its cut-off"),
        ({"position": "0"}, "positions begin at 1"),
        ({"digest": "1f"}, "no SHA-256"),
        ({"digest": ONE.upper()}, "no SHA-256"),
        ({"disclosed_on": "2023-12-31"}, "before its period began"),
        ({"checkpoint_root": "1f"}, "root of the checkpoint is no SHA-256"),
        ({"checkpoint_size": "101"}, "ends before what the report rests on"),
    ],
)
def test_what_cannot_be(cells: dict[str, str], told: str) -> None:
    given().when(issued(**cells)).then_refused(told)


def test_a_report_is_issued_once_and_then_corrected() -> None:
    refused_in_any_order(issued(), issued(disclosed_on="2024-08-30"), match="only once")
    refused_in_any_order(issued(), corrected(disclosed_on="2024-08-28"), match="before it was issued")
    refused_in_any_order(issued(), corrected(digest=ONE), match="the same as what it corrects")
    given().when(corrected(announcement="2024-080")).then_refused("number of the announcement")
    given().when(approved(approved_on="2023-12-31")).then_refused("before its period began")


def test_what_is_odd() -> None:
    early = approved(approved_on="2024-08-30")
    assert flags(early, issued()) == {"issued before it was approved"}
    assert flags(approved(), early, issued()) == set()
    assert flags(approved(digest=OTHER), issued()) == {"what was issued is not what was approved"}
    assert flags(issued(dated_on="2024-08-30")) == {"dated later than it was disclosed"}
    assert flags(approved(cut_off="2024-08-26"), issued()) == {"the report has more than one cut-off"}
    assert flags(issued(cut_off="2024-06-29")) == {"the cut-off lies before the end of the period"}
    assert flags(corrected()) == {"no entry says that it was issued"}
    assert flags(issued(), corrected(original="2024-079")) == {"no entry has the announcement 2024-079"}
    assert flags(issued(), corrected(position="101")) == {"it rests on fewer entries than what it corrects"}


def test_open_points_are_told() -> None:
    assert flags(issued(open_points="2")) == {"issued with 2 points open"}
    assert flags(issued(open_points="0", checkpoint_size="102", checkpoint_root=ONE)) == set()


def test_an_edition_in_english_is_a_matter_of_its_own() -> None:
    assert issued(language="en").matter_id() == "report/evaluation-2024H1-en"
    assert issued(language="中文").matter_id() == "report/evaluation-2024H1"


def test_four_eyes() -> None:
    assert flags(issued(prepared_by="甲；乙", reviewed_by="甲")) == {
        "reviewed by none but those who prepared it"
    }
    assert flags(issued(prepared_by="甲；乙", reviewed_by="甲；丙")) == set()
    assert flags(issued(prepared_by="甲")) == set()
