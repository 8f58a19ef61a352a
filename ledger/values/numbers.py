"""Shares and percentages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.digits import NUMBER, SCALE, bounded, decimal_of
from ledger.values.text import fold
from ledger.values.value import LARGEST, Value

if TYPE_CHECKING:
    from ledger.language import Lang

_NOT_SHARES = Both(
    "it is not a number of shares; write 9920000, 9,920,000股 or 992万股",
    "不是股份数；请写成 9920000、9,920,000股 或 992万股",
)
_FRACTION = Both(
    "there is no fraction of a share; write a whole number such as 9,920,000股",
    "股份数不能有不足一股的部分；请写成整数，如 9,920,000股",
)
_NOT_PERCENT = Both(
    "it is not a percentage; write it with its sign, as in 5.50%", "不是百分比；请带百分号，如 5.50%"
)
_SHARES = re.compile(rf"({NUMBER})\s*({SCALE})?\s*(?:股|shares?)?", re.ASCII | re.IGNORECASE)
_PERCENT = re.compile(rf"(-?)({NUMBER})\s*%")


class Shares(Value):
    """A whole number of shares: ``9920000``."""

    __slots__ = ("count",)
    count: int
    accepts_int = True
    example: ClassVar[str] = "9920000"

    def __init__(self, count: int) -> None:
        if not 0 <= count < LARGEST:
            raise ValueProblem(*_NOT_SHARES)
        self._fill(str(count), count=count)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read plain or grouped digits, in 万 or 亿, with or without 股."""
        match = _SHARES.fullmatch(fold(text))
        if not match:
            raise ValueProblem(*_NOT_SHARES)
        shares = decimal_of(match[1], (match[2] or "").lower())
        if shares != shares.to_integral_value():
            raise ValueProblem(*_FRACTION)
        return cls(int(shares))

    def show(self, lang: Lang) -> str:
        """``9,920,000 股`` or ``9,920,000 shares``."""
        return f"{self.count:,} {'股' if lang == 'zh' else 'share' if self.count == 1 else 'shares'}"


class Percent(Value):
    """A percentage with the digits that were stated: ``5.50%``; ``value`` is 5.50."""

    __slots__ = ("value",)
    value: Decimal
    example: ClassVar[str] = "5.50%"

    def __init__(self, value: Decimal) -> None:
        kept = bounded(value)
        self._fill(f"{kept:f}%", value=Decimal(f"{kept:f}"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read digits followed by ``%``; a number without the sign is refused, for it may mean a ratio."""
        match = _PERCENT.fullmatch(fold(text))
        if not match:
            raise ValueProblem(*_NOT_PERCENT)
        value = decimal_of(match[2])
        return cls(value.copy_negate() if match[1] else value)

    def show(self, lang: Lang) -> str:
        """``1,234.50%``, the same in both languages."""
        _ = lang
        return f"{self.value:,f}%"
