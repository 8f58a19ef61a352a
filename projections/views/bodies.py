"""Bodies: what each was called from which day, and what the rules take it for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from projections.view import View, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class BodyRow(NamedTuple):
    """A name of a body; ``dissolved`` is the first day without it."""

    position: int
    body: str
    title: str
    title_en: str | None
    type: str
    roles: str | None
    first_day: str
    last_day: str
    spans: bool
    dissolved: str | None


def rows(matter: Matter) -> Iterator[BodyRow]:
    """A row for each establishment or renaming."""
    dissolved = matter.last("body-dissolved")
    for entry in matter.entries("body-established"):
        event = entry.event
        days = event.established_on  # type: ignore[attr-defined]
        first, last = days.sort_key if days else ("0001-01-01", "0001-01-01")
        yield BodyRow(
            entry.position, matter.id.partition("/")[2], event.title, event.title_en,  # type: ignore[attr-defined]
            event.type.value, text_of(event.roles), first, last, first != last,  # type: ignore[attr-defined]
            dissolved.dissolved_on.sort_key[0] if dissolved else None,
        )  # fmt: skip


VIEW = View("bodies", 1, BodyRow, rows, of=("body",))
