"""Reproducing: what was issued, byte for byte as it is kept, and the same made again from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.evidence.store import NotKeptError, Store
from ledger.evidence.supporting import Shelf
from projections.catch_up import Views
from projections.differences import Difference, compared
from projections.issued import NotKnownError, as_issued, issued, kept, remade
from projections.rederived import Outcome, judged

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.evidence.supporting import Document
    from projections.rederived import Rederived


class Reproduced(NamedTuple):
    """What was issued, as it is kept."""

    entry: Entry
    documents: list[Document]
    """Each with what became of it."""


class Recomputed(NamedTuple):
    """A report made again from the entries that it rests on."""

    entry: Entry
    outcome: Rederived
    differences: list[Difference]
    """What this program says otherwise, as far as what was issued is kept."""


def reproduce(ledger: Ledger, ref: str) -> Reproduced:
    """The files of an issued report and what is kept beside them, each read and hashed anew."""
    entry = issued(ledger, ref)
    shelf = Shelf(ledger, Store(ledger.settings.evidence))
    found = shelf.at(ledger.matter(entry.matter), entry.position)
    return Reproduced(entry, list({one.piece.sha256: one for one in found if one.supports}.values()))


def recompute(ledger: Ledger, ref: str) -> Recomputed:
    """An issued report made again, and held against the digest that its entry names."""
    entry, views = issued(ledger, ref), Views.of(ledger)
    outcome = judged(ledger, entry, views)
    if outcome.outcome is Outcome.REPRODUCED:
        return Recomputed(entry, outcome, [])
    return Recomputed(entry, outcome, _reworded(ledger, entry, views))


def _reworded(ledger: Ledger, entry: Entry, views: Views) -> list[Difference]:
    """What is said otherwise as known when it was issued; nothing where no more is kept than the digest."""
    try:
        kept(ledger, entry)
    except (NotKeptError, NotKnownError):
        return []
    way, before = as_issued(ledger, entry, views)
    return compared(before, remade(ledger, entry, way, before.as_known_at, views))
