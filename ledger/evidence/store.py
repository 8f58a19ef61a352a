"""The evidence store: documents by their SHA-256, in a folder beside the ledger.

``evidence/ab/abcd…`` holds the bytes of the document whose SHA-256 (FIPS 180-4) is ``abcd…``; names and roles
stand in the entries. A document is there, whole and on the disk, before the entry that names it is
committed: a file that nothing names does no harm, a name without its file would.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from enum import StrEnum
from secrets import token_hex
from typing import TYPE_CHECKING, Self

from ledger.durable import UnwritableError, settle
from ledger.errors import LedgerError
from ledger.evidence.documents import CHANGED, NotADocumentError, document, pieces
from ledger.language import Both, Lang

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

TEMPORARY = ".new-"
"""How the name of a file begins while it is written; one is left over only by a crash."""


class Verdict(StrEnum):
    """What became of a document that an entry names."""

    label: Both

    INTACT = "intact", "intact", "完好"
    ALTERED = "altered", "altered", "已被改动"
    MISSING = "missing", "missing", "缺失"
    ERASED = "erased", "lawfully erased", "已依规删除"
    NOT_ERASED = "not-erased", "recorded as erased, but still there", "已登记删除，但文件仍在"
    UNREADABLE = "unreadable", "not readable", "无法读取"

    def __new__(cls, value: str, en: str, zh: str) -> Self:
        """Make a member of its value and its labels."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Both(en, zh)
        return member

    def show(self, lang: Lang) -> str:
        """The label in ``lang``."""
        return self.label.text(lang)

    @property
    def fine(self) -> bool:
        """Whether all is as the entries say."""
        return self in (Verdict.INTACT, Verdict.ERASED)


class NotKeptError(LedgerError):
    """A document whose bytes are not in the store as they were recorded."""

    sentence = Both(
        "the document {sha256} is {found}. Whoever has a copy can put it back with: "
        "ledger evidence add POSITION ROLE=FILE",
        "文件 {sha256} {found}。如另有存件，可重新存入：ledger evidence add 位置 角色=文件",
    )

    def __init__(self, sha256: str, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(sha256=sha256, found=verdict.label)


class Store:
    """The documents of one ledger; the folder is made when the first one is put in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the document with this digest (64 lower-case hexadecimal digits) is, or would be."""
        return self.folder / sha256[:2] / sha256

    def keep(self, files: Mapping[str, Path]) -> None:
        """Keep each of these files, of which the SHA-256 is known already."""
        for sha256, path in files.items():
            if self.put(path) != sha256:
                raise NotADocumentError(path=path, why=CHANGED)

    def put(self, path: str | Path) -> str:
        """Keep the document at ``path``, on the disk when this returns; its SHA-256."""
        return self.add(document(path))

    def add(self, source: Iterable[bytes]) -> str:
        """Keep the document that comes in pieces, on the disk when this returns; its SHA-256.

        One that is kept already stays as it is; one that was altered or lost is put right.
        """
        digest = hashlib.sha256()
        with ExitStack() as undo:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                written = self.folder / f"{TEMPORARY}{token_hex(8)}"
                with written.open("xb") as file:
                    undo.callback(written.unlink, missing_ok=True)
                    for piece in source:
                        digest.update(piece)
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                if self.verdict(digest.hexdigest()) is not Verdict.INTACT:
                    self._publish(written, self.path(digest.hexdigest()))
            except OSError as error:
                raise UnwritableError(path=self.folder, why=error.strerror or error) from error
        return digest.hexdigest()

    def read(self, sha256: str) -> Iterator[bytes]:
        """The document in pieces, hashed on the way; NotKeptError, at the latest after the last of them."""
        digest = hashlib.sha256()
        try:
            for piece in pieces(self.path(sha256)):
                digest.update(piece)
                yield piece
        except FileNotFoundError as error:
            raise NotKeptError(sha256, Verdict.MISSING) from error
        except IsADirectoryError as error:
            raise NotKeptError(sha256, Verdict.ALTERED) from error
        except OSError as error:
            raise NotKeptError(sha256, Verdict.UNREADABLE) from error
        if digest.hexdigest() != sha256:
            raise NotKeptError(sha256, Verdict.ALTERED)

    def verdict(self, sha256: str, erased: bool = False) -> Verdict:
        """What became of the document, every byte read anew; ``erased`` if a standing entry says so."""
        try:
            for _ in self.read(sha256):
                pass
        except NotKeptError as error:
            found = error.verdict
        else:
            found = Verdict.INTACT
        if not erased:
            return found
        return Verdict.ERASED if found is Verdict.MISSING else Verdict.NOT_ERASED

    def size(self, sha256: str) -> int | None:
        """Bytes of the document as it lies there; None if nothing does."""
        try:
            return self.path(sha256).stat().st_size
        except OSError:
            return None

    def remove(self, sha256: str) -> None:
        """Take the document away for good; nothing happens where it is gone already."""
        path = self.path(sha256)
        try:
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                settle(path.parent)
        except OSError as error:
            raise UnwritableError(path=path, why=error.strerror or error) from error

    def strays(self, named: Container[str]) -> list[Path]:
        """Files that are none of the ``named`` documents: left by a crash, or by a refusal."""
        found = self.folder.rglob("*") if self.folder.is_dir() else ()
        return sorted(path for path in found if not path.is_dir()
                      and not (path.name in named and path == self.path(path.name)))  # fmt: skip

    def _publish(self, written: Path, target: Path) -> None:
        target.parent.mkdir(exist_ok=True)
        written.replace(target)
        for folder in (target.parent, self.folder, self.folder.parent):
            settle(folder)
