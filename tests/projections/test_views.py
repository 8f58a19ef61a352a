"""Views: however they came about, they hold what the matters say."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.application import Ledger
from ledger.batch import Change
from ledger.errors import LedgerError
from ledger.event import GovernanceEvent
from ledger.settings import Settings
from projections.catch_up import Views
from projections.view import View, table, views

GOLDEN = Path(__file__).with_name("golden_rows.json")
DAYS = ("2024-03-04", "2024-03-05", "2024H1", "2024-03-05..2024-06-30", "..2024-08-28", "2024-05")
NAMES = ("张三", "李四", "王五")


def repeatable(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable, not secret


def contents(of: Views) -> dict[str, list[Any]]:
    """All rows of all views, every column."""
    with of.at() as reading:
        return {view.name: reading.all(select(table(view)).order_by(*table(view).c)) for view in views()}


def made_anew(ledger: Ledger) -> dict[str, list[Any]]:
    with closing(Views(ledger)) as fresh:
        return contents(fresh)


def caught_up(ledger: Ledger) -> dict[str, list[Any]]:
    with closing(Views.of(ledger)) as kept:
        return contents(kept)


def folded(ledger: Ledger, view: View, upto: int) -> list[tuple[Any, ...]]:
    """The rows that the matters give, as they were at a position."""
    found = []
    for matter_id in ledger.matters():
        matter = ledger.matter(matter_id, upto)
        if view.concerns(matter_id):
            seen: dict[int, int] = {}
            for row in view.rows(matter):
                at = seen[row.position] = seen.get(row.position, -1) + 1
                found.append((matter_id, at, *row))
    return sorted(found, key=repr)


def cells(chance: Random) -> tuple[str, dict[str, str]]:
    """Some event of some area; not every one will be admitted."""
    day, name, number = chance.choice(DAYS), chance.choice(NAMES), str(chance.randint(1, 2))
    meeting = f"meeting/board/2-{number}"
    present = "；".join(chance.sample(NAMES, chance.randint(1, 3)))
    return chance.choice([
        ("meeting-held", {"body": "board", "term": "2", "number": number, "held_on": day,
                          "topics": chance.choice(("charter", "charter；incentive"))}
         | ({"attendance": present} if chance.random() < 0.5 else {})),
        ("resolution-passed", {"meeting": meeting, "item": number, "title": f"议案{number}",
                               "topics": "charter"}),
        ("resolution-failed", {"meeting": meeting, "item": "9", "title": "议案九"}),
        ("training-held", {"title": f"培训{number}", "held_on": day, "side": "internal"}
         | ({"persons": number} if chance.random() < 0.5 else {})),
        ("charter-amended", {"instrument": "charter", "amended_on": day, "title": "章程"}),
        ("policy-revised", {"instrument": f"instrument/policy-{number}", "revised_on": day,
                            "title": "制度"}),
        ("incentive-plan-drafted", {"plan": "incentive/2024", "drafted_on": day, "title": f"计划{number}",
                                    "instrument": "restricted-2", "shares": "100股"}),
        ("awards-granted", {"plan": "incentive/2024", "granted_on": day, "instrument": "restricted-2",
                            "shares": "50股"}),
        ("performance-target-set", {"plan": "incentive/2024", "level": "company", "years": "2024",
                                    "metric": "收入", "wording": "增长"}),
        ("audit-performed", {"type": "special", "performed_on": day}),
        ("person-appointed", {"body": "board", "person": name, "post": "member",
                              "appointed_on": day}),
        ("person-left", {"body": "board", "person": name, "effective_on": day}),
        ("body-established", {"body": "board", "title": f"董事会{number}", "type": "board"}),
    ])  # fmt: skip


def event(ledger: Ledger, slug: str, told: dict[str, str]) -> GovernanceEvent:
    return ledger.catalogue.spec(slug).cls.model_validate(told)


def happen(ledger: Ledger, chance: Random) -> None:
    """Record, correct, complete or retract something, if the ledger admits it."""
    try:
        position = chance.randint(1, ledger.log_recorder.size())
        old = ledger.entry(position).event
        act = chance.choice(("record", "record", "record", "correct", "complete", "retract", "check"))
        if act == "record":
            ledger.record(event(ledger, *cells(chance)), by="林")
        elif act == "retract":
            ledger.retract(position, by="林", reason="误记")
        elif act == "check":
            checked = event(ledger, "entry-checked", {"position": str(position)})
            ledger.record(Change(checked, ledger.entry(position).matter), by="王")
        else:
            more = {"note": "补"} if act == "complete" else {"topics": "charter"}
            days = old.spec.occurrence
            if act == "correct" and days and old.spec.slug != "ledger-opened":
                more[days] = chance.choice(DAYS)
            told = event(ledger, old.spec.slug, old.cells() | more)
            ledger.correct(position, told, by="林", reason="更正", completion=act == "complete")
    except LedgerError:
        pass


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林") as made:
        yield made


def train(ledger: Ledger, title: str = "培训") -> int:
    told = {"title": title, "held_on": "2024-03-04", "side": "internal"}
    return ledger.record(event(ledger, "training-held", told), by="林")[0].position


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), every=st.integers(1, 7))
def test_step_by_step_gives_what_a_rebuild_gives(
    seed: int, every: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = repeatable(seed)
    database = tmp_path_factory.mktemp("random") / "ledger.db"
    with Ledger.create(Settings.beside(database), by="林") as ledger, closing(Views.of(ledger)) as kept:
        for step in range(60):
            happen(ledger, chance)
            if step % every == 0:
                kept.catch_up()
        assert contents(kept) == made_anew(ledger)
        for position in {0, 1, chance.randint(1, ledger.log_recorder.size()), ledger.log_recorder.size()}:
            with kept.at(position) as reading:
                for view in views():
                    rows = [(*row[:2], *row[4:]) for row in reading.select(view)]
                    assert sorted(rows, key=repr) == folded(ledger, view, position)


def test_a_random_history_reaches_every_view(ledger: Ledger) -> None:
    chance = repeatable(7)
    for _ in range(150):
        happen(ledger, chance)
    assert all(made_anew(ledger).values())


def test_you_read_what_you_wrote(ledger: Ledger) -> None:
    with closing(Views.of(ledger)) as kept:
        for title in ("甲", "乙"):
            position = train(ledger, title)
            with kept.at() as reading:
                register = next(view for view in views() if view.name == "register")
                assert reading.select(register)[-1].position == position


def damaged(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "garbage":
        path.write_bytes(repeatable(1).randbytes(9000))
    elif how == "half garbage":
        path.write_bytes(data[:100] + repeatable(1).randbytes(len(data) - 100))
    elif how == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    else:
        with closing(sqlite3.connect(path)) as raw:
            raw.executescript(how)


@pytest.mark.parametrize("how", [
    "garbage", "half garbage", "truncated", "empty",
    "UPDATE state SET version = 'another'",
    "UPDATE state SET position = 99",
    "UPDATE state SET position = 'x'",
    "UPDATE state SET root = x'00'",
    "DELETE FROM state",
    "DROP TABLE register",
    "DROP TABLE state; CREATE TABLE state (other)",
    "DROP TABLE state; CREATE VIEW state AS SELECT 1 AS position, x'' AS root, '' AS version",
])  # fmt: skip
def test_a_damaged_or_foreign_file_is_made_anew(ledger: Ledger, how: str) -> None:
    for title in ("甲", "乙"):
        train(ledger, title)
    expected = caught_up(ledger)
    with closing(sqlite3.connect(ledger.settings.views)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged(ledger.settings.views, how)
    assert caught_up(ledger) == expected
    with closing(Views.of(ledger)) as kept:
        kept.catch_up()
        assert kept.store.place == ledger.settings.views, "made anew in memory only"


def test_a_page_that_turns_out_damaged_while_reading_is_made_anew(ledger: Ledger) -> None:
    train(ledger)
    register = next(view for view in views() if view.name == "register")
    with closing(Views.of(ledger)) as kept, kept.at() as reading:
        expected = reading.select(register)
    with closing(sqlite3.connect(ledger.settings.views)) as raw:
        raw.execute("DROP TABLE register")
    with closing(Views.of(ledger)) as kept, kept.at() as reading:
        assert reading.select(register) == expected
        assert reading.ever(register) == expected


def test_the_views_of_another_ledger_are_made_anew(ledger: Ledger, tmp_path: Path) -> None:
    train(ledger, "甲")
    other = Settings.beside(tmp_path / "other" / "ledger.db")
    other.database.parent.mkdir()
    with Ledger.create(other, by="王") as another:
        train(another, "乙")
        caught_up(another)
    shutil.copy(other.views, ledger.settings.views)
    assert caught_up(ledger) == made_anew(ledger)


def test_a_wal_left_by_a_file_that_is_gone_does_no_harm(ledger: Ledger) -> None:
    train(ledger)
    expected = caught_up(ledger)
    ledger.settings.views.write_bytes(b"garbage" * 1000)
    Path(f"{ledger.settings.views}-wal").write_bytes(b"garbage" * 1000)
    assert caught_up(ledger) == expected


@pytest.mark.parametrize("where", [".", "no/such/folder/views.db", "ledger.db/views.db"])
def test_where_no_file_can_be_written_memory_serves(ledger: Ledger, tmp_path: Path, where: str) -> None:
    train(ledger)
    with closing(Views(ledger, tmp_path / where)) as kept:
        assert contents(kept) == made_anew(ledger)
        train(ledger, "又一次")
        assert contents(kept) == made_anew(ledger)


def test_a_folder_may_have_signs_in_its_name_that_mean_something_in_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "一 ? # % &"
    folder.mkdir()
    with Ledger.create(Settings.beside(folder / "ledger.db"), by="林") as ledger:
        assert caught_up(ledger) == made_anew(ledger)
        assert ledger.settings.views.exists()


def follow(database: Path, times: int) -> None:
    """What each process does: record, and ask at once."""
    with Ledger(database) as ledger, closing(Views.of(ledger)) as kept:
        for at in range(times):
            train(ledger, f"{os.getpid()} {at}")
            kept.catch_up()


def test_processes_that_catch_up_at_once_never_double_a_row(ledger: Ledger) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=follow, args=(ledger.settings.database, 15)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert ledger.log_recorder.size() == 46
    assert caught_up(ledger) == made_anew(ledger)


def test_rows_of_the_half_year_change_only_with_the_version_of_their_view(half_year: Ledger) -> None:
    versions = {view.name: view.version for view in views()}
    made = {name: [list(row) for row in rows] for name, rows in made_anew(half_year).items()}
    if os.environ.get("UPDATE_GOLDEN"):
        text = ",\n".join(
            f' "{name}": {{"version": {versions[name]}, "rows": [\n  '
            + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
            + "\n ]}"
            for name, rows in made.items()
        )
        GOLDEN.write_text(f"{{\n{text}\n}}\n", encoding="utf-8")
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    changed = [name for name, rows in made.items() if rows != golden.get(name, {}).get("rows")]
    silent = [name for name in changed if versions[name] == golden.get(name, {}).get("version")]
    assert not silent, (
        f"the rows of {silent} changed: unless it was the example that changed, raise the version of VIEW in "
        "projections/views/, or ledgers keep their old rows; then write the new rows with "
        "UPDATE_GOLDEN=1 pytest tests/projections/test_views.py"
    )
    assert {name: told["version"] for name, told in golden.items()} == versions, (
        "views are new, gone or of another version: write their rows with UPDATE_GOLDEN=1"
    )
