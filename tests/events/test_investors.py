"""Investor relations: the half-year case, and what cannot be or is odd."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.events.investors import BriefingHeld, ConferenceAttended, InvestorsReceived, QuestionsAnswered
from ledger.testing import flags, given


def briefing(**cells: Any) -> BriefingHeld:
    joint = {"title": "2023年度科创板软件专场集体业绩说明会", "type": "joint-results", "held_on": "2024H1"}
    return BriefingHeld.model_validate(joint | cells)


def received(**cells: Any) -> InvestorsReceived:
    return InvestorsReceived.model_validate({"received_on": "2024H1", "times": "4次"} | cells)


def answered(**cells: Any) -> QuestionsAnswered:
    return QuestionsAnswered.model_validate({"period": "2024H1", "platform": "上证e互动"} | cells)


def test_a_joint_briefing_in_which_the_company_took_part() -> None:
    held = briefing(platform="上证路演中心", role="参加", covers="2023")
    assert held.matter_id() == "investors/2024-2023年度科创板软件专场集体业绩说明会"
    assert flags(held) == set()
    assert held.sentence("zh") == (
        "2024 年上半年通过上证路演中心举行集体业绩说明会“2023年度科创板软件专场集体业绩说明会”（参加）"
    )


def test_results_are_explained_after_their_period() -> None:
    assert flags(briefing(covers="2024Q1", held_on="2024-03-31")) == {
        "held before the period that it explains ended"
    }
    assert flags(briefing(covers="2024Q1")) == set()


def test_four_visits_known_by_their_count() -> None:
    visits = received(investor_class="中小投资者")
    assert visits.matter_id() == "investors/2024H1-visits"
    assert visits.sentence("zh") == "2024 年上半年接待中小投资者调研 4 次"
    given().when(visits).then_recorded(flagged=())
    given().when(received(times="0次")).then_refused("less than once")
    given().when(received(times="不足1次")).then_recorded()


def test_the_register_of_visits_of_shenzhen() -> None:
    visit = received(
        received_on="2024-05-13", times=None, place="公司会议室", manner="现场", investor_class="机构",
        investors="甲基金；乙证券", content="经营情况", materials="年度报告", record_index="2024-001",
    )  # fmt: skip
    assert visit.matter_id() == "investors/2024-05-13-visits"
    assert list(visit.investors or ()) == ["甲基金", "乙证券"]


def test_over_thirty_questions_all_answered() -> None:
    told = answered(asked="30余条", reply_rate="100%")
    assert told.matter_id() == "investors/2024H1-上证e互动"
    assert told.cells()["asked"] == "over 30 条"
    assert told.sentence("zh") == "2024 年上半年在上证e互动答复投资者提问，收到 30 余条，回复率 100%"
    assert told.sentence("en").endswith("over 30 条 asked, reply rate 100%")
    assert flags(told) == set()


@pytest.mark.parametrize(
    ("asked", "replied", "rate", "told"),
    [
        ("30条", "31条", None, "more was answered than asked"),
        ("30条", "30余条", None, None),
        ("30余条", "100条", "100%", None),
        ("近30条", "31条", None, "more was answered than asked"),
        ("30条", "29条", "100%", "the reply rate cannot be 100%"),
        ("30条", "29条", "96.67%", None),
        ("30条", "29条", "97%", None),
        ("30条", "29条", "96%", "the reply rate cannot be 96%"),
        ("约30条", "29条", "90%", None),
        ("30条", "29余条", "90%", "the reply rate cannot be 90%"),
        ("30条", "30次", None, "cannot be compared"),
        ("0条", "0条", "100%", None),
        (None, None, "100.01%", "more than the whole"),
        ("-1条", None, None, "negative"),
    ],
)
def test_what_was_asked_answered_and_the_rate(
    asked: str | None, replied: str | None, rate: str | None, told: str | None
) -> None:
    for event in (
        answered(asked=asked, answered=replied, reply_rate=rate),
        briefing(asked=asked, answered=replied, reply_rate=rate),
    ):
        attempt = given().when(event)
        attempt.then_refused(told) if told else attempt.then_recorded(flagged=())


def test_a_span_told_twice_may_count_twice() -> None:
    assert flags(answered(asked="30余条"), answered(asked="31条")) == {
        "the span is told more than once; its figures may count twice"
    }
    day = {"period": "2024-05-13", "asked": "1条"}
    assert flags(answered(**day), answered(**day)) == set()


def test_a_conference() -> None:
    cells = {"title": "中期策略会", "type": "strategy", "attended_on": "2024-06-18..2024-06-19"}
    conference = ConferenceAttended.model_validate(cells | {"organiser": "某证券"})
    assert conference.matter_id() == "investors/2024-中期策略会"
    assert conference.sentence("en") == (
        "“中期策略会” attended, broker's strategy meeting, 18 June 2024 to 19 June 2024, organised by 某证券"
    )
    never = ConferenceAttended.model_validate(cells | {"times": "0 次"})
    given().when(never).then_refused("less than once")
