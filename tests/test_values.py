"""The laws that every type of value keeps, and free text, codes, counts and choices."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ledger.errors import ValueProblem
from ledger.values import (
    Attendance,
    AttendanceMode,
    Attendee,
    Code,
    Count,
    Money,
    Names,
    PartialDate,
    Percent,
    Quantity,
    Ref,
    Shares,
    Text,
    To,
    Topic,
    Topics,
    Value,
    Votes,
)
from ledger.values.money import CURRENCIES
from ledger.values.quantity import QUALIFIERS

HAN = "张三李四王五委托通讯缺席甲乙"
whole = st.integers(0, 10**18 - 1)
decimals = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**20), 10**20),
                     st.integers(3, 8))  # fmt: skip
words = st.text(HAN + "AZaz09 \\；;\n（）()：:#·，", min_size=1, max_size=12).filter(str.strip)
person = words.filter(lambda name: "，" not in name)


def attendees(name: str, mode: AttendanceMode, proxy: str, reason: str) -> Attendee:
    stood_in = proxy if mode is AttendanceMode.PROXY and proxy.strip() != name.strip() else ""
    return Attendee(name, mode, stood_in, reason)


attendee = st.builds(attendees, person, st.sampled_from(AttendanceMode), person, st.just("") | words)
segment = st.text("abz019甲乙-_.", min_size=1, max_size=6).filter(lambda part: part.strip("-."))
days = st.dates(date(1000, 1, 1), date(9999, 12, 31))
point = st.one_of(
    days.map(date.isoformat),
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: f"{day:%Y}"),
    st.builds("{:%Y}{}".format, days, st.sampled_from(["Q1", "Q2", "Q3", "Q4", "H1", "H2"])),
    st.builds("{:%Y-%m}-{}".format, days, st.sampled_from(["start", "early", "mid", "late"])),
)
spans = st.builds(lambda day, more: f"{day}..{day + timedelta(more)}",
                  st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.integers(0, 900))  # fmt: skip

VALUES: dict[type[Value], st.SearchStrategy[Value]] = {
    Attendance: st.builds(Attendance, st.lists(attendee, min_size=1, max_size=4,
                                               unique_by=lambda one: one.name.strip())),
    Money: st.builds(Money, decimals, st.sampled_from(sorted(CURRENCIES))),
    Names: st.builds(Names, st.lists(words, min_size=1, max_size=4)),
    PartialDate: st.one_of(point, spans, point.map("..{}".format), point.map("{}..".format)).map(PartialDate),
    Percent: st.builds(Percent, decimals),
    Quantity: st.builds(Quantity, st.sampled_from(sorted(QUALIFIERS)), decimals,
                        st.sampled_from(["万元", "条", "CNY", "%", "meetings held", "人/次", "亿", "over"])),
    Ref: st.builds(Ref, st.lists(segment, min_size=1, max_size=3).map("/".join),
                   st.just("") | st.text("aZ09.-甲", min_size=1, max_size=5), st.integers(0, 999)),
    Shares: st.builds(Shares, whole),
    Topics: st.builds(Topics, st.lists(st.sampled_from(Topic).map(str), min_size=1, max_size=3)),
    Votes: st.builds(Votes, whole, whole, whole),
}  # fmt: skip
any_value = st.one_of(*VALUES.values())
LANGS: tuple[Literal["zh", "en"], ...] = ("zh", "en")
SIGNS = (
    "0123456789,.-%/#@\\ ;；:：()（）元万亿股约余近不低于超过以上含本数委托张三缺席通讯年月日至起上半季度旬初"
    "QHCNYUSD票同意反对弃权vtoforagainst"
)


@pytest.mark.parametrize("cls", VALUES)
@given(data=st.data())
def test_the_text_reads_as_the_same_value(cls: type[Value], data: st.DataObject) -> None:
    value = data.draw(VALUES[cls])
    again = type(value).parse(str(value))
    assert again == value
    assert str(again) == str(value)
    assert hash(again) == hash(value)


@given(any_value)
def test_json_brings_back_the_same_value(value: Value) -> None:
    adapter = TypeAdapter[Any](type(value))
    stored = adapter.dump_json(value)
    assert json.loads(stored) == str(value)
    assert adapter.validate_json(stored) == value
    assert adapter.validate_python(value) == value


@given(any_value)
def test_copies_are_equal(value: Value) -> None:
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - made by this test


def value_or_problem(cls: type[Value], text: str) -> Value | ValueProblem:
    try:
        return cls.parse(text)
    except ValueProblem as problem:
        return problem


@pytest.mark.parametrize("cls", VALUES)
@given(text=st.text() | st.text(SIGNS, max_size=24))
@example(text="")
@example(text="\ud800")
@example(text="9" * 6000)
@example(text="²")
@example(text="7 mıllion ſhares")
def test_a_text_is_a_value_that_keeps_the_law_or_a_problem_in_both_languages(
    cls: type[Value], text: str
) -> None:
    read = value_or_problem(cls, text)
    if isinstance(read, ValueProblem):
        assert read.both.en
        assert read.both.zh
    else:
        assert cls.parse(str(read)) == read
        assert all(read.show(lang) for lang in LANGS)


@pytest.mark.parametrize("cls", VALUES)
@pytest.mark.parametrize("given", [True, 1.0, None, ["7-1-0"], {}, b"2024"], ids=repr)
def test_what_is_not_text_is_refused_with_an_example(cls: type[Value], given: object) -> None:
    with pytest.raises(ValidationError, match="write it as text in quotes") as refusal:
        TypeAdapter[Any](cls).validate_python(given)
    assert cls.example in str(refusal.value)


@pytest.mark.parametrize("cls", VALUES)
def test_only_shares_may_be_written_as_a_number(cls: type[Value]) -> None:
    adapter = TypeAdapter[Any](cls)
    if cls is Shares:
        assert adapter.validate_json("9920000") == Shares(9_920_000)
    else:
        with pytest.raises(ValidationError, match="text in quotes"):
            adapter.validate_json("9920000")


@pytest.mark.parametrize("cls", VALUES)
def test_the_json_schema_is_that_of_a_text(cls: type[Value]) -> None:
    for mode in ("validation", "serialization"):
        schema = TypeAdapter[Any](cls).json_schema(mode=mode)
        assert (schema["type"], schema["title"]) == ("string", cls.__name__)


def test_a_value_cannot_be_changed() -> None:
    votes = Votes(7, 1, 0)
    with pytest.raises(AttributeError, match="cannot be changed"):
        votes.against = 0
    with pytest.raises(AttributeError, match="cannot be changed"):
        del votes.against
    assert str(votes) == "7-1-0"


def test_values_of_two_types_with_one_text_differ() -> None:
    assert Names(["charter"]) != Topics(["charter"])
    assert Names(["charter"]) != "charter"


@pytest.mark.parametrize(
    ("kind", "text"), [(Votes, "8-0-0"), (Annotated[Ref, To("meeting")], "board/1-1"), (Topics, "charter")]
)
def test_a_text_repeated_in_any_field_is_read_once(kind: Any, text: str) -> None:
    one, other = TypeAdapter(kind), TypeAdapter(kind | None)
    assert one.validate_json(f'"{text}"') is other.validate_python(text)


def test_a_problem_arrives_whole_through_pydantic() -> None:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(Annotated[Money | None, "as in a field"]).validate_json('"8.59"')
    cause = refusal.value.errors()[0]["ctx"]["error"]
    assert isinstance(cause, ValueProblem)
    assert cause.both.zh == "缺少币种；请写成 CNY 8.59 或 8.59元"


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        (Text, " 第一行\n\t第二行 ", "第一行\n\t第二行"),
        (Text, "\u202eabc", "\u202eabc"),
        (Text, "字" * 20_000, "字" * 20_000),
        (Code, "000001", "000001"),
        (Count, 23, 23),
        (Count, "２３", 23),
        (Count, "1,234", 1234),
        (Count, "23名", 23),
        (Count, "23 人", 23),
        (Count, "二十三次", 23),
        (Count, "十", 10),
        (Count, "九十九", 99),
        (Count, "零", 0),
        (Count, "两次", 2),
        (Count, "007", 7),
    ],
)
def test_text_codes_and_counts(kind: Any, given: object, read: object) -> None:
    assert TypeAdapter(kind).validate_python(given) == read


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (Text, "  ", "it is empty"),
        (Text, "e\u0301", "normal form C"),
        (Text, "a\ud800", r"U\+D800"),
        (Text, "a\x07", r"U\+0007"),
        (Text, "a\r\nb", r"U\+000D"),
        (Text, "a\x85", r"U\+0085"),
        (Text, "a" * 20_001, "more than 20,000 characters"),
        (Text, 5, "as text in quotes"),
        (Text, None, "as text in quotes"),
        (Code, 1, "leading zeros would be lost"),
        (Code, "a\nb", "several lines"),
        (Code, "a\u2028b", "several lines"),
        (Code, "a" * 201, "more than 200 characters"),
        *((Count, given, "whole number from 0 on") for given in (
            True, 2.0, -1, "-1", "2.5", "1,23", "三十百", "三?", "10**3", "9" * 19, 10**18, None)),
    ],
)  # fmt: skip
def test_text_codes_and_counts_refused(kind: Any, given: object, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        TypeAdapter(kind).validate_python(given)
