"""The power is cut after the n-th call to the disk: what was synced is there, of the rest any part."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from reliability.children import Nursery
from reliability.operations import ROWS
from reliability.power import Disk
from reliability.sound import state_of

CASES = {
    ("record", "new"): {1, 2, 4, 5, 6},
    ("load", "new"): {1, 1 + ROWS},
    ("catch_up", "kept"): {1 + ROWS},
    ("catch_up", "left"): {1 + ROWS},
}
"""Operation and the folder that it begins in -> the sizes that the ledger may have after a cut."""
CHANCES = (0, 1, 2, 3, 4)
"""Seeds of what is kept by chance; 0 keeps nothing."""
STRIDE = {"catch_up": 7}
"""Of the many writes of one sort, each so-manieth is cut after; of all other calls, each one."""


@pytest.mark.parametrize(("operation", "begin"), CASES, ids=map("-".join, CASES))
def test_what_was_acknowledged_outlasts_a_power_cut(
    nursery: Nursery, prepared: dict[str, Path], tmp_path: Path, operation: str, begin: str
) -> None:
    folder = shutil.copytree(prepared[begin], tmp_path / "traced")
    disk, acknowledged, seen = Disk(folder), 0, set[bytes]()
    trace = nursery.run(operation, folder, trace=True).trace
    assert trace
    for number, (op, path, at, data) in enumerate(trace):
        if op == "acknowledge":
            acknowledged = at
            continue
        disk.apply(op, path, at, bytes.fromhex(data))
        if op == "write" and number % STRIDE.get(operation, 1):
            continue
        for chance in CHANCES:
            found = disk.after_cut(Random(f"{chance}/{number}") if chance else None)  # noqa: S311 - no secret
            digest = sha256(repr(sorted(found.items())).encode()).digest()
            if digest not in seen:
                seen.add(digest)
                size = _size_after(found, tmp_path / "after")
                assert size >= acknowledged, f"call {number}, chance {chance}"
                assert size in CASES[operation, begin], f"call {number}, chance {chance}"
    assert len(seen) > 20


def _size_after(files: dict[str, bytes], folder: Path) -> int:
    """How long the ledger in these files is, once all in it was found in order."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    size = state_of(folder).size
    shutil.rmtree(folder)
    return size
