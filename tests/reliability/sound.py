"""What must hold of a ledger after whatever befell it."""

from __future__ import annotations

import gc
import sqlite3
from itertools import count
from pathlib import Path
from typing import NamedTuple

from projections.replay import replay
from reliability.operations import opened

_ASKED = count(1)


class State(NamedTuple):
    """How long a ledger is, and its root hash."""

    size: int
    root: str


def state_of(folder: Path) -> State:
    """The state of the ledger, once everything in it has been found in order."""
    with opened(folder) as ledger:
        found = replay(ledger)
        assert found.findings == []
        assert ledger.point(None) == found.entries
    raw = sqlite3.connect(folder / "ledger.db")
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    raw.close()
    if next(_ASKED) % 50 == 0:
        gc.collect()  # a replay leaves its garbage to the next full collection, which is long in coming
    return State(found.entries, found.root)


def told_of(folder: Path) -> State:
    """The state that the ledger tells of itself: enough to compare it with one that was found in order."""
    with opened(folder) as ledger:
        return State(ledger.point(None), ledger.log_recorder.root().hex())
