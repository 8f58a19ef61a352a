"""Chinese names with half-width commas between them: refused as input, read where they are kept."""

from __future__ import annotations

import pytest

from ledger.batch import Change
from ledger.catalogue import Catalogue
from ledger.changes import Changes
from ledger.errors import Problem
from ledger.values import Attendance, Names

HELD = {"kind": "meeting-held", "body": "board", "term": "2", "number": "23", "held_on": "2024-03-04"}


def read(**cells: str) -> Change | list[Problem]:
    return Changes(Catalogue()).read(HELD | cells)


@pytest.mark.parametrize(
    "told", ["张三,李四,王五", "张三, 李四（通讯）", "张三（现场）,李四", "张三；李四,王五"]
)
@pytest.mark.parametrize("field", ["attendance", "出席情况", "in_attendance"])
def test_a_comma_between_chinese_names_is_refused(field: str, told: str) -> None:
    refused = read(**{field: told})
    assert isinstance(refused, list)
    (problem,) = refused
    assert "write ； between names" in problem.text("en")
    assert f"“{told}”会成为一个名称；各名称之间请写“；”" in problem.text("zh")


@pytest.mark.parametrize(
    "told", ["Zhang, San", "张三；李四", "王五（委托张三：因公,因病）；张三", "张\\,三；李四", "A,B股代表"]
)
def test_what_is_one_name_or_stands_in_brackets_is_recorded(told: str) -> None:
    assert isinstance(read(attendance=told), Change)


def test_what_was_recorded_is_still_read() -> None:
    assert Names.parse("张三,李四").names == ("张三,李四",)
    assert Attendance.parse("张三,李四").entitled == ("张三,李四",)
