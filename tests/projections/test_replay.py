"""Replay: what was altered or damaged is found and located; what is only odd raises no alarm."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.cli import cli
from ledger.application import Ledger
from ledger.entry import Entry
from ledger.log.merkle import leaf_hash
from ledger.matter import Matter, NotAdmissibleError
from ledger.settings import Settings
from projections.catch_up import Views
from projections.replay import Finding, replay
from projections.views import trainings

TRAININGS = 300
"""Enough for a tile of the tree."""
POLICY = "instrument/policy"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a ledger without triggers, as an attacker would have it."""
    database = tmp_path_factory.mktemp("replay") / "ledger.db"
    with Ledger.create(Settings.beside(database), by="林") as ledger:
        training = ledger.catalogue.spec("training-held").cls
        revised = ledger.catalogue.spec("policy-revised").cls
        cells = {"held_on": "2024-03-04", "side": "internal"}
        for at in range(TRAININGS):
            ledger.record(training.model_validate({"title": f"培训{at}", **cells}), by="林")
        for at in range(1, 6):
            told = {"instrument": POLICY, "revised_on": f"2024-0{at}-01", "title": "制度"}
            ledger.record(revised.model_validate(told), by="林")
        ledger.log_recorder.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(database)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
    return database


@pytest.fixture
def database(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "ledger.db"))


@pytest.fixture
def ledger(database: Path) -> Iterator[Ledger]:
    with Ledger(database) as opened:
        yield opened


def altered(database: Path, sql: str, *values: object) -> list[Finding]:
    """What a replay finds after this was done to the file behind the ledger's back."""
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        raw.execute(sql, values)
    with Ledger(database) as ledger:
        return replay(ledger).findings


