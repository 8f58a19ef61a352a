"""Trainings: how they are named, and what cannot be or is odd."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events.trainings import TrainingHeld
from ledger.testing import flags, given


def held(**cells: Any) -> TrainingHeld:
    training = {"title": "董事会秘书后续培训", "held_on": "2024-06-13", "side": "external"}
    return TrainingHeld.model_validate(training | cells)


@pytest.mark.parametrize(
    ("title", "held_on", "matter"),
    [
        ("2024 年度董事长、总经理专题线上培训", "2024-01-01..2024-08-28",
         "training/2024-2024年度董事长总经理专题线上培训"),
        ("信息披露合规专题培训", "2024-08-13", "training/2024-信息披露合规专题培训"),
        ("Directors’ Duties: ２０２４ update", "..2024-08-28", "training/2024-directorsduties2024update"),
        ("Œuvre & Ärger", "2023-12-30..", "training/2023-œuvreärger"),
    ],
)  # fmt: skip
def test_a_training_is_named_by_year_and_title(title: str, held_on: str, matter: str) -> None:
    assert held(title=title, held_on=held_on).matter_id() == matter


def test_two_sessions_of_one_title_stand_in_one_matter() -> None:
    given(held(held_on="2024-06-13")).when(held(held_on="2024-06-14")).then_recorded(flagged=())


def test_joint_organisers_and_half_hours() -> None:
    training = held(organiser="江苏证监局；江苏省上市公司协会", hours="1.5 小时", persons="24名")
    assert list(training.organiser or ()) == ["江苏证监局", "江苏省上市公司协会"]
    assert flags(training) == set()
    assert training.sentence("zh") == (
        "2024 年 6 月 13 日外部培训“董事会秘书后续培训”，主办：江苏证监局、江苏省上市公司协会，共 24 人"
    )


def test_no_more_names_than_persons() -> None:
    given().when(held(attendees="张三；李四", persons="1")).then_refused("2 names for 1 persons")
    given().when(held(attendees="张三；李四", persons="2")).then_recorded()
    given().when(held(attendees="张三；李四", persons="24")).then_recorded()


def test_a_certificate_outlives_the_training() -> None:
    given().when(held(certificate="DM-2024-0613", expires_on="2024-06-12")).then_refused("expired before")
    given().when(held(certificate="DM-2024-0613", expires_on="2024")).then_recorded()


def test_oddities() -> None:
    assert flags(held(attendees="张三；张三")) == {"张三 is named twice"}
    assert flags(held(hours="2 天")) == {"天 are not hours"}
    assert flags(held(hours="2 学时")) == set()
