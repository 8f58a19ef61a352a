"""Where ledger.toml says so, a public report tells of nothing that nobody has checked off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from half_year import BY, empty, event, report

from ledger.application import Ledger
from ledger.batch import Change
from projections.catch_up import Views
from projections.document import Document
from projections.queries import history
from projections.rederived import Outcome, rederived
from projections.render.json import digest
from projections.reports.evaluation.checked import PlanNotCheckedError
from projections.summaries import summary

PLAN = {"plan": "plan/2024"}
PUBLISHED = PLAN | {"published_on": "2024-04-26", "year": "2024", "programme": "行动", "title": "方案"}
SAID = "公司加强沟通。"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A plan that counts the meetings of the board, with a statement."""
    with empty(tmp_path) as made:
        made.settings = made.settings._replace(checked_only=True)
        for slug, cells in [
            ("action-plan-published", PUBLISHED),
            ("chapter-declared", PLAN | {"number": "1", "title": "章"}),
            ("evidence-linked", PLAN | {"under": "1", "cites": "body/board", "use": "counted"}),
            ("statement-made", PLAN | {"under": "1", "zh": SAID, "scope": "period"}),
            ("meeting-held", {"body": "board", "term": "2", "number": "1", "held_on": "2024-03-04"}),
            ("meeting-held", {"body": "board", "term": "2", "number": "2", "held_on": "2024-05-04"}),
        ]:
            made.record(event(made, slug, **cells), by=BY)
        yield made


def waiting(ledger: Ledger) -> list[int]:
    with Views.of(ledger).at() as reading:
        return history(reading, unchecked=True)


def check(ledger: Ledger, *positions: int) -> None:
    for position in positions:
        checked = event(ledger, "entry-checked", position=str(position))
        ledger.record(Change(checked, ledger.entry(position).matter), by="王")


def text(document: Document) -> str:
    return "".join(run.text for block in document.blocks for run in block.runs)


def test_nothing_changes_unless_the_ledger_asks_for_it(ledger: Ledger) -> None:
    ledger.settings = ledger.settings._replace(checked_only=False)
    document = report(ledger)
    assert SAID in text(document)
    assert "董事会 2 次" in text(document)
    assert not [point for point in document.open_points if "check-off" in point.en]


def test_without_its_plan_there_is_no_report(ledger: Ledger) -> None:
    with pytest.raises(PlanNotCheckedError, match="ledger check-off 2"):
        report(ledger)


def test_what_is_not_checked_is_left_out_and_listed(ledger: Ledger) -> None:
    check(ledger, 2, 3, 4, 6)
    document = report(ledger)
    assert "董事会 1 次" in text(document)
    assert SAID not in text(document)
    points = [point.zh for point in document.open_points if "check-off" in point.zh]
    assert [point.partition("（")[0] for point in points] == ["#5", "#7"]
    assert points[1].endswith("未写入报告：尚未核对。请由林以外的人核对：ledger check-off 7")
    assert not set(document.sources) & set(waiting(ledger))


def test_what_is_checked_is_told_and_a_correction_waits_anew(ledger: Ledger) -> None:
    check(ledger, *waiting(ledger))
    assert waiting(ledger) == []
    told = report(ledger)
    assert "董事会 2 次" in text(told)
    assert SAID in text(told)
    moved = event(ledger, "meeting-held", **ledger.entry(7).event.cells() | {"held_on": "2024-05-05"})
    made = ledger.correct(7, moved, by="王", reason="日期有误")
    assert waiting(ledger) == [made.position]
    assert "董事会 1 次" in text(report(ledger))
    assert report(ledger, as_known_at=made.position - 1).blocks == told.blocks


@pytest.mark.parametrize("checked_only", [True, False])
def test_an_issued_report_is_made_again_whatever_the_setting_became(
    ledger: Ledger, *, checked_only: bool
) -> None:
    check(ledger, 2, 3, 4, 6)
    ledger.settings = ledger.settings._replace(checked_only=checked_only)
    issued = {"report": "evaluation", "period": "2024H1", "cut_off": "2024-08-28", "title": "评估报告",
              "disclosed_on": "2024-08-29", "position": str(ledger.log_recorder.size())}  # fmt: skip
    made = event(ledger, "report-issued", digest=digest(report(ledger)), **issued)
    (entry,) = ledger.record(made, by=BY)
    ledger.settings = ledger.settings._replace(checked_only=not checked_only)
    (again,) = rederived(ledger, [ledger.matter(entry.matter)], Views.of(ledger))
    assert again.outcome is Outcome.REPRODUCED


def test_the_half_year_tells_of_checked_entries_alone(half_year: Ledger) -> None:
    half_year.settings = half_year.settings._replace(checked_only=True)
    every = waiting(half_year)
    kept = {position for position in every if position % 3}
    published = [entry.position for entry in half_year.entries() if entry.kind == "action-plan-published"]
    check(half_year, *sorted(kept.union(published)))
    document = report(half_year)
    assert document.sources
    assert set(document.sources) <= kept.union(published)


def test_checks_are_nothing_that_happened(half_year: Ledger) -> None:
    before = summary(half_year, "2024H1")
    check(half_year, *waiting(half_year))
    after = summary(half_year, "2024H1")
    assert after["as_known_at"] > before["as_known_at"]
    assert after | {"as_known_at": before["as_known_at"]} == before


def test_the_half_year_wholly_checked_is_told_as_ever(half_year: Ledger) -> None:
    before = report(half_year)
    half_year.settings = half_year.settings._replace(checked_only=True)
    check(half_year, *waiting(half_year))
    after = report(half_year)
    assert (after.blocks, after.sources, after.figures) == (before.blocks, before.sources, before.figures)
