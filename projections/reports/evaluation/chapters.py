"""The chapters of an evaluation: under each heading what was said and what the evidence shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.plans import headings, life
from projections.reports.evaluation import furniture, measures, strays
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.document import Block
    from projections.reports.evaluation.context import Context

SILENT = Both("{number} “{en}” has no evidence and no statement yet", "{number}“{zh}”尚无凭据和陈述")
NO_CHAPTER = Both(
    "measure {number} stands in no chapter; declare chapter {chapter}",
    "举措 {number} 不属于任何章；请先设第 {chapter} 章",
)


def chapters(context: Context) -> Iterator[Block]:
    """Every heading that has something to say; those that have not are open points."""
    for at, (chapter, within) in enumerate(by_chapter(context.plan), 1):
        own = list(paragraphs(context, of(chapter).number)) if chapter else []
        told = [block for number, one in enumerate(within, 1) for block in _measure(context, number, one)]
        if chapter is None:
            _homeless(context, within)
            yield from told
            continue
        if own or told:
            yield from (furniture.chapter(context, at, chapter), *own, *told)
        if not within and not _says(own):
            _silent(context, chapter)
    strays.leave_open(context)


def by_chapter(plan: Matter) -> Iterator[tuple[Entry | None, list[Entry]]]:
    """Each chapter with its measures, by their numbers; a measure that stands in no chapter by itself."""
    declared = headings(plan, dropped=True)
    homes = [entry for entry in declared if entry.kind == "chapter-declared"]
    measures = [(entry, _home(entry, homes)) for entry in declared if entry not in homes]
    for entry in declared:
        if entry in homes:
            yield entry, [measure for measure, home in measures if home is entry]
        elif (entry, None) in measures:
            yield None, [entry]


def _home(measure: Entry, chapters: list[Entry]) -> Entry | None:
    """The innermost chapter that the number of a measure puts it in."""
    around = [one for one in chapters if of(measure).number.startswith(f"{of(one).number}.")]
    return max(around, key=lambda one: len(of(one).number), default=None)


def _measure(context: Context, at: int, entry: Entry) -> Iterator[Block]:
    """A measure with its evidence and what became of it; of one that was dropped, only that it was."""
    lived = life(context.plan, entry, context.window.cut_off)
    found = [] if lived.dropped else list(paragraphs(context, of(entry).number))
    told = [*measures.revised(context, lived), *found, *measures.ended(context, lived)]
    if told:
        yield furniture.measure(context, at, entry, lived.wording("heading"))
        yield from told
    if not _says(found) and not lived.ended:
        _silent(context, entry)


def _says(blocks: list[Block]) -> bool:
    """Whether there is more than the empty places of a draft."""
    return any(block.kind != "place" for block in blocks)


def _homeless(context: Context, within: list[Entry]) -> None:
    for entry in within:
        chapter, dot, _ = of(entry).number.partition(".")
        if dot:
            context.leave_open(NO_CHAPTER, number=of(entry).number, chapter=chapter)


def _silent(context: Context, heading: Entry) -> None:
    event = of(heading)
    zh = getattr(event, "heading", None) or event.title
    en = getattr(event, "heading_en", None) or getattr(event, "title_en", None) or zh
    context.leave_open(SILENT, number=event.number, zh=zh, en=en)
