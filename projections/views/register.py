"""The register: every standing entry, and every retraction."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ledger.event import BREAKDOWN, LATEST, PERSONS, TOTAL
from ledger.matter import RETRACTED
from ledger.values import Attendance
from projections.view import Days, View, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.entry import Entry
    from ledger.event import FieldSpec, GovernanceEvent
    from ledger.matter import Matter

SUMMED = {TOTAL, LATEST, BREAKDOWN}


class RegisterRow(NamedTuple):
    """An entry; ``persons`` stand between ``；``, ``figures`` holds the cells that summaries use, as JSON."""

    position: int
    kind: str
    body: str | None
    persons: str
    figures: str
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[RegisterRow]:
    """A row for each entry that stands or retracts."""
    for held in matter.standing:
        yield _row(matter, held.entry)
    for entry in matter.history:
        if entry.kind == RETRACTED:
            yield _row(matter, entry)


def _row(matter: Matter, entry: Entry) -> RegisterRow:
    event = entry.event
    names = "".join(f"；{name}" for name in persons(event))
    figures = {
        name: str(value) for name in _summed(type(event)) if (value := getattr(event, name)) is not None
    }
    return RegisterRow(
        entry.position, entry.kind, _body(matter, event), names and f"{names}；",
        json.dumps(figures, ensure_ascii=False), *Days.of(day_of(matter, event)),
    )  # fmt: skip


def _body(matter: Matter, event: GovernanceEvent) -> str | None:
    body = getattr(event, "body", None)
    if body is None and matter.id.startswith("meeting/"):
        return matter.id.split("/")[1]
    return str(body).removeprefix("body/") if body else None


def persons(event: GovernanceEvent) -> Iterator[str]:
    """Everybody whom the event names."""
    for name in _naming(type(event)):
        value = getattr(event, name)
        if value is not None:
            yield from value.entitled if isinstance(value, Attendance) else _each(value)


def _each(value: str | Iterable[str]) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value


@cache
def _summed(kind: type[GovernanceEvent]) -> list[str]:
    """The fields that summaries use."""
    return [name for name, field in kind.spec.fields.items() if field.roles & SUMMED]


@cache
def _naming(kind: type[GovernanceEvent]) -> list[str]:
    """The fields that name persons."""
    fields = kind.spec.fields.values()
    return [field.name for field in fields if PERSONS in field.roles or Attendance in _types(field)]


def _types(field: FieldSpec) -> tuple[object, ...]:
    return getattr(field.annotation, "__args__", (field.annotation,))


VIEW = View("register", 1, RegisterRow, rows)
