"""An issued report beside what would now be said: what differs, through which entries, and its correction."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import half_year as example
import pytest
from hypothesis import given
from hypothesis import strategies as st
from issues import REF, issued_half_year, position, recorded, the_story
from replays import ledger as run

from ledger.application import Ledger
from ledger.batch import Change
from ledger.entry import Evidence
from ledger.evidence.store import Store
from projections import diff, issue_correction, recompute, reproduce
from projections.differences import Difference, _Trail
from projections.document import Block, Document, Run
from projections.issued import NotKnownError, issued, ref_of
from projections.issuing import NothingToCorrectError
from projections.rederived import Outcome
from projections.render import json as canonical
from projections.sentences_compared import lines_of


def by_cause(found: list[Difference]) -> dict[tuple[int, ...], list[Difference]]:
    told: dict[tuple[int, ...], list[Difference]] = {}
    for one in found:
        told.setdefault(one.entries, []).append(one)
    return told


def test_a_diff_tells_exactly_the_entries_that_made_it(half_year: Ledger) -> None:
    issued_half_year(half_year)
    assert diff(half_year, REF).found == []
    at = the_story(half_year)
    aside = recorded(half_year, "meeting-held", body="board", term="2", number="30", held_on="2024-09-02")
    found = diff(half_year, REF)
    assert found.entries == sorted(at.values())
    assert aside not in found.entries
    told = by_cause(found.found)
    assert set(told) == {(at["visits"],), (at["spent"],), (at["training"],), (at["audit"], at["board"])}
    (visits,), (cell,) = told[(at["visits"],)], told[(at["spent"],)]
    assert visits.before
    assert visits.after
    assert "调研 4 次" in visits.before.text
    assert "调研 5 次" in visits.after.text
    assert cell.before
    assert cell.after
    assert (cell.before.text, cell.after.text) == ("25,986.34", "25,996.34")
    assert cell.line.cell == "苏州安全运营中心建设项目，已投入金额（截至 2024 年 6 月 30 日）"
    assert not any(one.reworded for one in found.found)
    half_way = diff(half_year, REF, as_known_at=at["spent"])
    assert half_way.entries == [at["visits"], at["spent"]]


def test_an_older_entry_is_told_through_the_later_one_that_links_it(half_year: Ledger) -> None:
    held = recorded(half_year, "activity-held", title="用户大会", held_on="2024-06-01")
    issued_half_year(half_year)
    link = recorded(half_year, "evidence-linked", plan="plan/2024", under="1.1",
                    cites="activity/2024-用户大会", use="named", place="1.1")  # fmt: skip
    found = diff(half_year, REF)
    assert found.entries == [link]
    assert any(one.after and held in one.after.positions for one in found.found)


def test_what_is_retracted_and_recorded_anew_makes_no_difference(half_year: Ledger) -> None:
    issued_half_year(half_year)
    at = position(half_year, "investors-received")
    event = half_year.entry(at).event
    retraction = example.event(half_year, "entry-retracted", position=str(at), reason="重录")
    half_year.record(Change(retraction, half_year.entry(at).matter), event, by="林")
    assert diff(half_year, REF).found == []
    with pytest.raises(NothingToCorrectError):
        issue_correction(half_year, REF, by="林", disclosed_on="2024-09-12")


def test_a_statement_that_is_retracted_is_gone_through_its_retraction(half_year: Ledger) -> None:
    issued_half_year(half_year)
    at = position(half_year, "outlook-stated", under="2.1")
    (gone,) = half_year.retract(at, by="林", reason="不再适用")
    (one,) = diff(half_year, REF).found
    assert (one.after, one.entries) == (None, (gone.position,))
    assert one.before
    assert one.before.positions == (at,)


def test_a_correction_has_each_change_before_and_after_with_its_reason(half_year: Ledger) -> None:
    first = issued_half_year(half_year, announcement="2024-080")
    at = the_story(half_year)
    done = issue_correction(
        half_year, REF, by="林", disclosed_on="2024-09-12", announcement="2024-085", reason="统计时遗漏",
        with_open_points=True,
    )  # fmt: skip
    event: Any = done.entry.event
    assert (event.original, event.announcement, str(event.disclosed_on)) == (
        "2024-080",
        "2024-085",
        "2024-09-12",
    )
    assert event.changes.startswith("更正 4 处：")
    told, whole = (file.data.decode() for file in done.files)
    for part in (
        "的更正公告", "公司于 2024 年 8 月 28 日披露了", "（公告编号：2024-080）", "2024 年 9 月 12 日",
        "更正前：公司接待中小投资者调研 4 次", "更正后：公司接待中小投资者调研 5 次", "更正原因：漏计一次。",
        "更正前（苏州安全运营中心建设项目，已投入金额（截至 2024 年 6 月 30 日））：25,986.34",
        "更正原因：统计时遗漏。",
    ):  # fmt: skip
        assert part in told
    assert "调研 5 次" in whole
    assert len(told.split("更正原因：")) == 5
    assert not re.search(r"#\d", told)
    assert event.digest == canonical.digest(done.document)
    assert issued(half_year, REF).position == done.entry.position
    assert recompute(half_year, REF).outcome.outcome is Outcome.REPRODUCED
    assert diff(half_year, REF).found == []
    assert diff(half_year, f"#{first.position}").entries == sorted(at.values())
    flags = [what.en for _, what in half_year.irregularities(half_year.matter(done.entry.matter))]
    assert flags == ["issued with 4 points open"] * 2


def test_an_english_edition_is_a_report_of_its_own(half_year: Ledger) -> None:
    chinese, english = issued_half_year(half_year), issued_half_year(half_year, lang="en")
    assert ref_of(chinese) == REF
    assert ref_of(english) == f"{REF}-en"
    assert recompute(half_year, f"{REF}-en").outcome.outcome is Outcome.REPRODUCED
    the_story(half_year)
    done = issue_correction(half_year, f"{REF}-en", by="林", disclosed_on="2024-09-12", with_open_points=True)
    told = done.files[0].data.decode()
    assert "Before: " in told
    assert "Reason: a mistake is corrected." in told
    assert not re.search("更正|漏计", told)


def reissued_with_other_words(ledger: Ledger, program: str) -> int:
    """An issue by another version of the program, which worded a sentence otherwise."""
    entry = issued_half_year(ledger)
    store = Store(ledger.settings.evidence)
    old = b"".join(store.read(entry.event.cells()["digest"]))
    new = old.replace("回复率为".encode(), "答复率达".encode())
    assert new != old
    digest = store.add([new])
    (gone,) = ledger.retract(entry.position, by="林", reason="重发")
    event = type(entry.event).model_validate(entry.event.cells() | {"digest": digest})
    again = entry._replace(
        position=gone.position + 1, version=3, batch=gone.position + 1, event=event, program=program,
        recorded_at=gone.recorded_at, evidence=(Evidence("other", "evaluation-2024H1.json", digest),),
    )  # fmt: skip
    ledger.log_recorder.insert_events([ledger.codec.to_stored_event(again)])
    return again.position


def test_what_the_program_words_otherwise_is_told_as_that(half_year: Ledger) -> None:
    at = reissued_with_other_words(half_year, "governance-ledger 0.0.9")
    found = recompute(half_year, REF)
    assert (found.entry.position, found.outcome.outcome) == (at, Outcome.UNKNOWN)
    (one,) = found.differences
    assert one.reworded
    assert not one.entries
    assert one.before
    assert "答复率达 100%" in one.before.text
    folder = half_year.settings.database.parent
    code, told = run("reproduce", REF, "--recompute", "--ledger", folder)
    assert (code, "worded otherwise" in told) == (0, True)
    changed = the_story(half_year)
    told_now = diff(half_year, REF)
    assert told_now.entries == sorted(changed.values())
    (both,) = [one for one in told_now.found if one.reworded]
    assert both.after
    assert "回复率为 100%" in both.after.text


def test_the_same_program_that_says_otherwise_is_a_failed_check(half_year: Ledger) -> None:
    reissued_with_other_words(half_year, half_year.entry(1).program)
    code, told = run("reproduce", REF, "--recompute", "--ledger", half_year.settings.database.parent)
    assert (code, "another digest" in told) == (1, True)


def test_what_was_issued_elsewhere_can_be_shown_but_not_compared(half_year: Ledger, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    other.write_bytes(b"PK")
    digest = Store(half_year.settings.evidence).put(other)
    told = {"report": "evaluation", "period": "2024H1", "disclosed_on": "2024-08-28", "cut_off": "2024-08-28"}
    for more in ({}, {"digest": digest, "position": "100"}):
        at = recorded(half_year, "report-issued", **told, **more)
        with pytest.raises(NotKnownError, match=f"#{at} does not say"):
            diff(half_year, REF)
        assert reproduce(half_year, REF).documents == []
        assert run("reproduce", REF, "--recompute", "--ledger", half_year.settings.database.parent)[
            0
        ] == bool(more)
        half_year.retract(at, by="林", reason="重发")


def document(texts: list[str]) -> Document:
    return Document("evaluation", "2024H1", "2024-08-28", 1, "zh",
                    tuple(Block("paragraph", (Run(text),)) for text in texts))  # fmt: skip


TEXTS = st.lists(
    st.sampled_from(["甲会议 1 次。", "甲会议 2 次。", "乙培训。", "丙。", "丁公司召开股东大会。"]),
    max_size=6,
)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_the_differences_lead_from_the_first_telling_to_the_last(tellings: list[list[str]]) -> None:
    lines = [lines_of(document(texts)) for texts in tellings]
    trail = _Trail(lines[0])
    for cause, later in enumerate(lines[1:], 1):
        trail.step(later, cause)
    found = list(trail.differences())
    changed = Counter(one.text for one in lines[0])
    changed.subtract(one.before.text for one in found if one.before)
    changed.update(one.after.text for one in found if one.after)
    assert +changed == Counter(one.text for one in lines[-1])
    assert min(changed.values(), default=0) >= 0
    assert all(one.entries for one in found)
