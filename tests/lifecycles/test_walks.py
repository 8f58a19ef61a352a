"""The walks notice a ledger and a model that disagree, either way."""

from __future__ import annotations

import pytest
from walks import Step, walk

from ledger.events.meetings import MeetingCancelled, MeetingHeld

HELD = MeetingHeld.model_validate({"body": "board", "term": "2", "number": "23", "held_on": "2024-03-04"})
CANCELLED = MeetingCancelled.model_validate(
    {"meeting": "meeting/board/2-23", "cancelled_on": "2024-03-02", "reason": "冲突"}
)
RECORDED = [Step("record", HELD, 0)]


def test_a_step_that_the_model_forbids_must_be_refused() -> None:
    with pytest.raises(AssertionError, match="was admitted"):
        walk(RECORDED, lambda events: not events)


def test_a_step_that_the_model_allows_must_be_admitted() -> None:
    with pytest.raises(AssertionError, match="was refused"):
        walk([*RECORDED, Step("record", CANCELLED, 0)], lambda _: True)


def test_steps_correct_and_retract_what_stands() -> None:
    moved = HELD.model_copy(update={"place": "苏州"})
    walked = walk([*RECORDED, Step("correct", moved, 0), Step("retract", HELD, 3)], lambda _: True)
    assert [entry.kind for entry in walked.ledger.entries] == [
        "meeting-held", "meeting-held", "entry-retracted",
    ]  # fmt: skip
    assert walked.standing == {}
