"""The register: every standing entry, and every retraction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ledger.event import BREAKDOWN, LATEST, PERSONS, TOTAL
from ledger.matter import RETRACTED
from ledger.values import Attendance
from projections.view import Days, View, day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.event import GovernanceEvent
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
    cells = event.cells()
    figures = {name: cells[name] for name, field in event.spec.fields.items()
               if name in cells and field.roles & SUMMED}  # fmt: skip
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
    for name, field in event.spec.fields.items():
        value = getattr(event, name)
        if isinstance(value, Attendance):
            yield from value.entitled
        elif value is not None and PERSONS in field.roles:
            yield from (value,) if isinstance(value, str) else value


VIEW = View("register", 1, RegisterRow, rows)
