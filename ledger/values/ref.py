"""Ref: a reference to something recorded; To: the type of matter that a field refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar, Self, get_args

from pydantic_core import CoreSchema, core_schema

from ledger.bodies import body_named
from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.text import fold
from ledger.values.value import LARGEST, Value, cell_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler

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


@dataclass(frozen=True, slots=True)
class To:
    """Of a field: the type of matter that it refers to ("" for any), and whether the text keeps it."""

    type: str
    prefixed: bool = True

    def matter(self, ref: Ref) -> str:
        """The full id of the matter, ``type/`` put in front where it is absent."""
        prefix = f"{self.type}/" if self.type else ""
        return ref.matter if ref.matter.startswith(prefix) else prefix + ref.matter

    def normal(self, ref: Ref) -> Ref:
        """``ref`` as this field stores it: always with ``type/``, or always without."""
        matter = self.matter(ref)
        kept = matter if self.prefixed else matter.removeprefix(f"{self.type}/")
        return ref if kept == ref.matter else Ref(kept, ref.item, ref.version)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        kinds = set(get_args(source) or (source,))
        if not kinds <= {Ref, NoneType}:
            raise TypeError(f"To({self.type!r}) belongs on a Ref or Ref | None, not on {source}")
        cell = cell_schema(Ref, _parser(self))
        return core_schema.nullable_schema(cell) if NoneType in kinds else cell


@cache
def _parser(to: To) -> Callable[[str], Ref]:
    """The reading of references to one type of matter, the same for equal ``To``."""
    if to.type == "body":
        return lambda text: to.normal(Ref.parse(body_named(text)))
    return lambda text: to.normal(Ref.parse(text))
