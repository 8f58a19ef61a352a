"""The words for the time that a sentence speaks of, as they stand before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run
from projections.reports.evaluation.current import is_told_as

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.values import PartialDate
    from projections.reports.evaluation.context import Context

SINCE = Both("Since the beginning of {year}, ", "{year} 年以来，")
IN = Both("In {days}, ", "{days}，")
ON = Both("On {days}, ", "{days}，")
FROM = Both("From {days}, ", "{days}，")
AS_OF = Both("As of {days}, ", "截至 {days}，")


def time_of_statement(context: Context, entry: Entry) -> Run | None:
    """The words for the scope that a statement has; none for the outlook."""
    event: Any = entry.event
    scope = getattr(event, "scope", None)
    at, lang = (entry.position,), context.lang
    days = event.occurred_on
    if scope == "period":
        own = days is None or is_told_as(context, scope, days)
        return in_the_period(context) if own else on(context, days, entry)
    if scope == "since":
        if days is None or is_told_as(context, scope, days):
            return since(context)
        return Run(AS_OF.text(lang).format(days=type(days)(days.last.isoformat()).show(lang)), at)
    if scope == "as-of" and days:
        return Run(AS_OF.text(lang).format(days=days.show(lang)), at)
    if scope == "after" and days:
        return on(context, days, entry)
    return None


def in_the_period(context: Context) -> Run:
    """``2024 年上半年，``."""
    return Run(context.say(IN).format(days=context.window.period.show(context.lang)))


def since(context: Context) -> Run:
    """``2024 年以来，``."""
    return Run(context.say(SINCE).format(year=context.window.period.first.year))


def on(context: Context, days: PartialDate, *entries: Entry) -> Run:
    """``2024 年 8 月 13 日，``."""
    words = ON if days.is_day else FROM if days.first and ".." in str(days) else IN
    positions = tuple(entry.position for entry in entries)
    return Run(context.say(words).format(days=days.show(context.lang)), positions)


def by_scope(context: Context, scope: Scope, days: PartialDate, *entries: Entry) -> Run | None:
    """The words for the time of an event: its day, or the span that it happened in."""
    if days.is_day:
        return on(context, days, *entries)
    if scope is Scope.PERIOD:
        return in_the_period(context)
    return since(context) if scope is Scope.SINCE else on(context, days, *entries)
