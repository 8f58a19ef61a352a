"""Ref: a reference to something recorded."""

from __future__ import annotations

import re
from typing import ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.text import fold
from ledger.values.value import LARGEST, Value

_NOT_REF = Both(
    "it is not a reference; write matter, #item and @version as in meeting/board/2-23#1.01 "
    "or instrument/charter@2",
    "不是有效的引用；请按“事项#议案@版本”填写，如 meeting/board/2-23#1.01 或 instrument/charter@2",
)
_SEGMENT = r"[.\-]*\w[\w.\-]*"
_REF = re.compile(
    rf"(?P<matter>{_SEGMENT}(?:/{_SEGMENT})*)(?:#(?P<item>(?:[^\W_]|[.\-])+))?(?:@(?P<version>[1-9][0-9]{{0,17}}))?"
)
_OUTSIDE = re.compile(r"[^\w.]+")
_SPAN = re.compile(r"(?<![^\W_])[0-9]{4}[hq][1-4](?![^\W_])")


class Ref(Value):
    """``matter[#item][@version]``: the matter in lower case, the item as its event numbers it.

    A half-year or quarter in the matter keeps its capital, as in ``meeting/audit-committee/2024H1-1``.
    """

    __slots__ = ("item", "matter", "version")
    matter: str
    item: str
    """"" if the whole matter is meant."""
    version: int
    """0 if no version is named."""
    example: ClassVar[str] = "meeting/board/2-23#1.01"

    def __init__(self, matter: str, item: str = "", version: int = 0) -> None:
        if not 0 <= version < LARGEST:
            raise ValueProblem(*_NOT_REF)
        parts = (_in_case(matter), item, str(version or ""))
        match = _REF.fullmatch(fold(_written(parts[0], item, version)))
        if not match or match.groups(default="") != parts:
            raise ValueProblem(*_NOT_REF)
        self._fill(_written(parts[0], item, version), matter=parts[0], item=item, version=version)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a reference; signs of either width, Latin letters in either case."""
        match = _REF.fullmatch(fold(text))
        if not match:
            raise ValueProblem(*_NOT_REF)
        matter, item, version = _in_case(match["matter"]), match["item"] or "", int(match["version"] or 0)
        if matter != match["matter"]:
            return cls(matter, item, version)
        ref = cls.__new__(cls)  # what was matched need not be matched again
        ref._fill(  # noqa: SLF001 - its own
            _written(matter, item, version), matter=matter, item=item, version=version
        )
        return ref


def _written(matter: str, item: str, version: int) -> str:
    return matter + (f"#{item}" if item else "") + (f"@{version}" if version else "")


def segment(name: str) -> str:
    """``name`` as a segment of a matter: in lower case, what is no letter or digit as a hyphen."""
    return _OUTSIDE.sub("-", fold(name).lower()).strip("-")


def _in_case(matter: str) -> str:
    return _SPAN.sub(lambda span: span[0].upper(), matter.lower())
