"""A log as it is stored, to be checked: whatever it has suffered, reading goes on after it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.log.dialects import dialect_of
from ledger.log.errors import ReadOnlyError
from ledger.log.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.log.dialects import Connection, Place

_ROW = "SELECT position, matter, version, kind, body, leaf_hash FROM entries"
FIRST = -(2**63)
"""The least position that a database could hold."""
LEAST = 64
"""Bytes that no row is smaller than: its hash, and what a body must say."""
PATIENCE = 60.0
"""Seconds to wait for a lock."""


@contextmanager
def opened(database: Place) -> Iterator[Stored]:
    """The log at this place, which is only read.

    Where the WAL of a file holds entries, and SQLite cannot make its index of them beside it, a copy is read.
    """
    with ExitStack() as stack:
        try:
            connection = dialect_of(database).connect(read_only=True, patience=PATIENCE)
        except ReadOnlyError:
            if not isinstance(database, Path):
                raise
            folder = Path(stack.enter_context(TemporaryDirectory()))
            for suffix in ("", "-wal"):
                copyfile(f"{database}{suffix}", folder / f"ledger.db{suffix}")
            connection = dialect_of(folder / "ledger.db").connect(read_only=True, patience=PATIENCE)
        stack.callback(connection.close)
        yield Stored(connection)


class Stored:
    """The tables of one log, all as they were when the check began, whoever writes meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.snapshot()
        self._failed: list[Finding] = []

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row by position; one that the database cannot give has None for all but its position."""
        last, end = FIRST - 1, self.size
        while True:
            try:
                for row in self.connection.stream(f"{_ROW} WHERE position >= ? ORDER BY position", last + 1):
                    last = row[0]
                    yield row
            except self.connection.Error as error:
                self._fail("entries", error)
            else:
                return
            before = last
            for row in self._one_by_one(max(last, 0) + 1, end):
                last = row[0]
                yield row
            if last in (before, end):  # else it would fail at the same place for ever
                return

    def _one_by_one(self, first: int, end: int) -> Iterator[tuple[Any, ...]]:
        """The rows from ``first`` until one can be read again."""
        for position in range(first, end + 1):
            try:
                row = self.connection.execute(f"{_ROW} WHERE position = ?", (position,)).fetchone()
            except self.connection.Error:
                self.connection.snapshot()
                yield position, None, None, None, None, None
            else:
                if row:
                    yield row
                    return

    @property
    def size(self) -> int:
        """What the head tells of, as far as the database has room for it."""
        told = [size for _, size, _, _ in self.heads() if isinstance(size, int)]
        room: int = sum(self._read("file", lambda: [self.connection.room()]))
        return min(max(told, default=0), room // LEAST)

    def by_matter(self) -> Iterator[tuple[Any, ...]]:
        """Matter, version, position, in the order of the index."""
        sql = "SELECT matter, version, position FROM entries ORDER BY matter, version"
        return self._read("entries", lambda: self.connection.stream(sql))

    def tile(self, level: int, number: int) -> Any:
        """The root of a tile."""
        sql = "SELECT root FROM tiles WHERE level = ? AND number = ?"
        found = self._read("tiles", lambda: self.connection.execute(sql, (level, number)))
        return next((root for (root,) in found), None)

    def tiles(self) -> Iterator[tuple[Any, ...]]:
        """Level and number of each."""
        return self._read("tiles", lambda: self.connection.stream("SELECT level, number FROM tiles"))

    def heads(self) -> list[tuple[Any, ...]]:
        """The rows of the head."""
        sql = "SELECT id, size, frontier, recorded_at FROM head"
        return list(self._read("head", lambda: self.connection.execute(sql)))

    def faults(self) -> Iterator[Finding]:
        """What failed, and what the database's own check has to say."""
        remarks = list(self._read("file", self.connection.remarks))
        yield from self._failed
        for remark in remarks:
            yield Finding("file", "", 0, remark)

    def _read(self, table: str, ask: Callable[[], Iterable[Any]]) -> Iterator[Any]:
        try:
            yield from ask()
        except self.connection.Error as error:
            self._fail(table, error)

    def _fail(self, table: str, error: Exception) -> None:
        self.connection.snapshot()
        what = Both(f"the database cannot read all of it ({error})", f"数据库无法全部读取（{error}）")
        if (failed := Finding(table, "", 0, what)) not in self._failed:
            self._failed.append(failed)
