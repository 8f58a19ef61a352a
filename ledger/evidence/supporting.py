"""Which documents support what: those that came with an entry, and those that were attached since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.entry import Entry, Evidence
from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.batch import MatterReader
    from ledger.evidence.store import Store, Verdict
    from ledger.matter import Matter

ATTACHED, ERASED = "evidence-attached", "evidence-erased"
PREFIX = "evidence/"
"""What stands before the digest in the matter of an erasure."""


class ErasedDocumentError(LedgerError):
    """A document that was erased is to be kept again."""

    sentence = Both(
        "{name} was erased (#{position}), so it is not kept again. Where the ground for that is gone, "
        "retract #{position} first. Nothing was recorded.",
        "{name} 已登记删除（#{position}），不再存入；如删除理由已不成立，请先撤回该分录。未作任何记录。",
    )


class Support(NamedTuple):
    """A document, the entry that names it, and the standing entry that it supports."""

    piece: Evidence
    named_by: Entry
    supports: Entry | None
    """None where it is the matter as a whole."""


def pieces_of(entry: Entry) -> tuple[Evidence, ...]:
    """All documents that an entry names: those that came with it, and the one that it attaches."""
    event: Any = entry.event
    if entry.kind != ATTACHED or getattr(event, "sha256", None) is None:  # of a newer version, it is not read
        return entry.evidence
    return (*entry.evidence, Evidence(str(event.role), event.name, event.sha256))


def supporting(matter: Matter) -> list[Support]:
    """The documents behind what stands in a matter, in the order in which they were recorded.

    A correction that brings documents of its own puts them in the place of those that came with what it
    corrects and play the same part; a completion adds to them. With a retracted entry its documents go.
    """
    found: list[Support] = []
    for entry in matter.history:
        heir = matter.heir(entry.position)
        if heir is None:
            continue
        if entry.purpose == "correction":
            restated = {piece.role for piece in entry.evidence}
            found = [one for one in found if one.supports is not heir or one.piece.role not in restated
                     or one.named_by.kind == ATTACHED]  # fmt: skip
        found += [Support(piece, entry, heir) for piece in entry.evidence]
        if len(pieces_of(entry)) > len(entry.evidence) and entry is heir:
            found += _attached(matter, entry)
    return found


def _attached(matter: Matter, entry: Entry) -> Iterator[Support]:
    event: Any = entry.event
    piece = pieces_of(entry)[-1]
    if not event.entry.version:
        yield Support(piece, entry, None)
        return
    for other in matter.history:
        if other.version == event.entry.version and (heir := matter.heir(other.position)):
            yield Support(piece, entry, heir)


def erased(reader: MatterReader) -> dict[str, int]:
    """The digest of each document whose erasure stands -> the position of the entry that says so."""
    matters = map(reader.matter, reader.matters(PREFIX))
    entries = (entry for matter in matters for entry in matter.entries(ERASED))
    return {entry.matter.removeprefix(PREFIX): entry.position for entry in entries}


def check_not_erased(pieces: Iterable[Evidence], reader: MatterReader) -> None:
    """ErasedDocumentError if one of the documents that are to be kept was erased."""
    gone = erased(reader)
    for piece in pieces:
        if piece.sha256 in gone:
            raise ErasedDocumentError(name=piece.name, position=gone[piece.sha256])


class Document(NamedTuple):
    """A document that an entry names, and what became of it."""

    piece: Evidence
    named_by: Entry
    supports: Entry | None
    """The standing entry that it supports; None where it is the matter as a whole, or nothing any more."""
    counts: bool
    """Whether it supports what stands; not if the entry was retracted or it was replaced."""
    verdict: Verdict
    size: int | None
    """Bytes, as it lies in the store."""


class Shelf:
    """All documents that the entries name, with what became of them; each is read once."""

    def __init__(self, reader: MatterReader, store: Store) -> None:
        self.store, self.erased = store, erased(reader)
        self._verdicts: dict[str, Verdict] = {}

    def verdict(self, sha256: str) -> Verdict:
        """What became of the document."""
        if sha256 not in self._verdicts:
            self._verdicts[sha256] = self.store.verdict(sha256, sha256 in self.erased)
        return self._verdicts[sha256]

    def of(self, matter: Matter) -> list[Document]:
        """Every document that the history of a matter names, in the order recorded."""
        counting = {(one.named_by.position, one.piece): one.supports for one in supporting(matter)}
        found = []
        for entry in matter.history:
            for piece in dict.fromkeys(pieces_of(entry)):
                key = (entry.position, piece)
                digest = piece.sha256
                found.append(Document(piece, entry, counting.get(key), key in counting,
                                      self.verdict(digest), self.store.size(digest)))  # fmt: skip
        return found

    def at(self, matter: Matter, position: int) -> list[Document]:
        """Those that the entry at ``position`` names, or that support what it has become."""
        heir = matter.heir(position)
        return [one for one in self.of(matter) if one.named_by.position == position
                or (heir is not None and one.supports is heir)]  # fmt: skip
