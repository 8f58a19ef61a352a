"""Bounds: between which numbers a stated quantity lies, by its qualifier and its printed digits."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.values.digits import EXACT, SCALE, SCALES, decimals
from ledger.values.text import MEASURES

if TYPE_CHECKING:
    from ledger.values.quantity import Quantity

INFINITY = Decimal("Infinity")
COUNTED = frozenset(MEASURES) | {
    "元",
    "股",
    "件",
    "台",
    "套",
    "种",
    "只",
    "笔",
    "张",
    "类",
    "人次",
    "persons",
}
"""Bases of units whose whole numbers are exact counts, not rounded."""
_YUAN = {"CNY": "元", "人民币": "元", "人民币元": "元", "RMB": "元"}
_SCALED = re.compile(rf"(?P<scale>{SCALE})?\s*(?P<base>.*)", re.IGNORECASE)


class Bounds(NamedTuple):
    """A closed interval; an infinite end is not known."""

    low: Decimal
    high: Decimal

    def meets(self, other: Bounds) -> bool:
        """Whether one number may lie in both."""
        return self.low <= other.high and other.low <= self.high


def scaled(unit: str) -> tuple[str, str]:
    """The scale and the base of a unit: ``万元`` -> ``("万", "元")``."""
    match = _SCALED.fullmatch(unit)
    scale, base = (match["scale"] or "", match["base"]) if match else ("", unit)
    return (scale.lower(), _YUAN.get(base.upper(), base)) if base else ("", unit)


def base_of(quantity: Quantity) -> str:
    """What it counts, whatever the scale: ``元`` for ``1,629.77 万元``."""
    return scaled(quantity.unit)[1]


def half_digit(number: Decimal) -> Decimal:
    """Half of the last printed digit's worth."""
    return Decimal(5).scaleb(-decimals(number) - 1)


def bounds(quantity: Quantity, *, rounded: bool = True) -> Bounds:
    """Where it lies, in units of its base; with ``rounded`` by half of its last printed digit more."""
    scale, base = scaled(quantity.unit)
    number, off = quantity.number, Decimal(0)
    counted = not scale and not decimals(number) and base in COUNTED
    if rounded and not counted:
        off = half_digit(number)
    low, high = (EXACT.scaleb(end, SCALES[scale]) for end in (number - off, number + off))
    if quantity.qualifier == "about":
        return Bounds(-INFINITY, INFINITY)
    if quantity.qualifier in ("over", "more-than", "at-least", "at-least-incl"):
        return Bounds(low, INFINITY)
    if quantity.qualifier in ("near", "less-than", "at-most", "at-most-incl"):
        return Bounds(-INFINITY, high)
    return Bounds(low, high)
