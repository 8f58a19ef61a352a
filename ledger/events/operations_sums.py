"""How a metric changed: computed from its levels, and compared with what was stated. No kinds stand here.

Figures are printed with some digits, so what is compared are the intervals that the digits and the
qualifiers leave open: a change is impossible only where no level and no base within them give it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.values import Choice
from ledger.values.bounds import INFINITY, Bounds, base_of, bounds, half_digit, scaled
from ledger.values.digits import EXACT, SCALES, half_up

if TYPE_CHECKING:
    from ledger.values import Percent, Quantity

ZERO, WHOLE = Decimal(0), Decimal(100)


class MetricRelation(Choice):
    """How a level stands to that of the period with which it is compared."""

    GROWTH = "growth", "growth", "增长"
    DECLINE = "decline", "decline", "下降"
    LOSS_NARROWING = "loss-narrowing", "loss narrowed", "亏损收窄"
    LOSS_WIDENING = "loss-widening", "loss widened", "亏损扩大"
    TURNED_TO_PROFIT = "turned-to-profit", "turned to profit", "扭亏为盈"
    TURNED_TO_LOSS = "turned-to-loss", "turned to loss", "由盈转亏"
    EXCEEDS = "exceeds", "exceeds", "超过"
    FLAT = "flat", "flat", "持平"


UP = (
    MetricRelation.GROWTH, MetricRelation.LOSS_NARROWING, MetricRelation.TURNED_TO_PROFIT,
    MetricRelation.EXCEEDS,
)  # fmt: skip
DOWN = (MetricRelation.DECLINE, MetricRelation.LOSS_WIDENING, MetricRelation.TURNED_TO_LOSS)
LEVEL_IS_LOSS = (
    MetricRelation.LOSS_NARROWING, MetricRelation.LOSS_WIDENING, MetricRelation.TURNED_TO_LOSS,
)  # fmt: skip
PRIOR_IS_LOSS = (
    MetricRelation.LOSS_NARROWING, MetricRelation.LOSS_WIDENING, MetricRelation.TURNED_TO_PROFIT,
)  # fmt: skip


def possible(level: Bounds, prior: Bounds, relation: MetricRelation) -> bool:
    """Whether some level and some prior level within the bounds are so related."""
    excluded = (
        (relation in UP and level.high < prior.low),
        (relation in DOWN and level.low > prior.high),
        (relation in LEVEL_IS_LOSS and level.low >= 0),
        (relation in PRIOR_IS_LOSS and prior.low >= 0),
        (relation is MetricRelation.TURNED_TO_PROFIT and level.high <= 0),
        (relation is MetricRelation.TURNED_TO_LOSS and prior.high <= 0),
    )
    return not any(excluded)


def changes(level: Bounds, prior: Bounds) -> Bounds:
    """Between which percentages the size of the change lies; anything where the base may be nothing."""
    if not all(end.is_finite() for end in (*level, *prior)) or prior.low <= 0 <= prior.high:
        return Bounds(ZERO, INFINITY)
    ratios = [EXACT.divide(one, base) - 1 for one in level for base in prior]
    low, high = min(ratios) * WHOLE, max(ratios) * WHOLE
    least = ZERO if low <= 0 <= high else min(abs(low), abs(high))
    return Bounds(least, max(abs(low), abs(high)))


def stated(change: Percent) -> Bounds:
    """Between which percentages the size of a stated change lay before it was rounded."""
    size, off = abs(change.value), half_digit(change.value)
    return Bounds(size - off, size + off)


def comparable(level: Quantity, prior: Quantity) -> bool:
    """Whether both count the same, in whatever scale."""
    return base_of(level) == base_of(prior)


def agree(level: Quantity, prior: Quantity, change: Percent) -> bool:
    """Whether some level, base and change within what is printed belong together."""
    return changes(bounds(level), bounds(prior)).meets(stated(change))


def points_agree(level: Quantity, prior: Quantity, points: Quantity) -> bool:
    """Whether two ratios lie as many percentage points apart, within what is printed."""
    now, then = bounds(level), bounds(prior)
    low, high = now.low - then.high, now.high - then.low
    least = ZERO if low <= 0 <= high else min(abs(low), abs(high))
    return Bounds(least, max(abs(low), abs(high))).meets(bounds(points))


def printed_in(level: Quantity, unit: str, places: int) -> Decimal | None:
    """The number of ``level`` in ``unit`` with ``places`` decimals, half up; None if it is no such unit."""
    (scale, base), (wanted, other) = scaled(level.unit), scaled(unit)
    if base != other:
        return None
    return half_up(EXACT.scaleb(level.number, SCALES[scale] - SCALES[wanted]), places)
