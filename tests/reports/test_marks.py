"""The marks of a draft: read as people write them, and never found in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import TEXTS

from projections.reports.evaluation.marks import Mark, guarded, read, unguarded, written
from projections.reports.evaluation.regions import Regions


@given(TEXTS)
def test_any_text_stands_between_its_marks_as_it_was(text: str) -> None:
    kept = text
    lines = [written("draft", "zh"), written("new", "zh", measure="1"), guarded(kept), written("end", "zh")]
    found = Regions("\n\n".join(lines))
    assert [one.zh for one in found.regions] == [kept]
    assert (found.outside, found.problems) == ([], [])


LINES = ["【完】", "\\【完】", "\\\\【英文】", "【陈述 #4｜章 1】", " \\【完】 ", " 【完】", "文", ""]


@given(st.lists(st.sampled_from(LINES), min_size=1))
def test_marks_in_a_text_are_guarded(lines: list[str]) -> None:
    hidden = guarded("\n".join(lines)).split("\n")
    assert not any(map(read, hidden))
    assert [unguarded(line) for line in hidden] == lines


@pytest.mark.parametrize(("line", "mark"), [
    ("【Statement #7 | measure 1.1 | place 1.2 | time in the period | department R&D】",
     Mark("statement", 7, {"measure": "1.1", "place": "1.2", "scope": "in the period", "department": "R&D"})),
    ("【陈述＃7｜举措1.1｜位置：1.2】", Mark("statement", 7, {"measure": "1.1", "place": "1.2"})),
    ("【展望 #7｜章 1｜部门】", Mark("outlook", 7, {"chapter": "1"})),
    ("【陈述 7】", None),
    ("【项目进展】", None),
    ("见【完】", None),
])  # fmt: skip
def test_a_mark_is_read_as_people_write_it(line: str, mark: Mark | None) -> None:
    assert read(line) == mark
