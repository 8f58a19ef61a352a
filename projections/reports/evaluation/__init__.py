"""The evaluation of an action plan: chapter by chapter, measure by measure, from the events that carry it.

Its structure is the plan's own. Under each heading stand the statements that were made and the sentences
that blocks compute from the evidence that was linked, in the order of their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import LedgerError
from ledger.language import Both
from ledger.naming import names_of
from ledger.plans import headings
from projections.catch_up import Views
from projections.document import Block, Document, positions_of, spaced
from projections.queries import Window
from projections.reports.evaluation import furniture
from projections.reports.evaluation.context import Context, of
from projections.reports.evaluation.sentences import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.language import Lang
    from ledger.matter import Matter
    from ledger.periods import Period


SILENT = Both("{number} “{en}” has no evidence and no statement yet", "{number}“{zh}”尚无凭据和陈述")


class NoPlanError(LedgerError):
    """There is nothing to evaluate."""

    sentence = Both(
        "the ledger has no published action plan of {year}; "
        "record it first: ledger record action-plan-published",
        "账本中没有 {year} 年度已公布的行动方案；请先记录：ledger record 公布行动方案",
    )


def evaluation(  # noqa: PLR0913 - all but two by name
    ledger: Ledger,
    period: str | Period,
    *,
    cut_off: str | date | None = None,
    as_known_at: int | str | None = None,
    lang: Lang = "zh",
    views: Views | None = None,
) -> Document:
    """The evaluation of the plan of the period's year, as known at a position; NoPlanError without one."""
    window = Window.of(period, cut_off)
    with (views or Views.of(ledger)).at(as_known_at) as reading:
        plan = _plan(ledger, window, reading.position)
        return _document(Context(ledger, reading, window, lang, plan))


def _plan(ledger: Ledger, window: Window, upto: int) -> Matter:
    year = str(window.period.first.year)
    for matter_id in ledger.matters("plan/"):
        matter = ledger.matter(matter_id, upto)
        published = matter.last("action-plan-published")
        if published and published.year == year:
            return matter
    raise NoPlanError(year=year)


def _document(context: Context) -> Document:
    told = [*furniture.opening(context), *_chapters(context), *furniture.closing(context)]
    if context.lang == "zh":
        told = [block.each(spaced) for block in told]
    blocks = tuple(told)
    sources = {position: _sentence(context, position) for position in positions_of(blocks)}
    window = context.window
    return Document(
        "evaluation", window.period.label, str(window.cut_off), context.reading.position, context.lang,
        blocks, sources, tuple(context.open_points),
    )  # fmt: skip


def _sentence(context: Context, position: int) -> str:
    event = context.ledger.entry(position).event
    return event.sentence(context.lang, names_of(event, context))


def _chapters(context: Context) -> Iterator[Block]:
    """Every heading that has something to say; those that have not are open points."""
    for at, (chapter, measures) in enumerate(_ordered(context.plan), 1):
        own = list(paragraphs(context, of(chapter).number))
        told: list[Block] = []
        for number, measure in enumerate(measures, 1):
            if found := list(paragraphs(context, of(measure).number)):
                told += [furniture.measure(context, number, measure), *found]
            else:
                _silent(context, measure)
        if own or told:
            yield from (furniture.chapter(context, at, chapter), *own, *told)
        elif not measures:
            _silent(context, chapter)


def _ordered(plan: Matter) -> Iterator[tuple[Entry, list[Entry]]]:
    """Each chapter with the measures that were not dropped, by their numbers."""
    declared = headings(plan)
    measures = [entry for entry in declared if entry.kind == "measure-committed"]
    for chapter in declared:
        if chapter.kind == "chapter-declared":
            within = f"{of(chapter).number}."
            yield chapter, [entry for entry in measures if of(entry).number.startswith(within)]


def _silent(context: Context, heading: Entry) -> None:
    event = of(heading)
    zh = getattr(event, "heading", None) or event.title
    en = getattr(event, "heading_en", None) or getattr(event, "title_en", None) or zh
    context.leave_open(SILENT, number=event.number, zh=zh, en=en)


__all__ = ["NoPlanError", "evaluation"]
