"""How ``ledger replay`` reads: nothing is written; as known at any time; the report is the same bytes."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from conftest import load_half_year
from reliability.shim import available
from replays import ledger as run
from replays import replayed, sorts
from signed import ALTERED, founded, harm

from ledger.application import Ledger
from ledger.log.aside import aside

ROOT = Path(__file__).parents[2]


def record(home: Path, title: str = "培训") -> None:
    fields = ("--title", title, "--held-on", "2024-03-04", "--side", "internal")
    assert run("record", "training-held", *fields, "--ledger", home)[0] == 0


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a ledger that nobody has open, with a checkpoint, a document, views."""
    folder = tmp_path_factory.mktemp("company")
    home = founded(folder)
    with Ledger(home) as ledger:
        load_half_year(ledger)
    paper = folder / "记录.txt"
    paper.write_text("会议记录", encoding="utf-8")
    assert run("evidence", "add", 30, f"会议记录={paper}", "--ledger", home)[0] == 0
    assert run("checkpoint", "--ledger", home, "-o", folder / "checkpoint")[0] == 0
    assert run("summary", "2024H1", "--ledger", home)[0] == 0
    harm(home)
    assert not list(home.glob("*-wal"))
    return home


@pytest.fixture
def home(company: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(company, tmp_path / "ledger"))


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, and every folder."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


# -- nothing is written


def test_nothing_is_written_or_made_beside_the_ledger(home: Path) -> None:
    before = contents(home)
    told = replayed(home)
    assert (told["findings"], told["kept_views"]) == ([], told["entries"])
    assert contents(home) == before


