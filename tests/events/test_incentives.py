"""Incentive plans and awards: what cannot be true at once, in any order, and what is odd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from ledger.events import awards, incentives
from ledger.testing import flags, given, refused_in_any_order

if TYPE_CHECKING:
    from ledger.event import GovernanceEvent

PLAN = "incentive/2024"
KINDS = vars(incentives) | vars(awards)


def event(kind: str, **cells: Any) -> GovernanceEvent:
    made: GovernanceEvent = KINDS[kind].model_validate({"plan": PLAN} | cells)
    return made


def drafted(**cells: Any) -> GovernanceEvent:
    terms = {"title": "2024年限制性股票激励计划", "drafted_on": "2024-07-19", "shares": "1000万股"}
    return event("IncentivePlanDrafted", **terms | cells)


def approved(**cells: Any) -> GovernanceEvent:
    return event("IncentivePlanApproved", **{"approved_on": "2024-08-13", "shares": "10000000"} | cells)


def granted(shares: str | None = "9920000", **cells: Any) -> GovernanceEvent:
    terms = {"granted_on": "2024-08-13", "instrument": "restricted-2", "shares": shares}
    return event("AwardsGranted", **terms | cells)


def vested(shares: str, **cells: Any) -> GovernanceEvent:
    return event("AwardsVested", **{"vested_on": "2025-09-18", "shares": shares} | cells)


def lapsed(shares: str, **cells: Any) -> GovernanceEvent:
    return event("AwardsLapsed", **{"lapsed_on": "2025-08-15", "shares": shares} | cells)


def cancelled(shares: str, **cells: Any) -> GovernanceEvent:
    return event("AwardsCancelled", **{"cancelled_on": "2026-09-30", "shares": shares} | cells)


def exercised(shares: str, **cells: Any) -> GovernanceEvent:
    return event("AwardsExercised", **{"exercised_on": "2025Q4", "shares": shares} | cells)


def adjusted(before: str, after: str, **cells: Any) -> GovernanceEvent:
    terms = {"adjusted_on": "2025-05-20", "ground": "capitalisation"}
    return event("AwardTermsAdjusted", **terms | {"shares_before": before, "shares_after": after} | cells)


PUBLICISED = event("GranteeListPublicised", publicised_from="2024-07-20", publicised_to="2024-07-29")
VERIFIED = event("GranteeListVerified", verified_on="2024-08-02", body="supervisory-board")
ASSESSED = event("VestingConditionsAssessed", assessed_on="2025-08-15", tranche="1", outcome="met")


def test_a_plan_without_oddities() -> None:
    recipients = "张三: 50000; 其他 158 人: 9870000"
    grant = granted("9920000", persons="159", recipients=recipients, price="8.59元/股")
    history = drafted(), PUBLICISED, VERIFIED, approved(), grant, ASSESSED, vested("4960000"), lapsed("70000")
    assert given(*history).flags == given(*reversed(history)).flags == set()


def test_more_granted_than_planned_is_refused() -> None:
    refused_in_any_order(drafted(), approved(), granted("10000001"))
    reserve = granted("2000001", batch="reserve", granted_on="2025-06-01")
    refused_in_any_order(approved(reserve="2000000"), granted("8000000", batch="first"), reserve)
    given(drafted(), approved()).when(granted("10000000")).then_recorded()


def test_the_latest_terms_of_the_plan_count() -> None:
    less = event("IncentivePlanAmended", amended_on="2024-08-05", changes="调减总量", shares="900万股")
    refused_in_any_order(drafted(), less, granted("9920000"))
    given(drafted(), less, approved()).when(granted("9920000")).then_recorded()


def test_terms_of_days_that_may_be_either_way_round_allow_the_larger() -> None:
    less = event("IncentivePlanAmended", amended_on="2024H2", changes="调减总量", shares="900万股")
    given(drafted(), less).when(granted("9920000")).then_recorded()


def test_more_used_than_granted_is_refused() -> None:
    refused_in_any_order(granted("100"), vested("60"), lapsed("30"), cancelled("11"))
    given(granted("100"), vested("60"), lapsed("30")).when(cancelled("10")).then_recorded()


def test_shares_may_be_told_by_the_recipients_alone() -> None:
    grant = granted(None, recipients="张三: 60; 李四: 40")
    refused_in_any_order(grant, vested("101"))
    given(grant).when(vested("100")).then_recorded()


def test_each_batch_and_instrument_has_its_own_limit() -> None:
    first, reserve = granted("80", batch="first"), granted("20", batch="reserve", granted_on="2025-06-01")
    refused_in_any_order(first, reserve, vested("21", batch="reserve"))
    options = granted("50", instrument="option")
    refused_in_any_order(granted("50"), options, exercised("51", instrument="option"))
    given(first, reserve).when(vested("100")).then_recorded()
    given(granted("50"), options, vested("50")).when(exercised("50", instrument="option")).then_recorded()


def test_options_that_became_exercisable_may_still_be_cancelled() -> None:
    options, ready = granted("100", instrument="option"), vested("100")
    given(options, ready, exercised("1")).when(cancelled("99")).then_recorded()
    refused_in_any_order(options, ready, exercised("2"), cancelled("99"))


def test_class_1_stock_that_vested_and_was_released_counts_once() -> None:
    stock = granted("100", instrument="restricted-1")
    release = event("AwardsReleased", released_on="2025-09-24", shares="60")
    given(stock, vested("60"), release).when(cancelled("40")).then_recorded()
    refused_in_any_order(stock, vested("60"), release, cancelled("41"))


def test_grants_yet_to_be_recorded_are_no_contradiction() -> None:
    given(vested("60")).when(lapsed("50")).then_recorded()
    given(granted("20", batch="reserve")).when(vested("60", batch="first")).then_recorded()
    given(granted(None)).when(vested("60")).then_recorded()


def test_a_capitalisation_multiplies_what_was_granted_before_it() -> None:
    grant, bonus = granted("100"), adjusted("100", "180")
    given(grant, bonus).when(vested("180")).then_recorded()
    refused_in_any_order(grant, bonus, vested("181"))
    refused_in_any_order(grant, bonus, vested("60", vested_on="2025-03-01"), lapsed("73"))
    given(grant, bonus, vested("60", vested_on="2025-03-01")).when(lapsed("72")).then_recorded()


def test_a_capitalisation_leaves_later_grants_as_they_are() -> None:
    late = granted("100", granted_on="2025-06-01")
    refused_in_any_order(late, adjusted("80", "144"), vested("101"))


def test_an_adjustment_of_unknown_day_or_part_is_taken_as_allowing_more() -> None:
    grant = granted("100")
    given(grant, adjusted("100", "180", adjusted_on="2025")).when(
        vested("180", vested_on="2025-03-01")
    ).then_recorded()
    given(grant, adjusted("100", "180", batch="first")).when(vested("180")).then_recorded()
    refused_in_any_order(
        granted("100", batch="reserve"), adjusted("100", "180", batch="first"), vested("101")
    )


def test_a_capitalisation_also_multiplies_the_plan() -> None:
    late = granted("30", batch="reserve", granted_on="2025-06-01")
    terms = approved(shares="100"), granted("80", batch="first"), adjusted("80", "144")
    given(*terms).when(late).then_recorded()
    refused_in_any_order(*terms, granted("37", batch="reserve", granted_on="2025-06-01"))


def test_a_reserve_that_lapsed_ungranted_uses_up_nothing() -> None:
    first, reserve = granted("80", batch="first"), lapsed("20", batch="reserve", reason="ungranted")
    assert "no entry says that these awards were granted" not in flags(first, reserve, vested("80"))
    refused_in_any_order(first, reserve, vested("81"))


@any_of(st.permutations([granted("100"), vested("60"), lapsed("30"), cancelled("10"), adjusted("50", "50")]))
def test_what_is_possible_is_admitted_in_every_order(order: list[GovernanceEvent]) -> None:
    assert len(given(*order).matter.standing) == 5


@pytest.mark.parametrize(
    ("shares", "persons", "refused"),
    [("9920000", "153", False), ("9920001", "153", True), ("9920000", "152", True), (None, None, False)],
)
def test_the_recipients_add_up(shares: str | None, persons: str | None, refused: bool) -> None:
    grant = granted(shares, persons=persons, recipients="张三: 50000; 其他 152 人: 9870000")
    if refused:
        refused_in_any_order(grant)
    else:
        given().when(grant).then_recorded()


def test_nothing_is_granted_after_the_plan_ended() -> None:
    ended = event("IncentivePlanTerminated", terminated_on="2025-04-20")
    refused_in_any_order(ended, granted(granted_on="2025-05-01"))
    given(ended).when(granted(granted_on="2025-04-20")).then_recorded()
    given(ended).when(granted(granted_on="2025")).then_recorded()


def test_publicity_ends_after_it_begins_and_lasts_ten_days() -> None:
    list_of = {"publicised_from": "2024-07-20"}
    refused_in_any_order(event("GranteeListPublicised", **list_of, publicised_to="2024-07-19"))
    short = event("GranteeListPublicised", **list_of, publicised_to="2024-07-28")
    assert flags(short) == {"publicised for 9 days, fewer than 10"}
    assert flags(PUBLICISED) == set()


def test_the_reserve_is_part_of_the_plan_and_weights_of_the_whole() -> None:
    refused_in_any_order(drafted(reserve="10000001"))
    target = {"level": "company", "years": "2025", "wording": "实现盈利"}
    one = event("PerformanceTargetSet", **target, metric="净利润", weight="60%")
    refused_in_any_order(one, event("PerformanceTargetSet", **target, metric="营业收入", weight="40.01%"))
    given(one).when(event("PerformanceTargetSet", **target, metric="营业收入", weight="40%")).then_recorded()


@pytest.mark.parametrize(
    ("grant", "flag"),
    [
        (granted(granted_on="2024-10-12"), None),
        (granted(granted_on="2024-10-13"), "granted 61 days after the approval, more than 60"),
        (granted(granted_on="2024-08-12"), "granted before the plan was approved"),
        (granted("1", batch="reserve", granted_on="2025-08-13"), None),
        (granted("1", batch="reserve", granted_on="2025-08-14"),
         "the reserve was granted more than 12 months after the approval"),
        (granted("3", batch="reserve"), "more than the reserve of 2 shares"),
    ],
)  # fmt: skip
def test_grants_that_are_odd(grant: GovernanceEvent, flag: str | None) -> None:
    history = PUBLICISED, VERIFIED, approved(reserve="2")
    assert flags(*history, grant) == ({flag} if flag else set())


def test_a_grant_without_approval_or_verification_is_flagged() -> None:
    assert flags(granted()) == {
        "no entry says that the plan was approved",
        "no entry says that the list of recipients was verified",
    }
    other = event("GranteeListVerified", verified_on="2024-08-02", body="supervisory-board", batch="first")
    late = granted(batch="reserve")
    assert "no entry says that the list of recipients was verified" in flags(other, late)


def test_other_oddities() -> None:
    assert flags(approved()) == {"no entry says that the list was publicised before"}
    no_ground = event("AwardTermsAdjusted", adjusted_on="2025-05-20", price_after="8.50元")
    assert flags(drafted(), no_ground) == {"the ground of the adjustment is not given"}
    assert flags(vested("1")) == {
        "no entry says that these awards were granted",
        "no entry says that the conditions were assessed",
    }
    ungranted, unassessed = (f"no entry says that {what}" for what in (
        "these awards were granted", "the conditions were assessed"))  # fmt: skip
    batch = granted(batch="first"), ASSESSED
    assert flags(*batch, vested("1", batch="reserve")) >= {ungranted}
    assert ungranted not in flags(*batch, vested("1"))
    assert flags(*batch, vested("1", tranche="2")) >= {unassessed}
    assert unassessed not in flags(*batch, vested("1", tranche="1"))
    empty = event("PerformanceTargetSet", level="company", years="2025", metric="净利润")
    assert flags(empty) == {"neither a threshold nor a wording is given"}


def test_nobody_by_name_gets_more_than_was_granted_to_that_person() -> None:
    grant = granted("300", recipients="张三: 100; 其他 2 人: 200")
    refused_in_any_order(grant, vested("150", recipients="张三: 150"), match="张三: 150 .* of 100 granted")
    refused_in_any_order(
        grant, vested("60", recipients="张三: 60"), lapsed("60", recipients="张三: 60"), match="张三: 120"
    )
    given(grant).when(vested("150", recipients="李四: 150")).then_recorded()
    doubled = adjusted("300", "600")
    given(grant, doubled).when(vested("150", recipients="张三: 150")).then_recorded()


def test_who_may_be_among_those_not_named_is_not_judged() -> None:
    given(granted("100"), granted("100", granted_on="2024-08-14", recipients="张三: 100")).when(
        vested("150", recipients="张三: 150")
    ).then_recorded()


def test_a_person_whom_no_grant_names_is_odd() -> None:
    told = flags(granted("100", recipients="张三: 100"), vested("50", recipients="李四: 50"))
    assert "no grant names 李四" in told
