"""Reading: what is asked of a log, page by page; no cursor stays open between pages."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.log.dialects import Head, dialect_of
from ledger.log.errors import NotALedgerError
from ledger.log.merkle import Frontier
from ledger.log.proofs import TILE_WIDTH, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.log.dialects import Place

PAGE = 2_000
"""Rows read at a time."""
EVERYTHING = 2**62
"""Past every position and version, more than any number of rows."""
_COLUMNS = "position, matter, version, kind, body, leaf_hash"


class Row(NamedTuple):
    """A row of the log as stored."""

    position: int
    matter: str
    version: int
    kind: str
    body: bytes
    leaf_hash: bytes


class Log:
    """The log of one ledger, as it is read; threads of the process take turns."""

    def __init__(self, place: Place, *, read_only: bool, patience: float) -> None:
        self.dialect = dialect_of(place)
        self.connection = self.dialect.connect(read_only=read_only, patience=patience)
        self._turn = RLock()

    def size(self) -> int:
        """How many entries there are."""
        return self.head().size

    def head(self) -> Head:
        """The row that says how far the log is; NotALedgerError without one."""
        return self._one(self._all("SELECT size, frontier, recorded_at FROM head"))

    def _one(self, found: list[Any]) -> Head:
        if len(found) != 1:
            raise NotALedgerError(path=self.dialect.place, why=Both("its head is missing", "缺少首部"))
        return Head(*found[0])

    def row(self, position: int) -> Row | None:
        """The row at ``position``."""
        found = self._all(f"SELECT {_COLUMNS} FROM entries WHERE position = ?", position)
        return Row(*found[0]) if found else None

    def rows(self, after: int = 0, upto: int | None = None) -> Iterator[Row]:
        """The rows in the order of their positions."""
        return map(Row._make, self._in_order(_COLUMNS, after, upto))

    def bodies(self, after: int = 0, upto: int | None = None) -> Iterator[tuple[int, str, bytes]]:
        """Position, kind and stored bytes of each row, in the order of their positions."""
        return self._in_order("position, kind, body", after, upto)

    def _in_order(self, columns: str, after: int, upto: int | None) -> Iterator[Any]:
        sql = (f"SELECT {columns} FROM entries WHERE position > ? AND position <= ? "
               f"ORDER BY position LIMIT {PAGE}")  # fmt: skip
        last = self.size() if upto is None else upto
        while page := self._all(sql, after, last):
            yield from page
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
        return list(map(Row._make, self._all(sql, matter, EVERYTHING if upto is None else upto)))

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
        return self.tree(size).root

    def tree(self, size: int) -> Tree:
        """The hash tree of the first ``size`` entries, read from the log as far as it is asked."""
        return Tree(size, self.tile)

    def tile(self, level: int, number: int) -> list[bytes]:
        """The nodes of a tile: leaf hashes at level 0, above it the roots of the tiles below."""
        first = number * TILE_WIDTH
        if level:
            sql = "SELECT root FROM tiles WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
            return [node for (node,) in self._all(sql, level, first, first + TILE_WIDTH)]
        sql = "SELECT leaf_hash FROM entries WHERE position > ? AND position <= ? ORDER BY position"
        return [leaf for (leaf,) in self._all(sql, first, first + TILE_WIDTH)]

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._turn:
            try:
                return self.connection.execute(sql, values).fetchall()
            except self.dialect.error as error:
                raise self.dialect.told(error) from error
