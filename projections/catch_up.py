"""Views: the read models of one ledger, brought up to its last entry before every query.

Each matter that was touched since is folded again entry by entry; rows that vanished are closed and new
ones inserted, each with the positions between which it held. So a question as known at an earlier position
is a condition, not a replay. Views live apart from the log: damaged or of another version they are made
anew, and where they cannot be written they are made in memory.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Column, Integer, LargeBinary, Table, Text, select
from sqlalchemy.exc import DatabaseError

from ledger.log.errors import NotALedgerError
from projections.fold import Fold
from projections.store import cleared, engine_of, unusable
from projections.view import METADATA, View, made_by, table, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Select

    from ledger.application import Ledger
    from ledger.entry import Entry

STATE = Table(
    "state", METADATA, Column("position", Integer), Column("root", LargeBinary), Column("version", Text)
)


class State(NamedTuple):
    """How far the views are, on which history, made by which declarations."""

    position: int
    root: bytes
    version: str


class Reading:
    """The views as known at one position."""

    def __init__(self, views: Views, position: int) -> None:
        self.views, self.position = views, position
        self._open()

    def _open(self) -> None:
        self.connection = self.views.engine.connect()
        self.connection.begin()

    def close(self) -> None:
        """Give the connection back."""
        self.connection.close()

    def select(self, view: View, *conditions: ColumnElement[bool]) -> list[Any]:
        """The rows of ``view`` that held at the position, in the order of their entries."""
        of = table(view)
        known = (of.c.known_from <= self.position, of.c.known_until > self.position)
        return self.all(select(of).where(*known, *conditions).order_by(of.c.position, of.c.ordinal))

    def ever(self, view: View, *conditions: ColumnElement[bool]) -> list[Any]:
        """The rows that held at the position or at any before it."""
        of = table(view)
        return self.all(
            select(of).where(of.c.known_from <= self.position, *conditions).order_by(of.c.position)
        )

    def all(self, query: Select[Any]) -> list[Any]:
        """The rows of a query; views that turn out damaged are made anew, which gives the same rows."""
        try:
            return list(self.connection.execute(query))
        except DatabaseError as error:
            self.close()
            self.views.mend(error)
            self._open()
            return list(self.connection.execute(query))


class Views:
    """The views of ``ledger`` in a file beside it, or in memory."""

    def __init__(self, ledger: Ledger, path: Path | None = None) -> None:
        for view in views():
            table(view)
        self.ledger = ledger
        self.version = made_by(ledger.catalogue)
        self.path = path
        self.engine = engine_of(path)

    @classmethod
    def of(cls, ledger: Ledger) -> Views:
        """The views where the ledger's settings put them, kept open as long as the ledger is."""
        return ledger.keep(cls, lambda: cls(ledger, ledger.settings.views))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def at(self, point: int | str | None = None) -> Iterator[Reading]:
        """The views as known at ``point``, caught up with the ledger first."""
        position = self.ledger.point(point)
        self.catch_up()
        with closing(Reading(self, position)) as reading:
            yield reading

    def catch_up(self) -> None:
        """Bring the views up to the last entry, whatever state they are in."""
        try:
            self._catch_up()
        except DatabaseError as error:
            self.mend(error)

    def mend(self, error: DatabaseError) -> None:
        """Make the views anew after ``error``: in their place, or in memory where that fails."""
        if self.path is None:
            raise error
        try:
            if unusable(error):
                raise error
            self._instead(cleared(self.path))
        except (DatabaseError, OSError):
            self._instead(None)

    def _instead(self, path: Path | None) -> None:
        self.engine.dispose()
        self.path, self.engine = path, engine_of(path)
        self._catch_up()

    def _catch_up(self) -> None:
        log = self.ledger.log_recorder
        with self.engine.connect() as connection, connection.begin():
            if _state(connection) == State(log.size(), log.root(), self.version):
                return
        with self.engine.connect().execution_options(write=True) as connection, connection.begin():
            size = log.size()
            state = _state(connection)
            if state is None or not self._fits(state, size):
                METADATA.drop_all(connection)
                METADATA.create_all(connection)
                state = State(0, b"", "")
            Fold(connection, state.position).run(self._touched(state.position, size))
            connection.execute(STATE.delete())
            connection.execute(STATE.insert(), State(size, log.root(size), self.version)._asdict())

    def _fits(self, state: State, size: int) -> bool:
        """Whether the views are of this version, and their entries the first ones of this ledger."""
        if state.version != self.version or state.position > size:
            return False
        try:
            return state.root == self.ledger.log_recorder.root(state.position)
        except NotALedgerError:  # the tree has holes: nothing vouches for the views; replay tells of it
            return False

    def _touched(self, after: int, upto: int) -> Iterator[tuple[str, Iterable[Entry]]]:
        """The matters with entries after a position, each with all its entries up to another."""
        log, decode = self.ledger.log_recorder, self.ledger.decode
        if after == 0:
            for matter, rows in groupby(log.rows_by_matter(upto), lambda row: row.matter):
                yield matter, map(decode, rows)
            return
        for matter in log.touched(after, upto):
            yield matter, map(decode, log.matter_rows(matter, upto))


def _state(connection: Connection) -> State | None:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'state'").fetchall()
    row = connection.execute(select(STATE)).fetchone() if names else None
    return State(*row) if row and isinstance(row.position, int) else None
