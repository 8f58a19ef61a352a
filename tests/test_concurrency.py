"""Eight processes record at once while two readers follow, in each sort of database.

LEDGER_TEST_SECONDS=60 makes it longer.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from datetime import UTC, datetime
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from ledger.application import Ledger
from ledger.audit.presented import ledger as presented
from ledger.audit.verification import verify
from ledger.log.recorder import LogRecorder
from ledger.settings import Settings
from projections.replay import replay

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

SECONDS = float(os.environ.get("LEDGER_TEST_SECONDS", "3"))
WRITERS = [f"writer {at}" for at in range(8)]


def record(settings: Settings, by: str, start: Barrier) -> None:
    """What each process does; one of 64 entries goes into a matter that all share."""
    with Ledger(settings) as ledger:
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


def test_eight_writers_and_two_readers_at_once(chosen: Settings) -> None:
    Ledger.create(chosen, by="林").close()
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(len(WRITERS))
    writers = [context.Process(target=record, args=(chosen, by, start)) for by in WRITERS]
    readers = [LogRecorder(chosen.place, read_only=True) for _ in range(2)]
    subscriptions = [reader.subscribe(0) for reader in readers]
    seen: list[list[int]] = [[] for _ in readers]
    followers = [Thread(target=lambda at=at: seen[at].extend(note.id for note in subscriptions[at]))
                 for at in range(len(readers))]  # fmt: skip
    for follower in followers:
        follower.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    size = readers[0].size()
    until = monotonic() + 60
    while any(len(found) < size for found in seen) and monotonic() < until:
        sleep(0.05)
    for subscription in subscriptions:
        subscription.stop()
    for follower in followers:
        follower.join()
    for reader in readers:
        reader.close()
    assert [writer.exitcode for writer in writers] == [0] * len(WRITERS)
    assert seen == [list(range(1, size + 1))] * 2

    with Ledger(chosen, read_only=True) as ledger:
        entries = list(ledger.entries())
        assert replay(ledger).findings == []
    with presented(chosen) as given:
        assert verify(given).sound
    assert [entry.position for entry in entries] == list(range(1, size + 1))
    times = [entry.recorded_at for entry in entries]
    assert times == sorted(times)
    assert datetime.fromisoformat(times[-1]) <= datetime.now(UTC)
    shares = Counter(entry.recorded_by for entry in entries[1:])
    assert set(shares) == set(WRITERS)
    assert min(shares.values()) >= 0.5 * max(shares.values())
