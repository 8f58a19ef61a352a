"""A matter: what stands in it, in which order, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from ledger.entry import Entry
from ledger.event import GovernanceEvent
from ledger.events.agenda import ReportHeard, ResolutionPassed
from ledger.events.meetings import MeetingCalled, MeetingCancelled, MeetingHeld, MinutesSigned
from ledger.matter import CompletionError, CorrectionKindError, Matter, NotAdmissibleError, NotStandingError
from ledger.testing import MemoryLedger, given

ID = "meeting/board/2-23"
BOARD = {"body": "board", "term": "2", "number": "23"}


def called(on: str = "2024-02-28", **cells: Any) -> MeetingCalled:
    return MeetingCalled.model_validate(BOARD | {"notice_given_on": on} | cells)


def held(on: str = "2024-03-04", **cells: Any) -> MeetingHeld:
    return MeetingHeld.model_validate(BOARD | {"held_on": on} | cells)


def signed(on: str = "2024-03-06", **cells: Any) -> MinutesSigned:
    return MinutesSigned.model_validate({"meeting": ID, "signed_on": on} | cells)


def passed(**cells: Any) -> ResolutionPassed:
    return ResolutionPassed.model_validate({"meeting": ID, "title": "回购方案"} | cells)


CANCELLED = MeetingCancelled.model_validate(
    {"meeting": ID, "cancelled_on": "2024-03-02", "reason": "因日程冲突"}
)


def ledger(*events: GovernanceEvent) -> MemoryLedger:
    made = MemoryLedger()
    made.record(*events)
    return made


def positions(matter: Matter) -> list[int]:
    return [standing.entry.position for standing in matter.standing]


def test_what_happened_stands_in_order_of_occurrence_however_late_it_was_recorded() -> None:
    matter = ledger(held(), signed(), called()).matter(ID)
    assert positions(matter) == [3, 1, 2]
    assert [entry.position for entry in matter.history] == [1, 2, 3]
    assert matter.last("meeting-called") == called()
    assert matter.all("meeting-held", "minutes-signed") == [held(), signed()]


def test_days_that_are_known_in_part_stand_by_their_first_and_then_by_their_last_day() -> None:
    notices = [
        called("2024-02-02"),
        called("2024-02-01"),
        called("2024-02"),
        called("2024"),
        called("..2024"),
    ]
    assert positions(ledger(*notices).matter(ID)) == [5, 4, 2, 3, 1]


def test_what_has_no_day_stands_first_as_it_was_recorded() -> None:
    matter = ledger(held(), passed(item="2"), passed(item="1")).matter(ID)
    assert positions(matter) == [2, 3, 1]


def test_the_order_within_a_day_is_the_one_told_else_that_of_recording() -> None:
    told = [called(order_on_day="2"), called(order_on_day="1"), called(title="一"), called(title="二")]
    assert positions(ledger(*told).matter(ID)) == [3, 4, 2, 1]


def test_a_contradiction_is_refused_and_changes_nothing() -> None:
    meeting = ledger(called(), CANCELLED)
    with pytest.raises(
        NotAdmissibleError, match=r"meeting held cannot join meeting/board/2-23: it is recorded as"
    ):
        meeting.record(held())
    assert positions(meeting.matter(ID)) == [1, 2]


def test_a_refusal_names_the_event_that_contradicts_in_both_languages() -> None:
    refusal = given(held()).when(CANCELLED).then_refused()
    assert refusal.text("zh").startswith(f"“召开会议”不能记入 {ID}：已记录为取消。")


def test_only_contradictions_that_a_change_brings_in_refuse_it() -> None:
    taken_as_they_are = [entry(1, held()), entry(2, CANCELLED)]
    matter = Matter.of(ID, taken_as_they_are)
    assert [what.en for _, what in matter.contradictions] == ["it is recorded as cancelled"]
    assert positions(matter.admit(entry(3, signed()))) == [2, 1, 3]
    with pytest.raises(NotAdmissibleError, match="can stand only once"):
        matter.admit(entry(3, held("2024-03-05")))


def entry(position: int, event: GovernanceEvent) -> Entry:
    return Entry(position, ID, position, event, "2024-09-01T00:00:00.000000Z", "lin", "test", position)


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    meeting = ledger(called(), held(), signed())
    meeting.correct(2, held("2024-02-01"))
    matter = meeting.matter(ID)
    assert positions(matter) == [4, 1, 3]
    assert matter.all("meeting-held") == [held("2024-02-01")]
    assert len(matter.history) == 4


def test_a_correction_keeps_its_place_among_those_of_the_same_day() -> None:
    meeting = ledger(called(title="一"), called(title="二"))
    meeting.correct(1, called(title="三"))
    assert [event.title for event in meeting.matter(ID).all("meeting-called")] == ["三", "二"]


def test_a_correction_restates_the_same_kind() -> None:
    with pytest.raises(CorrectionKindError, match=r"entry #1 is meeting called; .* not meeting held"):
        ledger(called()).correct(1, held())


def test_a_correction_that_contradicts_is_refused() -> None:
    meeting = ledger(held(entitled="9"), passed(votes="9-0-0"))
    with pytest.raises(NotAdmissibleError, match="9 votes and recusals"):
        meeting.correct(1, held(entitled="8"))
    meeting.correct(1, held(entitled="10"))


def test_a_completion_fills_what_was_empty_and_nothing_else() -> None:
    meeting = ledger(held(entitled="9"))
    meeting.correct(1, held(entitled="9", present="8"), completion=True)
    for changed in (held(entitled="9"), held(entitled="9", present="7")):
        with pytest.raises(CompletionError, match="but present already has a value"):
            meeting.correct(2, changed, completion=True)


def test_what_is_retracted_stands_no_more_but_stays_in_the_history() -> None:
    meeting = ledger(called(), held())
    meeting.retract(2)
    matter = meeting.matter(ID)
    assert positions(matter) == [1]
    assert [entry.kind for entry in matter.history] == ["meeting-called", "meeting-held", "entry-retracted"]


def test_a_meeting_is_recorded_again_after_its_retraction() -> None:
    meeting = ledger(called(), held())
    with pytest.raises(NotAdmissibleError, match="can stand only once"):
        meeting.record(held("2024-03-05"))
    meeting.retract(2)
    meeting.record(held("2024-03-05"))
    assert positions(meeting.matter(ID)) == [1, 4]


def test_a_retraction_that_leaves_a_contradiction_of_others_is_admitted() -> None:
    meeting = ledger(held(entitled="9"), passed(votes="9-0-0"), signed())
    meeting.retract(3)
    assert positions(meeting.matter(ID)) == [2, 1]


def test_of_two_people_who_correct_the_same_entry_the_second_learns_who_was_first() -> None:
    meeting = ledger(held())
    meeting.correct(1, held("2024-03-05"), by="王五")
    with pytest.raises(
        NotStandingError, match="entry #1 no longer stands: corrected by #2, which 王五 recorded"
    ) as error:
        meeting.correct(1, held("2024-03-06"), by="李四")
    assert "已由 #2 更正（王五）" in error.value.text("zh")
    meeting.correct(2, held("2024-03-06"), by="李四")
    assert positions(meeting.matter(ID)) == [3]


def test_what_was_retracted_or_never_there_can_be_neither_corrected_nor_retracted() -> None:
    meeting = ledger(called(), held())
    meeting.retract(2)
    with pytest.raises(NotStandingError, match="retracted by #3"):
        meeting.correct(2, held())
    with pytest.raises(NotStandingError, match="retracted by #3"):
        meeting.retract(2)
    with pytest.raises(NotStandingError, match="has no such entry"):
        given(called()).matter.find(7)


DATED: list[GovernanceEvent] = [
    called("2024-02"), called("2024-02-28"), called("2024-02-28", order_on_day="1", title="重发"),
    held(attendance="张三；李四（缺席）"), signed(),
]  # fmt: skip
UNDATED: list[GovernanceEvent] = [
    passed(item="1", votes="1-0-0"), passed(item="2"),
    ReportHeard.model_validate({"meeting": ID, "title": "内部审计工作报告"}),
]  # fmt: skip


@any_of(st.permutations(DATED + UNDATED))
def test_what_stands_does_not_depend_on_the_order_of_recording(order: list[GovernanceEvent]) -> None:
    history = given(*order)
    events = [standing.entry.event for standing in history.matter.standing]
    assert events[: len(UNDATED)] == [event for event in order if event in UNDATED]
    assert events[len(UNDATED) :] == DATED
    assert history.flags == given(*DATED, *UNDATED).flags
