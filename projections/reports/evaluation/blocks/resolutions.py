"""A meeting and what it passed: ``召开2023年年度股东大会，审议通过《……》``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.periods import Scope
from projections.document import fill, listed
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.document import Run
    from projections.reports.evaluation.context import Context, Link

OF, USE = "meeting", "described"
PASSED = Both("the Company held {meeting}, which passed {items}", "公司召开{meeting}，审议通过{items}")
HELD = Both("the Company held {meeting}", "公司召开{meeting}")
TITLE = Both("the “{title}”", "《{title}》")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """A sentence for each meeting, with the items linked, or with all that it passed."""
    wanted: dict[str, set[str]] = {}
    for link in links:
        wanted.setdefault(link.to.matter, set()).add(link.to.item)
    for matter_id, items in wanted.items():
        matter = context.matter(matter_id)
        for held in matter.entries("meeting-held"):
            days = of(held).held_on
            if context.scope(days) is Scope.OUTSIDE:
                continue
            passed = [entry for entry in matter.entries("resolution-passed")
                      if "" in items or of(entry).item in items]  # fmt: skip
            yield Sentence(by_scope(context, context.scope(days), days, held), _told(context, held, passed))


def _told(context: Context, held: Entry, passed: list[Entry]) -> list[Run]:
    meeting = context.meeting(held)
    if not passed:
        return fill(context.say(HELD), meeting=meeting)
    titles = [fill(context.say(TITLE), title=context.titled(entry)) for entry in passed]
    between = ("", None) if context.lang == "zh" else context.commas
    return fill(context.say(PASSED), meeting=meeting, items=listed(titles, *between))
