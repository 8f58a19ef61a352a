"""Quantity: a number with its unit and its qualifier, never shown as more exact than it was stated."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.digits import NUMBER, SCALE, bounded, decimal_of
from ledger.values.money import CURRENCIES, MARK, currency_of
from ledger.values.text import checked, fold
from ledger.values.value import Value

if TYPE_CHECKING:
    from ledger.language import Lang


class Qualifier(NamedTuple):
    """How a qualifier is shown around number and unit, and the words before a number that mean it."""

    shown: Both
    words: tuple[str, ...] = ()


QUALIFIERS: dict[str, Qualifier] = {
    "": Qualifier(Both("{number} {unit}", "{number} {unit}")),
    "about": Qualifier(Both("about {number} {unit}", "约 {number} {unit}"), ("约", "大约", "about")),
    "over": Qualifier(Both("over {number} {unit}", "{number} 余{unit}"), ("over",)),
    "more-than": Qualifier(
        Both("more than {number} {unit}", "超过 {number} {unit}"), ("超过", "超", "逾", "多于", "more than")
    ),
    "near": Qualifier(Both("nearly {number} {unit}", "近 {number} {unit}"), ("近", "nearly", "near")),
    "at-least": Qualifier(
        Both("at least {number} {unit}", "不低于 {number} {unit}"), ("不低于", "不少于", "at least")
    ),
    "at-least-incl": Qualifier(
        Both("at least {number} {unit} (inclusive)", "不低于 {number} {unit}（含本数）")
    ),
    "at-most": Qualifier(
        Both("at most {number} {unit}", "不超过 {number} {unit}"), ("不超过", "不高于", "不多于", "at most")
    ),
    "at-most-incl": Qualifier(
        Both("at most {number} {unit} (inclusive)", "不超过 {number} {unit}（含本数）")
    ),
    "less-than": Qualifier(
        Both("less than {number} {unit}", "不足 {number} {unit}"), ("不足", "少于", "低于", "less than")
    ),
}
"""Slug -> qualifier; a new one is a row here."""

_NOT_QUANTITY = Both(
    "it is not a quantity; write qualifier, number and unit as in about 1629.77 万元, over 30 条 or 6000 条",
    "不是数量；请写明约数、数字和单位，如 约1,629.77万元、30余条 或 6000条",
)
_NO_UNIT = Both(
    "the unit is missing; write it after the number, as in 30 条", "缺少单位；请写在数字之后，如 30条"
)
_INCLUSIVE = Both(
    "“inclusive” goes with at least or at most only; write such as 不低于人民币1,500万元（含本数）",
    "“含本数”只与“不低于”“不超过”连用；请写成如 不低于人民币1,500万元（含本数）",
)
_TWO_QUALIFIERS = Both(
    "it has two qualifiers; write one, as in 约30条 or 30余条",
    "有两个约数词；请只写一个，如 约30条 或 30余条",
)

_SLUGS = {word: slug for slug, row in QUALIFIERS.items() for word in (slug, *row.words) if word}
_WORD = "|".join(sorted(_SLUGS, key=len, reverse=True))
_AFTER = {"余": "over", "多": "over", "以上": "at-least-incl", "以内": "at-most-incl", "以下": "at-most-incl"}
_OF_MONEY = re.compile(rf"({SCALE})?\s*(元)?(/.+)?", re.ASCII | re.IGNORECASE)
_UNIT = re.compile(
    r"(?!(?:万|亿)?[余多]|[eE][0-9])(?:[^\W\d_]|[%‰℃°¥$€£])(?:[\w/%·.\-\u0020]{0,38}[\w%])?(?<!以[上内下])"
)
_QUANTITY = re.compile(
    rf"(?P<word>{_WORD})?\s*(?P<mark>{MARK})?\s*(?P<number>-?{NUMBER})(?![0-9])\s*(?:(?P<scale>{SCALE})?(?P<more>[余多]))?"
    rf"\s*(?P<unit>[^()]*?)\s*(?P<within>以[上内下])?\s*(?P<incl>\(\s*(?:含本数|含|inclusive)\s*\))?",
    re.ASCII | re.IGNORECASE,
)


class Quantity(Value):
    """``[qualifier ]number unit``: ``about 1629.77 万元``, ``over 30 条``; digits and unit as stated."""

    __slots__ = ("number", "qualifier", "unit")
    qualifier: str
    """A slug of QUALIFIERS; "" if stated as exact."""
    number: Decimal
    unit: str
    example: ClassVar[str] = "about 1629.77 万元"

    def __init__(self, qualifier: str, number: Decimal, unit: str) -> None:
        if qualifier not in QUALIFIERS:
            raise ValueProblem(*_NOT_QUANTITY)
        unit = fold(unit) if unit else ""
        if not _UNIT.fullmatch(unit):
            raise ValueProblem(*_NO_UNIT)
        plain = f"{bounded(number):f}"
        text = checked(f"{qualifier} {plain} {unit}".lstrip())
        self._fill(text, qualifier=qualifier, number=Decimal(plain), unit=unit)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the canonical form, or words such as 约, 余, 近, 不低于…（含本数） around number and unit."""
        match = _QUANTITY.fullmatch(fold(text))
        if not match:
            raise ValueProblem(*_NOT_QUANTITY)
        sign, digits = "-" * match["number"].startswith("-"), match["number"].lstrip("-")
        number = decimal_of(digits, (match["scale"] or "").lower())
        unit = _unit(match["mark"], match["unit"])
        return cls(_qualifier(match), number.copy_negate() if sign else number, unit)

    def show(self, lang: Lang) -> str:
        """The number with its qualifier: ``约 1,629.77 万元``, ``over 30 条``; the unit as stated."""
        return QUALIFIERS[self.qualifier].shown.text(lang).format(number=f"{self.number:,f}", unit=self.unit)


def _qualifier(match: re.Match[str]) -> str:
    told = [_SLUGS[match["word"].lower()]] if match["word"] else []
    told += [_AFTER[match[group]] for group in ("more", "within") if match[group]]
    if len(told) > 1:
        raise ValueProblem(*_TWO_QUALIFIERS)
    slug = told[0] if told else ""
    if match["incl"] and not slug.endswith("-incl"):
        slug += "-incl"
        if slug not in QUALIFIERS:
            raise ValueProblem(*_INCLUSIVE)
    return slug


def _unit(mark: str | None, unit: str) -> str:
    """The unit with the currency that stood before the number; 元 alone is CNY."""
    if not mark:
        return unit
    code = currency_of(mark)
    of_money = _OF_MONEY.fullmatch(unit)
    if not of_money:
        raise ValueProblem(*_NOT_QUANTITY)
    scale, yuan, per = of_money.groups(default="")
    if scale.isascii() and not yuan:
        return f"{scale} {code}{per}".lstrip()
    return scale + ("元" if code == "CNY" else CURRENCIES[code][0]) + per
