"""Proposals: what the topics of a chapter or measure find in the ledger that may be evidence for it.

They only propose. What was linked or refused under a heading is not proposed there again; nobody decides but
who links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.plans import citing, headings, links, refused
from projections.queries import within
from projections.reports.evaluation.announced import means
from projections.reports.evaluation.sentences import writers
from projections.views import topics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.matter import Matter
    from ledger.values import Ref
    from projections.catch_up import Reading
    from projections.queries import Window

USES = ("described", "named", "counted")
"""How a report would use it, the fullest first."""


class Proposal(NamedTuple):
    """Something that may be evidence: how a link would cite and use it, and what it is made of."""

    heading: Entry
    cites: str
    use: str
    days: str
    topics: list[str]
    entries: list[Entry]


def proposals(ledger: Ledger, reading: Reading, plan: Matter, window: Window) -> Iterator[Proposal]:
    """For each heading with topics, what the window has on them that is undecided, in the order of days."""
    for heading in headings(plan):
        event: Any = heading.event
        decided = Decided(plan, event.number)
        rows = [
            (row.first_day, row.position, row.days, topic)
            for topic in event.topics or ()
            for _, row in within(reading, topics.VIEW, window, topic=topic)
        ]
        found: dict[str, Proposal] = {}
        for _, position, days, topic in sorted(rows):
            entry = ledger.entry(position)
            if not decided.on(entry):
                _add(found, Proposal(heading, citing(entry), _use(entry), days, [topic], [entry]))
        yield from found.values()


class Decided:
    """What was linked to a chapter or measure, or refused as evidence for it."""

    def __init__(self, plan: Matter, under: str) -> None:
        linked: list[Any] = [link.event for link in links(plan, under)]
        self.linked: list[Ref] = [link.cites for link in linked]
        self.refused = refused(plan, under)

    def on(self, entry: Entry) -> bool:
        """Whether it was decided on the entry, its body, or by linking a part of the matter it began."""
        if any(means(ref, entry) or _holds(ref, entry) for ref in (*self.linked, *self.refused)):
            return True
        whole = citing(entry) == entry.matter
        return whole and any(ref.matter == entry.matter for ref in self.linked)


def _holds(ref: Ref, entry: Entry) -> bool:
    """Whether a reference is to the body whose meeting it is."""
    kind, _, name = ref.matter.partition("/")
    return kind == "body" and entry.matter.startswith(f"meeting/{name}/")


def _add(found: dict[str, Proposal], proposal: Proposal) -> None:
    """Add to what would be cited alike, or take as new."""
    told = found.setdefault(proposal.cites, proposal)
    told.topics.extend(topic for topic in proposal.topics if topic not in told.topics)
    told.entries.extend(entry for entry in proposal.entries if entry not in told.entries)


def _use(entry: Entry) -> str:
    """The fullest use that reports have a sentence for; else named, for a statement to tell of it."""
    kind = entry.matter.partition("/")[0]
    return next((use for use in USES if (kind, use) in writers()), "named")
