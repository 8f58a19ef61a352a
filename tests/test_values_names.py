"""Names, references and choices."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values import AttendanceMode, Choice, Names, Ref, To, Topics


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李四；王五", ["李四", "王五"]),
        ("Li Si; Wang Wu;", ["Li Si", "Wang Wu"]),
        ("李四\n\n王五", ["李四", "王五"]),
        ("关于甲、乙的议案；丙", ["关于甲、乙的议案", "丙"]),
        (r"甲\；乙；丙\\", ["甲；乙", "丙\\"]),
        ("甲\\", ["甲\\"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    read = Names.parse(text)
    assert list(read) == names
    assert len(read) == len(names)
    assert names[0] in read
    assert "无名" not in read


def test_names_are_joined_as_the_language_joins_them() -> None:
    assert Names(["甲", "乙"]).show("zh") == "甲、乙"
    assert Names(["甲", "乙"]).show("en") == "甲, 乙"


@pytest.mark.parametrize("text", ["", " ", "；;", "甲\x00", "e\u0301"])
def test_names_refused(text: str) -> None:
    with pytest.raises(ValueProblem):
        Names.parse(text)
    with pytest.raises(ValueProblem):
        Names([])


def test_topics_are_read_by_slug_or_label() -> None:
    assert str(Topics.parse("利润分配; Charter")) == "distribution；charter"


@pytest.mark.parametrize(
    ("text", "matter", "item", "version"),
    [
        ("meeting/board/2-23#1.01", "meeting/board/2-23", "1.01", 0),
        ("Incentive/2024", "incentive/2024", "", 0),
        ("instrument/charter@2", "instrument/charter", "", 2),
        ("Meeting/Audit-Committee/2024h1-1", "meeting/audit-committee/2024H1-1", "", 0),
        ("metric/x2024H1/2024Q3", "metric/x2024h1/2024Q3", "", 0),
        ("ｂｏａｒｄ＃Ａ-1＠3", "board", "A-1", 3),
        ("body/董事会_1", "body/董事会_1", "", 0),
        ("attendance/board/2024-03-05..", "attendance/board/2024-03-05..", "", 0),
    ],
)
def test_references(text: str, matter: str, item: str, version: int) -> None:
    ref = Ref.parse(text)
    assert (ref.matter, ref.item, ref.version) == (matter, item, version)
    assert ref == Ref(matter, item, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "a//b",
        "/a",
        "a/",
        "a b",
        "a#",
        "a@",
        "a@0",
        "a@x",
        "a#b_c",
        "a#1#2",
        "..",
        "a/../b",
        "a@1#2",
        "İ",
    ],
)
def test_references_refused(text: str) -> None:
    with pytest.raises(ValueProblem):
        Ref.parse(text)


@pytest.mark.parametrize(
    ("matter", "item", "version"),
    [("a#1", "", 0), ("a", "b@1", 0), ("a", "b", 10**18), ("a", "", -1), ("a ", "", 0), ("ａ", "", 0)],
)
def test_parts_that_are_no_reference_are_refused(matter: str, item: str, version: int) -> None:
    with pytest.raises(ValueProblem):
        Ref(matter, item, version)


class Meeting(BaseModel):
    body: Annotated[Ref, To("body", prefixed=False)]
    joint_with: Annotated[Ref | None, To("meeting")] = None


def test_a_field_stores_its_references_always_with_or_always_without_their_type() -> None:
    for body in ("board", "body/board"):
        for joint in ("board/2-23#1", "meeting/board/2-23#1", Ref("board/2-23", "1")):
            meeting = Meeting.model_validate({"body": body, "joint_with": joint})
            assert meeting.body == Ref("board")
            assert meeting.joint_with == Ref("meeting/board/2-23", "1")
            assert Meeting.model_validate_json(meeting.model_dump_json()) == meeting
    assert Meeting.model_validate({"body": "board"}).joint_with is None


def test_the_type_is_found_in_the_metadata_of_the_field() -> None:
    assert To("body", prefixed=False) in Meeting.model_fields["body"].metadata
    assert To("meeting") in Meeting.model_fields["joint_with"].metadata
    assert To("body", prefixed=False).matter(Ref("board")) == "body/board"
    assert To("body", prefixed=False).matter(Ref("body/board")) == "body/board"
    assert To("").matter(Ref("plan/2024")) == "plan/2024"


def test_a_referring_field_has_the_schema_of_a_text_and_belongs_on_references_only() -> None:
    assert Meeting.model_json_schema()["properties"]["body"]["type"] == "string"
    with pytest.raises(TypeError, match="belongs on a Ref"):
        TypeAdapter(Annotated[str, To("body")])


@pytest.mark.parametrize("text", ["on-site", "ON_SITE", "On Site", "现场", " ｏｎ　ｓｉｔｅ "])
def test_a_choice_by_value_or_label(text: str) -> None:
    assert AttendanceMode.of(text) is AttendanceMode.ON_SITE
    assert TypeAdapter(AttendanceMode).validate_python(text) is AttendanceMode.ON_SITE


def test_a_choice_is_stored_by_value_and_shown_by_label() -> None:
    adapter = TypeAdapter(AttendanceMode)
    assert adapter.dump_json(AttendanceMode.REMOTE) == b'"remote"'
    assert adapter.validate_json('"remote"') is AttendanceMode.REMOTE
    assert str(AttendanceMode.REMOTE) == "remote"
    assert AttendanceMode.ON_SITE.label == Both("on site", "现场")
    assert AttendanceMode.ON_SITE.show("zh") == "现场"
    assert adapter.json_schema()["enum"] == [mode.value for mode in AttendanceMode]


@pytest.mark.parametrize("given", ["在场", "", "---", "\ud800", 1, None, ["现场"]])
def test_an_unknown_choice_is_refused(given: Any) -> None:
    with pytest.raises(ValueProblem):
        AttendanceMode.of(given)
    with pytest.raises(ValidationError):
        TypeAdapter(AttendanceMode).validate_python(given)


def test_the_refusal_lists_the_choices() -> None:
    with pytest.raises(ValueProblem) as refusal:
        AttendanceMode.of("在场")
    for sentence in refusal.value.both:
        assert all(f"{mode.value}（{mode.label.zh}）" in sentence for mode in AttendanceMode)


def test_a_choice_needs_both_labels() -> None:
    with pytest.raises((TypeError, RuntimeError)):

        class Unlabelled(Choice):
            ONE = "one"
