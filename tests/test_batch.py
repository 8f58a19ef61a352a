"""Changes recorded together: references, matters that nothing begins, and rows that are already there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations
from typing import Any

import pytest

from ledger.batch import Batch, Change, MatterIdError, MatterTypeError, NotOpenedError
from ledger.bodies import STANDARD_BODIES
from ledger.event import GovernanceEvent
from ledger.events.action_plan import ActionPlanPublished, EvidenceLinked
from ledger.events.agenda import ResolutionPassed
from ledger.events.awards import AwardsGranted
from ledger.events.bodies import BodyEstablished
from ledger.events.charter import CharterAmended
from ledger.events.incentives import IncentivePlanAmended, IncentivePlanApproved, IncentivePlanDrafted
from ledger.events.meetings import MeetingCalled, MeetingHeld, MinutesSigned
from ledger.events.offices import PersonAppointed
from ledger.matter import NotAdmissibleError
from ledger.references import GoneReferenceError, NearMissError, NoSuchItemError
from ledger.testing import AT, MemoryLedger

ID = "meeting/board/2-23"


def held(body: str = "board", number: str = "23", **cells: Any) -> MeetingHeld:
    meeting = {"body": body, "term": "2", "number": number, "held_on": "2024-03-04"}
    return MeetingHeld.model_validate(meeting | cells)


def passed(item: str | None = "1", meeting: str = ID) -> ResolutionPassed:
    return ResolutionPassed.model_validate({"meeting": meeting, "item": item, "title": "修订章程"})


def signed(meeting: str = ID, on: str = "2024-03-06") -> MinutesSigned:
    return MinutesSigned.model_validate({"meeting": meeting, "signed_on": on})


def amended(approved_at: str) -> CharterAmended:
    cells = {
        "instrument": "charter",
        "amended_on": "2024-03-04",
        "title": "公司章程",
        "approved_at": approved_at,
    }
    return CharterAmended.model_validate(cells)


def established(body: str) -> BodyEstablished:
    return BodyEstablished.model_validate({"body": body, "title": "审计委员会", "type": "committee"})


def ledger(*events: GovernanceEvent | Change) -> MemoryLedger:
    made = MemoryLedger()
    made.record(*events)
    return made


def flags(memory: MemoryLedger, matter: str) -> list[str]:
    return [what.en for _, what in memory.irregularities(memory.matter(matter))]


def new(memory: MemoryLedger, rows: Iterable[GovernanceEvent]) -> int:
    """How many of the rows are not there yet."""
    batch = Batch(memory, len(memory.entries), AT, "lin")
    for row in rows:
        if not batch.is_known(Change(row)):
            batch.add(Change(row))
    return len(batch.entries)


# -- the batch as a whole


def plan() -> list[GovernanceEvent]:
    """A plan that was made smaller before it was approved as first drafted, and a grant under it."""
    of = {"plan": "incentive/2024"}
    drafted = {"title": "激励计划", "drafted_on": "2024-07-19", "shares": "10000000"}
    smaller = {"amended_on": "2024-08-05", "changes": "调减总量", "shares": "9000000"}
    approved = {"approved_on": "2024-08-13", "shares": "10000000"}
    granted = {"granted_on": "2024-08-13", "instrument": "restricted-2", "shares": "9920000"}
    return [
        IncentivePlanDrafted.model_validate(of | drafted),
        IncentivePlanAmended.model_validate(of | smaller),
        IncentivePlanApproved.model_validate(of | approved),
        AwardsGranted.model_validate(of | granted),
    ]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_batch_is_admitted_in_every_order_if_all_of_it_can_be_true(order: tuple[int, ...]) -> None:
    events = plan()
    memory = ledger(*(events[at] for at in order))
    assert len(memory.matter("incentive/2024").standing) == 4


def test_without_what_makes_it_true_the_same_is_refused() -> None:
    drafted, smaller, approved, granted = plan()
    with pytest.raises(NotAdmissibleError, match="awards granted cannot join incentive/2024"):
        ledger(drafted, smaller, granted)
    memory = ledger(drafted, smaller, approved)
    memory.record(granted)
    with pytest.raises(NotAdmissibleError, match="awards granted"):
        memory.retract(3)
    memory.retract(4, 3)


def test_of_a_batch_that_contradicts_every_refused_change_is_told_in_order() -> None:
    batch = Batch(MemoryLedger(), 0, AT, "lin")
    rows = [held(), held(number="24"), held(number="24"), passed(), held(), signed(), held()]
    changes = [Change(row, file="a.yaml", line=line) for line, row in enumerate(rows, 1)]
    for change in changes:
        batch.add(change)
    assert [change.line for _, change in batch.refusals()] == [3, 5, 7]
    assert [type(error) for error, _ in batch.problems()] == [NotAdmissibleError] * 3


# -- references


def test_a_reference_to_what_stands_is_recorded_whichever_comes_first_in_the_batch() -> None:
    for events in ([held(), passed(), amended(f"{ID}#1")], [amended(f"{ID}#1"), held(), passed()]):
        assert flags(ledger(*events), "instrument/charter") == []


def test_a_reference_to_the_time_before_the_ledger_is_recorded_and_flagged() -> None:
    memory = ledger(amended("meeting/shareholders/2019-annual#3"))
    assert flags(memory, "instrument/charter") == [
        "approved at: meeting/shareholders/2019-annual is not in the ledger"
    ]


def test_the_standard_bodies_need_not_be_established() -> None:
    assert flags(ledger(held()), ID) == []
    assert flags(ledger(held("risk-committee")), "meeting/risk-committee/2-23") == [
        "body: body/risk-committee is not in the ledger"
    ]


@pytest.mark.parametrize("written", ["boards", "bord", "Boarrd"])
def test_a_slip_of_the_pen_is_refused_with_what_was_meant(written: str) -> None:
    memory = ledger(established("board"))
    with pytest.raises(NearMissError, match=r"is not in the ledger; did you mean body/board\?"):
        memory.record(held(written))
    assert memory.matters("meeting/") == []


def test_what_was_meant_may_stand_in_the_same_batch() -> None:
    with pytest.raises(NearMissError, match="did you mean meeting/board/2-23"):
        ledger(held(), amended("meeting/bord/2-23"))


@pytest.mark.parametrize(
    ("there", "other"),
    [
        (held(number="23"), amended("meeting/board/2-24")),
        (held("strategy-committee"), amended("meeting/audit-committee/2-23")),
        (established("nomination-committee"), held("remuneration-committee")),
    ],
)
def test_another_number_or_body_is_no_slip(there: GovernanceEvent, other: GovernanceEvent) -> None:
    ledger(there, other)


def test_no_standard_body_is_a_slip_for_another() -> None:
    for one, other in combinations(STANDARD_BODIES, 2):
        ledger(established(one), held(other.removeprefix("body/")))
        ledger(established(other), held(one.removeprefix("body/")))


def test_another_person_is_no_slip() -> None:
    appointed = {"body": "board", "person": "张三", "post": "member", "appointed_on": "2024-01-01"}
    plan = {
        "plan": "2024",
        "published_on": "2024-04-26",
        "year": "2024",
        "programme": "提质增效",
        "title": "方案",
    }
    link = {"plan": "2024", "under": "4", "cites": "office/board/李四", "use": "named"}
    ledger(
        PersonAppointed.model_validate(appointed),
        ActionPlanPublished.model_validate(plan),
        EvidenceLinked.model_validate(link),
    )


def test_an_item_that_the_meeting_does_not_have_is_refused() -> None:
    with pytest.raises(NoSuchItemError, match="meeting/board/2-23 has no item 2; it has: 1"):
        ledger(held(), passed(), amended(f"{ID}#2"))
    with pytest.raises(NoSuchItemError, match="it has: none"):
        ledger(held(), amended(f"{ID}#2"))


def test_a_version_may_be_named_that_was_corrected_since() -> None:
    memory = ledger(held())
    memory.correct(1, held(place="苏州"))
    memory.record(amended(f"{ID}@1"))
    with pytest.raises(NoSuchItemError, match="has no item @3; it has: @2"):
        memory.record(amended(f"{ID}@3"))


def test_what_was_retracted_is_refused_as_a_reference_and_flagged_where_it_was_one() -> None:
    memory = ledger(held(), amended(ID))
    memory.retract(1)
    assert flags(memory, "instrument/charter") == [
        f"approved at: everything in {ID} was retracted; refer to what stands, or record it again first."
    ]
    with pytest.raises(GoneReferenceError, match="was retracted"):
        memory.record(amended(ID))


# -- matters


def test_an_event_joins_a_matter_that_something_began() -> None:
    memory = MemoryLedger()
    with pytest.raises(
        NotOpenedError,
        match=r"nothing in the ledger begins meeting/board/2-23.* meeting-called, meeting-held",
    ):
        memory.record(signed())
    memory.record(signed(), held())
    assert [entry.version for entry in memory.entries] == [1, 2]


def test_a_misspelt_matter_is_refused_with_what_was_meant() -> None:
    with pytest.raises(NotOpenedError, match=r"Did you mean meeting/board/2-23\?"):
        ledger(held(), signed("meeting/bord/2-23"))


def test_what_others_stand_on_is_retracted_with_them_or_not_at_all() -> None:
    memory = ledger(held(), signed())
    with pytest.raises(NotOpenedError, match="retract what stands on it as well"):
        memory.retract(1)
    memory.retract(1, 2)
    assert memory.matter(ID).standing == ()


def test_what_began_a_matter_may_be_retracted_where_something_else_begins_it_too() -> None:
    call = MeetingCalled.model_validate(
        {"body": "board", "term": "2", "number": "23", "notice_given_on": "2024-02"}
    )
    memory = ledger(call, held(), signed())
    memory.retract(2)
    assert [kept.entry.position for kept in memory.matter(ID).standing] == [1, 3]


def test_a_refused_batch_leaves_nothing_behind() -> None:
    memory = ledger(held())
    with pytest.raises(NotOpenedError):
        memory.record(held(number="24"), signed("meeting/board/2-25"))
    assert (len(memory.entries), memory.matters()) == (1, [ID])


def test_a_named_matter_is_of_the_type_of_the_kind() -> None:
    with pytest.raises(MatterTypeError, match="meeting held belongs to a matter meeting/…, not to plan/2024"):
        ledger(Change(held(), "plan/2024"))


@pytest.mark.parametrize(
    "written", ["Meeting/Board/2-23", "ｍｅｅｔｉｎｇ/board/2-23", " meeting/board/2-23"]
)
def test_a_matter_has_one_form_however_it_is_written(written: str) -> None:
    assert ledger(Change(held(), written)).matters() == [ID]


@pytest.mark.parametrize("written", ["meeting/board/2-23#1", "meeting/board/2-23@1", "meeting//2-23", "/"])
def test_what_cannot_name_a_matter_is_refused(written: str) -> None:
    with pytest.raises(MatterIdError, match="cannot name a matter"):
        ledger(Change(held(), written))


# -- loading twice


def test_rows_that_are_there_are_known_as_often_as_they_are_there() -> None:
    memory = ledger(held(), signed(), passed())
    assert new(memory, [passed(), held(), signed()]) == 0
    assert new(memory, [held(), held(number="24"), signed("meeting/board/2-24")]) == 2


def test_a_row_is_known_once_for_each_time_that_it_was_recorded() -> None:
    call = MeetingCalled.model_validate(
        {"body": "board", "term": "2", "number": "23", "notice_given_on": "2024-02"}
    )
    assert new(ledger(call), [call, call]) == 1
    assert new(ledger(call, call), [call, call]) == 0
    assert new(MemoryLedger(), [call, call]) == 2


def test_a_row_is_known_even_if_it_was_corrected_or_retracted_since() -> None:
    memory = ledger(held(), held(number="24"))
    memory.correct(1, held(place="苏州"))
    memory.retract(2)
    assert new(memory, [held(), held(place="苏州"), held(number="24")]) == 0


def test_occurrences_are_counted_right_when_matters_no_longer_fit_into_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ledger.batch.KEPT_MATTERS", 0)
    memory = ledger(held(number="24"))
    batch = Batch(memory, 1, AT, "lin")
    assert batch.is_known(Change(held(number="24")))
    assert not batch.is_known(Change(held()))
    batch.add(Change(held()))
    batch.drain()
    memory.record(held())
    assert not batch.is_known(Change(held()))
    assert not batch.is_known(Change(held(number="24")))
