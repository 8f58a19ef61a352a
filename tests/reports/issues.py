"""The half-year as issued, and what was found out after: three corrections and two entries that came late."""

from __future__ import annotations

from typing import Any

import half_year as example

from ledger.application import Ledger
from ledger.entry import Entry
from projections import issue

REF = "evaluation/2024H1"


def issued_half_year(ledger: Ledger, **more: Any) -> Entry:
    told = {"cut_off": "2024-08-28", "by": "林", "with_open_points": True} | more
    entry: Entry = issue(ledger, "evaluation", "2024H1", **told).entry
    return entry


def position(ledger: Ledger, kind: str, **cells: str) -> int:
    """The entry of a kind whose cells begin so."""
    (found,) = [
        entry.position
        for entry in ledger.entries()
        if entry.kind == kind
        and all(entry.event.cells().get(name, "").startswith(cell) for name, cell in cells.items())
    ]
    return found


def corrected(ledger: Ledger, at: int, reason: str, **cells: str) -> int:
    event = ledger.entry(at).event
    anew = type(event).model_validate(event.cells() | cells)
    return ledger.correct(at, anew, by="林", reason=reason).position


def recorded(ledger: Ledger, kind: str, **cells: str) -> int:
    return ledger.record(example.event(ledger, kind, **cells), by="林")[0].position


def the_story(ledger: Ledger) -> dict[str, int]:
    """Three entries are corrected, and two recorded that came late."""
    visits = position(ledger, "investors-received")
    spent = position(ledger, "project-progress-reported", project="project/security-operations",
                     as_of="2024-06-30", funding_basis="total")  # fmt: skip
    training = position(ledger, "training-held", held_on="2024-08-13")
    return {
        "visits": corrected(ledger, visits, "漏计一次", times="5次"),
        "spent": corrected(ledger, spent, "合计有误", spent="25,996.34万元"),
        "training": corrected(ledger, training, "名称有误", title="董监高履职行为专题培训"),
        "audit": recorded(ledger, "meeting-held", body="audit-committee", number="4", held_on="2024-06-27"),
        "board": recorded(ledger, "meeting-held", body="board", term="2", number="29", held_on="2024-06-28"),
    }  # fmt: skip
