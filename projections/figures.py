"""What the fields of a kind add up to, by the roles that they declare."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.event import BREAKDOWN, LATEST, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.event import KindSpec


def figures(spec: KindSpec, cells: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    """Totals, latest levels and breakdowns of rows; ``cells`` are in the order of days."""
    totals = {field.name: added(row[field.name] for row in cells if field.name in row)
              for field in spec.having(TOTAL)}  # fmt: skip
    latest = {field.name: values[-1] for field in spec.having(LATEST)
              if (values := [row[field.name] for row in cells if field.name in row])}  # fmt: skip
    breakdowns = {field.name: dict(Counter(row[field.name] for row in cells if field.name in row))
                  for field in spec.having(BREAKDOWN)}  # fmt: skip
    told: dict[str, dict[str, Any]] = {"totals": totals, "latest": latest, "breakdowns": breakdowns}
    return {name: {field: value for field, value in found.items() if value} for name, found in told.items()}


def added(cells: Iterable[str]) -> str:
    """The sum of counts or of amounts of money, each currency for itself; empty for no cells."""
    sums: dict[str, Decimal] = {}
    for cell in cells:
        unit, _, number = cell.rpartition(" ")
        sums[unit] = sums.get(unit, Decimal(0)) + Decimal(number)
    return "；".join(f"{unit} {total:f}".strip() for unit, total in sums.items())
