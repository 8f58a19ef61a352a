"""The file that views are kept in: connections to it, and what to do when it cannot be used."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from ledger.language import Both
    from ledger.log.dialects import Place

PATIENCE = 600.0
"""Seconds to wait while another program makes the views."""
UNUSABLE = (
    "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY",
    "SQLITE_LOCKED",
)  # fmt: skip
"""Why views are made in memory instead; any other error means that the file is damaged."""


class Overtaken(Exception):  # noqa: N818 - nothing is wrong
    """Another program has said meanwhile how far the views are."""


class Store(Protocol):
    """A place that views are kept in, or memory."""

    notice: Both | None
    """What the user should know of it, once."""

    @property
    def place(self) -> Place | None:
        """Where it is; None in memory."""

    def reading(self) -> Connection:
        """A connection to ask questions on; closed by who asks."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that writes: kept in the end, taken back after an error."""

    def overtaken(self, error: DatabaseError) -> bool:
        """Whether another program made the views at the same moment: then it is to be tried again."""

    def after(self, error: DatabaseError | OSError) -> Store:
        """An empty store in its place, elsewhere if that is at fault; ``error`` is raised at the last."""

    def exists(self) -> bool:
        """Whether there are any views."""

    def sound(self) -> bool:
        """Whether they can be read."""

    def clear(self) -> None:
        """Leave nothing of them."""

    def close(self) -> None:
        """Give the connections back."""


def store_of(place: Place | None, instead: Path | None = None) -> Store:
    """The store at a place; ``instead`` is the file for one on a server that may not be used."""
    if place is None or isinstance(place, Path):
        return File(place)
    from projections.server_store import Server  # noqa: PLC0415 - nothing else needs the driver

    return Server(place, instead)


class File:
    """A file of SQLite, or its memory; ``remade`` if it was found damaged before."""

    def __init__(self, place: Path | None, *, remade: bool = False) -> None:
        self.place, self.remade = place, remade
        self.notice: Both | None = None
        self.engine = _engine_of(place)

    def reading(self) -> Connection:
        """A connection that has begun to read."""
        connection = self.engine.connect()
        connection.begin()
        return connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that has the file's write lock."""
        with self.engine.connect().execution_options(write=True) as connection, connection.begin():
            yield connection

    def overtaken(self, error: DatabaseError) -> bool:
        """Hardly: others wait for the lock."""
        return isinstance(error.orig, Overtaken)

    def after(self, error: DatabaseError | OSError) -> File:
        """The file made anew; memory if it cannot be, or was to no avail."""
        if self.place is None:
            raise error
        self.close()
        if not self.remade and isinstance(error, DatabaseError) and not unusable(error):
            try:
                self.clear()
            except OSError:
                return File(None)
            return File(self.place, remade=True)
        return File(None)

    def exists(self) -> bool:
        """Whether there is a file."""
        return self.place is not None and self.place.exists()

    def sound(self) -> bool:
        """What SQLite's own check says."""
        try:
            with self.engine.connect() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check").fetchall()
        except DatabaseError:
            return False
        else:
            return [tuple(row) for row in found] == [("ok",)]
        finally:
            self.engine.dispose()

    def clear(self) -> None:
        """Remove the file with all that belongs to it: an old WAL would spoil a new file."""
        self.close()
        if self.place:
            for suffix in ("", "-wal", "-shm", "-journal"):
                self.place.with_name(self.place.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def unusable(error: DatabaseError) -> bool:
    """Whether the place of the file is at fault, not the file."""
    name: str = getattr(error.orig, "sqlite_errorname", "")
    return name.startswith(UNUSABLE)


def _engine_of(path: Path | None) -> Engine:
    """Connections to the file, or to memory, in which transactions are begun by hand."""
    options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
    if path is None:
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(URL.create("sqlite", database=str(path or ":memory:")), **options)

    @event.listens_for(engine, "connect")
    def by_hand(connection: Any, _: object) -> None:
        connection.isolation_level = None
        _write_ahead(connection)
        # Without a sync at each checkpoint, a power cut could leave old rows under a new position, unseen.
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn WAL on; while others do so at the same moment, SQLite refuses without waiting."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
