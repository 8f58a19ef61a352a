"""Attaching a document to an entry that was recorded before, or to its matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.batch import Change
    from ledger.catalogue import Catalogue
    from ledger.entry import Entry, Evidence
    from ledger.matter import Matter


def supported(matter: Matter, entry: Entry | None) -> set[tuple[str, str]]:
    """Role and digest of what supports the entry, or the matter as a whole; NotStandingError if retracted."""
    from ledger.evidence.supporting import supporting
    from ledger.matter import NotStandingError

    heir = matter.heir(entry.position) if entry else None
    if entry and heir is None:
        raise NotStandingError(position=entry.position, matter=matter.id, fate=matter.fate(entry.position))
    return {(one.piece.role, one.piece.sha256) for one in supporting(matter) if one.supports is heir}


def change(
    catalogue: Catalogue, matter: Matter, entry: Entry | None, piece: Evidence, more: dict[str, str]
) -> Change:
    """The change that attaches a document to the entry, or to the matter as a whole."""
    from commands.parts.fields import event_of
    from ledger.batch import Change
    from ledger.evidence.supporting import ATTACHED

    target = f"{matter.id}@{entry.version}" if entry else matter.id
    event = event_of(catalogue.spec(ATTACHED), {"entry": target, **piece._asdict(), **more})
    return Change(event, matter.id)
