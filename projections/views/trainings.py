"""Trainings that took place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from projections.view import Days, View, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class TrainingRow(NamedTuple):
    """A training."""

    position: int
    title: str
    title_en: str | None
    side: str
    organiser: str | None
    trainer: str | None
    audience: str | None
    persons: int | None
    hours: str | None
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[TrainingRow]:
    """A row for each training."""
    for entry in matter.entries("training-held"):
        event: Any = entry.event
        yield TrainingRow(
            entry.position, event.title, event.title_en, event.side.value, text_of(event.organiser),
            event.trainer, event.audience, event.persons, text_of(event.hours), *Days.of(event.held_on),
        )  # fmt: skip


VIEW = View("trainings", 1, TrainingRow, rows, of=("training",))
