"""The disk refuses the n-th call, once or for ever: a clear error, nothing lost, and it works again later."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ledger.errors import UNAVAILABLE
from reliability.children import Nursery
from reliability.faults import Fault
from reliability.operations import ROWS
from reliability.sound import state_of, told_of

CODES = {
    "SQLITE_FULL": (13, "write", "DiskFullError"),
    "SQLITE_READONLY": (8, "write", "ReadOnlyError"),
    "SQLITE_CANTOPEN": (14, "open", "ReadOnlyError"),
    "SQLITE_IOERR_READ": (266, "read", "DiskFaultError"),
    "SQLITE_IOERR_WRITE": (778, "write", "DiskFaultError"),
    "SQLITE_IOERR_FSYNC": (1034, "sync", "DiskFaultError"),
    "SQLITE_IOERR_TRUNCATE": (1546, "truncate", "DiskFaultError"),
    "SQLITE_IOERR_DELETE": (2570, "delete", "DiskFaultError"),
    "SQLITE_IOERR_LOCK": (3850, "lock", "DiskFaultError"),
    "SQLITE_IOERR_SHMMAP": (5386, "map", "DiskFaultError"),
}
"""SQLite's name of an error -> its code, the call that it comes from, what is raised for it."""
CASES = (("record", "new", 2), ("load", "left", 3), ("load", "new", 3), ("catch_up", "left", 9))
"""Operation, the folder that it begins in, and that of so many calls one is refused."""
END = {"record": 6, "load": 1 + ROWS, "catch_up": 1 + ROWS}
"""How long the ledger is once the operation is done."""


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy, in which the operation is done."""
    with TemporaryDirectory() as name:
        yield shutil.copytree(folder, Path(name) / "ledger")


@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize(("operation", "begin", "step"), CASES, ids=["-".join(case[:2]) for case in CASES])
def test_a_refusal_is_told_and_loses_nothing(  # noqa: PLR0917 - one argument for each fixture
    nursery: Nursery,
    prepared: dict[str, Path],
    operation: str,
    begin: str,
    step: int,
    name: str,
    forever: bool,
) -> None:
    code, op, expected = CODES[name]
    at, told = 1, set[str]()
    while True:
        with copied(prepared[begin]) as folder:
            fault = Fault("refuse", at, (op,), code=code, forever=forever)
            ended = nursery.run(operation, folder, fault)
            told.add(ended.error)
            assert not ended.error or ended.exit_code == UNAVAILABLE, ended
            assert told_of(folder).size >= ended.acknowledged, f"call {at}"
            again = nursery.run(operation, folder)
            assert not again.error, again.text
            assert state_of(folder).size == END[operation]
            if ended.calls < at:
                break
        at += step
    assert told <= {"", expected}


@pytest.mark.parametrize("name", CODES)
def test_views_that_cannot_be_kept_are_made_in_memory(
    nursery: Nursery, prepared: dict[str, Path], name: str
) -> None:
    code, op, _ = CODES[name]
    fault = Fault("refuse", 1, (op,), ".views.db", code, forever=True)
    with copied(prepared["kept"]) as folder:
        kept = (folder / "ledger.views.db").stat().st_ino
        ended = nursery.run("catch_up", folder, fault)
        assert not ended.error, ended.text
        assert (folder / "ledger.views.db").stat().st_ino == kept  # not the file is at fault, so it stays
        assert ended.acknowledged == state_of(folder).size
