"""What is asked of each ledger of a host: a line of its own; ``ledger.fan_out.each`` asks them all.

Each function takes the settings of one ledger first and closes it again, and gives a row of plain values, so
that any other process can be the one that works.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ledger.application import Ledger
from ledger.audit import presented
from ledger.audit.verification import verify
from ledger.catalogue import Catalogue
from ledger.errors import USAGE, LedgerError
from ledger.founding import found
from ledger.language import Both
from ledger.periods import Period, Scope
from projections.catch_up import Views
from projections.queries import Window, within
from projections.render import rendered
from projections.reports.evaluation import evaluation
from projections.summaries import summary
from projections.views import meetings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.hosting import Host
    from ledger.language import Lang
    from ledger.settings import Settings

    Row = dict[str, Any]

PARTS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""What a period can be asked by, in months."""
LABELS = {1: "{year}-{month:02}", 3: "{year}Q{number}", 6: "{year}H{number}", 12: "{year}"}


class UnsoundError(LedgerError):
    """Verification found something."""

    sentence = Both(
        "{n} found altered, first {table} {row}: {what}. See all of it: ledger verify --ledger '{address}'",
        "发现 {n} 处不符，首处为 {table} {row}：{what}。详见：ledger verify --ledger '{address}'",
    )


class NoPartsError(LedgerError):
    """A period that holds not one whole part of the size that was asked for."""

    exit_code = USAGE
    sentence = Both(
        "{period} holds no whole {by}; name a longer period or a smaller part.",
        "期间 {period} 不含完整的 {by}；请指定更长的期间或更小的单位。",
    )


@lru_cache(maxsize=8)
def _catalogue(kinds: tuple[str, ...]) -> Catalogue:
    """Made once in each process, not for each ledger."""
    return Catalogue(kinds)


def opened(settings: Settings) -> Ledger:
    """The ledger, to be read only."""
    return Ledger(settings, catalogue=_catalogue(settings.kinds), read_only=True)


def asked(host: Host, task: Callable[..., dict[str, Any]], options: dict[str, Any], name: str) -> Row:
    """``task`` for the ledger of this name; what a pool calls."""
    return task(host.settings(name), **options)


def created(host: Host, chosen: dict[str, str], by: str, told: str) -> Row:
    """A new ledger, ``NAME=ORIGIN``, with its key and its folder; ``chosen`` are settings that all have."""
    name, _, origin = told.partition("=")
    settings = host.settings(name)._replace(origin=origin or name, **chosen)  # type: ignore[arg-type]
    _ = settings.zone
    found(settings.database.parent, settings, by=by)
    return {"ledger": name, "origin": settings.origin}


def listed(settings: Settings) -> Row:
    """What the ledger is called, how long it is and what its root hash is."""
    with opened(settings) as ledger:
        size = ledger.log_recorder.size()
        first: Any = ledger.entry(1).event
        return {
            "origin": first.origin, "entries": size, "recorded_at": ledger.entry(size).recorded_at,
            "root": ledger.log_recorder.root(size).hex(),
        }  # fmt: skip


def verified(settings: Settings) -> Row:
    """All stored bytes read again; UnsoundError if anything was found."""
    with presented.ledger(settings) as given:
        done = verify(given)
    for first in done.findings:
        raise UnsoundError(
            n=done.findings.total, table=first.table, row=first.row, what=first.what, address=settings.server
        )
    return {
        "origin": done.testimony.origin, "entries": done.checked.last, "root": done.checked.tree.root.hex(),
    }  # fmt: skip


def summed(settings: Settings, period: str, cut_off: str | None) -> Row:
    """How many of each sort there are in the period; the entries behind them: ``ledger summary``."""
    with opened(settings) as ledger:
        told = summary(ledger, period, cut_off=cut_off)
    inside = {name: [row for row in told[name] if row["scope"] == Scope.PERIOD.value]
              for name in ("trainings", "charter", "incentives", "internal_audits")}  # fmt: skip
    return {
        "as_known_at": told["as_known_at"],
        "meetings": sum(row["count"] for row in told["meetings"]),
        "resolutions": len({at for row in told["resolutions"] for at in row["positions"]}),
        **{name: len(rows) for name, rows in inside.items()},
        "undecided": len(told["undecided"]),
    }


def reported(  # noqa: PLR0913 - all but one by name
    settings: Settings, *, folder: Path, period: str, cut_off: str | None, form: str, lang: Lang
) -> Row:
    """The evaluation of the ledger's plan in a file of its own."""
    with opened(settings) as ledger:
        document = evaluation(ledger, period, cut_off=cut_off, lang=lang)
        told = rendered(document, form, settings)
    path = folder / f"{_name(settings)}.{form}"
    path.write_bytes(told)
    return {"file": path.name, "open_points": len(document.open_points)}


def met(settings: Settings, period: str, body: str, by: str) -> Row:
    """How often a body met in each part of the period, and by which entries.

    ``every`` says whether it met in each of them; None if meetings whose days are not known that well may
    have filled what is empty.
    """
    counts: dict[str, int] = {}
    held, undecided, possible = list[int](), set[int](), True
    with opened(settings) as ledger, Views.of(ledger).at() as reading:
        for part in parts(Period.parse(period), by):
            touching = list(within(reading, meetings.VIEW, Window.of(part), body=body))
            inside = [row.position for scope, row in touching if scope is Scope.PERIOD]
            counts[part.label] = len(inside)
            possible &= bool(touching)
            held += inside
            undecided.update(row.position for scope, row in touching if scope is not Scope.PERIOD)
    every = all(counts.values()) or (None if possible else False)
    return {**counts, "every": every, "undecided": len(undecided), "positions": held,
            "undecided_positions": sorted(undecided)}  # fmt: skip


def _name(settings: Settings) -> str:
    return settings.server.schema if settings.server else settings.origin


def parts(period: Period, by: str) -> list[Period]:
    """The whole months, quarters, half-years or years in a period; NoPartsError if there is none."""
    months = PARTS[by]
    every = [
        Period.parse(LABELS[months].format(year=year, month=first, number=(first - 1) // months + 1))
        for year in range(period.first.year, period.last.year + 1)
        for first in range(1, 13, months)
    ]
    inside = [part for part in every if period.first <= part.first and part.last <= period.last]
    if not inside:
        raise NoPartsError(period=period.label, by=by)
    return inside
