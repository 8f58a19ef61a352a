"""The recorder over real files: nothing is changed or lost, and every failure has its own error."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from ledger.errors import UNAVAILABLE
from ledger.log.dialects import APPLICATION_ID, FORMAT
from ledger.log.errors import (
    DiskFullError,
    LedgerExistsError,
    LockedError,
    LogError,
    NewerFormatError,
    NoSuchLedgerError,
    NotALedgerError,
    ReadOnlyError,
)
from ledger.log.recorder import LogRecorder
from ledger.log.sqlite import SQLite

HOLD = """
import fcntl, sys
file = open(sys.argv[1], "ab")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def events(count: int, matter: str = "m", first: int = 1, size: int = 10) -> list[StoredEvent]:
    return [StoredEvent(matter, version, "k", b"x" * size) for version in range(first, first + count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    SQLite(tmp_path / "ledger.db").create()
    return tmp_path / "ledger.db"


@pytest.fixture
def recorder(path: Path) -> Iterator[LogRecorder]:
    made = LogRecorder(path, patience=0.3)
    yield made
    made.close()


# -- append-only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = x'00' WHERE position = 1",
        "UPDATE entries SET position = 999 WHERE position = 1",
        "DELETE FROM entries WHERE position = 300",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries VALUES (1, 'm', 999, 'k', x'00', x'00')",
        "INSERT OR REPLACE INTO entries VALUES (999, 'm', 1, 'k', x'00', x'00')",
        "INSERT OR IGNORE INTO entries VALUES (1, 'm', 1, 'k', x'00', x'00')",
        "REPLACE INTO entries SELECT position, matter, version, kind, x'00', leaf_hash FROM entries",
        "UPDATE tiles SET root = x'00'",
        "DELETE FROM tiles",
        "INSERT OR REPLACE INTO tiles VALUES (1, 0, x'00')",
        "UPDATE head SET size = 0",
        "UPDATE head SET recorded_at = '' WHERE size > 0",
        "DELETE FROM head",
        "INSERT OR REPLACE INTO head VALUES (1, 0, x'', '')",
    ],
)
def test_the_log_refuses_to_change_what_it_holds(path: Path, statement: str) -> None:
    recorder = LogRecorder(path)
    with recorder.writing() as writing:
        recorder.insert_events(events(300))
        writing.recorded_at = "2024-08-28T09:00:00.000000Z"
    root = recorder.root()
    recorder.close()
    raw = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|only grows"):
        raw.execute(statement)
    raw.close()
    with closing(LogRecorder(path)) as after:
        assert after.root() == root


# -- the queue


def test_a_ledger_that_stays_locked_is_given_up(path: Path, recorder: LogRecorder) -> None:
    with held_by_another(path), pytest.raises(LockedError, match=r"0\.3 seconds") as refused:
        recorder.insert_events(events(1))
    assert refused.value.exit_code == UNAVAILABLE
    assert recorder.size() == 0


def test_the_lock_can_be_had_after_it_was_given_up_once(path: Path, recorder: LogRecorder) -> None:
    with held_by_another(path), pytest.raises(LockedError):
        recorder.insert_events(events(1))
    patient = LogRecorder(path, patience=20)
    assert patient.insert_events(events(1)) == [1]
    patient.close()
    assert recorder.insert_events(events(1, first=2)) == [2]


def test_reading_needs_no_turn(path: Path, recorder: LogRecorder) -> None:
    recorder.insert_events(events(1))
    with held_by_another(path), closing(LogRecorder(path, read_only=True)) as reader:
        assert reader.size() == 1


@contextmanager
def held_by_another(path: Path) -> Iterator[None]:
    command = [sys.executable, "-c", HOLD, f"{path}-lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate()


# -- files that are no ledgers


def test_a_missing_file_is_no_ledger(tmp_path: Path) -> None:
    refused(NoSuchLedgerError, tmp_path / "ledger.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"not a database at all" * 99, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_of_something_else_is_no_ledger(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "ledger.db").write_bytes(data)
    refused(NotALedgerError, tmp_path / "ledger.db")
    assert (tmp_path / "ledger.db").read_bytes() == data


def test_another_sqlite_database_is_no_ledger(tmp_path: Path) -> None:
    marked(tmp_path / "ledger.db", 0, 0)
    error = refused(NotALedgerError, tmp_path / "ledger.db")
    assert "没有账本标记" in error.text("zh")


def test_a_ledger_of_a_later_format_asks_for_a_newer_program(tmp_path: Path) -> None:
    marked(tmp_path / "ledger.db", APPLICATION_ID, FORMAT + 1)
    refused(NewerFormatError, tmp_path / "ledger.db")


def test_a_ledger_cut_short_raises_only_errors_of_the_ledger(path: Path, recorder: LogRecorder) -> None:
    recorder.insert_events(events(300, size=200))
    recorder.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    recorder.close()
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(LogError), closing(LogRecorder(path, read_only=True)) as cut:
        list(cut.rows())


def marked(path: Path, application_id: int, version: int) -> None:
    other = sqlite3.connect(path)
    other.executescript(
        f"PRAGMA application_id = {application_id}; PRAGMA user_version = {version}; CREATE TABLE t (c)"
    )
    other.close()


def refused(kind: type[LogError], path: Path) -> LogError:
    for read_only in (True, False):
        with pytest.raises(kind) as caught:
            LogRecorder(path, read_only=read_only)
    assert caught.value.exit_code == UNAVAILABLE
    assert str(path) in caught.value.text("zh")
    return caught.value


# -- media that cannot be written


def test_a_reader_cannot_write(path: Path) -> None:
    reader = LogRecorder(path, read_only=True)
    with pytest.raises(ReadOnlyError):
        reader.insert_events(events(1))
    reader.close()


@pytest.fixture
def shown_only() -> Iterator[Path]:
    """A ledger with three entries, in a folder to which this process may not write."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "ledger.db"
        SQLite(path).create()
        recorder = LogRecorder(path)
        recorder.insert_events(events(3))
        recorder.close()
        (path.parent / "ledger.db-lock").unlink()
        path.chmod(0o444)
        path.parent.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield path
        finally:
            if root:
                os.seteuid(0)
            path.parent.chmod(0o755)


def test_a_ledger_on_read_only_media_is_read(shown_only: Path) -> None:
    reader = LogRecorder(shown_only, read_only=True)
    assert [row.position for row in reader.rows()] == [1, 2, 3]
    reader.close()


def test_a_ledger_on_read_only_media_refuses_writers(shown_only: Path) -> None:
    with pytest.raises(ReadOnlyError):
        LogRecorder(shown_only).insert_events(events(1, first=4))


def test_a_full_disk_is_told_and_nothing_is_recorded(recorder: LogRecorder) -> None:
    recorder.insert_events(events(3))
    pages = recorder.connection.execute("PRAGMA page_count").fetchone()[0]
    recorder.connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    def too_much() -> None:
        with recorder.writing():
            recorder.insert_events(events(1, first=4))
            recorder.insert_events(events(100, first=5, size=5_000))

    with pytest.raises(DiskFullError):
        too_much()
    assert recorder.size() == 3
    recorder.connection.execute("PRAGMA max_page_count = 100000")
    assert recorder.insert_events(events(1, first=4)) == [4]


# -- creation


def test_what_is_there_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(LedgerExistsError):
        SQLite(path).create()
    assert path.read_bytes() == before


def test_a_ledger_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, limits[1]))
    try:
        with pytest.raises(LogError):
            SQLite(tmp_path / "ledger.db").create()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyError):
        SQLite(tmp_path / "nowhere" / "ledger.db").create()
