"""What changes an evaluation: what is retracted, unlinked or dropped, open points, other companies."""

from __future__ import annotations

from pathlib import Path

import pytest
from half_year import BY, CHARTER, empty, event, report, run

from ledger.application import Ledger
from projections.reports.evaluation import NoPlanError, evaluation


def test_a_retracted_meeting_is_not_counted_but_was_before(half_year: Ledger) -> None:
    before = half_year.point(None)
    (meeting,) = half_year.matter("meeting/audit-committee/2024H1-3").entries("meeting-held")
    half_year.retract(meeting.position, by=BY, reason="重复记录")
    assert "审计委员会 2 次" in report(half_year).text
    assert "审计委员会 3 次" in report(half_year, as_known_at=before).text


def test_evidence_that_is_unlinked_is_told_no_more(half_year: Ledger) -> None:
    link = {"plan": "plan/2024", "under": "5", "cites": "meeting/shareholders/2023-annual#charter"}
    assert report(half_year).text.count(CHARTER) == 2
    half_year.record(event(half_year, "evidence-unlinked", **link, reason="已在前文述及"), by=BY)
    assert report(half_year).text.count(CHARTER) == 1


def test_a_dropped_measure_is_not_evaluated_and_the_numbers_of_the_others_stay(half_year: Ledger) -> None:
    cells = {"plan": "plan/2024", "measure": "4.1", "dropped_on": "2024-07-01", "reason": "并入其他举措"}
    half_year.record(event(half_year, "measure-dropped", **cells), by=BY)
    text = report(half_year).text
    assert "公司终止实施本项举措，原因为并入其他举措，本报告不再对其进行评估。" in text
    assert "审计委员会 3 次" not in text
    assert "2、“加强管理层约束”方面" in text


SILENT = {"plan": "plan/2024", "number": "7", "title": "尚未写到的一章"}


def test_what_a_person_must_still_decide_is_open(half_year: Ledger) -> None:
    meeting = {"body": "board", "number": "99", "term": "2", "held_on": "2024-06-20..2024-07-10"}
    link = {"plan": "plan/2024", "under": "3"}
    training = "training/2024-信息披露合规下董监高履职行为专题培训"
    half_year.record(
        event(half_year, "chapter-declared", **SILENT),
        event(half_year, "meeting-held", **meeting),
        event(
            half_year,
            "evidence-linked",
            **link,
            cites=training,
            use="counted",
        ),
        event(half_year, "evidence-linked", **link, cites="meeting/supervisory-board/2-16", use="described"),
        by=BY,
    )
    document = report(half_year)
    told = "\n".join(point.zh for point in document.open_points)
    assert "2024-06-20..2024-07-10" in told
    assert "没有相应的句式" in told
    assert "没有本期可述的内容" in told
    assert "7“尚未写到的一章”尚无凭据和陈述" in told
    assert "董事会 4 次" in document.text


def test_without_a_plan_there_is_nothing_to_evaluate(tmp_path: Path) -> None:
    with empty(tmp_path) as ledger, pytest.raises(NoPlanError):
        report(ledger)
    done = run("report", "evaluation", "2024H1", "--ledger", str(tmp_path / "ledger.db"), "--lang", "zh")
    assert (done.returncode, done.stdout) == (1, "")
    assert "账本中没有 2024 年度已公布的行动方案" in done.stderr


def test_open_points_go_to_the_person_and_not_into_the_report(half_year: Ledger, tmp_path: Path) -> None:
    half_year.record(event(half_year, "chapter-declared", **SILENT), by=BY)
    assert report(half_year).open_points
    done = run("report", "evaluation", "2024H1", "--ledger", f"{tmp_path / 'half-year'}", "--lang", "zh")
    assert (done.returncode, done.stderr.count("尚无凭据和陈述")) == (0, 1)
    assert "尚无凭据和陈述" not in done.stdout


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(half_year: Ledger, tmp_path: Path) -> None:
    assert half_year.point(None)
    out = tmp_path / "nowhere" / "report.md"
    done = run("report", "evaluation", "2024H1", "--ledger", f"{tmp_path / 'half-year'}", "-o", f"{out}")
    assert done.returncode == 1
    assert f"{out}" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_company_gets_its_report_from_events_alone(tmp_path: Path) -> None:
    plan = {"plan": "plan/2025"}
    with empty(tmp_path) as ledger:
        ledger.record(
            event(ledger, "company-registered", name="Acme plc"),
            event(ledger, "meeting-held", body="board", number="1", held_on="2025-02-03"),
            event(ledger, "meeting-held", body="board", number="2", held_on="2025-06-30"),
            event(ledger, "action-plan-published", **plan, year="2025", published_on="2025-01-15",
                  programme="Better Returns", title="Better Returns Plan 2025"),
            event(ledger, "chapter-declared", **plan, number="1", title="Returns"),
            event(ledger, "chapter-declared", **plan, number="12", title="Governance"),
            event(ledger, "measure-committed", **plan, number="12.3", heading="Meet often"),
            event(ledger, "evidence-linked", **plan, under="12.3", cites="body/board", use="counted"),
            event(ledger, "outlook-stated", **plan, under="1", zh="将分红。", en="A dividend will be paid."),
            by=BY,
        )  # fmt: skip
        text = evaluation(ledger, "2025H1", lang="en").text
        assert "1. Returns\nA dividend will be paid." in text
        assert (
            "12. Governance\n(3) “Meet often”\nIn the first half of 2025, meetings were held as follows: "
            in text
        )
        assert "board of directors, 2." in text
        assert "Board of Directors of Acme plc" in text
        assert "十二、Governance" in evaluation(ledger, "2025H1").text


def test_a_format_that_is_not_written_is_refused(half_year: Ledger, tmp_path: Path) -> None:
    assert half_year.point(None)
    out = tmp_path / "report.odt"
    done = run("report", "evaluation", "2024H1", "--ledger", f"{tmp_path / 'half-year'}", "-o", f"{out}")
    assert (done.returncode, out.exists()) == (2, False)
    assert "md, html, json" in done.stderr
