"""A public report tells of what was announced by its cut-off, needs no announcement, or was cleared."""

from __future__ import annotations

from pathlib import Path

import pytest
from half_year import BY, empty, event, report

from ledger.application import Ledger
from ledger.catalogue import Catalogue
from ledger.event import ANNOUNCES
from projections.document import Document

PLAN = {"plan": "plan/2024"}
OPENED = [
    ("action-plan-published", PLAN | {"published_on": "2024-04-26", "year": "2024", "programme": "行动",
                                      "title": "方案"}),
    ("chapter-declared", PLAN | {"number": "1", "title": "章"}),
]  # fmt: skip
BUYBACK = {"buyback": "buyback/2024"}
APPROVED = "buyback-approved", BUYBACK | {"approved_on": "2024-03-04", "announced_on": "2024-03-05"}
DONE = {"completed_on": "2024-08-20", "shares": "300"}
CLEARED = "disclosure-cleared", PLAN | {"cites": "buyback/2024@2", "reason": "随报告披露"}
ALL_CLEARED = "disclosure-cleared", PLAN | {"cites": "buyback/2024", "reason": "随报告披露"}
TOLD = "本次回购实施完毕"


def told(folder: Path, *events: tuple[str, dict[str, str]], cites: str = "buyback/2024") -> Document:
    """The report of a plan that links one matter, told up to 28 August, after these events."""
    link = "evidence-linked", PLAN | {"under": "1", "cites": cites, "use": "described"}
    with empty(folder) as ledger:
        for slug, cells in [*OPENED, APPROVED, *events, link]:
            ledger.record(event(ledger, slug, **cells), by=BY)
        return report(ledger)


def completed(**cells: str) -> tuple[str, dict[str, str]]:
    return "buyback-completed", BUYBACK | DONE | cells


def announcement(**cells: str) -> tuple[str, dict[str, str]]:
    return "announcement-published", {"number": "2024-070", "title": "回购结果公告"} | cells


PUBLIC = {
    "announced": [completed(announced_on="2024-08-21")],
    "numbered": [completed(announcement="2024-070")],
    "numbered-and-published": [completed(announcement="2024-070"), announcement(published_on="2024-08-21")],
    "told-by-an-announcement": [completed(), announcement(published_on="2024-08-21", about="buyback/2024")],
    "cleared": [completed(), CLEARED],
    "cleared-with-its-matter": [completed(), ALL_CLEARED],
}
WAITING = {
    "not-announced": [completed()],
    "announced-later": [completed(announced_on="2024-09-02")],
    "on-a-day-not-known": [completed(announced_on="2024-08..2024-09")],
    "number-published-later": [completed(announcement="2024-070"), announcement(published_on="2024-09-02")],
    "told-of-before": [
        completed(),
        announcement(published_on="2024-08-01", about="buyback/2024"),
    ],
    "told-of-another": [completed(), announcement(published_on="2024-08-21", about="buyback/2024@1")],
    "cleared-before-it-was-recorded": [ALL_CLEARED, completed()],
}


@pytest.mark.parametrize("case", PUBLIC)
def test_what_may_be_told_is_told(tmp_path: Path, case: str) -> None:
    document = told(tmp_path, *PUBLIC[case])
    assert TOLD in document.text
    assert not [point for point in document.open_points if "未写入报告" in point.zh]


@pytest.mark.parametrize("case", WAITING)
def test_what_waits_is_left_out_and_open(tmp_path: Path, case: str) -> None:
    document = told(tmp_path, *WAITING[case])
    assert "回购方案" in document.text
    assert TOLD not in document.text
    (point,) = [point for point in document.open_points if "未写入报告" in point.zh]
    (at,) = [at for at in range(5, 8) if f"#{at}（2024 年 8 月 20 日" in point.zh]
    assert f"ledger correct {at} --公告编号" in point.zh
    assert f"ledger plan clear {at} --why" in point.en
    assert at not in document.sources


