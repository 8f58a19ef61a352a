"""What the meetings of bodies were about in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.periods import Scope
from ledger.values import Topic
from projections.document import Run, fill, listed
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import in_the_period
from projections.views import meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.reports.evaluation.context import Context, Link

OF, USE = "body", "described"
ABOUT = Both("the matters before {bodies} included {topics}", "{bodies}所议事项包括{topics}")
BODY = Both("the {body}", "{body}")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """One sentence with the topics of the bodies' meetings, each with the meetings that it was on."""
    bodies: dict[str, list[int]] = {}
    topics: dict[str, list[int]] = {}
    for link in links:
        for scope, row in context.within(meetings.VIEW, body=link.name):
            for topic in filter(None, row.topics.split("；")) if scope is Scope.PERIOD else ():
                bodies.setdefault(link.name, []).append(row.position)
                topics.setdefault(topic, []).append(row.position)
    if topics:
        who = [
            fill(context.say(BODY), body=Run(context.body(body), _once(at))) for body, at in bodies.items()
        ]
        what = [[Run(Topic(topic).show(context.lang), _once(at))] for topic, at in topics.items()]
        yield Sentence(in_the_period(context), fill(
            context.say(ABOUT), bodies=listed(who, *context.commas), topics=listed(what, *context.commas)
        ))  # fmt: skip


def _once(positions: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(positions))
