"""Made-up input of the shape that companies have: meetings with their resolutions, and trainings."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from ledger.application import Ledger
from ledger.intake import Intake
from ledger.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.application import Outcome

BY = "benchmark"
DIRECTORS = "张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十", "郑一"
SUBJECTS = (
    "修订<公司章程>",
    "聘任会计师事务所",
    "年度利润分配预案",
    "使用闲置募集资金进行现金管理",
    "作废部分限制性股票",
)
GROUP = 10
"""Entries of one meeting: itself, eight resolutions, and a training on the same day."""
_COLUMNS = """position INTEGER PRIMARY KEY, matter TEXT NOT NULL, version INTEGER NOT NULL,
kind TEXT NOT NULL, body BLOB NOT NULL, leaf_hash BLOB NOT NULL, UNIQUE (matter, version)"""
INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)"


def rows(count: int, first: date, last: date, term: int = 1) -> Iterator[dict[str, str]]:
    """``count`` rows spread evenly over the days, the same ones every time; the first year is of ``term``."""
    chance, groups = Random(20240628), -(-count // GROUP)  # noqa: S311 - repeatable, not secret
    numbers: dict[int, int] = {}
    made = 0
    for group in range(groups):
        day = first + timedelta(days=group * ((last - first).days + 1) // groups)
        number = numbers[day.year] = numbers.get(day.year, 0) + 1
        for row in _group(day, day.year - first.year + term, number, chance):
            if made < count:
                made += 1
                yield row


def _group(day: date, term: int, number: int, chance: Random) -> Iterator[dict[str, str]]:
    meeting = f"meeting/board/{term}-{number}"
    yield {
        "kind": "meeting-held", "body": "board", "term": str(term), "number": str(number),
        "title": f"第{term}届董事会第{number}次会议", "type": "regular",
        "held_on": day.isoformat(), "mode": "hybrid", "chair": "张三",
        "attendance": "；".join(_attended(name, chance) for name in DIRECTORS),
    }  # fmt: skip
    for item in range(1, GROUP - 1):
        yield {
            "kind": "resolution-passed", "meeting": meeting, "item": str(item),
            "title": f"关于{day.year}年{SUBJECTS[(number + item) % len(SUBJECTS)]}的议案（{number}-{item}）",
            "votes": chance.choice(("9-0-0", "9-0-0", "9-0-0", "8-1-0", "8-0-1")),
        }  # fmt: skip
    yield {
        "kind": "training-held", "title": f"{day.year}年第{number}期董事后续培训", "held_on": day.isoformat(),
        "side": "external", "organiser": "江苏证监局；江苏省上市公司协会", "mode": "online", "topic": "law",
        "attendees": "；".join(chance.sample(DIRECTORS, 3)), "hours": "1.5 小时",
    }  # fmt: skip


def _attended(name: str, chance: Random) -> str:
    drawn = chance.random()
    if name != "张三" and drawn < 0.05:
        return f"{name}（委托张三：因公）"
    return f"{name}（通讯）" if drawn < 0.2 else name


def new_ledger(folder: Path) -> Ledger:
    """A ledger in a new folder, with the entry that opens it."""
    folder.mkdir(parents=True)
    return Ledger.create(Settings.beside(folder / "ledger.db")._replace(origin="benchmark"), by=BY)


def json_lines(path: Path, count: int, first: date, last: date, term: int = 1) -> Path:
    """The rows as a file that ``ledger load`` reads."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows(count, first, last, term))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def load(ledger: Ledger, path: Path) -> Outcome:
    """What ``ledger load`` does with a file."""
    return ledger.load(Intake(ledger.catalogue, [str(path)], BytesIO()).rows(), by=BY)


def filled_ledger(folder: Path, count: int, first: date, last: date) -> Ledger:
    """A ledger of ``count`` entries spread evenly over the days, beside the one that opens it."""
    ledger = new_ledger(folder)
    load(ledger, json_lines(folder / "rows.jsonl", count, first, last))
    return ledger


def bare_database(path: Path) -> sqlite3.Connection:
    """The floor: a database as durable as the log, with its table and its index and nothing else."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"CREATE TABLE entries ({_COLUMNS}) STRICT")
    return connection
