"""An export is made into the same ledger again, or into none."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import load_half_year

from commands.cli import cli
from ledger.application import Ledger
from ledger.audit import restoring
from ledger.log.bundle import CHECKPOINT, ENTRIES
from ledger.log.errors import LedgerExistsError

FORMS = "export", "export.zip"


def run(*args: object) -> tuple[int, str]:
    result = CliRunner(env={"LEDGER_BY": "林", "LEDGER_LANG": "en"}).invoke(cli, list(map(str, args)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger that has a document and a second key, and its exports in both forms."""
    home = tmp_path_factory.mktemp("company")
    place = home / "ledger"
    run(
        "init",
        place,
        "--origin",
        "688030.SH/governance",
        "--key",
        home / "key",
        "--time-zone",
        "Asia/Hong_Kong",
    )
    with Ledger(place) as ledger:
        load_half_year(ledger)
    (home / "记录.txt").write_text("内容", encoding="utf-8")
    assert run("evidence", "add", 40, f"minutes={home / '记录.txt'}", "--ledger", place)[0] == 0
    assert run("key", "new", "--why", "换人", "--ledger", place)[0] == 0
    assert run("retract", 7, "--why", "重复", "--ledger", place)[0] == 0
    for form in FORMS:
        assert run("export", home / form, "--ledger", place)[0] == 0
    return home


def tables(database: Path) -> list[list[object]]:
    with closing(sqlite3.connect(database)) as raw:
        return [raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
                for table in ("entries", "tiles", "head", "sqlite_master")]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_is_restored_is_the_same_to_the_byte(company: Path, tmp_path: Path, form: str) -> None:
    code, output = run("init", tmp_path / "again", "--from", company / form, "--key", company / "key")
    assert code == 0, output
    assert tables(tmp_path / "again" / "ledger.db") == tables(company / "ledger" / "ledger.db")
    with Ledger(tmp_path / "again") as again, Ledger(company / "ledger") as before:
        assert again.log_recorder.root() == before.log_recorder.root()
        assert again.log_recorder.root().hex() in output
        assert again.settings.origin == before.settings.origin
        assert again.settings.time_zone == before.settings.time_zone == "Asia/Hong_Kong"
        assert again.settings.key == before.settings.key
    names = {path.name for path in (tmp_path / "again").iterdir()}
    assert names == {"ledger.db", "ledger.toml", "ledger.pub", "checkpoints", "evidence"}
    assert run("verify", tmp_path / "again")[0] == 0
    assert run("replay", "--ledger", tmp_path / "again")[0] == 0


@pytest.mark.parametrize("form", FORMS)
def test_it_is_a_ledger_to_go_on_with(company: Path, tmp_path: Path, form: str) -> None:
    shutil.copy(company / "key", tmp_path)
    again = ("--ledger", tmp_path / "again")
    assert run("init", tmp_path / "again", "--from", company / form, "--key", tmp_path / "key")[0] == 0
    assert run("export", tmp_path / form, *again)[0] == 0
    if form.endswith(".zip"):
        assert (tmp_path / form).read_bytes() == (company / form).read_bytes()
    assert run("record", "training-held", "--title", "培训", "--held-on", "2024-03-04", "--side", "internal",
               *again)[0] == 0  # fmt: skip
    assert run("checkpoint", *again)[0] == 0
    assert run("key", "new", "--why", "换人", *again)[0] == 0
    assert run("verify", tmp_path / "again", "--key", company / "ledger" / "ledger.pub")[0] == 0


def test_without_its_key_the_ledger_says_how_to_name_it(company: Path, tmp_path: Path) -> None:
    code, output = run("init", tmp_path / "again", "--from", company / "export")
    assert code == 0
    assert "No signing key is named" in output
    code, output = run("export", tmp_path / "export", "--ledger", tmp_path / "again")
    assert code == 0
    assert "not signed anew" in output


def one_bit(export: Path) -> None:
    data = bytearray((export / ENTRIES).read_bytes())
    data[5_000] ^= 1
    (export / ENTRIES).write_bytes(data)


