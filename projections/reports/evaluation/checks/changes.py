"""How a metric changed, from its level and that of the span with which it is compared."""

from __future__ import annotations

import re
from shlex import quote
from typing import TYPE_CHECKING, Any

from ledger.events.operations import FLAT_WITHIN, MetricReported
from ledger.events.operations_sums import MetricRelation, changes, possible
from ledger.language import Both
from ledger.values.bounds import Bounds
from ledger.values.digits import EXACT, decimals, half_up
from projections.reports.evaluation.check import (
    NOTHING,
    TOLD,
    Check,
    compared,
    fill_in,
    filled,
    pending,
    shown,
)
from projections.reports.evaluation.operands import HUNDRED, ZERO, Operand, operand, printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry
    from ledger.values import PartialDate

NAME = Both("change of the {name}", "“{name}”的变动")
STATED = Both("{relation} by {size}", "{relation} {size}")
RELATED = Both("{level} after {prior}", "{level}，比较期 {prior}")
BASE = Both(
    "record its level in {span}: ledger record metric-reported --name {name} --period {code} --level …",
    "请记录比较期（{span}）的数值：ledger record 披露经营指标 --指标 {name} --期间 {code} --数值 …",
)
NO_BASE = Both(
    "a base of nothing gives no percentage; correct #{at}", "比较期为零，无法计算幅度；请更正 #{at}"
)
POINTS = Both("{number} percentage points", "{number} 个百分点")


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """The stated relation, percentage or points of a metric, with every base that is recorded."""
    event: Any = entry.event
    if not isinstance(event, MetricReported) or not (event.relation or event.change or event.points):
        return
    name = filled(NAME, name=Both(event.name_en or event.name, event.name))
    level, priors = _level(reader, entry), list(_priors(reader, entry))
    if not level or not priors:
        wanted = [] if level else [fill_in(entry, "level")]
        wanted += [] if priors else [_base(entry)]
        yield pending(entry, name, _stated(event), *wanted)
        return
    for prior in priors:
        yield _check(entry, name, level, prior)


def _level(reader: MatterReader, entry: Entry) -> Operand | None:
    """Its own level, else one that another entry tells of the same span."""
    event: Any = entry.event
    if event.level:
        return operand(event.level, entry).of(event.period)
    return _recorded(reader, entry.matter)


def _priors(reader: MatterReader, entry: Entry) -> Iterator[Operand]:
    """The prior level that the entry tells itself, and the one recorded for the span compared with."""
    event: Any = entry.event
    if event.prior:
        prior = operand(event.prior, entry)
        yield prior.of(event.compared_with) if event.compared_with else prior
    metric = entry.matter.rpartition("/")[0]
    recorded = _recorded(reader, f"{metric}/{event.compared_with}") if event.compared_with else None
    if recorded:
        yield recorded


def _recorded(reader: MatterReader, matter: str) -> Operand | None:
    """The level that was told last in a matter."""
    for one in reversed(reader.matter(matter).entries("metric-reported")):
        event: Any = one.event
        if event.level:
            return operand(event.level, one).of(event.period)
    return None


def _check(entry: Entry, name: Both, level: Operand, prior: Operand) -> Check:
    event: Any = entry.event
    both, stated = (level, prior), _stated(event)
    size = changes(level.within, prior.within)
    related = not event.relation or possible(level.within, prior.within, event.relation)
    if event.relation is MetricRelation.FLAT:
        related = size.low <= FLAT_WITHIN
    if level.unit != prior.unit or not related or not (event.change or event.points):
        told = filled(RELATED, level=level.told, prior=prior.told)
        agrees = level.unit == prior.unit and related
        return compared(entry, name, stated=stated, computed=told, operands=both, agrees=agrees)
    if event.points:
        return _in_points(entry, name, level, prior)
    if not prior.number:
        return pending(entry, name, stated, filled(NO_BASE, at=entry.position))
    number = EXACT.divide(abs(level.number - prior.number) * HUNDRED, abs(prior.number))
    computed = _with(event.relation, shown(number, decimals(event.change.value), vague=_vague(both)))
    agrees = size.meets(printed(event.change))
    return compared(entry, name, stated=stated, computed=computed, operands=both, agrees=agrees)


def _in_points(entry: Entry, name: Both, level: Operand, prior: Operand) -> Check:
    event: Any = entry.event
    low, high = level.within.low - prior.within.high, level.within.high - prior.within.low
    least = ZERO if low <= 0 <= high else min(abs(low), abs(high))
    apart = Bounds(least, max(abs(low), abs(high)))
    size = half_up(abs(level.number - prior.number), decimals(event.points.number))
    computed = _with(event.relation, filled(POINTS, number=f"{size:,f}"))
    return compared(entry, name, stated=_stated(event), computed=computed, operands=(level, prior),
                    agrees=apart.meets(operand(event.points).within))  # fmt: skip


def _stated(event: MetricReported) -> Both:
    """The relation with its size, as stated."""
    if event.points:
        return _with(event.relation, operand(event.points).told)
    if event.change:
        return _with(event.relation, filled(TOLD, told=event.change))
    return event.relation.label if event.relation else NOTHING


def _with(relation: MetricRelation | None, size: Both) -> Both:
    return filled(STATED, relation=relation.label, size=size) if relation else size


def _base(entry: Entry) -> Both:
    event: Any = entry.event
    span: PartialDate | None = event.compared_with
    if not span:
        return fill_in(entry, "compared_with")
    name = event.name if re.fullmatch(r"[\w.-]+", event.name) else quote(event.name)
    return filled(BASE, name=name, span=span, code=str(span))


def _vague(operands: tuple[Operand, ...]) -> bool:
    return any(one.vague for one in operands)
