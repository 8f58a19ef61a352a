"""Totals of attendance: of a person, a body and a span; what cannot be true of them."""

from __future__ import annotations

from typing import Any

from ledger.events.attendance import AttendanceTotalsReported
from ledger.testing import given


def totals(**cells: Any) -> AttendanceTotalsReported:
    counts = {"entitled": "7", "on_site": "1", "remote": "6", "by_proxy": "0", "absent": "0"}
    named = {"body": "board", "person": "张三", "period": "2024"}
    return AttendanceTotalsReported.model_validate(named | counts | cells)


def test_totals_are_of_a_person_a_body_and_a_span() -> None:
    assert totals().matter_id() == "attendance/board/张三/2024"
    assert totals(person="Dongping Luo(罗东平)", period="2024H1").matter_id() == (
        "attendance/board/dongping-luo-罗东平/2024H1"
    )
    assert totals(person="张三#2").matter_id() == "attendance/board/张三-2/2024"


def test_totals_add_up_and_stand_once() -> None:
    given().when(totals(entitled="8")).then_refused("the parts add up to 7, not to the 8 due")
    given(totals()).when(totals(on_site="2", remote="5")).then_refused("can stand only once")


def test_who_always_came_was_not_absent_twice_running() -> None:
    given().when(totals(twice_running="是")).then_refused("never represented nor absent")
    one_of_them_before_the_span = totals(remote="5", by_proxy="1", twice_running="是")
    given().when(one_of_them_before_the_span).then_recorded(flagged=())
