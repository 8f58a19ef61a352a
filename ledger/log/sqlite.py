"""A log in one SQLite file."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ledger.language import Both
from ledger.log.dialects import APPLICATION_ID, FORMAT, TABLES, Condition
from ledger.log.errors import (
    DiskFaultError,
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
from ledger.log.lock import Queue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with it."""
FAULTS = 20
"""Remarks of SQLite's own check that are told."""
DAMAGES = 5
"""How many damages SQLite is asked to name when it only says how it is."""

_TABLES = TABLES.format(
    integer="INTEGER", text="TEXT", bytes="BLOB", strict=" STRICT", keyed=" STRICT, WITHOUT ROWID"
)
SCHEMA = f"""{_TABLES}
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


class Connection(sqlite3.Connection):
    """A connection to the file, on which transactions are begun by hand."""

    def begin(self) -> list[Any]:
        """Begin to write, and take the head."""
        self.execute("BEGIN IMMEDIATE")
        return self.execute("SELECT size, frontier, recorded_at FROM head").fetchall()

    def snapshot(self) -> None:
        """Begin to read; texts are bytes from now on, for a damaged text need not be one."""
        self.text_factory = bytes
        if not self.in_transaction:
            self.execute("BEGIN")

    def stream(self, sql: str, *values: Any) -> Iterable[Any]:
        """The rows as SQLite comes upon them."""
        return self.execute(sql, values)

    def room(self) -> int:
        """The bytes of the file."""
        sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        size: int = self.execute(sql).fetchone()[0]
        return size

    def condition(self) -> Condition:
        """What SQLite says of the file."""
        asked = [
            self.execute(f"PRAGMA {name}").fetchall()
            for name in ("user_version", "journal_mode", f"quick_check({DAMAGES})")
        ]
        (version,), (mode,), _ = (rows[0] for rows in asked)
        damages = [told for (told,) in asked[2] if told != "ok"]
        return Condition(version, f"SQLite {sqlite3.sqlite_version}", mode, self.room(), damages)

    def remarks(self) -> Iterator[Both]:
        """What SQLite's own check of pages and indexes has to say."""
        for (remark,) in self.execute(f"PRAGMA integrity_check({FAULTS})").fetchall():
            text = remark.decode("utf-8", "replace") if isinstance(remark, bytes) else str(remark)
            if text != "ok":
                yield Both(f"SQLite says of the file: {text}", f"SQLite 检查文件：{text}")


class SQLite:
    """How a log is made and opened in a file."""

    integrity_error: type[Exception] = sqlite3.IntegrityError
    error: type[Exception] = sqlite3.Error

    def __init__(self, path: Path) -> None:
        self.path = self.place = path

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

    def queue(self, patience: float) -> Queue:
        """The queue on a file beside the database."""
        return Queue(self.path, patience)

    def connect(self, *, read_only: bool, patience: float) -> Connection:
        """A connection in which transactions are begun by hand, to a file that is a ledger."""
        if not self.path.is_file():
            raise NoSuchLedgerError(path=self.path)
        try:
            connection = self._open("ro" if read_only else "rw", patience)
        except sqlite3.Error as error:
            raise self.told(error) from error
        self._check(connection)
        return connection

    def _open(self, mode: str, patience: float, *, immutable: bool = False) -> Connection:
        uri = f"file:{quote(str(self.path.resolve()))}?mode={mode}{'&immutable=1' if immutable else ''}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience,
                                     check_same_thread=False, factory=Connection)  # fmt: skip
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

    def _check(self, connection: Connection) -> None:
        mark, found = (connection.execute(f"PRAGMA {name}").fetchone()[0]
                       for name in ("application_id", "user_version"))  # fmt: skip
        if mark != APPLICATION_ID:
            connection.close()
            raise NotALedgerError(path=self.path, why=Both("it has no mark of a ledger", "没有账本标记"))
        if found > FORMAT:
            connection.close()
            raise NewerFormatError(path=self.path, found=found, known=FORMAT)

    def told(self, error: Exception) -> LogError:
        """The database's error in the ledger's words."""
        name, why = getattr(error, "sqlite_errorname", ""), str(error)
        if name.startswith("SQLITE_FULL"):
            return DiskFullError(path=self.path)
        if name.startswith("SQLITE_IOERR"):
            return DiskFaultError(path=self.path, why=name)
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            return ReadOnlyError(path=self.path)
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return LockedError(path=self.path, seconds="many")
        return NotALedgerError(path=self.path, why=why)
