"""What the databases that a log may live in have in common: the tables, and the shape of a connection.

Each has one file of its own, ``sqlite`` and ``postgres``. All other SQL of the log is written once, with
``?`` for its values.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.language import Both
    from ledger.log.address import Address
    from ledger.log.errors import LogError

    Place = Path | Address
    """Where a log lives: a file of SQLite, or a schema on a PostgreSQL server."""

FORMAT = 1
APPLICATION_ID = 0x474F564C
"""Marks the database as a governance ledger (“GOVL”)."""

TABLES = """
CREATE TABLE entries (
  position  {integer} PRIMARY KEY,
  matter    {text} NOT NULL,
  version   {integer} NOT NULL,
  kind      {text} NOT NULL,
  body      {bytes} NOT NULL,
  leaf_hash {bytes} NOT NULL,
  UNIQUE (matter, version)
){strict};
CREATE TABLE head (
  id          {integer} PRIMARY KEY CHECK (id = 1),
  size        {integer} NOT NULL,
  frontier    {bytes} NOT NULL,
  recorded_at {text} NOT NULL
){strict};
CREATE TABLE tiles (
  level  {integer} NOT NULL,
  number {integer} NOT NULL,
  root   {bytes} NOT NULL,
  PRIMARY KEY (level, number)
){keyed};
"""


class Head(NamedTuple):
    """The one row that every writer takes first."""

    size: int
    frontier: bytes
    recorded_at: str


class Condition(NamedTuple):
    """What a database says of itself."""

    format: int
    engine: str
    """Name and version of the program."""
    journal_mode: str
    bytes: int
    damages: list[str]
    """What is wrong with its structure; the bytes of the entries are for ``ledger verify``."""


class Cursor(Protocol):
    """The rows that a statement gave."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchmany(self, size: int = ..., /) -> list[Any]:
        """The next rows."""

    def fetchall(self) -> list[Any]:
        """All rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection on which transactions are begun by hand."""

    @property
    def Error(self) -> type[Exception]:  # noqa: N802 - so named in the standard (PEP 249, optional extensions)
        """The family of what it raises."""

    @property
    def in_transaction(self) -> bool:
        """Whether one was begun and neither kept nor taken back."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run one statement for each of the rows."""

    def stream(self, sql: str, *values: Any) -> Iterable[Any]:
        """The rows of a question that has too many for the memory."""

    def begin(self) -> list[Any]:
        """Begin to write, and take the head: others wait from here on. One row if all is well."""

    def snapshot(self) -> None:
        """Begin to read, all as it is now and with texts as bytes; again after an error, to go on."""

    def commit(self) -> None:
        """Keep what was written."""

    def rollback(self) -> None:
        """Take back what was written."""

    def room(self) -> int:
        """The bytes that the entries may take at most."""

    def condition(self) -> Condition:
        """What the database says of itself."""

    def remarks(self) -> Iterator[Both]:
        """What the database's own check has to say, once all else was read."""

    def close(self) -> None:
        """Give it back."""


class Queue(Protocol):
    """Where writers wait for their turn."""

    def acquire(self) -> None:
        """Wait for the turn."""

    def release(self) -> None:
        """Let the next one have it."""

    def close(self) -> None:
        """Leave."""


class Dialect(Protocol):
    """How a log is made, opened and spoken of in one sort of database."""

    @property
    def place(self) -> Place:
        """Where the log lives, as messages show it."""

    @property
    def error(self) -> type[Exception]:
        """The family of what the database raises."""

    @property
    def integrity_error(self) -> type[Exception]:
        """What it raises when a row may not be there."""

    def create(self) -> None:
        """Make the tables of a new log; nothing is left behind if that fails."""

    def discard(self) -> None:
        """Take back what was only just made."""

    def connect(self, *, read_only: bool, patience: float) -> Connection:
        """A connection to a log that is there; who waits for a lock gives up after ``patience`` seconds."""

    def queue(self, patience: float) -> Queue:
        """The queue of the writers."""

    def told(self, error: Exception) -> LogError:
        """The database's error in the ledger's words."""


def dialect_of(place: Place) -> Dialect:
    """The dialect of a place; nothing of the other one is imported."""
    if isinstance(place, Path):
        from ledger.log.sqlite import SQLite  # noqa: PLC0415

        return SQLite(place)
    from ledger.log.postgres import Postgres  # noqa: PLC0415

    return Postgres(place)


def placeholders(values: Sequence[Any]) -> str:
    """``?, ?, ?`` for as many values."""
    return ", ".join("?" * len(values))
