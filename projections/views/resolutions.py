"""Resolutions: what was voted on, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from projections.view import Days, View, day_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class ResolutionRow(NamedTuple):
    """An item that passed or failed."""

    position: int
    body: str
    item: str | None
    title: str
    passed: bool
    votes: str | None
    topics: str
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[ResolutionRow]:
    """A row for each vote."""
    for entry in matter.entries("resolution-passed", "resolution-failed"):
        event: Any = entry.event
        yield ResolutionRow(
            entry.position, matter.id.split("/")[1], event.item, event.title,
            entry.kind == "resolution-passed", text_of(event.votes), "；".join(event.topics or ()),
            *Days.of(day_of(matter, event)),
        )  # fmt: skip


VIEW = View("resolutions", 1, ResolutionRow, rows, of=("meeting",))
