"""What buybacks and dealings of holders share: choices, fields, figures. No kinds stand here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from ledger.event import BREAKDOWN, LATEST, TOTAL, About, GovernanceEvent
from ledger.language import Both, Lang
from ledger.matter import Matter
from ledger.values import Choice, Count, Money, PartialDate, Percent, Quantity, Shares, Text
from ledger.values.digits import EXACT, SCALE, SCALES, decimals
from ledger.values.money import MARK, currency_of

LANGS: tuple[Lang, Lang] = ("en", "zh")
SHARES = "shares"
"""The unit of a quantity that counts shares; one of money has its currency as unit."""
_UNIT = re.compile(rf"(?P<scale>{SCALE})?\s*(?:(?P<shares>股|shares?)|(?P<money>元|{MARK}))", re.IGNORECASE)


class DealingMethod(Choice):
    """How the shares change hands."""

    AUCTION = "auction", "centralised bidding", "集中竞价交易"
    BLOCK = "block", "block trades", "大宗交易"
    TENDER = "tender", "tender offer", "要约"
    AGREEMENT = "agreement", "transfer by agreement", "协议转让"
    OTHER = "other", "other", "其他"


class Funds(Choice):
    """Where the money comes from."""

    OWN = "own", "own funds", "自有资金"
    SELF_RAISED = "self-raised", "own or self-raised funds", "自有或自筹资金"
    LOAN = "loan", "own funds and a special loan", "自有资金及专项贷款"
    EXCESS_PROCEEDS = "excess-proceeds", "excess proceeds of the share issue", "超募资金"
    OTHER = "other", "other", "其他"


class ShareClass(Choice):
    """The class of the shares."""

    A = "a", "A shares", "A股"
    B = "b", "B shares", "B股"
    H = "h", "H shares", "H股"
    OTHER = "other", "other", "其他"


class Fees(Choice):
    """Whether an amount holds stamp duty, commission and the like."""

    EXCLUDED = "excluded", "fees excluded", "不含交易费用"
    INCLUDED = "included", "fees included", "含交易费用"


Floor = Annotated[
    Quantity | None,
    About("下限", "floor", "金额或股数的下限，连同“含本数”填写", "Least money or shares, with its qualifier",
          eg="不低于人民币1,500万元（含本数）"),
]  # fmt: skip
Ceiling = Annotated[
    Quantity | None,
    About("上限", "ceiling", "金额或股数的上限，连同“含本数”填写", "Most money or shares, with its qualifier",
          eg="不超过人民币3,000万元（含本数）"),
]  # fmt: skip
PriceCap = Annotated[
    Money | None,
    About("价格上限", "price cap", "每股价格上限，含本数", "Highest price for a share", eg="CNY 19.75"),
]
Window = Annotated[
    PartialDate | None,
    About("实施期限", "window", "首日至末日", "First to last day", eg="2024-03-04..2024-09-03"),
]
Method = Annotated[
    DealingMethod | None, BREAKDOWN, About("方式", "method", "交易方式", "How it is done", eg="auction")
]
Venue = Annotated[
    Text | None, About("交易场所", "venue", "交易场所", "Where it is done", eg="上海证券交易所")
]
Source = Annotated[
    Funds | None, BREAKDOWN, About("资金来源", "funds", "资金来源", "Source of the money", eg="own")
]
Class = Annotated[
    ShareClass | None, BREAKDOWN, About("股份种类", "share class", "股份种类", "Class of the shares", eg="a")
]
Reason = Annotated[Text | None, About("原因", "reason", "公告所述原因", "Why, as announced", eg="市场变化")]
OfCapital = Annotated[
    Percent | None, LATEST,
    About("占总股本比例", "percent of capital", "公告所述占总股本的比例", "Of the share capital, as stated",
          eg="0.7848%"),
]  # fmt: skip
Capital = Annotated[
    Shares | None,
    About("总股本", "share capital", "计算比例所用的总股本", "Capital on which the percentage is reckoned",
          eg="180230255"),
]  # fmt: skip
FeesOf = Annotated[
    Fees | None,
    About("交易费用", "fees", "金额是否含印花税、佣金等", "Whether the money holds stamp duty and commission",
          eg="excluded"),
]  # fmt: skip
Low = Annotated[
    Money | None, About("最低价", "low", "每股最低成交价", "Lowest price for a share", eg="CNY 10.14")
]
High = Annotated[
    Money | None, About("最高价", "high", "每股最高成交价", "Highest price for a share", eg="CNY 13.29")
]

SharesSoFar = Annotated[
    Shares, LATEST,
    About("累计股数", "shares", "累计股数；尚未实施填 0", "Shares so far; 0 if none yet", eg="1414450"),
]  # fmt: skip


class Bounds(NamedTuple):
    """What a figure may be: from ``least`` to ``most`` (None for any more) of ``unit``."""

    unit: str
    least: Decimal
    most: Decimal | None

    @classmethod
    def of(cls, stated: Quantity, *, rounded: bool = True) -> Bounds | None:
        """What was stated, in single shares or units of money; None if it counts neither.

        A figure may be ``rounded`` in its last digit; a whole one after 约 or 近, in its last but zeros.
        """
        match = _UNIT.fullmatch(stated.unit)
        if not match:
            return None
        unit = SHARES if match["shares"] else "CNY" if match["money"] == "元" else currency_of(match["money"])
        shift = SCALES[(match["scale"] or "").lower()]
        number, slack = EXACT.scaleb(stated.number, shift), _slack(stated, shift, rounded=rounded)
        if stated.qualifier in ("over", "more-than", "at-least", "at-least-incl"):
            return cls(unit, number, None)
        if stated.qualifier in ("at-most", "at-most-incl", "less-than"):
            return cls(unit, Decimal(0), number)
        return cls(unit, max(Decimal(0), number - slack), number + slack)


def _slack(stated: Quantity, shift: int, *, rounded: bool) -> Decimal:
    if stated.qualifier in ("about", "near") and not decimals(stated.number):
        exponent = stated.number.normalize(EXACT).as_tuple().exponent
        return Decimal(1).scaleb(int(exponent) + shift)
    return Decimal(1).scaleb(shift - decimals(stated.number)) if rounded else Decimal(0)


def shares_of(event: Any) -> Bounds | None:
    """The shares that an event tells."""
    count = event.shares and Decimal(event.shares.count)
    return None if count is None else Bounds(SHARES, count, count)


def cash_of(event: Any) -> Bounds | None:
    """The money that an event tells, exactly or as stated."""
    if event.cash:
        return Bounds(event.cash.currency, event.cash.amount, event.cash.amount)
    stated = getattr(event, "cash_as_stated", None)
    return Bounds.of(stated) if stated else None


class DealingFigures(GovernanceEvent):
    """Shares and money of trades, with the prices between which they were done."""

    shares: Annotated[Shares | None, About("股数", "shares", "股数", "Number of shares", eg="1414450")] = None
    cash: Annotated[
        Money | None, About("金额", "cash", "精确到分的金额", "Money, exact", eg="CNY 16297707.00")
    ] = None
    cash_as_stated: Annotated[
        Quantity | None,
        About("金额表述", "cash as stated", "公告的金额表述，连同“约”", "As announced, with its qualifier",
              eg="约1,629.77万元"),
    ] = None  # fmt: skip
    fees: FeesOf = None
    low: Low = None
    high: High = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The money agrees with how it is stated, and with the shares at the prices told."""
        _ = matter
        if self.low and self.high and _more(self.low, self.high):
            yield Both("the lowest price is above the highest", "最低价高于最高价")
        stated = self.cash_as_stated and Bounds.of(self.cash_as_stated)
        if self.cash and self.cash_as_stated and stated and not _holds(stated, self.cash):
            en, zh = (self.cash_as_stated.show(lang) for lang in LANGS)
            yield Both(f"the cash is {self.cash.show('en')}, stated as {en}",
                       f"金额 {self.cash.show('zh')}与表述的“{zh}”不符")  # fmt: skip
        yield from self._mispriced()

    def _mispriced(self) -> Iterator[Both]:
        """Money that the shares cannot have cost; fees may come on top unless they are excluded."""
        shares, cash = self.shares.count if self.shares else None, cash_of(self)
        if shares is None or cash is None or cash.unit == SHARES:
            return
        if not shares and cash.least:
            yield Both("money for no shares", "股数为零而金额不为零")
        low, high = (
            price and price.currency == cash.unit and price.amount for price in (self.low, self.high)
        )
        if low and cash.most is not None and cash.most < shares * low:
            yield Both("the average price is below the lowest", "均价低于最低价")
        if shares and high and self.fees is Fees.EXCLUDED and cash.least > shares * high:
            yield Both("the average price is above the highest", "均价高于最高价")


