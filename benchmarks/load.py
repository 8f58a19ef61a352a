"""A load of rich rows, as ``ledger load`` does it, against the bare insert of the same bytes.

The load parses, validates, looks for rows that are already there, admits each event to its matter, encodes
and hashes; the floor has all that done and commits every thousand rows. Each round is a new process, with
nothing remembered.
"""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from benchmarks._cases import INSERT, bare_database, json_lines, load, new_ledger
from benchmarks._measure import Figure, afresh, timed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS, ROUNDS, CHUNK = 20_000, 5, 1_000
DAYS = date(2019, 1, 1), date(2024, 12, 31)


def measure(folder: Path) -> Iterator[Figure]:
    """Load, and insert, by turns."""
    path = json_lines(folder / "rows.jsonl", ROWS, *DAYS)
    taken = [afresh(one_round, folder / str(turn), path) for turn in range(ROUNDS)]
    loads, floors = zip(*taken, strict=True)
    yield Figure(f"load of {ROWS:,} rows", median(loads), "bare insert", median(floors), 6)


def one_round(folder: Path, path: Path) -> tuple[float, float]:
    """The ms of a load into a new ledger, and of the insert of what it stored."""
    with new_ledger(folder) as ledger:
        outcome, took = timed(lambda: load(ledger, path))
        if outcome.new != ROWS:
            raise RuntimeError(f"{outcome.new} rows were recorded instead of {ROWS}")
        stored = [tuple(row) for row in ledger.log_recorder.rows(after=1)]
    connection = bare_database(folder / "bare.db")

    def insert() -> None:
        for at in range(0, len(stored), CHUNK):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, stored[at : at + CHUNK])
            connection.execute("COMMIT")

    return took, timed(insert)[1]
