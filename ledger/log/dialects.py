"""What differs between the databases that a log may live in. Today: SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from ledger.language import Both
from ledger.log.errors import (
    DiskFullError,
    LedgerExistsError,
    LockedError,
    LogError,
    NewerFormatError,
    NoSuchLedgerError,
    NotALedgerError,
    OldSQLiteError,
    ReadOnlyError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT = 1
APPLICATION_ID = 0x474F564C
"""Marks the file as a governance ledger (“GOVL”), as SQLite lets applications do."""
OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with it."""

SCHEMA = """
CREATE TABLE entries (
  position  INTEGER PRIMARY KEY,
  matter    TEXT NOT NULL,
  version   INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  body      BLOB NOT NULL,
  leaf_hash BLOB NOT NULL,
  UNIQUE (matter, version)
) STRICT;
CREATE TABLE head (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  size        INTEGER NOT NULL,
  frontier    BLOB NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE TABLE tiles (
  level  INTEGER NOT NULL,
  number INTEGER NOT NULL,
  root   BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entries_insert BEFORE INSERT ON entries
  WHEN EXISTS (SELECT 1 FROM entries
               WHERE position = NEW.position OR (matter, version) = (NEW.matter, NEW.version))
  BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_update BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_delete BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER tiles_insert BEFORE INSERT ON tiles
  WHEN EXISTS (SELECT 1 FROM tiles WHERE (level, number) = (NEW.level, NEW.number))
  BEGIN SELECT RAISE(ABORT, 'tiles are append-only'); END;
CREATE TRIGGER tiles_update BEFORE UPDATE ON tiles BEGIN SELECT RAISE(ABORT, 'tiles are append-only'); END;
CREATE TRIGGER tiles_delete BEFORE DELETE ON tiles BEGIN SELECT RAISE(ABORT, 'tiles are append-only'); END;
CREATE TRIGGER head_insert BEFORE INSERT ON head WHEN EXISTS (SELECT 1 FROM head)
  BEGIN SELECT RAISE(ABORT, 'the head only grows'); END;
CREATE TRIGGER head_update BEFORE UPDATE ON head WHEN NEW.size < OLD.size OR NEW.recorded_at < OLD.recorded_at
  BEGIN SELECT RAISE(ABORT, 'the head only grows'); END;
CREATE TRIGGER head_delete BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the head only grows'); END;
INSERT INTO head VALUES (1, 0, x'', '');
"""
"""The triggers keep honest programs honest; the proofs are the guarantee."""


class Head(NamedTuple):
    """The one row that every writer takes first."""

    size: int
    frontier: bytes
    recorded_at: str


class SQLite:
    """A log in one SQLite file."""

    integrity_error = sqlite3.IntegrityError
    error = sqlite3.Error

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self) -> None:
        """Make the file with its tables; nothing is left behind if that fails."""
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise OldSQLiteError(found=sqlite3.sqlite_version)
        try:
            self.path.touch(exist_ok=False)
        except FileExistsError as error:
            raise LedgerExistsError(path=self.path) from error
        except OSError as error:
            raise ReadOnlyError(path=self.path) from error
        try:
            self._fill()
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Take back a file that was only just made."""
        for suffix in ("", "-wal", "-shm", "-journal", "-lock"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _fill(self) -> None:
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT};"
            connection.executescript(f"BEGIN; {marks}{SCHEMA}COMMIT;")
        except sqlite3.Error as error:
            raise self.told(error) from error
        finally:
            connection.close()

    def connect(self, *, read_only: bool, patience: float) -> sqlite3.Connection:
        """A connection in which transactions are begun by hand, to a file that is a ledger."""
        if not self.path.is_file():
            raise NoSuchLedgerError(path=self.path)
        try:
            connection = self._open("ro" if read_only else "rw", patience)
        except sqlite3.Error as error:
            raise self.told(error) from error
        self._check(connection)
        return connection

    def _open(self, mode: str, patience: float, *, immutable: bool = False) -> sqlite3.Connection:
        uri = f"file:{quote(str(self.path.resolve()))}?mode={mode}{'&immutable=1' if immutable else ''}"
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, timeout=patience, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA application_id").fetchone()
        except sqlite3.Error as error:
            connection.close()
            # Media that nothing can be written to, not even the index of the WAL: read the file as it is.
            wal = self.path.with_name(self.path.name + "-wal")
            writable = not isinstance(error, sqlite3.OperationalError) or mode != "ro"
            if immutable or writable or (wal.exists() and wal.stat().st_size):
                raise
            return self._open(mode, patience, immutable=True)
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        mark, found = (connection.execute(f"PRAGMA {name}").fetchone()[0]
                       for name in ("application_id", "user_version"))  # fmt: skip
        if mark != APPLICATION_ID:
            connection.close()
            raise NotALedgerError(path=self.path, why=Both("it has no mark of a ledger", "没有账本标记"))
        if found > FORMAT:
            connection.close()
            raise NewerFormatError(path=self.path, found=found, known=FORMAT)

    @staticmethod
    def begin(connection: sqlite3.Connection) -> Head:
        """Begin to write, and take the head."""
        connection.execute("BEGIN IMMEDIATE")
        return Head(*connection.execute("SELECT size, frontier, recorded_at FROM head").fetchone())

    def told(self, error: Exception) -> LogError:
        """The database's error in the ledger's words."""
        name, why = getattr(error, "sqlite_errorname", ""), str(error)
        if name.startswith("SQLITE_FULL"):
            return DiskFullError(path=self.path)
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            return ReadOnlyError(path=self.path)
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return LockedError(path=self.path, seconds="many")
        return NotALedgerError(path=self.path, why=why)


def placeholders(values: Sequence[Any]) -> str:
    """``?, ?, ?`` for as many values."""
    return ", ".join("?" * len(values))
