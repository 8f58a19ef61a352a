"""What is derived from cells of an office's sheet: functions of an argument and texts, by their names.

Each is called ``name`` or ``name:argument`` in a pattern, and raises ValueProblem where it cannot read one.
Chinese offices write names with 、 and results of votes with 票; dates, money and shares are read by the
values themselves.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.sheets.presence import (
    attendance,
    entitled,
    mode_of,
    names,
    present,
    present_of,
    unplaced,
)  # fmt: skip
from ledger.sheets.titles import body, meeting, meeting_type, ordinal, share_class, term, year
from ledger.values.ref import segment

if TYPE_CHECKING:
    from collections.abc import Callable

    Derivation = Callable[..., str]

_NUMBER_END = re.compile(r"[0-9０-９]\s*\Z")
_DAY = re.compile(r"\d{4}\s*(?:[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}|年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)")
_PART = r"([\d,，]+)\s*[票股]?"
_PLAIN_VOTES = re.compile(rf"{_PART}\s*[/／\-—:：]\s*{_PART}\s*[/／\-—:：]\s*{_PART}")
_SLASHED_DATE = re.compile(r"(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])")
"""As Excel writes a date into CSV; so many votes can be written in words instead."""
_WORDED_VOTES = re.compile(r"(?:同意|赞成|反对|弃权|\d).*[\d票股权对意]", re.DOTALL)
_BETWEEN_BOUNDS = re.compile(r"[、；;\n]|[,，](?!\d{3}(?!\d))|且|及")
_RANGE = re.compile(r"\s*(.+?)\s*(?:~|～|—+|–|-|至|到)\s*(.+?)\s*")
_SEVERAL = re.compile(r"[、，,；;／/\s]+")
_MARKS = str.maketrans("", "", "《》")

_A_DATE = Both(
    "Excel may have made this date of other numbers; format the column as text and type it again, or write "
    "such as 同意7票，反对1票，弃权0票",
    "可能是 Excel 由其他数字变成的日期；请将该列设为文本格式后重新输入，或写成如“同意7票，反对1票，弃权0票”",
)
_NONE_OF = Both(
    "“{told}” is none of {known}; write one of these", "“{told}”不在可识别之列；请填写 {known} 之一"
)


def unit(sign: str, told: str) -> str:
    """The unit after a text that ends in a digit."""
    return f"{told.strip()}{sign}" if _NUMBER_END.search(told) else told


def title(_: str, told: str) -> str:
    """A title without its title marks, where they enclose all of it."""
    whole = told.startswith("《") and told.endswith("》") and told.count("《") == 1
    return told.translate(_MARKS) if whole else told


def votes(_: str, *cells: str) -> str:
    """The result of a vote, from one cell or from three; "" where a cell says only how it ended."""
    told = "/".join(cell or "0" for cell in cells) if len(cells) > 1 else cells[0]
    if len(cells) == 1 and _SLASHED_DATE.fullmatch(told.strip()):
        raise ValueProblem(*_A_DATE)
    if plain := _PLAIN_VOTES.search(told):
        return "-".join(part.replace("，", "").replace(",", "") for part in plain.groups())
    worded = _WORDED_VOTES.search(told)
    return worded[0] if worded and re.search(r"\d", told) else ""


def day(_: str, told: str) -> str:
    """The first day in a text; "" if it has none."""
    found = _DAY.search(told)
    return found[0] if found else ""


def low(_: str, told: str) -> str:
    """The lower end of a range, or what is no range."""
    return _ends(told)[0]


def high(_: str, told: str) -> str:
    """The upper end of a range, or what is no range."""
    return _ends(told)[1]


def _ends(told: str) -> tuple[str, str]:
    match = _RANGE.fullmatch(told)
    if not match:
        return told, told
    first, last = match.groups()
    if _NUMBER_END.search(first):  # 1500-3000万元: the unit stands once
        first += re.sub(r"\A[\D]*[\d,，.]+", "", last)
    return first, last


def floor(_: str, told: str) -> str:
    """The least of 不低于1500万元、不超过3000万元 or 1500万元—3000万元, as a quantity."""
    return _bound(told, r"不低于|不少于|下限", "不低于", 0)


def ceiling(_: str, told: str) -> str:
    """The most of 不低于1500万元、不超过3000万元 or 1500万元—3000万元, as a quantity."""
    return _bound(told, r"不超过|不高于|不多于|上限", "不超过", 1)


def _bound(told: str, words: str, word: str, end: int) -> str:
    parts = [part for part in _BETWEEN_BOUNDS.split(told) if part.strip()]
    if re.search("不低于|不少于|下限|不超过|不高于|不多于|上限", told):
        found = [part for part in parts if re.search(words, part)]
        return re.sub(rf"(?:{words})[：:为]?", word, found[0].strip(), count=1) if found else ""
    ends = _ends(told)
    return f"{word}{ends[end]}" if ends[0] != ends[1] or end else ""


def joined(_: str, *cells: str) -> str:
    """All cells, one after another."""
    return " ".join(filter(None, cells))


def without(_: str, told: str, other: str) -> str:
    """A text where the other is empty."""
    return "" if other else told


def before(_: str, told: str) -> str:
    """What stands before a slash, as in 苏州/现场."""
    return re.split(r"[/／]", told, maxsplit=1)[0].strip()


def after(_: str, told: str) -> str:
    """What stands after a slash; "" where there is none."""
    parts = re.split(r"[/／]", told, maxsplit=1)
    return parts[1].strip() if len(parts) > 1 else ""


def part(which: str, told: str) -> str:
    """The part of this number (from 1) between slashes; "" where there are not so many."""
    parts = [one.strip() for one in re.split(r"[/／]", told)]
    return parts[int(which) - 1] if int(which) <= len(parts) else ""


def first(_: str, told: str) -> str:
    """The first of several numbers in one cell."""
    return _SEVERAL.split(told.strip())[0]


def others(_: str, told: str) -> str:
    """What stands after the first of several numbers: for the note."""
    return "、".join(_SEVERAL.split(told.strip())[1:])


def containing(pattern: str, told: str) -> str:
    """A text in which this pattern is found."""
    return told if re.search(pattern, told) else ""


def word(known: str, told: str) -> str:
    """One of ``sign=word`` pairs by the sign that the text has; ValueProblem if it has none."""
    pairs = [pair.partition("=") for pair in known.split("；")]
    for sign, _, meant in pairs:
        if re.search(sign, told):
            return meant
    signs = "、".join(sign for sign, _, _ in pairs)
    raise ValueProblem(*(sentence.format(told=told, known=signs) for sentence in _NONE_OF))


def word_or_none(known: str, told: str) -> str:
    """One of ``sign=word`` pairs; "" if the text has none of the signs."""
    pairs = (pair.partition("=") for pair in known.split("；"))
    return next((meant for sign, _, meant in pairs if re.search(sign, told)), "")


def ref(kind: str, told: str) -> str:
    """The id of a matter of this type by its name in the office's sheet; an id stays as it is."""
    return told if "/" in told and told.isascii() else f"{kind}/{segment(told)}"