def test_what_only_the_wal_of_a_crash_holds_is_replayed_from_a_copy(home: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed"
    with Ledger(home) as ledger:
        training = ledger.catalogue.spec("training-held").cls
        cells = {"title": "培训", "held_on": "2024-03-04", "side": "internal"}
        ledger.record(training.model_validate(cells), by="林")
        size = ledger.point(None)
        shutil.copytree(home, crashed, ignore=shutil.ignore_patterns("*-shm"))
    assert (crashed / "ledger.db-wal").stat().st_size
    before = contents(crashed)
    told = replayed(crashed)
    assert (told["findings"], told["entries"]) == ([], size)
    assert contents(crashed) == before


def test_where_the_index_of_the_wal_cannot_be_made_a_copy_is_read(home: Path) -> None:
    for name in ("ledger.db-shm", "ledger.views.db-shm"):
        (home / name).mkdir()
    for name in ("ledger.db-wal", "ledger.views.db-wal"):
        (home / name).touch()
    before = contents(home)
    told = replayed(home)
    assert (told["findings"], told["kept_views"]) == ([], told["entries"])
    assert contents(home) == before


def test_a_ledger_in_use_is_read_in_its_place(home: Path) -> None:
    with Ledger(home) as ledger, aside(home / "ledger.db") as place:
        assert ledger.point(None)
        assert place == home / "ledger.db"
    with aside(home / "ledger.db") as place:
        assert place.parent != home
        copy = place
    assert not copy.exists()


SHIMMED = """
import sys
from pathlib import Path
from random import Random
from reliability.shim import Shim
from commands.cli import cli

home, refused = sys.argv[1], set()

def refuse(call):
    makes = call.op == "open" and not Path(call.path).exists()
    if call.path.startswith(home) and (makes or call.op in ("write", "truncate", "sync", "delete")):
        refused.add(call.op)
        return 8  # SQLITE_READONLY
    return None

shim = Shim(refuse)
try:
    cli(["replay", "--ledger", home, "--json"])
finally:
    print(sorted(refused), file=sys.stderr)
"""


@pytest.mark.skipif(not available() and not os.environ.get("CI"), reason="this Python hides its SQLite")
@pytest.mark.parametrize("left", [False, True], ids=["closed", "with a WAL and its index left beside it"])
def test_nothing_is_asked_of_a_medium_that_refuses_every_write(home: Path, left: bool) -> None:
    if left:
        with closing(sqlite3.connect(f"file:{home / 'ledger.db'}?mode=ro", uri=True)) as reader:
            assert reader.execute("SELECT count(*) FROM entries").fetchone()
        assert (home / "ledger.db-shm").exists()
    before = contents(home)
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    done = subprocess.run(
        [sys.executable, "-c", SHIMMED, str(home)], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    assert json.loads(done.stdout)["findings"] == []
    assert set(contents(home)) == set(before)


# -- as known at


def test_as_known_at_a_position_or_a_time(home: Path) -> None:
    whole = replayed(home)
    size = whole["entries"]
    assert run("retract", 40, "--why", "重复", "--ledger", home)[0] == 0
    record(home)
    then = replayed(home, "--as-known-at", size)
    for name in ("entries", "kinds", "batches", "matters", "views", "root", "kept_views"):
        assert then[name] == whole[name], name
    assert then["last"] == size + 2
    with Ledger(home, read_only=True) as ledger:
        at = ledger.entry(size).recorded_at
        assert then["root"] == ledger.log_recorder.root(size).hex()
    assert replayed(home, "--as-known-at", at) == then
    assert replayed(home, "--as-known-at", "0")["entries"] == 0
    assert replayed(home, "--as-known-at", "1")["kinds"] == {"ledger-opened": 1}


def test_what_was_altered_later_is_found_as_well(home: Path) -> None:
    harm(home, "UPDATE entries SET leaf_hash = zeroblob(32) WHERE position = 50")
    assert ("altered", 50) in sorts(replayed(home, "--as-known-at", 10))


# -- the report


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_the_report_is_the_same_bytes_wherever_it_is_made(
    home: Path, tmp_path: Path, form: str, lang: str
) -> None:
    other = shutil.copytree(home, tmp_path / "elsewhere" / "other name")
    files = [tmp_path / f"{at}.{form}" for at in range(3)]
    for place, file in zip((home, home, other), files, strict=True):
        assert run("replay", "--ledger", place, "-o", file, lang=lang)[0] == 0
    first, *others = (file.read_bytes() for file in files)
    assert others == [first, first]
    assert str(tmp_path).encode() not in first


def test_the_report_tells_what_was_checked_found_and_not_checked(
    home: Path, company: Path, tmp_path: Path
) -> None:
    harm(home, f"UPDATE entries SET body = {ALTERED} WHERE position = 50")
    held = ("--checkpoint", company.with_name("checkpoint"), "--key", home / "ledger.pub")
    file = tmp_path / "report.md"
    assert run("replay", "--ledger", home, *held, "-o", file, lang="zh")[0] == 1
    text = file.read_text(encoding="utf-8")
    for words in ("688030\\.SH/governance", "分录 \\#50", "改动或损坏", "请勿改动任何内容", "完好 1",
                  "您持有的", "下列分录除外", "视图和已发布的报告：历史被改动", "是否属实", "发现 1 处",
                  "未进行"):  # fmt: skip
        assert words in text, words


def test_a_report_is_written_in_forms_that_are_known(home: Path, tmp_path: Path) -> None:
    code, output = run("replay", "--ledger", home, "-o", tmp_path / "report.pdf")
    assert code == 2
    assert "md, html, json" in output
    assert run("replay", "--ledger", home, "-o", tmp_path / "nowhere" / "report.md")[0] == 1
    assert not (tmp_path / "report.pdf").exists()


# -- what cannot be opened, and a terminal


def test_what_cannot_be_replayed(home: Path, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"no ledger" * 1_000)
    code, output = run("replay", "--ledger", garbage)
    assert code == 3
    assert str(garbage) in output
    assert run("replay", "--ledger", tmp_path / "nowhere")[0] == 3
    assert run("replay", "--ledger", home, "--checkpoint", tmp_path / "nowhere")[0] == 3
    assert run("replay", "--ledger", home, "--as-known-at", 9_999)[0] == 1
    assert run("replay", "--ledger", home, "--as-known-at", "when?")[0] == 2


def test_a_terminal_shows_how_far_it_is(home: Path) -> None:
    leader, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "commands.cli", "replay", "--ledger", str(home), "--lang", "zh"], check=True,
        stdout=subprocess.PIPE, stderr=terminal, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(terminal)
    shown = os.read(leader, 65_536).decode(errors="replace")
    os.close(leader)
    assert "重放" in shown
    assert "100%" in shown
    assert "全部一致" in done.stdout.decode()


RECORDING = """
import sys
from ledger.application import Ledger

while True:
    with Ledger(sys.argv[1]) as ledger:
        training = ledger.catalogue.spec("training-held").cls
        cells = {"title": f"培训{ledger.point(None)}", "held_on": "2024-03-04", "side": "internal"}
        print(ledger.record(training.model_validate(cells), by="林")[0].position, flush=True)
"""


def test_entries_recorded_meanwhile_by_programs_that_come_and_go_raise_no_alarm(home: Path) -> None:
    """Each of them makes the WAL and removes it again, so that copies are overtaken as well."""
    with subprocess.Popen(
        [sys.executable, "-c", RECORDING, str(home)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as recording:  # fmt: skip
        assert recording.stdout
        try:
            first = int(recording.stdout.readline())
            found = [replayed(home) for _ in range(10)]
        finally:
            recording.kill()
    assert all(told["findings"] == [] for told in found)
    assert [told["entries"] for told in found] == sorted(told["entries"] for told in found)
    assert first <= found[0]["entries"] < found[-1]["entries"]


@pytest.mark.parametrize("seed", range(3))
def test_a_file_damaged_anywhere_is_told_so_or_gives_the_same(home: Path, seed: int) -> None:
    chance, database = Random(seed), home / "ledger.db"  # noqa: S311 - repeatable, not secret
    data, sound = database.read_bytes(), replayed(home)
    for _ in range(20):
        at, bit = chance.randrange(len(data)), chance.randrange(8)
        database.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        code, output = run("replay", "--ledger", home, "--json")
        assert code in (0, 1, 3)
        assert code or json.loads(output)["root"] == sound["root"]
    for cut in (100, 4_096, 20_000, -4_096):
        database.write_bytes(data[:cut])
        assert run("replay", "--ledger", home)[0] in (1, 3)
