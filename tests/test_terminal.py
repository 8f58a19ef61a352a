"""Choosing by number at a terminal, and columns that line up with Chinese text."""

from __future__ import annotations

import pytest

from commands.parts import terminal
from commands.parts.terminal import NoSuchNumberError, Option, chosen, listed, several, width

NINE = [Option(name) for name in ["张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十", "郑一"]]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("1", "张三"),
        ("１", "张三"),
        ("1-3", "张三；李四；王五"),
        ("1 3，9", "张三；王五；郑一"),
        ("1-2；3（通讯）", "张三；李四；王五（通讯）"),
        ("8-9（缺席：因病）", "吴十（缺席：因病）；郑一（缺席：因病）"),
        ("2 (by proxy to 1: ill)", "李四(by proxy to 张三: ill)"),
        ("3（委托1：因公）；4", "王五（委托张三：因公）；赵六"),
        ("陈二；2；林三（通讯）", "陈二；李四；林三（通讯）"),
        ("张三", "张三"),
        ("张三#2", "张三#2"),
        ("", ""),
    ],
)
def test_numbers_stand_for_persons(told: str, meant: str) -> None:
    assert several(told, NINE) == meant


@pytest.mark.parametrize("told", ["0", "10", "3-1", "1-10", "2024-03-04", "3；99"])
def test_a_number_that_nobody_has_is_refused(told: str) -> None:
    with pytest.raises(NoSuchNumberError):
        several(told, NINE)


def test_without_a_list_a_number_is_a_number() -> None:
    assert several("1", []) == chosen("1", []) == "1"


def test_one_of_a_list_by_number_and_anything_else_as_typed() -> None:
    assert [chosen(told, NINE) for told in ("9", "2024", "board", "2024-1")] == [
        "郑一",
        "2024",
        "board",
        "2024-1",
    ]
    with pytest.raises(NoSuchNumberError):
        chosen("10", NINE)


def test_columns_line_up(capsys: pytest.CaptureFixture[str]) -> None:
    listed([Option("召开会议", "meeting-held"), Option("a", "b")])
    first, second = capsys.readouterr().err.splitlines()
    assert width(first.partition("meeting")[0]) == width(second.partition("b")[0])


def test_of_a_long_list_the_first_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    listed([Option(str(number)) for number in range(100)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == terminal.SHOWN + 1
    assert lines[-1].strip() == "…"
