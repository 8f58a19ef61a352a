"""Where documents are handed out: a new folder or a new .zip, there whole or not at all."""

from __future__ import annotations

import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ledger.durable import UnwritableError
from ledger.errors import LedgerError
from ledger.evidence.file_names import FileNames
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member of a .zip: the first that there can be, so that equal contents are equal files."""
PLAIN_FILE = 0o100644 << 16
"""The mode of a member, as Unix has it."""


class TakenError(LedgerError):
    """Something is where documents would be put."""

    sentence = Both(
        "{path} is there already; nothing was written. Name a new folder or .zip file.",
        "{path} 已存在，未写入任何内容；请另行指定新的文件夹或 .zip 文件。",
    )


class Outbox(Protocol):
    """Takes documents one after the other."""

    def add(self, name: str, pieces: Iterable[bytes]) -> str:
        """Put a document in under a name after ``name``; the name that it got."""
        ...


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path, self.names = path, FileNames()
        path.mkdir(parents=True)

    def add(self, name: str, pieces: Iterable[bytes]) -> str:
        taken = self.names.take(name)
        with (self.path / taken).open("xb") as file:
            for piece in pieces:
                file.write(piece)
        return taken

    def close(self) -> None:
        """Nothing is left open."""


class _Zip:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file, self.names = zipfile.ZipFile(path, "x"), FileNames()

    def add(self, name: str, pieces: Iterable[bytes]) -> str:
        taken = self.names.take(name)
        member = zipfile.ZipInfo(taken, EPOCH)
        member.external_attr = PLAIN_FILE
        with self.file.open(member, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
        return taken

    def close(self) -> None:
        self.file.close()


@contextmanager
def outbox(told: str) -> Iterator[Outbox]:
    """A new folder, or a new file where the name ends in .zip; gone again if anything fails."""
    path = Path(told)
    if path.is_symlink() or path.exists():
        raise TakenError(path=told)
    fresh = path.with_name(f".{path.name}.new")
    try:
        _discard(fresh)  # left behind by a crash
        box = _Zip(fresh) if path.suffix.lower() == ".zip" else _Folder(fresh)
        try:
            yield box
        except BaseException:
            box.close()
            _discard(fresh)
            raise
        box.close()
        fresh.rename(path)
    except OSError as error:
        raise UnwritableError(path=told, why=error.strerror or error) from error


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
