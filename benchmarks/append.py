"""One durable append: a small event that opens a new matter, recorded on its own.

Against the bare database, and against the eventsourcing library's own application, which keeps no tree,
takes no lock and validates nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate

from benchmarks._cases import BY, INSERT, bare_database, new_ledger
from benchmarks._measure import Figure, Skipped, in_turn
from ledger.application import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS, WARM_UP = 1_000, 50
TRACED = 20
SYNCS = "fdatasync", "fsync"


class Training(Aggregate):
    """The same matter as the library's documentation would have it."""

    def __init__(self, title: str, held_on: str, side: str) -> None:
        self.title, self.held_on, self.side = title, held_on, side

    @staticmethod
    def create_id(title: str) -> UUID:
        """Sequential, as ours are: random ids would cost the library twice as much."""
        return UUID(int=int(title[-6:]))


def measure(folder: Path) -> Iterator[Figure | Skipped]:
    """Time a record, and count how often it waits for the disk."""
    with new_ledger(folder / "ours") as ledger:
        ours = recording(ledger)
        ours()
        stored = ledger.log_recorder.row(2)
        assert stored is not None  # noqa: S101 - the one just recorded
        took = in_turn(ROUNDS, {
            "raw": inserting(folder, stored.body, stored.leaf_hash),
            "ours": ours,
            "library": saving(folder),
        }, warm_up=WARM_UP)  # fmt: skip
    yield Figure("record", took["ours"], "bare sqlite3", took["raw"], 1.7)
    yield Figure("record", took["ours"], "eventsourcing Application", took["library"], 1)
    yield syncs(folder)


def recording(ledger: Ledger, rounds: int = ROUNDS + WARM_UP + 1) -> Callable[[], object]:
    """Records one training after another; the events are made before."""
    cls = ledger.catalogue.spec("training-held").cls
    made = iter([
        cls.model_validate({"title": f"培训{at:06}", "held_on": "2024-03-04", "side": "external"})
        for at in range(rounds)
    ])  # fmt: skip
    return lambda: ledger.record(next(made), by=BY)


def inserting(folder: Path, body: bytes, leaf: bytes) -> Callable[[], object]:
    """Inserts a row of the same bytes, in a transaction of its own."""
    connection, number = bare_database(folder / "bare.db"), count(1)

    def insert() -> object:
        at = next(number)
        values = at, f"training/2024-培训{at:06}", 1, "training-held", body, leaf
        return connection.execute(INSERT, values)

    return insert


def saving(folder: Path) -> Callable[[], object]:
    """Saves the same fields through the library, with sequential ids."""
    env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "library.db")}
    application = Application[UUID](env)
    made = iter([Training(f"培训{at:06}", "2024-03-04", "external") for at in range(ROUNDS + WARM_UP)])
    return lambda: application.save(next(made))


def syncs(folder: Path) -> Figure | Skipped:
    """How often one append makes the disk write: the calls of many less those of a few."""
    strace = shutil.which("strace")
    if not strace:
        return Skipped("syncs of an append", "there is no strace here")
    new_ledger(folder / "traced").close()
    try:
        few, many = (_traced(strace, folder / "traced", rounds) for rounds in (1, 1 + TRACED))
    except (subprocess.CalledProcessError, OSError) as error:
        return Skipped("syncs of an append", f"strace cannot trace here ({error})")
    return Figure("disk syncs of an append", (many - few) / TRACED, "one", 1, 1, "")


def _traced(strace: str, folder: Path, rounds: int) -> int:
    told = folder / f"{rounds}.strace"
    call = (strace, "-f", "-o", str(told), "-e", f"trace={','.join(SYNCS)}",
            sys.executable, "-m", "benchmarks.append", str(folder / "ledger.db"), str(rounds))  # fmt: skip
    subprocess.run(call, check=True, capture_output=True, cwd=Path(__file__).parent.parent)
    return sum(line.count(f"{name}(") for line in told.read_text().splitlines() for name in SYNCS)


if __name__ == "__main__":
    times = int(sys.argv[2])
    with Ledger(sys.argv[1]) as opened:
        append = recording(opened, times)
        for _ in range(times):
            append()
