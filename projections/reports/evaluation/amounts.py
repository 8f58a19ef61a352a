"""Amounts: stated quantities with their qualifiers, in the units of the language of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.values import Quantity
from ledger.values.bounds import COUNTED, scaled
from ledger.values.digits import EXACT, SCALES
from ledger.values.money import CURRENCIES

if TYPE_CHECKING:
    from ledger.entry import Entry
    from projections.document import Run
    from projections.reports.evaluation.context import Context

YUAN = "元"
CURRENCY = "人民币"
ENGLISH_SCALES = ("billion", "million", "thousand", "")
CODES = {YUAN: "CNY"} | {mark: code for code, marks in CURRENCIES.items() for mark in marks}
CURRENCY_CODES = CODES | {code: code for code in CODES.values()}
"""A currency, as a base of units may name it -> its code, which English puts before the number."""
WORDS = {"个百分点": "percentage points", "百分点": "percentage points", "股": "shares", "人": "persons"}
"""Chinese units that have an English word; a measure word such as 条 has none and is left out."""
NO_WORD = Both("the unit “{unit}” of #{at} has no English word", "#{at} 的单位“{unit}”没有英文")


def stated(context: Context, told: Quantity, *entries: Entry, currency: bool = False) -> Run:
    """A quantity as it was stated: no digit more, no qualifier less; with 人民币 if ``currency``.

    English has no 万 or 亿: ``约 1,629.77 万元`` is ``about CNY 16.2977 million``.
    """
    if context.lang == "zh":
        base = scaled(told.unit)[1]
        text = told.show("zh")
        number = f"{told.number:,f}"
        if currency and base == YUAN:
            text = text.replace(number, f"{CURRENCY} {number}", 1).replace(f" {CURRENCY}", CURRENCY, 1)
        return context.run(text, *entries)
    words = english(told)
    if words is None:
        context.leave_open(NO_WORD, unit=told.unit, at=entries[0].position)
    return context.run(words or told, *entries)


def english(told: Quantity) -> str | None:
    """A quantity in English words and scales; None if its unit has no English word."""
    scale, base = scaled(told.unit)
    if not (base.isascii() or base in CODES or base in WORDS or base in COUNTED):
        return None
    return _english(told, scale, base)


def _english(told: Quantity, scale: str, base: str) -> str:
    if told.unit.isascii() and base not in CURRENCY_CODES:
        return told.show("en")
    if told.unit.isascii():
        return _around(told, CURRENCY_CODES[base], f"{told.number:,f}", scale)
    number = EXACT.scaleb(told.number, SCALES[scale])
    word = next((word for word in ENGLISH_SCALES if scale and abs(number) >= 10 ** SCALES[word]), "")
    shown = f"{EXACT.scaleb(number, -SCALES[word]):,f}"
    if scale and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    unit = WORDS.get(base, base if base.isascii() else "")
    return _around(told, CODES.get(base, ""), shown, word, "" if base in CODES else unit)


def _around(told: Quantity, *parts: str) -> str:
    """The words of number and unit with the qualifier around them."""
    # The quantity itself knows where its qualifier stands: number and unit are exchanged in its own words.
    own = Quantity(told.qualifier, told.number, "unit").show("en")
    return own.replace(f"{told.number:,f} unit", " ".join(filter(None, parts)))