def one_line(export: Path) -> None:
    lines = (export / ENTRIES).read_bytes().splitlines(keepends=True)
    (export / ENTRIES).write_bytes(b"".join(lines[:-1]))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a bit": one_bit,
    "a line": one_line,
    "a checkpoint": lambda export: (export / CHECKPOINT).write_bytes(b"garbage"),
    "a document": lambda export: next((export / "evidence").glob("*/*")).write_bytes(b"other"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_an_export_that_does_not_verify_is_refused(company: Path, tmp_path: Path, what: str) -> None:
    export = Path(shutil.copytree(company / "export", tmp_path / "export"))
    DAMAGES[what](export)
    for home in (tmp_path / "new", tmp_path / "there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        code, output = run("init", home, "--from", export)
        assert code == 1
        assert "does not verify" in output
    assert {path.name for path in tmp_path.iterdir()} == {"export", "there"}
    assert not list((tmp_path / "there").iterdir())


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("text", encoding="utf-8")
    assert run("init", tmp_path / "new", "--from", tmp_path / "text")[0] == 3
    assert run("init", tmp_path / "new", "--from", tmp_path / "nowhere")[0] == 3
    assert {path.name for path in tmp_path.iterdir()} == {"text"}


@pytest.mark.parametrize("name", ["ledger.toml", "ledger.db", "evidence", "checkpoints", "ledger.pub"])
def test_nothing_that_is_there_is_touched(company: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("something", encoding="utf-8")
    with pytest.raises(LedgerExistsError):
        restoring.restore(company / "export", tmp_path, {})
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        (name, "something")
    ]


def test_what_a_crash_left_behind_is_in_nobodys_way(company: Path, tmp_path: Path) -> None:
    (tmp_path / restoring.WORK).mkdir()
    (tmp_path / restoring.WORK / "ledger.db").write_text("half", encoding="utf-8")
    assert run("init", tmp_path, "--from", company / "export")[0] == 0
    assert not (tmp_path / restoring.WORK).exists()


def test_a_disk_that_fills_up_leaves_nothing(company: Path, tmp_path: Path) -> None:
    """The largest file that may be written is smaller than the ledger."""

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = subprocess.run(
        [sys.executable, "-m", "commands.cli", "init", tmp_path / "new", "--from", company / "export"],
        check=False, capture_output=True, preexec_fn=small_files_only, text=True, encoding="utf-8",
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


# -- exporting


def test_a_ledger_that_does_not_verify_is_not_exported(company: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(company / "ledger", tmp_path / "ledger"))
    with closing(sqlite3.connect(place / "ledger.db", isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER entries_update")
        raw.execute("UPDATE entries SET kind = 'x' WHERE position = 9")
    code, output = run("export", tmp_path / "export", "--ledger", place)
    assert code == 1
    assert "does not verify (column kind says x" in output
    assert not (tmp_path / "export").exists()


def test_a_ledger_without_a_key_is_exported_with_its_last_checkpoint(company: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(company / "ledger", tmp_path / "ledger"))
    toml = (place / "ledger.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    (place / "ledger.toml").write_text("".join(line for line in toml if "key" not in line), encoding="utf-8")
    assert run("record", "training-held", "--title", "培训", "--held-on", "2024-03-04", "--side", "internal",
               "--ledger", place)[0] == 0  # fmt: skip
    code, output = run("export", tmp_path / "export.zip", "--ledger", place)
    assert code == 0
    assert "not signed anew" in output
    assert "Its checkpoint covers" in output
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        assert archive.read(CHECKPOINT) == (company / "export" / CHECKPOINT).read_bytes()
    shutil.rmtree(place / "checkpoints")
    (place / "ledger.pub").unlink()
    assert "nothing shows that it is whole" in run("export", tmp_path / "bare", "--ledger", place)[1]
    assert [path.name for path in (tmp_path / "bare").iterdir() if path.is_file()] == [ENTRIES]
    assert run("verify", tmp_path / "bare")[0] == 0
    assert run("init", tmp_path / "again", "--from", tmp_path / "bare")[0] == 0


def test_documents_that_cannot_be_included_are_named(company: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(company / "ledger", tmp_path / "ledger"))
    next((place / "evidence").glob("*/*")).unlink()
    assert "left out: #" in run("export", tmp_path / "export", "--ledger", place)[1]
    assert not (tmp_path / "export" / "evidence").exists()


def test_an_export_never_replaces_another(company: Path) -> None:
    before = (company / "export.zip").read_bytes()
    code, output = run("export", company / "export.zip", "--ledger", company / "ledger")
    assert code == 1
    assert "is there already" in output
    assert (company / "export.zip").read_bytes() == before
