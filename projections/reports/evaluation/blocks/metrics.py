"""Metrics of the business: the level and the change, as they were stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.events.operations_sums import printed_in
from ledger.language import Both
from ledger.periods import Scope
from ledger.values import Quantity
from ledger.values.digits import decimals
from projections.document import Run, fill, listed
from projections.reports.evaluation.amounts import stated
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import AS_OF, in_the_period, on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.values import PartialDate
    from projections.reports.evaluation.context import Context, Link

OF, USE = "metric", "named"
METRICS = Both("{metrics}", "公司{metrics}")
LEVEL = Both("{name} was {level}{change}", "{name}为{level}{change}")
ROUGHLY = Both("{name} was {level}{change}", "{name}{level}{change}")
"""The level begins with a qualifier, such as 约."""
ONLY_CHANGE = Both("{name} {change}", "{name}{change}")
NAME = Both("the {name}", "{name}")
RELATIONS = {
    "growth": Both("up{by}{than}", "{than}增长{by}"),
    "decline": Both("down{by}{than}", "{than}下降{by}"),
    "loss-narrowing": Both("the loss narrowing{by}{than}", "亏损{than}收窄{by}"),
    "loss-widening": Both("the loss widening{by}{than}", "亏损{than}扩大{by}"),
    "turned-to-profit": Both("turning to profit{by}{than}", "{than}扭亏为盈{by}"),
    "turned-to-loss": Both("turning to a loss{by}{than}", "{than}由盈转亏{by}"),
    "exceeds": Both("exceeding that of {days}{by}", "超过 {days}的水平{by}"),
    "flat": Both("about the same{by}{than}", "{than}基本持平{by}"),
}
ALONE = {
    "growth": Both("rose{by}{than}", "{than}增长{by}"),
    "decline": Both("fell{by}{than}", "{than}下降{by}"),
    "loss-narrowing": Both("was a loss that narrowed{by}{than}", "亏损{than}收窄{by}"),
    "loss-widening": Both("was a loss that widened{by}{than}", "亏损{than}扩大{by}"),
    "turned-to-profit": Both("turned to profit{by}{than}", "{than}扭亏为盈{by}"),
    "turned-to-loss": Both("turned to a loss{by}{than}", "{than}由盈转亏{by}"),
    "exceeds": Both("exceeded that of {days}{by}", "超过 {days}的水平{by}"),
    "flat": Both("stayed about the same{by}{than}", "{than}基本持平{by}"),
}
"""Relation -> how it is told where no level is."""
UNRELATED = Both("changed{by}{than}", "{than}变动{by}")
BY = Both(" by {by}", " {by}")
YEAR_ON_YEAR = Both(" year on year", "同比")
THAN = Both(" compared with {days}", "较 {days}")
PRIOR = Both(" (then {prior})", "（比较期为 {prior}）")
SOME_BASE = Both("the period before", "上期")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """One sentence for the metrics of one span, in the order linked; of each, the last entry that stands."""
    spans: dict[Any, list[Entry]] = {}
    for link in links:
        entries = context.matter(link.to.matter).entries("metric-reported")
        wanted = [entry for entry in entries if link.to.version in (0, entry.version)]
        if wanted and _over(context, of(wanted[-1]).period):
            spans.setdefault(of(wanted[-1]).period, []).append(wanted[-1])
    for days, entries in spans.items():
        between = "；" if context.lang == "zh" else "; "
        metrics = listed([_metric(context, entry) for entry in entries], between)
        yield Sentence(_when(context, days, entries), fill(context.say(METRICS), metrics=metrics))


def _over(context: Context, days: PartialDate) -> bool:
    """Whether the report may tell of the span, which had ended by the cut-off: no half-year tells a year."""
    ended = days.last is not None and days.last <= context.window.cut_off
    return ended and context.scope(days) is not Scope.OUTSIDE


def _when(context: Context, days: PartialDate, entries: list[Entry]) -> Run:
    """The words for the span itself, which may be only a part of the period."""
    if str(days) == context.window.period.label:
        return in_the_period(context)
    if days.is_day:
        positions = tuple(entry.position for entry in entries)
        return Run(context.say(AS_OF).format(days=days.show(context.lang)), positions)
    return on(context, days, *entries)


def _metric(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    name = fill(context.say(NAME), name=context.titled(entry, "name"))
    change = _change(context, entry)
    if not event.level:
        return fill(context.say(ONLY_CHANGE), name=name, change=change)
    comma = Run("，" if context.lang == "zh" else ", ")
    more = [comma, *change] if change else []
    level = stated(context, _printed(event), entry)
    apart = [Run(" ")] if context.lang == "zh" and level.text.startswith("-") else []
    rough = not level.text.lstrip("-")[:1].isdigit()
    return fill(context.say(ROUGHLY if rough else LEVEL), name=name, level=[*apart, level], change=more)


def _printed(event: Any) -> Quantity:
    """The level, in the unit and with the decimals in which reports print it."""
    level: Quantity = event.level
    if not event.display_unit and event.display_decimals is None:
        return level
    unit = event.display_unit or level.unit
    told = event.display_decimals
    places = decimals(level.number) if told is None else int(str(told))
    number = printed_in(level, unit, places)
    return level if number is None else Quantity(level.qualifier, number, unit)


def _change(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    size = context.run(event.change, entry) if event.change else None
    if event.points:
        size = stated(context, event.points, entry)
    if not event.relation and size is None:
        return []
    patterns = RELATIONS if event.level else ALONE
    pattern = patterns[event.relation.value] if event.relation else UNRELATED
    base = event.compared_with
    then = [context.run(base, entry)] if base else [Run(context.say(SOME_BASE))]
    runs = fill(
        context.say(pattern),
        by=fill(context.say(BY), by=size) if size else [],
        than=_than(context, entry),
        days=then,
    )
    prior = fill(context.say(PRIOR), prior=stated(context, event.prior, entry)) if event.prior else []
    return [*runs, *prior]


def _than(context: Context, entry: Entry) -> list[Run]:
    """``同比`` where the base is the same span a year earlier; else the base; nothing if it is not told."""
    event = of(entry)
    base, span = event.compared_with, event.period
    if not base:
        return []
    if _a_year_earlier(base, span):
        return [context.run(context.say(YEAR_ON_YEAR), entry)]
    return fill(context.say(THAN), days=context.run(base, entry))


def _a_year_earlier(base: PartialDate, span: PartialDate) -> bool:
    ends = [(base.first, span.first), (base.last, span.last)]
    return all(
        then and now and (then.year + 1, then.month, then.day) == (now.year, now.month, now.day)
        for then, now in ends
    )
