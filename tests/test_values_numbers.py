"""Money, shares, percentages, quantities and votes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledger.errors import ValueProblem
from ledger.values import Money, Percent, Quantity, Shares, Value, Votes


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("CNY 12,000,000.00", "CNY 12000000.00"),
        ("人民币1,500万元", "CNY 15000000.00"),
        ("1500万元", "CNY 15000000.00"),
        ("１，５００万元", "CNY 15000000.00"),
        ("8.59元", "CNY 8.59"),
        ("8.59元/股", "CNY 8.59"),
        ("8.595元", "CNY 8.595"),
        ("8.5900元", "CNY 8.59"),
        ("￥8.59", "CNY 8.59"),
        ("¥8.59", "CNY 8.59"),
        ("rmb 8.59", "CNY 8.59"),
        ("1.2亿元", "CNY 120000000.00"),
        ("-3.5万元", "CNY -35000.00"),
        ("CNY -5", "CNY -5.00"),
        ("-0元", "CNY 0.00"),
        ("港币 500 万元", "HKD 5000000.00"),
        ("500万港元", "HKD 5000000.00"),
        ("HK$5", "HKD 5.00"),
        ("5美元", "USD 5.00"),
        ("US$ 1.5 million", "USD 1500000.00"),
        ("5 USD", "USD 5.00"),
        ("英镑5", "GBP 5.00"),
        ("£5", "GBP 5.00"),
        ("5欧元", "EUR 5.00"),
        ("CNY 5元", "CNY 5.00"),
    ],
)
def test_money(text: str, canonical: str) -> None:
    assert str(Money.parse(text)) == canonical


def test_money_is_shown_grouped_and_in_wan_rounded_half_up() -> None:
    money = Money.parse("人民币1,500万元")
    assert (money.amount, money.currency) == (Decimal("15000000.00"), "CNY")
    assert money.show("zh") == "人民币 15,000,000.00 元"
    assert money.show("en") == "CNY 15,000,000.00"
    assert Money.parse("5000美元").show("zh") == "5,000.00 美元"
    assert Money.parse("16,297,650元").wan() == "1,629.77"
    assert Money.parse("16,297,649.99元").wan() == "1,629.76"
    assert Money.parse("-50元").wan() == "-0.01"
    assert Money.parse("-1元").wan() == "0.00"


def test_amounts_that_are_equal_have_one_text() -> None:
    assert Money(Decimal("8.590"), "CNY") == Money.parse("8.59元")
    assert Money(Decimal("1E+3"), "CNY") == Money.parse("1000元")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("9,920,000", "9920000"), ("992万股", "9920000"), ("992.00万股", "9920000"), ("9,920,000股", "9920000"),
     ("9920000 shares", "9920000"), ("1.5亿股", "150000000"), ("0", "0")],
)  # fmt: skip
def test_shares(text: str, canonical: str) -> None:
    assert str(Shares.parse(text)) == canonical
    assert Shares.parse(text).count == int(canonical)


def test_shares_are_shown_with_their_unit() -> None:
    assert Shares(9_920_000).show("zh") == "9,920,000 股"
    assert Shares(9_920_000).show("en") == "9,920,000 shares"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("5.50 %", "5.50%"), ("５.5％", "5.5%"), ("-1,234.50%", "-1234.50%"), ("-0%", "0%")],
)
def test_percentages_keep_their_digits(text: str, canonical: str) -> None:
    assert str(Percent.parse(text)) == canonical
    assert Percent.parse(text).value == Decimal(canonical.rstrip("%"))
    assert Percent.parse("1234.50%").show("zh") == "1,234.50%"


@pytest.mark.parametrize(
    ("text", "canonical", "zh", "en"),
    [
        ("约1,629.77万元", "about 1629.77 万元", "约 1,629.77 万元", "about 1,629.77 万元"),
        ("about 16297700.00 CNY", "about 16297700.00 CNY", "约 16,297,700.00 CNY", "about 16,297,700.00 CNY"),
        ("30余条", "over 30 条", "30 余条", "over 30 条"),
        ("30多条", "over 30 条", "30 余条", "over 30 条"),
        ("3万余条", "over 30000 条", "30,000 余条", "over 30,000 条"),
        ("30余万元", "over 30 万元", "30 余万元", "over 30 万元"),
        ("超过30条", "more-than 30 条", "超过 30 条", "more than 30 条"),
        ("近70款", "near 70 款", "近 70 款", "nearly 70 款"),
        ("不低于人民币1,500万元（含本数）", "at-least-incl 1500 万元", "不低于 1,500 万元（含本数）",
         "at least 1,500 万元 (inclusive)"),
        ("at least 15,000,000 CNY (inclusive)", "at-least-incl 15000000 CNY",
         "不低于 15,000,000 CNY（含本数）", "at least 15,000,000 CNY (inclusive)"),
        ("不低于1,500万元", "at-least 1500 万元", "不低于 1,500 万元", "at least 1,500 万元"),
        ("不超过港币3,000万元(含)", "at-most-incl 3000 万港元", "不超过 3,000 万港元（含本数）",
         "at most 3,000 万港元 (inclusive)"),
        ("不超过5%", "at-most 5 %", "不超过 5 %", "at most 5 %"),
        ("30人以上", "at-least-incl 30 人", "不低于 30 人（含本数）", "at least 30 人 (inclusive)"),
        ("10日以内", "at-most-incl 10 日", "不超过 10 日（含本数）", "at most 10 日 (inclusive)"),
        ("不足5%", "less-than 5 %", "不足 5 %", "less than 5 %"),
        ("US$ 5 million", "5 million USD", "5 million USD", "5 million USD"),
        ("6,000条", "6000 条", "6,000 条", "6,000 条"),
        ("约人民币8.590元/股", "about 8.590 元/股", "约 8.590 元/股", "about 8.590 元/股"),
    ],
)  # fmt: skip
def test_quantities_keep_their_qualifier(text: str, canonical: str, zh: str, en: str) -> None:
    quantity = Quantity.parse(text)
    assert str(quantity) == canonical
    assert (quantity.show("zh"), quantity.show("en")) == (zh, en)
    assert Quantity(quantity.qualifier, quantity.number, quantity.unit) == quantity
    assert Quantity.parse(zh) == Quantity.parse(en) == quantity


@pytest.mark.parametrize(
    "text",
    ["7-1-0", "7:1:0", "７－１－０", "同意7票，反对1票，弃权0票", "7票同意、1票反对、0票弃权",
     "反对1票；弃权0票；同意7票。", "for 7, against 1, abstain 0", "7 for, 1 against, 0 abstaining",
     "In favour 7; Against 1; Abstained 0"],
)  # fmt: skip
def test_votes(text: str) -> None:
    assert Votes.parse(text) == Votes(7, 1, 0)


def test_votes_in_shares() -> None:
    votes = Votes.parse("同意50,000,000股，反对3,000股，弃权0股")
    assert (votes.for_, votes.against, votes.abstain, votes.cast) == (50_000_000, 3_000, 0, 50_003_000)
    assert votes.show("zh") == "同意 50,000,000 票，反对 3,000 票，弃权 0 票"
    assert votes.show("en") == "50,000,000 for, 3,000 against, 0 abstaining"
    assert Votes.parse(votes.show("zh")) == Votes.parse(votes.show("en")) == votes


@pytest.mark.parametrize(
    ("cls", "texts"),
    [
        (Money, ["8.59", "1500万", "NaN元", "CNY Infinity", "1e5元", "--5元", "-CNY -5", "1,50元",
                 "USD 5元港币", "$5", "CYN 5", "5美元欧元", "CNY", "CNY .5", "1" * 19 + "元",
                 "0.123456789元"]),
        (Shares, ["-1", "0.5股", "992.00001万股", "1,00股", "1e5", "十股", "股", "9" * 19]),
        (Percent, ["5.50", "百分之五", "%", "5.50%%", "1e2%", "NaN%", "--5%"]),
        (Quantity, ["约", "30", "约30余条", "近30条以上", "约30条（含本数）", "港币5条", "条30", "30(条)",
                    "1e5条", "约 -- 3 条", "30 余", "5 条；"]),
        (Votes, ["7", "7-1", "7-1-0-0", "7-1:0", "7--1-0", "同意7票", "同意7票，反对1票",
                 "同意7票，同意1票，弃权0票", "同意七票，反对一票，弃权零票", "7.5-1-0", "通过"]),
    ],
)  # fmt: skip
def test_refused_with_a_sentence_that_shows_how_to_write_it(cls: type[Value], texts: list[str]) -> None:
    for text in texts:
        with pytest.raises(ValueProblem) as refusal:
            cls.parse(text)
        assert "such as" in refusal.value.both.en or "write" in refusal.value.both.en, text
        assert "如" in refusal.value.both.zh or "请" in refusal.value.both.zh, text


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1E+18", "1E-9"])
def test_numbers_beyond_all_measure_are_refused(number: str) -> None:
    for make in (lambda n: Money(n, "CNY"), Percent, lambda n: Quantity("", n, "条")):
        with pytest.raises(ValueProblem):
            make(Decimal(number))


@pytest.mark.parametrize("unit", ["", "余条", "万余条", "条（含本数）", "人以上", "5", "a;b"])
def test_units_that_would_read_otherwise_are_refused(unit: str) -> None:
    with pytest.raises(ValueProblem):
        Quantity("", Decimal(5), unit)
