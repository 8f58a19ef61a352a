"""A replay without views: every entry read, decoded, validated and admitted to its matter again.

Against a scan of the raw rows. Each round is a new process, with nothing remembered.
"""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from benchmarks._cases import filled_ledger
from benchmarks._measure import Figure, afresh, timed
from ledger.application import Ledger
from ledger.matter import Matter
from ledger.uncollected import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENTRIES, ROUNDS, PAGE = 50_000, 5, 2_000
DAYS = date(2010, 1, 1), date(2024, 12, 31)


def measure(folder: Path) -> Iterator[Figure]:
    """Replay, and scan, by turns."""
    filled_ledger(folder / "ledger", ENTRIES, *DAYS).close()
    taken = [afresh(one_round, folder / "ledger") for _ in range(ROUNDS)]
    replays, floors = zip(*taken, strict=True)
    yield Figure(f"replay of {ENTRIES:,} entries", median(replays), "raw rows", median(floors), 12)


def one_round(folder: Path) -> tuple[float, float]:
    """The ms of a replay, and of a scan."""
    with Ledger(folder, read_only=True) as ledger:
        scan(ledger)  # so that both find the file in memory
        return timed(lambda: replay(ledger))[1], timed(lambda: scan(ledger))[1]


def replay(ledger: Ledger) -> int:
    """Admit every entry again; the number of matters."""
    matters: dict[str, Matter] = {}
    with uncollected():
        for entry in ledger.entries():
            before = matters.get(entry.matter)
            matters[entry.matter] = (before or Matter(entry.matter)).admit(entry)
    return len(matters)


def scan(ledger: Ledger) -> int:
    """Read every row and do nothing with it; how many there are."""
    cursor = ledger.log_recorder.connection.execute("SELECT * FROM entries ORDER BY position")
    read = 0
    while page := cursor.fetchmany(PAGE):
        read += len(page)
    return read
