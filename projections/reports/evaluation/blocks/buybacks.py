"""A buyback of the company's own shares: its plan, how far it went, and its end."""

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
from projections.reports.evaluation.times import by_scope, in_the_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.reports.evaluation.context import Context, Link

OF, USE = "buyback", "described"
PATTERNS = (TERMS, FIGURES, FEES, NUMBER, TITLED)
"""What the sentences are made of besides those below."""
APPROVED_AT = Both("the Company held {meeting}, which approved a share buyback plan{published}",
                   "公司召开{meeting}，审议通过股份回购方案{published}")  # fmt: skip
APPROVED = Both("a share buyback plan was approved{published}", "股份回购方案获审议通过{published}")
PUBLISHED = Both("; on {day}, it published {title}", "，并于 {day}披露{title}")
PUBLISHED_SOME_DAY = Both("; it published {title}", "，并披露{title}")
PLAN = Both(". The shares are to be bought {terms}", "。按照方案，本次回购{terms}")
CHANGED = Both("the Company changed the plan of the buyback{changes}{number}",
               "公司变更股份回购方案{changes}{number}")  # fmt: skip
CHANGES = Both("", "：{changes}")
NEW_TERMS = Both(", which is now to be carried out {terms}", "，变更后{terms}")
BOUGHT = Both("the Company had bought back {shares} shares in all{figures}{number}",
              "公司累计回购股份 {shares} 股{figures}{number}")  # fmt: skip
NONE_YET = Both("the Company had bought back no shares yet{number}", "公司尚未回购股份{number}")
UNDERWAY = Both(", and the buyback was still under way", "，回购方案仍在实施")
TRADED = Both("the Company bought back {shares} shares", "公司回购股份 {shares} 股")
COMPLETED = Both("the buyback was completed{figures}{number}", "本次回购实施完毕{figures}{number}")
TERMINATED = Both("the Company terminated the buyback{figures}{number}", "公司终止本次回购{figures}{number}")
IN_ALL = Both(": {shares} shares in all{figures}", "，累计回购股份 {shares} 股{figures}")
MOVES = {
    "treasury-shares-used": Both("the Company used {shares} shares bought back{use}",
                                 "公司使用已回购股份 {shares} 股{use}"),
    "treasury-shares-cancelled": Both("the Company cancelled {shares} shares bought back{use}",
                                      "公司注销已回购股份 {shares} 股{use}"),
}  # fmt: skip
USED_FOR = Both(" for {use}", "，用于{use}")
ENDS = ("buyback-completed", "buyback-terminated")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """Of each buyback: plan, changes, cumulative figures (never added to trades), end, use of the shares."""
    for link in links:
        matter, said = context.matter(link.to.matter), set[str]()
        for entry in _told_of(context, matter, "buyback-approved", "buyback-changed"):
            runs = (_approved if entry.kind == "buyback-approved" else _changed)(context, entry, said)
            yield _sentence(context, entry, runs)
        yield from _progress(context, matter, said)
        for entry in _told_of(context, matter, *ENDS):
            yield _sentence(context, entry, _ended(context, entry, said))
        for entry in _told_of(context, matter, *MOVES):
            use = getattr(of(entry), "use", None)
            for_use = fill(context.say(USED_FOR), use=context.run(use, entry)) if use else []
            runs = fill(context.say(MOVES[entry.kind]), shares=count(context, entry), use=for_use)
            yield _sentence(context, entry, runs)


def _told_of(context: Context, matter: Matter, *kinds: str) -> list[Entry]:
    """The standing entries of which the report may tell."""
    return [
        entry
        for entry in matter.entries(*kinds)
        if (days := entry.event.occurred_on) and context.scope(days) is not Scope.OUTSIDE
    ]


def _sentence(context: Context, entry: Entry, runs: list[Run]) -> Sentence:
    days = of(entry).occurred_on
    return Sentence(by_scope(context, context.scope(days), days, entry), runs)


def _approved(context: Context, entry: Entry, said: set[str]) -> list[Run]:
    event = of(entry)
    title, number = announced(context, entry, said)
    if title and event.announced_on:
        day = context.run(event.announced_on, entry)
        title = fill(context.say(PUBLISHED), day=day, title=title)
    elif title:
        title = fill(context.say(PUBLISHED_SOME_DAY), title=title)
    published = title or number
    told = terms(context, entry)
    plan = fill(context.say(PLAN), terms=told) if told else []
    if not event.approved_at:
        return [*fill(context.say(APPROVED), published=published), *plan]
    held = context.matter(event.approved_at.matter).entries("meeting-held")
    name = [Run(context.named(event.approved_at.matter), (entry.position,))]
    meeting = context.meeting(held[-1]) if held else name
    return [*fill(context.say(APPROVED_AT), meeting=meeting, published=published), *plan]


def _changed(context: Context, entry: Entry, said: set[str]) -> list[Run]:
    title, number = announced(context, entry, said)
    changes = named(context, of(entry).changes, entry)
    told = fill(context.say(CHANGES), changes=changes) if changes and context.lang == "zh" else []
    new = terms(context, entry)
    runs = fill(context.say(CHANGED), changes=told, number=title or number)
    return [*runs, *(fill(context.say(NEW_TERMS), terms=new) if new else [])]


def _progress(context: Context, matter: Matter, said: set[str]) -> Iterator[Sentence]:
    reports = list(latest(context, matter.entries("buyback-progress-reported")))
    for entry in reports:
        _, number = announced(context, entry, said)
        pattern = BOUGHT if of(entry).shares.count else NONE_YET
        so_far = figures(context, entry)
        runs = fill(context.say(pattern), shares=count(context, entry), figures=so_far, number=number)
        runs += _underway(context, matter, entry)
        yield Sentence(as_of(context, of(entry).as_of, entry), runs)
    ended = _told_of(context, matter, *ENDS)
    if not ended:
        left_behind(context, matter, reports)
    if reports or ended:
        return
    trades = [
        entry
        for entry in matter.entries("shares-repurchased")
        if context.scope(of(entry).traded_on) is Scope.PERIOD
    ]
    if trades:
        shares = context.run(f"{sum(of(entry).shares.count for entry in trades):,}", *trades)
        yield Sentence(in_the_period(context), fill(context.say(TRADED), shares=shares))


def _underway(context: Context, matter: Matter, entry: Entry) -> list[Run]:
    """That it went on then: it had been approved, its time had not run out and nothing says it had ended."""
    then = of(entry).as_of
    plans = [plan for plan in matter.entries("buyback-approved", "buyback-changed") if of(plan).window]
    if not plans or any(not then.before(of(end).occurred_on) for end in matter.entries(*ENDS)):
        return []
    last = of(plans[-1]).window.last
    if not last or not then.last or then.last > last:
        return []
    return [context.run(context.say(UNDERWAY), plans[-1], entry)]


def _ended(context: Context, entry: Entry, said: set[str]) -> list[Run]:
    _, number = announced(context, entry, said)
    told = figures(context, entry)
    if of(entry).shares:
        told = fill(context.say(IN_ALL), shares=count(context, entry), figures=told)
    pattern = COMPLETED if entry.kind == "buyback-completed" else TERMINATED
    return fill(context.say(pattern), figures=told, number=number)
