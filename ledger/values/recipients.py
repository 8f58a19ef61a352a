"""Recipients: to whom awards go and how many shares each, in one cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from ledger.errors import ValueProblem
from ledger.language import Both, Lang
from ledger.values.names import escaped, parts, unescaped
from ledger.values.numbers import Shares
from ledger.values.text import checked, fold
from ledger.values.value import LARGEST, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NOT_RECIPIENTS = Both(
    "write each with a colon and the shares, as in Zhang San: 50000; others 152 persons: 9870000",
    "请逐项写明对象、冒号和股数，如 张三: 50000; 其他 152 人: 9870000",
)
_TWICE = Both(
    "“{name}” stands twice; add the shares up, or tell two people apart as in 张三 and 张三#2",
    "“{name}”重复；请合并股数，同名者请区分，如 张三、张三#2",
)
_PART = re.compile(r"(?P<name>.*\S)\s*[:：](?P<shares>[^:：]*)", re.DOTALL)
_CLASS = re.compile(
    r"(?P<name>.*[^\s(（0-9０-９,，.])\s*(?:[(（]\s*)?(?P<heads>[0-9０-９,，]+)\s*"
    r"(?:人|名|位|persons?|people|employees?)\s*[)）]?",
    re.DOTALL | re.IGNORECASE,
)


class Recipient(NamedTuple):
    """A person by name, or a class of people with its number of heads (``其他``, 152)."""

    name: str
    shares: int
    heads: int | None = None
    """None for a person."""

    def show(self, lang: Lang) -> str:
        """``其他 152 人：9,870,000 股`` or ``others (152 persons): 9,870,000 shares``."""
        shares = Shares(self.shares).show(lang)
        if lang == "zh":
            return f"{self.name}{'' if self.heads is None else f' {self.heads} 人'}：{shares}"
        return f"{self.name}{'' if self.heads is None else f' ({self.heads} persons)'}: {shares}"


class Recipients(Value):
    """Persons and classes in the order written: ``张三: 50000; 其他 152 人: 9870000``."""

    __slots__ = ("items",)
    items: tuple[Recipient, ...]
    example: ClassVar[str] = "张三: 50000; 其他 152 人: 9870000"

    def __init__(self, items: Iterable[Recipient]) -> None:
        kept = tuple(items)
        text = checked("; ".join(map(_written, kept)))
        if tuple(map(_read, parts(text))) != kept:
            raise ValueProblem(*_NOT_RECIPIENTS)
        names: set[str] = set()
        for name in (item.name for item in kept):
            if name in names:
                raise ValueProblem(*(told.format(name=name) for told in _TWICE))
            names.add(name)
        self._fill(text, items=kept)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read parts separated by ``;``, ``；`` or new lines; shares as Shares reads them (``5万股``).

        A number with ``人`` or ``persons`` after the name makes it a class of people.
        """
        return cls(map(_read, parts(checked(text))))

    def __iter__(self) -> Iterator[str]:
        """The persons known by name."""
        return (item.name for item in self.items if item.heads is None)

    @property
    def persons(self) -> int:
        """How many people there are in all."""
        return sum(1 if item.heads is None else item.heads for item in self.items)

    @property
    def shares(self) -> int:
        """How many shares there are in all."""
        return sum(item.shares for item in self.items)

    def show(self, lang: Lang) -> str:
        """All recipients, written as the language writes them."""
        return ("；" if lang == "zh" else "; ").join(item.show(lang) for item in self.items)


def _read(part: str) -> Recipient:
    match = _PART.fullmatch(unescaped(part).strip())
    if not match:
        raise ValueProblem(*_NOT_RECIPIENTS)
    shares = Shares.parse(match["shares"]).count
    people = _CLASS.fullmatch(match["name"])
    if not people:
        return Recipient(match["name"], shares)
    heads = int("0" + fold(people["heads"]).replace(",", ""))
    if not 0 < heads < LARGEST:
        raise ValueProblem(*_NOT_RECIPIENTS)
    return Recipient(people["name"], shares, heads)


def _written(item: Recipient) -> str:
    heads = "" if item.heads is None else f" {item.heads} 人"
    return f"{escaped(item.name)}{heads}: {item.shares}"
