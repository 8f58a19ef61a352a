"""Bodies and offices: who cannot have left, and what is odd about a term."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events.bodies import BodyDissolved, BodyEstablished
from ledger.events.offices import PersonAppointed, PersonLeft, PersonNominated
from ledger.testing import flags, given, refused_in_any_order


def appointed(on: str, **cells: Any) -> PersonAppointed:
    who = {"body": "board", "person": "张三", "post": "member"}
    return PersonAppointed.model_validate(who | {"appointed_on": on} | cells)


def left(on: str, **cells: Any) -> PersonLeft:
    return PersonLeft.model_validate({"body": "board", "person": "张三", "effective_on": on} | cells)


def established(on: str | None = None, **cells: Any) -> BodyEstablished:
    body = {"body": "audit-committee", "title": "审计委员会", "type": "committee", "established_on": on}
    return BodyEstablished.model_validate(body | cells)


def dissolved(on: str) -> BodyDissolved:
    return BodyDissolved.model_validate({"body": "body/audit-committee", "dissolved_on": on})


@pytest.mark.parametrize(
    ("person", "matter"),
    [
        ("张三", "office/board/张三"),
        ("张三#2", "office/board/张三-2"),
        ("Dongping Luo(罗东平)", "office/board/dongping-luo-罗东平"),
        ("阿卜杜拉·艾山", "office/board/阿卜杜拉-艾山"),
    ],
)
def test_an_office_is_named_by_body_and_person(person: str, matter: str) -> None:
    assert appointed("2024-12-26", person=person).matter_id() == matter
    nominated = {"body": "board", "person": person, "post": "成员", "nominated_on": "2024-12-10"}
    assert PersonNominated.model_validate(nominated).matter_id() == matter


def test_a_term_that_ends_is_not_odd() -> None:
    terms = (
        appointed("2021-08-23"),
        left("2023-01-01", reason="任期届满"),
        appointed("2024-01-01"),
        left("2025"),
    )
    assert flags(*terms) == set()


def test_nobody_leaves_before_being_appointed() -> None:
    refused_in_any_order(appointed("2024-01-01"), left("2023-12-31"))
    given(appointed("2024-01-01")).when(left("2024")).then_recorded()


def test_an_earlier_term_is_recorded_before_its_end() -> None:
    earlier, end, later = appointed("..2022"), left("2023-12-31"), appointed("2024-01-01")
    assert flags(later, earlier, end) == set()
    given(later).when(end).then_refused("if there was an earlier one, record it first")


def test_leaving_one_post_is_judged_by_that_post() -> None:
    chair = appointed("2024-01-01", post="chair")
    refused_in_any_order(appointed("2021-01-01"), chair, left("2023-12-31", post="chair"))
    assert flags(appointed("2021-01-01"), chair, left("2024-06-01", post="chair")) == set()
    assert flags(appointed("2021-01-01"), left("2024-06-01", post="chair")) == {
        "no entry says that the person was appointed"
    }


def test_a_resignation_is_delivered_before_it_takes_effect() -> None:
    refused_in_any_order(left("2024-12-26", resigned_on="2024-12-27"))
    given().when(left("2024-12-26", resigned_on="2024-12-26")).then_recorded()


def test_a_term_ends_after_it_begins() -> None:
    refused_in_any_order(appointed("2024-12-26", expected_end="2024-12-25"))


def test_the_same_post_twice_is_odd_unless_it_was_left_or_the_term_was_over() -> None:
    twice = {"in the same post since 1 January 2021, and no entry says that it was left"}
    assert flags(appointed("2021-01-01"), appointed("2023-01-01")) == twice
    assert flags(appointed("2021-01-01"), appointed("2023-01-01", post="chair")) == set()
    assert flags(appointed("2021-01-01"), left("2022-01-01", post="chair"), appointed("2023-01-01")) >= twice
    assert flags(appointed("2021-01-01", term="1"), appointed("2023-01-01", term="2")) == set()
    assert flags(appointed("2021-01-01", expected_end="2022-12-31"), appointed("2023-01-01")) == set()
    assert flags(appointed("2021-01-01", expected_end="2023-12-31"), appointed("2023-01-01")) == twice


def test_leaving_twice_or_from_nowhere_is_odd() -> None:
    assert flags(left("2024-01-01")) == {"no entry says that the person was appointed"}
    assert flags(appointed("2021-01-01"), left("2022-01-01"), left("2023-01-01")) == {
        "left already on 1 January 2022"
    }


def test_a_body_is_dissolved_after_it_was_established() -> None:
    refused_in_any_order(established("2018-12-24"), dissolved("2018-12-23"))
    given(established("2018-12-24")).when(dissolved("2018-12-24")).then_recorded()
    given(established()).when(dissolved("2018-12-24")).then_recorded()


def test_a_body_is_restated_on_another_day_only() -> None:
    body = {"body": "shareholders", "type": "shareholders"}
    before = established("1999-01-01", title="股东大会", **body)
    given(before).when(established("2024-07-01", title="股东会", **body)).then_recorded()
    refused_in_any_order(before, established("1999-01-01", title="股东会", **body))


def test_a_merged_committee_carries_two_roles() -> None:
    body = established(roles="提名；Remuneration and appraisal")
    assert str(body.roles) == "nomination；remuneration"
    assert "承担提名、薪酬与考核职责" in body.sentence("zh")
