"""A holder's plan to increase or reduce its holding: announced, carried out, completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run, fill
from projections.reports.evaluation.context import of
from projections.reports.evaluation.dealings import (
    FEES,
    FIGURES,
    NUMBER,
    TERMS,
    TITLED,
    announced,
    as_of,
    count,
    figures,
    latest,
    left_behind,
    named,
    terms,
)
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.reports.evaluation.context import Context, Link

OF, USE = "holding", "described"
PATTERNS = (TERMS, FIGURES, FEES, NUMBER, TITLED)
"""What the sentences are made of besides those below."""
PUBLISHED = Both("the Company published {title}: {plan}", "公司披露{title}，{plan}")
PLANNED = {
    "holding-increase-announced": Both("{holder}{rank} planned to increase its holding{terms}{number}",
                                       "{rank}{holder}计划增持公司股份{terms}{number}"),
    "holding-reduction-announced": Both("{holder}{rank} planned to reduce its holding{terms}{number}",
                                        "{rank}{holder}计划减持公司股份{terms}{number}"),
}  # fmt: skip
TO_BE_DONE = Both(" {terms}", "，{terms}")
RANK = Both(", {rank},", "公司{rank}")
RANKS = {
    "第一大股东": "the largest shareholder",
    "控股股东": "the controlling shareholder",
    "实际控制人": "the actual controller",
    "持股5%以上股东": "a shareholder with more than 5%",
    "董事": "a director",
    "监事": "a supervisor",
    "高级管理人员": "an executive",
}
"""Ranks that have an English name."""
SAME = Both("the holder", "该股东")
DEALT = {
    "increase": Both("{holder} had bought {shares} shares of the Company in all{figures}{number}",
                     "{holder}累计增持公司股份 {shares} 股{figures}{number}"),
    "reduction": Both("{holder} had sold {shares} shares of the Company in all{figures}{number}",
                      "{holder}累计减持公司股份 {shares} 股{figures}{number}"),
}  # fmt: skip
NONE_YET = Both("{holder} had dealt in no shares yet{number}", "{holder}尚未交易公司股份{number}")
COMPLETED = Both("{holder} had completed the increase of its holding{number}",
                 "{holder}的增持计划已实施完毕{number}")  # fmt: skip
IS_COMPLETED = Both(", and the plan was completed", "，增持计划已实施完毕")
FLOWS = {
    "shares-bought": Both("{holder} bought {shares} shares of the Company",
                          "{holder}增持公司股份 {shares} 股"),
    "holding-reduced": Both("{holder} sold {shares} shares of the Company",
                            "{holder}减持公司股份 {shares} 股"),
}  # fmt: skip
PLANS = tuple(PLANNED)


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """Of each plan: what was announced, the figures so far (never added to trades), and its end."""
    for link in links:
        matter, said = context.matter(link.to.matter), set[str]()
        plans = _told_of(context, matter, *PLANS)
        for entry in plans:
            days = of(entry).announced_on
            told = _planned(context, entry, said)
            yield Sentence(by_scope(context, context.scope(days), days, entry), told)
        ends = _told_of(context, matter, "holding-increase-completed")
        reports = list(latest(context, matter.entries("holding-progress-reported")))
        if not ends:
            left_behind(context, matter, reports)
        first = not plans
        for entry in [*reports, *ends]:
            days = of(entry).occurred_on
            until = days.last and days.last <= context.window.cut_off
            dated = entry in ends and (days.is_day or not until)
            when = by_scope(context, context.scope(days), days, entry) if dated else None
            told = _done(context, matter, entry, said, first=first)
            yield Sentence(when or as_of(context, days, entry), told)
            first = False
        for entry in [] if reports or ends else _told_of(context, matter, *FLOWS):
            days, holder = of(entry).traded_on, _holder(context, matter, entry, first=first)
            runs = fill(context.say(FLOWS[entry.kind]), holder=holder, shares=count(context, entry))
            yield Sentence(by_scope(context, context.scope(days), days, entry), runs)
            first = False


def _told_of(context: Context, matter: Matter, *kinds: str) -> list[Entry]:
    """The standing entries of which the report may tell."""
    return [
        entry
        for entry in matter.entries(*kinds)
        if (days := entry.event.occurred_on) and context.scope(days) is not Scope.OUTSIDE
    ]


def _planned(context: Context, entry: Entry, said: set[str]) -> list[Run]:
    event = of(entry)
    title, number = announced(context, entry, said)
    told = terms(context, entry)
    plan = fill(
        context.say(PLANNED[entry.kind]),
        holder=context.party(event.holder, entry),
        rank=_rank(context, entry),
        terms=fill(context.say(TO_BE_DONE), terms=told) if told else [],
        number=number,
    )
    return fill(context.say(PUBLISHED), title=title, plan=plan) if title else plan


def _rank(context: Context, entry: Entry) -> list[Run]:
    rank = of(entry).rank
    if not rank:
        return []
    english = RANKS.get(rank) if context.lang == "en" else None
    runs = [context.run(english, entry)] if english else named(context, rank, entry)
    return fill(context.say(RANK), rank=runs) if runs else []


def _holder(context: Context, matter: Matter, entry: Entry, *, first: bool) -> Run:
    """The holder, in full where it is named for the first time."""
    if not first:
        return context.run(context.say(SAME), entry)
    known = [one for one in (entry, *matter.entries(*PLANS)) if of(one).holder]
    name = of(known[0]).holder if known else matter.id.split("/")[1]
    return context.party(name, *(known[:1] or [entry]))


def _done(context: Context, matter: Matter, entry: Entry, said: set[str], *, first: bool) -> list[Run]:
    event, completed = of(entry), entry.kind == "holding-increase-completed"
    _, number = announced(context, entry, said)
    holder = _holder(context, matter, entry, first=first)
    if event.shares is None:
        return fill(context.say(COMPLETED), holder=holder, number=number)
    if not event.shares.count:
        return fill(context.say(NONE_YET), holder=holder, number=number)
    direction = "increase" if completed else event.direction.value
    runs = fill(
        context.say(DEALT[direction]),
        holder=holder,
        shares=count(context, entry),
        figures=figures(context, entry),
        number=number,
    )
    return [*runs, context.run(context.say(IS_COMPLETED), entry)] if completed else runs
