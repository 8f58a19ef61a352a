"""Which documents support what stands, whatever was corrected, completed or retracted since."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.batch import Change
from ledger.entry import Evidence
from ledger.events.evidence import EvidenceAttached, EvidenceErased
from ledger.events.meetings import MeetingHeld, MinutesSigned
from ledger.evidence.supporting import ErasedDocumentError, check_not_erased, erased, pieces_of, supporting
from ledger.testing import MemoryLedger

BOARD = "meeting/board/2-23"
NOTICE = Evidence("notice", "通知.pdf", "aa" * 32)
PAPERS = Evidence("papers", "材料.pdf", "bb" * 32)
RIGHT_NOTICE = Evidence("notice", "更正通知.pdf", "cc" * 32)
MINUTES = Evidence("minutes", "记录.pdf", "dd" * 32)


def held(**cells: Any) -> MeetingHeld:
    told = {"body": "board", "term": 2, "number": 23, "held_on": "2024-03-04"}
    return MeetingHeld.model_validate(told | cells)


def attached(piece: Evidence, entry: str) -> Change:
    return Change(EvidenceAttached.model_validate({"entry": entry, **piece._asdict()}), BOARD)


@pytest.fixture
def ledger() -> MemoryLedger:
    ledger = MemoryLedger()
    ledger.record(Change(held(), evidence=(NOTICE, PAPERS)))
    return ledger


def restate(ledger: MemoryLedger, position: int, event: MeetingHeld, purpose: str, *pieces: Evidence) -> None:
    ledger.record(Change(event, BOARD, pieces, corrects=position, purpose=purpose, reason="更正"))


def told(ledger: MemoryLedger) -> list[tuple[Evidence, int, int | None]]:
    """Each document with the position that names it and the one that it supports."""
    found = supporting(ledger.matter(BOARD))
    return [(one.piece, one.named_by.position, one.supports and one.supports.position) for one in found]


def test_documents_come_with_their_entry(ledger: MemoryLedger) -> None:
    assert told(ledger) == [(NOTICE, 1, 1), (PAPERS, 1, 1)]


def test_a_correction_keeps_the_documents(ledger: MemoryLedger) -> None:
    restate(ledger, 1, held(place="苏州"), "correction")
    assert told(ledger) == [(NOTICE, 1, 2), (PAPERS, 1, 2)]


def test_documents_of_a_correction_replace_those_of_the_same_role(ledger: MemoryLedger) -> None:
    restate(ledger, 1, held(), "correction", RIGHT_NOTICE)
    assert told(ledger) == [(PAPERS, 1, 2), (RIGHT_NOTICE, 2, 2)]


def test_documents_of_a_completion_come_beside_them(ledger: MemoryLedger) -> None:
    restate(ledger, 1, held(place="苏州"), "completion", RIGHT_NOTICE)
    assert told(ledger) == [(NOTICE, 1, 2), (PAPERS, 1, 2), (RIGHT_NOTICE, 2, 2)]


def test_what_was_attached_since_supports_what_the_entry_has_become(ledger: MemoryLedger) -> None:
    ledger.record(
        attached(MINUTES, f"{BOARD}@1"), attached(RIGHT_NOTICE, f"{BOARD}@1"), attached(PAPERS, BOARD)
    )
    restate(ledger, 1, held(place="苏州"), "correction", NOTICE)
    assert told(ledger)[1:] == [(MINUTES, 2, 5), (RIGHT_NOTICE, 3, 5), (PAPERS, 4, None), (NOTICE, 5, 5)]


def test_a_retracted_attachment_no_longer_supports(ledger: MemoryLedger) -> None:
    ledger.record(attached(MINUTES, f"{BOARD}@1"))
    ledger.retract(2)
    assert told(ledger) == [(NOTICE, 1, 1), (PAPERS, 1, 1)]


def test_a_corrected_attachment_stands_in_place_of_the_first(ledger: MemoryLedger) -> None:
    (first,) = ledger.record(attached(MINUTES, BOARD))
    again = attached(MINUTES._replace(role="papers"), BOARD).event
    ledger.correct(first.position, again)
    assert told(ledger)[2:] == [(MINUTES._replace(role="papers"), 3, None)]


def test_the_documents_of_a_retracted_entry_support_nothing(ledger: MemoryLedger) -> None:
    signed = MinutesSigned.model_validate({"meeting": BOARD, "signed_on": "2024-03-06"})
    ledger.record(Change(signed, evidence=(MINUTES,)))
    ledger.record(attached(RIGHT_NOTICE, f"{BOARD}@2"))
    ledger.retract(2)
    assert told(ledger) == [(NOTICE, 1, 1), (PAPERS, 1, 1)]
    assert pieces_of(ledger.entries[2]) == (RIGHT_NOTICE,)


def test_an_erasure_holds_until_it_is_retracted(ledger: MemoryLedger) -> None:
    ledger.record(EvidenceErased.model_validate({"sha256": NOTICE.sha256, "reason": "无保存必要"}))
    assert erased(ledger) == {NOTICE.sha256: 2}
    check_not_erased([PAPERS], ledger)
    with pytest.raises(ErasedDocumentError, match=r"通知.pdf was erased \(#2\)"):
        check_not_erased([PAPERS, NOTICE], ledger)
    ledger.retract(2)
    assert erased(ledger) == {}
    ledger.record(EvidenceErased.model_validate({"sha256": NOTICE.sha256, "reason": "无保存必要"}))
    assert erased(ledger) == {NOTICE.sha256: 4}
