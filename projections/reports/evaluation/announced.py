"""What a public report may tell of: what was announced by its cut-off, needs no announcement, or was cleared.

Where the ledger asks for a second pair of eyes, it must have been checked off, too.

An announcement that is recorded as being about a matter tells of all that had happened in it by then; one
that names an item or a version tells of that alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ledger.errors import shown
from ledger.event import ANNOUNCES
from ledger.language import Both
from ledger.naming import names_of
from ledger.values import PartialDate, segment
from projections.reports.evaluation.checked import Checks
from projections.reports.evaluation.context import LANGS, of
from projections.view import table
from projections.views import register

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.entry import Entry
    from ledger.matter import Matter
    from ledger.values import Ref
    from projections.document import Document
    from projections.reports.evaluation.context import Context

PUBLISHED = "announcement-published"
WAITS = Both(
    "#{at} ({told}) is left out, as no announcement of it by {cut_off} is recorded. Once it is announced, "
    "record that: ledger correct {of} --announcement NUMBER; to tell of it before: "
    "ledger plan clear {at} --why TEXT",
    "#{at}（{told}）未写入报告：账本中没有截至 {cut_off} 的公告记录。已公告的请补录："
    "ledger correct {of} --公告编号 编号；可先行写入的请核准：ledger plan clear {at} --why 原因",
)


def public(context: Context, tell: Callable[[Context], Document]) -> tuple[Document, Context]:
    """The report without what it may not tell of yet, that as open points; and the context that told it."""
    checks = Checks(context)
    checks.take()
    known = Known(context)
    while True:
        document = tell(context)
        waiting = frozenset(
            at for at in document.sources if checks.waits(at) or known.waits(context.ledger.entry(at))
        )
        if waiting <= context.withheld:
            break
        context = context.again(context.withheld | waiting)
    entries = map(context.ledger.entry, sorted(context.withheld | checks.left_out))
    points = tuple(checks.point(entry) if checks.waits(entry.position) else _open(context, entry)
                   for entry in entries)  # fmt: skip
    return replace(document, open_points=(*points, *document.open_points)), context


def means(ref: Ref, entry: Entry) -> bool:
    """Whether a reference is to an entry: to its version, its item or its whole matter."""
    spec = entry.event.spec
    item = getattr(entry.event, spec.item) if spec.item else None
    return ref.matter == entry.matter and ref.version in (0, entry.version) and ref.item in ("", item)


class Known:
    """What the ledger, as the report knows it, says of announcements and clearances."""

    def __init__(self, context: Context) -> None:
        self.context, self.window = context, context.window

    def waits(self, entry: Entry) -> bool:
        """Whether the report has to wait for an announcement of it."""
        days, following = entry.event.occurred_on, self.context.following
        if following and entry.matter == following.id:
            return False  # the joint report is itself what publishes the plan
        if not entry.event.spec.waits or (days and days.last and days.last < self.window.period.first):
            return False
        told = entry.event.announcements(_matter(self.context, entry))
        return told is not None and not (
            self._by_then(told) or self._cleared(entry) or self._told_elsewhere(entry)
        )

    def _by_then(self, told: tuple[object, ...]) -> bool:
        """Whether one of its days is over by the cut-off; of a number alone, the day of that announcement."""
        days = [one for one in told if isinstance(one, PartialDate)]
        if days:
            return any(map(self._over, days))
        numbers = (self.context.matter(f"announcement/{segment(str(number))}") for number in told)
        found = (matter.all(PUBLISHED) for matter in numbers)
        return any(not known or any(self._over(one.published_on) for one in known) for known in found)

    def _over(self, days: PartialDate) -> bool:
        return days.last is not None and days.last <= self.window.cut_off

    def _cleared(self, entry: Entry) -> bool:
        cleared = self.context.plan.entries("disclosure-cleared")
        return any(means(of(one).cites, entry) and entry.position < one.position for one in cleared)

    def _told_elsewhere(self, entry: Entry) -> bool:
        days = entry.event.occurred_on
        return any(
            any(means(ref, entry) for ref in one.about)
            and (days is None or _at_once_or_later(one.published_on, days))
            for one in self._announcements
        )

    @cached_property
    def _announcements(self) -> list[Any]:
        """The announcements from the period and until the cut-off that say what they are about."""
        first, last = self.window.period.first.isoformat(), self.window.cut_off.isoformat()
        of_view = table(register.VIEW).c
        rows = self.context.reading.select(
            register.VIEW, of_view.kind == PUBLISHED, of_view.first_day >= first, of_view.last_day <= last
        )
        events = [of(self.context.ledger.entry(row.position)) for row in rows]
        return [event for event in events if event.about]


def _at_once_or_later(published: PartialDate, days: PartialDate) -> bool:
    """Whether it was certainly published when all of the days were there."""
    return published.first is not None and days.last is not None and days.last <= published.first


def _matter(context: Context, entry: Entry) -> Matter:
    """The matter of an entry, with nothing withheld."""
    return context.ledger.matter(entry.matter, context.reading.position)


def _open(context: Context, entry: Entry) -> Both:
    """That it waits, with the entry whose fields would say that it was announced."""
    standing = _matter(context, entry).standing
    own = [held.entry for held in standing if held.entry.event.spec.having(ANNOUNCES)]
    where = entry if entry in own or not own else own[0]
    names = names_of(entry.event, context)
    told = [
        text.format(at=entry.position, of=where.position, cut_off=context.window.cut_off,
                    told=shown(entry.event.sentence(lang, names)))
        for text, lang in zip(WAITS, LANGS, strict=True)
    ]  # fmt: skip
    return Both(*told)
