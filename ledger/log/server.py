"""A connection to a PostgreSQL server that outlives the server's restart and the fork of its process."""

from __future__ import annotations

import os
from contextlib import closing
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.adapt import Loader
from psycopg.pq import Format

from ledger.log.dialects import Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ledger.language import Both

STREAMED = 2_000
"""Rows that the server sends at a time."""
INHERITED: list[psycopg.Connection] = []
"""Sessions of the parent process, kept from being closed by this one."""


class Connection:
    """A connection on which transactions are begun by hand; ``make`` opens it.

    What breaks off outside a transaction is asked again on a new connection, for nothing is lost then. In
    one, everything fails until it is taken back. A child of the process never uses its parent's session.
    """

    Error: type[Exception] = psycopg.Error

    def __init__(self, make: Callable[[], psycopg.Connection]) -> None:
        self._make = make
        self._names = count()
        self.in_transaction = False
        self._renew()

    def _renew(self) -> psycopg.Connection:
        self._raw, self._owner = self._make(), os.getpid()
        return self._raw

    def _live(self) -> psycopg.Connection:
        mine = os.getpid() == self._owner
        if mine and not self._raw.closed:
            return self._raw
        if self.in_transaction:
            raise psycopg.OperationalError("the transaction broke off")
        if not mine:
            INHERITED.append(self._raw)
        return self._renew()

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Any]:
        """Run one statement."""
        try:
            return self._live().execute(formatted(sql), values, binary=True)
        except psycopg.OperationalError:
            if self.in_transaction or not self._raw.closed:
                raise
        return self._renew().execute(formatted(sql), values, binary=True)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> None:
        """Run one statement for each of the rows; the server is not waited for between them."""
        with self._live().cursor() as cursor:
            cursor.executemany(formatted(sql), rows)

    def stream(self, sql: str, *values: Any) -> Iterator[Any]:
        """The rows by a cursor of the server, which keeps them; in a transaction only."""
        with closing(self._live().cursor(f"stream_{next(self._names)}")) as cursor:
            cursor.itersize = STREAMED
            yield from cursor.execute(formatted(sql), values, binary=True)

    # -- transactions

    def begin(self) -> list[Any]:
        """Begin to write, and take the head: this waits for whoever has it."""
        self._begin("ISOLATION LEVEL READ COMMITTED")
        return self.execute("SELECT size, frontier, recorded_at FROM head FOR UPDATE").fetchall()

    def snapshot(self) -> None:
        """Begin to read, all as it is now and with texts as bytes; after an error, as it is then."""
        if self.in_transaction:
            self.rollback()
        self._begin("ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for loader in (Raw, RawBinary):
            self._raw.adapters.register_loader("text", loader)

    def _begin(self, how: str) -> None:
        self.execute(f"BEGIN {how}")
        self.in_transaction = True

    def commit(self) -> None:
        """Keep what was written; an error if anything in the transaction had failed."""
        if self.execute("COMMIT").statusmessage != "COMMIT":
            raise psycopg.errors.InFailedSqlTransaction("the transaction had failed before its commit")
        self.in_transaction = False

    def rollback(self) -> None:
        """Take back what was written; a session that broke off has done so itself."""
        self.in_transaction = False
        if os.getpid() == self._owner and not self._raw.closed:
            try:
                self._raw.execute("ROLLBACK")
            except psycopg.Error:
                self._raw.close()

    def close(self) -> None:
        """Give the session back; never the parent's."""
        if os.getpid() == self._owner:
            self._raw.close()

    # -- what the server says of itself

    def room(self) -> int:
        """The bytes that the entries take with their index."""
        size: int = self.execute("SELECT pg_total_relation_size('entries')").fetchall()[0][0]
        return size

    def condition(self) -> Condition:
        """What the server says; that it writes ahead is the way of every PostgreSQL."""
        asked = "SELECT format, current_setting('server_version'), current_setting('fsync') FROM ledger"
        version, engine, fsync = self.execute(asked).fetchall()[0]
        return Condition(version, f"PostgreSQL {engine}, fsync {fsync}", "wal", self.room(), [])

    def remarks(self) -> Iterator[Both]:
        """Nothing: a server checks its pages as it reads them (data checksums), and the reading fails."""
        return iter(())


class Raw(Loader):
    """Texts as the bytes that they are."""

    def load(self, data: Any) -> bytes:
        """The bytes."""
        return bytes(data)


class RawBinary(Raw):
    """The same, as the server sends them in the other of its two forms."""

    format = Format.BINARY


@lru_cache
def formatted(sql: str) -> Any:
    """The statement with the driver's sign for a value."""
    return sql.replace("?", "%s")
