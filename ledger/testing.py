"""The test kit: given/when/then over one matter, a ledger in memory, and the contract that every kind keeps.

``given(CALLED).when(HELD).then_recorded(flagged=("no reason given for the absence of 赵六",))``
"""

# ruff: noqa: S101 - it asserts, as tests do

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING

from ledger.batch import Batch, Change
from ledger.catalogue import Catalogue
from ledger.entry import Entry
from ledger.kind_contract import check_kind
from ledger.matter import RETRACTED, Matter, NotAdmissibleError
from ledger.references import unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.event import GovernanceEvent
    from ledger.language import Both

__all__ = ["MemoryLedger", "check_kind", "flags", "given", "refused_in_any_order"]

AT = "2024-09-01T00:00:00.000000Z"
"""When the entries of tests are recorded."""
BY = "tester"


def given(*events: GovernanceEvent) -> History:
    """The history of one matter: ``events`` as they were recorded, one after the other."""
    history = History(Matter(""))
    return history.when(*events).then_recorded() if events else history


class History:
    """One matter, to which more may happen."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter

    @property
    def flags(self) -> set[str]:
        """What is odd in it, in English."""
        return {what.en for _, what in self.matter.irregularities()}

    def when(self, *events: GovernanceEvent) -> Attempt:
        """An attempt to record ``events``, each admitted with those before it applied."""
        matter = self.matter if self.matter.id else Matter(events[0].matter_id())
        try:
            for event in events:
                matter = matter.admit(_next(matter, event))
        except NotAdmissibleError as refusal:
            return Attempt(matter, refusal)
        return Attempt(matter, None)


class Attempt:
    """What came of recording events."""

    def __init__(self, matter: Matter, refusal: NotAdmissibleError | None) -> None:
        self.matter, self.refusal = matter, refusal

    def then_recorded(self, flagged: Sequence[str] | None = None) -> History:
        """All were admitted; ``flagged`` is all that is odd in the matter then, told in either language."""
        assert self.refusal is None, f"refused: {self.refusal}"
        if flagged is not None:
            found = {what for _, what in self.matter.irregularities()}
            missing = [told for told in flagged if not any(told in what for what in found)]
            more = [what.en for what in found if not set(flagged) & set(what)]
            assert not missing, f"not flagged: {missing}; flagged: {more}"
            assert not more, f"flagged as well: {more}"
        return History(self.matter)

    def then_refused(self, match: str = "") -> NotAdmissibleError:
        """One was refused, for a reason in which the pattern ``match`` is found, in either language."""
        assert self.refusal is not None, "recorded, not refused"
        told = [self.refusal.text("en"), self.refusal.text("zh")]
        assert any(re.search(match, text) for text in told), f"refused, but not for {match!r}: {told}"
        return self.refusal


def refused_in_any_order(*events: GovernanceEvent, match: str = "") -> None:
    """These cannot stand together, whichever of them is recorded last."""
    for order in permutations(events):
        given().when(*order).then_refused(match)


def flags(*events: GovernanceEvent) -> set[str]:
    """What is odd once all these stand, in English; the same in whichever order they were recorded."""
    found = []
    for order in permutations(events):
        matter = Matter(events[0].matter_id())
        for event in order:
            matter = matter.standing_with(_next(matter, event))
        assert not matter.contradictions, f"contradictory: {sorted(matter.contradictions)}"
        found.append(History(matter).flags)
    assert all(flagged == found[0] for flagged in found), f"what is odd depends on the order: {found}"
    return found[0]


def _next(matter: Matter, event: GovernanceEvent) -> Entry:
    """``event`` as the next entry of ``matter``."""
    own = matter.id if event.spec.matter == "*" else event.matter_id()
    assert own == matter.id, f"{event.spec.slug} is about {own}, not about {matter.id}"
    at = len(matter.history) + 1
    return Entry(at, matter.id, at, event, AT, BY, "test", at)


class MemoryLedger:
    """A ledger without a database: what is admitted, refused and flagged is as in the real one."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self.catalogue = catalogue or Catalogue()
        self.entries: list[Entry] = []
        self._matters: dict[str, Matter] = {}

    def record(self, *changes: GovernanceEvent | Change, by: str = BY) -> list[Entry]:
        """Record these together, or raise the first reason against them and record none."""
        batch = Batch(self, len(self.entries), AT, by)
        for change in changes:
            batch.add(change if isinstance(change, Change) else Change(change))
        for error, _ in batch.problems():
            raise error
        recorded = batch.drain()
        for entry in recorded:
            self._matters[entry.matter] = self.matter(entry.matter).standing_with(entry)
        self.entries += recorded
        return recorded

    def correct(
        self,
        position: int,
        event: GovernanceEvent,
        *,
        reason: str = "typo",
        by: str = BY,
        completion: bool = False,
    ) -> Entry:
        """Restate the entry at ``position`` in full; a completion only fills what was empty."""
        purpose = "completion" if completion else "correction"
        matter = self.entries[position - 1].matter
        change = Change(event, matter, corrects=position, purpose=purpose, reason=reason)
        return self.record(change, by=by)[0]

    def retract(self, *positions: int, reason: str = "typo", by: str = BY) -> list[Entry]:
        """Take the entries at ``positions`` back together."""
        cls = self.catalogue.spec(RETRACTED).cls
        gone = (cls.model_validate({"position": position, "reason": reason}) for position in positions)
        changes = (
            Change(event, self.entries[at - 1].matter) for event, at in zip(gone, positions, strict=True)
        )
        return self.record(*changes, by=by)

    def matter(self, matter_id: str) -> Matter:
        """The matter as it stands; empty if there is none."""
        return self._matters.get(matter_id) or Matter(matter_id)

    def has_matter(self, matter_id: str) -> bool:
        """Whether anything was ever recorded in it."""
        return matter_id in self._matters

    def matters(self, prefix: str = "") -> list[str]:
        """Ids of all matters that begin so."""
        return sorted(matter_id for matter_id in self._matters if matter_id.startswith(prefix))

    def openers(self, matter_type: str) -> list[str]:
        """Slugs of the kinds that may begin a matter of this type."""
        specs = self.catalogue.specs()
        return [spec.slug for spec in specs if spec.opens and spec.matter.rstrip("/") in (matter_type, "*")]

    def irregularities(self, matter: Matter) -> Iterator[tuple[Entry, Both]]:
        """What is odd in a matter, references to nothing included."""
        yield from matter.irregularities()
        for held in matter.standing:
            for what in unresolved(held.entry, self):
                yield held.entry, what
