"""Attendance: how each person who was entitled attended each meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from projections.view import Days, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class AttendanceRow(NamedTuple):
    """One person at one meeting; ``mode`` as in ledger.values.AttendanceMode."""

    position: int
    body: str
    person: str
    mode: str
    proxy: str
    reason: str
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[AttendanceRow]:
    """A row for each person, where names are known."""
    for entry in matter.entries("meeting-held"):
        event: Any = entry.event
        for one in event.attendance.attendees if event.attendance else ():
            yield AttendanceRow(
                entry.position, str(event.body), one.name, one.mode.value, one.proxy, one.reason,
                *Days.of(event.held_on),
            )  # fmt: skip


VIEW = View("attendance", 1, AttendanceRow, rows, of=("meeting",))
