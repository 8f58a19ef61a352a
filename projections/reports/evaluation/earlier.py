"""The evaluations of the same plan that were issued before this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.reports.evaluation.context import of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context


def issued_before(context: Context) -> Iterator[Entry]:
    """The entries that say so: on an earlier part of the year, and out by the cut-off."""
    for matter_id in context.matters("report/evaluation-"):
        for issued in context.matter(matter_id).entries("report-issued"):
            if _precedes(context, issued):
                yield issued


def _precedes(context: Context, issued: Entry) -> bool:
    span, out, period = of(issued).period, of(issued).disclosed_on, context.window.period
    same_year = span.first and span.first.year == period.first.year
    return bool(
        same_year
        and span.last
        and span.last < period.last
        and out.last
        and out.last <= context.window.cut_off
    )
