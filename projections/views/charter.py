"""The charter and the policies: each change of an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from projections.view import Days, View, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class CharterRow(NamedTuple):
    """A change; ``kind`` says which."""

    position: int
    kind: str
    instrument: str
    title: str | None
    clauses: str | None
    approved_at: str | None
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[CharterRow]:
    """A row for each entry of the instrument."""
    for held in matter.standing:
        event: Any = held.entry.event
        yield CharterRow(
            held.entry.position, held.entry.kind, matter.id, getattr(event, "title", None),
            text_of(getattr(event, "clauses", None)), text_of(getattr(event, "approved_at", None)),
            *Days.of(event.occurred_on),
        )  # fmt: skip


VIEW = View("charter", 1, CharterRow, rows, of=("instrument",))
