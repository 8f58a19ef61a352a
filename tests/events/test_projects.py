"""Projects: the two of the half-year case, their spending, milestones and schedules."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events.projects import (
    MilestonePlanned,
    MilestoneReached,
    ProjectProgressReported,
    ProjectRegistered,
    ScheduleChanged,
)
from ledger.testing import flags, given, refused_in_any_order

PROJECT = {"project": "project/security-operations"}


def registered(**cells: Any) -> ProjectRegistered:
    centre = {"name": "苏州安全运营中心建设项目", "funding_basis": "total", "planned": "32,277.00万元",
              "due_on": "2025-03-31"}  # fmt: skip
    return ProjectRegistered.model_validate(PROJECT | centre | cells)


def progress(**cells: Any) -> ProjectProgressReported:
    told = {"as_of": "2024-06-30", "funding_basis": "total", "spent": "25,986.34万元"}
    return ProjectProgressReported.model_validate(PROJECT | told | cells)


def planned(**cells: Any) -> MilestonePlanned:
    told = {"milestone": "full-mask", "title": "首次 FULL MASK 流片", "due_on": "2025Q1"}
    return MilestonePlanned.model_validate(PROJECT | told | cells)


def reached(**cells: Any) -> MilestoneReached:
    told = {"milestone": "mpw-1", "title": "芯片交付生产厂家进行第一次 MPW 流片", "reached_on": "2024-03"}
    return MilestoneReached.model_validate(PROJECT | told | cells)


def moved(**cells: Any) -> ScheduleChanged:
    told = {"changed_on": "2024-08-28", "milestone": "mpw-1-samples", "due_to": "2024年10月初"}
    return ScheduleChanged.model_validate(PROJECT | told | cells)


RAISED = {"funding_basis": "raised", "planned": None}


def test_the_table_of_the_half_year() -> None:
    row = progress(planned="32,277.00万元", percent="80.51%", due_on="2025.3.31")
    given(registered()).when(row).then_recorded(flagged=())
    assert row.sentence("zh") == (
        "截至2024 年 6 月 30 日的项目进展（投资总额口径），已投入人民币 259,863,400.00 元，"
        "计划人民币 322,770,000.00 元，进度 80.51%，预计2025 年 3 月 31 日完成"
    )
    industrial = {"spent": "11,770.35万元", "planned": "22,393.00万元", "percent": "52.56%"}
    assert flags(progress(**industrial)) == set()


def test_the_two_bases_are_two_plans() -> None:
    raised = progress(funding_basis="raised", spent="5,295.80万元", percent="51.85%")
    assert flags(registered(), registered(**RAISED), progress(), raised) == set()
    refused_in_any_order(registered(), registered(planned="30,000万元"), match="registered already")
    most = registered(**(RAISED | {"planned": "40,000万元"}))
    assert flags(registered(), most) == {"more raised funds are planned than the whole"}
    assert flags(registered(), registered(**RAISED, name="别名")) == {"it is registered under two names"}


def test_what_was_spent_never_falls() -> None:
    later = progress(as_of="2024-12-31", spent="25,986.33万元")
    refused_in_any_order(registered(), progress(), later, match="is less than the")
    same = progress(as_of="2024-12-31")
    assert flags(progress(), same) == set()
    other_basis = progress(as_of="2024-12-31", funding_basis="raised", spent="5,295.80万元")
    assert flags(progress(), other_basis) == set()
    unknown_order = progress(as_of="2024", spent="20,000.00万元")
    assert flags(progress(), unknown_order) == set()


def test_more_spent_than_planned_is_odd() -> None:
    over = progress(spent="CNY 322770000.01")
    assert flags(registered(), over) == {"CNY 322,770,000.01 spent of CNY 322,770,000.00 planned"}
    assert flags(registered(), progress(spent="32,277.00万元")) == set()
    raised_plan = progress(as_of="2024-03-31", spent=None, planned="40,000万元")
    assert flags(registered(), raised_plan, over) == set()


def test_percentages_of_the_plan() -> None:
    own = progress(planned="32,277.00万元", percent="80.52%")
    given().when(own).then_refused("do not make up")
    assert flags(registered(), progress(percent="80.52%")) == {
        "the stated percentage is not that of the plan"
    }
    assert flags(registered(), progress(percent="81%")) == set()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"funding_basis": None}, "on which basis"),
        ({"spent": "-1元"}, "less than nothing"),
        ({"progress": "甲；乙", "progress_en": "one"}, "as many lines"),
        ({"scope": "as-of", "since": "2024", "progress": "甲"}, "does not fit the scope"),
        ({"scope": "since", "since": "2025", "progress": "甲"}, "does not fit the scope"),
    ],
)
def test_what_cannot_be(cells: dict[str, str | None], told: str) -> None:
    given().when(progress(**cells)).then_refused(told)


def test_lines_of_two_scopes_are_two_entries_numbered_on() -> None:
    first = progress(progress="已发布 IFW 系列工业防火墙；支持工业协议数量达到 17 种")
    second = progress(progress="工业防火墙持续更新；工业安全审计系统完成升级", scope="since", since="2024",
                      numbered_from="3", spent=None)  # fmt: skip
    assert list(second.numbers) == [3, 4]
    assert flags(first, second) == set()
    again = progress(progress="工业防火墙持续更新", scope="since", since="2024", spent=None)
    assert flags(first, again) == {"two lines of one day have the same number"}
    assert flags(progress(scope="since", progress="甲")) == {"it does not say since when"}


def test_two_amounts_for_one_day() -> None:
    assert flags(progress(), progress(spent="CNY 259863412.10")) == {"two amounts are told for one day"}


def test_a_project_is_due_as_it_was_planned_or_moved() -> None:
    late = progress(due_on="2025-12-31")
    assert flags(registered(), late) == {"due 31 December 2025, which no entry of plan or schedule says"}
    whole = moved(milestone=None, due_from="2025-03-31", due_to="2025-12-31", direction="delayed")
    assert flags(registered(), late, whole) == set()
    assert flags(registered(), moved(milestone=None, due_from="2025-06-30", due_to="2025-12-31")) == {
        "changed from 30 June 2025, but it was due 31 March 2025"
    }
    given().when(registered(registered_on="2026-01-01")).then_refused("due before")


def test_the_chip_of_the_half_year() -> None:
    samples = moved(direction="延期", reason="封装测试厂家排期递延")
    assert samples.sentence("zh") == (
        "2024 年 8 月 28 日变更里程碑 mpw-1-samples 的预计时间，现为2024 年 10 月初（延期），"
        "原因：封装测试厂家排期递延"
    )
    assert flags(reached(), planned(), samples) == set()


def test_milestones_are_planned_and_reached_once() -> None:
    refused_in_any_order(planned(), planned(due_on="2025Q2"), match="record a change of schedule")
    refused_in_any_order(reached(), reached(reached_on="2024-04"), match="reached already")
    given().when(planned(planned_on="2025-04-01")).then_refused("had passed")


def test_a_milestone_reached_late_or_in_time() -> None:
    late = reached(milestone="full-mask", reached_on="2025-05-20")
    assert flags(planned(), late) == {"reached later than planned, the first quarter of 2025"}
    again = moved(milestone="full-mask", changed_on="2025-03-20", due_from="2025Q1", due_to="2025Q2")
    assert flags(planned(), again, late) == set()
    after = moved(milestone="full-mask", changed_on="2025-06-01", due_to="2025Q2")
    assert flags(planned(), after, late) == {
        "reached later than planned, the first quarter of 2025", "changed after it was reached",
    }  # fmt: skip


def test_a_schedule_moves_as_it_is_told() -> None:
    given().when(moved(due_from="2024年10月初")).then_refused("nothing changes")
    given().when(moved(due_from="2024-09", direction="advanced")).then_refused("the other direction")
    given().when(moved(due_from="2024-12", direction="delayed")).then_refused("the other direction")
    given().when(moved(due_from="2024-09", direction="delayed")).then_recorded(flagged=())
