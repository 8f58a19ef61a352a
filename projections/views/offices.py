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
    """Position of the entry that ended it: a leaving, or the appointment for the next term."""


def rows(matter: Matter) -> Iterator[OfficeRow]:
    """A row for each appointment, ended by the first leaving that may concern it, or by the next term."""
    for entry in matter.entries("person-appointed"):
        event: Any = entry.event
        end = _end(matter, event)
        first, last = event.appointed_on.sort_key
        yield OfficeRow(
            entry.position, str(event.body), event.person, event.post.value, text_of(event.quality),
            event.title, first, last, first != last,
            end.event.occurred_on.sort_key[0] if end else None, end.position if end else None,
        )  # fmt: skip


def _end(matter: Matter, appointed: Any) -> Any:
    """What ended the term; who leaves and is appointed on one day begins another term."""
    for entry in matter.entries("person-appointed", "person-left"):
        event: Any = entry.event
        if event.post not in (None, appointed.post) or event is appointed:
            continue
        if entry.kind == "person-appointed":
            ends = appointed.appointed_on.before(event.appointed_on)
        else:
            ends = not event.effective_on.before(appointed.appointed_on) and not _begins(appointed, event)
        if ends:
            return entry
    return None


def _begins(appointed: Any, left: Any) -> bool:
    """Whether somebody left on the day of the appointment, before it unless their order says otherwise."""
    orders = appointed.order_on_day, left.order_on_day
    same = appointed.appointed_on.is_day and appointed.appointed_on == left.effective_on
    return same and (None in orders or orders[1] < orders[0])


VIEW = View("offices", 2, OfficeRow, rows, of=("office",))
