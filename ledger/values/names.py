"""Names: several names or titles in one cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both, Lang
from ledger.values.text import checked
from ledger.values.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NONE = Both("it names nobody; write names such as “李四；王五”", "没有任何名称；请写成如“李四；王五”")
_PARTS = re.compile(r"(?:\\.|[^\\；;\n]|\\\Z)+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"([\\；;\n])")


class Names(Value):
    """Names in their order, separated by ``；``; a backslash keeps a separator inside a name."""

    __slots__ = ("names",)
    names: tuple[str, ...]
    example: ClassVar[str] = "李四；王五"

    def __init__(self, names: Iterable[str]) -> None:
        kept = tuple(checked(name) for name in names)
        if not kept:
            raise ValueProblem(*_NONE)
        self._fill(checked("；".join(map(escaped, kept))), names=kept)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read names separated by ``；``, ``;`` or new lines (not by ``、``, which titles contain)."""
        return cls(unescaped(part) for part in parts(checked(text)))

    def show(self, lang: Lang) -> str:
        """The names, joined as the language joins them."""
        return ("、" if lang == "zh" else ", ").join(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names


def parts(text: str) -> list[str]:
    """What stands between the separators of ``text``, still escaped, without empty parts."""
    return [part for part in _PARTS.findall(text) if part.strip()]


def escaped(name: str) -> str:
    """``name`` with a backslash before each separator and backslash."""
    return _SPECIAL.sub(r"\\\1", name)


def unescaped(part: str) -> str:
    """``part`` without the backslashes that escape."""
    return _ESCAPED.sub(r"\1", part)
