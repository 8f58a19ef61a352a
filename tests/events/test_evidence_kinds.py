"""Documents attached since and erased: where they stand, and what is odd about them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from ledger.batch import Change
from ledger.event import GovernanceEvent
from ledger.events.evidence import EvidenceAttached, EvidenceErased
from ledger.events.meetings import MeetingHeld
from ledger.matter import NotAdmissibleError
from ledger.references import NoSuchItemError
from ledger.testing import MemoryLedger, refused_in_any_order

SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
BOARD = "meeting/board/2-23"


def held() -> MeetingHeld:
    return MeetingHeld.model_validate({"body": "board", "term": 2, "number": 23, "held_on": "2024-03-04"})


def attached(**cells: Any) -> Change:
    told = {"entry": f"{BOARD}@1", "role": "会议记录", "name": "会议记录.pdf", "sha256": SHA256.upper()}
    return Change(EvidenceAttached.model_validate(told | cells), BOARD)


def erased(**cells: Any) -> EvidenceErased:
    return EvidenceErased.model_validate({"sha256": SHA256, "reason": "无保存必要"} | cells)


def test_a_document_is_attached_in_the_matter_of_its_entry() -> None:
    ledger = MemoryLedger()
    ledger.record(held())
    (entry,) = ledger.record(attached(archive_number="DSH-2-23"))
    event: Any = entry.event
    assert (entry.matter, event.sha256, event.role.value) == (BOARD, SHA256, "minutes")
    assert event.sentence("zh") == "补充会议记录“会议记录.pdf”（归档号 DSH-2-23）"
    assert event.sentence("en") == "Attached: minutes “会议记录.pdf” (archive number DSH-2-23)"
    assert list(ledger.irregularities(ledger.matter(BOARD))) == []


@pytest.mark.parametrize(
    ("entry", "error", "told"),
    [
        ("meeting/board/2-24", NotAdmissibleError, "it supports meeting/board/2-24, not meeting/board/2-23"),
        (f"{BOARD}@9", NoSuchItemError, "has no item @9"),
        (f"{BOARD}@2", NotAdmissibleError, "it cannot support itself"),
        ("meeting/baord/2-23", NotAdmissibleError, "it supports meeting/baord/2-23"),
    ],
)
def test_it_supports_an_entry_of_its_own_matter(entry: str, error: type[Exception], told: str) -> None:
    ledger = MemoryLedger()
    ledger.record(held())
    with pytest.raises(error, match=told):
        ledger.record(attached(entry=entry))


def test_a_document_of_a_retracted_entry_is_odd() -> None:
    ledger = MemoryLedger()
    ledger.record(held(), MeetingHeld.model_validate({"body": "board", "held_on": "2024-03-05"}))
    minutes: GovernanceEvent = ledger.catalogue.spec("minutes-signed").cls.model_validate(
        {"meeting": BOARD, "signed_on": "2024-03-06"}
    )
    ledger.record(minutes)
    ledger.record(attached(entry=f"{BOARD}@2"))
    assert list(ledger.irregularities(ledger.matter(BOARD))) == []
    ledger.retract(3)
    odd = [what.en for _, what in ledger.irregularities(ledger.matter(BOARD))]
    assert odd == ["entry: #3 of meeting/board/2-23, “minutes signed”, was retracted since"]


def test_a_document_is_erased_once() -> None:
    assert erased().matter_id() == f"evidence/{SHA256}"
    assert erased(approved_by="张三").sentence("zh").endswith("：无保存必要（批准人：张三）")
    refused_in_any_order(erased(), erased(reason="另一理由"), match="can stand only once")


@pytest.mark.parametrize("sha256", ["", SHA256[1:], SHA256 + "0", "g" * 64, 12, None])
def test_a_digest_has_64_hexadecimal_digits(sha256: object) -> None:
    with pytest.raises(ValidationError):
        erased(sha256=sha256)
