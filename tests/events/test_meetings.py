"""Meetings: how they are named, what cannot be true at once, in any order, and what is odd."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.event import GovernanceEvent
from ledger.events import meetings
from ledger.testing import flags, given, refused_in_any_order

BOARD = {"body": "board", "term": "2", "number": "23"}
ATTENDED = "张三；李四（通讯）；王五（委托张三：因公）；赵六（缺席：因病）"


def event(kind: str, **cells: Any) -> GovernanceEvent:
    names = BOARD if kind == "MeetingCalled" else {"meeting": "meeting/board/2-23"}
    made: GovernanceEvent = vars(meetings)[kind].model_validate(names | cells)
    return made


def called(on: str = "2024-02-28", **cells: Any) -> GovernanceEvent:
    return event("MeetingCalled", notice_given_on=on, **cells)


def postponed(on: str, **cells: Any) -> GovernanceEvent:
    return event("MeetingPostponed", postponed_on=on, reason="因日程冲突", **cells)


def held(on: str = "2024-03-04", **cells: Any) -> meetings.MeetingHeld:
    return meetings.MeetingHeld.model_validate(BOARD | {"held_on": on} | cells)


CANCELLED = event("MeetingCancelled", cancelled_on="2024-03-02", reason="因日程冲突")


@pytest.mark.parametrize(
    ("cells", "matter"),
    [
        ({}, "meeting/board/2-23"),
        ({"number": None}, "meeting/board/2024-03-04-1"),
        (
            {"term": None, "number": "3", "on": "2024H1", "body": "战略委员会"},
            "meeting/strategy-committee/2024H1-3",
        ),
        ({"term": None, "number": None}, "meeting/board/2024-03-04-1"),
        ({"body": "shareholders", "type": "annual", "year": "2023"}, "meeting/shareholders/2023-annual"),
        ({"body": "shareholders", "type": "extraordinary", "year": "2024", "number": "2"},
         "meeting/shareholders/2024-extraordinary-2"),
        ({"body": "shareholders", "type": "extraordinary", "year": "2024", "term": None, "number": None},
         "meeting/shareholders/2024-03-04-1"),
        ({"body": "shareholders", "type": "class", "share_class": "H 股", "year": "2024", "number": "1"},
         "meeting/shareholders/2024-class-h-1"),
    ],
)  # fmt: skip
def test_a_meeting_is_named_by_its_session_or_else_by_its_day(cells: dict[str, Any], matter: str) -> None:
    assert held(**{"on": "2024-03-04"} | cells).matter_id() == matter


def test_an_unnumbered_meeting_is_called_under_the_name_that_it_will_be_held_under() -> None:
    assert called(number=None, scheduled_on="2024-03-04").matter_id() == held(number=None).matter_id()


def test_a_meeting_without_oddities() -> None:
    notice, minutes = called(scheduled_on="2024-03-04"), event("MinutesSigned", signed_on="2024-03-06")
    assert flags(notice, held(attendance=ATTENDED), minutes) == set()


def test_a_meeting_is_not_both_cancelled_and_held() -> None:
    refused_in_any_order(called(), CANCELLED, held(), match="it is recorded as cancelled")
    assert flags(called(), CANCELLED) == set()


def test_a_meeting_is_held_once() -> None:
    given(held()).when(held("2024-03-05")).then_refused("can stand only once")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"entitled": "9", "present": "10"}, "10 present of 9 entitled"),
        ({"entitled": "9", "attendance": ATTENDED}, "4 names for 9 entitled"),
        ({"present": "4", "attendance": ATTENDED}, "3 of the names were present or represented, not 4"),
        ({"present": "2", "attendance": ATTENDED}, "not 2"),
        ({"voting_base": "100", "shares_on_site": "60", "shares_online": "41"}, "101 shares present of 100"),
        ({"entitled": "4", "present": "3", "attendance": ATTENDED}, None),
        ({"present": "2", "attendance": "张三；李四（方式不详）；王五（方式不详）"}, None),
        ({"voting_base": "100", "shares_on_site": "60", "shares_online": "40"}, None),
    ],
)
def test_numbers_and_names_of_those_who_came_agree(cells: dict[str, Any], told: str | None) -> None:
    attempt = given(called()).when(held(**cells))
    if told:
        attempt.then_refused(told)
    else:
        attempt.then_recorded()


def test_absence_without_a_reason_is_odd() -> None:
    odd = {"no reason given for the absence of 赵六, 钱七"}
    assert flags(held(attendance="张三；赵六（缺席）；钱七（缺席）")) == odd


@pytest.mark.parametrize("absent", ["赵六（缺席：因病）", "赵六（委托张三：因公）"])
def test_a_proxy_who_did_not_attend_is_odd(absent: str) -> None:
    odd = {"王五 was represented by 赵六, who did not attend"}
    assert flags(held(attendance=f"张三；王五（委托赵六：因公）；{absent}")) == odd


@pytest.mark.parametrize(
    ("notices", "day"),
    [
        ([called(scheduled_on="2024-03-05")], "5 March 2024"),
        ([called(scheduled_on="2024-03-04"), postponed("2024-03-02", new_day="2024-03-08")], "8 March 2024"),
        (
            [called(scheduled_on="2024-03-04"), called("2024-03-01", scheduled_on="2024-03-05")],
            "5 March 2024",
        ),
        ([called(scheduled_on="2024-03-05"), called("2024-03-01")], "5 March 2024"),
        ([called(scheduled_on="2024-03-05"), postponed("2024-03-02")], None),
        ([called(scheduled_on="2024-03")], None),
        ([called(scheduled_on="2024-03-05"), postponed("2024-03-02", new_day="2024-03-04")], None),
    ],
)
def test_another_day_than_the_one_last_set_is_odd(notices: list[GovernanceEvent], day: str | None) -> None:
    assert flags(*notices, held()) == ({f"set for {day}, held on 4 March 2024"} if day else set())


def test_a_meeting_of_several_days_or_of_a_day_unknown_may_be_the_one_that_was_set() -> None:
    for days in ("2024-03-04..2024-03-05", "2024-03"):
        assert flags(called(scheduled_on="2024-03-04"), held(days)) == set()


def test_notice_comes_before_the_meeting_and_minutes_after_it() -> None:
    assert flags(called("2024-03-05"), held()) == {"held before notice of it was given"}
    assert flags(called("2024-03"), held()) == set()
    early = event("MinutesSigned", signed_on="2024-03-03")
    assert flags(held(), early) == {"signed before the meeting was held"}
    assert flags(called(), early) == {"no entry says that the meeting was held"}


@pytest.mark.parametrize(
    ("cells", "voters"),
    [
        ({"attendance": ATTENDED, "entitled": "4"}, 3),
        ({"attendance": "张三；李四（方式不详）"}, 2),
        ({"entitled": "9", "present": "8"}, 8),
        ({"entitled": "9"}, 9),
        ({}, None),
    ],
)
def test_how_many_could_vote_at_most(cells: dict[str, Any], voters: int | None) -> None:
    assert held(**cells).voters == voters


def test_holders_online_are_among_all_holders() -> None:
    given().when(held(holders="25", holders_online="18")).then_recorded()
    given().when(held(holders="25", holders_online="26")).then_refused("26 holders online of 25 in all")
