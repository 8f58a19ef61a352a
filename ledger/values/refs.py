"""Refs: several references in one cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both, Lang
from ledger.values.ref import Ref
from ledger.values.text import checked
from ledger.values.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NONE = Both(
    "it refers to nothing; write references such as “meeting/board/2-23#1；buyback/2024”",
    "没有任何引用；请写成如“meeting/board/2-23#1；buyback/2024”",
)
_APART = re.compile(r"[;；,，、\n]")


class Refs(Value):
    """References in their order, separated by ``；``; one that stands twice is kept once."""

    __slots__ = ("refs",)
    refs: tuple[Ref, ...]
    example: ClassVar[str] = "meeting/board/2-23#1；buyback/2024"

    def __init__(self, refs: Iterable[Ref]) -> None:
        kept = tuple(dict.fromkeys(refs))
        if not kept:
            raise ValueProblem(*_NONE)
        self._fill(checked("；".join(map(str, kept))), refs=kept)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read references separated by ``；``, ``、``, commas of either width or new lines."""
        return cls(map(Ref.parse, parts(text)))

    def show(self, lang: Lang) -> str:
        """The references, joined as the language joins them."""
        return joined(map(str, self.refs), lang)

    def __iter__(self) -> Iterator[Ref]:
        return iter(self.refs)

    def __len__(self) -> int:
        return len(self.refs)


def parts(text: str) -> list[str]:
    """What stands between the separators of ``text``."""
    return [part for part in _APART.split(text) if part.strip()]


def joined(told: Iterable[str], lang: Lang) -> str:
    """Several names or references in a sentence."""
    return ("、" if lang == "zh" else ", ").join(told)


def refs_in(value: object) -> tuple[Ref, ...]:
    """The references in the value of a field that refers: one, several, or none where it is empty."""
    if isinstance(value, Refs):
        return value.refs
    return (value,) if isinstance(value, Ref) else ()
