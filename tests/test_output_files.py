"""Files that commands write at a name of the user's: never one of the ledger's own, none lost unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from signed import founded

from commands.cli import cli
from ledger.application import Ledger
from ledger.log.kept import Kept

OWN = [
    "ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db-journal", "ledger.db-lock", "ledger.views.db",
    "ledger.views.db-wal", "ledger.toml", "ledger.pub", "evidence/ab/abcd",
    "checkpoints/000000001.checkpoint",
]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return founded(tmp_path)


def run(home: Path, *args: str, lang: str = "zh") -> Result:
    told = [*args, "--ledger", str(home), "--lang", lang]
    result = CliRunner().invoke(cli, told, env={"LEDGER_BY": "林"}, prog_name="ledger")
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def files(home: Path) -> dict[str, bytes]:
    """What is there, but for what SQLite makes and takes away as it reads."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm", "-lock"))
    }


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(
    "call",
    [
        ("checkpoint", "-o"),
        ("prove", "1", "-o"),
        ("backup",),
        ("export",),
    ],
    ids=" ".join,
)
def test_no_file_of_the_ledger_is_written_over(home: Path, call: tuple[str, ...], name: str) -> None:
    assert run(home, "checkpoint").exit_code == 0
    before = files(home)
    refused = run(home, *call, str(home / name))
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"{home / name} 属于账本自身，未写入任何内容；请另行指定文件。\n",
    )
    assert files(home) == before


def test_a_checkpoint_that_cannot_be_written_is_not_signed(home: Path) -> None:
    assert run(home, "checkpoint", "-o", str(home / "ledger.db")).exit_code == 1
    with Ledger(home, read_only=True) as ledger:
        assert Kept(ledger.settings.checkpoints).sizes() == []


def test_the_key_is_not_written_over_by_any_of_its_names(home: Path) -> None:
    with Ledger(home, read_only=True) as ledger:
        key = ledger.settings.key
    assert key
    secret = key.read_bytes()
    soft, hard = home / "soft", home / "hard"
    soft.symlink_to(key)
    hard.hardlink_to(key)
    for name in (key, soft, hard, key.with_name(f"{key.name}.next")):
        refused = run(home, "checkpoint", "-o", str(name), lang="en")
        assert refused.stderr.startswith(f"{name} belongs to the ledger itself")
    assert key.read_bytes() == secret


@pytest.mark.parametrize(
    "option", [("--format", "md", "-o"), ("--draft",), ("--overwrite", "--draft")], ids=" ".join
)
def test_no_report_is_written_over_the_ledger(half_year: Ledger, option: tuple[str, ...]) -> None:
    home = half_year.settings.database.parent
    before = half_year.settings.database.read_bytes()
    refused = run(home, "report", "evaluation", "2024H1", *option, str(half_year.settings.database))
    assert (refused.exit_code, "属于账本自身" in refused.stderr) == (1, True)
    assert half_year.settings.database.read_bytes() == before


def test_a_report_is_written_again_over_the_one_before(half_year: Ledger, tmp_path: Path) -> None:
    home, report = half_year.settings.database.parent, tmp_path / "评估.md"
    report.write_text("旧稿", encoding="utf-8")
    done = run(home, "report", "evaluation", "2024H1", "-o", str(report))
    assert (done.exit_code, f"已写入：{report}\n" in done.stderr) == (0, True)
    assert "旧稿" not in report.read_text(encoding="utf-8")


def test_a_replay_is_refused_before_it_is_read(home: Path) -> None:
    place = home / "evidence" / "重放.json"
    refused = run(home, "replay", "-o", str(place))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "属于账本自身" in refused.stderr
    done = run(home, "replay", "-o", str(home / "重放.json"))
    assert done.exit_code == 0
    assert json.loads((home / "重放.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("call", [("checkpoint", "-o"), ("prove", "1", "-o")], ids=" ".join)
def test_what_others_keep_is_not_lost(home: Path, tmp_path: Path, call: tuple[str, ...]) -> None:
    assert run(home, "checkpoint").exit_code == 0
    paper = tmp_path / "留存"
    written = run(home, *call, str(paper))
    assert (written.exit_code, written.stderr) == (0, f"已写入：{paper}\n")
    assert run(home, *call, str(paper)).exit_code == 0, "the same again does no harm"
    paper.write_bytes(b"older")
    refused = run(home, *call, str(paper))
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"{paper} 已存在且内容不同，未作改动；请另行指定新文件。\n",
    )
    assert paper.read_bytes() == b"older"


@pytest.mark.parametrize(("command", "name"), [("backup", "FILE"), ("export", "PATH")])
def test_an_empty_name_is_a_missing_one(home: Path, command: str, name: str) -> None:
    for told in ("", " "):
        refused = run(home, command, told)
        assert (refused.exit_code, refused.stderr) == (2, f"缺少 {name}。用法见：ledger {command} --help\n")