def told(database: Path) -> tuple[int, list[dict[str, object]]]:
    """Exit code and findings of the command."""
    result = CliRunner().invoke(cli, ["replay", "--ledger", str(database), "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout)["findings"]


def test_a_clean_ledger_has_nothing_to_find(database: Path) -> None:
    assert told(database) == (0, [])


def test_a_ledger_with_nothing_but_its_opening_is_clean(tmp_path: Path) -> None:
    Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林").close()
    assert told(tmp_path / "ledger.db") == (0, [])


@pytest.mark.parametrize(("sql", "position"), [
    ("UPDATE entries SET body = CAST(replace(body, '培训2', '培训3') AS BLOB) WHERE position = 4", 4),
    ("UPDATE entries SET leaf_hash = zeroblob(32) WHERE position = 5", 5),
    ("UPDATE entries SET matter = 'training/other' WHERE position = 6", 6),
    ("UPDATE entries SET version = 7 WHERE position = 7", 7),
    ("UPDATE entries SET kind = 'audit-performed' WHERE position = 8", 8),
    ("UPDATE entries SET kind = 'no-such-kind' WHERE position = 8", 8),
    ("UPDATE entries SET position = 9000 WHERE position = 9", 9),
    ("UPDATE entries SET body = x'' WHERE position = 10", 10),
    ("UPDATE entries SET body = CAST('[]' AS BLOB) WHERE position = 303", 303),
    ("DELETE FROM entries WHERE position = 1", 1),
    ("DELETE FROM entries WHERE position = 2", 2),
    ("DELETE FROM entries WHERE position IN (1, 2, 3, 5, 6, 7)", 5),
    ("DELETE FROM entries WHERE position = 304", 304),
    ("DELETE FROM entries WHERE position = 306", 306),
    ("DELETE FROM entries", 1),
    ("INSERT INTO entries SELECT 307, matter, 2, kind, body, leaf_hash FROM entries WHERE position = 3", 307),
    ("INSERT INTO entries SELECT 307, matter, 6, kind, body, leaf_hash FROM entries WHERE position = 304",
     307),
    ("UPDATE head SET size = size - 1", 0),
    ("UPDATE head SET size = size + 1", 307),
    ("UPDATE head SET frontier = zeroblob(32)", 0),
    ("UPDATE head SET frontier = substr(frontier, 2)", 0),
    ("UPDATE head SET recorded_at = '2999' || substr(recorded_at, 5)", 0),
    ("DELETE FROM head", 0),
    ("UPDATE tiles SET root = zeroblob(32)", 0),
    ("DELETE FROM tiles", 0),
])  # fmt: skip
def test_what_was_altered_is_located(database: Path, sql: str, position: int) -> None:
    alarms = [finding for finding in altered(database, sql) if finding.alarm]
    assert position in {alarm.position for alarm in alarms}
    code, findings = told(database)
    assert code == 1
    assert len(findings) >= len(alarms)


def test_a_damaged_entry_raises_no_alarm_at_the_sound_ones_after_it(database: Path) -> None:
    found = altered(database, "UPDATE entries SET body = x'00' WHERE position = 303")
    assert {finding.position for finding in found} == {0, 303}


def test_bytes_altered_together_with_their_hash_no_longer_fit_the_head(database: Path) -> None:
    with closing(sqlite3.connect(database)) as raw:
        (body,) = raw.execute("SELECT body FROM entries WHERE position = 4").fetchone()
    other = body.replace(b"internal", b"external")
    assert other != body
    found = altered(database, "UPDATE entries SET body = ?, leaf_hash = ? WHERE position = 4",
                    other, leaf_hash(other))  # fmt: skip
    assert [(finding.position, finding.alarm) for finding in found] == [(0, True), (0, True)]


def test_the_alarm_is_told_in_words(database: Path) -> None:
    altered(database, "DELETE FROM entries WHERE position = 304")
    for lang, words in (("en", "ALARM: #304 missing: #304"), ("zh", "警报: #304 缺少分录 #304")):
        result = CliRunner().invoke(cli, ["replay", "--ledger", str(database), "--lang", lang])
        assert result.exit_code == 1
        assert words in result.stdout


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(position=st.integers(1, 5), at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_stored_entry_is_located(
    position: int, at: float, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = tmp_path_factory.mktemp("flipped") / "ledger.db"
    with Ledger.create(Settings.beside(database), by="林") as ledger:
        training = ledger.catalogue.spec("training-held").cls
        cells = {"held_on": "2024-03-04", "side": "internal"}
        ledger.record(*(training.model_validate({"title": f"培训{n}", **cells}) for n in range(4)), by="林")
        row = ledger.log_recorder.row(position)
        assert row
        ledger.log_recorder.connection.execute("DROP TRIGGER entries_update")
    body = bytearray(row.body)
    body[int(at * len(body))] ^= 1 << bit
    found = altered(database, "UPDATE entries SET body = ? WHERE position = ?", bytes(body), position)
    assert position in {finding.position for finding in found if finding.alarm}
    assert {finding.position for finding in found} <= {0, position}


def test_an_honest_entry_that_rules_would_refuse_today_is_found_without_alarm(ledger: Ledger) -> None:
    cells = {"body": "board", "term": "1", "number": "1", "held_on": "2024-03-04"}
    held = ledger.catalogue.spec("meeting-held").cls.model_validate(cells)
    (first,) = ledger.record(held, by="林")
    again = Entry(first.position + 1, first.matter, 2, held, first.recorded_at, "林", "", first.position + 1)
    with pytest.raises(NotAdmissibleError):
        Matter.of(first.matter, [first]).admit(again)
    ledger.log_recorder.insert_events([ledger.codec.to_stored_event(again)])
    (finding,) = replay(ledger).findings
    assert (finding.position, finding.alarm) == (again.position, False)
    assert told(ledger.settings.database)[0] == 0


def test_views_that_were_altered_are_found_without_alarm(ledger: Ledger) -> None:
    with closing(Views.of(ledger)) as kept:
        kept.catch_up()
    with closing(sqlite3.connect(ledger.settings.views, isolation_level=None)) as raw:
        raw.execute("UPDATE trainings SET title = 'x' WHERE position = 3")
    (finding,) = replay(ledger).findings
    assert (finding.position, finding.alarm) == (0, False)
    assert "trainings" in finding.what.en
    ledger.settings.views.unlink()
    assert replay(ledger).findings == []


def test_views_that_are_damaged_are_made_anew(ledger: Ledger) -> None:
    ledger.settings.views.write_bytes(b"garbage" * 1000)
    assert replay(ledger).findings == []


def test_missing_tiles_keep_nobody_from_reading(ledger: Ledger) -> None:
    training = ledger.catalogue.spec("training-held").cls
    with closing(Views.of(ledger)) as kept:
        kept.catch_up()
        told = {"title": "又一次", "held_on": "2024-03-04", "side": "internal"}
        (entry,) = ledger.record(training.model_validate(told), by="林")
        ledger.log_recorder.connection.execute("DELETE FROM tiles")
        with kept.at() as reading:
            assert reading.select(trainings.VIEW)[-1].position == entry.position


def test_each_position_is_told_as_it_is_read(ledger: Ledger) -> None:
    seen: list[int] = []
    found = replay(ledger, seen.append)
    assert seen == list(range(1, TRAININGS + 7))
    assert (found.entries, found.matters) == (TRAININGS + 6, len(ledger.matters()))
    assert found.root == ledger.log_recorder.root().hex()
