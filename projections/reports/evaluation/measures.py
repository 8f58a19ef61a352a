"""The life of a measure: that it was revised, completed or dropped, each in a sentence with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from projections.document import Run, fill
from projections.reports.evaluation.sentences import Sentence, paragraph
from projections.reports.evaluation.times import on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.plans import Life
    from projections.document import Block
    from projections.reports.evaluation.context import Context

REVISED = Both("the Company revised this measure{reason}{text}", "公司对本项举措作出调整{reason}{text}")
AS_REVISED = Both("; it now reads: “{text}”", "，调整后的内容为：“{text}”")
COMPLETED = Both("the Company completed this measure{text}", "公司完成本项举措{text}")
RESULT = Both(", with this result: {text}", "，成效为：{text}")
DROPPED = Both(
    "the Company dropped this measure{reason}; this report evaluates it no longer",
    "公司终止实施本项举措{reason}，本报告不再对其进行评估",
)
REASON = Both(" (reason: {text})", "，原因为{text}")
INNER = str.maketrans("“”", "‘’")
"""Quotation marks within a quotation."""


def revised(context: Context, life: Life) -> Iterator[Block]:
    """A paragraph on how the measure was revised, before what was done; none if it was not."""
    told = [_sentence(context, entry, REVISED, AS_REVISED, "commitment") for entry in life.revised]
    if told:
        yield paragraph(context, told)


def ended(context: Context, life: Life) -> Iterator[Block]:
    """A paragraph on how the measure ended; none if it goes on."""
    if life.ended:
        done = (DROPPED, REASON, "reason") if life.dropped else (COMPLETED, RESULT, "result")
        yield paragraph(context, [_sentence(context, life.ended, *done)])


def _sentence(context: Context, entry: Entry, pattern: Both, more: Both, name: str) -> Sentence:
    days: Any = entry.event.occurred_on
    reason = _clause(context, entry, REASON, "reason") if "reason" in entry.event.spec.fields else []
    text = _clause(context, entry, more, name, quoted=more is AS_REVISED)
    runs = fill(context.say(pattern), reason=reason, text=text)
    return Sentence(on(context, days, entry), [Run(runs[0].text, (entry.position,)), *runs[1:]])


def _clause(context: Context, entry: Entry, pattern: Both, name: str, *, quoted: bool = False) -> list[Run]:
    """What a field adds to the sentence; nothing if it is empty or not in the language."""
    told = context.words(entry, name)
    if told is None:
        return []
    text = told.text.rstrip("。.；; ")
    return fill(context.say(pattern), text=told._replace(text=text.translate(INNER) if quoted else text))
