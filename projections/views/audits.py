"""Internal audits that were performed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from projections.view import Days, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class AuditRow(NamedTuple):
    """An audit, and how many of its findings are open."""

    position: int
    type: str
    title: str | None
    owner: str | None
    raised: int
    closed: int
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[AuditRow]:
    """The audit with its findings counted."""
    raised = {event.item for event in matter.all("finding-raised")}
    closed = {event.item for event in matter.all("finding-closed")}
    for entry in matter.entries("audit-performed"):
        event: Any = entry.event
        yield AuditRow(
            entry.position, event.type.value, event.title, event.owner, len(raised), len(raised & closed),
            *Days.of(event.performed_on),
        )  # fmt: skip


VIEW = View("audits", 1, AuditRow, rows, of=("audit",))
