"""Rebuilt: the views made anew from the entries, and those that are kept held against them.

The kept ones are only read: nothing is caught up, mended or made where they lie.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from sqlite3 import connect
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, create_engine, func, inspect, select
from sqlalchemy.exc import DatabaseError

from ledger.language import Both
from ledger.log.anchors import filled
from ledger.log.aside import aside, read_only
from projections.catch_up import STATE, State, Views
from projections.finding import Finding, Sort
from projections.store import store_of
from projections.view import FOREVER, View, table, views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Select

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.log.dialects import Place

DAMAGED = Both("the views that are kept cannot be read ({why})", "所存视图无法读取（{why}）")
OTHER_VERSION = Both(
    "the views that are kept were made by another version of the program or its kinds",
    "所存视图由本程序或事件种类的其他版本生成",
)
OTHER_HISTORY = Both(
    "the views that are kept, up to #{position}, are of another history",
    "所存视图（截至 #{position}）所依据的是另一段历史",
)
DIFFERS = Both(
    "the view {name} that is kept differs from the entries, first in a row of #{position}",
    "所存视图 {name} 与分录不一致，最先见于 #{position} 的行",
)


class Rebuilt(NamedTuple):
    """The rows of each view as known at a position, and how far the views were that are kept."""

    rows: dict[str, int]
    kept: int | None
    """The position up to which kept views were compared; None if there are none, or none of use."""
    findings: list[Finding]


class Anew(Views):
    """Views made in memory; ``progress`` is told how many entries they were made of."""

    def __init__(self, ledger: Ledger, progress: Callable[[int], None]) -> None:
        super().__init__(ledger)
        self.progress, self.done = progress, 0

    def _touched(self, after: int, upto: int) -> Iterator[tuple[str, Iterable[Entry]]]:
        for matter, entries in super()._touched(after, upto):
            yield matter, map(self._told, entries)

    def _told(self, entry: Entry) -> Entry:
        self.done += 1
        self.progress(self.done)
        return entry


def rebuilt(ledger: Ledger, fresh: Views, upto: int) -> Rebuilt:
    """Make the views anew as known at ``upto``, and compare those that are kept; what is wrong is found."""
    findings: list[Finding] = []
    kept: int | None = None
    with fresh.at(upto) as anew:
        rows = {view.name: _rows(anew.connection, view, upto) for view in views()}
        try:
            with _kept(ledger.settings.kept_views) as old:
                state = _state(old) if old else None
                if old is None or state is None:
                    pass
                elif wrong := _of_no_use(ledger, fresh, state):
                    findings.append(_found("", 0, wrong))
                else:
                    kept = min(state.position, upto)
                    findings += _compared(anew.connection, old, kept)
        except DatabaseError as error:
            findings.append(_found("", 0, DAMAGED, why=error.orig))
    return Rebuilt(rows, kept, findings)


@contextmanager
def _kept(place: Place) -> Iterator[Connection | None]:
    """A connection that reads the views that are kept; None without any."""
    if not isinstance(place, Path):
        store = store_of(place)
        try:
            with store.reading() as connection:
                yield connection
        finally:
            store.close()
    elif not place.is_file():
        yield None
    else:
        with aside(place) as file:
            engine = create_engine("sqlite://", creator=lambda: connect(read_only(file), uri=True))
            try:
                with engine.connect() as connection:
                    yield connection
            finally:
                engine.dispose()


def _state(kept: Connection) -> State | None:
    if not inspect(kept).has_table(STATE.name):
        return None
    row = kept.execute(select(STATE)).fetchone()
    return State(*row) if row and isinstance(row.position, int) else None


def _of_no_use(ledger: Ledger, fresh: Views, state: State) -> Both | None:
    """Why kept views cannot be compared."""
    if state.version != fresh.version:
        return OTHER_VERSION
    log = ledger.log_recorder
    if state.position > log.size() or state.root != log.root(state.position):
        return filled(OTHER_HISTORY, position=state.position)
    return None


def _compared(fresh: Connection, kept: Connection, at: int) -> Iterator[Finding]:
    """The views of which some row is not the same as known at a position."""
    for view in views():
        query = _as_known(view, at)
        for new, old in zip_longest(fresh.execute(query), kept.execute(query)):
            if new != old:
                yield _found(view.name, min(_positions(new, old)), DIFFERS)
                break


def _as_known(view: View, at: int) -> Select[Any]:
    """All rows of a view up to a position, as they were when it was the last."""
    of = table(view).c
    until = case((of.known_until > at, FOREVER), else_=of.known_until)
    columns = [until.label(of.known_until.name) if column is of.known_until else column for column in of]
    order = (of.position, *(column.nulls_first() for column in columns))
    return select(*columns).where(of.known_from <= at).order_by(*order)


def _positions(*rows: Any) -> Iterator[int]:
    """Where rows come from; a damaged one may not say."""
    yield from (row.position for row in rows if row is not None and isinstance(row.position, int))


def _rows(fresh: Connection, view: View, at: int) -> int:
    of = table(view)
    held = (of.c.known_from <= at, of.c.known_until > at)
    return fresh.execute(select(func.count()).select_from(of).where(*held)).scalar_one()


def _found(name: str, position: int, what: Both, **data: object) -> Finding:
    return Finding(Sort.VIEWS, "views", name, position, filled(what, name=name, position=position, **data))
