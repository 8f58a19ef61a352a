"""A replay without views: every entry read, decoded, validated and admitted to its matter again.

Against a scan of the raw rows, which reads nothing of what is in them; and against the least that a replay
can do, to validate the bytes of every row once. Each round is a new process, with nothing remembered.
"""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from benchmarks._cases import filled_ledger
from benchmarks._measure import Figure, afresh, timed
from ledger.application import Ledger
from ledger.envelope import validator_of
from ledger.uncollected import uncollected
from projections.admission import Admission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydantic_core import SchemaValidator

ENTRIES, ROUNDS, PAGE = 50_000, 5, 2_000
DAYS = date(2010, 1, 1), date(2024, 12, 31)


def measure(folder: Path) -> Iterator[Figure]:
    """Replay, and scan, by turns."""
    filled_ledger(folder / "ledger", ENTRIES, *DAYS).close()
    taken = [(*afresh(one_round, folder / "ledger", replay), *afresh(one_round, folder / "ledger", validate))
             for _ in range(ROUNDS)]  # fmt: skip
    replays, scans, validations, _ = (median(ms) for ms in zip(*taken, strict=True))
    yield Figure(f"replay of {ENTRIES:,} entries", replays, "raw rows", scans, 12)
    yield Figure(f"replay of {ENTRIES:,} entries", replays, "rows validated once", validations, 2)


def one_round(folder: Path, job: Callable[[Ledger], int]) -> tuple[float, float]:
    """The ms of a job, and of a scan."""
    with Ledger(folder, read_only=True) as ledger:
        scan(ledger)  # so that both find the file in memory
        return timed(lambda: job(ledger))[1], timed(lambda: scan(ledger))[1]


def replay(ledger: Ledger) -> int:
    """Admit every entry again; the number of matters."""
    admission = Admission()
    with uncollected():
        for entry in ledger.entries():
            admission.take(entry)
        admission.end_batch()
    return len(admission.matters)


def validate(ledger: Ledger) -> int:
    """Validate the bytes of every row and keep nothing of it; how many there are."""
    validators: dict[str, SchemaValidator] = {}
    read = 0
    with uncollected():
        for _, kind, body in ledger.log_recorder.bodies():
            if kind not in validators:
                validators[kind] = validator_of(ledger.catalogue.spec(kind))
            validators[kind].validate_json(body)
            read += 1
    return read


def scan(ledger: Ledger) -> int:
    """Read every row and do nothing with it; how many there are."""
    cursor = ledger.log_recorder.connection.execute("SELECT * FROM entries ORDER BY position")
    read = 0
    while page := cursor.fetchmany(PAGE):
        read += len(page)
    return read