class Traded(DealingFigures):
    """Trades of a day or of some days: a flow, which is added up."""

    shares: Annotated[
        Shares, TOTAL, About("成交股数", "shares", "当日（期间）成交的股数", "Shares traded", eg="100000")
    ]
    cash: Annotated[
        Money | None,
        TOTAL,
        About("成交金额", "cash", "精确到分的金额", "Money, exact", eg="CNY 1150000.00"),
    ] = None
    cash_as_stated: Annotated[
        Quantity | None,
        About("金额表述", "cash as stated", "公告的金额表述，连同“约”", "As announced, with its qualifier",
              eg="约115万元"),
    ] = None  # fmt: skip


class SoFar(DealingFigures):
    """Cumulative figures since the beginning, of which the latest count."""

    shares: Annotated[
        Shares | None, LATEST,
        About("累计股数", "shares", "累计股数；尚未实施填 0", "Shares so far; 0 if none yet", eg="1414450"),
    ] = None  # fmt: skip
    cash: Annotated[
        Money | None,
        LATEST,
        About("累计金额", "cash", "精确到分的累计金额", "Money so far, exact", eg="CNY 16297707.00"),
    ] = None
    cash_as_stated: Annotated[
        Quantity | None, LATEST,
        About("累计金额表述", "cash as stated", "公告的表述，连同“约”", "As announced, with its qualifier",
              eg="约1,629.77万元"),
    ] = None  # fmt: skip
    percent_of_capital: OfCapital = None
    share_capital: Capital = None
    days_traded: Annotated[
        Count | None,
        About("交易天数", "days traded", "有成交的天数；填写后核对逐日分录是否齐全",
              "Days with trades; if told, the entries of single days are checked for completeness", eg="9"),
    ] = None  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """The percentage is not that of the shares in the capital, rounded or cut off."""
        _ = matter
        shares, capital, percent = self.shares, self.share_capital, self.percent_of_capital
        if shares and capital and capital.count and percent:
            exact = EXACT.divide(Decimal(100 * shares.count), Decimal(capital.count))
            unit = Decimal(1).scaleb(-decimals(percent.value))
            if not -unit / 2 <= exact - percent.value < unit:
                told = f"{exact:.{decimals(percent.value)}f}%"
                yield Both(f"the shares are {told} of the capital, not {percent.show('en')}",
                           f"股数占总股本 {told}，与所述 {percent.show('zh')} 不符")  # fmt: skip


def _more(one: Money, other: Money) -> bool:
    return one.currency == other.currency and one.amount > other.amount


def _holds(stated: Bounds, cash: Money) -> bool:
    over = stated.most is not None and cash.amount > stated.most
    return cash.currency == stated.unit and cash.amount >= stated.least and not over
