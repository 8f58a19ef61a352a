"""Votes: how a vote went, in heads or in shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.digits import WHOLE, decimal_of
from ledger.values.text import fold
from ledger.values.value import LARGEST, Value

if TYPE_CHECKING:
    from ledger.language import Lang

_NOT_VOTES = Both(
    "it is not a result of a vote; write for, against and abstained, as in 7-1-0 "
    "or “for 7, against 1, abstain 0”",
    "不是表决结果；请写明同意、反对、弃权，如 7-1-0 或“同意7票，反对1票，弃权0票”",
)
_A_DATE = Both(
    "a spreadsheet may have made this date of other numbers; format the column as text and type it again, or "
    "write such as “for 7, against 1, abstain 0”",
    "可能是表格软件由其他数字变成的日期；请将该列设为文本格式后重新输入，或写成如“同意7票，反对1票，弃权0票”",
)
_DATE = re.compile(r"(?:19|20)\d\d-(?:0\d-\d\d|1[0-2]-0\d)", re.ASCII)
"""A date with a zero before a figure, which no result of a vote has."""
_PLAIN = re.compile(rf"({WHOLE})\s*([-:])\s*({WHOLE})\s*\2\s*({WHOLE})")
_WORDS = {
    "同意": "for_", "赞成": "for_", "in favour": "for_", "for": "for_",
    "反对": "against", "against": "against",
    "弃权": "abstain", "abstaining": "abstain", "abstained": "abstain", "abstain": "abstain",
}  # fmt: skip
_WORD = "|".join(_WORDS)
_PART = re.compile(
    rf"\s*(?:(?P<word>{_WORD})\s*(?P<count>{WHOLE})\s*[票股]?|(?P<count2>{WHOLE})\s*[票股]?\s*(?P<word2>{_WORD}))"
    r"\s*(?:[,，、;；。.]|$)?",
    re.ASCII | re.IGNORECASE,
)


class Votes(Value):
    """For, against and abstained: ``7-1-0``."""

    __slots__ = ("abstain", "against", "for_")
    for_: int
    against: int
    abstain: int
    example: ClassVar[str] = "7-1-0"

    def __init__(self, for_: int, against: int, abstain: int) -> None:
        if not all(0 <= count < LARGEST for count in (for_, against, abstain)):
            raise ValueProblem(*_NOT_VOTES)
        self._fill(f"{for_}-{against}-{abstain}", for_=for_, against=against, abstain=abstain)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``7-1-0``, ``7:1:0``, or the three numbers each with its word; none may be left out."""
        folded = fold(text)
        if _DATE.fullmatch(folded):
            raise ValueProblem(*_A_DATE)
        if plain := _PLAIN.fullmatch(folded):
            return cls(_whole(plain[1]), _whole(plain[3]), _whole(plain[4]))
        return cls(**_worded(folded))

    @property
    def cast(self) -> int:
        """All votes together."""
        return self.for_ + self.against + self.abstain

    def show(self, lang: Lang) -> str:
        """``同意 7 票，反对 1 票，弃权 0 票`` or ``7 for, 1 against, 0 abstaining``."""
        if lang == "zh":
            return f"同意 {self.for_:,} 票，反对 {self.against:,} 票，弃权 {self.abstain:,} 票"
        return f"{self.for_:,} for, {self.against:,} against, {self.abstain:,} abstaining"


def _worded(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        if not part:
            raise ValueProblem(*_NOT_VOTES)
        name = _WORDS[(part["word"] or part["word2"]).lower()]
        if name in counts:
            raise ValueProblem(*_NOT_VOTES)
        counts[name] = _whole(part["count"] or part["count2"])
        at = part.end()
    if len(counts) != len(set(_WORDS.values())):
        raise ValueProblem(*_NOT_VOTES)
    return counts


def _whole(digits: str) -> int:
    return int(decimal_of(digits))
