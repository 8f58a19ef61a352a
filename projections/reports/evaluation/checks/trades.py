"""The trades of single days beside the cumulative figures that hold them; the two are never added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.events.dealing_fields import SoFar, Traded
from ledger.events.dealing_sums import CARRIED
from ledger.events.shareholdings import Direction
from ledger.language import Both
from projections.reports.evaluation.check import Check, compared
from projections.reports.evaluation.dealings import amount_in
from projections.reports.evaluation.operands import operand, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry
    from ledger.matter import Matter
    from ledger.values import PartialDate

NAMES = {"shares": Both("shares in all", "累计股数"), "cash": Both("money in all", "累计金额")}
RECORD = Both("record the trades that are missing, or correct the entry that is wrong",
              "请补记缺少的成交，或更正有误的分录")  # fmt: skip
SOLD = "holding-reduced"


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """Each cumulative figure beside the sum of what is recorded trade by trade; none where no trade is."""
    event: Any = entry.event
    if not isinstance(event, SoFar):
        return
    parts = _parts(reader.matter(entry.matter), entry)
    for name, figure in (("shares", event.shares), ("cash", event.cash or event.cash_as_stated)):
        if not figure or not parts or (name == "cash" and not _alike(parts, entry)):
            continue
        stated = operand(figure, entry)
        traded = [told for one in parts if (told := amount_in(one, stated.unit))]
        if len(traded) == len(parts):
            computed = total(traded)
            yield compared(
                entry, NAMES[name], stated=stated.told, computed=computed.told, operands=tuple(traded),
                agrees=computed.within.meets(stated.within), then=RECORD,
            )  # fmt: skip


def _parts(matter: Matter, entry: Entry) -> list[Entry]:
    """The balance carried in, if any, and the trades after it; none if there are no trades."""
    sold = getattr(entry.event, "direction", None) is Direction.REDUCTION
    within = [held.entry for held in matter.standing if _by(held.entry, entry.event.occurred_on)]
    flows = [one for one in within if isinstance(one.event, Traded) and (one.kind == SOLD) == sold]
    balances: list[Any] = [one for one in within if one.kind == CARRIED and _shares(one)]
    carried = max(balances, key=_shares, default=None)
    if carried:
        flows = [one for one in flows if carried.event.as_of.before(one.event.occurred_on)]
    return [*([carried] if carried else []), *flows] if flows else []


def _by(entry: Entry, end: PartialDate | None) -> bool:
    days = entry.event.occurred_on
    return bool(days and days.last and end and end.last and days.last <= end.last)


def _shares(entry: Any) -> int:
    return entry.event.shares.count if entry.event.shares else 0


def _alike(parts: list[Entry], entry: Entry) -> bool:
    """Whether all money is told with fees, or all without."""
    fees = getattr(entry.event, "fees", None)
    return all(getattr(one.event, "fees", None) is fees for one in parts)
