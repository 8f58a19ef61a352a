"""A verification: every stored byte read and hashed again, the tree grown anew, the columns compared.

Against a scan of the raw rows; each round is a new process. Memory is what Python allocates at most.
"""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from benchmarks._cases import filled_ledger
from benchmarks._measure import Figure, afresh, timed
from ledger.log.finding import Findings
from ledger.log.regrown import Regrown
from ledger.log.sqlite import SQLite
from ledger.log.stored import Stored
from ledger.log.verify import check
from ledger.uncollected import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.log.dialects import Connection

ENTRIES, ROUNDS, PAGE = 50_000, 5, 2_000
DAYS = date(2010, 1, 1), date(2024, 12, 31)
MB = 1 << 20
FLAT = 0.25
"""MB that Python may allocate at most, a hundredth of what the log takes on the disk."""


def measure(folder: Path) -> Iterator[Figure]:
    """Fold, verify and scan by turns; then see what memory it takes."""
    filled_ledger(folder / "ledger", ENTRIES, *DAYS).close()
    database = folder / "ledger" / "ledger.db"
    taken = [afresh(one_round, database) for _ in range(ROUNDS)]
    folds, checks, floors = map(median, zip(*taken, strict=True))
    yield Figure(f"hash and fold {ENTRIES:,} entries", folds, "raw rows", floors, 4.5)
    yield Figure(f"verify {ENTRIES:,} entries", checks, "raw rows", floors, 10)
    yield Figure(f"memory for {ENTRIES:,} entries", afresh(memory, database), f"{FLAT:g} MB", FLAT, 1, "MB")


def one_round(database: Path) -> tuple[float, float, float]:
    """The ms of a fold, of a whole check, and of a scan."""
    with closing(SQLite(database).connect(read_only=True, patience=1)) as connection:
        scan(connection)  # so that all find the file in memory
        return (
            timed(lambda: fold(connection))[1],
            timed(lambda: whole(connection))[1],
            timed(lambda: scan(connection))[1],
        )


def fold(connection: Connection) -> bytes:
    """Hash every row and grow the tree; its root."""
    source = Stored(connection)
    tree = Regrown((), source.tile, Findings())
    with uncollected():
        for row in source.rows():
            tree.grow(row[0], row[4], row[5])
    connection.rollback()
    return tree.now.root


def whole(connection: Connection) -> None:
    """All that ``ledger verify`` checks in the database."""
    assert check(Stored(connection)).sound  # noqa: S101 - else nothing was measured
    connection.rollback()


def scan(connection: Connection) -> int:
    """Read every row and do nothing with it; how many there are."""
    cursor = connection.execute("SELECT * FROM entries ORDER BY position")
    read = 0
    while page := cursor.fetchmany(PAGE):
        read += len(page)
    return read


def memory(database: Path) -> float:
    """The MB that Python allocates at most while it checks."""
    with closing(SQLite(database).connect(read_only=True, patience=1)) as connection:
        tracemalloc.start()
        whole(connection)
        return tracemalloc.get_traced_memory()[1] / MB
