"""The joint report: the evaluation of one plan, followed by the plan that comes after it, as committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.plans import life
from projections.document import Block, Run, fill
from projections.reports.evaluation import furniture, preamble, strays
from projections.reports.evaluation.chapters import by_chapter, chapters
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence, paragraph, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context

EVALUATION = Both("Part 1. Evaluation of the action plan for {year}", "第一部分　{year} 年度行动方案评估")
PLAN = Both("Part 2. Action plan for {year}", "第二部分　{year} 年度行动方案")
CONTENT = Both("The measures of the “{title}” are as follows.", "《{title}》的主要举措如下：")
DUE = Both("this measure is due {when}", "本项举措计划{when}完成")
BY = Both("by {day}", "最迟于 {day}")
IN = Both("in {days}", "于 {days}")
NO_COMMITMENT = Both(
    "measure {number} of {plan} says nothing of what is promised; complete the entry #{at}",
    "{plan} 的举措 {number} 没有承诺内容；请补充分录 #{at}",
)
EMPTY = Both("{plan} has no measure yet", "{plan} 尚无举措")


def parts(context: Context) -> Iterator[Block]:
    """Both parts, each with its own chapters; of a report that has both."""
    if context.following is None:
        return
    following = context.on(context.following)
    yield _part(context, EVALUATION)
    yield Block("paragraph", tuple(preamble.progress(context)))
    yield from map(_lowered, chapters(context))
    yield _part(following, PLAN)
    title = following.titled(preamble.published(following.plan))
    yield Block("paragraph", tuple(fill(following.say(CONTENT), title=title)))
    yield from map(_lowered, _plan(following))


def _part(context: Context, pattern: Both) -> Block:
    plan = preamble.published(context.plan)
    return Block("heading", tuple(fill(context.say(pattern), year=context.run(of(plan).year, plan))), 1)


def _lowered(block: Block) -> Block:
    return block._replace(level=block.level + 1) if block.kind == "heading" else block


def _plan(context: Context) -> Iterator[Block]:
    """The chapters of the plan itself with its measures as they stand."""
    told = 0
    for at, (chapter, within) in enumerate(by_chapter(context.plan), 1):
        if chapter and of(chapter).origin == "evaluation":
            continue
        if chapter:
            yield furniture.chapter(context, at, chapter)
            yield from paragraphs(context, of(chapter).number, forward=True)
        for number, measure in enumerate(within, 1):
            lived = life(context.plan, measure, context.window.cut_off)
            if not lived.dropped:
                told += 1
                yield furniture.commitment(context, number, measure, lived.wording("heading"))
                yield from _promised(context, measure, lived.wording("commitment"))
    strays.leave_open(context)
    if not told:
        context.leave_open(EMPTY, plan=context.plan.id)


def _promised(context: Context, measure: Entry, worded: Entry) -> Iterator[Block]:
    """What is promised and when it is due, then the outlook on it."""
    if of(worded).commitment is None:
        number = of(measure).number
        context.leave_open(NO_COMMITMENT, number=number, plan=context.plan.id, at=worded.position)
    promise = context.words(worded, "commitment")
    sentences = [Sentence(None, [promise._replace(text=promise.text.rstrip("。. "))])] if promise else []
    if when := _due(context, measure):
        sentences.append(Sentence(None, fill(context.say(DUE), when=when)))
    if sentences:
        yield paragraph(context, sentences)
    yield from paragraphs(context, of(measure).number, forward=True)


def _due(context: Context, measure: Entry) -> list[Run]:
    """The day by which, or the span in which, it is to be completed; nothing where none is set."""
    days = of(measure).due_on
    if days is None or days.last is None:
        return []
    if days.is_day or days.first is None:
        return fill(context.say(BY), day=context.run(type(days)(days.last.isoformat()), measure))
    return fill(context.say(IN), days=context.run(days, measure))
