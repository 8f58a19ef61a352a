"""Near-duplicates: listed for a decision, and what only looks like one is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from office import CATALOGUE

from ledger.batch import Change, matter_of
from ledger.entry import Entry
from ledger.event import GovernanceEvent
from ledger.problems import build
from ledger.similar import Similar

TRAINING = {"title": "独立董事后续培训", "held_on": "2024-06-13", "side": "external", "hours": "8 小时"}
TRADE = {"buyback": "buyback/2024", "traded_on": "2024-04-10", "shares": "100000", "cash": "CNY 1150000"}
PASSED = {"meeting": "meeting/board/2-23", "item": "1", "title": "关于修订公司章程的议案", "votes": "9-0-0"}
ANNOUNCED = {"number": "2024-014", "title": "关于回购股份方案的公告", "published_on": "2024-03-05"}
WORKED = {"person": "李四", "worked_on": "2024-03-04", "days": "1 天", "content": "现场办公"}


def event(kind: str, cells: dict[str, Any]) -> GovernanceEvent:
    made = build(CATALOGUE.spec(kind), dict(cells))
    assert isinstance(made, GovernanceEvent), made
    return made


def told(*rows: tuple[str, dict[str, Any]], there: Iterable[tuple[str, dict[str, Any]]] = ()) -> list[str]:
    """What is told of rows beside what the ledger has."""
    events = [event(kind, cells) for kind, cells in there]
    held = [Entry(at, one.matter_id(), 1, one, "", "林", "test", 1) for at, one in enumerate(events, 1)]
    finder = Similar(
        lambda matter: [entry for entry in held if entry.matter == matter],
        lambda near: [entry for entry in held if entry.kind == near.spec.slug],
    )
    changes = [
        Change(event(kind, cells), file="x.xlsx:甲", line=at) for at, (kind, cells) in enumerate(rows, 1)
    ]
    assert all(matter_of(change) for change in changes)
    return [problem.text("zh") for problem in finder.problems(changes)]


@pytest.mark.parametrize(
    ("kind", "cells", "other", "field"),
    [
        ("training-held", TRAINING, {"hours": "6 小时"}, "每人学时"),
        ("training-held", TRAINING, {"held_on": "2024-06-14"}, "培训日期"),
        ("training-held", TRAINING, {"title": "独立董事后续培训。"}, "培训名称"),
        ("training-held", TRAINING, {"note": "补录"}, "备注"),
        ("training-held", TRAINING, {"hours": None}, "每人学时"),
        ("shares-repurchased", TRADE, {"shares": "100001"}, "成交股数"),
        ("resolution-passed", PASSED, {"votes": "8-1-0"}, "表决结果"),
        ("resolution-passed", PASSED, {"item": "2"}, "议案序号"),
        ("resolution-passed", PASSED, {"title": "关于修订《公司章程》的议案"}, "议案名称"),
        ("announcement-published", ANNOUNCED, {"number": "2024-015"}, "公告编号"),
        ("on-site-work-done", WORKED, {"days": "0.5 天"}, "天数"),
    ],
)
def test_one_field_that_differs_is_told(
    kind: str, cells: dict[str, Any], other: dict[str, Any], field: str
) -> None:
    changed = {name: text for name, text in (cells | other).items() if text is not None}
    (in_file,) = told((kind, cells), (kind, changed))
    assert in_file.startswith(f"x.xlsx:甲:2: 与 x.xlsx:甲:1 相近，仅“{field}”不同：")
    (in_ledger,) = told((kind, changed), there=[(kind, cells)])
    assert in_ledger.startswith(f"x.xlsx:甲:1: 与 #1 相近，仅“{field}”不同：")


@pytest.mark.parametrize(
    ("kind", "cells", "other"),
    [
        ("training-held", TRAINING, {"title": "独立董事任前培训"}),
        ("training-held", TRAINING | {"title": "第一期培训"}, {"title": "第二期培训"}),
        ("training-held", TRAINING, {"held_on": "2024-09-13"}),
        ("training-held", TRAINING, {"hours": "6 小时", "side": "internal"}),
        ("training-held", TRAINING | {"attendees": "张三"}, {"attendees": "李四"}),
        ("shares-repurchased", TRADE, {"traded_on": "2024-04-11"}),
        ("shares-repurchased", TRADE, {"buyback": "buyback/2023"}),
        ("resolution-passed", PASSED, {"meeting": "meeting/audit-committee/2-8"}),
        ("on-site-work-done", WORKED, {"worked_on": "2024-03-05"}),
        ("on-site-work-done", WORKED, {"person": "王五"}),
    ],
)
def test_what_tells_two_things_apart_is_left_alone(
    kind: str, cells: dict[str, Any], other: dict[str, Any]
) -> None:
    assert told((kind, cells), (kind, cells | other)) == []
    assert told((kind, cells | other), there=[(kind, cells)]) == []


def test_a_row_twice_in_a_file_is_told() -> None:
    (line,) = told(("training-held", TRAINING), ("training-held", TRAINING))
    assert line.startswith("x.xlsx:甲:2: 与 x.xlsx:甲:1 完全相同。")


def test_what_is_recorded_already_is_nobodys_duplicate() -> None:
    there = [("training-held", TRAINING), ("training-held", TRAINING | {"hours": "6 小时"})]
    assert told(*there, there=there) == []
    assert told(*there, *there, there=there) == []
