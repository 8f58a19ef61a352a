"""Questions to the views that several reports ask: what lies in a period, what happened, who is what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_

from ledger.bodies import STANDARD_BODIES, body_named
from ledger.errors import USAGE, LedgerError
from ledger.language import Both
from ledger.matter import CHECKED, RETRACTED
from ledger.periods import Period, Scope, scope_of
from ledger.values import PartialDate
from projections.view import View, table
from projections.views import bodies, checks, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from projections.catch_up import Reading


class CutOffError(LedgerError):
    """A cut-off before the period is over."""

    exit_code = USAGE
    sentence = Both(
        "the cut-off {cut_off} lies before the end of {period}, {last}; name a later one.",
        "截止日 {cut_off} 早于期间 {period} 的末日 {last}；请指定更晚的截止日。",
    )


@dataclass(frozen=True, slots=True)
class Window:
    """A period and the last day of which its report may still tell."""

    period: Period
    cut_off: date

    @classmethod
    def of(cls, period: str | Period, cut_off: str | date | None = None) -> Window:
        """The window of a period; its cut-off is the period's last day unless told."""
        span = Period.parse(period) if isinstance(period, str) else period
        told = Period.parse(cut_off).last if isinstance(cut_off, str) else cut_off
        if told and told < span.last:
            raise CutOffError(cut_off=told, period=span.label, last=span.last)
        return cls(span, told or span.last)

    def scope(self, days: str) -> Scope:
        """The scope of days as a row holds them; of days that are not known, undecided."""
        return _scope(days, self)


@lru_cache(maxsize=8_192)
def _scope(days: str, window: Window) -> Scope:
    """Remembered, since many rows share their days."""
    return scope_of(PartialDate(days), window.period, window.cut_off) if days else Scope.UNDECIDED


def within(reading: Reading, view: View, window: Window, **equal: Any) -> Iterator[tuple[Scope, Any]]:
    """The rows whose days touch the window, with their scope; those outside are left out."""
    of = table(view)
    first, last = window.period.first.isoformat(), window.cut_off.isoformat()
    touching = or_(
        of.c.first_day.between(first, last),
        and_(of.c.spans, of.c.last_day >= first, of.c.first_day < first),
    )
    same = [of.c[name] == value for name, value in equal.items()]
    for row in reading.select(view, touching, *same):
        scope = window.scope(row.days)
        if scope is not Scope.OUTSIDE:
            yield scope, row


def body_names(reading: Reading, on: date) -> dict[str, tuple[Both, str]]:
    """Each body's name on a day and its type; the standard ones have one from the start."""
    names = {matter.partition("/")[2]: (name, "") for matter, name in STANDARD_BODIES.items()}
    for row in reading.select(bodies.VIEW):
        if row.first_day <= on.isoformat() or row.body not in names:
            names[row.body] = (Both(row.title_en or row.title, row.title), row.type)
    return names


def history(  # noqa: PLR0913 - all but one by name
    reading: Reading,
    *,
    period: Period | None = None,
    kind: str | None = None,
    body: str | None = None,
    matter: str | None = None,
    person: str | None = None,
    standing: bool = False,
    unchecked: bool = False,
) -> list[int]:
    """Positions of the entries that answer to all conditions; ``standing``: only those that hold.

    ``unchecked``: only those that hold and that nobody has checked off. Neither has checks themselves.
    """
    of = table(register.VIEW)
    conditions = []
    if period:
        conditions += [of.c.first_day <= period.last.isoformat(), of.c.last_day >= period.first.isoformat()]
    if kind:
        conditions.append(of.c.kind == kind)
    if body:
        conditions.append(of.c.body == body_named(body).removeprefix("body/"))
    if matter:
        conditions.append(or_(of.c.matter == matter, of.c.matter.startswith(f"{matter}/", autoescape=True)))
    if person:
        conditions.append(of.c.persons.icontains(f"；{person}；", autoescape=True))
    if standing or unchecked:
        rows = reading.select(register.VIEW, of.c.kind.not_in((RETRACTED, CHECKED)), *conditions)
    else:
        rows = reading.ever(register.VIEW, *conditions)
    seen = checked(reading) if unchecked else ()
    return sorted({row.position for row in rows}.difference(seen))


def checked(reading: Reading) -> frozenset[int]:
    """Positions of the entries that were checked off."""
    return frozenset(row.entry for row in reading.select(checks.VIEW))
