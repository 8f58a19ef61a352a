"""The second pair of eyes on a report: where ledger.toml says so, it tells of checked entries only.

What is not checked off yet is left out and listed as open. A later correction was not seen by whoever checked
what it corrects, so it waits as well.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ledger.checking import unchecked
from ledger.errors import LedgerError, shown
from ledger.language import Both
from ledger.naming import names_of
from projections.queries import checked
from projections.reports.evaluation.context import LANGS
from projections.reports.evaluation.preamble import published

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.reports.evaluation.context import Context

WAITS = Both(
    "#{at} ({told}) is left out, as it is not checked off yet; somebody else than {by} does so with: "
    "ledger check-off {at}",
    "#{at}（{told}）未写入报告：尚未核对。请由{by}以外的人核对：ledger check-off {at}",
)


class PlanNotCheckedError(LedgerError):
    """The publication of the plan itself waits, so there is nothing to evaluate yet."""

    sentence = Both(
        "the publication of the action plan, #{position}, is not checked off, and reports of this ledger "
        "tell of checked entries only (checked_only in ledger.toml). Somebody else than {by} does so with: "
        "ledger check-off {position}",
        "行动方案的公布（#{position}）尚未核对，而本账本的报告只采用已核对的分录"
        "（见 ledger.toml 的 checked_only）。"
        "请由{by}以外的人核对：ledger check-off {position}",
    )


class Checks:
    """What the ledger, as the report knows it, says of checks; nothing waits where it asks for none."""

    def __init__(self, context: Context) -> None:
        self.context, self.asked = context, context.checked_only
        self.left_out: frozenset[int] = frozenset()
        """Positions of the entries of the plans that the report does not take up."""

    def waits(self, position: int) -> bool:
        """Whether the report has to wait for a check of the entry."""
        return self.asked and position not in self._seen

    @cached_property
    def _seen(self) -> frozenset[int]:
        return checked(self.context.reading)

    def take(self) -> None:
        """Let the report see no more of its plans than what was checked off."""
        context = self.context
        context.plan = self._checked(context.plan)
        context.following = self._checked(context.following) if context.following else None

    def _checked(self, plan: Matter) -> Matter:
        waiting = frozenset(entry.position for entry in unchecked(plan)) if self.asked else frozenset()
        first = published(plan)
        if first.position in waiting:
            raise PlanNotCheckedError(position=first.position, by=first.recorded_by)
        self.left_out |= waiting
        return plan.without(waiting)

    def point(self, entry: Entry) -> Both:
        """That an entry waits, and who may check it off."""
        names = names_of(entry.event, self.context)
        told = (
            text.format(at=entry.position, by=entry.recorded_by,
                        told=shown(entry.event.sentence(lang, names)))
            for text, lang in zip(WAITS, LANGS, strict=True)
        )  # fmt: skip
        return Both(*told)
