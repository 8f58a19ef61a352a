"""The rate of replies to investors, from how much was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from projections.reports.evaluation.check import Check, fill_in, pending, share
from projections.reports.evaluation.operands import operand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry

NAME = Both("reply rate", "回复率")


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """The stated rate beside the answered of those asked."""
    _ = reader
    event: Any = entry.event
    rate = getattr(event, "reply_rate", None)
    if not rate:
        return
    missing = [fill_in(entry, name) for name in ("asked", "answered") if not getattr(event, name)]
    told = None
    if not missing:
        told = share(entry, NAME, operand(event.answered, entry), operand(event.asked, entry), rate)
    yield told or pending(entry, NAME, rate, *missing)
