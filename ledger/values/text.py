"""Free text, codes and counts, and the folding of typed text before it is read."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.digits import WHOLE, numeral
from ledger.values.value import LARGEST, small_int

MEASURES = "名人次个位家项条款份场期届户年天"
"""Measure words that may follow a count."""
LONGEST, LONGEST_CODE = 20_000, 200
"""Characters of a text and of a code at most."""

_EMPTY = Both("it is empty; write something, such as “邮件”, or leave the field out",
              "内容为空；请填写，如“邮件”，或不填该字段")  # fmt: skip
_LONG = Both("it has more than {most} characters; shorten it, such as to “见附件”, or attach the rest",
             "超过 {most} 个字符；请缩短，如“见附件”，或将全文作为凭证附上")  # fmt: skip
_SURROGATE = Both("it holds half a character (U+{code:04X}); type that character anew, such as “𠮷” in full",
                  "含有不完整的字符（U+{code:04X}）；请重新输入该字，如完整的“𠮷”")  # fmt: skip
_CONTROL = Both("it holds the control character U+{code:04X}; delete it, as in “第一次会议”",
                "含有控制字符 U+{code:04X}；请删除，如“第一次会议”")  # fmt: skip
_NOT_NFC = Both("it is not in Unicode normal form C; type the accented letters anew, such as “é” in one",
                "不是 Unicode NFC 形式；请重新输入带附加符号的字母，如单个字符“é”")  # fmt: skip
_NOT_TEXT = Both("write it as text in quotes, such as “邮件”", "请写成加引号的文字，如“邮件”")
_NOT_CODE = Both("write it as text in quotes, such as “000001”, or its leading zeros would be lost",
                 "请写成加引号的文字，如“000001”，否则会丢失前面的零")  # fmt: skip
_LINES = Both("it has several lines; write it in one, such as “2024-014”", "有多行；请写成一行，如“2024-014”")
_NOT_COUNT = Both("it is not a whole number from 0 on; write it such as 23 or 1,234",
                  "不是自然数；请写成如 23、1,234 或二十三")  # fmt: skip

_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = "\u00a0\u3000\u202f" + "".join(map(chr, range(0x2000, 0x200B)))
_FOLDED: dict[int, int | str | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, "‐‑‒–−"), "-"),
    **dict.fromkeys(map(ord, "\u200b\ufeff"), None),
    ord("￥"): "¥", ord("￡"): "£",
}  # fmt: skip
_COUNTED = re.compile(rf"(?:(?P<digits>{WHOLE})|(?P<numeral>[零〇一二两三四五六七八九十]+))\s*[{MEASURES}]?")


def checked(text: str, most: int = LONGEST) -> str:
    """``text`` without outer white space; ValueProblem if it is empty or could not be stored unharmed."""
    if text.isascii() and text.isprintable() and 0 < len(plain := text.strip()) <= most:
        return plain
    if unfit := _UNFIT.search(text):
        code = ord(unfit[0])
        kind = _SURROGATE if unicodedata.category(unfit[0]) == "Cs" else _CONTROL
        raise ValueProblem(*(told.format(code=code) for told in kind))
    text = text.strip()
    if not text:
        raise ValueProblem(*_EMPTY)
    if len(text) > most:
        raise ValueProblem(*(told.format(most=f"{most:,}") for told in _LONG))
    if not unicodedata.is_normalized("NFC", text):
        raise ValueProblem(*_NOT_NFC)
    return text


def fold(text: str) -> str:
    """``text`` as it is read for a typed value: either width alike, a run of white space as one space."""
    kept = checked(text if text.isascii() else text.translate(_FOLDED))
    return kept if kept.isalnum() else " ".join(kept.split())


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise ValueProblem(*_NOT_TEXT)
    return checked(given)


def _code(given: object) -> str:
    if not isinstance(given, str):
        raise ValueProblem(*_NOT_CODE)
    text = checked(given, LONGEST_CODE)
    if len(text.splitlines()) > 1:
        raise ValueProblem(*_LINES)
    return text


def _count(given: object) -> int:
    count = _read_count(given) if isinstance(given, str) else given
    if not isinstance(count, int) or not small_int(count) or count < 0:
        raise ValueProblem(*_NOT_COUNT)
    return count


def _read_count(given: str) -> int | None:
    folded = fold(given)
    if folded.isascii() and folded.isdecimal() and len(folded) < len(str(LARGEST)):
        return int(folded)
    match = _COUNTED.fullmatch(folded)
    if not match:
        return None
    if match["numeral"]:
        return numeral(match["numeral"])
    digits = match["digits"].replace(",", "").lstrip("0")
    return int(digits or "0") if len(digits) < len(str(LARGEST)) else None


Text = Annotated[str, BeforeValidator(_text)]
"""Free text of up to 20,000 characters, in NFC, without control characters other than tab and new line."""
Code = Annotated[str, BeforeValidator(_code)]
"""A number or code that stays text, in one line of up to 200 characters: ``000001``, ``2024-014``."""
Count = Annotated[int, BeforeValidator(_count)]
"""A whole number from 0 on, from a number or from ``23``, ``1,234``, ``23名`` or ``二十三``."""
