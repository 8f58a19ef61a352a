"""A distribution as a percentage of the profit of its period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.events.distributions import DistributionPlan
from ledger.language import Both
from projections.reports.evaluation.check import Check, fill_in, filled, pending, share
from projections.reports.evaluation.operands import operand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry
    from projections.reports.evaluation.operands import Operand

NAME = Both("share of the profit", "占净利润比例")
PROFITS = ("归属于上市公司股东的净利润", "归属于母公司股东的净利润", "归属于母公司所有者的净利润")
"""What the profit that a distribution is measured by is called; the first is the usual name."""
PROFIT = Both(
    "record the profit of {period}: ledger record metric-reported --name {name} --period {code} --level …",
    "请记录该期（{period}）的净利润：ledger record 披露经营指标 --指标 {name} --期间 {code} --数值 …",
)


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """The stated percentage beside the total distributed and the profit attributable to shareholders."""
    event: Any = entry.event
    if not isinstance(event, DistributionPlan) or not event.percent_of_profit:
        return
    total = event.total or event.total_as_stated
    whole = _profit(reader, str(event.fiscal_period))
    told = (
        share(entry, NAME, operand(total, entry), whole, event.percent_of_profit) if total and whole else None
    )
    wanted = filled(PROFIT, period=event.fiscal_period, name=PROFITS[0], code=str(event.fiscal_period))
    yield told or pending(entry, NAME, event.percent_of_profit,
                          wanted if total else fill_in(entry, "total"))  # fmt: skip


def _profit(reader: MatterReader, period: str) -> Operand | None:
    for name in PROFITS:
        for one in reversed(reader.matter(f"metric/{name}/{period}").entries("metric-reported")):
            event: Any = one.event
            if event.level:
                return operand(event.level, one).of(event.period)
    return None
