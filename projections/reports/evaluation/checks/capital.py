"""Shares as a percentage of the share capital of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.values import Shares
from projections.reports.evaluation.check import Check, Outcome, fill_in, filled, pending, share
from projections.reports.evaluation.operands import operand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry
    from ledger.values import PartialDate
    from projections.reports.evaluation.operands import Operand

NAME = Both("share of the capital", "占总股本比例")
CAPITAL = Both(
    "record the share capital as of {day}: ledger record share-capital-reported --as-of {code} --total …",
    "请记录该日（{day}）的股本：ledger record 股本 --截至日 {code} --总股本 …",
)
BEFORE_ITSELF = ("treasury-shares-cancelled",)
"""What changes the capital, of which it is a percentage as it was before."""


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """The stated percentage beside the shares in the capital that the entry names, or that is recorded."""
    event: Any = entry.event
    stated = getattr(event, "percent_of_capital", None)
    if not stated:
        return
    count = getattr(event, "number", None)
    shares = event.shares or (Shares(count) if count is not None else None)
    if shares is None:
        yield pending(entry, NAME, stated, fill_in(entry, "shares"))
        return
    whole, by_then = _capital(reader, entry)
    told = share(entry, NAME, operand(shares, entry), whole, stated) if whole else None
    if told and (by_then or told.outcome is Outcome.AGREES):
        yield told
    else:
        yield pending(entry, NAME, stated, _wanted(event.occurred_on))


def _capital(reader: MatterReader, entry: Entry) -> tuple[Operand | None, bool]:
    """The capital of the day, and whether it was so by then: if none is known by then, the first after it."""
    event: Any = entry.event
    if getattr(event, "share_capital", None):
        return operand(event.share_capital, entry), True
    told = reader.matter("company").entries("share-capital-reported")
    by_then = [one for one in told if _by(one, entry)]
    known: list[Any] = by_then[-1:] or told[:1]
    return next(
        ((operand(one.event.total, one).of(one.event.as_of), bool(by_then)) for one in known), (None, False)
    )


def _by(capital: Entry, entry: Entry) -> bool:
    """Whether the capital was reported as of the day of the entry, or of one before."""
    days, end = capital.event.occurred_on, entry.event.occurred_on
    if not (days and days.last and end and end.last):
        return False
    return days.last < end.last if entry.kind in BEFORE_ITSELF else days.last <= end.last


def _wanted(day: PartialDate) -> Both:
    return filled(CAPITAL, day=day, code=str(day.last or day))
