"""What the fields of a kind add up to, by the roles that they declare."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.event import BREAKDOWN, LATEST, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.event import KindSpec


def figures(spec: KindSpec, rows: list[tuple[str, dict[str, str]]]) -> dict[str, dict[str, Any]]:
    """Totals, latest levels of each matter, and breakdowns; matters and cells are in the order of days."""
    cells = [row for _, row in rows]
    totals = {field.name: added(row[field.name] for row in cells if field.name in row)
              for field in spec.having(TOTAL)}  # fmt: skip
    latest = {field.name: {matter: row[field.name] for matter, row in rows if field.name in row}
              for field in spec.having(LATEST)}  # fmt: skip
    breakdowns = {field.name: dict(Counter(row[field.name] for row in cells if field.name in row))
                  for field in spec.having(BREAKDOWN)}  # fmt: skip
    told: dict[str, dict[str, Any]] = {"totals": totals, "latest": latest, "breakdowns": breakdowns}
    return {name: {field: value for field, value in found.items() if value} for name, found in told.items()}


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def added(cells: Iterable[str]) -> str:
    """The sum of counts, amounts or quantities, those of one unit together; empty for no cells."""
    sums: dict[str, Decimal] = {}
    for cell in cells:
        unit = _NUMBER.sub("{}", cell, count=1)
        number = _NUMBER.search(cell)
        sums[unit] = sums.get(unit, Decimal(0)) + Decimal(number[0] if number else 0)
    return "；".join(unit.replace("{}", f"{total:f}") for unit, total in sums.items())
