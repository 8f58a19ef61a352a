"""Whole sessions at the prompt, replayed from tests/transcripts/*.txt.

``$ `` begins a command and ``> `` goes on with it, as in a shell; what follows is what the user sees.
``-en`` at the end of a file's name: in English. UPDATE_TRANSCRIPTS=1 writes what is seen into the files.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_RANDOM = {
    re.compile(r"\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"): "+<key>",
    re.compile(r"(?<=/governance)\+[0-9a-f]{8}"): "+<id>",
    re.compile(r"^(— \S+) \S+$", re.MULTILINE): r"\1 <signature>",
    re.compile(r"^extra \S+$", re.MULTILINE): "extra <entry>",
    re.compile(r"^[A-Za-z0-9+/]{43}=$", re.MULTILINE): "<hash>",
}
"""What follows from a new key or from the time, and what is shown instead."""


def commands(text: str) -> Iterator[list[str]]:
    """What stands before the first command, then the lines of each command without what it printed."""
    block: list[str] = []
    more = "# "
    for line in text.splitlines():
        if line.startswith("$ "):
            yield block
            block, more = [line], "> "
        elif more and line.startswith(more):
            block.append(line)
        else:
            more = ""
    yield block


def seen(script: str, home: Path, lang: str) -> str:
    """What the user sees: both streams in their order, the exit code, no time, hash or path of today."""
    environment = {
        "PATH": f"{home}/bin:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(home),
        "LEDGER_BY": "林", "LEDGER_LANG": lang, "COLUMNS": "100", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    done = subprocess.run(
        ["sh", "-c", script], cwd=home / "work", env=environment, check=False, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    told = _HASH.sub("<hash>", _TIME.sub("<time>", done.stdout))
    for random, shown in _RANDOM.items():
        told = random.sub(shown, told)
    told = told.replace(str(home / "work"), "<here>").replace(str(home), "<home>")
    for day in (
        f"{today:%Y-%m-%d}",
        f"{today.year}年{today.month}月{today.day}日",
        f"{today.year} 年 {today.month} 月 {today.day} 日",
        f"{today.day} {today:%B %Y}",
    ):
        told = told.replace(day, "<today>")
    told = "".join(f"{line.rstrip()}\n" for line in told.splitlines())
    return told + (f"[exit {done.returncode}]\n" if done.returncode else "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_session_goes_as_written(file: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "ledger"
    for folder in (program.parent, tmp_path / "work"):
        folder.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m commands.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    lang = "en" if file.stem.endswith("-en") else "zh"
    told, expected = "", file.read_text(encoding="utf-8")
    for block in commands(expected):
        told += "".join(f"{line}\n" for line in block)
        script = "\n".join(line[2:] for line in block if line.startswith(("$ ", "> ")))
        told += seen(script, tmp_path, lang) if script else ""
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        file.write_text(told, encoding="utf-8")
    else:
        assert told == expected
