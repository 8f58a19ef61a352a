"""The Tab key: what real shells are told of commands, kinds, fields, choices and the names of the ledger."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.application import Ledger
from projections.catch_up import Views

ROOT = Path(__file__).parents[1]
CALL = """
source <(ledger completion bash)
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_ledger_completion ledger
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def home(tmp_path: Path, half_year: Ledger) -> Path:
    """A folder with the program, in which the half year is the ledger that is found."""
    program = tmp_path / "bin" / "ledger"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m commands.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    Views.of(half_year).catch_up()
    shutil.copytree(half_year.settings.database.parent, tmp_path / "work")
    (tmp_path / "work" / "ledger.toml").write_text('language = "zh"\n', encoding="utf-8")
    return tmp_path


def shell(home: Path, *call: str, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{home}/bin:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(home),
                   "LC_ALL": "C.UTF-8", "LEDGER_LANG": "en"} | extra  # fmt: skip
    return subprocess.run(call, cwd=home / "work", env=environment, check=False, text=True, encoding="utf-8",
                          capture_output=True, timeout=60)  # fmt: skip


def completed(home: Path, *words: str, **extra: str) -> list[str]:
    """What bash offers for the last of the words."""
    done = shell(home, "bash", "--norc", "-c", CALL, "bash", *words, **extra)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("re",), {"record", "replay", "report", "retract"}),
        (("record", "meeting-h"), {"meeting-held"}),
        (("record", "召开"), {"召开会议"}),
        (("history", "--kind", "minutes"), {"minutes-signed"}),
        (("record", "召开会议", "--召"), {"--召开日期", "--召集人"}),
        (("record", "meeting-held", "--held"), {"--held-on"}),
        (("record", "meeting-held", "--held-on", "2024", "--held"), set()),
        (("record", "meeting-held", "--body", "audit"), {"audit-committee"}),
        (("record", "meeting-held", "--机构", "审计"), {"审计委员会"}),
        (("record", "training-held", "--side", "ext"), {"external"}),
        (("record", "minutes-signed", "--meeting", "meeting/shareholders/2023"),
         {"meeting/shareholders/2023-annual"}),
        (("show", "incentive/2"), {"incentive/2024"}),
        (("history", "--body", "super"), {"supervisory-board"}),
        (("correct", "2", "--short"), {"--short-name", "--short-name-en"}),
    ],
    ids=lambda given: " ".join(given if isinstance(given, tuple) else sorted(given)),
)  # fmt: skip
def test_bash_completes(home: Path, words: tuple[str, ...], offered: set[str]) -> None:
    found = set(completed(home, "ledger", *words)) - {""}
    assert offered <= found
    assert all(one.startswith(words[-1]) for one in found)
    assert bool(found) == bool(offered)


def test_several_persons_are_completed_one_after_the_other(home: Path) -> None:
    known = completed(home, "ledger", "history", "--person", "")
    assert known[0]
    offered = completed(home, "ledger", "record", "meeting-held", "--attendance", f"甲；{known[0][0]}")
    assert f"甲；{known[0]}" in offered


def test_without_names_and_outside_of_a_ledger_nothing_is_printed(home: Path) -> None:
    for beside in (home / "work").glob("*.views.db*"):
        beside.write_bytes(b"no database")
    assert completed(home, "ledger", "show", "meeting") == [""]
    (home / "work" / "ledger.toml").write_text("kinds = 3", encoding="utf-8")
    assert completed(home, "ledger", "show", "meeting") == [""]
    assert completed(home, "ledger", "record", "meeting-h") == [""]


def test_a_name_with_a_space_is_quoted(home: Path) -> None:
    held = ("ledger", "record", "meeting-held", "--body", "board", "--held-on", "2024-06-29", "--attendance",
            "Zhang San; Li Si", "--by", "x")  # fmt: skip
    assert shell(home, *held).returncode == 0
    assert shell(home, "ledger", "history", "--kind", "meeting-held").returncode == 0
    assert "Zhang\\ San" in completed(home, "ledger", "history", "--person", "Zhang")


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_the_other_shells_take_their_script(home: Path, name: str) -> None:
    script = shell(home, "ledger", "completion", name)
    assert script.returncode == 0
    assert "_LEDGER_COMPLETE" in script.stdout
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    (home / "script").write_text(script.stdout, encoding="utf-8")
    assert shell(home, name, "-n", str(home / "script")).stderr == ""


def test_it_imports_no_sqlalchemy(home: Path) -> None:
    told = """if True:
        import sys
        from commands.cli import cli
        try:
            cli(args=[], prog_name="ledger")
        finally:
            print("sqlalchemy" in sys.modules)"""
    done = shell(home, sys.executable, "-c", told, COMP_WORDS="ledger show incentive/2", COMP_CWORD="2",
                 _LEDGER_COMPLETE="bash_complete")  # fmt: skip
    assert done.stdout.splitlines() == ["plain,incentive/2024", "False"]
