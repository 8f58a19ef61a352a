"""Fold: the histories of matters -> rows, each with the positions between which it held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam

from ledger.matter import Matter
from projections.view import FOREVER, View, table, views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from ledger.entry import Entry

BUFFER = 5_000
"""Rows inserted at a time."""
Rows = dict[tuple[int, Any], None]
"""Each row with its ordinal, as keys in order."""


class Fold:
    """Inserts the rows that came and closes those that went after the position that is ``stored``."""

    def __init__(self, connection: Connection, stored: int) -> None:
        self.connection, self.stored = connection, stored
        self.new: dict[View, list[dict[str, Any]]] = {view: [] for view in views()}
        self.gone: dict[View, list[dict[str, Any]]] = {view: [] for view in views()}

    def run(self, matters: Iterable[tuple[str, Iterable[Entry]]]) -> None:
        """Fold every matter, step by step after the position that is stored."""
        for matter_id, entries in matters:
            concerned = [view for view in views() if view.concerns(matter_id)]
            for view, steps in self._steps(Matter(matter_id), entries, concerned).items():
                self._take(view, matter_id, steps)
            if sum(map(len, self.new.values())) > BUFFER:
                self._flush()
        self._flush()

    def _take(self, view: View, matter: str, steps: list[tuple[int, Rows]]) -> None:
        held: dict[tuple[int, Any], int] = {}
        for position, rows in steps:
            for key in [key for key in held if key not in rows]:
                self._close(view, matter, key, held.pop(key), position)
            for key in rows:
                held.setdefault(key, position if position > self.stored else 0)
        for key, known_from in held.items():
            if known_from:
                self._open(view, matter, key, known_from, FOREVER)

    def _steps(
        self, matter: Matter, entries: Iterable[Entry], concerned: list[View]
    ) -> dict[View, list[tuple[int, Rows]]]:
        """The rows of each view as stored, and then after each further entry."""
        steps: dict[View, list[tuple[int, Rows]]] = {view: [] for view in concerned}
        for entry in entries:
            further = entry.position > self.stored
            if further and matter.history and self.stored >= matter.history[-1].position:
                for view in concerned:
                    steps[view].append((self.stored, _numbered(view.rows(matter))))
            matter = matter.standing_with(entry)
            if further:
                for view in concerned:
                    steps[view].append((entry.position, _numbered(view.rows(matter))))
        return steps

    def _open(self, view: View, matter: str, key: tuple[int, Any], since: int, until: int) -> None:
        ordinal, row = key
        place = {"matter": matter, "ordinal": ordinal, "known_from": since, "known_until": until}
        self.new[view].append(row._asdict() | place)

    def _close(self, view: View, matter: str, key: tuple[int, Any], known_from: int, until: int) -> None:
        if known_from:
            self._open(view, matter, key, known_from, until)
        else:
            self.gone[view].append({"m": matter, "o": key[0], "p": key[1].position, "until": until})

    def _flush(self) -> None:
        for view, gone in self.gone.items():
            if gone:
                of = table(view)
                same = (of.c.matter == bindparam("m"), of.c.ordinal == bindparam("o"),
                        of.c.position == bindparam("p"), of.c.known_until == FOREVER)  # fmt: skip
                self.connection.execute(of.update().where(*same).values(known_until=bindparam("until")), gone)
                gone.clear()
        for view, new in self.new.items():
            if new:
                self.connection.execute(table(view).insert(), new)
                new.clear()


def _numbered(rows: Iterable[Any]) -> Rows:
    """Each row with its place among the rows of the same entry."""
    seen: dict[int, int] = {}
    numbered: Rows = {}
    for row in rows:
        at = seen[row.position] = seen.get(row.position, -1) + 1
        numbered[at, row] = None
    return numbered
