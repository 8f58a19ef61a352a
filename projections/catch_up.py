"""Views: the read models of one ledger, brought up to its last entry before every query.

Each matter that was touched since is folded again entry by entry; rows that vanished are closed and new
ones inserted, each with the positions between which it held. So a question as known at an earlier position
is a condition, not a replay. Views live apart from the log: damaged or of another version they are made
anew, and where they cannot be written they are made in memory.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from itertools import groupby
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, Column, LargeBinary, Table, Text, inspect, select
from sqlalchemy.exc import DatabaseError

from ledger.log.errors import NotALedgerError
from projections.fold import Fold
from projections.store import Overtaken, store_of
from projections.view import METADATA, View, made_by, table, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Select

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.log.dialects import Place

STATE = Table(
    "state", METADATA, Column("position", BigInteger), Column("root", LargeBinary), Column("version", Text)
)
PAUSES = 0.02, 0.1, 0.5, 1.0, 0
"""Seconds before the views are tried again that another program was making at the same moment; 0 ends it."""


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
        self.connection = self.views.store.reading()

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
            if not error.connection_invalidated:  # else a new connection will do
                self.views.mend(error)
            self._open()
            return list(self.connection.execute(query))


class Views:
    """The views of ``ledger`` in a file beside it, on its server, or in memory."""

    def __init__(self, ledger: Ledger, place: Place | None = None) -> None:
        for view in views():
            table(view)
        self.ledger = ledger
        self.version = made_by(ledger.catalogue)
        self.store = store_of(place, ledger.settings.views)

    @classmethod
    def of(cls, ledger: Ledger) -> Views:
        """The views where the ledger's settings put them, kept open as long as the ledger is."""
        return ledger.keep(cls, lambda: cls(ledger, ledger.settings.kept_views))

    def close(self) -> None:
        """Give the connections back."""
        self.store.close()

    @contextmanager
    def at(self, point: int | str | None = None) -> Iterator[Reading]:
        """The views as known at ``point``, caught up with the ledger first."""
        position = self.ledger.point(point)
        self.catch_up()
        with closing(Reading(self, position)) as reading:
            yield reading

    def catch_up(self) -> None:
        """Bring the views up to the last entry, whatever state they are in."""
        for pause in PAUSES:
            try:
                return self._catch_up()
            except DatabaseError as error:
                if not pause or not self.store.overtaken(error):
                    return self.mend(error)
            sleep(pause)
        return None

    def behind(self) -> int:
        """How many entries are not in the views yet: all of them where the views are of no use."""
        size = self.ledger.log_recorder.size()
        try:
            state = self._state()
        except DatabaseError:
            return size
        return size - state.position if state and self._fits(state, size) else size

    def mend(self, error: DatabaseError | OSError) -> None:
        """Make the views anew after ``error``: in their place, or elsewhere where that fails."""
        while True:
            try:
                self.store = self.store.after(error)
                self.ledger.notices += [self.store.notice] if self.store.notice else []
                return self._catch_up()
            except (DatabaseError, OSError) as again:
                if again is error:
                    raise
                error = again

    def _state(self) -> State | None:
        with closing(self.store.reading()) as connection:
            return _state(connection)

    def _catch_up(self) -> None:
        log = self.ledger.log_recorder
        if self._state() == State(log.size(), log.root(), self.version):
            return
        with self.store.writing() as connection:
            state = _state(connection)  # first: this waits for others who write, and their entries count
            size = log.size()
            if state is None or not self._fits(state, size):
                state = _emptied(connection, state)
                after = 0
            else:
                after = state.position
            Fold(connection, after).run(self._touched(after, size))
            _advance(connection, state, State(size, log.root(size), self.version))

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
    if not inspect(connection).has_table(STATE.name):
        return None
    row = connection.execute(select(STATE).with_for_update()).fetchone()
    return State(*row) if row and isinstance(row.position, int) else None


def _emptied(connection: Connection, state: State | None) -> State:
    """Make the tables anew; the state as it is in them, which others wait for and so is not dropped."""
    METADATA.drop_all(connection, [of for of in METADATA.sorted_tables if of is not STATE])
    METADATA.create_all(connection)
    if state is None:
        state = State(0, b"", "")
        connection.execute(STATE.delete())
        connection.execute(STATE.insert(), state._asdict())
    return state


def _advance(connection: Connection, seen: State, now: State) -> None:
    """Say how far the views are, if nobody has said so since the state was ``seen``."""
    same = [column == value for column, value in zip(STATE.c, seen, strict=True)]
    if connection.execute(STATE.update().where(*same).values(now._asdict())).rowcount != 1:
        raise DatabaseError("UPDATE state", None, Overtaken())
