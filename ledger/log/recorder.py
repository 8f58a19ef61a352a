"""LogRecorder: the library's ApplicationRecorder over the tamper-evident log.

One writing transaction from lock to commit: whoever holds ``writing()`` reads, decides and appends in it,
and the library's ``insert_events`` joins. Positions have no gaps and are in the order of the commits.
"""

from __future__ import annotations

from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Notification, StoredEvent

from ledger.log.dialects import placeholders
from ledger.log.errors import ConflictError
from ledger.log.merkle import Frontier, leaf_hash
from ledger.log.reading import EVERYTHING, Log
from ledger.log.subscription import Polling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from uuid import UUID

    from eventsourcing.persistence import Subscription

    from ledger.log.dialects import Place

PATIENCE = 600.0
"""Seconds that a writer waits for its turn: longer than the longest load."""
TRIES, PAUSE = 10, 0.01
"""How often a write that met another is begun, and the seconds before the second time; then twice as many."""
SPOILT = "an append failed before the commit"

T = TypeVar("T")


class Writing:
    """The open write transaction: the head as it will be at the commit."""

    __slots__ = ("began", "frontier", "recorded_at", "spoilt")

    def __init__(self, frontier: Frontier, recorded_at: str) -> None:
        self.frontier, self.recorded_at = frontier, recorded_at
        self.began = frontier.size
        self.spoilt = False
        """Whether an append failed: then the head would tell of entries that are not there."""

    @property
    def size(self) -> int:
        """How many entries the log has, those of this transaction included."""
        return self.frontier.size


class LogRecorder(Log, ApplicationRecorder):
    """The log of one ledger, read and written."""

    def __init__(self, place: Place, *, read_only: bool = False, patience: float = PATIENCE) -> None:
        super().__init__(place, read_only=read_only, patience=patience)
        self.queue = self.dialect.queue(patience)
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
                try:
                    yield self._begin()
                    self._commit()
                finally:
                    self._undo()
            except self.dialect.integrity_error as error:
                raise IntegrityError(*error.args) from error
            except self.dialect.error as error:
                raise self.dialect.told(error) from error
            finally:
                self._writing = None
                self.queue.release()

    def retried(self, write: Callable[[], T]) -> T:
        """What ``write`` gives, begun again where another write met it; ConflictError in the end.

        A database that does not let writers wait for each other throws one of them out instead.
        """
        pauses = (PAUSE * 2**tried for tried in range(TRIES - 1))
        while True:
            try:
                return write()
            except ConflictError:
                if self._writing or (pause := next(pauses, None)) is None:
                    raise
                sleep(pause)

    def _begin(self) -> Writing:
        size, frontier, recorded_at = self._one(self.connection.begin())
        self._writing = Writing(Frontier(size, frontier), recorded_at)
        return self._writing

    def _commit(self) -> None:
        writing = self._writing
        if writing and writing.spoilt:
            raise IntegrityError(SPOILT)
        if writing and writing.size != writing.began:
            self.connection.execute("UPDATE head SET size = ?, frontier = ?, recorded_at = ?",
                                    (writing.size, bytes(writing.frontier), writing.recorded_at))  # fmt: skip
        self.connection.commit()

    def _undo(self) -> None:
        """Take back what was not committed."""
        if self.connection.in_transaction:
            self.connection.rollback()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        """Append the events; their positions."""
        _ = kwargs
        return self.append((str(event.originator_id), event.originator_version, event.topic, event.state)
                           for event in stored_events)  # fmt: skip

    def append(self, entries: Iterable[tuple[str, int, str, bytes]]) -> list[int]:
        """Append entries, each as matter, version, kind and bytes to store; their positions."""
        with self._turn:
            if self._writing:
                return self._insert(self._writing, entries)
            kept = list(entries)
            return self.retried(lambda: self._append(kept))

    def _append(self, entries: Iterable[tuple[str, int, str, bytes]]) -> list[int]:
        with self.writing() as writing:
            return self._insert(writing, entries)

    def _insert(self, writing: Writing, entries: Iterable[tuple[str, int, str, bytes]]) -> list[int]:
        first = writing.size + 1
        rows, tiles = [], []
        writing.spoilt = True
        for position, entry in enumerate(entries, first):
            leaf = leaf_hash(entry[-1])
            rows.append((position, *entry, leaf))
            tiles += writing.frontier.push(leaf)
        self.connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
        if tiles:
            self.connection.executemany("INSERT INTO tiles VALUES (?, ?, ?)", tiles)
        writing.spoilt = False
        return list(range(first, first + len(rows)))

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
        bounds = [-1 if gt is None else gt, *(EVERYTHING if most is None else most for most in (lte, limit))]
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
        values = (after, EVERYTHING if stop is None else stop, *topics, limit)
        return [Notification(*row) for row in self._all(f"{sql} ORDER BY position LIMIT ?", *values)]

    def max_notification_id(self) -> int | None:
        """The last position, or None in an empty log."""
        return self.size() or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Every event after ``gt``, and then those to come."""
        return Polling(self, gt, topics)
