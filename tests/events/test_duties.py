"""Duties of independent directors: days that fit, each person's year one matter."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events.duties import CommunicationHeld, OnSiteWorkDone
from ledger.testing import given


def worked(**cells: Any) -> OnSiteWorkDone:
    return OnSiteWorkDone.model_validate(
        {"person": "李四", "worked_on": "2024-03-04", "days": "1 天"} | cells
    )


@pytest.mark.parametrize(
    ("worked_on", "days", "fits"),
    [
        ("2024-03-04", "1 天", True),
        ("2024-03-04", "0.5 天", True),
        ("2024-03-04", "1.5 天", False),
        ("2024-03-04..2024-03-05", "2 天", True),
        ("2024-03-04..2024-03-05", "3 天", False),
        ("2024-03", "31 天", True),
        ("..2024-03-31", "40 天", True),
    ],
)
def test_no_more_days_than_the_span_has(worked_on: str, days: str, fits: bool) -> None:
    outcome = given().when(worked(worked_on=worked_on, days=days))
    if fits:
        outcome.then_recorded()
    else:
        outcome.then_refused("of work do not fit into")


def test_work_and_talks_of_a_person_in_a_year_are_one_matter() -> None:
    talk = CommunicationHeld.model_validate(
        {"person": "李四", "held_on": "2024-04-20", "with_whom": "会计师事务所"}
    )
    assert worked().matter_id() == talk.matter_id() == "duty/李四/2024"
    assert worked(worked_on="2025-01-03").matter_id() == "duty/李四/2025"
    given(worked()).when(worked()).then_recorded()
    given(worked()).when(talk).then_recorded()
