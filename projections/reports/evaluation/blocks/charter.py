"""What was changed in the charter or a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.periods import Scope
from projections.document import fill
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.document import Run
    from projections.reports.evaluation.context import Context, Link

OF, USE = "instrument", "described"
REVISED_ZH = "公司对《{title}》{clauses}作出修订{summary}"
CHANGED = {
    "charter-amended": Both("the Company amended the {title}{clauses}{summary}", REVISED_ZH),
    "policy-revised": Both("the Company revised the {title}{clauses}{summary}", REVISED_ZH),
    "policy-adopted": Both("the Company adopted the {title}{summary}", "公司制定《{title}》{summary}"),
    "policy-repealed": Both("the Company repealed the {title}", "公司废止《{title}》"),
}
CLAUSES = Both(" ({clauses})", "中的{clauses}")
CHINESE = Both(
    "the clauses of #{at} have no English name and are left out",
    "#{at} 的条款没有英文名称，未写入",
)
SUMMARY = Both(", to the effect that: {summary}", "，明确：{summary}")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """A sentence for each change that the links mean and of which the report may tell."""
    for link in links:
        for entry in context.matter(link.to.matter).entries(*CHANGED):
            days = entry.event.occurred_on
            scope = context.scope(days) if days else Scope.OUTSIDE
            if days and scope is not Scope.OUTSIDE and link.to.version in (0, entry.version):
                yield Sentence(by_scope(context, scope, days, entry), _told(context, entry))


def _sayable(context: Context, entry: Entry) -> bool:
    """Whether the clauses can be named: in English, only by English names."""
    clauses = getattr(of(entry), "clauses", None) or ()
    if context.lang == "en" and not all(context.party(one).text.isascii() for one in clauses):
        context.leave_open(CHINESE, at=entry.position)
        return False
    return bool(clauses)


def _told(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    has_clauses, has_summary = _sayable(context, entry), getattr(event, "summary", None)
    return fill(
        context.say(CHANGED[entry.kind]),
        title=context.titled(entry),
        clauses=fill(context.say(CLAUSES), clauses=context.parties(entry, "clauses")) if has_clauses else [],
        summary=fill(context.say(SUMMARY), summary=context.titled(entry, "summary")) if has_summary else [],
    )
