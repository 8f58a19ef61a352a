"""What the tests of reliability begin with."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reliability.children import Nursery
from reliability.shim import available

MEMORY = "/dev/shm"  # noqa: S108 - only TemporaryDirectory makes anything in it


@pytest.fixture(autouse=True)
def _in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the many copies lie in memory where there is a place: a disk is waited for at each sync."""
    if os.access(MEMORY, os.W_OK):
        monkeypatch.setattr(tempfile, "tempdir", MEMORY)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder for this test alone."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where children are forked; skipped where SQLite is out of reach, which CI never is."""
    if not available() and not os.environ.get("CI"):
        pytest.skip("this Python hides the names of its SQLite")
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="session")
def prepared(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders in the state in which an operation begins.

    empty; new: a ledger; kept: one with views; left: one that has to be recovered; founded: one with a key.
    """
    folders = {name: tmp_path_factory.mktemp(name) for name in ("empty", "new", "kept", "left", "founded")}
    begin = ("new", "create"), ("kept", "create"), ("left", "create"), ("founded", "found")
    then = ("kept", "catch_up"), ("kept", "load"), ("left", "leave")
    for name, operation in begin + then:
        ended = nursery.run(operation, folders[name])
        assert not ended.error, ended.text
    return folders
