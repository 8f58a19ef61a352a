"""Choice: a closed list of values, each labelled in both languages."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Self

from pydantic_core import CoreSchema, core_schema

from ledger.errors import ValueProblem
from ledger.language import Both, Lang
from ledger.values.text import fold
from ledger.values.value import REMEMBERED

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

_NO_SUCH = Both(
    "it is none of the choices; write one of {choices}", "不在可选之列；请填写其中之一：{choices}"
)
_APART = str.maketrans("", "", "-_ ")


class Choice(StrEnum):
    """Base of choices; a member is declared ``ON_SITE = "on-site", "on site", "现场"``."""

    label: Both

    def __new__(cls, value: str, en: str = "", zh: str = "") -> Self:
        """Make a member of its stored value and its labels."""
        if not (en and zh):
            raise TypeError(f"declare {value!r} with its label in English and in Chinese")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Both(en, zh)
        return member

    def show(self, lang: Lang) -> str:
        """The label in ``lang``."""
        return self.label.text(lang)

    @classmethod
    def of(cls, text: str) -> Self:
        """The choice with this value or label in either language; ValueProblem if there is none."""
        return cls(text)

    @classmethod
    def _missing_(cls, value: object) -> Self:
        found = _by_name(cls).get(_key(value)) if isinstance(value, str) else None
        if not isinstance(found, cls):
            listed = "、".join(f"{member.value}（{member.label.zh}）" for member in cls)
            raise ValueProblem(*(told.format(choices=listed) for told in _NO_SUCH))
        return found

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _reader(cls),
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "title": cls.__name__, "enum": [member.value for member in cls]}


@cache
def _reader(cls: type[Choice]) -> Callable[[object], Choice]:
    """The one validator of a class, shared by all fields, which remembers what it read."""
    remembered = lru_cache(maxsize=REMEMBERED)(cls.of)

    def read(given: object) -> Choice:
        return remembered(given) if isinstance(given, str) else cls._missing_(given)

    return read


@cache
def _by_name(cls: type[Choice]) -> dict[str, Choice]:
    """The members by everything that they may be called; a value goes before a label."""
    labels = {_key(label): member for member in cls for label in member.label}
    return labels | {_key(member.value): member for member in cls}


def _key(name: str) -> str:
    return fold(name).translate(_APART).casefold()
