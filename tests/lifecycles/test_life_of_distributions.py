"""A distribution is proposed, approved and paid: no more is paid than some approval allows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, day, event, maybe, steps, text, walk

from ledger.events.distributions import (
    DistributionApproved,
    DistributionDecision,
    DistributionProposed,
    DividendPaid,
    InterimDistributionAuthorised,
)

D = {"fiscal_period": text("2023"), "distribution_type": text(None, None, "ordinary", "special")}
TOTAL = {"total": text(None, "CNY 1.00", "CNY 2.00", "CNY 3.00")}
PLAN = D | TOTAL | {"decision": text("distribute", "distribute", "none")}
LIFE = st.one_of(
    event(DistributionProposed, **PLAN, proposed_on=day()),
    event(DistributionApproved, **PLAN, approved_on=day()),
    event(InterimDistributionAuthorised, **D, authorised_on=day()),
    event(DividendPaid, **D, **TOTAL, paid_on=day(), record_on=maybe(day()), ex_on=maybe(day())),
)


def possible(events: Events) -> bool:
    """Nothing told of a distribution of nothing; days in their order; payments within an approval."""
    plans = [each for each in events if isinstance(each, DistributionProposed | DistributionApproved)]
    if any(each.decision is DistributionDecision.NONE and each.total for each in plans):
        return False
    payments = [each for each in events if isinstance(each, DividendPaid)]
    for paid in payments:
        days = [str(one) for one in (paid.record_on, paid.ex_on, paid.paid_on) if one]
        if days != sorted(days):
            return False
    return all(within(events, payments, sort) for sort in {paid.sort for paid in payments})


def within(events: Events, payments: list[DividendPaid], sort: object) -> bool:
    """Whether the payments of one sort keep to an approval of it; without any, nothing can be told."""
    approvals = [each for each in events if isinstance(each, DistributionApproved) and each.sort is sort]
    paid = sum(one.total.amount for one in payments if one.sort is sort and one.total)
    return not approvals or any(
        paid == 0 if one.decision is DistributionDecision.NONE else not one.total or paid <= one.total.amount
        for one in approvals
    )


@settings(max_examples=60, deadline=None)
@given(steps(LIFE))
def test_a_distribution_holds_in_any_order(tried: list[Step]) -> None:
    walk(tried, possible)
