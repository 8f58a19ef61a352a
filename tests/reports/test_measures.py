"""The life of measures in the text: revised, completed, dropped; and what topics propose as evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from half_year import BY, empty, event, run

from ledger.application import Ledger
from ledger.language import Lang
from projections.catch_up import Views
from projections.document import Document
from projections.proposals import Proposal, proposals
from projections.queries import Window
from projections.reports.evaluation import evaluation

PLAN = {"plan": "plan/2024"}
MEETING = "meeting/board/1-1"
REVISED = {"measure": "1.1", "revised_on": "2024-07-01", "commitment": "每半年召开一次“恳谈会”。"}
COMPLETED = {"measure": "1.1", "completed_on": "2024-06-30"}
DROPPED = {
    "measure": "1.1",
    "dropped_on": "2024-08-01",
    "reason": "市场变化。",
    "reason_en": "the market changed",
}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Ledger]:
    """An invented company whose plan has one chapter and one measure, begun before the plan was published."""
    with empty(tmp_path) as ledger:
        add(ledger, "company-registered", name="蓝图示例公司", name_en="Blueprint Sample Ltd")
        add(
            ledger,
            "meeting-held",
            body="board",
            term="1",
            number="1",
            held_on="2024-01-15",
            topics="investors",
        )
        add(ledger, "action-plan-published", **PLAN, year="2024", published_on="2024-04-12",
            programme="提质增效重回报", title="行动方案", title_en="Action Plan")  # fmt: skip
        add(ledger, "chapter-declared", **PLAN, number="1", title="加强沟通", title_en="Talking more")
        add(ledger, "measure-committed", **PLAN, number="1.1", heading="每季召开恳谈会",
            heading_en="Meeting every quarter", topics="investors；disclosure")  # fmt: skip
        yield ledger


def add(ledger: Ledger, slug: str, **cells: str) -> int:
    (entry,) = ledger.record(event(ledger, slug, **cells), by=BY)
    return entry.position


def link(ledger: Ledger, cites: str, use: str = "described") -> None:
    add(ledger, "evidence-linked", **PLAN, under="1.1", cites=cites, use=use)


def report(ledger: Ledger, lang: Lang = "zh", cut_off: str = "2024-08-28") -> Document:
    return evaluation(ledger, "2024H1", cut_off=cut_off, lang=lang)


def under_measure(document: Document) -> list[str]:
    """The heading of the measure and what follows it, without the furniture at the end."""
    texts = [block.text for block in document.blocks]
    headings = [at for at, block in enumerate(document.blocks) if (block.kind, block.level) == ("heading", 2)]
    return texts[headings[0] : -3] if headings else []


def test_what_was_done_before_the_plan_was_published_is_evidence_too(small: Ledger) -> None:
    link(small, MEETING)
    assert under_measure(report(small))[1:] == ["2024 年 1 月 15 日，公司召开董事会。"]


def test_a_measure_is_quoted_as_revised_with_the_day_and_the_reason(small: Ledger) -> None:
    link(small, MEETING)
    at = add(small, "measure-revised", **PLAN, **REVISED, heading="每半年召开恳谈会", reason="统筹安排")
    document = report(small)
    assert under_measure(document) == [
        "1、“每半年召开恳谈会”方面",
        (
            "2024 年 7 月 1 日，公司对本项举措作出调整，原因为统筹安排，"
            "调整后的内容为：“每半年召开一次‘恳谈会’”。"
        ),
        "2024 年 1 月 15 日，公司召开董事会。",
    ]
    assert {at} <= {position for block in document.blocks for run in block.runs for position in run.positions}
    assert under_measure(report(small, cut_off="2024-06-30"))[0] == "1、“每季召开恳谈会”方面"


def test_each_revision_is_told_and_the_last_one_holds(small: Ledger) -> None:
    add(small, "measure-revised", **PLAN, **REVISED, heading="每半年召开恳谈会")
    add(small, "measure-revised", **PLAN, **REVISED | {"revised_on": "2024-08-01", "commitment": "每年一次"})
    heading, told = under_measure(report(small))
    assert heading == "1、“每半年召开恳谈会”方面", "a revision that keeps the wording keeps the last one"
    assert told.count("调整后的内容为") == 2
    assert told.index("每半年召开一次") < told.index("每年一次")


def test_a_completed_measure_says_so_after_what_was_done(small: Ledger) -> None:
    link(small, MEETING)
    add(
        small,
        "measure-completed",
        **PLAN,
        **COMPLETED,
        result="恳谈会已按计划召开。",
        result_en="all were held",
    )
    assert under_measure(report(small))[-1] == (
        "2024 年 6 月 30 日，公司完成本项举措，成效为：恳谈会已按计划召开。"
    )
    assert under_measure(report(small, "en"))[-1] == (
        "On 30 June 2024, the Company completed this measure, with this result: all were held."
    )


def test_a_measure_that_was_completed_needs_no_evidence(small: Ledger) -> None:
    assert any("1.1" in point.zh for point in report(small).open_points)
    add(small, "measure-completed", **PLAN, **COMPLETED)
    document = report(small)
    assert under_measure(document)[1:] == ["2024 年 6 月 30 日，公司完成本项举措。"]
    assert document.open_points == ()


def test_a_dropped_measure_is_listed_with_its_reason_and_not_evaluated(small: Ledger) -> None:
    link(small, MEETING)
    add(small, "measure-dropped", **PLAN, **DROPPED)
    assert under_measure(report(small)) == [
        "1、“每季召开恳谈会”方面",
        "2024 年 8 月 1 日，公司终止实施本项举措，原因为市场变化，本报告不再对其进行评估。",
    ]
    assert under_measure(report(small, "en"))[1] == (
        "On 1 August 2024, the Company dropped this measure (reason: the market changed); "
        "this report evaluates it no longer."
    )
    assert report(small).open_points == ()


def test_a_measure_dropped_after_the_cut_off_is_evaluated(small: Ledger) -> None:
    link(small, MEETING)
    add(small, "measure-dropped", **PLAN, **DROPPED)
    assert under_measure(report(small, cut_off="2024-07-31"))[1:] == ["2024 年 1 月 15 日，公司召开董事会。"]


def test_what_has_no_english_is_left_out_of_the_sentence_and_open(small: Ledger) -> None:
    add(small, "measure-revised", **PLAN, **REVISED, reason="统筹安排")
    document = report(small, "en")
    assert under_measure(document)[1] == "On 1 July 2024, the Company revised this measure."
    told = [point.en for point in document.open_points]
    assert sum("in Chinese only and left out" in point for point in told) == 2


def test_a_measure_in_no_chapter_is_told_and_open_and_one_without_a_dot_is_its_own(small: Ledger) -> None:
    for number in ("2.1", "3"):
        add(small, "measure-committed", **PLAN, number=number, heading=f"举措{number}")
        add(small, "statement-made", **PLAN, under=number, scope="period", zh=f"公司落实举措{number}。")
    document = report(small)
    assert "“举措 2.1”方面\n2024 年上半年，公司落实举措 2.1。" in document.text
    assert "3、“举措 3”方面\n2024 年上半年，公司落实举措 3。" in document.text
    assert [point.zh for point in document.open_points if "章" in point.zh] == [
        "举措 2.1 不属于任何章；请先设第 2 章"
    ]


def test_chapters_within_a_chapter_keep_their_measures(small: Ledger) -> None:
    add(small, "chapter-declared", **PLAN, number="1.2", title="分章")
    add(small, "measure-committed", **PLAN, number="1.2.1", heading="内层举措")
    add(small, "statement-made", **PLAN, under="1.2.1", scope="period", zh="公司落实内层举措。")
    assert report(small).text.count("“内层举措”方面") == 1


def test_a_revision_after_the_end_is_odd(small: Ledger) -> None:
    add(small, "measure-completed", **PLAN, **COMPLETED)
    add(small, "measure-revised", **PLAN, **REVISED)
    odd = [what.zh for _, what in small.matter("plan/2024").irregularities()]
    assert "举措 1.1 已经完成或终止，其后又有调整" in odd


def test_status_shows_a_measure_as_it_is_worded_now_and_what_became_of_it(small: Ledger) -> None:
    add(small, "measure-revised", **PLAN, **REVISED, heading="每半年召开恳谈会")
    add(small, "measure-dropped", **PLAN, **DROPPED)
    done = run("plan", "status", "--ledger", str(small.settings.database), "--lang", "zh", "--json")
    chapter, measure = json.loads(done.stdout)
    assert (chapter["title"], chapter["state"]) == ("加强沟通", [])
    assert (measure["title"], measure["missing"]) == ("每半年召开恳谈会", [])
    assert measure["state"] == ["调整举措 2024-07-01", "终止举措 2024-08-01"]


# —— what topics propose


def proposed(ledger: Ledger, period: str = "2024H1") -> list[Proposal]:
    with Views.of(ledger).at() as reading:
        return list(proposals(ledger, reading, ledger.matter("plan/2024"), Window.of(period)))


def announce(ledger: Ledger, number: str, day: str, topics: str = "disclosure") -> str:
    cells = {"number": number, "title": f"公告{number}", "published_on": day, "topics": topics}
    add(ledger, "announcement-published", **cells)
    return f"announcement/{number}"


def test_topics_propose_what_the_window_has_on_them_in_the_order_of_days(small: Ledger) -> None:
    late, early = (announce(small, f"2024-00{at}", day) for at, day in ((2, "2024-05-02"), (1, "2024-02-01")))
    announce(small, "2024-003", "2024-07-02")
    announce(small, "2024-004", "2024-03-02", "charter")
    assert [one.cites for one in proposed(small)] == [MEETING, early, late]
    assert [one.use for one in proposed(small)] == ["described", "named", "named"]


def test_what_is_linked_or_refused_is_proposed_no_more(small: Ledger) -> None:
    cites = announce(small, "2024-001", "2024-02-01")
    link(small, MEETING)
    assert [one.cites for one in proposed(small)] == [cites]
    add(small, "evidence-unlinked", **PLAN, under="1.1", cites=cites)
    assert proposed(small) == []
    link(small, cites, "named")
    assert proposed(small) == []


def test_what_was_linked_and_then_unlinked_is_refused(small: Ledger) -> None:
    link(small, MEETING)
    add(small, "evidence-unlinked", **PLAN, under="1.1", cites=MEETING)
    assert proposed(small) == []


def test_the_meetings_of_a_linked_body_are_not_proposed(small: Ledger) -> None:
    link(small, "body/board", "counted")
    assert proposed(small) == []


def test_an_item_is_proposed_apart_from_its_meeting(small: Ledger) -> None:
    add(small, "resolution-passed", meeting=MEETING, item="1", title="议案", topics="investors")
    assert [one.cites for one in proposed(small)] == [MEETING, f"{MEETING}#1"]
    link(small, f"{MEETING}#1")
    assert proposed(small) == [], "the meeting that the linked item was passed at is told with it"
    add(small, "resolution-passed", meeting=MEETING, item="2", title="议案二", topics="investors")
    assert [one.cites for one in proposed(small)] == [f"{MEETING}#2"]


def test_a_dropped_measure_asks_for_nothing(small: Ledger) -> None:
    assert proposed(small)
    add(small, "measure-dropped", **PLAN, **DROPPED)
    assert proposed(small) == []


def test_the_command_that_is_proposed_makes_the_link(small: Ledger) -> None:
    at = str(small.settings.database)
    done = run("plan", "propose", "--ledger", at, "--lang", "zh", "--json")
    (told,) = json.loads(done.stdout)
    expected: dict[str, Any] = {
        "under": "1.1", "cites": MEETING, "use": "described", "days": "2024-01-15",
        "topics": ["investors"], "positions": [3], "entry": "2024 年 1 月 15 日董事会召开会议",
        "command": f"ledger plan link 1.1 {MEETING} --as described",
    }  # fmt: skip
    assert told == expected
    linked = run(*told["command"].split()[1:], "--ledger", at, "--by", BY)
    assert linked.returncode == 0, linked.stderr
    again = run("plan", "propose", "--ledger", at, "--json")
    assert (again.returncode, json.loads(again.stdout)) == (0, [])
