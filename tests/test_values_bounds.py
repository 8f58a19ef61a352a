"""Bounds: between which numbers a quantity lies."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledger.values import Quantity
from ledger.values.bounds import INFINITY, Bounds, base_of, bounds, scaled


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("38,079.22万元", "380792150", "380792250"),
        ("-8,000.87万元", "-80008750", "-80008650"),
        ("30条", "30", "30"),
        ("9,920,000股", "9920000", "9920000"),
        ("120 吨", "119.5", "120.5"),
        ("64.2%", "64.15", "64.25"),
        ("1.2 million CNY", "1150000", "1250000"),
    ],
)
def test_printed_digits(text: str, low: str, high: str) -> None:
    assert bounds(Quantity.parse(text)) == Bounds(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30余条", Decimal(30), INFINITY),
        ("超过30条", Decimal(30), INFINITY),
        ("不低于30条（含本数）", Decimal(30), INFINITY),
        ("近70款", -INFINITY, Decimal(70)),
        ("不足70款", -INFINITY, Decimal(70)),
        ("不超过70款", -INFINITY, Decimal(70)),
        ("约1亿元", -INFINITY, INFINITY),
    ],
)
def test_qualifiers(text: str, low: Decimal, high: Decimal) -> None:
    assert bounds(Quantity.parse(text)) == Bounds(low, high)


def test_unrounded() -> None:
    assert bounds(Quantity.parse("1,500万元"), rounded=False) == Bounds(Decimal(15000000), Decimal(15000000))


@pytest.mark.parametrize(
    ("unit", "scale", "base"),
    [("万元", "万", "元"), ("CNY", "", "元"), ("million CNY", "million", "元"), ("万", "", "万"),
     ("千克", "千", "克"), ("个百分点", "", "个百分点"), ("%", "", "%")],
)  # fmt: skip
def test_units(unit: str, scale: str, base: str) -> None:
    assert scaled(unit) == (scale, base)


def test_one_base_in_several_scales() -> None:
    assert base_of(Quantity.parse("1,629.77万元")) == base_of(Quantity.parse("CNY 16297707")) == "元"
