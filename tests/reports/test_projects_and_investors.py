"""Projects, milestones and investor relations in the half-year evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from half_year import BY, bare, empty, event, report
from places import table, under
from test_half_year_2024 import patterns

from ledger.application import Ledger
from ledger.language import Lang
from projections.document import Document, positions_of, text_of
from projections.render import html
from projections.reports.evaluation import evaluation

PLAN = "plan/2024"
ALPHA = "project/alpha"


@pytest.fixture(scope="module")
def ledger(loaded_half_year: Path) -> Iterator[Ledger]:
    with Ledger(loaded_half_year) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(ledger: Ledger) -> Document:
    return report(ledger)


def test_what_was_raised_is_never_told_as_the_whole_investment(document: Document) -> None:
    assert "5,295.80" not in document.text
    assert "9,837.61" not in document.text


def test_no_cell_has_chinese_without_entries_but_patterns(document: Document) -> None:
    unfounded = {
        bare(run.text)
        for run in table(document).every_run
        if not run.positions and len(re.findall(r"[一-鿿]", run.text)) > 4
    }
    assert unfounded - patterns() == set()


def test_a_qualified_number_is_never_shown_as_exact(document: Document) -> None:
    told = bare("".join(block.text for block in under(document, "3")))
    assert "30余条" in told
    assert not re.search(r"30条|答复30", told)


def test_every_link_of_the_table_leads_to_an_entry(document: Document) -> None:
    assert set(positions_of([table(document)])) <= set(document.sources)
    page = html.render(document)
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(re.findall(r'id="([^"]*)"', page))


def test_the_english_table_leaves_out_what_has_no_english_and_says_so(ledger: Ledger) -> None:
    told = report(ledger, "en")
    assert not re.findall(r"[一-鿿]+", told.text)
    assert [text_of(head) for head in table(told).header][:3] == [
        "Project", "Total investment planned", "Spent (as of 30 June 2024)",
    ]  # fmt: skip
    columns = set(map(len, (table(told).header, *table(told).rows)))
    prose = sum("which the table therefore leaves out" in point.en for point in told.open_points)
    assert (columns, prose) in [({5}, 6), ({8}, 0)]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Ledger]:
    """A plan with one measure, and nothing in it."""
    with empty(tmp_path) as opened:
        for one in (
            event(opened, "company-registered", name="甲公司", name_en="Alpha Co."),
            event(opened, "action-plan-published", plan=PLAN, published_on="2024-04-26", year="2024",
                  programme="提质增效重回报", title="行动方案", title_en="plan"),
            event(opened, "chapter-declared", plan=PLAN, number="1", title="章", title_en="Chapter"),
            event(opened, "project-registered", project=ALPHA, name="甲项目", name_en="Project A",
                  funding_basis="total", planned="100.00万元", due_on="2024-12-31"),
        ):  # fmt: skip
            opened.record(one, by=BY)
        yield opened


def told(ledger: Ledger, lang: Lang = "zh", cut_off: str = "2024-08-28") -> Document:
    return evaluation(ledger, "2024H1", cut_off=cut_off, lang=lang)


def add(ledger: Ledger, cites: str, use: str, *cells: dict[str, str]) -> None:
    """Record events, and link what they are of to the chapter."""
    events = [event(ledger, slug, **rest) for slug, rest in ((one.pop("kind"), one) for one in cells)]
    for one in (*events, event(ledger, "evidence-linked", plan=PLAN, under="1", cites=cites, use=use)):
        ledger.record(one, by=BY)


def progress(**cells: str) -> dict[str, str]:
    return {"kind": "project-progress-reported", "project": ALPHA, "funding_basis": "total", **cells}


def spent(document: Document) -> str:
    heads = [bare(text_of(head)).partition("（")[0] for head in table(document).header]
    return text_of(table(document).rows[0][heads.index("已投入金额")])


def test_the_sum_spent_is_the_last_one_known_by_the_cut_off(small: Ledger) -> None:
    add(small, ALPHA, "described", progress(as_of="2024-06-30", spent="40.00万元"),
        progress(as_of="2024-12-31", spent="90.00万元"),
        progress(as_of="2024-03-31", spent="20.00万元"))  # fmt: skip
    assert spent(told(small)) == "40.00"
    assert spent(told(small, cut_off="2024-12-31")) == "90.00"
    assert bare(text_of(table(told(small)).header[2])) == "已投入金额（截至2024年6月30日）"


def test_a_sum_of_raised_funds_alone_leaves_the_cell_empty(small: Ledger) -> None:
    add(small, ALPHA, "described", progress(as_of="2024-06-30", spent="40.00万元", funding_basis="raised"))
    assert spent(told(small)) == ""


def test_a_project_that_was_put_off_is_due_on_its_new_day(small: Ledger) -> None:
    add(small, ALPHA, "described", {"kind": "schedule-changed", "project": ALPHA, "changed_on": "2024-08-01",
                                    "due_from": "2024-12-31", "due_to": "2025-06-30"})  # fmt: skip
    assert bare(text_of(table(told(small)).rows[0][3])) == "2025年6月30日"
    assert bare(text_of(table(told(small, cut_off="2024-07-31")).rows[0][3])) == "2024年12月31日"


def milestone(slug: str, **cells: str) -> dict[str, str]:
    return {"kind": slug, "project": ALPHA, "milestone": "m", **cells}


def test_a_milestone_is_told_as_it_stood_by_the_cut_off(small: Ledger) -> None:
    add(small, ALPHA, "named",
        milestone("milestone-planned", title="样片的返回", title_en="the return of samples",
                  due_on="2024-09"),
        milestone("schedule-changed", changed_on="2024-08-01", due_from="2024-09", due_to="2024-10-start",
                  direction="delayed", reason="排期递延", reason_en="the schedule slipped"),
        milestone("milestone-reached", title="样片返回", title_en="the samples returned",
                  reached_on="2024-10-08"))  # fmt: skip
    for cut_off, expected in (
        ("2024-07-31", "预计2024年9月样片的返回。"),
        ("2024-08-28", "因排期递延，样片的返回延期，现预计时间为2024年10月初（此前为2024年9月）。"),
        ("2024-10-31", "2024年10月8日，样片返回。"),
    ):
        assert expected in bare(told(small, cut_off=cut_off).text)
    assert (
        "The return of samples is delayed and now expected at the beginning of October 2024, "
        "before: September 2024, because the schedule slipped."
    ) in told(small, "en").text


def test_exact_visits_add_up_and_others_stand_by_themselves(small: Ledger) -> None:
    for day, times in (("2024-05-13", ""), ("2024-05-20", "3次"), ("2024-09-02", "5次")):
        cells = {"kind": "investors-received", "received_on": day, "investor_class": "small"}
        add(small, f"investors/{day}-visits", "counted", cells | ({"times": times} if times else {}))
    assert "2024年上半年，公司接待中小投资者调研4次。" in bare(told(small).text)
    add(small, "investors/2024-06-03-visits", "counted",
        {"kind": "investors-received", "received_on": "2024-06-03", "times": "10余次",
         "investor_class": "small"})  # fmt: skip
    found = bare(told(small).text)
    assert "10余次" in found
    assert "14次" not in found


def test_what_may_lie_outside_the_period_is_not_counted_but_left_open(small: Ledger) -> None:
    add(small, "investors/2024-visits", "counted",
        {"kind": "investors-received", "received_on": "2024", "times": "9次"})  # fmt: skip
    document = told(small)
    assert "9次" not in bare(document.text)
    assert any("correct its day" in point.en for point in document.open_points)


@pytest.mark.parametrize(("role", "verb"), [("host", "举办"), ("participant", "参加"), ("", "参加或举办")])
def test_a_briefing_is_held_or_attended_as_recorded(small: Ledger, role: str, verb: str) -> None:
    cells = {"kind": "briefing-held", "type": "results", "title": "说明会", "held_on": "2024-05-20"}
    add(small, "investors/2024-说明会", "named", cells | ({"role": role} if role else {}))
    assert f"2024年5月20日，公司{verb}“说明会”。" in bare(told(small).text)
