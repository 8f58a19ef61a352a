"""The text of a file as rows: what survives as it was written, and what is refused with its line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import Problem
from ledger.rows import rows_of


def rows(text: str, suffix: str = ".yaml") -> list[tuple[int, Any]]:
    """Line and row; of a problem its English text."""
    return [
        (line, row.text("en") if isinstance(row, Problem) else row) for line, row in rows_of(text, suffix)
    ]


def refused(text: str, suffix: str = ".yaml") -> list[tuple[int, str]]:
    found = list(rows_of(text, suffix))
    assert all(isinstance(row, Problem) for _, row in found), found
    return rows(text, suffix)


@pytest.mark.parametrize(
    "scalar",
    ["000001", "2024-05-28", "on", "1.10", "1e3", "0x1F", "12:30:45", "1_000", "是", ".nan", "=", "2024-03"],
)
def test_a_scalar_of_yaml_stays_the_text_that_was_written(scalar: str) -> None:
    assert rows(f"- code: {scalar}\n") == [(1, {"code": scalar})]
    assert rows(f"- code: '{scalar}'\n") == [(1, {"code": scalar})]


@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_nothing_is_nothing_unless_it_is_quoted(empty: str) -> None:
    assert rows(f"- note: {empty}\n") == [(1, {"note": None})]
    assert rows(f"- note: '{empty}'\n") == [(1, {"note": empty})]


def test_a_list_a_single_row_and_several_documents() -> None:
    assert rows("- a: 1\n\n- b: 2\n") == [(1, {"a": "1"}), (3, {"b": "2"})]
    assert rows("a: 1\nb: 2\n") == [(1, {"a": "1", "b": "2"})]
    assert rows("---\n- a: 1\n---\nb: 2\n") == [(2, {"a": "1"}), (4, {"b": "2"})]
    assert rows("# nothing but a remark\n") == rows("[]") == []


def test_a_block_of_text_keeps_its_lines() -> None:
    assert rows("note: |\n  一\n  二\n") == [(1, {"note": "一\n二\n"})]


def test_every_row_within_a_row_has_its_own_line() -> None:
    ((_, group),) = rows("meeting:\n  kind: a\nitems:\n- kind: b\n- kind: c\n")
    assert [group["meeting"].line, *(item.line for item in group["items"])] == [2, 4, 5]


def test_json_is_read_a_line_a_row_or_as_a_list() -> None:
    assert rows('{"a": 1}\r\n\r\n{"b": "2"}\r\n', ".jsonl") == [(1, {"a": 1}), (3, {"b": "2"})]
    assert rows('[\n {"a": 1},\n {"b":\n "2"}\n]\n', ".json") == [(2, {"a": 1}), (3, {"b": "2"})]
    assert rows("[]", ".json") == rows("[ \n]", ".jsonl") == []


@pytest.mark.parametrize("text", ['{"a": "1"}', '[{"a": "1"}]', "- a: 1", "a: 1", "[{a: 1}]", "{a: 1}"])
def test_without_a_suffix_the_text_tells_what_it_is(text: str) -> None:
    assert rows(text, "") == [(1, {"a": "1"})]


def test_characters_beyond_the_first_plane_survive() -> None:
    assert rows(json.dumps([{"name": "𠮷"}]), ".json") == rows("- name: 𠮷") == [(1, {"name": "𠮷"})]


@pytest.mark.parametrize(
    ("text", "suffix", "line", "told"),
    [
        ("- a: 1\n- b: [\n", ".yaml", 3, "did not find expected node content"),
        ("- a: 1\n  b：2\n  c: 3\n", ".yaml", 2, "half-width"),
        ("- a: 1\n\tb: 2\n", ".yaml", 2, "not YAML"),
        ("- a: 1\n  b: \x07\n", ".yaml", 2, "U+0007 (column 6)"),
        ('- a: "\\ud800"\n', ".yaml", 1, "not YAML"),
        ('{"a": 1}\n{"a": }\n', ".jsonl", 2, "Expecting value, column 7"),
        ('{"a": "\x07"}', ".jsonl", 1, "control character"),
        ("a: 1", ".jsonl", 1, "not JSON"),
        ('[\n{"a": 1}\n{"b": 2}]', ".json", 3, "Expecting ',' delimiter"),
        ('[\n{"a": 1},\n]', ".json", 2, "Expecting ',' delimiter"),
        ('[{"a": 1}]\n[]', ".json", 1, "end of the array"),
        ("[", ".json", 1, "Expecting"),
        ('{"a": 1e999, "b": -Infinity}', ".jsonl", 1, "-Infinity is no number"),
        ('{"a": NaN}', ".jsonl", 1, "NaN is no number"),
        ('{"a": ' + "9" * 5000 + "}", ".jsonl", 1, "a number too long"),
        ("[" * 100_000, ".json", 1, "nested too deep"),
        ('{"a": ' * 100_000, ".jsonl", 1, "nested too deep"),
        ("[" * 100_000, ".yaml", 1, "nesting"),
        ("- " * 100_000, ".yaml", 1, "nesting"),
    ],
)
def test_what_is_neither_is_refused_with_its_line(text: str, suffix: str, line: int, told: str) -> None:
    *_, (at, last) = rows(text, suffix)
    assert at == line
    assert told in last


def test_rows_after_a_broken_line_of_json_are_still_read() -> None:
    found = rows('{"a": }\n{"b": 2}\nnull\n{"c": NaN}\n{"d": 4}', ".jsonl")
    assert [line for line, _ in found] == [1, 2, 3, 4, 5]
    assert found[1:3] == [(2, {"b": 2}), (3, None)]


@pytest.mark.parametrize("suffix", [".yaml", ".jsonl"])
def test_a_key_that_stands_twice_is_refused_wherever_it_is(suffix: str) -> None:
    text = '{"a": "1", "b": {"c": "1", "c": "2"}, "a": "3"}'
    assert refused(text, suffix) == [
        (1, "c: the field stands twice; keep one"),
        (1, "a: the field stands twice; keep one"),
    ]


def test_aliases_are_not_followed_so_nothing_multiplies() -> None:
    laughs = "a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert {told for _, told in refused(laughs)} == {
        f"*{name} is not followed; write the text out" for name in "abcdefgh"
    }
    assert refused("- &self [*self]\n") == [(1, "*self is not followed; write the text out")]


@pytest.mark.parametrize(
    "tagged", ["!!python/object/apply:os.system [exit 1]", "!!python/name:os.system", "!!binary aGk=", "!x y"]
)
def test_tags_are_not_read_so_nothing_runs(tagged: str) -> None:
    ((line, told),) = refused(f"- a: 1\n  b: {tagged}\n")
    assert (line, told) == (2, f"the tag {tagged.split(maxsplit=1)[0]} is not read; write the text alone")
    assert refused(f"--- {tagged}\n")


def test_a_key_is_one_word() -> None:
    for key in ("? [a, b]\n", "? {a: b}\n", "? \n"):
        assert refused(f"{key}: c\n") == [(1, "write the name of one field before the colon")]


def test_what_is_nested_too_deep_is_empty_and_what_follows_is_read() -> None:
    deep = "[" * 50 + "]" * 50
    found = rows(f"- a: {deep}\n- b: 2\n")
    assert found == [(1, {"a": [[[[{}]]]]}), (2, {"b": "2"})]


_TEXT = st.text() | st.text("-: []{},'\"\\&*!|>#%@`?\n\t ab0~\x85\u2028：")


@settings(deadline=None)
@given(text=_TEXT, suffix=st.sampled_from([".yaml", ".jsonl", ".json", ""]))
def test_no_text_whatever_is_more_than_rows_and_problems(text: str, suffix: str) -> None:
    for line, row in rows_of(text, suffix):
        assert line >= 0
        if isinstance(row, Problem):
            assert row.text("zh")
            assert row.text("en").isprintable()


SIGNS = st.sampled_from([
    *'{}[],:"\\', "\n", " ", "\t", "kind", "张三", '"a"', '"a" ', '"b": "1"', "1", "NaN", "1e999", "-0",
    "null", "\\u00e9", "e\\u0301", "\\ud800", '\\"',
])  # fmt: skip
PAIRS = st.lists(st.tuples(st.sampled_from(["kind", "a", "b", "张"]), st.text(max_size=5)), max_size=4)


@settings(max_examples=500)
@given(st.lists(SIGNS, max_size=12).map("".join) | PAIRS.map(
    lambda pairs: f"{{{','.join(f'{json.dumps(key)} : {json.dumps(cell)}' for key, cell in pairs)}}}"
))  # fmt: skip
def test_a_plain_line_reads_as_it_does_with_care(text: str) -> None:
    with pytest.MonkeyPatch.context() as careful:
        careful.setattr("ledger.rows._plain", lambda _: None)
        expected = rows(text, ".jsonl")
    assert rows(text, ".jsonl") == expected


@pytest.mark.parametrize("line", ['{"a": "1", "a": "2"}', '{"a": "1", "a" :"2"}', '{"a":"1","\\u0061" :"2"}'])
def test_a_key_that_stands_twice_is_never_plain(line: str) -> None:
    assert refused(line, ".jsonl") == [(1, "a: the field stands twice; keep one")]
