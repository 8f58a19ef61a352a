"""Exporting: a ledger made into plain files for others, verified first in the same view of its database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.audit import presented
from ledger.audit.verification import NOTHING, verify
from ledger.errors import LedgerError
from ledger.evidence.store import Verdict
from ledger.language import Both
from ledger.log import packing
from ledger.log.bundle import CHECKPOINT, ENTRIES, EVIDENCE, HANDOVERS, KEY
from ledger.log.checkpoint import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.audit.presented import Presented
    from ledger.audit.testimony import Named
    from ledger.audit.verification import Outside, Verified
    from ledger.log.packing import Members
    from ledger.settings import Settings

BODY = 4
"""The place of the stored bytes in a row."""


class UnsoundError(LedgerError):
    """What is to be exported or restored does not verify."""

    sentence = Both(
        "{what} does not verify ({first}; {count} findings); nothing was written. See: ledger verify {what}",
        "{what} 未通过核对（{first}；共 {count} 处）；未写入任何内容。请执行：ledger verify {what}",
    )


class Exported(NamedTuple):
    """What was written."""

    entries: int
    covered: int
    """Entries under the checkpoint in it; 0 if there is none."""
    left_out: list[tuple[Verdict, Named]]
    """Documents that are named and could not be included."""


def export(
    settings: Settings, path: Path, progress: Callable[[int], None] = lambda _position: None
) -> Exported:
    """Write the ledger to ``path``, a new folder or a new ``.zip``: whole, or not at all."""
    with presented.ledger(settings) as given:
        verified = sound(given, settings.place, progress)
        packing.write(path, _members(given, verified))
        last = given.notes[-1] if given.notes else None
        left_out: list[tuple[Verdict, Named]] = [
            (verdict, named)
            for verdict, documents in verified.evidence.items() if verdict is not Verdict.INTACT
            for named in documents
        ]  # fmt: skip
        return Exported(verified.checked.last, Checkpoint.parse(last.text).size if last else 0, left_out)


def sound(
    given: Presented, what: object, progress: Callable[[int], None], outside: Outside = NOTHING
) -> Verified:
    """The verification of what is given; UnsoundError if anything is found."""
    verified = verify(given, outside, progress)
    if verified.sound:
        return verified
    raise UnsoundError(what=what, first=verified.findings[0].what, count=verified.findings.total)


def _members(given: Presented, verified: Verified) -> Members:
    yield ENTRIES, (row[BODY] + b"\n" for row in given.source.rows())
    if given.notes:
        yield CHECKPOINT, [str(given.notes[-1]).encode()]
    if given.key:
        yield KEY, [f"{given.key}\n".encode()]
    for note in given.notes[:-1]:
        if len({str(key) for key, _ in note.signed_by(*verified.keys)}) > 1:
            size = Checkpoint.parse(note.text).size
            yield f"{HANDOVERS}/{size:09d}", [str(note).encode()]
    for named in sorted(verified.evidence.get(Verdict.INTACT, ()), key=lambda named: named.sha256):
        digest = named.sha256
        yield f"{EVIDENCE}/{digest[:2]}/{digest}", given.store.read(digest)
