"""Milestones of a project: reached, put off or brought forward, still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run, fill
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import AS_OF, on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter
    from ledger.values import PartialDate
    from projections.reports.evaluation.context import Context, Link

OF, USE = "project", "named"
PLANNED = Both("{title} is expected {due}", "预计{due}{title}")
CHANGED = Both(
    "{title} is now expected {due}{before}{reason}",
    "{reason}{title}的预计时间变更为{due}{before}",
)
MOVED = Both(
    "{title} is {direction} and now expected {due}{before}{reason}",
    "{reason}{title}{direction}，现预计时间为{due}{before}",
)
BEFORE = Both(", before: {due_from}", "（此前为{due_from}）")
REASON = Both(", because {reason}", "因{reason}，")
ON = Both("on {due}", "{due}")
IN = Both("in {due}", "{due}")
AT = Both("at {due}", "{due}")
UNTITLED = Both(
    "milestone {milestone} of {project} has no title, since no entry plans it; it is left out",
    "{project} 的里程碑 {milestone} 没有名称（没有计划它的分录），未写入",
)


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """A sentence for each milestone as it stood by the cut-off: those reached, then those to come, by day."""
    for matter_id in dict.fromkeys(link.to.matter for link in links):
        matter = context.matter(matter_id)
        told: dict[str, list[Entry]] = {}
        for entry in matter.entries("milestone-planned", "milestone-reached", "schedule-changed"):
            told.setdefault(of(entry).milestone or "", []).append(entry)
        stood = [entry for entries in told.values() for entry in _latest(context, entries)]
        for entry in sorted(stood, key=_order):
            yield from _sentence(context, matter, entry, told[of(entry).milestone or ""])


def _latest(context: Context, entries: list[Entry]) -> list[Entry]:
    """What became of a milestone: that it was reached, else its last schedule."""
    known = [entry for entry in entries if _by_then(context, entry)]
    for kind in ("milestone-reached", "schedule-changed", "milestone-planned"):
        if found := [entry for entry in known if entry.kind == kind]:
            return found[-1:]
    return []


def _order(entry: Entry) -> tuple[bool, tuple[str, str]]:
    event = of(entry)
    if entry.kind == "milestone-reached":
        return False, event.reached_on.sort_key
    due: PartialDate = event.due_to if entry.kind == "schedule-changed" else event.due_on
    return True, due.sort_key


def _sentence(context: Context, matter: Matter, entry: Entry, entries: list[Entry]) -> Iterator[Sentence]:
    if entry.kind == "milestone-reached":
        scope = context.scope(of(entry).reached_on)
        if scope is not Scope.OUTSIDE:
            yield Sentence(_when(context, scope, entry), [_title(context, entry)])
    elif entry.kind == "milestone-planned":
        due = _due(context, of(entry).due_on, entry)
        yield Sentence(None, fill(context.say(PLANNED), title=_title(context, entry), due=due))
    else:
        titled = [one for one in entries if one.kind == "milestone-planned"]
        titled = titled if of(entry).milestone else matter.entries("project-registered")
        if titled:
            yield Sentence(None, _changed(context, titled[-1], entry))
        else:
            context.leave_open(UNTITLED, milestone=of(entry).milestone or "", project=matter.id)


def _by_then(context: Context, entry: Entry) -> bool:
    """Whether it had happened, or was said, by the cut-off; what has no day was."""
    days = entry.event.occurred_on
    return days is None or (days.last is not None and days.last <= context.window.cut_off)


def _when(context: Context, scope: Scope, entry: Entry) -> Run:
    """Its day or month; of a day that is only known to lie in an interval, the day on which it was so."""
    days: PartialDate = of(entry).reached_on
    if days.last and (scope is Scope.SINCE or ".." in str(days)):
        last = type(days)(days.last.isoformat())
        return Run(context.say(AS_OF).format(days=last.show(context.lang)), (entry.position,))
    return on(context, days, entry)


def _title(context: Context, entry: Entry) -> Run:
    return context.titled(entry, "name" if entry.kind == "project-registered" else "title")


def _due(context: Context, days: PartialDate, entry: Entry) -> list[Run]:
    words = ON if days.is_day else AT if str(days).endswith("-start") else IN
    return fill(context.say(words), due=context.run(days, entry))


def _changed(context: Context, titled: Entry, entry: Entry) -> list[Run]:
    event = of(entry)
    before = context.run(event.due_from, entry) if event.due_from else None
    reason = event.reason if context.lang == "zh" else event.reason_en
    return fill(
        context.say(MOVED if event.direction else CHANGED),
        direction=context.run(event.direction, entry) if event.direction else "",
        title=_title(context, titled), due=_due(context, event.due_to, entry),
        before=fill(context.say(BEFORE), due_from=before) if before else [],
        reason=fill(context.say(REASON), reason=context.run(reason, entry)) if reason else [],
    )  # fmt: skip
