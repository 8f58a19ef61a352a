"""Eight processes record at once while a reader follows. LEDGER_TEST_SECONDS=20 makes it longer."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from ledger.application import Ledger
from ledger.log.recorder import LogRecorder
from ledger.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

SECONDS = float(os.environ.get("LEDGER_TEST_SECONDS", "3"))
WRITERS = [f"writer {at}" for at in range(8)]


def record(database: Path, by: str, start: Barrier) -> None:
    """What each process does; one of 64 entries goes into a matter that all share."""
    with Ledger(database) as ledger:
        training = ledger.catalogue.spec("training-held").cls
        revised = ledger.catalogue.spec("policy-revised").cls
        start.wait()
        until, done = monotonic() + SECONDS, 0
        while monotonic() < until:
            if done % 64 == 0:
                cells = {
                    "instrument": "instrument/shared",
                    "revised_on": "2024-03-04",
                    "title": f"{by} {done}",
                }
                ledger.record(revised.model_validate(cells), by=by)
            else:
                cells = {"title": f"{by} {done}", "held_on": "2024-03-04", "side": "internal"}
                ledger.record(training.model_validate(cells), by=by)
            done += 1


def test_eight_writers_and_a_reader_at_once(tmp_path: Path) -> None:
    database = tmp_path / "ledger.db"
    Ledger.create(Settings.beside(database), by="林").close()
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(len(WRITERS))
    writers = [context.Process(target=record, args=(database, by, start)) for by in WRITERS]
    reader = LogRecorder(database, read_only=True)
    subscription, seen = reader.subscribe(0), list[int]()
    follower = Thread(target=lambda: seen.extend(note.id for note in subscription), daemon=True)
    follower.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * len(WRITERS)

    until = monotonic() + 60
    while len(seen) < reader.size() and monotonic() < until:
        sleep(0.05)
    subscription.stop()
    follower.join()
    size = reader.size()
    reader.close()
    assert seen == list(range(1, size + 1))

    with Ledger(database, read_only=True) as ledger:
        entries = list(ledger.entries())
    assert [entry.position for entry in entries] == list(range(1, size + 1))
    times = [entry.recorded_at for entry in entries]
    assert times == sorted(times)
    assert datetime.fromisoformat(times[-1]) <= datetime.now(UTC)
    shares = Counter(entry.recorded_by for entry in entries[1:])
    assert set(shares) == set(WRITERS)
    assert min(shares.values()) >= 0.5 * max(shares.values())