def holding(_: str, holder: str, plan: str) -> str:
    """The id of the matter of a holder's increase."""
    return f"holding/{segment(holder)}/{segment(plan)}"


def reference(_: str, told: str) -> str:
    """The meeting that a text names in full, or an id as it stands; "" if it is neither."""
    return told if re.match(r"[a-z\-]+/\S", told) else meeting(told)


def unreferenced(_: str, told: str) -> str:
    """A text that names no meeting: for the note."""
    return "" if reference("", told) else told


def unlike(pattern: str, told: str) -> str:
    """A text that is not of this pattern as a whole."""
    return "" if re.fullmatch(pattern, told) else told


def tranche(_: str, told: str) -> str:
    """The ordinal in 第一期, 第二个归属期 or 1."""
    found = re.search(r"[0-9０-９]+|[一二三四五六七八九十]+", told)
    return found[0] if found else told


def no_day(_: str, told: str) -> str:
    """A text without the day in it: for the note."""
    return _DAY.sub("", told).strip("/／ （）()，,；;：:")


def lines(_: str, told: str) -> str:
    """How many lines a text has."""
    return str(len(told.split("\n")))


def digest(_: str, told: str) -> str:
    """SHA-256 of a text in UTF-8, in 64 hexadecimal digits."""
    return hashlib.sha256(told.encode()).hexdigest()


DERIVATIONS: dict[str, Derivation] = {
    function.__name__: function
    for function in (
        names, unit, title, votes, mode_of, entitled, attendance, present, present_of, unplaced, day, low,
        high, floor, ceiling, joined, without, before, after, part, first, others, containing, word,
        word_or_none, ref, holding, reference, unreferenced, unlike, tranche, no_day, lines, digest, body,
        term, ordinal, year, meeting_type, share_class,
    )
}  # fmt: skip
"""Name in a pattern -> function; a new one is a row here."""
