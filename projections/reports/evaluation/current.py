"""What belongs to this report of several on one plan: what the half-year's said gives way to the year's.

A statement or outlook says of which days it is true. What is true of days after the cut-off belongs to a
later report. What was true before the end of the period was said in an earlier one: it gives way to what is
said of the period under the same heading, and is told with its own time where nothing is. An outlook without
a day was said in an earlier report if it was recorded before that one was issued; a forward-looking statement
without a day holds for as long as the plan does.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.values import PartialDate, fold
from projections.reports.evaluation.context import of
from projections.reports.evaluation.earlier import issued_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context

LEVEL = "metric-reported"
SPANNED = {
    LEVEL: "name",
    "questions-answered": "platform",
    "investors-received": "investor_class",
}
"""Kinds whose figures are of a whole span -> the field that says what they are figures of."""
LATER = Both(
    "{under}: what {at} states is of days after the cut-off {cut_off} and left out",
    "{under}：{at} 所述晚于截止日 {cut_off}，未写入",
)
OLDER = Both(
    "{under}: {at} speaks only of days before the end of {period}; state how it stood then",
    "{under}：{at} 所述早于 {period} 期末；请补充期末的情况",
)
OLD_OUTLOOK = Both(
    "{under}: the outlook {at} was given before the end of {period}; state the present one with its day",
    "{under}：展望 {at} 作于 {period} 期末以前；请补充现时的展望并注明日期",
)


def current(context: Context, entries: list[Entry]) -> list[Entry]:
    """Of what was said and linked under one heading, what belongs to this report, in the order given."""
    said = [entry for entry in entries if entry.kind != "evidence-linked"]
    later = [entry for entry in said if _said_later(context, entry)]
    _leave_open(context, LATER, later)
    gone = [*later, *_given_way(context, said), *_linked_anew(context, entries)]
    return [entry for entry in entries if entry not in gone]


def is_told_as(context: Context, scope: str, days: PartialDate) -> bool:
    """Whether ``in the period`` or ``since its year began`` are the words for these days."""
    period = context.window.period
    if scope == "period":
        return (days.first, days.last) == (period.first, period.last)
    return days.last is None or days.last >= period.last


def is_forward(entry: Entry) -> bool:
    """Whether it speaks of what is to come."""
    return entry.kind == "outlook-stated" or of(entry).scope == "forward"


def _said_later(context: Context, entry: Entry) -> bool:
    """Whether it is of days after the cut-off."""
    days = entry.event.occurred_on
    return days is not None and _past(days, context.window.cut_off)


def _leave_open(context: Context, point: Both, entries: list[Entry]) -> None:
    if entries:
        at, window = ", ".join(f"#{entry.position}" for entry in entries), context.window
        under = of(entries[0]).under
        context.leave_open(point, under=under, at=at, cut_off=window.cut_off, period=window.period.label)


def _past(days: PartialDate, cut_off: date) -> bool:
    """Whether days end after the cut-off; what has no end yet, only if it begins after it."""
    return (days.last or days.first or date.min) > cut_off


def _given_way(context: Context, said: list[Entry]) -> Iterator[Entry]:
    """What was true before the period ended, where the heading has a later word of the same sort."""
    for forward in (False, True):
        alike = [entry for entry in said if is_forward(entry) is forward]
        older = [entry for entry in alike if _said_before(context, entry)]
        if any(_speaks_for(context, entry) for entry in alike):
            yield from older
        else:
            _leave_open(context, OLD_OUTLOOK if forward else OLDER, older)


def _said_before(context: Context, entry: Entry) -> bool:
    """Whether it is of days before the period ended, or an outlook without any that an earlier report had."""
    if entry.event.occurred_on is None and entry.kind == "outlook-stated":
        return any(entry.position < issued.position for issued in issued_before(context))
    return _before_its_end(context, entry)


def _before_its_end(context: Context, entry: Entry) -> bool:
    days = entry.event.occurred_on
    return days is not None and days.last is not None and days.last < context.window.period.last


def _speaks_for(context: Context, entry: Entry) -> bool:
    """Whether it says how things stood when the period ended or since."""
    if entry.event.occurred_on is None or _before_its_end(context, entry):
        return False
    return getattr(of(entry), "scope", None) != "after" and not _said_later(context, entry)


class Figure(NamedTuple):
    """What a figure is of, and its days."""

    kind: str
    subject: str
    use: str
    days: PartialDate

    def gives_way_to(self, other: Figure) -> bool:
        """Whether the other is of the same, for a longer span around it or, of a level, a later day."""
        if self[:3] != other[:3] or self.days == other.days:
            return False
        if self.days.is_day:
            return self.kind == LEVEL and other.days.is_day and self.days.before(other.days)
        ends = (self.days.first, self.days.last, other.days.first, other.days.last)
        first, last, around, until = (end or date.max for end in ends)
        return around <= first and last <= until


def _linked_anew(context: Context, entries: list[Entry]) -> Iterator[Entry]:
    """Links to figures that all give way to others under the heading, or that a later report will tell."""
    cut_off = context.window.cut_off
    figures = [(entry, list(_figures(context, entry))) for entry in entries]
    known = [one for _, told in figures for one in told if not _past(one.days, cut_off)]
    for entry, told in figures:
        late = [one for one in told if _past(one.days, cut_off)]
        if told and all(_replaced(one, known, late=one in late) for one in told):
            yield entry


def _replaced(figure: Figure, known: list[Figure], *, late: bool) -> bool:
    """Whether a figure gives way to one that is known, or is of a longer span that ends too late."""
    if late:
        return any(other.gives_way_to(figure) for other in known)
    return any(figure.gives_way_to(other) for other in known)


def _figures(context: Context, entry: Entry) -> Iterator[Figure]:
    if entry.kind != "evidence-linked":
        return
    cites = of(entry).cites
    for one in context.matter(cites.matter).entries(*SPANNED):
        days: Any = one.event.occurred_on
        if cites.version in (0, one.version):
            yield Figure(one.kind, fold(str(getattr(one.event, SPANNED[one.kind]))), of(entry).use, days)
