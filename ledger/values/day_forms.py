"""How people write days, turned into the canonical form: ``2024年5月28日`` -> ``2024-05-28``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
ZH_DECADES = {"start": "初", "early": "上旬", "mid": "中旬", "late": "下旬"}
EN_DECADES = {"start": "the beginning of ", "early": "early ", "mid": "mid-", "late": "late "}
"""Canonical word for a part of a month -> how it is written; 月初 and 上旬 are both the first ten days."""

_DECADES = {zh: word for word, zh in ZH_DECADES.items()} | {
    "".join(en.split()): word for word, en in EN_DECADES.items()
}
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2,
             "first": 1, "second": 2, "third": 3, "fourth": 4}  # fmt: skip
_MONTH_NUMBERS = {name.lower(): at for at, month in enumerate(MONTHS, 1) for name in (month, month[:3])}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_Y, _M, _D = "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})", "(?P<day>[0-9]{1,2})"
_NAMED = rf"(?P<month>{_MONTH})\.?\s*"

_TO = re.compile(r"\s*(?:\.\.|至|到|—+|~|\bto\b)\s*|\s+-\s+", re.ASCII)
_FROM = re.compile(r"(.+)起|from\s+(.+)", re.ASCII | re.IGNORECASE)
_UNTIL = re.compile(r"至(.+)止|until\s+(.+)", re.ASCII | re.IGNORECASE)
_LATER = re.compile(r"(?:(?P<month>[0-9]{1,2})月)?(?:(?P<day>[0-9]{1,2})日)?")
_BEGUN = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-[0-9]{2})?")


def _number(word: str) -> int:
    return _ORDINALS.get(word.lower()) or _MONTH_NUMBERS.get(word.lower()) or int(word)


def _month(match: re.Match[str]) -> str:
    return f"{match['year']}-{_number(match['month']):02}"


def _day(match: re.Match[str]) -> str:
    return f"{_month(match)}-{int(match['day']):02}"


def _decade(match: re.Match[str]) -> str:
    return f"{_month(match)}-{_DECADES[''.join(match['decade'].lower().split())]}"


def _part(letter: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{match['year']}{letter}{_number(match['part'])}"


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"{_Y}(?P<sign>[-./]){_M}(?P=sign){_D}", _day),
    (rf"{_Y}年{_M}月{_D}[日号]", _day),
    (r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _day),
    (rf"{_Y}(?:年|[-./]){_M}月?", _month),
    (rf"{_Y}年{_M}月(?:份)?(?P<decade>初|[上中下]旬)", _decade),
    (rf"{_Y}-{_M}-(?:start|early|mid|late)", lambda match: match[0].lower()),
    (rf"{_Y}年(?P<part>[上下])半年度?", _part("H")),
    (rf"{_Y}年?第?(?P<part>[一二三四1-4])季度?", _part("Q")),
    (rf"{_Y}年?[QH][0-9]", lambda match: match[0].replace("年", "").upper()),
    (rf"{_Y}(?:年度?)?", lambda match: match["year"]),
    (rf"{_D}\s*{_NAMED}{_Y}", _day),
    (rf"{_NAMED}{_D},\s*{_Y}", _day),
    (rf"{_NAMED}{_Y}", _month),
    (rf"(?P<decade>the\s+beginning\s+of\s+|early\s+|mid-|late\s+){_NAMED}{_Y}", _decade),
    (rf"(?:the\s+)?(?P<part>first|second)\s+half\s+of\s+{_Y}", _part("H")),
    (rf"(?:the\s+)?(?P<part>first|second|third|fourth)\s+quarter\s+of\s+{_Y}", _part("Q")),
)
_COMPILED = tuple((re.compile(pattern, re.ASCII | re.IGNORECASE), write) for pattern, write in _FORMS)


def canonical(text: str) -> str:
    """The canonical form of a folded text, or "" if it is no form of days; the days may be impossible."""
    if whole := _point(text):
        return whole
    for form, written in ((_FROM, "{}.."), (_UNTIL, "..{}")):
        if match := form.fullmatch(text):
            point = _point(match[1] or match[2])
            return written.format(point) if point else ""
    first, *others = _TO.split(text)
    return _interval(first, others[0]) if len(others) == 1 else ""


def _interval(first: str, last: str) -> str:
    """``first..last``, one of which may be empty; "" if one that is not cannot be read."""
    start = _point(first)
    end = _point(last) or _later(start, last)
    unread = (first and not start) or (last and not end)
    return "" if unread or not (start or end) else f"{start}..{end}"


def _point(text: str) -> str:
    """One end of an interval, or the whole of a form that is none."""
    joined = "".join(text.split()) if "年" in text else text.strip()
    for pattern, write in _COMPILED:
        if match := pattern.fullmatch(joined):
            return write(match)
    return ""


def _later(start: str, text: str) -> str:
    """An end that leaves out what it shares with the start: ``6月30日``, ``8月``, ``30日``."""
    match, begun = _LATER.fullmatch("".join(text.split())), _BEGUN.fullmatch(start)
    if not match or not begun or not match[0]:
        return ""
    month = f"{begun['year']}-{int(match['month'] or begun['month']):02}"
    return f"{month}-{int(match['day']):02}" if match["day"] else month
