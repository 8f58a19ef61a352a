"""Numbers as people write them: grouped digits, 万 and 亿, Chinese numerals; exact in decimal."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from ledger.errors import ValueProblem
from ledger.language import Both

WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
NUMBER = WHOLE + r"(?:\.[0-9]+)?"
SCALES = {
    "": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12,
    "thousand": 3, "million": 6, "billion": 9,
}  # fmt: skip
SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))

BEFORE_POINT, AFTER_POINT = 18, 8
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Wide enough that nothing within the limits is ever rounded unasked."""

_TOO_LONG = Both(
    "it has more than 18 digits before the point or 8 after it; write a number such as 16297700.00",
    "小数点前超过 18 位或小数点后超过 8 位；请写成如 16297700.00",
)
_DIGITS = {"零": 0, "〇": 0} | {sign: digit for digit, sign in enumerate("一二三四五六七八九", 1)}
_NUMERAL = re.compile(r"(?P<single>[零〇两])|(?P<tens>[二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?")


def decimal_of(digits: str, scale: str = "") -> Decimal:
    """The number written as ``digits`` (perhaps grouped) in units of ``scale``, exactly."""
    number = bounded(Decimal(digits.replace(",", "")))
    return EXACT.scaleb(number, SCALES[scale]) if scale else number


def bounded(number: Decimal) -> Decimal:
    """``number``, never minus zero; ValueProblem if it is not finite or has too many digits."""
    if not number.is_finite() or number.adjusted() >= BEFORE_POINT or decimals(number) > AFTER_POINT:
        raise ValueProblem(*_TOO_LONG)
    return number or number.copy_abs()


def decimals(number: Decimal) -> int:
    """How many digits stand after the point."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_up(number: Decimal, places: int) -> Decimal:
    """``number`` with ``places`` decimals, halves rounded away from zero."""
    rounded = EXACT.quantize(number, Decimal(1).scaleb(-places))
    return rounded or rounded.copy_abs()


def numeral(text: str) -> int | None:
    """A Chinese numeral up to 九十九, or None."""
    match = _NUMERAL.fullmatch(text)
    if not match or not text:
        return None
    if single := match["single"]:
        return _DIGITS.get(single, 2)
    tens = match["tens"] or ""
    return (_DIGITS[tens[0]] if len(tens) > 1 else len(tens)) * 10 + _DIGITS.get(match["ones"] or "", 0)
