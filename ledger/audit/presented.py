"""What is handed over to be verified: a ledger where it lies, or an export of one."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from ledger.evidence.store import NotKeptError, Store, Verdict
from ledger.language import Both
from ledger.log.bundle import CHECKPOINT, EVIDENCE, HANDOVERS, KEY, Bundle, Lines
from ledger.log.kept import DamagedCheckpointError, Kept
from ledger.log.note import MalformedNoteError, Note, VerifierKey
from ledger.log.stored import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.log.dialects import Place
    from ledger.log.verify import Source
    from ledger.settings import Settings


class Presented(NamedTuple):
    """What is verified, and what it says for itself."""

    source: Source
    key: VerifierKey | None
    """The key that it names: worth no more than it is until it is compared with one had otherwise."""
    notes: list[Note]
    """Its checkpoints, the last one last."""
    problems: list[Both]
    """What should have been a key or a checkpoint and is none."""
    store: Store
    """The documents."""


@contextmanager
def ledger(settings: Settings, place: Place | None = None) -> Iterator[Presented]:
    """A ledger where it lies, opened to be read only; ``place`` if its log is read elsewhere."""
    kept, notes, problems = Kept(settings.checkpoints), [], []
    for size in kept.sizes():
        try:
            notes.append(kept.note(size))
        except DamagedCheckpointError as error:
            problems.append(Both(error.text("en"), error.text("zh")))
    key = _key(settings.public_key.read_bytes() if settings.public_key.is_file() else None, problems)
    with opened(place or settings.place) as stored:
        yield Presented(stored, key, notes, problems, Store(settings.evidence))


@contextmanager
def export(path: Path) -> Iterator[Presented]:
    """An export in a folder or a zip."""
    bundle, problems = Bundle(path), list[Both]()
    names = [*(f"{HANDOVERS}/{name}" for name in bundle.names(HANDOVERS)), CHECKPOINT]
    notes = [note for name in names if (note := _note(bundle, name, problems))]
    key = _key(bundle.small(KEY), problems)
    yield Presented(Lines(bundle), key, notes, problems, BundledStore(bundle))


class BundledStore(Store):
    """The documents of an export."""

    def __init__(self, bundle: Bundle) -> None:
        super().__init__(bundle.path / EVIDENCE)
        self.bundle = bundle

    def read(self, sha256: str) -> Iterator[bytes]:
        """The document in pieces, hashed on the way; NotKeptError, at the latest after the last of them."""
        digest = hashlib.sha256()
        try:
            for piece in self.bundle.pieces(f"{EVIDENCE}/{sha256[:2]}/{sha256}"):
                digest.update(piece)
                yield piece
        except FileNotFoundError as error:
            raise NotKeptError(sha256, Verdict.MISSING) from error
        except OSError as error:
            raise NotKeptError(sha256, Verdict.UNREADABLE) from error
        if digest.hexdigest() != sha256:
            raise NotKeptError(sha256, Verdict.ALTERED)


def _note(bundle: Bundle, name: str, problems: list[Both]) -> Note | None:
    data = bundle.small(name)
    if data is None:
        return None
    try:
        return Note.parse(data)
    except MalformedNoteError as error:
        problems.append(Both(f"{name}: {error.text('en')}", f"{name}：{error.text('zh')}"))
        return None


def _key(data: bytes | None, problems: list[Both]) -> VerifierKey | None:
    if data is None:
        return None
    with suppress(UnicodeDecodeError):
        try:
            return VerifierKey.parse(data.decode())
        except MalformedNoteError as error:
            problems.append(Both(f"{KEY}: {error.text('en')}", f"{KEY}：{error.text('zh')}"))
            return None
    problems.append(Both(f"{KEY} is not text", f"{KEY} 不是文本"))
    return None
