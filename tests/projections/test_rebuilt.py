"""Rebuilt: views that are kept are held against the entries, and left as they are."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from replays import replayed, sorts

from ledger.application import Ledger
from ledger.settings import Settings
from projections.catch_up import Views
from projections.replay import replay
from projections.views import trainings

if TYPE_CHECKING:
    from servers import Database

    from ledger.log.address import Address


@pytest.fixture
def kept(half_year: Ledger) -> Path:
    """The views of the half year in their file, which nobody has open."""
    with closing(Views(half_year, half_year.settings.kept_views)) as views:
        views.catch_up()
    return half_year.settings.views


def execute(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


def record(ledger: Ledger) -> int:
    training = ledger.catalogue.spec("training-held").cls
    told = {"title": "又一次", "held_on": "2024-03-04", "side": "internal"}
    return ledger.record(training.model_validate(told), by="林")[0].position


def test_views_that_are_the_same_are_told_so(half_year: Ledger, kept: Path) -> None:
    before = kept.read_bytes()
    told = replayed(half_year.settings.database)
    assert told["findings"] == []
    assert told["kept_views"] == told["entries"]
    assert kept.read_bytes() == before
    kept.unlink()
    assert replayed(half_year.settings.database)["kept_views"] is None
    assert not kept.exists()


def test_views_that_are_behind_are_compared_as_far_as_they_go(half_year: Ledger, kept: Path) -> None:
    size = half_year.point(None)
    statement = half_year.catalogue.spec("training-held").slug
    first = next(entry for entry in half_year.entries() if entry.kind == statement)
    half_year.retract(first.position, by="林", reason="重复")
    record(half_year)
    assert (replay(half_year).findings, replay(half_year).views.kept) == ([], size)
    execute(kept, "DELETE FROM trainings WHERE position = (SELECT max(position) FROM trainings)")
    (finding,) = replay(half_year).findings
    assert (finding.row, finding.alarm) == ("trainings", False)


@pytest.mark.parametrize("statement", [
    "UPDATE trainings SET title = 'x' WHERE position = {at}",
    "DELETE FROM trainings WHERE position = {at}",
    "INSERT INTO trainings SELECT * FROM trainings WHERE position = {at}",
    "UPDATE trainings SET known_until = {at} + 1 WHERE position = {at}",
    "UPDATE trainings SET title = NULL WHERE position = {at}",
    "UPDATE trainings SET title = CAST(x'ff' AS TEXT) WHERE position = {at}",
])  # fmt: skip
def test_a_row_that_was_altered_is_found_without_alarm(half_year: Ledger, kept: Path, statement: str) -> None:
    with closing(Views(half_year)) as fresh, fresh.at() as reading:
        at = reading.select(trainings.VIEW)[2].position
    execute(kept, "PRAGMA ignore_check_constraints = 1", "PRAGMA writable_schema = 1",
            "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '')")  # fmt: skip
    execute(kept, statement.format(at=at))
    (finding,) = replay(half_year).findings
    assert (finding.sort, finding.alarm) == ("views", False)
    assert finding.position == (0 if "x'ff'" in statement else at)
    assert "doctor --rebuild" in finding.remedy.en


@pytest.mark.parametrize(("statement", "words"), [
    ("UPDATE state SET version = 'older'", "another version"),
    ("UPDATE state SET root = zeroblob(32)", "another history"),
    ("UPDATE state SET position = 100000", "another history"),
    ("DROP TABLE trainings", "cannot be read"),
])  # fmt: skip
def test_views_of_no_use_are_told_without_alarm(
    half_year: Ledger, kept: Path, statement: str, words: str
) -> None:
    execute(kept, statement)
    told = replayed(half_year.settings.database)
    assert sorts(told) == [("views", 0)]
    assert words in told["findings"][0]["what"]
    assert told["kept_views"] is None or words == "cannot be read"


def test_views_that_are_damaged_are_told_and_left_alone(half_year: Ledger) -> None:
    half_year.settings.views.write_bytes(b"garbage" * 1000)
    assert sorts(replayed(half_year.settings.database)) == [("views", 0)]
    assert half_year.settings.views.read_bytes() == b"garbage" * 1000
    half_year.settings.views.write_bytes(b"")
    assert replayed(half_year.settings.database)["findings"] == []


def test_views_are_compared_while_another_program_has_them_open(half_year: Ledger, kept: Path) -> None:
    with closing(Views.of(half_year)) as views, views.at():
        record(half_year)
        views.catch_up()
        found = replay(half_year)
        assert (found.findings, found.views.kept) == ([], half_year.point(None))
        assert kept.with_name(f"{kept.name}-wal").exists()


def test_missing_tiles_keep_nobody_from_reading(half_year: Ledger, tmp_path: Path) -> None:
    shutil.copytree(half_year.settings.database.parent, tmp_path / "copy")
    with Ledger(tmp_path / "copy") as ledger, closing(Views.of(ledger)) as views:
        views.catch_up()
        position = record(ledger)
        ledger.log_recorder.connection.execute("DROP TRIGGER tiles_delete")
        ledger.log_recorder.connection.execute("DELETE FROM tiles")
        with views.at() as reading:
            assert reading.select(trainings.VIEW)[-1].position == position


def test_views_on_a_server_are_compared_and_left_alone(
    server: Database, address: Address, tmp_path: Path
) -> None:
    with Ledger.create(Settings.at(address, tmp_path), by="林") as ledger:
        record(ledger)
        found = replay(ledger)
        assert (found.findings, found.views.kept, found.entries) == ([], None, 2)
        Views.of(ledger).catch_up()
        assert ledger.settings.server
        schema = ledger.settings.server.views.schema
        record(ledger)
        found = replay(ledger, as_known_at=3)
        assert (found.findings, found.views.kept) == ([], 2)
        with closing(server.connect()) as connection:
            connection.execute(f"UPDATE {schema}.trainings SET title = 'x'")
            (finding,) = replay(ledger).findings
            assert (finding.row, finding.position, finding.alarm) == ("trainings", 2, False)
            connection.execute(f"DROP TABLE {schema}.trainings")
            assert "cannot be read" in replay(ledger).findings[0].what.en
