"""Measures 1.1, 1.2 and 2.2 of the half-year of 2024: business, buyback and holder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from half_year import bare, contents, empty, event, report
from places import under

from ledger.application import Ledger
from projections.document import Document

BUYBACK = {"buyback": "buyback/2024"}
PLAN = {"plan": "plan/2024"}


@pytest.fixture(scope="module")
def ledger(loaded_half_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = shutil.copytree(loaded_half_year, tmp_path_factory.mktemp("reports") / "ledger")
    with Ledger(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(ledger: Ledger) -> Document:
    return report(ledger)


@pytest.mark.parametrize("measure", ["1.1", "1.2", "2.2"])
def test_every_figure_has_an_entry_that_holds_it(ledger: Ledger, document: Document, measure: str) -> None:
    for block in under(document, measure):
        for run in block.runs:
            for number in re.findall(r"\d[\d,.]*\d|\d", run.text):
                if run.text.strip() not in ("2024 年上半年，", "2024 年以来，"):
                    assert any(number in contents(ledger.entry(at)) for at in run.positions), run.text


def test_an_announcement_number_is_said_once(document: Document) -> None:
    told = bare("".join(block.text for block in under(document, "2.2")))
    assert re.findall(r"（公告编号：([\d-]+)）", told) == ["2024-014", "2024-008"]


def told_of(cited: str, use: str, *events: tuple[str, dict[str, str]], folder: Path, lang: str = "zh") -> str:
    """What the report says of a matter, from the events given."""
    plan = [
        (
            "action-plan-published",
            PLAN | {"published_on": "2024-04-26", "year": "2024", "programme": "行动", "title": "方案"},
        ),
        ("chapter-declared", PLAN | {"number": "1", "title": "章", "title_en": "Chapter"}),
        ("evidence-linked", PLAN | {"under": "1", "cites": cited, "use": use}),
        ("disclosure-cleared", PLAN | {"cites": cited, "reason": "随报告披露"}),
    ]
    folder.mkdir(exist_ok=True)
    with empty(folder) as ledger:
        for slug, cells in [*events, *plan]:
            ledger.record(event(ledger, slug, **cells), by="林")
        told = report(ledger, "en" if lang == "en" else "zh")
    return "".join(block.text for block in told.blocks[3:-3])


APPROVED = ("buyback-approved", BUYBACK | {"approved_on": "2024-03-04", "window": "2024-03-04..2024-09-03"})


def progress(day: str, shares: str) -> tuple[str, dict[str, str]]:
    return "buyback-progress-reported", BUYBACK | {"as_of": day, "shares": shares}


def test_of_cumulative_figures_the_last_of_the_period_and_the_last_after_it_are_said(tmp_path: Path) -> None:
    reports = [progress(day, shares) for day, shares in [
        ("2024-03-31", "100股"), ("2024-06-30", "300股"), ("2024-07-31", "500股"), ("2024-09-02", "900股"),
    ]]  # fmt: skip
    told = told_of("buyback/2024", "described", APPROVED, *reports, folder=tmp_path)
    assert re.findall(r"截至 (.+?)，公司累计回购股份 (\d+) 股", told) == [
        ("2024 年 6 月 30 日", "300"), ("2024 年 7 月 31 日", "500"),
    ]  # fmt: skip


def test_a_known_zero_is_said_and_trades_are_not_added_to_cumulative_figures(tmp_path: Path) -> None:
    none = told_of("buyback/2024", "described", APPROVED, progress("2024-03-31", "0"), folder=tmp_path / "a")
    assert "截至 2024 年 3 月 31 日，公司尚未回购股份，回购方案仍在实施。" in none
    trades = [("shares-repurchased", BUYBACK | {"traded_on": f"2024-04-{day}", "shares": "50"})
              for day in (10, 11)]  # fmt: skip
    only = told_of("buyback/2024", "described", APPROVED, *trades, folder=tmp_path / "b")
    assert "2024 年上半年，公司回购股份 100 股。" in only
    both = told_of("buyback/2024", "described", APPROVED, *trades, progress("2024-04-30", "100"),
                   folder=tmp_path / "c")  # fmt: skip
    assert both.count("100 股") == 1


def test_a_buyback_that_ended_is_not_under_way(tmp_path: Path) -> None:
    cells = {"completed_on": "2024-06-20", "shares": "300", "fees": "excluded"}
    ended = "buyback-completed", BUYBACK | cells | {"cash_as_stated": "约3,000元", "announcement": "2024-050"}
    told = told_of("buyback/2024", "described", APPROVED, progress("2024-06-30", "300"), ended,
                   folder=tmp_path)  # fmt: skip
    assert "仍在实施" not in told
    assert ("2024 年 6 月 20 日，本次回购实施完毕，累计回购股份 300 股，资金总额约 3,000 元"
            "（不含印花税、交易佣金等交易费用）（公告编号：2024-050）。") in told  # fmt: skip


def test_changes_end_and_use_of_a_buyback_are_said_in_their_order(tmp_path: Path) -> None:
    events = [
        APPROVED,
        ("treasury-shares-cancelled", BUYBACK | {"cancelled_on": "2024-08-02", "shares": "100"}),
        ("treasury-shares-used", BUYBACK | {"used_on": "2024-08-01", "shares": "100", "use": "incentive"}),
        ("buyback-terminated", BUYBACK | {"terminated_on": "2024-07-31", "shares": "300", "low": "10.1元",
         "high": "11元"}),
        ("buyback-changed", BUYBACK | {"changed_on": "2024-05-29", "changes": "调整价格上限",
         "price_cap": "19.70元"}),
    ]  # fmt: skip
    told = told_of("buyback/2024", "described", *events, folder=tmp_path)
    assert told.partition("。2024 年 5 月 29 日，")[2] == (
        "公司变更股份回购方案：调整价格上限，变更后价格不超过每股人民币 19.70 元。"
        "2024 年 7 月 31 日，公司终止本次回购，累计回购股份 300 股，"
        "成交价格为每股人民币 10.10 元至人民币 11.00 元。"
        "2024 年 8 月 1 日，公司使用已回购股份 100 股，用于股权激励。"
        "2024 年 8 月 2 日，公司注销已回购股份 100 股。"
    )


HOLDER, HOLDING = {"holder": "Z Ltd", "plan_ref": "2024"}, {"holding": "holding/z-ltd/2024"}


def test_a_reduction_is_told_like_an_increase(tmp_path: Path) -> None:
    cells = {"announced_on": "2024-02-01", "rank": "董事", "ceiling": "不超过100万股", "method": "block"}
    shares = {"2024-05-01": "0", "2024-08-01": "2000"}
    events = [("holding-reduction-announced", HOLDER | cells | {"announcement": "2024-009"})]
    events += [
        ("holding-progress-reported", HOLDING | {"as_of": day, "direction": "reduction", "shares": count})
        for day, count in shares.items()
    ]
    zh = told_of("holding/z-ltd/2024", "described", *events, folder=tmp_path / "zh")
    assert zh.endswith(
        "2024 年 2 月 1 日，公司董事Z Ltd计划减持公司股份，采用大宗交易方式，数量不超过 100 万股"
        "（公告编号：2024-009）。截至 2024 年 5 月 1 日，该股东尚未交易公司股份。"
        "截至 2024 年 8 月 1 日，该股东累计减持公司股份 2,000 股。"
    )
    en = told_of("holding/z-ltd/2024", "described", *events, folder=tmp_path / "en", lang="en")
    assert "On 1 February 2024, Z Ltd, a director, planned to reduce its holding by block trades, " in en
    assert "of at most 1 million shares (announcement 2024-009). As of 1 May 2024, the holder had " in en


def test_an_increase_that_may_end_after_the_cut_off_is_not_said_to_have_ended_by_it(tmp_path: Path) -> None:
    done = "holding-increase-completed", HOLDING | {"completed_on": "2024-05..2024-09", "shares": "2000"}
    plan = "holding-increase-announced", HOLDER | {"announced_on": "2024-02-01"}
    told = told_of("holding/z-ltd/2024", "described", plan, done, folder=tmp_path)
    assert "截至" not in told
    assert "2024 年 5 月至 2024 年 9 月，该股东累计增持公司股份 2,000 股" in told


def metric(**cells: str) -> tuple[str, dict[str, str]]:
    return "metric-reported", {"name": "营业收入", "name_en": "revenue", "period": "2024Q1"} | cells


@pytest.mark.parametrize(("cells", "zh", "en"), [
    ({"level": "近70款"}, "公司营业收入近 70 款。", "The revenue was nearly 70."),
    ({"level": "5亿元", "relation": "exceeds", "compared_with": "2023"},
     "公司营业收入为 5 亿元，超过 2023 年的水平。",
     "The revenue was CNY 500 million, exceeding that of 2023."),
    ({"level": "12,345元", "display_unit": "万元", "display_decimals": "2"},
     "公司营业收入为 1.23 万元。", "The revenue was CNY 12.3 thousand."),
    ({"level": "2亿美元"}, "公司营业收入为 2 亿美元。", "The revenue was USD 200 million."),
    ({"relation": "decline", "change": "3%", "compared_with": "2023Q4"},
     "公司营业收入较 2023 年第四季度下降 3%。",
     "The revenue fell by 3% compared with the fourth quarter of 2023."),
])  # fmt: skip
def test_a_metric_is_said_as_it_was_stated(tmp_path: Path, cells: dict[str, str], zh: str, en: str) -> None:
    for lang, sentence in (("zh", zh), ("en", en)):
        told = told_of("metric/营业收入/2024Q1", "named", metric(**cells), folder=tmp_path / lang, lang=lang)
        first = sentence[:1].lower() + sentence[1:]
        assert told.endswith(first), told


def test_a_change_that_cannot_be_checked_is_an_open_point_until_its_base_is_recorded(
    half_year: Ledger,
) -> None:
    def unchecked() -> list[str]:
        told = report(half_year).open_points
        return [point.zh for point in told if "无法核对" in point.zh and "营业收入" in point.zh]

    assert "2.02%" in "".join(unchecked())
    (revenue,) = [entry for entry in half_year.entries() if getattr(entry.event, "name", "") == "营业收入"]
    cells = revenue.event.cells() | {"prior": "37325.25 万元"}
    half_year.correct(
        revenue.position,
        type(revenue.event).model_validate(cells),
        by="林",
        reason="补记上年同期",
        completion=True,
    )
    assert unchecked() == []
