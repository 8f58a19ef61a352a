"""The process is killed before its n-th call to the disk, for all n: in every operation, and in recovery."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from reliability.children import Nursery
from reliability.faults import Fault
from reliability.operations import ROWS
from reliability.sound import State, state_of, told_of

CASES = {
    ("record", "new"): {1, 2, 4, 5, 6},
    ("load", "new"): {1, 1 + ROWS},
    ("catch_up", "new"): {1},
    ("catch_up", "left"): {1 + ROWS},
}
"""Operation and the folder that it begins in -> the sizes that the ledger may have after a kill."""


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy, in which the operation is done."""
    with TemporaryDirectory() as name:
        yield shutil.copytree(folder, Path(name) / "ledger")


def completed(nursery: Nursery, operation: str, folder: Path) -> State:
    """The state after the operation, without a fault."""
    ended = nursery.run(operation, folder)
    assert not ended.error, ended.text
    return told_of(folder)


def test_the_layer_sees_what_is_written_and_a_kill_is_one(
    nursery: Nursery, prepared: dict[str, Path]
) -> None:
    with copied(prepared["new"]) as folder:
        whole = nursery.run("record", folder)
        assert (whole.killed, whole.acknowledged) == (False, 6)
        assert whole.calls > 20
    with copied(prepared["new"]) as folder:
        written = nursery.run("record", folder, trace=True).trace
        assert written
        assert {"write", "sync", "delete"} <= {op for op, *_ in written}
    with copied(prepared["new"]) as folder:
        assert nursery.run("record", folder, Fault(at=1)).killed
        assert state_of(folder).size == 1


@pytest.mark.parametrize("kind", ["kill", "tear"])
@pytest.mark.parametrize(("operation", "begin"), CASES, ids=map("-".join, CASES))
def test_what_was_acknowledged_is_there_and_nothing_half_written(
    nursery: Nursery, prepared: dict[str, Path], operation: str, begin: str, kind: str
) -> None:
    with copied(prepared[begin]) as folder:
        expected = completed(nursery, operation, folder)
    ops = ("write",) if kind == "tear" else Fault().ops
    step = 4 if (operation, kind) == ("catch_up", "tear") else 1  # many writes of one sort
    sizes, at = set[int](), 1 - step
    while True:
        at += step
        with copied(prepared[begin]) as folder:
            ended = nursery.run(operation, folder, Fault(kind, at, ops))
            if not ended.killed:
                break
            size = state_of(folder).size
            assert size >= ended.acknowledged, f"call {at}"
            assert size in CASES[operation, begin], f"call {at}"
            sizes.add(size)
            assert operation == "catch_up" or completed(nursery, operation, folder) == expected, f"call {at}"
    assert at > 5
    assert kind == "tear" or sizes == CASES[operation, begin]
