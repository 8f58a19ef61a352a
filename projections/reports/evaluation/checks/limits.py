"""How far a buyback or a change of a holding came towards its floor and its ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.events.buybacks import BuybackEvent
from ledger.events.dealing_fields import SoFar
from ledger.language import Both
from projections.reports.evaluation.check import Check, filled, share
from projections.reports.evaluation.dealings import amount_in, term_then
from projections.reports.evaluation.operands import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry

LIMITS = {
    "floor": Both("progress of the {what} against its floor", "{what}累计数占下限的比例"),
    "ceiling": Both("progress of the {what} against its ceiling", "{what}累计数占上限的比例"),
}
BUYBACK, HOLDING = Both("buyback", "回购"), Both("change of the holding", "增减持")


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """The cumulative figures as a percentage of floor and ceiling as they held then; nobody states it."""
    if not isinstance(entry.event, SoFar):
        return
    matter = reader.matter(entry.matter)
    what = BUYBACK if isinstance(entry.event, BuybackEvent) else HOLDING
    for limit, name in LIMITS.items():
        terms = term_then(matter, limit, entry)
        if not terms:
            continue
        whole = exact(getattr(terms.event, limit), terms)
        part = amount_in(entry, whole.unit)
        told = share(entry, filled(name, what=what), part, whole, None) if part else None
        if told:
            yield told
