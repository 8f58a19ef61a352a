"""An event restated in a file, as ``ledger show N --json`` prints it: for corrections of many fields."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import LedgerError, Problem, RefusedInputError, shown
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue
    from ledger.entry import Entry
    from ledger.event import GovernanceEvent


_OBJECT = re.compile(r'\s*\{\s*"')
"""How an object of JSON begins, which may have many lines; a file for ``ledger load`` has one on each."""


_NOT_UTF8 = Both("it is not UTF-8 text", "不是 UTF-8 文本")


class NotOneEventError(LedgerError):
    """A file that is to restate one event and holds something else."""

    sentence = Both(
        "{file}: write the one event in it, as printed by: ledger show {position} --json",
        "{file}：文件中应只有一个事件，格式如 ledger show {position} --json 的输出。",
    )


class UnreadableError(LedgerError):
    """A file that is not there, or cannot be read as text."""

    sentence = Both(
        "{file} cannot be read ({why}); mend that and try again.", "无法读取 {file}（{why}）；请处理后重试。"
    )


def restated(catalogue: Catalogue, entry: Entry, file: str) -> GovernanceEvent:
    """The event in a YAML or JSON file; what the file leaves out of it is empty."""
    from ledger.changes import EVIDENCE, KIND, MATTER, Changes
    from ledger.rows import rows_of

    text = _text(file)
    rows = list(rows_of(f"[{text}]" if _OBJECT.match(text) else text, Path(file).suffix.lower()))
    problems = [row.at(file, line) for line, row in rows if isinstance(row, Problem)]
    if problems:
        raise RefusedInputError(problems)
    if len(rows) != 1 or not isinstance(row := rows[0][1], dict):
        raise NotOneEventError(file=shown(file), position=entry.position)
    told = {name: cell for name, cell in row.items() if name not in (*EVIDENCE, "corrects")}
    for names, cell in ((KIND, entry.kind), (MATTER, entry.matter)):
        if told.keys().isdisjoint(names):
            told[names[0]] = cell
    change = Changes(catalogue).read(told)
    if isinstance(change, list):
        raise RefusedInputError([problem.at(file, rows[0][0]) for problem in change])
    return change.event


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(file=shown(file), why=_NOT_UTF8) from error
    except OSError as error:
        raise UnreadableError(file=shown(file), why=error.strerror or error) from error
