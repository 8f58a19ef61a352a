"""LogRecorder: the library's ApplicationRecorder over the tamper-evident log.

One writing transaction from lock to commit: whoever holds ``writing()`` reads, decides and appends in it,
and the library's ``insert_events`` joins. Positions have no gaps and are in the order of the commits.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Notification, StoredEvent

from ledger.language import Both
from ledger.log.dialects import Head, SQLite, placeholders
from ledger.log.errors import NotALedgerError
from ledger.log.lock import Queue
from ledger.log.merkle import TILE_HEIGHT, Frontier, complete_root, joined, leaf_hash
from ledger.log.subscription import Polling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from uuid import UUID

    from eventsourcing.persistence import Subscription

PAGE = 2_000
"""Rows read at a time; no cursor stays open between pages."""
PATIENCE = 600.0
"""Seconds that a writer waits for its turn: longer than the longest load."""

_COLUMNS = "position, matter, version, kind, body, leaf_hash"


class Row(NamedTuple):
    """A row of the log as stored."""

    position: int
    matter: str
    version: int
    kind: str
    body: bytes
    leaf_hash: bytes


class Writing:
    """The open write transaction: the head as it will be at the commit."""

    __slots__ = ("frontier", "recorded_at")

    def __init__(self, frontier: Frontier, recorded_at: str) -> None:
        self.frontier, self.recorded_at = frontier, recorded_at

    @property
    def size(self) -> int:
        """How many entries the log has, those of this transaction included."""
        return self.frontier.size


class LogRecorder(ApplicationRecorder):
    """The log of one ledger."""

    def __init__(self, path: Path, *, read_only: bool = False, patience: float = PATIENCE) -> None:
        self.dialect = SQLite(path)
        self.connection = self.dialect.connect(read_only=read_only, patience=patience)
        self.queue = Queue(path, patience)
        self._turn = RLock()
        self._writing: Writing | None = None

    def close(self) -> None:
        """Close the connection and leave the queue."""
        with self._turn:
            self.queue.close()
            self.connection.close()

    # -- writing

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """The write transaction: begun here, or the one that this thread is in."""
        with self._turn:
            if self._writing:
                yield self._writing
                return
            self.queue.acquire()
            try:
                with self._transaction() as self._writing:
                    yield self._writing
            finally:
                self._writing = None
                self.queue.release()

    @contextmanager
    def _transaction(self) -> Iterator[Writing]:
        try:
            head = self.dialect.begin(self.connection)
            try:
                writing = Writing(Frontier(head.size, head.frontier), head.recorded_at)
                yield writing
                if writing.size != head.size:
                    self.connection.execute(
                        "UPDATE head SET size = ?, frontier = ?, recorded_at = ?",
                        (writing.size, bytes(writing.frontier), writing.recorded_at),
                    )
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except self.dialect.integrity_error as error:
            raise IntegrityError(*error.args) from error
        except self.dialect.error as error:
            raise self.dialect.told(error) from error

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        """Append the events; their positions."""
        _ = kwargs
        if not stored_events:
            return []
        with self.writing() as writing:
            first = writing.size + 1
            rows, tiles = [], []
            for position, event in enumerate(stored_events, first):
                leaf = leaf_hash(event.state)
                rows.append((position, str(event.originator_id), event.originator_version, event.topic,
                             event.state, leaf))  # fmt: skip
                tiles += writing.frontier.push(leaf)
            self.connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
            if tiles:
                self.connection.executemany("INSERT INTO tiles VALUES (?, ?, ?)", tiles)
            return list(range(first, first + len(rows)))

    # -- reading

    def size(self) -> int:
        """How many entries there are."""
        return self.head().size

    def head(self) -> Head:
        """The row that says how far the log is; NotALedgerError without one."""
        found = self._all("SELECT size, frontier, recorded_at FROM head")
        if len(found) != 1:
            raise NotALedgerError(path=self.dialect.path, why=Both("its head is missing", "缺少首部"))
        return Head(*found[0])

    def row(self, position: int) -> Row | None:
        """The row at ``position``."""
        found = self._all(f"SELECT {_COLUMNS} FROM entries WHERE position = ?", position)
        return Row(*found[0]) if found else None

    def rows(self, after: int = 0, upto: int | None = None) -> Iterator[Row]:
        """The rows in the order of their positions."""
        sql = (f"SELECT {_COLUMNS} FROM entries WHERE position > ? AND position <= ? "
               f"ORDER BY position LIMIT {PAGE}")  # fmt: skip
        last = self.size() if upto is None else upto
        while page := self._all(sql, after, last):
            yield from map(Row._make, page)
            after = page[-1][0]

    def rows_by_matter(self, upto: int) -> Iterator[Row]:
        """All rows, those of one matter together and in order."""
        sql = (f"SELECT {_COLUMNS} FROM entries WHERE (matter, version) > (?, ?) AND position <= ? "
               f"ORDER BY matter, version LIMIT {PAGE}")  # fmt: skip
        at: tuple[str, int] = ("", 0)
        while page := self._all(sql, *at, upto):
            yield from map(Row._make, page)
            at = page[-1][1], page[-1][2]

    def matter_rows(self, matter: str, upto: int | None = None) -> list[Row]:
        """The rows of one matter in order."""
        sql = f"SELECT {_COLUMNS} FROM entries WHERE matter = ? AND position <= ? ORDER BY version"
        return list(map(Row._make, self._all(sql, matter, 2**62 if upto is None else upto)))

    def has_matter(self, matter: str) -> bool:
        """Whether anything was ever recorded in it."""
        return bool(self._all("SELECT 1 FROM entries WHERE matter = ? LIMIT 1", matter))

    def matters(self, prefix: str = "") -> Iterator[str]:
        """The ids of all matters that begin so."""
        sql = "SELECT DISTINCT matter FROM entries WHERE matter >= ? AND matter < ? ORDER BY matter"
        return (row[0] for row in self._all(sql, prefix, prefix + "\U0010ffff"))

    def touched(self, after: int, upto: int) -> list[str]:
        """The matters with an entry after one position and up to another."""
        sql = "SELECT DISTINCT matter FROM entries WHERE position > ? AND position <= ? ORDER BY matter"
        return [row[0] for row in self._all(sql, after, upto)]

    def root(self, size: int | None = None) -> bytes:
        """The root hash of the tree of the first ``size`` entries, or of all of them."""
        if size is None or size == self.size():
            head = self.head()
            if size is None or head.size == size:
                return Frontier(head.size, head.frontier).root
        peaks, first = [], 0
        for height in reversed(range(size.bit_length())):
            if size >> height & 1:
                peaks.append(self._subtree(first, height))
                first += 1 << height
        return joined(peaks)

    def stored_tiles(self) -> list[tuple[int, int, bytes]]:
        """Every tile that is kept, in order."""
        return [
            tuple(row) for row in self._all("SELECT level, number, root FROM tiles ORDER BY level, number")
        ]

    def _subtree(self, first: int, height: int) -> bytes:
        """The root of the complete subtree over the leaves from index ``first``."""
        level = height // TILE_HEIGHT
        start, count = first >> level * TILE_HEIGHT, 1 << height % TILE_HEIGHT
        if level:
            sql = "SELECT root FROM tiles WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
            nodes = self._all(sql, level, start, start + count)
        else:
            sql = "SELECT leaf_hash FROM entries WHERE position > ? AND position <= ? ORDER BY position"
            nodes = self._all(sql, start, start + count)
        if len(nodes) != count:
            why = Both("its hash tree is incomplete", "哈希树不完整")
            raise NotALedgerError(path=self.dialect.path, why=why)
        return complete_root(node for (node,) in nodes)

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._turn:
            try:
                return self.connection.execute(sql, values).fetchall()
            except self.dialect.error as error:
                raise self.dialect.told(error) from error

    # -- the library's interface

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """The events of one stream, between two versions."""
        sql = ("SELECT matter, version, kind, body FROM entries "
               "WHERE matter = ? AND version > ? AND version <= ? "
               f"ORDER BY version {'DESC' if desc else 'ASC'} LIMIT ?")  # fmt: skip
        bounds = (-1 if gt is None else gt, 2**62 if lte is None else lte, -1 if limit is None else limit)
        return [StoredEvent(*row) for row in self._all(sql, str(originator_id), *bounds)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        """Events in the order of their positions, of these kinds if any are named."""
        after = (start or 0) - inclusive_of_start
        sql = "SELECT matter, version, kind, body, position FROM entries WHERE position > ? AND position <= ?"
        sql += f" AND kind IN ({placeholders(topics)})" if topics else ""
        values = (after, 2**62 if stop is None else stop, *topics, limit)
        return [Notification(*row) for row in self._all(f"{sql} ORDER BY position LIMIT ?", *values)]

    def max_notification_id(self) -> int | None:
        """The last position, or None in an empty log."""
        return self.size() or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Every event after ``gt``, and then those to come."""
        return Polling(self, gt, topics)
