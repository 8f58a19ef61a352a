"""Days and spans of days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import ValueProblem
from ledger.values import PartialDate

FORMS = [
    "{:%Y-%m-%d}", "{:%Y-%m}", "{:%Y}", "{:%Y}Q2", "{:%Y}H1", "{:%Y-%m}-start", "{:%Y-%m}-early",
    "{:%Y-%m}-mid", "{:%Y-%m}-late", "{:%Y-%m}..", "..{:%Y-%m-%d}", "{0:%Y-%m-%d}..{0:%Y}-12-31",
]  # fmt: skip


@pytest.mark.parametrize(
    ("canonical", "first", "last", "habits"),
    [
        ("2024-05-28", "2024-05-28", "2024-05-28",
         ["2024年5月28日", "2024年05月28号", "2024.5.28", "2024/5/28", "20240528", "２０２４年５月２８日",
          "28 May 2024", "May 28, 2024", "28 may 2024", " 2024-05-28 "]),
        ("2024-03", "2024-03-01", "2024-03-31",
         ["2024年3月", "2024.3", "2024/03", "March 2024", "Mar. 2024"]),
        ("2024-02", "2024-02-01", "2024-02-29", ["2024-2"]),
        ("2024H1", "2024-01-01", "2024-06-30",
         ["2024年上半年", "2024h1", "2024年上半年度", "the first half of 2024"]),
        ("2024H2", "2024-07-01", "2024-12-31", ["2024年下半年"]),
        ("2024Q1", "2024-01-01", "2024-03-31", ["2024年第一季度", "2024年一季度", "2024年1季度", "2024q1"]),
        ("2024Q4", "2024-10-01", "2024-12-31", ["2024年第四季度", "the fourth quarter of 2024"]),
        ("2024", "2024-01-01", "2024-12-31", ["2024年", "2024年度"]),
        ("2024-10-start", "2024-10-01", "2024-10-10", ["2024年10月初", "2024-10-START"]),
        ("2024-10-early", "2024-10-01", "2024-10-10", ["2024年10月上旬", "early October 2024"]),
        ("2024-10-mid", "2024-10-11", "2024-10-20", ["2024年10月中旬", "mid-October 2024"]),
        ("2024-10-late", "2024-10-21", "2024-10-31", ["2024年10月下旬"]),
        ("2023-02-late", "2023-02-21", "2023-02-28", ["2023年2月下旬"]),
        ("2024-03-05..2024-06-30", "2024-03-05", "2024-06-30",
         ["2024年3月5日至2024年6月30日", "2024-03-05至2024-06-30", "2024年3月5日至6月30日",
          "2024/3/5 - 2024/6/30", "2024年3月5日—6月30日", "20240305～20240630",
          "5 March 2024 to 30 June 2024"]),
        ("2024-03-05..2024-03-07", "2024-03-05", "2024-03-07", ["2024年3月5日至7日"]),
        ("2024-01..2024-08", "2024-01-01", "2024-08-31", ["2024年1月至8月", "2024年1月至2024年8月"]),
        ("2024-01-01..2024-06-30", "2024-01-01", "2024-06-30", []),
        ("..2024-08-28", None, "2024-08-28", ["至2024年8月28日止", "until 28 August 2024"]),
        ("2024-03-05..", "2024-03-05", None, ["2024年3月5日起", "from 5 March 2024"]),
    ],
)  # fmt: skip
def test_forms_of_days(canonical: str, first: str | None, last: str | None, habits: list[str]) -> None:
    for text in [canonical, *habits]:
        days = PartialDate.parse(text)
        assert str(days) == canonical, text
        assert days.first == (date.fromisoformat(first) if first else None)
        assert days.last == (date.fromisoformat(last) if last else None)
        assert days.sort_key == (first or "0001-01-01", last or "9999-12-31")


@pytest.mark.parametrize(
    ("canonical", "zh", "en"),
    [
        ("2024-05-28", "2024 年 5 月 28 日", "28 May 2024"),
        ("2024-03", "2024 年 3 月", "March 2024"),
        ("2024H1", "2024 年上半年", "the first half of 2024"),
        ("2024Q3", "2024 年第三季度", "the third quarter of 2024"),
        ("2024", "2024 年", "2024"),
        ("2024-10-start", "2024 年 10 月初", "the beginning of October 2024"),
        ("2024-10-mid", "2024 年 10 月中旬", "mid-October 2024"),
        ("2024-03-05..2024-06-30", "2024 年 3 月 5 日至 2024 年 6 月 30 日", "5 March 2024 to 30 June 2024"),
        ("2024-03-05..", "2024 年 3 月 5 日起", "from 5 March 2024"),
        ("..2024-08-28", "至 2024 年 8 月 28 日止", "until 28 August 2024"),
    ],
)
def test_days_are_shown_as_the_language_writes_them(canonical: str, zh: str, en: str) -> None:
    days = PartialDate(canonical)
    assert (days.show("zh"), days.show("en")) == (zh, en)


@given(st.sampled_from(FORMS), st.dates(date(1000, 1, 1), date(3000, 12, 31)))
def test_what_a_reader_sees_can_be_typed_in_again(form: str, day: date) -> None:
    days = PartialDate(form.format(day))
    assert PartialDate.parse(days.show("zh")) == days
    assert PartialDate.parse(days.show("en")) == days


def test_exactly_one_day() -> None:
    assert PartialDate("2024-03-04").day == date(2024, 3, 4)
    assert PartialDate("2024-03-04..2024-03-04").is_day
    for text in ("2024-03", "2024-03-04..", "..2024-03-04", "2024-03-04..2024-03-05"):
        assert PartialDate(text).day is None
        assert not PartialDate(text).is_day


@pytest.mark.parametrize(
    ("days", "other", "before"),
    [
        ("2024-03-04", "2024-03-05", True),
        ("2024-03-04", "2024-03-04", False),
        ("2024H1", "2024H2", True),
        ("2024-06", "2024H1", False),
        ("2024-03-04", "2024", False),
        ("..2024-03-04", "2024-03-05..", True),
        ("2024-03-04..", "9999-12-31", False),
        ("0001-01-01", "..2024-03-04", False),
    ],
)
def test_days_lie_before_others_only_if_all_of_them_do(days: str, other: str, before: bool) -> None:
    assert PartialDate(days).before(PartialDate(other)) is before
    assert not (before and PartialDate(other).before(PartialDate(days)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2024-02-30", "there is no 2024-02-30"),
        ("2023年2月29日", "there is no 2023-02-29"),
        ("2024-13", "there is no 2024-13"),
        ("2024-13-mid", "there is no 2024-13-mid"),
        ("20241301", "there is no 2024-13-01"),
        ("0000", "there is no 0000"),
        ("2024Q5", "there is no 2024Q5"),
        ("2024Q0", "there is no 2024Q0"),
        ("2024H3", "there is no 2024H3"),
        ("2024-01-01..2024-02-30", "there is no 2024-02-30"),
        ("2024-06-30..2024-03-05", "ends before it begins"),
        ("2024年6月至3月", "ends before it begins"),
        *((text, "not a day or span of days") for text in (
            "..", "昨天", "2024-5.28", "24-05-28", "2024-05-28T00:00", "2024-05-28..2024-05-29..2024-05-30",
            "2024-03-05..昨天", "昨天..2024-03-05", "5月28日", "至6月30日", "昨天起", "2024-10-end", "٢٠٢٤")),
    ],
)  # fmt: skip
def test_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueProblem, match=sentence) as refusal:
        PartialDate.parse(text)
    assert "请" in refusal.value.both.zh


@pytest.mark.parametrize("text", ["", "..", "2024-5-28", "2024年", "2024h1", " 2024"])
def test_only_the_canonical_form_makes_one_without_parsing(text: str) -> None:
    with pytest.raises(ValueProblem):
        PartialDate(text)
