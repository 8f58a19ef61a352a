"""How often bodies met in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.periods import Scope
from projections.document import Run, fill, listed
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import in_the_period
from projections.views import meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.reports.evaluation.context import Context, Link

OF, USE = "body", "counted"
HELD = Both("meetings were held as follows: {counts}", "公司召开{counts}")
COUNT = Both("{body}, {count}", "{body} {count} 次")
STRADDLES = Both(
    "{body}: the meeting #{at} ({days}) may lie inside or outside the period and is not counted; "
    "correct its day",
    "{body}：会议 #{at}（{days}）可能在期内，也可能在期外，未计入次数；请更正其日期",
)


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """One sentence with the count of every body, in the order linked."""
    counts = [
        fill(context.say(COUNT), body=context.body_run(link.name), count=_count(context, link.name))
        for link in links
    ]
    between = "，" if context.lang == "zh" else "; "
    yield Sentence(in_the_period(context), fill(context.say(HELD), counts=listed(counts, between)))


def _count(context: Context, body: str) -> Run:
    counted = []
    for scope, row in context.within(meetings.VIEW, body=body):
        if scope is Scope.PERIOD:
            counted.append(row.position)
        elif scope is not Scope.AFTER:
            context.leave_open(STRADDLES, body=context.body(body), at=row.position, days=row.days)
    return Run(str(len(counted)), tuple(counted))
