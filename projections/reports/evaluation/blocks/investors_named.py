"""Briefings and conferences for investors, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from projections.document import fill, listed
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context, Link

OF, USE = "investors", "named"
HELD = {
    "": Both("the Company held or took part in {titles}{platform}", "公司{platform}参加或举办{titles}"),
    "host": Both("the Company held {titles}{platform}", "公司{platform}举办{titles}"),
    "participant": Both("the Company took part in {titles}{platform}", "公司{platform}参加{titles}"),
}
ON = Both(" on {platform}", "通过{platform}")
TITLE = Both("the {title}", "“{title}”")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """One sentence for those of the same time, platform and role, in the order linked."""
    matters = [context.matter(matter) for matter in dict.fromkeys(link.to.matter for link in links)]
    groups: dict[Any, list[Entry]] = {}
    for entry in (
        one for matter in matters for one in matter.entries("briefing-held", "conference-attended")
    ):
        event = of(entry)
        if context.scope(event.occurred_on) is not Scope.OUTSIDE:
            role = event.role.value if event.role else ""
            groups.setdefault((event.occurred_on, event.platform, role), []).append(entry)
    for (days, platform, role), entries in groups.items():
        titles = [fill(context.say(TITLE), title=context.titled(entry)) for entry in entries]
        on = fill(context.say(ON), platform=context.party(platform, *entries)) if platform else []
        runs = fill(context.say(HELD[role]), titles=listed(titles, *context.commas), platform=on)
        yield Sentence(by_scope(context, context.scope(days), days, *entries), runs)
