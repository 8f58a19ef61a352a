"""Dealings in the company's shares: terms, cumulative figures and announcements, as two blocks tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from ledger.values.bounds import scaled
from projections.document import Run, fill, listed
from projections.reports.evaluation.amounts import stated
from projections.reports.evaluation.context import of
from projections.reports.evaluation.operands import operand
from projections.reports.evaluation.times import AS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter
    from ledger.values import PartialDate
    from projections.reports.evaluation.context import Context
    from projections.reports.evaluation.operands import Operand

TERMS = {
    "funds": Both("with {value}", "以{value}出资"),
    "venue": Both("on {value}", "交易场所为{value}"),
    "method": Both("by {value}", "采用{value}方式"),
    "share_class": Both("in {value}", "股份种类为{value}"),
    "size": Both("for {value}", "金额{value}"),
    "count": Both("of {value}", "数量{value}"),
    "price_cap": Both("at no more than {value} a share", "价格不超过每股{value}"),
    "window": Both("from {value}", "期限为 {value}"),
    "purpose": Both("for {value}", "用于{value}"),
}
"""Term -> how it is told, in the order told."""
FIGURES = {
    "percent": Both(", {value} of the share capital,", "，占公司总股本的 {value}"),
    "cash": Both(" for {value}", "，资金总额{value}"),
    "prices": Both(", at {value} a share", "，成交价格为每股{value}"),
    "after": Both(", after which it held {value} of the share capital", "，持股比例变为 {value}"),
}
FEES = {
    "excluded": Both(
        " (excluding stamp duty, commission and other fees)", "（不含印花税、交易佣金等交易费用）"
    ),
    "included": Both(
        " (including stamp duty, commission and other fees)", "（含印花税、交易佣金等交易费用）"
    ),
}
PRICES = Both("{low} to {high}", "{low}至{high}")
NUMBER = Both(" (announcement {number})", "（公告编号：{number}）")
TITLED = Both("the “{title}”{number}", "《{title}》{number}")
BEHIND = Both(
    "{matter}: the last figures (#{at}) are as of {day}, before the end of {period}; record those at its end "
    "or how the dealing ended",
    "{matter}：最近的数据（#{at}）截至 {day}，早于 {period} 期末；请补录期末的数据或其结果",
)
CHINESE = Both(
    "“{told}” of #{at} has no English name and is left out; register it as a party",
    "#{at} 的“{told}”没有英文名称，未写入英文报告；请登记为相关方",
)


def named(context: Context, name: str, *entries: Entry) -> list[Run]:
    """A name; in English only by an English name, otherwise an open point."""
    run = context.party(name, *entries)
    if context.lang == "en" and not run.text.isascii():
        context.leave_open(CHINESE, told=name, at=entries[0].position)
        return []
    return [run]


def terms(context: Context, entry: Entry) -> list[Run]:
    """The terms that an entry states."""
    event, told = of(entry), {}
    for name in TERMS:
        value = getattr(event, name, None)
        if value:
            told[name] = named(context, value, entry) if name == "venue" else [context.run(value, entry)]
    limits = [limit for limit in (event.floor, event.ceiling) if limit]
    if limits:
        shares = scaled(limits[0].unit)[1] in ("股", "share", "shares")
        runs = [[stated(context, limit, entry, currency=True)] for limit in limits]
        between = "，" if context.lang == "zh" else " and "
        told["count" if shares else "size"] = listed(runs, between)
    pieces = [fill(context.say(TERMS[name]), value=told[name]) for name in TERMS if told.get(name)]
    return listed(pieces, "，" if context.lang == "zh" else ", ")


def figures(context: Context, entry: Entry) -> list[Run]:
    """What an entry tells besides the number of shares: share of capital, money, prices."""
    event, told = of(entry), {}
    if event.percent_of_capital:
        told["percent"] = [context.run(event.percent_of_capital, entry)]
    if event.cash_as_stated or event.cash:
        cash = event.cash_as_stated
        told["cash"] = [stated(context, cash, entry) if cash else context.run(event.cash, entry)]
        told["cash"] += [context.run(FEES[event.fees.value].text(context.lang), entry)] if event.fees else []
    if event.low and event.high:
        low, high = context.run(event.low, entry), context.run(event.high, entry)
        told["prices"] = fill(context.say(PRICES), low=low, high=high)
    if getattr(event, "percent_after", None):
        told["after"] = [context.run(event.percent_after, entry)]
    return [
        run for name in FIGURES if name in told for run in fill(context.say(FIGURES[name]), value=told[name])
    ]


def count(context: Context, entry: Entry) -> Run:
    """The number of shares that an entry tells."""
    return context.run(f"{of(entry).shares.count:,}", entry)


def as_of(context: Context, days: PartialDate, entry: Entry) -> Run:
    """``截至 2024 年 6 月 30 日，``; of a span, its last day."""
    day = type(days)(days.last.isoformat()) if days.last else days
    return Run(context.say(AS_OF).format(days=day.show(context.lang)), (entry.position,))


def latest(context: Context, entries: list[Entry]) -> Iterator[Entry]:
    """Of cumulative figures, the last of the period and the last after it; they are never added."""
    for wanted in (Scope.PERIOD, Scope.AFTER):
        known: list[Any] = [entry for entry in entries if context.scope(of(entry).as_of) is wanted]
        if known:
            yield max(known, key=lambda entry: (of(entry).as_of.last, entry.position))


def left_behind(context: Context, matter: Matter, told: list[Entry]) -> None:
    """Note that what is told last of a dealing is of a day before the period ended."""
    last = max(told, key=lambda entry: of(entry).as_of.last, default=None)
    if last and of(last).as_of.last < context.window.period.last:
        context.leave_open(BEHIND, matter=matter.id, at=last.position, day=of(last).as_of,
                           period=context.window.period.label)  # fmt: skip


def announced(context: Context, entry: Entry, said: set[str]) -> tuple[list[Run], list[Run]]:
    """The announcement by its title where it is recorded, and its number, once; each perhaps empty."""
    number = of(entry).announcement
    if not number or str(number) in said:
        return [], []
    said.add(str(number))
    mark = fill(context.say(NUMBER), number=context.run(number, entry))
    published = context.matter(f"announcement/{number}").entries("announcement-published")
    if not published or (context.lang == "en" and not of(published[-1]).title_en):
        return [], mark
    mark = fill(context.say(NUMBER), number=context.run(number, entry, published[-1]))
    return fill(context.say(TITLED), title=context.titled(published[-1]), number=mark), []


def term_then(matter: Matter, name: str, entry: Entry) -> Entry | None:
    """The entry whose term ``name`` held on the day of another: of those that had begun, the last."""
    filled = [held.entry for held in matter.standing if getattr(held.entry.event, name, None)]
    day = of(entry).occurred_on
    begun = [one for one in filled if not (day and day.before(of(one).occurred_on))]
    return next(iter(begun[-1:] or filled[:1]), None)


def amount_in(entry: Entry, unit: str) -> Operand | None:
    """The shares or the money of a currency that an entry tells, exactly or as stated."""
    event = of(entry)
    stated = getattr(event, "cash_as_stated", None)
    told = [operand(one, entry) for one in (event.shares, event.cash, stated) if one]
    return next((one for one in told if one.unit == unit), None)
