"""Period: the span that a report is about; Scope: where days lie in relation to it and its cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from ledger.errors import LedgerError, ValueProblem
from ledger.language import Both
from ledger.values.choice import Choice
from ledger.values.days import PartialDate

if TYPE_CHECKING:
    from ledger.language import Lang


class PeriodError(LedgerError):
    """A text that is no period."""

    sentence = Both(
        "“{text}” is not a period: {why}. Write 2024H1, 2024Q3, 2024, 2024-03 or 2024-01..2024-08.",
        "“{text}”不是期间：{why}。请写成 2024H1、2024Q3、2024、2024-03 或 2024-01..2024-08。",
    )


_OPEN = Both("it has no beginning or no end", "没有起点或终点")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included; ``label`` is its canonical text."""

    label: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2024H1``, ``2024-01..2024-08`` or ``2024年上半年``; PeriodError if open or unreadable."""
        told = text.encode("utf-8", "backslashreplace").decode()
        try:
            days = PartialDate.parse(text)
        except ValueProblem as problem:
            raise PeriodError(text=told, why=problem.both) from problem
        if days.first is None or days.last is None:
            raise PeriodError(text=told, why=_OPEN)
        return cls(str(days), days.first, days.last)

    def show(self, lang: Lang) -> str:
        """``2024 年上半年`` or ``the first half of 2024``."""
        return PartialDate(self.label).show(lang)

    def __str__(self) -> str:
        return self.label


class Scope(Choice):
    """Where days lie in relation to a period and the cut-off of its report; exactly one holds."""

    PERIOD = "period", "in the period", "报告期内"
    """All of it in the period."""
    AFTER = "after", "after the period", "期后"
    """All of it after the period, by the cut-off."""
    SINCE = "since", "since the beginning of the period", "期初以来"
    """Begins in the period, ends after it and by the cut-off."""
    UNDECIDED = "undecided", "undecided", "无法确定"
    """Touches the period in any other way: it may or may not have happened in it."""
    OUTSIDE = "outside", "outside the period", "期外"
    """Before the period, or too late to be told."""


def within(days: PartialDate, period: Period) -> bool:
    """Whether all of ``days`` lies in the period."""
    first, last = _ends(days)
    return period.first <= first and last <= period.last


def overlaps(days: PartialDate, period: Period) -> bool:
    """Whether any of ``days`` lies in the period."""
    first, last = _ends(days)
    return first <= period.last and period.first <= last


def scope_of(days: PartialDate, period: Period, cut_off: date) -> Scope:
    """The scope of ``days``; an open end reaches for ever."""
    first, last = _ends(days)
    if within(days, period):
        return Scope.PERIOD
    told = days.last is not None and last <= cut_off
    if first > period.last:
        return Scope.AFTER if told else Scope.OUTSIDE
    if not overlaps(days, period):
        return Scope.OUTSIDE
    return Scope.SINCE if first >= period.first and told else Scope.UNDECIDED


def _ends(days: PartialDate) -> tuple[date, date]:
    return days.first or date.min, days.last or date.max
