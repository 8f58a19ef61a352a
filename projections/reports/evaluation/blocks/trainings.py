"""Trainings, by name: those that others organised together, those of the company each for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run, fill, listed
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context, Link

OF, USE = "training", "named"
ATTENDED = Both(
    "{audience} attended trainings{by}, including {titles}",
    "{audience}参加{by}培训，包括{titles}",
)
ONE = Both("{audience} attended the training {titles}{by}", "{audience}参加{by}培训{titles}")
PEOPLE = Both("people of the Company", "公司相关人员")
BY = Both(" organised by {organisers}", "{organisers}组织的")
BY_SOME = Both(" organised by {organisers} and others", "{organisers}等组织的")
OWN = Both("the Company held its own training {title}{by}{audience}", "公司开展内部培训{title}{by}{audience}")
GIVEN_BY = Both(", given by {trainer}", "，由{trainer}讲授")
FOR = Both(", for {audience}", "，参加对象为{audience}")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """Sentences in the order linked; those of others make one for each time and audience."""
    entries = [entry for link in links for entry in context.matter(link.to.matter).entries("training-held")]
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        event = of(entry)
        if context.scope(event.held_on) is not Scope.OUTSIDE:
            alone = event.side.value == "internal"
            groups.setdefault(entry.position if alone else (event.held_on, event.audience), []).append(entry)
    for group in groups.values():
        days, own = of(group[0]).held_on, of(group[0]).side.value == "internal"
        runs = _own(context, group[0]) if own else _external(context, group)
        yield Sentence(by_scope(context, context.scope(days), days, *group), runs)


def _quoted(context: Context, entry: Entry) -> list[Run]:
    return [Run("“"), context.titled(entry), Run("”")]


def _external(context: Context, entries: list[Entry]) -> list[Run]:
    audience = of(entries[0]).audience
    return fill(
        context.say(ATTENDED if len(entries) > 1 else ONE),
        audience=context.party(audience, *entries) if audience else context.say(PEOPLE),
        by=_organisers(context, entries),
        titles=listed([_quoted(context, entry) for entry in entries], *context.commas),
    )


def _organisers(context: Context, entries: list[Entry]) -> list[Run]:
    by: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in of(entry).organiser or ():
            by.setdefault(name, []).append(entry)
    if not by:
        return []
    names = [[context.party(name, *organised)] for name, organised in by.items()]
    between, last = context.commas
    if all(of(entry).organiser for entry in entries):
        return fill(context.say(BY), organisers=listed(names, between, last))
    return fill(context.say(BY_SOME), organisers=listed(names, between))


def _own(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    by = fill(context.say(GIVEN_BY), trainer=context.party(event.trainer, entry)) if event.trainer else []
    people = fill(context.say(FOR), audience=context.party(event.audience, entry)) if event.audience else []
    return fill(context.say(OWN), title=_quoted(context, entry), by=by, audience=people)
