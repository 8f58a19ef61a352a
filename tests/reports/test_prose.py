"""What a board secretary strikes out of a report: claims that nobody made, stale words, clumsy amounts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from half_year import BY, empty, event, report
from test_issuers import HERE

from ledger.application import Ledger
from ledger.values import Quantity
from projections.document import Document
from projections.reports.evaluation import evaluation
from projections.reports.evaluation.amounts import english

PLAN = {"plan": "plan/2024"}
PUBLISHED = {"published_on": "2024-04-26", "year": "2024", "programme": "行动", "title": "方案"}
GOLDEN = sorted((HERE / "golden").glob("*.md"))
HALF, ANNUAL = ("2024H1", "2024-08-28"), ("2024", "2025-03-27")
"""Periods with the days up to which is told."""
Told = tuple[str, dict[str, str]]


def told(ledger: Ledger, span: tuple[str, str]) -> Document:
    return evaluation(ledger, span[0], cut_off=span[1])


def told_of(folder: Path, cited: str, use: str, *events: Told, span: tuple[str, str]) -> Document:
    """The report of a ledger that holds the events and a plan with one chapter, which links them."""
    plan: list[Told] = [
        ("action-plan-published", PLAN | PUBLISHED),
        ("chapter-declared", PLAN | {"number": "1", "title": "章"}),
        ("evidence-linked", PLAN | {"under": "1", "cites": cited, "use": use}),
        ("disclosure-cleared", PLAN | {"cites": cited, "reason": "随报告披露"}),
    ]
    with empty(folder) as ledger:
        for slug, cells in [*events, *plan]:
            ledger.record(event(ledger, slug, **cells), by=BY)
        return told(ledger, span)


def open_points(document: Document) -> str:
    return "\n".join(point.zh for point in document.open_points)


@pytest.mark.parametrize("golden", [one for one in GOLDEN if ".en." in one.name], ids=lambda one: one.name)
def test_english_has_no_chinese_and_says_the_currency_before_the_number(golden: Path) -> None:
    text = golden.read_text("utf-8")
    assert not re.search("[一-鿿]", text)
    assert not re.search(r"\d (?:(?:thousand|million|billion) )?CNY", text)


@pytest.mark.parametrize("golden", [one for one in GOLDEN if ".zh." in one.name], ids=lambda one: one.name)
def test_titles_in_quotation_marks_are_parted_and_nothing_is_punctuated_twice(golden: Path) -> None:
    text = golden.read_text("utf-8")
    assert not re.search("”“|[，。；：、]{2}|，）|（）|“”|《》", text)


@pytest.mark.parametrize(("stated", "words"), [
    ("at least CNY 20 million", "at least CNY 20 million"),
    ("about USD 1.50 million", "about USD 1.50 million"),
    ("不低于人民币1,500万元（含本数）", "at least CNY 15 million (inclusive)"),
    ("over 30 patents", "over 30 patents"),
])  # fmt: skip
def test_an_amount_says_its_currency_first_and_its_digits_as_stated(stated: str, words: str) -> None:
    assert english(Quantity.parse(stated)) == words


def test_trainings_that_are_named_are_not_counted(half_year: Ledger) -> None:
    assert not re.search(r"培训 \d+ 项", report(half_year).text)
    assert not re.search(r"\d+ trainings", report(half_year, "en").text)


def test_what_is_left_out_of_the_charter_is_not_said_to_stand_in_chinese(half_year: Ledger) -> None:
    points = [point.en for point in report(half_year, "en").open_points if "clauses" in point.en]
    assert points == ["the clauses of #50 have no English name and are left out"]
    assert not any("利润分配相关条款" in point.en for point in report(half_year, "en").open_points)


@pytest.mark.parametrize(("renamed", "body"), [(False, "股东大会"), (True, "股东会")])
def test_the_shareholders_are_called_as_they_were_in_the_period(
    tmp_path: Path, renamed: bool, body: str
) -> None:
    approved = {"plan": "incentive/1", "approved_on": "2024-05-28", "title": "激励计划"}
    called = {"body": "shareholders", "title": "股东会", "type": "shareholders"}
    events: list[Told] = [("body-established", called)] if renamed else []
    events.append(("incentive-plan-approved", approved | {"instrument": "restricted-2"}))
    half = told_of(tmp_path, "incentive/1", "described", *events, span=HALF)
    assert f"2024 年 5 月 28 日，公司{body}审议通过激励计划" in half.text


def test_a_figure_of_the_year_waits_for_the_year(tmp_path: Path) -> None:
    metric = "metric-reported", {"name": "营业收入", "period": "2024", "level": "8亿元"}
    half = told_of(tmp_path, "metric/营业收入/2024", "named", metric, span=HALF)
    assert "营业收入" not in half.text
    assert "没有本期可述的内容" in open_points(half)
    with Ledger(tmp_path) as ledger:
        assert "2024 年，公司营业收入为 8 亿元" in told(ledger, ANNUAL).text


@pytest.mark.parametrize("kind", ["buyback", "holding"])
def test_figures_that_the_period_has_left_behind_are_open(tmp_path: Path, kind: str) -> None:
    cells = {"as_of": "2024-06-30", "shares": "300"}
    if kind == "buyback":
        begun = "buyback-approved", {"buyback": "buyback/1", "approved_on": "2024-03-04",
                                     "window": "2024-03-04..2025-09-03"}  # fmt: skip
        so_far = "buyback-progress-reported", {"buyback": "buyback/1"} | cells
        matter = "buyback/1"
    else:
        holder = {"holder": "Z Ltd", "plan_ref": "2024"}
        begun = "holding-increase-announced", holder | {"announced_on": "2024-03-04"}
        matter = "holding/z-ltd/2024"
        so_far = "holding-progress-reported", {"holding": matter, "direction": "increase"} | cells
    year = told_of(tmp_path, matter, "described", begun, so_far, span=ANNUAL)
    assert f"{matter}：最近的数据（#3）截至 2024-06-30，早于 2024 期末" in open_points(year)
    with Ledger(tmp_path) as ledger:
        assert "最近的数据" not in open_points(told(ledger, HALF))


def test_an_outlook_without_a_day_was_said_in_the_report_that_was_issued_after_it(tmp_path: Path) -> None:
    said = PLAN | {"under": "1"}
    issued = {"report": "evaluation", "period": "2024H1", "cut_off": HALF[1], "disclosed_on": HALF[1]}
    with empty(tmp_path) as ledger:
        for slug, cells in [
            ("action-plan-published", PLAN | PUBLISHED),
            ("chapter-declared", PLAN | {"number": "1", "title": "章"}),
            ("statement-made", said | {"scope": "forward", "zh": "公司重视信息披露。"}),
            ("outlook-stated", said | {"zh": "公司将试行英文披露。"}),
            ("report-issued", issued),
        ]:
            ledger.record(event(ledger, slug, **cells), by=BY)
        half, year = told(ledger, HALF), told(ledger, ANNUAL)
        assert "试行" in half.text
        assert "展望" not in open_points(half)
        assert "试行" in year.text
        assert "1：展望 #5 作于 2024 期末以前" in open_points(year)
        anew = event(ledger, "outlook-stated", **said, zh="公司将扩大英文披露。", stated_on=ANNUAL[1])
        ledger.record(anew, by=BY)
        half, year = told(ledger, HALF), told(ledger, ANNUAL)
        assert ("试行" in half.text, "扩大" in half.text) == (True, False)
        assert ("试行" in year.text, "扩大" in year.text) == (False, True)
        assert "公司重视信息披露" in half.text
        assert "公司重视信息披露" in year.text
