"""PartialDate: a day, or an interval of days where the day is not known or is not one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.day_forms import EN_DECADES, MONTHS, ZH_DECADES, canonical
from ledger.values.text import fold
from ledger.values.value import Value

if TYPE_CHECKING:
    from ledger.language import Lang

_NOT_DAYS = Both(
    "it is not a day or span of days; write 2024-03-04, 2024-03, 2024H1, 2024-10-early "
    "or 2024-03-05..2024-06-30",
    "不是日期或期间；请写成 2024-03-04、2024年3月、2024年上半年、2024年10月上旬 或 2024-03-05..2024-06-30",
)
_NO_SUCH_DAY = Both(
    "there is no {day} in the calendar; write a day that exists, such as 2024-02-29",
    "日历上没有 {day}；请写实际存在的日期，如 2024-02-29",
)
_BACKWARDS = Both(
    "it ends before it begins; write the earlier day first, as in 2024-03-05..2024-06-30",
    "结束早于开始；请先写较早的日期，如 2024-03-05..2024-06-30",
)
_FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:Q(?P<quarter>[0-9])|H(?P<half>[0-9])"
    r"|-(?P<month>[0-9]{2})(?:-(?:(?P<day>[0-9]{2})|(?P<decade>start|early|mid|late)))?)?"
)
_DECADES = {"start": (1, 10), "early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_EN_ORDINALS = ("first", "second", "third", "fourth")


class PartialDate(Value):
    """A closed interval of days, open at an end that is None; the text keeps the form that was stated.

    ``2024-03-04``, ``2024-03``, ``2024Q1``, ``2024H1``, ``2024``, ``2024-10-early`` (``start``, ``mid``,
    ``late``), ``2024-03-05..2024-06-30``, ``..2024-08-28``, ``2024-03-05..``.
    """

    __slots__ = ("first", "last")
    first: date | None
    last: date | None
    example: ClassVar[str] = "2024-03-04"

    def __init__(self, text: str) -> None:
        start, to, end = text.partition("..")
        if not start and not end:
            raise ValueProblem(*_NOT_DAYS)
        first = _span(start)[0] if start else None
        last = _span(end if to else start)[1] if end or not to else None
        if first and last and last < first:
            raise ValueProblem(*_BACKWARDS)
        self._fill(text, first=first, last=last)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a canonical form, or one such as ``2024年5月28日``, ``2024年上半年`` or ``28 May 2024``."""
        form = canonical(fold(text))
        if not form:
            raise ValueProblem(*_NOT_DAYS)
        return cls(form)

    @property
    def day(self) -> date | None:
        """The day, if it is exactly one."""
        return self.first if self.first == self.last else None

    @property
    def is_day(self) -> bool:
        """Whether it is exactly one day."""
        return self.day is not None

    @property
    def sort_key(self) -> tuple[str, str]:
        """First and last day as ISO texts, an open end before or after everything."""
        return (
            self.first.isoformat() if self.first else "0001-01-01",
            self.last.isoformat() if self.last else "9999-12-31",
        )

    def before(self, other: PartialDate) -> bool:
        """Whether all of it certainly lies before all of ``other``."""
        return bool(self.last and other.first and self.last < other.first)

    def show(self, lang: Lang) -> str:
        """``2024 年 5 月 28 日``, ``2024 年上半年``; ``28 May 2024``, ``the first half of 2024``."""
        start, to, end = str(self).partition("..")
        shown = _zh if lang == "zh" else _en
        if not to:
            return shown(start)
        if not end:
            return f"{shown(start)}起" if lang == "zh" else f"from {shown(start)}"
        if not start:
            return f"至 {shown(end)}止" if lang == "zh" else f"until {shown(end)}"
        return f"{shown(start)}{'至' if lang == 'zh' else ' to'} {shown(end)}"


def _matched(form: str) -> re.Match[str]:
    match = _FORM.fullmatch(form)
    if not match:
        raise ValueProblem(*_NOT_DAYS)
    return match


def _span(form: str) -> tuple[date, date]:
    """The first and last day of one canonical form."""
    match = _matched(form)
    year, part = int(match["year"]), int(match["quarter"] or match["half"] or 0)
    try:
        if match["day"]:
            return (day := date.fromisoformat(form)), day
        if match["decade"]:
            first, last = _DECADES[match["decade"]]
            month = int(match["month"])
            return date(year, month, first), date(year, month, min(last, monthrange(year, month)[1]))
        if match["month"]:
            return _months(year, int(match["month"]), 1)
        length = 3 if match["quarter"] else 6 if match["half"] else 12
        return _months(year, (part - 1) * length + 1 if length < 12 else 1, length)
    except ValueError as error:
        raise ValueProblem(*(told.format(day=form) for told in _NO_SUCH_DAY)) from error


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    last = month + length - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


def _zh(form: str) -> str:
    match = _matched(form)
    year = f"{match['year']} 年"
    if match["quarter"]:
        return f"{year}第{'一二三四'[int(match['quarter']) - 1]}季度"
    if match["half"]:
        return f"{year}{'上下'[int(match['half']) - 1]}半年"
    if not match["month"]:
        return year
    month = f"{year} {int(match['month'])} 月"
    return f"{month} {int(match['day'])} 日" if match["day"] else month + ZH_DECADES.get(match["decade"], "")


def _en(form: str) -> str:
    match = _matched(form)
    for part in ("quarter", "half"):
        if match[part]:
            return f"the {_EN_ORDINALS[int(match[part]) - 1]} {part} of {match['year']}"
    if not match["month"]:
        return match["year"]
    month = f"{MONTHS[int(match['month']) - 1]} {match['year']}"
    return f"{int(match['day'])} {month}" if match["day"] else EN_DECADES.get(match["decade"], "") + month
