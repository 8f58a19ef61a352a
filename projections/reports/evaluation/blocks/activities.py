"""Activities of the business, by name, and reforms that were started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run, fill, listed
from projections.reports.evaluation.amounts import stated
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context, Link

OF, USE = "activity", "named"
SOME = Both("the Company's activities include the {titles} ({type})", "公司开展的{type}包括{titles}")
UNTYPED = Both("the Company's activities include the {titles}", "公司开展的活动包括{titles}")
ONE = Both("the Company held the {titles}{type}", "公司开展{type}{titles}")
TYPE = Both(" ({type})", "{type}")
TOLD = Both("{title}{partners}{persons}{content}", "{title}{partners}{persons}{content}")
PARTNERS = Both(", with {partners}", "（与{partners}合作）")
PERSONS = Both(", attended by {persons}", "（{persons}参加）")
STARTED = Both("the Company started the {title}{content}", "公司启动{title}{content}")
CONTENT = Both(": {content}", "，{content}")
NO_ENGLISH = Both(
    "the content of #{at} has no English and is left out", "#{at} 的内容没有英文，未写入英文报告"
)


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """Sentences in the order linked; activities of one time and type make one, which claims no whole."""
    groups: dict[Any, list[Entry]] = {}
    for link in links:
        for entry in context.matter(link.to.matter).entries("activity-held", "reform-started"):
            days: Any = entry.event.occurred_on
            if context.scope(days) is not Scope.OUTSIDE:
                alone = entry.kind == "reform-started"
                groups.setdefault(entry.position if alone else (days, of(entry).type), []).append(entry)
    for group in groups.values():
        days = of(group[0]).occurred_on
        runs = _started(context, group[0]) if group[0].kind == "reform-started" else _held(context, group)
        yield Sentence(by_scope(context, context.scope(days), days, *group), runs)


def _quoted(context: Context, entry: Entry) -> list[Run]:
    return [Run("“"), context.titled(entry), Run("”")]


def _content(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    if not event.content:
        return []
    if context.lang == "en" and not event.content_en:
        context.leave_open(NO_ENGLISH, at=entry.position)
        return []
    return fill(context.say(CONTENT), content=context.titled(entry, "content"))


def _started(context: Context, entry: Entry) -> list[Run]:
    return fill(context.say(STARTED), title=_quoted(context, entry), content=_content(context, entry))


def _held(context: Context, group: list[Entry]) -> list[Run]:
    kind = of(group[0]).type
    type_run = context.run(kind, *group) if kind else None
    titles = listed([_told(context, entry) for entry in group], *context.commas)
    if len(group) == 1:
        typed = fill(context.say(TYPE), type=type_run) if type_run else []
        return fill(context.say(ONE), titles=titles, type=typed)
    if type_run is None:
        return fill(context.say(UNTYPED), titles=titles)
    return fill(context.say(SOME), titles=titles, type=type_run)


def _told(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    optional = {
        "partners": (PARTNERS, context.parties(entry, "partners") if event.partners else None),
        "persons": (PERSONS, stated(context, event.persons, entry) if event.persons else None),
    }
    told = {
        name: fill(context.say(pattern), **{name: value}) if value else []
        for name, (pattern, value) in optional.items()
    }
    return fill(context.say(TOLD), title=_quoted(context, entry), content=_content(context, entry), **told)
