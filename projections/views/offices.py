"""Offices: who held which post in which body, as half-open terms of days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from projections.view import View, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class OfficeRow(NamedTuple):
    """A term: from its first day up to, not including, the day of leaving; None while it lasts."""

    position: int
    body: str
    person: str
    post: str
    quality: str | None
    title: str | None
    first_day: str
    last_day: str
    spans: bool
    until_day: str | None
    left: int | None
    """Position of the entry that ended it."""


def rows(matter: Matter) -> Iterator[OfficeRow]:
    """A row for each appointment, ended by the first leaving that may concern it."""
    for entry in matter.entries("person-appointed"):
        event: Any = entry.event
        left = _leaving(matter, event)
        first, last = event.appointed_on.sort_key
        yield OfficeRow(
            entry.position, str(event.body), event.person, event.post.value, text_of(event.quality),
            event.title, first, last, first != last,
            left.event.effective_on.sort_key[0] if left else None, left.position if left else None,
        )  # fmt: skip


def _leaving(matter: Matter, appointed: Any) -> Any:
    for entry in matter.entries("person-left"):
        event: Any = entry.event
        if event.post in (None, appointed.post) and not event.effective_on.before(appointed.appointed_on):
            return entry
    return None


VIEW = View("offices", 1, OfficeRow, rows, of=("office",))
