"""Transactions of the recorder in both sorts of database: whole or not at all, and positions without gaps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from lines import append_lines

from ledger.log.dialects import dialect_of
from ledger.log.errors import LedgerExistsError, LockedError, LogError, NotALedgerError, ReadOnlyError
from ledger.log.recorder import LogRecorder
from ledger.log.stored import opened
from ledger.log.verify import check

if TYPE_CHECKING:
    from ledger.log.address import Address
    from ledger.log.dialects import Place


def events(count: int, matter: str = "m", first: int = 1) -> list[StoredEvent]:
    return [StoredEvent(matter, version, "k", b"x") for version in range(first, first + count)]


@pytest.fixture
def recorder(place: Place) -> Iterator[LogRecorder]:
    dialect_of(place).create()
    made = LogRecorder(place, patience=0.3)
    yield made
    made.close()


def test_a_rolled_back_transaction_leaves_no_gap(recorder: LogRecorder) -> None:
    recorder.insert_events(events(2))
    with suppress(RuntimeError), recorder.writing():
        recorder.insert_events(events(5, first=3))
        raise RuntimeError
    assert recorder.insert_events(events(2, first=3)) == [3, 4]
    assert [row.position for row in recorder.rows()] == [1, 2, 3, 4]


def test_a_refused_version_leaves_no_gap(recorder: LogRecorder) -> None:
    recorder.insert_events(events(2))
    with pytest.raises(IntegrityError):
        recorder.insert_events([*events(1, matter="other"), *events(1)])
    assert recorder.insert_events(events(1, matter="other")) == [3]


def test_inserts_join_the_open_writing_and_are_committed_with_it(place: Place, recorder: LogRecorder) -> None:
    other = LogRecorder(place, read_only=True)
    with recorder.writing() as writing:
        recorder.insert_events(events(3))
        recorder.insert_events(events(2, first=4))
        assert writing.size == 5
        assert other.size() == 0
    assert other.size() == 5
    assert other.root() == recorder.root()
    other.close()


def test_writing_inside_writing_is_the_same_transaction(recorder: LogRecorder) -> None:
    with recorder.writing() as outer:
        recorder.insert_events(events(1))
        with recorder.writing() as inner:
            assert inner is outer
            recorder.insert_events(events(1, first=2))
        assert recorder.connection.in_transaction
    assert recorder.size() == 2


def test_an_error_in_inner_writing_undoes_the_outer(recorder: LogRecorder) -> None:
    def twice() -> None:
        with recorder.writing():
            recorder.insert_events(events(2))
            with recorder.writing():
                recorder.insert_events(events(1))

    with pytest.raises(IntegrityError):
        twice()
    assert recorder.size() == 0


def test_what_failed_half_way_cannot_be_kept(recorder: LogRecorder) -> None:
    def in_spite_of_an_error() -> None:
        with recorder.writing():
            recorder.insert_events(events(1))
            with suppress(LogError, IntegrityError, recorder.dialect.integrity_error):
                recorder.insert_events(events(1))

    with pytest.raises(IntegrityError):
        in_spite_of_an_error()
    assert recorder.size() == len(list(recorder.rows())) == 0


def test_what_failed_otherwise_cannot_be_kept_on_a_server(address: Address) -> None:
    """A server that has met an error answers the commit by taking everything back, and raises nothing."""
    dialect_of(address).create()

    def in_spite_of_an_error(recorder: LogRecorder) -> None:
        with recorder.writing():
            recorder.insert_events(events(1))
            with suppress(recorder.dialect.error):
                recorder.connection.execute("SELECT 1 / 0")

    with closing(LogRecorder(address)) as recorder:
        with pytest.raises(LogError):
            in_spite_of_an_error(recorder)
        assert recorder.size() == len(list(recorder.rows())) == 0


def test_a_log_without_its_head_is_told(recorder: LogRecorder) -> None:
    recorder.connection.execute("DROP TABLE head")
    recorder.connection.execute("CREATE TABLE head (size INTEGER, frontier TEXT, recorded_at TEXT)")
    for use in (recorder.size, lambda: recorder.insert_events(events(1))):
        with pytest.raises(NotALedgerError, match="head is missing"):
            use()


def test_a_log_without_its_entries_is_read_to_an_end(place: Place, recorder: LogRecorder) -> None:
    recorder.insert_events(events(3))
    recorder.connection.execute("DROP TABLE entries")
    with opened(place) as stored:
        found = check(stored)
    assert "entries" in {finding.table for finding in found.findings}


def test_a_reader_cannot_write(place: Place, recorder: LogRecorder) -> None:
    recorder.insert_events(events(1))
    with closing(LogRecorder(place, read_only=True)) as reader:
        with pytest.raises(ReadOnlyError):
            reader.insert_events(events(1, first=2))
        assert reader.size() == 1


def test_what_is_there_is_never_overwritten(place: Place, recorder: LogRecorder) -> None:
    recorder.insert_events(events(3))
    with pytest.raises(LedgerExistsError):
        dialect_of(place).create()
    assert recorder.size() == 3


def test_who_waits_too_long_is_told(place: Place, recorder: LogRecorder) -> None:
    with closing(LogRecorder(place)) as other, other.writing(), pytest.raises(LockedError):
        recorder.insert_events(events(1))
    assert recorder.insert_events(events(1)) == [1]


def test_threads_take_turns(recorder: LogRecorder) -> None:
    def append(matter: str) -> None:
        for version in range(1, 21):
            recorder.insert_events(events(1, matter, version))

    threads = [Thread(target=append, args=(f"m{at}",)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.position for row in recorder.rows()] == list(range(1, 81))


def test_texts_are_ordered_sign_by_sign(recorder: LogRecorder) -> None:
    names = ["a", "A", "a-b", "aa", "ac", "a/b", "Z", "北", "𠮷", "\uffee"]
    for name in names:
        recorder.insert_events(events(1, name))
    assert list(recorder.matters()) == sorted(names)
    assert list(recorder.matters("a")) == sorted(name for name in names if name.startswith("a"))
    assert [row.matter for row in recorder.rows_by_matter(len(names))] == sorted(names)


def test_pages_are_read_to_the_end(recorder: LogRecorder) -> None:
    recorder.insert_events(events(700))
    assert [row.version for row in recorder.rows_by_matter(690)] == list(range(1, 691))
    assert len(list(recorder.bodies(10, 650))) == 640
    assert [note.id for note in recorder.select_notifications(1, 5, topics=["k", "l"])] == [1, 2, 3, 4, 5]


def test_a_sound_log_is_found_sound(place: Place, recorder: LogRecorder) -> None:
    append_lines(recorder, 600)
    assert recorder.tree(600).root == recorder.root() == recorder.root(600)
    assert recorder.tree(300).root == recorder.root(300)
    with opened(place) as stored:
        assert stored.size == 600
        found = check(stored)
    assert found.tree.root == recorder.root()
    assert found.sound
