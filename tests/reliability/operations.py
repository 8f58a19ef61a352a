"""What is done while the process is killed; done again after a kill, each goes on where it was.

The clock stands still and all is recorded by one person, so that the same work gives the same root hash.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from ledger import founding
from ledger.application import Ledger
from ledger.audit import signing
from ledger.event import GovernanceEvent
from ledger.evidence.store import Store
from ledger.intake import Intake
from ledger.log.backup import BackupTakenError, backup
from ledger.log.checkpoint import Checkpoint
from ledger.settings import Settings
from projections.catch_up import Views
from projections.views import register

Acknowledge = Callable[[int], None]
"""Told how many entries the ledger said it has, as soon as it said so."""
ROWS = 24
DOCUMENT = b"%PDF-1.7 " + bytes(range(256)) * 10


def opened(folder: Path) -> Ledger:
    """The ledger, with a clock that stands still."""
    return Ledger(folder / "ledger.db", clock=lambda: datetime(2024, 8, 28, 1, tzinfo=UTC))


def create(folder: Path, acknowledge: Acknowledge) -> None:
    """Make the ledger."""
    settings = Settings.beside(folder / "ledger.db")
    Ledger.create(settings, by="林", clock=lambda: datetime(2024, 8, 28, 1, tzinfo=UTC)).close()
    acknowledge(1)


def training(ledger: Ledger, title: str) -> GovernanceEvent:
    """A small event."""
    cells = {"title": title, "held_on": "2024-03-04", "side": "internal"}
    return ledger.catalogue.spec("training-held").cls.model_validate(cells)


def record(folder: Path, acknowledge: Acknowledge) -> None:
    """Record, correct and retract, one after the other."""
    with opened(folder) as ledger:
        size = ledger.point(None)
        steps: list[Callable[[], object]] = [
            lambda: ledger.record(training(ledger, "甲"), by="林"),
            lambda: ledger.record(training(ledger, "乙"), training(ledger, "丙"), by="林"),
            lambda: ledger.correct(_position(ledger, "甲"), training(ledger, "甲"), by="林", reason="重述"),
            lambda: ledger.retract(_position(ledger, "乙"), by="林", reason="重复"),
        ]
        ends = (2, 4, 5, 6)
        for step, end in zip(steps, ends, strict=True):
            if size < end:
                step()
                acknowledge(end)


def _position(ledger: Ledger, title: str) -> int:
    return next(entry.position for entry in ledger.entries() if entry.event.cells().get("title") == title)


def load(folder: Path, acknowledge: Acknowledge) -> None:
    """Load a file; what is there already is left alone."""
    rows = (
        {"kind": "training-held", "title": f"培训 {at}", "held_on": "2024-03-04", "side": "internal"}
        for at in range(ROWS)
    )
    file = folder / "batch.jsonl"
    if not file.exists():
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with opened(folder) as ledger:
        ledger.load(Intake(ledger.catalogue, [str(file)], BytesIO()).rows(), by="林")
        acknowledge(ledger.point(None))


def catch_up(folder: Path, acknowledge: Acknowledge) -> None:
    """Bring the views up to the last entry, and read them."""
    with opened(folder) as ledger, Views.of(ledger).at() as reading:
        known = {row.position for row in reading.ever(register.VIEW)}
        assert known == set(range(1, ledger.point(None) + 1)), known
        acknowledge(ledger.point(None))


def leave(folder: Path, acknowledge: Acknowledge) -> None:
    """Load, and end without closing anything: the entries stay in the WAL, for the next one to recover."""
    ledger = opened(folder)
    Views.of(ledger).catch_up()
    load(folder, acknowledge)
    with Views.of(ledger).at():
        os._exit(0)


def back_up(folder: Path, acknowledge: Acknowledge) -> None:
    """Copy the ledger while it is open; a copy that is there stays."""
    (folder / "copy").mkdir(exist_ok=True)
    with opened(folder) as ledger, suppress(BackupTakenError):
        acknowledge(backup(ledger.log_recorder, folder / "copy" / "ledger.db"))


def found(folder: Path, acknowledge: Acknowledge) -> None:
    """Found a ledger with its settings and its key, the user's own folder beside it."""
    chosen = Settings.beside(_at_home(folder) / "ledger.db")._replace(origin="example.com/log")
    founding.found(folder / "home", chosen, by="林")
    acknowledge(1)


def sign(folder: Path, acknowledge: Acknowledge) -> None:
    """Sign a checkpoint."""
    with Ledger(_at_home(folder)) as ledger:
        acknowledge(Checkpoint.parse(signing.sign(ledger).text).size)


def change_key(folder: Path, acknowledge: Acknowledge) -> None:
    """Take a new signing key."""
    with Ledger(_at_home(folder)) as ledger:
        entry, _ = signing.change_key(ledger, by="林", reason="轮换")
        acknowledge(entry.position)


def keep(folder: Path, acknowledge: Acknowledge) -> None:
    """Keep a document as evidence."""
    (folder / "minutes.pdf").write_bytes(DOCUMENT)
    Store(folder / "evidence").put(folder / "minutes.pdf")
    acknowledge(1)


def _at_home(folder: Path) -> Path:
    """The folder of the ledger; ``~`` is beside it."""
    os.environ["HOME"] = str(folder / "user")
    return folder / "home"


OPERATIONS = {
    operation.__name__: operation
    for operation in (
        create,
        record,
        load,
        catch_up,
        leave,
        back_up,
        found,
        sign,
        change_key,
        keep,
    )
}
