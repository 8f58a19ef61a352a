"""A distribution of profit: what was proposed, authorised, approved and paid, or that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from ledger.values import Quantity
from projections.document import Run, fill
from projections.reports.evaluation.amounts import stated
from projections.reports.evaluation.context import of
from projections.reports.evaluation.dealings import NUMBER, announced
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.values import PartialDate
    from projections.reports.evaluation.context import Context, Link

OF, USE = "distribution", "described"
PATTERNS = (NUMBER,)
"""What the sentences are made of besides those below."""
ACTS = {
    "distribution-proposed": Both(
        "the board proposed the distribution of the profit of {period}{terms}{number}",
        "公司董事会提出 {period}利润分配预案{terms}{number}",
    ),
    "interim-distribution-authorised": Both(
        "{approved}authorised the board to decide an interim dividend of {period}{terms}{number}",
        "{approved}授权董事会决定 {period}中期分红方案{terms}{number}",
    ),
    "distribution-approved": Both(
        "{approved}approved the distribution of the profit of {period}{terms}{number}",
        "{approved}审议通过 {period}利润分配方案{terms}{number}",
    ),
    "dividend-paid": Both(
        "the Company paid the dividend of {period}{terms}{number}",
        "公司实施完毕 {period}权益分派{terms}{number}",
    ),
}
"""Kind -> its sentence, in the order in which they are told."""
NONE = {
    "distribution-proposed": Both(
        "the board proposed to distribute no profit of {period}{terms}{number}",
        "公司董事会提出 {period}不进行利润分配{terms}{number}",
    ),
    "distribution-approved": Both(
        "{approved}approved that no profit of {period} is distributed{terms}{number}",
        "{approved}审议通过 {period}不进行利润分配{terms}{number}",
    ),
}
APPROVED_AT = Both("the Company held {meeting}, which ", "公司召开{meeting}，")
APPROVED_BY = Both("the shareholders ", "公司{shareholders}")
YEAR = Both("{period}", "{period}度")
TERMS = {
    "per_10_shares": Both(", {value} for 10 shares before tax", "，每 10 股派发现金红利{value}（含税）"),
    "bonus_per_10": Both(", {value} bonus shares for 10", "，每 10 股送红股 {value}"),
    "capitalised_per_10": Both(", {value} shares from reserves for 10", "，每 10 股以公积金转增 {value}"),
    "base": Both(", on {value}", "，以 {value}为基数"),
    "total": Both(", {value} in all before tax", "，共派发现金红利{value}（含税）"),
    "percent_of_profit": Both(
        ", {value} of the profit attributable to shareholders",
        "，占该期归属于上市公司股东净利润的 {value}",
    ),
    "conditions": Both(", on conditions", "，条件为：{value}"),
    "cap": Both(", of {value}", "，金额{value}"),
    "profit_cap": Both(
        ", up to {value} of the profit of that period", "，不超过相应期间归属于公司股东净利润的 {value}"
    ),
    "record_on": Both(", with the record day {value}", "，股权登记日为 {value}"),
    "ex_on": Both(" and the ex day {value}", "，除权除息日为 {value}"),
    "reason_for_none": Both("", "，原因是：{value}"),
}
"""Term -> how it is told, in the order told; the total with its qualifier where it was stated with one."""


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """Proposal, mandate, approval and payment of each; a term is told once, unless it changed."""
    for link in links:
        matter, told, said = context.matter(link.to.matter), dict[str, str](), set[str]()
        for kind in ACTS:
            for entry in matter.entries(kind):
                days: Any = entry.event.occurred_on
                if (scope := context.scope(days)) is not Scope.OUTSIDE:
                    runs = _act(context, entry, told, said)
                    yield Sentence(by_scope(context, scope, days, entry), runs)


def _act(context: Context, entry: Entry, told: dict[str, str], said: set[str]) -> list[Run]:
    title, number = announced(context, entry, said)
    none = getattr(of(entry), "decision", None) == "none"
    return fill(
        context.say((NONE if none else ACTS)[entry.kind]),
        approved=_approved(context, entry),
        period=_period(context, entry),
        terms=_terms(context, entry, told),
        number=title or number,
    )


def _approved(context: Context, entry: Entry) -> list[Run]:
    """Who decided: a meeting, else the shareholders."""
    at = getattr(of(entry), "approved_at", None)
    if not at:
        return fill(context.say(APPROVED_BY), shareholders=context.body_run("shareholders"))
    held = context.matter(at.matter).entries("meeting-held")
    name = [Run(context.named(at.matter), (entry.position,))]
    return fill(context.say(APPROVED_AT), meeting=context.meeting(held[-1]) if held else name)


def _period(context: Context, entry: Entry) -> list[Run]:
    """``2023 年度``: a year of accounts is told as one."""
    days: PartialDate = of(entry).fiscal_period
    run = context.run(days, entry)
    return fill(context.say(YEAR), period=run) if len(str(days)) == len("2023") else [run]


def _terms(context: Context, entry: Entry, told: dict[str, str]) -> list[Run]:
    event, runs = of(entry), list[Run]()
    for name, pattern in TERMS.items():
        value = getattr(event, "total_as_stated", None) if name == "total" else None
        value = value or getattr(event, name, None)
        if value is None or told.get(name) == str(value) or not context.say(pattern):
            continue
        told[name] = str(value)
        shown = stated(context, value, entry) if isinstance(value, Quantity) else context.run(value, entry)
        runs += fill(context.say(pattern), value=shown)
    return runs
