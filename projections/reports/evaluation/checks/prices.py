"""The average price of a dealing, from its money and shares, beside the prices between which it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.events.dealing_fields import DealingFigures, SoFar
from ledger.language import Both
from ledger.values import Money
from ledger.values.digits import EXACT, half_up
from projections.reports.evaluation.check import TOLD, Check, compared, filled
from projections.reports.evaluation.dealings import term_then
from projections.reports.evaluation.operands import operand, quotient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.reports.evaluation.operands import Operand

NAME = Both("average price", "成交均价")
LOW = Both("at least {low}", "不低于{low}")
HIGH = Both("at most {high}", "不超过{high}")
BETWEEN = Both("{low} to {high}", "{low}至{high}")
ABOUT = Both("about {told}", "约{told}")
PLACES = 4


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """Money over shares beside the lowest and the highest price told, else beside the cap of the plan."""
    event: Any = entry.event
    if not isinstance(event, DealingFigures) or not event.shares or not event.shares.count:
        return
    shares, money = operand(event.shares, entry), event.cash or event.cash_as_stated
    cash = operand(money, entry) if money else None
    low, high = _prices(reader.matter(entry.matter), entry)
    ends = [end for end in (low, high) if end]
    if not cash or not ends or any(end.unit != cash.unit for end in ends):
        return
    within = quotient(cash.within, shares.within)
    agrees = not (low and within.high < low.number) and not (high and within.low > high.number)
    average = Money(half_up(EXACT.divide(cash.number, shares.number), PLACES), cash.unit)
    computed = filled(ABOUT if cash.vague else TOLD, told=average)
    yield compared(entry, NAME, stated=_stated(low, high), computed=computed, operands=(cash, shares, *ends),
                   agrees=agrees)  # fmt: skip


def _prices(matter: Matter, entry: Entry) -> tuple[Operand | None, Operand | None]:
    """The prices of the entry itself, those of a later cumulative figure that holds it, or only the cap."""
    for one in (entry, *_later(matter, entry)):
        event: Any = one.event
        if event.low or event.high:
            return (event.low and operand(event.low, one)), (event.high and operand(event.high, one))
    plan = term_then(matter, "price_cap", entry)
    cap: Any = plan and plan.event
    return None, operand(cap.price_cap, plan) if plan else None


def _later(matter: Matter, entry: Entry) -> list[Entry]:
    day = entry.event.occurred_on
    told = [held.entry for held in matter.standing if isinstance(held.entry.event, SoFar)]
    return [one for one in told if day and one.event.occurred_on and day.before(one.event.occurred_on)]


def _stated(low: Operand | None, high: Operand | None) -> Both:
    pattern = BETWEEN if low and high else LOW if low else HIGH
    return filled(pattern, low=low.told if low else "", high=high.told if high else "")
