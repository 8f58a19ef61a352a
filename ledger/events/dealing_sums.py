"""Trades against cumulative figures and terms: sums over the standing entries of one programme. No kinds.

Flows and cumulative figures are reconciled, never added. Where it is not known which came first, the reading
that allows more is taken: what is refused is impossible under every reading. Trades that are yet to be
recorded are no contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from ledger.events.dealing_fields import SHARES, Bounds, Fees, cash_of, shares_of
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import PartialDate

CARRIED = "balance-carried-in"
Read = Callable[[Any], Bounds | None]
READ: tuple[Read, ...] = (shares_of, cash_of)


class Slugs(NamedTuple):
    """The kinds of one sort of programme."""

    flows: tuple[str, ...]
    reports: tuple[str, ...]
    finals: tuple[str, ...]
    terms: tuple[str, ...]


class Dealings:
    """The trades of one programme, what was reported of them, and the terms that hold."""

    def __init__(self, matter: Matter, slugs: Slugs) -> None:
        self.flows = matter.all(*slugs.flows)
        self.finals = matter.all(*slugs.finals)
        self.carried = matter.all(CARRIED)
        self.figures = [*_whole(self.carried), *matter.all(*slugs.reports), *self.finals]
        self.terms = matter.all(*slugs.terms)
        self._traded = {read: [(flow, told) for flow in self.flows if (told := read(flow))] for read in READ}
        self._covered: dict[tuple[object, int], list[tuple[PartialDate, Decimal]]] = {}

    def only(self, wanted: Callable[[Any], bool]) -> Dealings:
        """These dealings with only the reports that are ``wanted``."""
        self.figures = [figure for figure in self.figures if wanted(figure)]
        return self

    def contradicted(self, figure: Any) -> Iterator[Both]:
        """Earlier figures and trades that come to more than ``figure``; later balances that are less."""
        for read in READ:
            yield from self._exceeded(read, None, figure)
            for other in self.figures:
                if other is not figure and self._covers(figure, other.occurred_on):
                    yield from self._exceeded(read, other, figure)
                if other.spec.slug == CARRIED and _by(figure.occurred_on, other.occurred_on):
                    yield from self._exceeded(read, figure, other)

    def _exceeded(self, read: Read, early: Any | None, late: Any) -> Iterator[Both]:
        """The figure ``early`` and the trades between the two are more than ``late``."""
        limit, base = read(late), read(early) if early else None
        if limit is None or limit.most is None or (early and not (base and _same(base, early, limit, late))):
            return
        least = base.least if base else Decimal(0)
        traded = self._traded_by(read, late, limit)
        least += sum(much for day, much in traded if early is None or early.occurred_on.before(day))
        if least > limit.most:
            day, most = late.occurred_on, limit.most
            yield Both(
                f"earlier entries come to {_told(least, limit.unit).en}, more than the "
                f"{_told(most, limit.unit).en} as of {day.show('en')}",
                f"此前的分录合计 {_told(least, limit.unit).zh}，多于截至{day.show('zh')}的累计 "
                f"{_told(most, limit.unit).zh}",
            )

    def _traded_by(self, read: Read, late: Any, limit: Bounds) -> list[tuple[PartialDate, Decimal]]:
        """The days and the least amounts of the trades that the figure ``late`` certainly holds."""
        key = read, id(late)
        if key not in self._covered:
            self._covered[key] = [
                (flow.occurred_on, told.least) for flow, told in self._traded[read]
                if self._covers(late, flow.occurred_on) and _same(told, flow, limit, late)
            ]  # fmt: skip
        return self._covered[key]

    def _covers(self, figure: Any, day: PartialDate) -> bool:
        """Whether a cumulative figure certainly holds what happened on ``day``; a final one holds all."""
        if any(figure is final for final in self.finals):
            return not figure.occurred_on.before(day)
        return _by(day, figure.occurred_on)

    def overused(self, moves: list[Any]) -> Iterator[Both]:
        """More used and cancelled than bought, by a figure that holds all of what was bought till then."""
        for figure in self.figures:
            final = any(figure is one for one in self.finals)
            used = sum(m.shares.count for m in moves if final or _by(m.occurred_on, figure.occurred_on))
            if figure.shares and used > figure.shares.count:
                yield Both(f"{used:,} shares used or cancelled of {figure.shares.count:,} bought",
                           f"使用及注销共 {used:,} 股，多于回购的 {figure.shares.count:,} 股")  # fmt: skip

    def bought(self) -> int:
        """The most shares that any entry tells were bought."""
        told: list[int] = [figure.shares.count for figure in self.figures if figure.shares]
        traded: int = sum(flow.shares.count for flow in self.flows)
        return max([*told, traded])

    def unlike(self, figure: Any) -> Iterator[Both]:
        """All trades are recorded, one entry for each day, and come to something else."""
        covered = [flow for flow in self.flows if self._covers(figure, flow.occurred_on)]
        days = {flow.occurred_on.day for flow in covered}
        if not figure.days_traded or not figure.shares or None in days or self.carried:
            return
        total = sum(flow.shares.count for flow in covered)
        if len(days) >= figure.days_traded and total != figure.shares.count:
            n, stated = len(days), f"{figure.shares.count:,}"
            yield Both(f"the trades of {n} days come to {total:,} shares, not {stated}",
                       f"{n} 天的成交合计 {total:,} 股，与累计 {stated} 股不符")  # fmt: skip

    def beyond(self, event: Any) -> Iterator[Both]:
        """A cumulative figure, or the trades until then, above the ceiling."""
        ceilings = [limit for term in self.holding("ceiling", event.occurred_on)
                    if (limit := Bounds.of(term.ceiling, rounded=False))]  # fmt: skip
        if ceilings and all(self._above(event, limit) for limit in ceilings):
            yield Both("above the ceiling", "超过上限")

    def _above(self, event: Any, limit: Bounds) -> bool:
        read = shares_of if limit.unit == SHARES else cash_of
        flow, day = any(event is one for one in self.flows), event.occurred_on
        parts = [one for one in self.flows if one is event or _by(one.occurred_on, day)] if flow else [event]
        told = [bounds for one in parts if (bounds := read(one)) and bounds.unit == limit.unit]
        return limit.most is not None and sum(bounds.least for bounds in told) > limit.most

    def short(self, event: Any) -> Iterator[Both]:
        """Less than the floor in the end."""
        floors = [limit for term in self.holding("floor", event.occurred_on)
                  if (limit := Bounds.of(term.floor, rounded=False))]  # fmt: skip
        most = {told.unit: told.most for read in READ if (told := read(event)) and told.most is not None}
        if floors and all(limit.unit in most and most[limit.unit] < limit.least for limit in floors):
            yield Both("below the floor", "未达到下限")

    def outside(self, event: Any) -> Iterator[Both]:
        """Trades of a day outside the window."""
        day, windows = event.occurred_on, [one.window for one in self.holding("window", event.occurred_on)]
        if windows and all(day.before(window) or window.before(day) for window in windows):
            yield Both("outside the window", "不在实施期限内")

    def dear(self, event: Any) -> Iterator[Both]:
        """A price above every cap that held by then."""
        terms = self.holding("price_cap", event.occurred_on, ever=all(event is not one for one in self.flows))
        price, cash = event.high or event.low, cash_of(event)
        if price:
            highest, currency = price.amount, price.currency
        elif cash and event.shares and event.shares.count and event.fees is Fees.EXCLUDED:
            highest, currency = cash.least / event.shares.count, cash.unit
        else:
            return
        caps = [one.price_cap for one in terms]
        if caps and all(cap.currency == currency and highest > cap.amount for cap in caps):
            yield Both("a price above the cap", "成交价高于价格上限")

    def holding(self, name: str, day: PartialDate, *, ever: bool = False) -> list[Any]:
        """The terms that may hold on ``day`` for the field ``name``; all that ever held, if asked."""
        filled = [one for one in self.terms if getattr(one, name, None) is not None]
        begun = [one for one in filled if not day.before(one.occurred_on)] or filled[:1]
        if ever:
            return begun
        sure = [one for one in begun if _by(one.occurred_on, day)]
        return [one for one in begun if not any(_after(one, other, filled) for other in sure)]


def _whole(carried: list[Any]) -> list[Any]:
    """The balance of all shares till then; smaller ones are parts of it, such as those used already."""
    told = [one for one in carried if one.shares]
    return [max(told, key=lambda one: one.shares.count)] if told else []


def _after(one: Any, other: Any, terms: list[Any]) -> bool:
    """Whether ``other`` came after ``one`` for certain; of one day, as the entries are ordered."""
    if one.occurred_on.before(other.occurred_on):
        return True
    same_day = one.occurred_on.is_day and one.occurred_on == other.occurred_on
    told = one.order_on_day is not None and other.order_on_day is not None
    return same_day and told and terms.index(other) > terms.index(one)


def _by(day: PartialDate, end: PartialDate) -> bool:
    """Whether all of ``day`` has certainly passed at the end of the day ``end``."""
    return bool(day.last and end.first and day.last <= end.first)


def _same(one: Bounds, of: Any, other: Bounds, of_other: Any) -> bool:
    """Whether the two can be compared: of one unit, and money with or without fees alike."""
    alike = getattr(of, "fees", None) == getattr(of_other, "fees", None)
    return one.unit == other.unit and (one.unit == SHARES or alike)


def _told(number: Decimal, unit: str) -> Both:
    if unit == SHARES:
        return Both(f"{number:,f} shares", f"{number:,f} 股")
    return Both(f"{unit} {number:,f}", f"{unit} {number:,f}")
