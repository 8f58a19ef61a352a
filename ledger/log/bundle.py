"""Exports: a log as plain files, in a folder or a zip, that need no program of ours to be checked.

Line i of ``entries.jsonl`` is the stored bytes of position i, ``checkpoint`` the signed note over them,
``ledger.pub`` the key that signed it, ``handovers/`` the checkpoints in which one key hands over to the next,
``evidence/`` the documents by their SHA-256.
"""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from ledger.errors import UNAVAILABLE, LedgerError
from ledger.language import Both
from ledger.log.finding import Finding
from ledger.log.merkle import leaf_hash
from ledger.log.shape import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES, CHECKPOINT, KEY = "entries.jsonl", "checkpoint", "ledger.pub"
HANDOVERS, EVIDENCE = "handovers", "evidence"
MOST_SMALL = 1_000_000
"""Bytes of a checkpoint or a key at most."""
PIECE = 1 << 20
UNREADABLE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What reading from a damaged or encrypted zip may end in."""


class NotAnExportError(LedgerError):
    """What is at the path is no export, or one that cannot be opened."""

    exit_code = UNAVAILABLE
    sentence = Both(
        "{path} cannot be read as an export of a ledger: {why}. Ask for it again.",
        "{path} 无法作为账本的导出件读取：{why}。请重新取得。",
    )


class BrokenOffError(LedgerError):
    """The entries of an export cannot be read to their end."""

    sentence = Both(
        "line {line} of entries.jsonl cannot be read ({why}).",
        "entries.jsonl 第 {line} 行无法读取（{why}）。",
    )


def is_export(path: Path) -> bool:
    """Whether what is at the path is to be read as an export."""
    return (path / ENTRIES).exists() if path.is_dir() else zipfile.is_zipfile(path)


class Bundle:
    """An export in a folder or a zip."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root: Path | zipfile.Path = path
        try:
            if not path.is_dir():
                self.root = zipfile.Path(path)
                names = self.root.root.namelist()
                if len(set(names)) != len(names):
                    raise NotAnExportError(path=path, why=Both("it holds a name twice", "其中有重名"))
        except UNREADABLE as error:
            raise NotAnExportError(path=path, why=error) from error
        if not self.root.joinpath(ENTRIES).is_file():
            raise NotAnExportError(path=path, why=Both(f"it has no {ENTRIES}", f"其中没有 {ENTRIES}"))

    def small(self, name: str) -> bytes | None:
        """A whole member of modest size; None if it is not there."""
        try:
            with self.root.joinpath(name).open("rb") as file:
                return file.read(MOST_SMALL)
        except FileNotFoundError:
            return None
        except UNREADABLE as error:
            raise NotAnExportError(path=f"{self.path}/{name}", why=error) from error

    def names(self, folder: str) -> list[str]:
        """The names of what lies in a folder of the export, in order; none if there is no such folder."""
        place = self.root.joinpath(folder)
        return sorted(member.name for member in place.iterdir()) if place.is_dir() else []

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member in pieces; FileNotFoundError or another OSError if it cannot be read."""
        try:
            with self.root.joinpath(name).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError:
            raise
        except UNREADABLE as error:
            raise OSError(str(error)) from error

    def bodies(self) -> Iterator[bytes]:
        """The stored bytes of each entry; BrokenOffError where they cannot be read on."""
        line = 0
        try:
            with self.root.joinpath(ENTRIES).open("rb") as lines:
                while body := lines.readline(LONGEST + 1):
                    line += 1
                    if not body.endswith(b"\n"):
                        raise BrokenOffError(line=line, why=NO_END)
                    yield body[:-1]
        except UNREADABLE as error:
            raise BrokenOffError(line=line + 1, why=error) from error


NO_END = Both("it has no end, or is too long", "没有结束，或过长")


LARGEST = 2**63
"""A version from which on no database could hold it."""


class Lines:
    """The entries of an export as something to check; columns, tiles and head are not exported."""

    size = tile = None

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._faults: list[Finding] = []
        self._order = _table()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Each line with the columns that it would have in a database."""
        self._order = _table()
        try:
            for position, body in enumerate(self.bundle.bodies(), 1):
                columns = columns_of(body) or (None, None, None)
                self._order.execute("INSERT INTO entries VALUES (?, ?, ?)", (*columns[:2], position))
                yield position, *columns, body, leaf_hash(body)
        except BrokenOffError as error:
            line, what = error.data["line"], Both(error.text("en"), error.text("zh"))
            self._faults.append(Finding("entries", str(line), int(str(line)), what))

    def by_matter(self) -> Iterator[tuple[Any, ...]]:
        """Matter, version and position, by matter and version."""
        with closing(self._order):
            yield from self._order.execute(
                "SELECT * FROM entries WHERE matter IS NOT NULL ORDER BY matter, version"
            )

    def tiles(self) -> Iterator[tuple[Any, ...]]:
        """There are none."""
        return iter(())

    def heads(self) -> None:
        """There is none."""

    def faults(self) -> Iterator[Finding]:
        """Where the lines broke off."""
        return iter(self._faults)


def _table() -> sqlite3.Connection:
    """A table on the disk for as long as it is used, so that memory stays flat."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute("CREATE TABLE entries (matter BLOB, version ANY, position INTEGER) STRICT")
    connection.execute("BEGIN")
    return connection


def columns_of(body: bytes) -> tuple[bytes, int, bytes] | None:
    """Matter, version and kind as the stored bytes have them; None if they are no entry."""
    try:
        envelope = from_json(body, allow_inf_nan=False, cache_strings="keys")
        matter, version, kind = envelope["matter"], envelope["version"], envelope["kind"]
        found: tuple[bytes, int, bytes] = matter.encode(), int(version), kind.encode()
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return None
    return found if abs(found[1]) < LARGEST else None
