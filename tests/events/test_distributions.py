"""Distributions: what is paid agrees with itself and with what was approved, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.events import distributions
from ledger.events.opening import BalanceCarriedIn
from ledger.testing import flags, given, refused_in_any_order

if TYPE_CHECKING:
    from ledger.event import GovernanceEvent

UNAPPROVED = "no entry says that the dividend was approved"
ABOVE = "more than the cap of the mandate"


def event(kind: str, **cells: Any) -> GovernanceEvent:
    made: GovernanceEvent = vars(distributions)[kind].model_validate({"fiscal_period": "2023"} | cells)
    return made


def proposed(**cells: Any) -> GovernanceEvent:
    return event("DistributionProposed", **{"proposed_on": "2024-04-26", "decision": "分配"} | cells)


def approved(**cells: Any) -> GovernanceEvent:
    return event("DistributionApproved", **{"approved_on": "2024-05-28", "decision": "distribute"} | cells)


def paid(**cells: Any) -> GovernanceEvent:
    return event("DividendPaid", **{"paid_on": "2024-07-11"} | cells)


def authorised(**cells: Any) -> GovernanceEvent:
    return event("InterimDistributionAuthorised", **{"authorised_on": "2024-05-28"} | cells)


CASH = {"per_10_shares": "1.20元", "base": "178815805", "total": "CNY 21457896.60"}


def test_a_distribution_without_oddities() -> None:
    days = {"record_on": "2024-07-10", "ex_on": "2024-07-11"}
    history = proposed(**CASH), approved(**CASH), paid(**CASH, **days)
    assert given(*history).flags == given(*reversed(history)).flags == set()
    assert given(*history).matter.id == "distribution/2023"


def test_no_distribution_is_proposed_with_its_reason() -> None:
    none = {"decision": "不分配"}
    reason = "2023年度未实现盈利"
    assert flags(proposed(**none, reason_for_none=reason), approved(**none, reason_for_none=reason)) == set()
    assert flags(proposed(**none)) == {"no reason is given for distributing nothing"}
    assert flags(proposed()) == {"no amount of the distribution is given"}
    refused_in_any_order(proposed(**none, total="CNY 1.00"))
    refused_in_any_order(approved(**none), paid(total="CNY 1.00"), match="more than was approved")
    other = flags(proposed(**CASH), approved(**none, reason_for_none=reason))
    assert other == {"the decision is other than was proposed"}
    assert "不分配，原因：2023年度未实现盈利" in proposed(**none, reason_for_none=reason).sentence("zh")


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        ({"total": "CNY 21457896.60"}, False),
        ({"total": "CNY 21547303.00"}, False),
        ({"total": "CNY 21547304.52"}, True),
        ({"total_as_stated": "约2,145.79万元"}, False),
        ({"total_as_stated": "约2,245.79万元"}, True),
        ({"total": "USD 1.00"}, False),
        ({"total": "CNY 21457896.60", "total_as_stated": "约2,145.69万元"}, True),
        ({"per_10_shares": "1.200001元", "total": "CNY 21457914.49"}, False),
        ({"per_10_shares": "1.200001元", "total": "CNY 21457896.60"}, True),
    ],
)
def test_the_base_gives_the_total_within_rounding(cells: dict[str, str], refused: bool) -> None:
    payment = paid(**{"per_10_shares": "1.20元", "base": "178815805"} | cells)
    if refused:
        refused_in_any_order(payment)
    else:
        given().when(payment).then_recorded()


def test_no_more_is_paid_than_was_approved() -> None:
    refused_in_any_order(approved(total="CNY 100.00"), paid(total="CNY 60.00"), paid(total="CNY 40.01"))
    given(approved(total="CNY 100.00"), paid(total="CNY 60.00")).when(paid(total="CNY 40.00")).then_recorded()
    refused_in_any_order(approved(per_10_shares="1.20元"), paid(per_10_shares="1.21元"))
    refused_in_any_order(approved(total_as_stated="约100万元"), paid(total="CNY 2010000.00"))
    given(approved(total_as_stated="约101万元")).when(paid(total="CNY 1015000.00")).then_recorded()


def test_a_larger_base_or_a_smaller_one_is_no_more_than_approved() -> None:
    terms = approved(per_10_shares="1.20元", total="CNY 120.00")
    given(terms).when(paid(per_10_shares="1.20元", total="CNY 132.00")).then_recorded()
    given(terms).when(paid(per_10_shares="1.30元", total="CNY 120.00")).then_recorded()
    refused_in_any_order(terms, paid(per_10_shares="1.30元", total="CNY 132.00"))


def test_a_special_dividend_has_its_own_approval() -> None:
    special = paid(total="CNY 50.00", distribution_type="special")
    given(approved(total="CNY 100.00"), paid(total="CNY 100.00")).when(special).then_recorded()
    assert flags(approved(total="CNY 100.00"), special) == {UNAPPROVED}


def test_the_days_come_in_their_order() -> None:
    refused_in_any_order(paid(record_on="2024-07-12", ex_on="2024-07-11"))
    refused_in_any_order(paid(record_on="2024-07-12"), match="day of payment")
    refused_in_any_order(paid(ex_on="2024-07-12"))
    given().when(paid(record_on="2024-07", ex_on="2024-07-11")).then_recorded()


def test_what_was_not_approved_is_flagged() -> None:
    assert flags(paid(total="CNY 1.00")) == {UNAPPROVED}
    assert flags(approved(**CASH), paid(paid_on="2024-05-27")) == {"paid before it was approved"}
    balance = BalanceCarriedIn.model_validate({"as_of": "2023-12-31", "what": "已批准未发放红利"})
    assert flags(paid(total="CNY 1.00"), balance) == set()


def test_an_interim_dividend_stays_within_its_mandate() -> None:
    interim = {"fiscal_period": "2024H1"}
    mandate = authorised(**interim, cap="不超过人民币1,000万元（含本数）")
    assert flags(mandate, paid(**interim, total="CNY 10000000.00")) == set()
    assert flags(mandate, paid(**interim, total="CNY 10000000.01")) == {ABOVE}
    assert flags(mandate, approved(**interim, total="CNY 10000000.01")) == {ABOVE}
    assert given(mandate).matter.id == "distribution/2024H1"
    assert "金额上限不超过 1,000 万元（含本数）" in mandate.sentence("zh")
