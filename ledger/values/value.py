"""Value: what stands in one cell, as text that is stored and as parts that are computed with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from pydantic_core import CoreSchema, core_schema

from ledger.errors import ValueProblem
from ledger.language import Both, Lang

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

REMEMBERED = 65_536
"""Texts of one class whose values are kept, so that a repeated text costs only the look-up."""
LARGEST = 10**18
"""Whole numbers below this are taken; nothing that a company counts comes near it."""

_NOT_TEXT = Both("write it as text in quotes, such as “{eg}”", "请写成加引号的文字，如“{eg}”")


class Value(ABC):
    """An unchangeable value whose canonical text is stored: ``parse(str(value)) == value``."""

    __slots__ = ("_text",)
    _text: str
    accepts_int: ClassVar[bool] = False
    """Whether a whole number may be given without quotes."""
    example: ClassVar[str]
    """A text to show to somebody who wrote something else."""

    @classmethod
    @abstractmethod
    def parse(cls, text: str) -> Self:
        """Read one cell, written as is usual in Chinese or English; ValueProblem if it cannot be read."""

    def show(self, lang: Lang) -> str:
        """How a reader sees it in ``lang``; the canonical text unless the class says otherwise."""
        _ = lang
        return self._text

    def _fill(self, text: str, **parts: object) -> None:
        """Set the canonical text and the parts, once, from ``__init__``."""
        for name, part in {"_text": text, **parts}.items():
            object.__setattr__(self, name, part)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._text}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and str(other) == self._text

    def __hash__(self) -> int:
        return hash((type(self), self._text))

    def __setattr__(self, name: str, part: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed ({name}); make another")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed ({name}); make another")

    def __reduce__(self) -> tuple[Callable[[str], Self], tuple[str]]:
        return type(self).parse, (self._text,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return cell_schema(cls, cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "title": cls.__name__, "examples": [cls.example]}


def cell_schema(cls: type[Value], parse: Callable[[str], Value]) -> CoreSchema:
    """The schema of a cell that ``parse`` reads as a value of ``cls``; written as text."""
    return core_schema.no_info_plain_validator_function(
        _reader(cls, parse),
        json_schema_input_schema=core_schema.str_schema(),
        serialization=core_schema.to_string_ser_schema(),
    )


@cache
def _reader(cls: type[Value], parse: Callable[[str], Value]) -> Callable[[object], Value]:
    """The one validator of a class, shared by all fields, which remembers what it read."""
    remembered = lru_cache(maxsize=REMEMBERED)(parse)

    def read(given: object) -> Value:
        if type(given) is str:
            return remembered(given)
        if isinstance(given, str | Value) or (cls.accepts_int and small_int(given)):
            return remembered(str(given))
        raise ValueProblem(*(told.format(eg=cls.example) for told in _NOT_TEXT))

    return read


def small_int(given: object) -> bool:
    """Whether it is a whole number, and not a bool, of a size that can be a count."""
    return isinstance(given, int) and not isinstance(given, bool) and abs(given) < LARGEST
