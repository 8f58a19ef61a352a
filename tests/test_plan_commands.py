"""The commands on an action plan: what they refuse, and that nothing under a heading is lost from sight."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from replays import ledger as run

from ledger.application import Ledger
from ledger.settings import Settings

PLAN = "plan/2024"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ledger with a plan, whose measure 4.1 is about investors and cites one meeting."""
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林"):
        pass
    _record(tmp_path, "action-plan-published", plan=PLAN, published_on="2024-04-26", year="2024",
            programme="提质增效重回报", title="行动方案")  # fmt: skip
    _record(tmp_path, "chapter-declared", plan=PLAN, number="4", title="完善公司治理")
    _record(tmp_path, "measure-committed", plan=PLAN, number="4.1", heading="沟通", topics="investors")
    for number in ("1", "2"):
        topics = {"topics": "investors"} if number == "2" else {}
        _record(tmp_path, "meeting-held", body="board", term="2", number=number,
                held_on=f"2024-03-0{number}", **topics)  # fmt: skip
    assert _plan(tmp_path, "link", "4.1", "5", "--as", "described")[0] == 0
    return tmp_path


def _record(home: Path, kind: str, **cells: str) -> None:
    fields = [part for name, cell in cells.items() for part in (f"--{name.replace('_', '-')}", cell)]
    code, told = run("record", "--ledger", home, kind, *fields)
    assert code == 0, told


def _plan(home: Path, *args: str) -> tuple[int, str]:
    return run("plan", args[0], "--ledger", home, *args[1:])


def _status(home: Path) -> dict[str, list[str]]:
    code, told = _plan(home, "status", "--json")
    assert code == 0, told
    return {row["number"]: row["missing"] for row in json.loads(told)}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("link", "9.9", "6", "--as", "named"), "no chapter or measure 9.9; it has 4, 4.1"),
        (("link", "4.1", "1", "--as", "named"), "no sentence can be made of it"),
        (("link", "4.1", "2", "--as", "named"), "no sentence can be made of it"),
        (("unlink", "4.1", "meeting/board/2-99"), "it cites: meeting/board/2-1"),
        (("unlink", "9.9", "6"), "it cites: nothing"),
        (("unlink", "4", "5"), "it cites: nothing"),
        (("clear", "meeting/zzz", "--why", "随报告披露"), "nothing in meeting/zzz to clear"),
    ],
)
def test_what_would_have_no_effect_is_refused(home: Path, args: tuple[str, ...], told: str) -> None:
    with Ledger(home) as ledger:
        size = ledger.point(None)
    code, output = _plan(home, *args)
    assert (code, told in output) == (1, True), output
    with Ledger(home) as ledger:
        assert ledger.point(None) == size


@pytest.mark.parametrize("cited", ["5", "6", "body/board"])
def test_what_is_cited_or_proposed_by_its_topic_may_be_refused(home: Path, cited: str) -> None:
    assert _plan(home, "unlink", "4.1", cited)[0] == 0


def test_what_stands_may_be_cleared(home: Path) -> None:
    assert _plan(home, "clear", "6", "meeting/board/2-1", "--why", "随报告披露")[0] == 0


@pytest.mark.parametrize("args", [("status",), ("propose",), ("link", "1", "1", "--as", "named")])
def test_without_any_plan_one_is_to_be_recorded_first(tmp_path: Path, args: tuple[str, ...]) -> None:
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林"):
        pass
    code, told = _plan(tmp_path, *args)
    assert (code, "ledger record action-plan-published" in told) == (1, True), told


def test_the_status_and_the_report_tell_of_what_stands_under_no_heading(home: Path) -> None:
    _record(home, "statement-made", plan=PLAN, under="9.9", scope="period", zh="公司做了一件事。")
    _record(home, "evidence-linked", plan=PLAN, under="9.9", cites="meeting/board/2-2", use="named")
    assert _status(home)["9.9"] == ["no such heading: #8 #9 left out"]
    code, told = run("report", "evaluation", "2024H1", "--ledger", home, "--draft", home / "draft.md")
    assert code == 0, told
    assert "#8 #9 stand under 9.9, which plan/2024 does not have" in (home / "draft.md").read_text("utf-8")
