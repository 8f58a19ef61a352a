"""The draft: written, edited, read back; nothing is lost, overwritten or taken for what it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from half_year import BY, empty, event, report, run
from hypothesis import HealthCheck, given, settings
from texts import TEXTS

from ledger.application import Ledger
from ledger.entry import Entry
from ledger.errors import LedgerError
from ledger.language import Lang
from projections.reports.evaluation import evaluation
from projections.reports.evaluation.comparison import Reason
from projections.reports.evaluation.draft import draft_of, origin_of
from projections.reports.evaluation.marks import guarded
from projections.reports.evaluation.redraft import Redraft, redraft
from projections.reports.evaluation.regions import Regions

NAME = "草稿.md"
PLACE = "【新陈述｜举措 1.2｜位置 3.1｜时间 报告期内｜部门】\n"
EMPTY = "\n【英文】\n\n【完】\n"
WHY = Reason("修改", "删去")


def drafted(ledger: Ledger, lang: Lang = "zh") -> str:
    document = evaluation(ledger, "2024H1", cut_off="2024-08-28", lang=lang, draft=True)
    return draft_of(document, origin_of(ledger)).text


def compared(ledger: Ledger, text: str, reason: Reason = WHY) -> Redraft:
    return redraft(ledger, NAME, text.encode(), reason)


def taken(ledger: Ledger, text: str, reason: Reason = WHY) -> list[Entry]:
    """What is recorded of an edited draft; nothing is wrong with it."""
    told = compared(ledger, text, reason)
    assert not told.problems, [one.text("zh") for one in told.problems]
    return ledger.record(*told.changes, by=BY) if told.changes else []


def wrong(ledger: Ledger, text: str, reason: Reason = WHY) -> list[str]:
    """What is wrong with an edited draft."""
    return [one.text("zh") for one in compared(ledger, text, reason).problems]


def filled(text: str, zh: str, en: str = "", place: str = PLACE) -> str:
    """The draft with something written in an empty place."""
    assert place + EMPTY in text
    return text.replace(place + EMPTY, f"{place}\n{zh}\n\n【英文】\n\n{en}\n\n【完】\n")


def stated(ledger: Ledger, zh: str) -> Entry:
    """The standing statement with this in it."""
    (found,) = [
        held.entry for held in ledger.matter("plan/2024").standing
        if zh in str(getattr(held.entry.event, "zh", ""))
    ]  # fmt: skip
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_draft_that_nobody_edited_changes_nothing(half_year: Ledger, lang: Lang) -> None:
    told = compared(half_year, drafted(half_year, lang))
    assert (told.changes, told.problems, told.notes) == ([], [], [])
    assert told.read == told.known == 27


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("period", "with_plan"), [("2024", "2025"), ("2024", None), ("2024Q3", None)])
def test_a_draft_of_any_period_or_of_two_plans_reads_back(
    half_year: Ledger, lang: Lang, period: str, with_plan: str | None
) -> None:
    plan = {"plan": "plan/2025"}
    half_year.record(
        event(half_year, "action-plan-published", **plan, published_on="2025-04-20", year="2025",
              programme="提质增效重回报", title="2025年度行动方案"),
        event(half_year, "measure-committed", **plan, number="1.1", heading="甲", commitment="乙"),
        event(half_year, "outlook-stated", **plan, under="1.1", zh="将来。"),
        by=BY,
    )  # fmt: skip
    document = evaluation(half_year, period, cut_off="2025-04-25", lang=lang, with_plan=with_plan, draft=True)
    text = draft_of(document, origin_of(half_year), with_plan).text
    told = compared(half_year, text)
    assert (told.changes, told.problems, told.notes) == ([], [], [])
    assert told.known == 27 + bool(with_plan)
    changed = taken(half_year, text.replace("将来。", "来年。"))
    assert [entry.matter for entry in changed] == ["plan/2025"] * bool(with_plan)


def test_what_was_retracted_before_the_draft_may_be_written_anew(half_year: Ledger) -> None:
    text = filled(drafted(half_year), "重写一遍。")
    (first,) = taken(half_year, text)
    half_year.retract(first.position, by=BY, reason="误")
    assert taken(half_year, text) == []
    (again,) = taken(half_year, filled(drafted(half_year), "重写一遍。"))
    assert again.event == first.event


def test_a_statement_moves_to_another_heading_of_the_plan_and_to_no_other(half_year: Ledger) -> None:
    text = drafted(half_year)
    mark = re.search(r"【陈述 #(\d+)｜举措 (\d\.\d)", text)
    assert mark
    line = text[: mark.start()].count("\n") + 1
    moved = text.replace(mark[0], mark[0].replace(f"举措 {mark[2]}", "举措 9.9"))
    (told,) = compared(half_year, moved).problems
    assert (told.file, told.line) == (NAME, line)
    assert "没有章或举措 9.9；现有：1, 1.1" in told.text("zh")
    (entry,) = taken(half_year, moved.replace("9.9", "1.2"))
    assert (entry.corrects, entry.event.cells()["under"]) == (int(mark[1]), "1.2")


def test_every_heading_has_a_place_and_every_statement_its_mark(half_year: Ledger) -> None:
    found = Regions(drafted(half_year)).regions
    plan = half_year.matter("plan/2024")
    numbers = {one.number for one in plan.all("chapter-declared", "measure-committed")}
    assert {one.mark.under for one in found if one.mark.word == "new"} == numbers
    said = {entry.position for entry in plan.entries("statement-made", "outlook-stated")}
    assert {one.mark.position for one in found if one.mark.word != "new"} == said


def test_what_is_computed_is_quoted_with_its_entries(half_year: Ledger) -> None:
    lines = drafted(half_year).splitlines()
    (counted,) = [line for line in lines if "审计委员会 3 次" in line]
    assert re.fullmatch(r"> 2024 年上半年，公司召开.*。.* 〔(#\d+ ?)+〕", counted)


def test_a_heading_that_nothing_is_said_under_has_a_place_and_is_open(half_year: Ledger) -> None:
    half_year.record(
        event(half_year, "chapter-declared", plan="plan/2024", number="7", title="尚未写到的一章"), by=BY
    )
    text = drafted(half_year)
    assert "【新陈述｜章 7｜位置 1.1｜时间 报告期内｜部门】" in text
    assert "7“尚未写到的一章”尚无凭据和陈述" in text.partition("## 待办事项")[2]


def test_new_text_becomes_a_statement_and_the_report_holds_it(half_year: Ledger) -> None:
    text = filled(
        drafted(half_year).replace(PLACE, PLACE.replace("报告期内｜部门", "年初以来｜部门 人力资源部")),
        "公司修订了《员工手册》（“新版”）。\n第二句！\n\n第二段", "The handbook was revised.",
        PLACE.replace("报告期内｜部门", "年初以来｜部门 人力资源部"),
    )  # fmt: skip
    (entry,) = taken(half_year, text)
    assert entry.event.cells() == {
        "plan": "plan/2024", "under": "1.2", "scope": "since", "place": "3.1", "department": "人力资源部",
        "stated_on": "2024-01-01..2024-08-28", "en": "The handbook was revised.",
        "zh": "公司修订了《员工手册》（“新版”）。\n第二句！\n\n第二段",
    }  # fmt: skip
    assert entry.source
    assert entry.source.row == text[: text.index("公司修订了")].count("\n") - 1
    told = [block.text for block in report(half_year).blocks]
    at = told.index("2024 年以来，公司修订了《员工手册》（“新版”）。")
    assert told[at + 1 : at + 3] == ["第二句！", "第二段。"]
    assert taken(half_year, text) == []


def test_changed_text_is_a_correction_and_added_english_a_completion(half_year: Ledger) -> None:
    cells = {"plan": "plan/2024", "under": "3", "scope": "forward", "zh": "尚无英文。"}
    (new,) = half_year.record(event(half_year, "statement-made", **cells), by=BY)
    text = drafted(half_year).replace("公司重视信息披露", "公司高度重视信息披露")
    text = text.replace("尚无英文。\n\n【英文】\n", "尚无英文。\n\n【英文】\n\nNow in English.\n")
    before = stated(half_year, "公司重视信息披露")
    changed, completed = sorted(taken(half_year, text), key=lambda entry: entry.corrects or 0)
    assert (changed.corrects, changed.purpose, changed.reason) == (before.position, "correction", "修改")
    assert changed.event.cells() == before.event.cells() | {
        "zh": before.event.cells()["zh"].replace("公司重视", "公司高度重视")
    }
    assert (completed.corrects, completed.purpose) == (new.position, "completion")
    assert taken(half_year, text) == []


def test_place_time_and_department_are_edited_in_the_mark(half_year: Ledger) -> None:
    before = stated(half_year, "合规教育也面向全员展开")
    line = f"【陈述 #{before.position}｜举措 4.1｜位置 1.6｜时间 年初以来】"
    text = drafted(half_year)
    assert line in text
    moved = line.replace("1.6", "2.1").replace("年初以来】", "截至某日 | 日期 2024年6月30日｜部门：法务部】")
    (entry,) = taken(half_year, text.replace(line, moved))
    assert entry.event.cells() == before.event.cells() | {
        "place": "2.1", "scope": "as-of", "stated_on": "2024-06-30", "department": "法务部",
    }  # fmt: skip


def test_removed_text_is_retracted_only_if_told(half_year: Ledger) -> None:
    text = drafted(half_year)
    gone, emptied = stated(half_year, "合规教育也面向全员展开"), stated(half_year, "公司重视信息披露")
    text = re.sub(rf"【陈述 #{gone.position}｜.*?【完】\n", "", text, flags=re.DOTALL)
    for part in emptied.event.cells()["zh"], emptied.event.cells()["en"]:
        text = text.replace(part, "")
    problems = wrong(half_year, text)
    assert len(problems) == 2
    assert all(f"#{entry.position}" in "".join(problems) for entry in (gone, emptied))
    assert taken(half_year, text, Reason("修改", "删去", "keep")) == []
    retracted = taken(half_year, text, Reason("修改", "删去", "retract"))
    assert [entry.event.cells()["reason"] for entry in retracted] == ["删去", "删去"]
    assert "合规教育" not in report(half_year).text
    assert taken(half_year, text, Reason("修改", "删去", "retract")) == []


def test_what_somebody_else_corrected_since_is_told_and_not_overwritten(half_year: Ledger) -> None:
    text = drafted(half_year)
    entry = stated(half_year, "公司重视信息披露")
    other = event(half_year, "statement-made", **entry.event.cells() | {"zh": "公司很重视信息披露。"})
    theirs = half_year.correct(entry.position, other, by="王", reason="改")
    assert taken(half_year, text) == []
    (problem,) = wrong(half_year, text.replace("公司重视信息披露", "公司高度重视信息披露"))
    assert f"#{entry.position} 在草稿生成后已由 #{theirs.position} 更正（王）" in problem
    whole = entry.event.cells()["zh"]
    assert taken(half_year, text.replace(whole, "公司很重视信息披露。")) == []


def test_corrections_of_different_parts_go_together(half_year: Ledger) -> None:
    text = drafted(half_year)
    entry = stated(half_year, "公司重视信息披露")
    cells = entry.event.cells() | {"department": "法务部"}
    half_year.correct(entry.position, event(half_year, "statement-made", **cells), by="王", reason="改")
    (changed,) = taken(half_year, text.replace("公司重视信息披露", "公司高度重视信息披露"))
    assert changed.event.cells()["department"] == "法务部"
    assert changed.event.cells()["zh"].startswith("公司高度重视")


def test_a_statement_retracted_since_is_not_corrected(half_year: Ledger) -> None:
    text = drafted(half_year)
    entry = stated(half_year, "公司重视信息披露")
    half_year.retract(entry.position, by=BY, reason="不用")
    assert taken(half_year, text) == []
    (problem,) = wrong(half_year, text.replace("公司重视信息披露", "公司高度重视信息披露"))
    assert "撤回" in problem


def test_a_change_back_to_an_earlier_text_is_a_correction_too(half_year: Ledger) -> None:
    first = drafted(half_year)
    taken(half_year, first.replace("公司重视信息披露", "公司高度重视信息披露"))
    (back,) = taken(half_year, drafted(half_year).replace("公司高度重视信息披露", "公司重视信息披露"))
    assert back.purpose == "correction"
    assert drafted(half_year).count("公司重视信息披露") == 1


def test_computed_text_that_was_edited_is_told_and_has_no_effect(half_year: Ledger) -> None:
    text = drafted(half_year)
    edited = text.replace("审计委员会 3 次", "审计委员会 4 次").replace("、“完善内控建设”", "、“内控”")
    told = compared(half_year, edited)
    lines = [at for at, line in enumerate(edited.split("\n"), 1) if "委员会 4 次" in line or "“内控”" in line]
    assert (told.changes, told.problems) == ([], [])
    assert sorted(note.line for note in told.notes) == sorted(lines)
    less = re.sub(r"^> 本报告中的规划.*\n", "", text, flags=re.MULTILINE)
    (note,) = compared(half_year, less).notes
    assert "1 行" in note.text("zh")


BREAKS = [
    (r"^【草稿.*\n", "", "缺少草稿的首行"),
    (r"账本 [^｜]+", "账本 another", "another"),
    (r"期间 2024H1", "期间 明天", "明天"),
    (r"分录至 #\d+", "分录至 #9999", "超出账本范围"),
    (r"^【完】", "", "没有【完】"),
    (r"【陈述 #\d+", "【陈述 #1", "不是本草稿中的陈述"),
    (r"(【陈述 #\d+｜[^】]*】\n\n.*\n\n【英文】\n\n.*\n\n【完】\n)", r"\1\n\1", "出现两次"),
    (r"### 2、", "随手写的\n\n### 2、", "不在任何陈述之内"),
    (r"^【完】\n", "【完】\n\n【英文】\n", "【英文】不在任何陈述之内"),
    (r"^【英文】\n", "【英文】\n\n一\n\n【英文】\n", "同一陈述中有两处"),
    (r"【陈述 (#\d+)｜举措 1.1｜位置", r"【陈述 \1｜举措 1.1｜地方", "“地方 1.2”无法识别"),
    (r"时间 年初以来", "时间 从前", "从前"),
    (r"\Z", "【草稿｜账本 甲】\n", "第二份草稿"),
]


@pytest.mark.parametrize(("pattern", "instead", "told"), BREAKS, ids=[told for _, _, told in BREAKS])
def test_a_broken_draft_is_refused_with_file_and_line(
    half_year: Ledger, pattern: str, instead: str, told: str
) -> None:
    text = drafted(half_year)
    broken, times = re.subn(pattern, instead, text, count=1, flags=re.MULTILINE)
    assert times == 1
    problems = wrong(half_year, broken)
    assert any(re.match(rf"{NAME}:\d+: .*{told}", one) for one in problems), problems


def test_a_new_statement_needs_a_heading_that_the_plan_has(half_year: Ledger) -> None:
    place = PLACE.replace("1.2", "9.9")
    text = filled(drafted(half_year).replace(PLACE, place), "新的。", place=place)
    (problem,) = wrong(half_year, text)
    assert "没有章或举措 9.9" in problem


def test_a_statement_in_english_alone_is_recorded_and_its_chinese_is_open(half_year: Ledger) -> None:
    place = "【New statement｜measure 1.2｜place 3.1｜time in the period｜department】\n\n"
    text = drafted(half_year, "en")
    (made,) = taken(half_year, text.replace(place, f"{place}Only in English.\n\n"))
    assert taken(half_year, drafted(half_year)) == []
    points = [point.zh for point in report(half_year).open_points]
    assert f"1.2 的陈述 #{made.position} 没有中文" in points


def test_a_statement_keeps_a_text_in_one_language_at_least(half_year: Ledger) -> None:
    (entry,) = half_year.matter("plan/2024").entries("statement-made")[:1]
    cells = {name: cell for name, cell in entry.event.cells().items() if name not in ("zh", "en")}
    with pytest.raises(LedgerError) as refused:
        half_year.record(event(half_year, entry.kind, **cells), by=BY)
    assert "没有文字" in refused.value.text("zh")


@pytest.mark.parametrize("line", [
    ["--draft", "d.md", "--output", "d.html"], ["--draft", "d.md", "--format", "md"], ["--overwrite"],
])  # fmt: skip
def test_a_draft_has_its_own_file_and_format(tmp_path: Path, line: list[str]) -> None:
    done = run("report", "evaluation", "2024H1", "--ledger", f"{tmp_path}", *line)
    assert (done.returncode, "draft" in done.stderr) == (2, True)


def test_a_file_that_is_no_utf8_text_is_refused(half_year: Ledger) -> None:
    told = redraft(half_year, NAME, drafted(half_year).encode("gb18030"), WHY)
    assert "GBK" in told.problems[0].text("zh")


def test_what_an_editor_leaves_behind_is_no_change(half_year: Ledger) -> None:
    text = drafted(half_year)
    left = "\ufeff" + text.replace("\n\n", "\n\n\n").replace("\n", "  \r\n").replace(
        "\n【完】", "\n　【 完 】 "
    )
    told = compared(half_year, left)
    assert (told.changes, told.problems, told.notes) == ([], [], [])


def test_a_draft_of_another_ledger_is_not_read(half_year: Ledger, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with empty(tmp_path / "other") as other:
        (problem,) = wrong(other, drafted(half_year))
    assert "half-year" in problem
    assert "other" in problem


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS)
def test_any_text_is_recorded_and_comes_again(half_year: Ledger, zh: str, en: str) -> None:
    text = drafted(half_year)
    place = next(line for line in text.split("\n") if line.startswith("【新陈述｜举措 1.2｜"))
    new = taken(half_year, filled(text, guarded(zh), guarded(en), f"{place}\n"))
    said = [(entry.event.cells()["zh"], entry.event.cells()["en"]) for entry in new]
    assert said in ([], [(zh, en)])  # nothing, where the same was drawn before
    assert taken(half_year, drafted(half_year)) == []
