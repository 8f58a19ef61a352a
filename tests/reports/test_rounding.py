"""Within what is printed: rounded figures reconcile, others do not, however coarsely they are stated."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from reconciling import AGREES, bought, change, checks, metric

from ledger.values import Quantity
from projections.reports.evaluation.operands import operand

UNITS = st.integers(-300, 300).filter(lambda one: abs(one) > 1)
"""By how many units of its last digit a percentage is off; one off by a single unit may be a tie."""


def rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def agrees(level: str, prior: str, percent: Decimal) -> bool:
    (check,) = checks(metric("2023H1", level=prior), change(level=level, change=f"{percent}%"))
    return check.outcome is AGREES


@given(st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6).filter(bool), st.integers(0, 4), UNITS)
def test_of_exact_levels_the_rounded_change_agrees_and_no_other(
    level: int, prior: int, places: int, off: int
) -> None:
    """Whole counts are exact, so that nothing but the rounding of the percentage is left open."""
    right = rounded(abs(Decimal(level - prior)) * 100 / abs(prior), places)
    wrong = right + off * Decimal(1).scaleb(-places)
    assert agrees(f"{level}条", f"{prior}条", right)
    assert wrong < 0 or not agrees(f"{level}条", f"{prior}条", wrong)


AMOUNTS = st.decimals("-1e6", "1e6", places=6)
PLACES = st.integers(0, 4)


@given(AMOUNTS, AMOUNTS.filter(lambda one: abs(one) > 1), PLACES, PLACES, PLACES)
def test_figures_rounded_from_one_truth_always_agree(
    level: Decimal, prior: Decimal, of_level: int, of_prior: int, of_change: int
) -> None:
    """However coarsely level, base and change are printed, nobody is asked about what may be right."""
    exact = abs(level - prior) * 100 / abs(prior)
    now, then = f"{rounded(level, of_level)}万元", f"{rounded(prior, of_prior)}万元"
    assert agrees(now, then, rounded(exact, of_change))


@given(st.integers(1, 10**9), st.integers(1, 10**9), PLACES, UNITS)
def test_the_rounded_percentage_of_the_capital_agrees_and_no_other(
    part: int, whole: int, places: int, off: int
) -> None:
    assume(part <= whole)
    right = rounded(Decimal(part) * 100 / whole, places)
    for percent in (right, right + off * Decimal(1).scaleb(-places)):
        cells = {"shares": str(part), "share_capital": str(whole)}
        if percent >= 0:
            (check,) = checks(bought("2024-06-30", f"{percent}%", **cells))
            assert (check.outcome is AGREES) is (percent == right)


@pytest.mark.parametrize(("told", "low", "high"), [
    ("30余条", "30", "40"), ("6000余条", "6000", "7000"), ("近70款", "60", "70"), ("约100人", "0", "200"),
    ("约1,629.77万元", "16297600", "16297800"), ("近1.5亿元", "140000000", "150000000"),
    ("-8,000.87万元", "-80008750", "-80008650"), ("5条", "5", "5"), ("12.5万股", "124500", "125500"),
    ("不低于1,500万元（含本数）", "15000000", "Infinity"), ("不超过3,000万元", "-Infinity", "30000000"),
    ("-30余元", "-40", "-30"),
])  # fmt: skip
def test_where_a_stated_figure_lies(told: str, low: str, high: str) -> None:
    assert operand(Quantity.parse(told)).within == (Decimal(low), Decimal(high))
