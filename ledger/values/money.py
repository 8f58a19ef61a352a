"""Money: an exact amount in a currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.digits import EXACT, NUMBER, SCALE, bounded, decimal_of, decimals, half_up
from ledger.values.text import fold
from ledger.values.value import Value

if TYPE_CHECKING:
    from ledger.language import Lang

CURRENCIES: dict[str, tuple[str, ...]] = {
    "CNY": ("人民币", "RMB", "¥"),
    "HKD": ("港元", "港币", "HK$"),
    "USD": ("美元", "US$"),
    "EUR": ("欧元", "€"),
    "GBP": ("英镑", "£"),
    "JPY": ("日元",),
    "MOP": ("澳门元", "MOP$"),
    "TWD": ("新台币", "NT$"),
    "SGD": ("新加坡元", "S$"),
    "AUD": ("澳元", "A$"),
    "CAD": ("加元", "C$"),
    "CHF": ("瑞士法郎",),
    "KRW": ("韩元",),
    "INR": ("印度卢比",),
    "THB": ("泰铢",),
    "MYR": ("马来西亚林吉特",),
    "VND": ("越南盾",),
}
"""ISO 4217 code -> how else it is written, its Chinese name first."""
_CODES = {mark: code for code, marks in CURRENCIES.items() for mark in (code, *marks)}
MARK = "|".join(re.escape(mark) for mark in sorted(_CODES, key=len, reverse=True))

_NOT_MONEY = Both(
    "it is not an amount of money; write CNY 8.59, 8.59元 or 人民币1,500万元",
    "不是金额；请写成 CNY 8.59、8.59元 或 人民币1,500万元",
)
_BARE = Both(
    "the currency is missing; write CNY 8.59 or 8.59元",
    "缺少币种；请写成 CNY 8.59 或 8.59元",
)
_TWO_CURRENCIES = Both(
    "it names two currencies; write one, as in CNY 8.59 or 8.59美元",
    "写了两种币种；请只写一种，如 CNY 8.59 或 8.59美元",
)
_NO_CURRENCY = Both(
    "the currency is unknown; write one of {codes}, as in CNY 8.59",
    "币种无法识别；请用 {codes} 之一，如 CNY 8.59",
)
_MONEY = re.compile(
    rf"(?P<sign>-)?\s*(?P<before>{MARK})?\s*(?P<inner>-)?\s*(?P<number>{NUMBER})\s*(?P<scale>{SCALE})?\s*"
    rf"(?P<after>元|{MARK})?(?:\s*/\s*股)?",
    re.ASCII | re.IGNORECASE,
)


class Money(Value):
    """An amount with its ISO 4217 currency: ``CNY 12000000.00``; two decimals, more where they count."""

    __slots__ = ("amount", "currency")
    amount: Decimal
    currency: str
    example: ClassVar[str] = "CNY 12000000.00"

    def __init__(self, amount: Decimal, currency: str) -> None:
        if currency not in CURRENCIES:
            raise ValueProblem(*(told.format(codes=", ".join(CURRENCIES)) for told in _NO_CURRENCY))
        kept = _two_or_more(bounded(amount))
        self._fill(f"{currency} {kept:f}", amount=kept, currency=currency)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an amount with its currency before or after; ``/股`` is dropped, a bare number refused."""
        match = _MONEY.fullmatch(fold(text))
        if not match or (match["sign"] and match["inner"]):
            raise ValueProblem(*_NOT_MONEY)
        amount = decimal_of(match["number"], (match["scale"] or "").lower())
        negative = match["sign"] or match["inner"]
        return cls(amount.copy_negate() if negative else amount, _currency(match["before"], match["after"]))

    def show(self, lang: Lang) -> str:
        """``人民币 15,000,000.00 元``, ``8.59 美元`` or ``CNY 15,000,000.00``."""
        if lang == "en":
            return f"{self.currency} {self.amount:,f}"
        if self.currency == "CNY":
            return f"人民币 {self.amount:,f} 元"
        return f"{self.amount:,f} {CURRENCIES[self.currency][0]}"

    def wan(self) -> str:
        """The amount in 万 (ten thousands) of its currency, two decimals, half up: ``1,629.77``."""
        return f"{half_up(EXACT.scaleb(self.amount, -4), 2):,f}"


def currency_of(mark: str) -> str:
    """The ISO code of a currency however written."""
    return _CODES[mark.upper()]


def _currency(before: str | None, after: str | None) -> str:
    if not before and not after:
        raise ValueProblem(*_BARE)
    if not after or after == "元":
        return currency_of(before) if before else "CNY"
    if before and currency_of(before) != currency_of(after):
        raise ValueProblem(*_TWO_CURRENCIES)
    return currency_of(after)


def _two_or_more(amount: Decimal) -> Decimal:
    kept = amount.normalize(EXACT)
    return half_up(kept, max(2, decimals(kept)))
