"""Meetings that were held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from projections.view import Days, View, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class MeetingRow(NamedTuple):
    """A meeting; ``topics`` are its own and those of all that was put to it."""

    position: int
    body: str
    title: str | None
    title_en: str | None
    type: str | None
    mode: str | None
    term: int | None
    number: int | None
    year: int | None
    announcement: str | None
    topics: str
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[MeetingRow]:
    """The meeting, if it was held."""
    for entry in matter.entries("meeting-held"):
        event: Any = entry.event
        topics = dict.fromkeys(topic for held in matter.standing for topic in held.entry.event.topics or ())
        yield MeetingRow(
            entry.position, str(event.body), event.title, event.title_en, text_of(event.type),
            text_of(event.mode), event.term, event.number, event.year, event.announcement, "；".join(topics),
            *Days.of(event.held_on),
        )  # fmt: skip


VIEW = View("meetings", 1, MeetingRow, rows, of=("meeting",))
