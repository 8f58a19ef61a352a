"""Files other than the database: the process is killed before the n-th line that writes them, for all n.

The lines are those of the modules that write files, and of pathlib beneath them.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ledger import durable
from ledger.application import Ledger
from ledger.audit.signing import last_signed, sign
from ledger.errors import LedgerError
from ledger.evidence.store import Store, Verdict
from ledger.log.kept import Kept
from ledger.log.keys import read
from projections.replay import replay
from reliability.children import Nursery
from reliability.faults import Fault
from reliability.operations import DOCUMENT


def killed(nursery: Nursery, operation: str, begin: Path) -> Iterator[tuple[Path, int]]:
    """A folder after each kill, and what was acknowledged before it; at the end, without a kill."""
    at, over = 0, False
    while not over:
        at += 1
        with TemporaryDirectory() as name:
            folder = shutil.copytree(begin, Path(name) / "copy")
            ended = nursery.run(operation, folder, Fault("line", at))
            over = not ended.killed
            yield folder, ended.acknowledged
    assert at > 8


def test_a_ledger_is_founded_whole_or_there_is_none(
    nursery: Nursery, prepared: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, acknowledged in killed(nursery, "found", prepared["empty"]):
        monkeypatch.setenv("HOME", str(folder / "user"))
        if (folder / "home" / "ledger.toml").exists():
            with Ledger(folder / "home") as ledger:
                assert replay(ledger).findings == []
                assert sign(ledger).text.startswith("example.com/log\n1\n")
        else:
            assert not acknowledged
            assert nursery.run("found", folder).error in ("", "LedgerExistsError")
            with pytest.raises(LedgerError):
                Ledger(folder / "elsewhere")


def test_a_checkpoint_is_kept_whole_or_not_at_all(
    nursery: Nursery, prepared: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = set()
    for folder, acknowledged in killed(nursery, "sign", prepared["founded"]):
        monkeypatch.setenv("HOME", str(folder / "user"))
        kept = Kept(folder / "home" / "checkpoints")
        assert kept.sizes() in ([1], [] if not acknowledged else [1])
        with Ledger(folder / "home") as ledger:
            sign(ledger)
            texts.add(last_signed(ledger)[0])
    assert len(texts) == 1


def test_a_change_of_key_that_was_cut_short_can_be_finished(
    nursery: Nursery, prepared: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, acknowledged in killed(nursery, "change_key", prepared["founded"]):
        monkeypatch.setenv("HOME", str(folder / "user"))
        with Ledger(folder / "home") as ledger:
            changes = ledger.matter("ledger").all("signing-key-changed")
            assert len(changes) == 1 if acknowledged else len(changes) <= 1
            sign(ledger)
            assert last_signed(ledger)[0].size == 1 + len(changes)
            assert replay(ledger).findings == []
            assert ledger.settings.key
            assert not changes or str(read(ledger.settings.key).verifier) == changes[-1].new_key


def test_a_document_is_kept_whole_or_not_at_all(nursery: Nursery, prepared: dict[str, Path]) -> None:
    digest = hashlib.sha256(DOCUMENT).hexdigest()
    for folder, acknowledged in killed(nursery, "keep", prepared["empty"]):
        verdict = Store(folder / "evidence").verdict(digest)
        assert verdict in (Verdict.INTACT, Verdict.INTACT if acknowledged else Verdict.MISSING)
        assert not nursery.run("keep", folder).error
        assert Store(folder / "evidence").verdict(digest) is Verdict.INTACT


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What is synced and renamed, in order, each by its inode."""
    done: list[tuple[str, int]] = []
    sync, rename = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        sync(descriptor)
        done.append(("sync", os.fstat(descriptor).st_ino))

    def renamed(old: Path, new: Path) -> None:
        done.append(("rename", os.stat(old).st_ino))  # noqa: PTH116
        rename(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    return done


def test_a_file_is_on_the_disk_before_its_name_and_the_name_before_it_is_said(
    order: list[tuple[str, int]], tmp_path: Path
) -> None:
    durable.put(tmp_path / "ledger.toml", b"x")
    file = (tmp_path / "ledger.toml").stat().st_ino
    assert order == [("sync", file), ("rename", file), ("sync", tmp_path.stat().st_ino)]


def test_a_document_is_on_the_disk_before_its_name_and_the_name_before_it_is_said(
    order: list[tuple[str, int]], tmp_path: Path
) -> None:
    (tmp_path / "minutes.pdf").write_bytes(DOCUMENT)
    kept = Store(tmp_path / "evidence").path(Store(tmp_path / "evidence").put(tmp_path / "minutes.pdf"))
    file = kept.stat().st_ino
    assert order[:2] == [("sync", file), ("rename", file)]
    folders = {folder.stat().st_ino for folder in (kept.parent, kept.parent.parent, tmp_path)}
    assert {inode for what, inode in order[2:] if what == "sync"} == folders


def test_a_disk_that_takes_no_file_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    durable.put(tmp_path / "ledger.toml", b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2, limits[1]))
    try:
        with pytest.raises(durable.UnwritableError):
            durable.put(tmp_path / "ledger.toml", b"much newer")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("ledger.toml", b"old")]
