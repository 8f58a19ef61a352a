"""``ledger doctor`` says how a ledger is, and ``ledger backup`` copies what a plain copy lacks."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commands.cli import cli
from ledger.log.sqlite import SQLite
from reliability.children import Nursery
from reliability.faults import Fault
from reliability.operations import opened, training
from reliability.sound import state_of


def call(*args: str | Path) -> Result:
    result = CliRunner().invoke(cli, [*map(str, args), "--lang", "en"], prog_name="ledger")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def signs(folder: Path, *more: str) -> tuple[int, dict[tuple[str, str], str]]:
    """The exit code, and what is said of each part by weight."""
    result = call("doctor", "--ledger", folder, "--json", *more)
    told: list[dict[str, Any]] = json.loads(result.stdout)
    return result.exit_code, {(sign["part"], sign["weight"]): sign["what"] for sign in told}


@pytest.fixture
def folder(prepared: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with its settings and its key."""
    shutil.copytree(prepared["founded"], tmp_path / "copy")
    monkeypatch.setenv("HOME", str(tmp_path / "copy" / "user"))
    monkeypatch.setenv("LEDGER_BY", "林")
    return tmp_path / "copy" / "home"


def test_a_sound_ledger_has_nothing_to_mend(folder: Path) -> None:
    assert call("checkpoint", "--ledger", folder).exit_code == 0
    code, told = signs(folder)
    assert code == 0
    assert told["entries", "fine"].startswith("1 entries, the last recorded at ")
    assert "1 entries are signed, 0 came since" in told["checkpoint", "fine"]
    assert {part for part, weight in told if weight == "fine"} == {
        "settings", "database", "entries", "key", "checkpoint", "evidence", "views",
    }  # fmt: skip
    assert signs(folder)[1]["views", "fine"].endswith(" 0 entries were read just now")
    assert signs(folder, "--rebuild")[1]["views", "fine"].endswith(" 1 entries were read just now")


def test_both_languages_are_spoken(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["doctor", "--ledger", str(folder), "--lang", "zh"])
    assert "✓ 数据库：格式 1，" in result.stdout


def test_damaged_views_are_made_anew(folder: Path) -> None:
    signs(folder)
    (folder / "ledger.views.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    code, told = signs(folder)
    assert code == 0
    assert "damaged; it is made anew" in told["views", "note"]
    assert state_of(folder).size == 1


def test_entries_that_a_copy_would_lack_are_told_of(prepared: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(prepared["left"], tmp_path / "left")
    code, told = signs(tmp_path / "left")
    assert code == 0
    assert "not yet in ledger.db" in told["wal", "note"]
    shutil.copy(prepared["left"] / "ledger.db", tmp_path / "ledger.db")
    assert state_of(tmp_path).size < state_of(tmp_path / "left").size


def test_a_key_that_others_may_read_is_to_be_mended(folder: Path, tmp_path: Path) -> None:
    (key,) = (tmp_path / "copy" / "user").rglob("*.key")
    key.chmod(0o644)
    code, told = signs(folder)
    assert code == 1
    assert "0644" in told["key", "bad"]
    key.unlink()
    assert signs(folder)[0] == 0


def test_a_lost_document_and_a_stray_one_are_named(folder: Path, tmp_path: Path) -> None:
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(b"%PDF-1.7 minutes")
    added = call("evidence", "add", "1", f"minutes={minutes}", "--ledger", folder)
    assert added.exit_code == 0, added.output
    (kept,) = (path for path in (folder / "evidence").rglob("*") if path.is_file())
    kept.rename(folder / "evidence" / ".new-1234")
    told = signs(folder)[1]
    assert "1 documents" in told["evidence", "fine"]
    assert ".new-1234" in told["evidence", "note"]


def test_a_broken_setting_or_database_is_said_and_not_a_traceback(folder: Path) -> None:
    toml = (folder / "ledger.toml").read_text(encoding="utf-8")
    (folder / "ledger.toml").write_text("time_zone = [", encoding="utf-8")
    code, told = signs(folder)
    assert (code, list(told)) == (1, [("settings", "bad")])
    (folder / "ledger.toml").write_text(toml, encoding="utf-8")
    (folder / "ledger.db").write_bytes(b"no database")
    code, told = signs(folder)
    assert code == 1
    assert "cannot be opened as a ledger" in told["database", "bad"]


def test_damage_to_the_structure_of_the_file_is_found(prepared: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(prepared["kept"], tmp_path / "copy")
    raw = sqlite3.connect(folder / "ledger.db", isolation_level=None)
    raw.executescript(
        "CREATE TABLE lost (x); PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'lost'"
    )
    raw.close()
    code, told = signs(folder)
    assert code == 1
    assert "restore it from a backup" in told["database", "bad"]


def test_a_ledger_whose_making_was_cut_short_is_told_as_that(tmp_path: Path) -> None:
    SQLite(tmp_path / "ledger.db").create()
    code, told = signs(tmp_path)
    assert code == 1
    assert "ledger init" in told["entries", "bad"]


def test_no_ledger_at_all_is_no_patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEDGER", raising=False)
    assert call("doctor").exit_code == 3


def test_a_backup_holds_what_stands_in_the_wal_while_others_record(
    prepared: dict[str, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(prepared["left"], tmp_path / "left")
    with opened(folder) as ledger:
        ledger.record(training(ledger, "备份时"), by="林")
        (tmp_path / "copy").mkdir()
        done = call("backup", "--ledger", folder, tmp_path / "copy" / "ledger.db")
        assert done.exit_code == 0, done.output
        ledger.record(training(ledger, "备份后"), by="林")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["ledger.db"]
    assert state_of(tmp_path / "copy").size == state_of(folder).size - 1


def test_a_backup_overwrites_nothing_and_of_a_damaged_entry_there_is_none(
    prepared: dict[str, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(prepared["kept"], tmp_path / "kept")
    (tmp_path / "b.db").write_bytes(b"mine")
    assert call("backup", "--ledger", folder, tmp_path / "b.db").exit_code == 1
    assert (tmp_path / "b.db").read_bytes() == b"mine"
    raw = sqlite3.connect(folder / "ledger.db", isolation_level=None)
    raw.execute("DROP TRIGGER entries_update")
    raw.execute("UPDATE entries SET body = x'00' WHERE position = 3")
    raw.close()
    refused = call("backup", "--ledger", folder, tmp_path / "c.db")
    assert refused.exit_code == 1
    assert "#3" in refused.output
    assert not (tmp_path / "c.db").exists()
    assert call("backup", "--ledger", folder, tmp_path / "nowhere" / "c.db").exit_code == 3


@pytest.mark.parametrize("kind", ["kill", "tear"])
def test_a_backup_is_whole_or_not_there(
    nursery: Nursery, prepared: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    at, made = 0, False
    while not made:
        at += 1
        folder = shutil.copytree(prepared["left"], tmp_path / str(at))
        ended = nursery.run("back_up", folder, Fault(kind, at, ("write",) if kind == "tear" else Fault().ops))
        made = not ended.killed
        copy = folder / "copy" / "ledger.db"
        assert copy.exists() or not ended.acknowledged
        if copy.exists():
            assert state_of(copy.parent).size == 25
        assert not nursery.run("back_up", folder).error
        shutil.rmtree(folder)
    assert at > 10
