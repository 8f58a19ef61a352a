"""What events are about: a row for each topic of a standing entry, by which a plan proposes evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from projections.view import Days, View, day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class TopicRow(NamedTuple):
    """An entry and one of its topics."""

    position: int
    topic: str
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[TopicRow]:
    """A row for each topic, but for those of a plan, which are what its measures ask for."""
    if not matter.id.startswith("plan/"):
        for held in matter.standing:
            for topic in held.entry.event.topics or ():
                days = Days.of(day_of(matter, held.entry.event))
                yield TopicRow(held.entry.position, topic, *days)


VIEW = View("topics", 1, TopicRow, rows)
