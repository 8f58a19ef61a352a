"""Periods, and the scope of days in relation to them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.periods import Period, PeriodError, Scope, overlaps, scope_of, within
from ledger.values import PartialDate

HALF_YEAR = Period.parse("2024H1")
CUT_OFF = date(2024, 8, 28)


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("2024H1", "2024H1", "2024-01-01", "2024-06-30"),
        ("2024年上半年", "2024H1", "2024-01-01", "2024-06-30"),
        ("2024Q3", "2024Q3", "2024-07-01", "2024-09-30"),
        ("2024", "2024", "2024-01-01", "2024-12-31"),
        ("2024-03", "2024-03", "2024-03-01", "2024-03-31"),
        ("2024-01..2024-08", "2024-01..2024-08", "2024-01-01", "2024-08-31"),
    ],
)
def test_periods(text: str, label: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert period == Period(label, date.fromisoformat(first), date.fromisoformat(last))
    assert str(period) == label


def test_a_period_is_shown_in_both_languages_and_cannot_be_changed() -> None:
    assert HALF_YEAR.show("zh") == "2024 年上半年"
    assert HALF_YEAR.show("en") == "the first half of 2024"
    with pytest.raises(FrozenInstanceError):
        HALF_YEAR.label = "2024"  # type: ignore[misc]


@pytest.mark.parametrize("text", ["", "2024-03-05..", "..2024-08-28", "H1", "2024-13", "\ud800", "{0}"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as refusal:
        Period.parse(text)
    for lang in ("zh", "en"):
        assert "2024H1" in refusal.value.text(lang).encode().decode()


@pytest.mark.parametrize(
    ("days", "scope"),
    [
        ("2024-01-01", Scope.PERIOD),
        ("2024-06-30", Scope.PERIOD),
        ("2024H1", Scope.PERIOD),
        ("2024-07-01", Scope.AFTER),
        ("2024-08-28", Scope.AFTER),
        ("2024-01-01..2024-08-28", Scope.SINCE),
        ("2024-06-30..2024-07-01", Scope.SINCE),
        ("2024-06-30..2024-08-29", Scope.UNDECIDED),
        ("2023-12-31..2024-01-01", Scope.UNDECIDED),
        ("2023-12-31..2024-08-01", Scope.UNDECIDED),
        ("2024", Scope.UNDECIDED),
        ("..2024-01-01", Scope.UNDECIDED),
        ("2024-06-30..", Scope.UNDECIDED),
        ("2023-12-31", Scope.OUTSIDE),
        ("..2023-12-31", Scope.OUTSIDE),
        ("2024-08-29", Scope.OUTSIDE),
        ("2024-08-28..2024-08-29", Scope.OUTSIDE),
        ("2024-07-01..", Scope.OUTSIDE),
    ],
)
def test_scopes_of_the_half_year(days: str, scope: Scope) -> None:
    assert scope_of(PartialDate(days), HALF_YEAR, CUT_OFF) is scope


def test_an_open_end_is_later_than_any_cut_off() -> None:
    assert scope_of(PartialDate("2024-07-01.."), HALF_YEAR, date.max) is Scope.OUTSIDE


near = st.integers(-400, 400).map(lambda days: date(2024, 4, 1) + timedelta(days))


@st.composite
def intervals(draw: st.DrawFn) -> PartialDate:
    first, last = sorted([draw(near), draw(near)])
    open_end = draw(st.sampled_from(["", "first", "last"]))
    return PartialDate(f"{'' if open_end == 'first' else first}..{'' if open_end == 'last' else last}")


@st.composite
def reports(draw: st.DrawFn) -> tuple[Period, date]:
    first, last, cut_off = sorted([draw(near), draw(near), draw(near)])
    return Period.parse(f"{first}..{last}"), cut_off


@given(intervals(), reports())
def test_exactly_one_scope_holds(days: PartialDate, report: tuple[Period, date]) -> None:
    period, cut_off = report
    first, last = days.first or date.min, days.last or date.max
    told = last <= cut_off
    touches = any(
        first <= day <= last
        for day in (period.first + timedelta(n) for n in range((period.last - period.first).days + 1))
    )
    inside = period.first <= first and last <= period.last
    holds = {
        Scope.PERIOD: inside,
        Scope.AFTER: first > period.last and told,
        Scope.SINCE: period.first <= first <= period.last < last and told,
        Scope.OUTSIDE: not touches and not (first > period.last and told),
    }
    holds[Scope.UNDECIDED] = touches and not (holds[Scope.PERIOD] or holds[Scope.SINCE])
    assert [scope for scope, held in holds.items() if held] == [scope_of(days, period, cut_off)]
    assert (within(days, period), overlaps(days, period)) == (inside, touches)


@given(intervals(), st.lists(near, min_size=3, max_size=6, unique=True).map(sorted))
def test_no_interval_lies_within_two_adjoining_periods(days: PartialDate, ends: list[date]) -> None:
    adjoining = [Period.parse(f"{one + timedelta(1)}..{next_one}") for one, next_one in pairwise(ends)]
    assert sum(within(days, period) for period in adjoining) <= 1
    assert all(overlaps(days, period) for period in adjoining if within(days, period))