def test_a_correction_has_to_be_cleared_anew(tmp_path: Path) -> None:
    with empty(tmp_path) as ledger:
        link = "evidence-linked", PLAN | {"under": "1", "cites": "buyback/2024", "use": "described"}
        for slug, cells in [*OPENED, APPROVED, completed(), CLEARED, link]:
            ledger.record(event(ledger, slug, **cells), by=BY)
        assert TOLD in report(ledger).text
        more = event(ledger, "buyback-completed", **BUYBACK | DONE | {"shares": "400"})
        ledger.correct(5, more, by=BY, reason="误")
        assert TOLD not in report(ledger).text


MEETING = {"term": "2", "number": "9", "held_on": "2024-08-20"}


@pytest.mark.parametrize(
    ("body", "cells", "public"),
    [
        ("board", {}, False),
        ("board", {"announcement": "2024-060"}, True),
        ("shareholders", {"announced_on": "2024-08-30"}, False),
        ("audit-committee", {}, True),
    ],
)
def test_a_resolution_waits_for_the_announcement_of_its_meeting(
    tmp_path: Path, body: str, cells: dict[str, str], public: bool
) -> None:
    meeting = f"meeting/{body}/2-9"
    held = "meeting-held", MEETING | {"body": body} | cells
    passed = "resolution-passed", {"meeting": meeting, "item": "1", "title": "关于甲的议案"}
    document = told(tmp_path, held, passed, cites=meeting)
    assert "2024 年 8 月 20 日，公司召开" in document.text
    assert ("关于甲的议案" in document.text) is public
    points = [point.zh for point in document.open_points if "未写入报告" in point.zh]
    assert len(points) == (not public)
    assert all("ledger correct 5 --公告编号" in point and "ledger plan clear 6" in point for point in points)


def test_a_group_of_a_meeting_with_its_announcement_is_announced(tmp_path: Path) -> None:
    meeting = "meeting/board/2-9"
    document = told(
        tmp_path,
        ("meeting-held", MEETING | {"body": "board"}),
        ("resolution-passed", {"meeting": meeting, "item": "1", "title": "关于甲的议案"}),
        announcement(published_on="2024-08-21", about=meeting),
        cites=meeting,
    )
    assert "关于甲的议案" in document.text


def test_what_replaces_what_waits_waits_too(tmp_path: Path) -> None:
    days = {"2024-05-31": {"announced_on": "2024-06-03"}, "2024-06-15": {}, "2024-06-30": {}}
    progress = [
        ("buyback-progress-reported", BUYBACK | {"as_of": day, "shares": f"{at}00"} | cells)
        for at, (day, cells) in enumerate(days.items(), 1)
    ]
    document = told(tmp_path, *progress)
    assert "累计回购股份 100 股" in document.text
    assert len([point for point in document.open_points if "未写入报告" in point.zh]) == 2


def test_what_happened_before_the_period_is_not_waited_for(tmp_path: Path) -> None:
    document = told(
        tmp_path,
        ("company-registered", {"name": "甲股份有限公司"}),
        ("company-renamed", {"renamed_on": "2020-05-01", "name": "乙股份有限公司"}),
    )
    assert "乙股份有限公司董事会" in document.text


def test_the_example_waits_for_nothing(half_year: Ledger) -> None:
    assert not [point for point in report(half_year).open_points if "未写入报告" in point.zh]


def test_kinds_whose_fields_tell_of_an_announcement_say_whether_reports_wait_for_it() -> None:
    fields = {spec.slug for spec in Catalogue().specs() if spec.having(ANNOUNCES)}
    waits = {spec.slug for spec in Catalogue().specs() if spec.waits}
    assert {"buyback-approved", "charter-amended", "dividend-paid", "person-appointed"} <= waits
    assert {"meeting-held", "policy-revised", "milestone-reached", "briefing-held"} <= fields - waits
    assert waits - fields == {"resolution-passed"}
