"""The second pair of eyes: who may check what off, and what waits again."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.batch import Change
from ledger.checking import checks, unchecked
from ledger.events.ledger import EntryChecked
from ledger.events.meetings import MeetingHeld
from ledger.matter import NotAdmissibleError
from ledger.testing import MemoryLedger

BOARD = "meeting/board/2-23"


def held(**cells: str) -> MeetingHeld:
    told = {"body": "board", "term": "2", "number": "23", "held_on": "2024-03-04"}
    return MeetingHeld.model_validate(told | cells)


def check(position: int, matter: str = BOARD) -> Change:
    return Change(EntryChecked.model_validate({"position": str(position)}), matter)


@pytest.fixture
def ledger() -> MemoryLedger:
    made = MemoryLedger()
    made.record(held(), by="林")
    return made


def waiting(ledger: MemoryLedger) -> list[int]:
    return [entry.position for entry in unchecked(ledger.matter(BOARD))]


def test_another_person_checks_an_entry_off(ledger: MemoryLedger) -> None:
    assert waiting(ledger) == [1]
    (made,) = ledger.record(check(1), by="王")
    assert (made.matter, made.event.sentence("zh")) == (BOARD, "核对分录 #1")
    assert waiting(ledger) == []
    assert checks(ledger.matter(BOARD)) == {1: made}


@pytest.mark.parametrize("name", ["林", " 林 ", "林\u3000"])
def test_who_recorded_it_does_not_check_it(ledger: MemoryLedger, name: str) -> None:
    with pytest.raises(NotAdmissibleError, match="林 recorded #1; another person must check it") as refusal:
        ledger.record(check(1), by=name)
    assert "须由他人核对" in refusal.value.text("zh")
    assert waiting(ledger) == [1]


def test_a_third_person_may_check_too_but_nobody_twice(ledger: MemoryLedger) -> None:
    ledger.record(check(1), by="王")
    ledger.record(check(1), by="赵")
    with pytest.raises(NotAdmissibleError, match="王 has checked #1 off already, #2"):
        ledger.record(check(1), by="王")


def test_a_name_is_the_same_in_either_width_and_case() -> None:
    ledger = MemoryLedger()
    ledger.record(held(), by="Lin Wei")
    with pytest.raises(NotAdmissibleError, match="another person"):
        ledger.record(check(1), by="ＬＩＮ wei")
    ledger.record(check(1), by="Lin Fang")


def test_a_correction_waits_anew_and_who_corrected_does_not_check_it(ledger: MemoryLedger) -> None:
    ledger.record(check(1), by="王")
    ledger.correct(1, held(place="苏州"), by="王")
    assert waiting(ledger) == [3]
    with pytest.raises(NotAdmissibleError, match="王 recorded #3"):
        ledger.record(check(3), by="王")
    ledger.record(check(3), by="林")
    assert waiting(ledger) == []


@pytest.mark.parametrize(
    ("position", "told"),
    [
        (1, "#1 no longer stands, corrected by #2"),
        (2, "#2 no longer stands, retracted by #4"),
        (3, "#3 is itself about another entry"),
        (4, "#4 is itself about another entry"),
        (9, "#9 is no entry of meeting/board/2-23"),
    ],
)
def test_what_does_not_stand_is_not_checked(ledger: MemoryLedger, position: int, told: str) -> None:
    ledger.correct(1, held(place="苏州"), by="林")
    ledger.record(check(2), by="王")
    ledger.retract(2, by="林")
    with pytest.raises(NotAdmissibleError, match=told):
        ledger.record(check(position), by="赵")


def test_an_entry_that_was_checked_can_be_corrected_and_retracted(ledger: MemoryLedger) -> None:
    ledger.record(check(1), by="王")
    ledger.correct(1, held(place="苏州"), by="林")
    ledger.record(check(3), by="王")
    ledger.retract(3, by="林")
    assert not ledger.matter(BOARD).standing, "the checks end with what they are about"


def test_a_check_can_be_taken_back(ledger: MemoryLedger) -> None:
    (made,) = ledger.record(check(1), by="王")
    ledger.retract(made.position, by="王")
    assert waiting(ledger) == [1]


def test_it_is_recorded_in_the_matter_of_its_entry(ledger: MemoryLedger) -> None:
    ledger.record(held(number="24"), by="林")
    told: Any = check(1, "meeting/board/2-24")
    with pytest.raises(NotAdmissibleError, match="#1 is no entry of meeting/board/2-24"):
        ledger.record(told, by="王")
