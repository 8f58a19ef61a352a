"""Operands: stated figures to compute with, each between the numbers that it may stand for.

The rules of a kind refuse only what no reading makes possible. Here a person is asked about whatever an
ordinary reading excludes: 约 leaves a unit of the last digit either way, 近 one below and 余 one above, where
the last digit of a whole number is the last that is not zero.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.language import Both
from ledger.values import Money, Percent, Quantity, Shares
from ledger.values.bounds import COUNTED, INFINITY, Bounds, half_digit, scaled
from ledger.values.digits import EXACT, SCALES, decimals
from projections.reports.evaluation.amounts import CODES, english

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.values import PartialDate

ZERO, HUNDRED = Decimal(0), Decimal(100)
SHARE = "股"
ANYTHING = Bounds(-INFINITY, INFINITY)
ROUGH = {"about": (-1, 1), "over": (0, 1), "near": (-1, 0)}
"""Qualifier -> by how many units of its last digit the figure may be off, downwards and upwards."""
AT_LEAST = ("at-least", "at-least-incl", "more-than")
AT_MOST = ("at-most", "at-most-incl", "less-than")


class Operand(NamedTuple):
    """A figure as one or several entries state it."""

    number: Decimal
    """As printed, in single units."""
    within: Bounds
    """Between which numbers it lies."""
    unit: str
    """The code of a currency, 股 for shares, or what else is counted."""
    vague: bool
    """Whether it was stated with a qualifier."""
    told: Both
    positions: tuple[int, ...]

    def of(self, days: PartialDate) -> Operand:
        """The figure told with its days."""
        en, zh = self.told
        return self._replace(told=Both(f"{en} ({days.show('en')})", f"{zh}（{days.show('zh')}）"))


def operand(value: Quantity | Money | Shares, *entries: Entry) -> Operand:
    """A stated figure, from the entries that state it."""
    positions = tuple(entry.position for entry in entries)
    told = Both(value.show("en"), value.show("zh"))
    if isinstance(value, Money):
        return Operand(
            value.amount, Bounds(value.amount, value.amount), value.currency, False, told, positions
        )
    if isinstance(value, Shares):
        count = Decimal(value.count)
        return Operand(count, Bounds(count, count), SHARE, False, told, positions)
    scale, base = scaled(value.unit)
    number, within = (EXACT.scaleb(value.number, SCALES[scale]), _within(value, scale, base))
    unit = SHARE if base in ("share", "shares") else CODES.get(base, base)
    return Operand(number, within, unit, bool(value.qualifier),
                   told._replace(en=english(value) or told.en), positions)  # fmt: skip


def exact(value: Quantity, *entries: Entry) -> Operand:
    """A limit, such as 不低于 1,500 万元: the number itself is meant."""
    limit = operand(value, *entries)
    return limit._replace(within=Bounds(limit.number, limit.number), vague=False)


def total(parts: list[Operand]) -> Operand:
    """Shares, or sums of money in one currency, added up."""
    lows, highs = zip(*(part.within for part in parts), strict=True)
    number = sum((part.number for part in parts), ZERO)
    unit = parts[0].unit
    told = parts[0].told if len(parts) == 1 else _told(number, unit)
    return Operand(
        number, Bounds(sum(lows, ZERO), sum(highs, ZERO)), unit, any(part.vague for part in parts),
        told, tuple(at for part in parts for at in part.positions),
    )  # fmt: skip


def printed(percent: Percent) -> Bounds:
    """Where a percentage lay before it was rounded to its printed digits."""
    off = half_digit(percent.value)
    return Bounds(percent.value - off, percent.value + off)


def quotient(part: Bounds, whole: Bounds) -> Bounds:
    """Between which numbers ``part / whole`` lies; anything unless the whole is above nothing."""
    if whole.low <= 0:
        return ANYTHING
    return Bounds(*(_over(end, whole, least=least) for end, least in zip(part, (True, False), strict=True)))


def _over(end: Decimal, whole: Bounds, *, least: bool) -> Decimal:
    """The least or the most that ``end`` over the whole may be."""
    if not end.is_finite():
        return end
    by = whole.high if least == (end >= 0) else whole.low
    return EXACT.divide(end, by) if by.is_finite() else ZERO


def _within(told: Quantity, scale: str, base: str) -> Bounds:
    number, qualifier = told.number, told.qualifier
    if qualifier in AT_LEAST:
        ends = number, INFINITY
    elif qualifier in AT_MOST:
        ends = -INFINITY, number
    elif qualifier in ROUGH:
        ways = ROUGH[qualifier] if number >= 0 else [-way for way in reversed(ROUGH[qualifier])]
        least, most = (number + way * _last_digit(number) for way in ways)
        ends = least, most
    else:
        counted = not scale and not decimals(number) and base in COUNTED
        off = ZERO if counted else half_digit(number)
        ends = number - off, number + off
    return Bounds(*(EXACT.scaleb(end, SCALES[scale]) for end in ends))


def _last_digit(number: Decimal) -> Decimal:
    """What the last printed digit is worth; of a whole number, the last that is not zero."""
    if decimals(number) or not number:
        return Decimal(1).scaleb(-decimals(number))
    exponent = number.normalize(EXACT).as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _told(number: Decimal, unit: str) -> Both:
    if unit == SHARE:
        return Both(f"{number:,f} shares", f"{number:,f} 股")
    money = Money(number, unit)
    return Both(money.show("en"), money.show("zh"))
