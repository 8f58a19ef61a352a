"""An equity incentive plan: its approval, its grants and its targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run, fill, listed
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.reports.evaluation.context import Context, Link

OF, USE = "incentive", "described"
APPROVED_AT = Both(
    "the Company held {meeting}, which approved the {plan}",
    "公司召开{meeting}，审议通过{plan}",
)
APPROVED = Both("the shareholders approved the {plan}", "公司{shareholders}审议通过{plan}")
GRANTED = Both(
    "the Company granted {shares}{instrument}{percent}{persons}{price}",
    "公司{persons}授予{instrument}{shares}{percent}{price}",
)
SHARES = Both("{shares} shares of ", " {shares} 股")
PERCENT = Both(" ({percent} of its share capital)", "，占公司总股本的 {percent}")
PERSONS = Both(" to {persons} participants", "向 {persons} 名激励对象")
PRICE = Both(", at {price} a share", "，授予价格为每股{price}")
TARGETS = Both(
    "the performance targets of the plan, set for the {level}, are: {targets}",
    "本次激励计划设定的{level}业绩考核目标为：{targets}",
)
TARGET = Both("{metric} of {years}: {aim}", "{years}{metric}{aim}")
IN_WORDS = Both("for {years}, {aim}", "{years}{aim}")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """Approval, grants and targets of each plan, as far as the report may tell of them."""
    for link in links:
        matter = context.matter(link.to.matter)
        for entry in matter.entries("incentive-plan-approved", "awards-granted"):
            days: Any = entry.event.occurred_on
            if (scope := context.scope(days)) is not Scope.OUTSIDE:
                approved = entry.kind == "incentive-plan-approved"
                runs = _approved(context, matter, entry) if approved else _granted(context, entry)
                yield Sentence(by_scope(context, scope, days, entry), runs)
        yield from _targets(context, matter)


def _approved(context: Context, matter: Matter, entry: Entry) -> list[Run]:
    event = of(entry)
    titled = [one for one in (entry, *matter.entries("incentive-plan-drafted")) if of(one).title]
    plan = context.titled(titled[0]) if titled else context.run(matter.id, entry)
    if not event.approved_at:
        return fill(context.say(APPROVED), plan=plan, shareholders=context.body_run("shareholders"))
    held = context.matter(event.approved_at.matter).entries("meeting-held")
    meeting = [Run(context.named(event.approved_at.matter), (entry.position,))]
    return fill(context.say(APPROVED_AT), meeting=context.meeting(held[-1]) if held else meeting, plan=plan)


def _granted(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    optional = {
        "shares": (SHARES, f"{event.number:,}" if event.number else None),
        "percent": (PERCENT, event.percent_of_capital),
        "persons": (PERSONS, event.persons),
        "price": (PRICE, event.price),
    }
    told = {
        name: fill(context.say(pattern), **{name: context.run(value, entry)}) if value is not None else []
        for name, (pattern, value) in optional.items()
    }
    return fill(context.say(GRANTED), instrument=context.run(event.instrument, entry), **told)


def _targets(context: Context, matter: Matter) -> Iterator[Sentence]:
    levels: dict[Any, list[Entry]] = {}
    for entry in matter.entries("performance-target-set"):
        levels.setdefault(of(entry).level, []).append(entry)
    for level, entries in levels.items():
        between = "；" if context.lang == "zh" else "; "
        targets = listed([_target(context, entry) for entry in entries], between)
        runs = fill(context.say(TARGETS), level=context.run(level, *entries), targets=targets)
        yield Sentence(None, runs)


def _target(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    aim: Run | str = context.run(event.threshold, entry) if event.threshold else ""
    if event.wording and not event.threshold:
        aim = context.titled(entry, "wording")
    years, metric = context.run(event.years, entry), context.titled(entry, "metric")
    return fill(context.say(TARGET if event.threshold else IN_WORDS), years=years, metric=metric, aim=aim)
