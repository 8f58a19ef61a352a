"""A row of a file as a change: its keys, its cells, its envelope, and everything wrong with them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.parts.entries import as_json
from ledger.batch import Change
from ledger.catalogue import Catalogue
from ledger.changes import ENVELOPE, Changes
from ledger.codec import LIMIT
from ledger.entry import Entry, Evidence
from ledger.errors import Problem
from ledger.event import KindSpec
from ledger.problems import build

CATALOGUE = Catalogue()
KINDS = pytest.mark.parametrize(
    "spec", [spec for spec in CATALOGUE.specs() if spec.matter != "*"], ids=lambda spec: spec.slug
)
HELD = {"kind": "meeting-held", "body": "board", "term": "2", "number": "23", "held_on": "2024-03-04"}
SHA256 = "5ac4" * 16


def change(**row: Any) -> Change:
    made = Changes(CATALOGUE).read(HELD | row)
    assert isinstance(made, Change), [problem.text("en") for problem in made]
    return made


def refused(row: dict[str, Any]) -> list[str]:
    made = Changes(CATALOGUE).read(row)
    assert isinstance(made, list)
    for problem in made:
        assert problem.field, problem.text("en")
        assert problem.text("en").isprintable()
        assert problem.text("zh").isprintable()
    return [problem.text("en") for problem in made]


def examples(spec: KindSpec) -> dict[str, Any]:
    return {name: field.example for name, field in spec.fields.items()}


@KINDS
def test_a_row_reads_alike_under_chinese_labels_and_under_names(spec: KindSpec) -> None:
    labelled = {field.label.zh: field.example for field in spec.fields.values()}
    told = Changes(CATALOGUE).read({"种类": spec.label.zh} | labelled)
    assert told == Change(spec.cls.model_validate(examples(spec)))
    assert told == Changes(CATALOGUE).read({"kind": spec.slug} | examples(spec))
    assert not set(ENVELOPE) & (set(labelled) | set(spec.fields))


@KINDS
def test_what_history_prints_is_read_back(spec: KindSpec) -> None:
    event = spec.cls.model_validate(examples(spec))
    pieces = (Evidence("minutes", "纪要.pdf", SHA256),)
    entry = Entry(
        7, event.matter_id(), 3, event, "2024-08-28T09:00:00.000000Z", "林", "p", 7, evidence=pieces
    )
    told = as_json(entry) | {"sentence": "…", "stands": True}
    assert Changes(CATALOGUE).read(told) == Change(event, entry.matter, pieces)


def test_labels_may_be_spaced_or_in_either_width() -> None:
    training = {"kind": "举办培训", "培训名称": "合规", "培训日期": "2024-08-13", " 内部／外部 ": "内部"}
    made = Changes(CATALOGUE).read(training)
    assert isinstance(made, Change)
    assert made.event.cells()["side"] == "internal"


def test_a_field_under_both_its_names_is_refused_unless_one_is_empty() -> None:
    assert refused(HELD | {"召开日期": "2024-03-04"}) == [
        "held_on（召开日期）: the field stands twice; keep one"
    ]
    assert refused(HELD | {"种类": "召开会议"}) == ["kind（种类）: the field stands twice; keep one"]
    assert change(召开日期="", 地点=None).event == change().event


def test_input_is_brought_into_normal_form_c() -> None:
    assert change(place="Cafe\u0301").event.cells()["place"] == "Café"
    assert change(in_attendance=["Rene\u0301", "李四"]).event.cells()["in_attendance"] == "René；李四"


@pytest.mark.parametrize(
    ("listed", "cell"),
    [
        (["张三", "李四"], "张三；李四"),
        (["张三"], "张三"),
        (["甲；乙", "丙"], r"甲\；乙；丙"),
        ([r"甲\；乙", "丙"], r"甲\；乙；丙"),
        (["甲\\", "乙"], "甲\\\\；乙"),
    ],
)
def test_a_list_of_texts_is_one_cell_of_several_parts(listed: list[str], cell: str) -> None:
    assert change(in_attendance=listed).event.cells()["in_attendance"] == cell
    attended = change(attendance=["张三", "李四（通讯）"]).event.cells()["attendance"]
    assert attended == "张三；李四（通讯）"


@pytest.mark.parametrize("structure", [["a", "b"], {"a": "b"}, [], ["a", 1], [["a"]]])
def test_free_text_is_one_text(structure: object) -> None:
    assert refused(HELD | {"place": structure}) == ["place（地点）: write one text, not a structure"]


def test_a_number_is_a_count_but_never_a_code_nor_a_fraction() -> None:
    assert change(number=23, order_on_day=0).event == change(order_on_day="0").event
    assert "leading zeros would be lost" in refused(HELD | {"announcement": 1})[0]
    assert refused(HELD | {"shares_online": 1.5, "participation": 64.5, "term": True, "voting_base": 1e30})


def test_everything_wrong_with_a_row_is_told_at_once() -> None:
    told = refused(
        {"kind": "meeting-held", "held_on": "2024-02-30", "term": "zwei", "plase": "苏州", "x": {}}
    )
    fields = [problem.partition(":")[0] for problem in told]
    assert fields == ["body（机构）", "term（届）", "held_on（召开日期）", "plase", "x"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"kind": "meeting-hold"}, "Did you mean meeting-held"),
        ({"kind": "召开会仪"}, "Did you mean meeting-held（召开会议）"),
        (HELD | {"plase": "苏州"}, "Did you mean place?"),
        (HELD | {"召开地点": "苏州"}, "Did you mean place（地点）"),
        (HELD | {"\ud800": "苏州"}, r"\ud800: meeting-held has no such field"),
        (HELD | {"x" * 10_000_000: "苏州"}, "x…: meeting-held has no such field"),
        ({"kind": "x" * 10_000_000}, "x…”"),
        ({"kind": "\ud800"}, r"“\ud800”"),
        ({}, "kind（种类）: is required"),
        ({"kind": ["meeting-held"]}, "kind（种类）: is required"),
        (HELD | {"place": "\ud800"}, "place（地点）: “\\ud800”: it holds half a character (U+D800)"),
        (HELD | {"place": "a\x00"}, r"“a\x00”: it holds the control character U+0000"),
        (HELD | {"place": "苏" * 10_000_000}, "more than 20,000 characters"),
        (HELD | {"held_on": "1" * 10_000_000}, "more than 20,000 characters"),
        (HELD | {"matter": "\ud800"}, r"matter（事项）: “\ud800” is not the id of a matter"),
        (HELD | {"matter": "meeting/board/2-23#1"}, "is not the id of a matter"),
        (HELD | {"matter": 23}, "is not the id of a matter"),
        (HELD | {"matter": {"a": "b"}}, "is not the id of a matter"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(row: dict[str, Any], told: str) -> None:
    (problem,) = refused(row)
    assert told in problem
    assert len(problem) < 400


def test_an_event_that_cannot_be_stored_names_its_longest_field() -> None:
    long = dict.fromkeys(("place", "convener", "note"), "苏" * 9_000) | {"chair": "苏" * 10_000}
    (problem,) = refused(HELD | long)
    assert problem.startswith("chair（主持人）: the event takes 111,")
    assert f"{LIMIT:,}" in problem


def test_a_matter_may_be_named() -> None:
    assert change(matter="Meeting/Board/2-24").matter == "meeting/board/2-24"
    assert change(事项="meeting/board/2-24").matter == "meeting/board/2-24"
    assert change(matter="").matter is None


def test_evidence_is_a_list_of_pieces() -> None:
    pieces = [{"role": "minutes", "name": "纪要.pdf", "sha256": SHA256.upper()}]
    assert change(evidence=pieces).evidence == (Evidence("minutes", "纪要.pdf", SHA256),)
    chinese = [{"角色": "minutes", "名称": "纪要.pdf", "sha256": SHA256}]
    assert change(凭证=chinese * 2).evidence == (Evidence("minutes", "纪要.pdf", SHA256),) * 2
    assert change(evidence=[]).evidence == change(evidence=None).evidence == ()


@pytest.mark.parametrize(
    "evidence",
    [
        "纪要.pdf",
        {"role": "minutes", "name": "a", "sha256": SHA256},
        [SHA256],
        [{"role": "minutes", "name": "a"}],
        [{"role": "minutes", "name": "a", "sha256": SHA256, "by": "林"}],
        [{"role": "minutes", "名称": "a", "name": "b", "sha256": SHA256}],
        [{"role": "minutes", "name": None, "sha256": SHA256}],
        [{"role": {}, "name": "a", "sha256": SHA256}],
    ],
)
def test_what_is_no_evidence_is_refused(evidence: object) -> None:
    (problem,) = refused(HELD | {"evidence": evidence})
    assert problem.startswith("evidence（凭证）: write a list of {role, name, sha256}")


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        ({"role": "minutes", "name": "a", "sha256": SHA256[1:]}, "it is no SHA-256; write its 64"),
        ({"role": "minutes", "name": "\ud800", "sha256": SHA256}, "it holds half a character"),
        ({"role": "minute", "name": "a", "sha256": SHA256}, "it is none of the choices; write one of notice"),
    ],
)
def test_a_piece_with_a_text_that_does_not_do_is_refused(piece: object, told: str) -> None:
    (problem,) = refused(HELD | {"evidence": [piece]})
    assert problem.startswith(f"evidence（凭证）: {told}")


def test_a_retraction_has_its_place_in_its_own_ledger_only() -> None:
    (told,) = refused({"kind": "撤回分录", "position": "3", "reason": "重复"})
    assert "load only the entries that hold, as in ledger history --standing --json" in told


def test_a_correction_is_an_event_like_others_unless_what_it_corrects_is_there_too() -> None:
    first: dict[str, Any] = {"position": 3, "kind": "meeting-held", "event": {**HELD, "kind": None}}
    second = first | {"position": "5", "corrects": "3", "purpose": "correction", "reason": "笔误"}
    changes = Changes(CATALOGUE)
    assert changes.read(second) == change()
    assert changes.read(first) == change()
    problems = changes.read(second)
    assert isinstance(problems, list)
    assert problems[0].text("en").startswith("corrects: this entry corrects or retracts another")


def test_an_event_that_may_be_about_any_matter_names_it() -> None:
    for spec in CATALOGUE.specs():
        if spec.matter == "*" and spec.slug not in ("entry-retracted", "entry-checked"):
            row = {"kind": spec.slug} | examples(spec)
            assert refused(row) == ["matter（事项）: is required: the id of the matter that it is about"]
            assert isinstance(Changes(CATALOGUE).read(row | {"matter": "meeting/board/2-23"}), Change)


_CELLS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda cells: st.lists(cells, max_size=3) | st.dictionaries(st.text(), cells, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_row_whatever_is_more_than_a_change_or_problems(data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(CATALOGUE.specs()))
    keys = st.sampled_from([*spec.fields, *ENVELOPE, "event", "corrects"]) | st.text()
    row = {"kind": spec.slug} | data.draw(st.dictionaries(keys, _CELLS))
    for under in (None, "", "meeting/board/2-23"):
        made = Changes(CATALOGUE).read(row, under)
        assert isinstance(made, Change) or all(isinstance(each, Problem) for each in made)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_cell_whatever_is_more_than_a_value_or_problems(data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(CATALOGUE.specs()))
    field = data.draw(st.sampled_from(list(spec.fields.values())))
    start, end = field.example[: len(field.example) // 2], field.example[len(field.example) // 2 :]
    cell = data.draw(
        st.text() | st.text(st.sampled_from(field.example + "；;（():/.-%年月日万")).map(start.__add__)
    )
    made = build(spec, examples(spec) | {field.name: cell + data.draw(st.sampled_from(["", end]))})
    assert made
    for problem in made if isinstance(made, list) else ():
        assert problem.text("en").isprintable()
        assert problem.text("zh").isprintable()


SPECS = CATALOGUE.specs()
ODD = st.sampled_from([
    "", None, 0, 23, -1, 10**400, 1.5, True, [], ["张三", "李四"], ["甲；乙"], [1], {"a": "b"},
    "Cafe\u0301", "e\u0301；乙", " 2 ", "二", "\ud800", "a\x00", "board", "2024-03-04",
    "x" * 9_000, "苏" * 9_000, "x" * 30_000,
])  # fmt: skip


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """A row as somebody may write it: mostly examples, some cells odd, some under their labels."""
    spec = draw(st.sampled_from(SPECS))
    row: dict[str, Any] = {draw(st.sampled_from(["kind", "kind", "种类"])): spec.slug}
    for name, field in spec.fields.items():
        if field.required or draw(st.booleans()):
            key = draw(st.sampled_from([name] * 6 + [field.label.zh, name.upper()]))
            row[key] = draw(ODD) if draw(st.integers(0, 9)) == 0 else field.example
    extras: list[dict[str, Any]] = [{}, {}, {"matter": "meeting/board/2-23"}, {"matter": "#"}, {"event": {}}]
    row |= draw(st.sampled_from(extras))
    return row


@settings(max_examples=400, deadline=None)
@given(row=written(), under=st.sampled_from([None, None, "", "meeting/board/2-23", "plan/2024"]))
def test_a_row_that_needs_no_care_reads_as_it_does_with_care(row: dict[str, Any], under: str | None) -> None:
    with pytest.MonkeyPatch.context() as careful:
        careful.setattr("ledger.changes._at_once", lambda *_: None)
        expected = told(Changes(CATALOGUE).read(dict(row), under))
    assert told(Changes(CATALOGUE).read(row, under)) == expected


def told(made: Change | list[Problem]) -> object:
    if isinstance(made, Change):
        return made
    return [(problem.field, problem.text("en"), problem.text("zh")) for problem in made]
