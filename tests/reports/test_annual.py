"""The annual evaluation, alone and with the next plan: what gives way to the year, what is counted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from half_year import BY, event, run
from test_issuers import loaded

from ledger.application import Ledger
from ledger.language import Lang
from projections.document import Block, Document
from projections.render import html, markdown
from projections.reports.evaluation import NoPlanError, NotNextPlanError, NotOutYetError, evaluation

HERE = Path(__file__).parent
CUT_OFF = "2025-03-27"


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[Ledger]:
    """The ledger of the invented issuer with two plans."""
    with loaded(tmp_path / "two-plans", "two-plans") as ledger:
        yield ledger


def annual(ledger: Ledger, lang: Lang = "zh", **more: str) -> Document:
    told: dict[str, str] = {"period": "2024", "cut_off": CUT_OFF} | more
    return evaluation(
        ledger, told["period"], cut_off=told["cut_off"], lang=lang, with_plan=told.get("with_plan")
    )


def paragraph(document: Document, part: str) -> Block:
    """The one block that says this."""
    (found,) = [block for block in document.blocks if part in block.text]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("with_plan", [None, "2025"])
def test_the_report_of_the_year_reads_as_agreed(issuer: Ledger, lang: Lang, with_plan: str | None) -> None:
    golden = HERE / "golden" / f"two-plans-{'joint' if with_plan else 'annual'}.{lang}.md"
    text = markdown.render(annual(issuer, lang, **({"with_plan": with_plan} if with_plan else {})))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")
    assert lang == "zh" or not re.search("[一-鿿]", text)


def test_the_report_is_named_after_its_span(issuer: Ledger) -> None:
    names = {
        period: annual(issuer, period=period).blocks[1].text.rpartition("行动方案的")[2].strip()
        for period in ("2024H1", "2024", "2024H2", "2024Q3")
    }
    assert names == {
        "2024H1": "半年度评估报告", "2024": "年度评估报告",
        "2024H2": "2024 年下半年评估报告", "2024Q3": "2024 年第三季度评估报告",
    }  # fmt: skip


def test_the_half_year_gives_way_to_the_year_and_stays_as_it_was_told(issuer: Ledger) -> None:
    half = evaluation(issuer, "2024H1", cut_off="2024-08-22").text
    year = annual(issuer).text
    for part in ("41,200.00 万元", "新签订单稳步增加", "下半年，公司将继续控制费用"):
        assert (part in half, part in year) == (True, False), part
    for part in ("88,000.00 万元", "期间费用率较上年下降", "高附加值产品"):
        assert (part in half, part in year) == (False, True), part


def test_what_only_the_half_year_said_is_told_with_its_own_time_and_left_open(issuer: Ledger) -> None:
    document = annual(issuer)
    assert "截至 2024 年 8 月 22 日，华东示范产线完成设备安装。" in document.text
    assert any("1.2：#37 所述早于 2024 期末" in point.zh for point in document.open_points)


def test_a_statement_after_the_cut_off_is_left_out_and_open(issuer: Ledger) -> None:
    half = evaluation(issuer, "2024H1", cut_off="2024-08-22")
    assert any("1.1：#42, #43 所述晚于截止日 2024-08-22" in point.zh for point in half.open_points)
    early = evaluation(issuer, "2024H1")
    assert "设备安装" not in early.text


def test_an_undated_statement_is_told_in_every_report(issuer: Ledger) -> None:
    for period, cut_off in (("2024H1", "2024-08-22"), ("2024", CUT_OFF)):
        assert "公司将持续评估行动方案的实施情况。" in evaluation(issuer, period, cut_off=cut_off).text


def test_a_forward_statement_gives_way_to_the_year_too(issuer: Ledger) -> None:
    forward = {"plan": "plan/2024", "under": "2.2", "scope": "forward"}
    for day, zh in (("2024-08-22", "公司将试行英文披露。"), ("2025-03-27", "公司将扩大英文披露。")):
        issuer.record(event(issuer, "statement-made", **forward, stated_on=day, zh=zh), by=BY)
    half, year = evaluation(issuer, "2024H1", cut_off="2024-08-22").text, annual(issuer).text
    assert ("试行" in half, "扩大" in half, "试行" in year, "扩大" in year) == (True, False, False, True)


def test_a_count_of_the_half_year_is_told_as_such_until_there_is_one_of_the_year(issuer: Ledger) -> None:
    def received(days: str, times: str) -> None:
        cells = {"received_on": days, "investor_class": "small", "times": times}
        (visits,) = issuer.record(event(issuer, "investors-received", **cells), by=BY)
        link = {"plan": "plan/2024", "under": "3", "cites": visits.matter, "use": "counted"}
        issuer.record(event(issuer, "evidence-linked", **link), by=BY)

    received("2024H1", "4次")
    assert "2024 年上半年，公司接待中小投资者调研 4 次。" in annual(issuer).text
    received("2024", "9次")
    text = annual(issuer).text
    assert "2024 年，公司接待中小投资者调研 9 次。" in text
    assert "调研 4 次" not in text
    assert "2024 年上半年，公司接待中小投资者调研 4 次。" in evaluation(issuer, "2024H1").text


def test_a_day_of_publication_that_is_not_known_is_told_as_far_as_it_is(issuer: Ledger) -> None:
    (out,) = issuer.matter("plan/2024").entries("action-plan-published")
    told = event(issuer, out.kind, **out.event.cells() | {"published_on": "2024-03"})
    issuer.correct(out.position, told, by=BY, reason="日期不详")
    assert annual(issuer, "en").blocks[2].text.startswith("In March 2024, Qinghe Sample Technology Co., Ltd.")
    assert "于 2024 年 3 月发布了" in annual(issuer).blocks[2].text


def test_what_stays_in_chinese_in_an_english_report_is_open(issuer: Ledger) -> None:
    heading = {"plan": "plan/2024", "number": "2.3", "heading": "开展路演"}
    training = {"title": "财务专题培训", "held_on": "2024-05-06", "side": "internal", "audience": "财务人员"}
    (held,) = issuer.record(event(issuer, "training-held", **training), by=BY)
    link = {"plan": "plan/2024", "under": "2.3", "cites": held.matter, "use": "named"}
    issuer.record(
        event(issuer, "measure-committed", **heading), event(issuer, "evidence-linked", **link), by=BY
    )
    points = [point.en for point in annual(issuer, "en").open_points]
    assert any(f"title of #{held.position} has no English" in point for point in points)
    assert any("“财务人员”" in point and "party-registered" in point for point in points)
    assert not any("English" in point.en for point in annual(issuer).open_points)


def test_a_level_of_a_later_day_takes_the_place_of_an_earlier_one(issuer: Ledger) -> None:
    for day, level in (("2024-06-30", "900人"), ("2024-12-31", "1,000人")):
        metric = event(issuer, "metric-reported", name="员工人数", period=day, level=level)
        cites = f"metric/员工人数/{day}"
        link = {"plan": "plan/2024", "under": "3", "cites": cites, "use": "named"}
        issuer.record(metric, event(issuer, "evidence-linked", **link), by=BY)
    assert "900 人" in evaluation(issuer, "2024H1", cut_off="2024-08-22").text
    text = annual(issuer).text
    assert "1,000 人" in text
    assert "900 人" not in text


def test_the_opening_tells_of_the_reports_that_were_out_before(issuer: Ledger) -> None:
    told = "并于 2024 年 8 月 23 日披露了《关于公司 2024 年度“提质增效重回报”行动方案的半年度评估报告》"
    assert told in annual(issuer).text
    assert "披露了" not in evaluation(issuer, "2024H1", cut_off="2024-08-23").blocks[2].text


def test_a_plan_that_was_not_out_by_the_cut_off_is_not_evaluated(issuer: Ledger) -> None:
    with pytest.raises(NotOutYetError, match="after the cut-off 2024-02-29"):
        evaluation(issuer, "2024-01..2024-02")


# —— the next plan


def test_the_next_plan_is_given_as_committed_without_what_only_evaluations_have(issuer: Ledger) -> None:
    document = annual(issuer, with_plan="2025")
    text = document.text
    first, _, second = text.partition("第二部分")
    assert "暨 2025 年度“提质增效重回报”行动方案" in document.blocks[1].text
    assert "三、其他事宜" in first
    assert "其他事宜" not in second
    assert "制造中心" not in second, "the department in charge is the company's own affair"
    assert "本项举措计划最迟于 2025 年 12 月 31 日完成。" in second
    assert "本项举措计划于 2025 年下半年完成。" in second
    assert document.as_json()["report"] == "evaluation-and-plan"
    assert [point.zh for point in document.open_points] == [
        point.zh for point in annual(issuer).open_points
    ], "the report itself announces the plan, which is published the day after its cut-off"


def test_the_headings_of_both_parts_stand_below_them(issuer: Ledger) -> None:
    document = annual(issuer, with_plan="2025")
    levels = [(block.level, block.text[:2]) for block in document.blocks if block.kind == "heading"]
    assert [text for level, text in levels if level == 1] == ["第一", "第二"]
    assert {text for level, text in levels if level == 2} == {"一、", "二、", "三、"}
    assert "<h4>" in html.render(document)


def test_a_measure_of_the_next_plan_without_a_promise_is_open(issuer: Ledger) -> None:
    bare = event(issuer, "measure-committed", plan="plan/2025", number="2.2", heading="注重市值管理")
    issuer.record(bare, by=BY)
    points = [point.zh for point in annual(issuer, with_plan="2025").open_points]
    assert any("plan/2025 的举措 2.2 没有承诺内容" in point for point in points)


def test_only_a_later_plan_that_is_recorded_can_follow(issuer: Ledger) -> None:
    with pytest.raises(NoPlanError, match="2026"):
        annual(issuer, with_plan="2026")
    with pytest.raises(NotNextPlanError, match="2024"):
        annual(issuer, with_plan="2024")
    line = ["report", "evaluation", "2024", "--ledger", str(issuer.settings.database), "--lang", "zh"]
    done = run(*line, "--with-plan", "2026")
    assert (done.returncode, done.stdout) == (1, "")
    assert "账本中没有 2026 年度已公布的行动方案" in done.stderr
    assert run(*line, "--with-plan", "2023").returncode == 2
    assert "第二部分" in run(*line, "--cut-off", CUT_OFF, "--with-plan", "2025").stdout


def test_a_next_plan_without_measures_is_open(issuer: Ledger) -> None:
    plan = {"plan": "plan/2026", "published_on": "2026-03-01", "year": "2026", "programme": "提质增效重回报"}
    issuer.record(event(issuer, "action-plan-published", **plan, title="2026年度行动方案"), by=BY)
    document = annual(issuer, with_plan="2026")
    assert any("plan/2026 尚无举措" in point.zh for point in document.open_points)


# —— disclosures counted


def test_every_disclosure_of_the_period_is_counted_with_its_entry(issuer: Ledger) -> None:
    block = paragraph(annual(issuer), "披露定期报告")
    for said, kind in (("4", "periodic-report-published"), ("3", "announcement-published")):
        (counted,) = [
            run.positions for run in block.runs
            if run.text.strip() == said and {issuer.entry(at).kind for at in run.positions} == {kind}
        ]  # fmt: skip
        held = [entry for entry in issuer.entries() if entry.kind == kind]
        in_year = [one.position for one in held if str(one.event.occurred_on).startswith("2024")]
        assert sorted(counted) == in_year


def test_a_known_zero_is_said_and_the_unknown_is_not(issuer: Ledger, tmp_path: Path) -> None:
    third = annual(issuer, period="2024Q3").text
    assert "2024 年第三季度，公司披露定期报告 1 份（半年度报告 1 份）、临时公告 1 份。" in third
    second = annual(issuer, period="2024Q2").text
    assert "2024 年第二季度，公司披露定期报告 1 份（第一季度报告 1 份）、临时公告 0 份。" in second
    plan = {"plan": "plan/2024"}
    with loaded(tmp_path / "other", "dividend-payer") as other:
        other.record(
            event(other, "evidence-linked", **plan, under="2", cites="company", use="counted"), by=BY
        )
        document = evaluation(other, "2024H1", cut_off="2024-08-20")
    assert "披露定期报告" not in document.text
    assert "临时公告" not in document.text
    assert any("company（计数" in point.zh for point in document.open_points)


def test_a_corrected_report_is_told_apart(issuer: Ledger) -> None:
    again = {"type": "q1", "period": "2024Q1", "published_on": "2024-05-06", "edition": "corrected"}
    issuer.record(event(issuer, "periodic-report-published", **again), by=BY)
    assert "定期报告 4 份（" in annual(issuer).text
    assert "更正后的定期报告 1 份、临时公告 3 份" in annual(issuer).text


def test_numbers_that_are_missing_and_days_that_straddle_are_open(issuer: Ledger) -> None:
    for number, day in (("2024-007", "2024-12-30"), ("2024-008", "2024-12-30..2025-01-02")):
        cells = {"number": number, "title": f"公告{number}", "published_on": day}
        issuer.record(event(issuer, "announcement-published", **cells), by=BY)
    document = annual(issuer)
    points = [point.zh for point in document.open_points]
    assert "临时公告 4 份" in document.text
    assert any("在编号 2024-001 至 2024-007 之间缺 3 个（如 2024-004）" in point for point in points)
    assert any("2024-12-30..2025-01-02" in point and "未计入" in point for point in points)


def test_a_retracted_announcement_is_not_counted_but_was_before(issuer: Ledger) -> None:
    before = issuer.point(None)
    (gone,) = issuer.matter("announcement/2024-003").entries("announcement-published")
    issuer.retract(gone.position, by=BY, reason="重复记录")
    assert "临时公告 2 份" in annual(issuer).text
    assert "临时公告 3 份" in evaluation(issuer, "2024", cut_off=CUT_OFF, as_known_at=before).text
