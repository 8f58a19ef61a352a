"""How many disclosures the company made: periodic reports by type, and announcements apart from them.

It is the company that is linked, as a body is for its meetings: an office need not link each announcement.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ledger.events.disclosures import ReportEdition
from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run, fill, listed
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import in_the_period
from projections.view import table
from projections.views import register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context, Link

OF, USE = "company", "counted"
REPORT, ANNOUNCEMENT = "periodic-report-published", "announcement-published"
PUBLISHED = Both("the Company published {counts}", "公司披露{counts}")
REPORTS = Both("{count} periodic {noun}{types}", "定期报告 {count} 份{types}")
ANNOUNCEMENTS = Both("{count} {noun}", "临时公告 {count} 份")
CORRECTED = Both("{count} corrected periodic {noun}", "更正后的定期报告 {count} 份")
TYPES = Both(" ({types})", "（{types}）")
TYPE = Both("{type}, {count}", "{type} {count} 份")
NOUNS = {"reports": ("report", "reports"), "announcements": ("ad hoc announcement", "ad hoc announcements")}
STRADDLES = Both(
    "#{at} ({days}) may have been published inside or outside the period and is not counted; correct its day",
    "#{at}（{days}）可能在期内披露，也可能在期外，未计入；请更正其日期",
)
GAP = Both(
    "the announcements of {year} that are recorded leave out {count} of the numbers {first} to {last}, such "
    "as {such}; record them, or the count is too low",
    "已记录的 {year} 年公告在编号 {first} 至 {last} 之间缺 {count} 个（如 {such}）；请补录，否则份数偏低",
)
_NUMBER = re.compile(r"announcement/(?P<year>[0-9]{4})-(?P<number>[0-9]{1,4})")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """One sentence with the counts; a sort that the ledger has never recorded is unknown and left out."""
    _ = links
    reports = [context.ledger.entry(row.position) for row in _published(context, REPORT)]
    first = [entry for entry in reports if of(entry).edition is not ReportEdition.CORRECTED]
    again = [entry for entry in reports if entry not in first]
    rows = _published(context, ANNOUNCEMENT)
    _note_gaps(context, rows)
    counts = []
    if first or _keeps(context, REPORT):
        counts.append(
            _count(context, REPORTS, "reports", [one.position for one in first], _types(context, first))
        )
    if again:
        counts.append(_count(context, CORRECTED, "reports", [one.position for one in again]))
    if rows or _keeps(context, ANNOUNCEMENT):
        counts.append(_count(context, ANNOUNCEMENTS, "announcements", [row.position for row in rows]))
    if counts:
        yield Sentence(
            in_the_period(context), fill(context.say(PUBLISHED), counts=listed(counts, *context.commas))
        )


def _published(context: Context, kind: str) -> list[Any]:
    """The rows of what was certainly published in the period."""
    counted = []
    for scope, row in context.within(register.VIEW, kind=kind):
        if scope is Scope.PERIOD:
            counted.append(row)
        elif scope not in (Scope.PERIOD, Scope.AFTER):
            context.leave_open(STRADDLES, at=row.position, days=row.days)
    return sorted(counted, key=lambda row: (row.first_day, row.position))


def _keeps(context: Context, kind: str) -> bool:
    """Whether the ledger has any disclosure of this kind, so that none in the period is a known zero."""
    of_view, at = table(register.VIEW).c, context.reading.position
    held = (of_view.known_from <= at, of_view.known_until > at, of_view.kind == kind)
    return bool(context.reading.all(select(of_view.position).where(*held).limit(1)))


def _count(
    context: Context, pattern: Both, noun: str, positions: list[int], types: list[Run] | None = None
) -> list[Run]:
    count = Run(str(len(positions)), tuple(positions))
    return fill(context.say(pattern), count=count, noun=NOUNS[noun][len(positions) != 1], types=types or [])


def _types(context: Context, reports: list[Entry]) -> list[Run]:
    """How many there are of each type, in the order in which they came out; nothing for none."""
    types: dict[Any, list[Entry]] = {}
    for entry in reports:
        types.setdefault(of(entry).type, []).append(entry)
    told = [
        fill(context.say(TYPE), type=context.run(type_, *entries), count=context.run(len(entries), *entries))
        for type_, entries in types.items()
    ]
    return (
        fill(context.say(TYPES), types=listed(told, "、" if context.lang == "zh" else "; ")) if told else []
    )


def _note_gaps(context: Context, rows: list[Any]) -> None:
    """Numbers run on through a year: what lies between two that are recorded was published, too."""
    years: dict[str, list[str]] = {}
    for row in rows:
        if match := _NUMBER.fullmatch(row.matter):
            years.setdefault(match["year"], []).append(match["number"])
    for year, numbers in years.items():
        known, digits = set(map(int, numbers)), max(map(len, numbers))
        missing = [number for number in range(min(known), max(known)) if number not in known]
        if missing:
            named = [f"{year}-{number:0{digits}}" for number in (min(known), max(known), missing[0])]
            context.leave_open(
                GAP, year=year, count=len(missing), first=named[0], last=named[1], such=named[2]
            )
