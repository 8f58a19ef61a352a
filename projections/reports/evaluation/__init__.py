"""The evaluation of an action plan: chapter by chapter, measure by measure, from the events that carry it.

Its structure is the plan's own. Under each heading stand the statements that were made and the sentences
that blocks compute from the evidence that was linked, in the order of their places.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.errors import USAGE, LedgerError
from ledger.language import Both
from ledger.naming import names_of
from projections.catch_up import Views
from projections.document import Document, positions_of, spaced
from projections.queries import Window
from projections.reports.evaluation import furniture, next_plan, preamble, reconciliation
from projections.reports.evaluation.announced import public
from projections.reports.evaluation.chapters import chapters
from projections.reports.evaluation.context import Context

if TYPE_CHECKING:
    from datetime import date

    from ledger.application import Ledger
    from ledger.language import Lang
    from ledger.matter import Matter
    from ledger.periods import Period


ALONE, JOINT = "evaluation", "evaluation-and-plan"
"""What a report is called in its JSON."""


class NoPlanError(LedgerError):
    """There is nothing to evaluate."""

    sentence = Both(
        "the ledger has no published action plan of {year}; "
        "record it first: ledger record action-plan-published",
        "账本中没有 {year} 年度已公布的行动方案；请先记录：ledger record 公布行动方案",
    )


class NotOutYetError(LedgerError):
    """The report would tell of a plan that nobody had seen on its day."""

    sentence = Both(
        "the action plan of {year} was published on {day}, after the cut-off {cut_off}; name a later one.",
        "{year} 年度行动方案于 {day}公布，晚于截止日 {cut_off}；请指定更晚的截止日。",
    )


class NotNextPlanError(LedgerError):
    """A joint report ends with a later plan."""

    exit_code = USAGE
    sentence = Both(
        "the plan of {next} does not come after that of {year}, which is evaluated; name a later year.",
        "{next} 年度行动方案不晚于所评估的 {year} 年度行动方案；请指定更晚的年度。",
    )


def evaluation(  # noqa: PLR0913 - all but two by name
    ledger: Ledger,
    period: str | Period,
    *,
    cut_off: str | date | None = None,
    as_known_at: int | str | None = None,
    lang: Lang = "zh",
    with_plan: str | None = None,
    draft: bool = False,
    checked_only: bool | None = None,
    views: Views | None = None,
) -> Document:
    """The evaluation of the plan of the period's year, as known at a position; NoPlanError without one.

    ``with_plan``: the year of a later plan, which the report gives after the evaluation; ``draft``: its
    statements apart from what is computed, with a place for a new one under each heading;
    ``checked_only``: of checked entries only, as ledger.toml says unless told.
    """
    window = Window.of(period, cut_off)
    with (views or Views.of(ledger)).at(as_known_at) as reading:
        context = Context(ledger, reading, window, lang, _evaluated(ledger, window, reading.position))
        context.following = _following(context, with_plan) if with_plan else None
        if checked_only is not None:
            context.checked_only = checked_only
        document, context = public(context, _document)
        return _drafted(document, context) if draft else document


def _evaluated(ledger: Ledger, window: Window, upto: int) -> Matter:
    """The plan of the period's year, which was out by the cut-off."""
    year = str(window.period.first.year)
    plan = _plan(ledger, year, upto)
    days = preamble.published(plan).event.occurred_on
    if days and days.first and days.first > window.cut_off:
        day = Both(days.show("en"), days.show("zh"))
        raise NotOutYetError(year=year, day=day, cut_off=window.cut_off)
    return plan


def _following(context: Context, year: str) -> Matter:
    """The later plan."""
    year = year.removeprefix("plan/")
    if year <= (evaluated := str(context.window.period.first.year)):
        raise NotNextPlanError(next=year, year=evaluated)
    return _plan(context.ledger, year, context.reading.position)


def _plan(ledger: Ledger, year: str, upto: int) -> Matter:
    for matter_id in ledger.matters("plan/"):
        matter = ledger.matter(matter_id, upto)
        published = matter.last("action-plan-published")
        if published and published.year == year:
            return matter
    raise NoPlanError(year=year)


def _document(context: Context) -> Document:
    body = next_plan.parts(context) if context.following else chapters(context)
    told = [*preamble.opening(context), *body, *furniture.closing(context)]
    if context.lang == "zh":
        told = [block.each(spaced) for block in told]
    blocks = tuple(told)
    sources = {position: _sentence(context, position) for position in positions_of(blocks)}
    figures = tuple(reconciliation.settled(context, sources))
    window = context.window
    return Document(
        JOINT if context.following else ALONE, window.period.label, str(window.cut_off),
        context.reading.position, context.lang, blocks, sources, tuple(context.open_points), figures,
    )  # fmt: skip


def _drafted(document: Document, context: Context) -> Document:
    """The same report as a draft, with the open points that telling it left."""
    drafted = _document(context.again(context.withheld, drafting=True))
    return replace(document, blocks=drafted.blocks)


def _sentence(context: Context, position: int) -> str:
    event = context.ledger.entry(position).event
    return event.sentence(context.lang, names_of(event, context))


__all__ = ["NoPlanError", "NotNextPlanError", "NotOutYetError", "evaluation"]
