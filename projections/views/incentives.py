"""Equity incentives: each step of a plan and of its awards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.values import Shares
from projections.view import Days, View, day_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class IncentiveRow(NamedTuple):
    """A step; ``shares`` are stated or added up from the recipients."""

    position: int
    kind: str
    title: str | None
    instrument: str | None
    batch: str | None
    shares: int | None
    persons: int | None
    price: str | None
    days: str
    first_day: str
    last_day: str
    spans: bool


def rows(matter: Matter) -> Iterator[IncentiveRow]:
    """A row for each entry of the plan."""
    plans = [held.entry.event for held in matter.standing if getattr(held.entry.event, "title", None)]
    title = plans[-1].title if plans else None  # type: ignore[attr-defined]
    for held in matter.standing:
        event: Any = held.entry.event
        yield IncentiveRow(
            held.entry.position, held.entry.kind, title, text_of(getattr(event, "instrument", None)),
            text_of(getattr(event, "batch", None)), _shares(event), getattr(event, "persons", None),
            text_of(getattr(event, "price", None)), *Days.of(day_of(matter, event)),
        )  # fmt: skip


def _shares(event: Any) -> int | None:
    if hasattr(event, "number"):
        number: int | None = event.number
        return number
    shares = getattr(event, "shares", None)
    return shares.count if isinstance(shares, Shares) else None


VIEW = View("incentives", 1, IncentiveRow, rows, of=("incentive",))
