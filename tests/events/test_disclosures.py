"""Disclosures: how announcements are named, and what cannot be or is odd."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events.disclosures import AnnouncementPublished, PeriodicReportPublished
from ledger.testing import flags, given


def announced(**cells: Any) -> AnnouncementPublished:
    buyback = {"number": "2024-014", "title": "关于回购公司股份方案的公告", "published_on": "2024-03-05"}
    return AnnouncementPublished.model_validate(buyback | cells)


def reported(**cells: Any) -> PeriodicReportPublished:
    half_year = {"type": "half-year", "period": "2024H1", "published_on": "2024-08-29"}
    return PeriodicReportPublished.model_validate(half_year | cells)


def test_an_announcement_is_named_by_its_number() -> None:
    assert announced().matter_id() == "announcement/2024-014"
    assert announced(number="临２０２４－００８").matter_id() == "announcement/临2024-008"
    assert announced(number=None).matter_id() == "announcement/2024-03-05-关于回购公司股份方案的公告"
    assert announced(number="-").matter_id() == announced(number=None).matter_id()
    assert announced(number="000014").cells()["number"] == "000014"


def test_the_register_tells_of_it() -> None:
    told = announced(trigger_on="2024-03-04", about="meeting/board/2-23#1")
    assert told.sentence("zh") == (
        "2024 年 3 月 5 日发布《关于回购公司股份方案的公告》（公告编号：2024-014），"
        "披露义务触发于2024 年 3 月 4 日，涉及meeting/board/2-23#1"
    )
    assert flags(told) == set()


def test_a_number_stands_on_one_announcement() -> None:
    other = announced(title="关于以集中竞价交易方式回购股份的回购报告书")
    assert flags(announced(), other) == {"more than one announcement has the number 2024-014"}


def test_the_year_of_a_number_and_the_order_of_days() -> None:
    assert flags(announced(published_on="2025-03-05")) == {
        "its number is of 2024, the day of publication is not"
    }
    assert flags(announced(published_on="2023-12-31..2024-01-02")) == set()
    assert flags(announced(trigger_on="2024-03-06")) == {"published before the day that called for it"}
    assert flags(announced(trigger_on="2024-03")) == set()


def test_it_does_not_amend_itself() -> None:
    given().when(announced(amends="2024-014")).then_refused("cannot correct itself")
    given().when(announced(amends="2024-008")).then_recorded(flagged=())


@pytest.mark.parametrize(
    ("type_", "period", "matter"),
    [
        ("annual", "2023", "announcement/2023-annual"),
        ("半年度报告", "2024年上半年", "announcement/2024H1-half-year"),
        ("q1", "2024Q1", "announcement/2024Q1-q1"),
        ("q3", "2024Q3", "announcement/2024Q3-q3"),
        ("annual", "2023-07..2024-06", "announcement/2023-07..2024-06-annual"),
    ],
)
def test_a_periodic_report_is_named_by_period_and_type(type_: str, period: str, matter: str) -> None:
    report = reported(type=type_, period=period, published_on="2024-10-29")
    assert report.matter_id() == matter
    given().when(report).then_recorded(flagged=())


@pytest.mark.parametrize(("type_", "period"), [("annual", "2024H1"), ("half-year", "2024"), ("q1", "2024Q3")])
def test_type_and_period_belong_together(type_: str, period: str) -> None:
    given().when(reported(type=type_, period=period, published_on="2025-04-01")).then_refused("cannot be")


def test_nothing_is_published_on_a_period_that_has_not_ended() -> None:
    given().when(reported(published_on="2024-06-30")).then_refused("before its period ended")
    given().when(reported(published_on="2024-07-01")).then_recorded()


def test_editions() -> None:
    corrected = reported(edition="corrected", published_on="2024-09-05")
    assert flags(reported(), corrected) == set()
    assert flags(corrected) == {"corrected, and no entry says that it was published"}
    early = reported(edition="corrected", published_on="2024-08-20")
    assert flags(reported(), early) == {"corrected before it was first published"}
    assert flags(reported(), reported(published_on="2024-08-30")) == {"first published more than once"}
    assert flags(reported(scheduled_on="2024-08-28")) == {"published later than scheduled"}
