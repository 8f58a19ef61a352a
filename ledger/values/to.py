"""To: the type of matter that the references in a field are to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

from pydantic_core import CoreSchema, core_schema

from ledger.bodies import body_named
from ledger.values.ref import Ref
from ledger.values.refs import Refs, parts
from ledger.values.value import cell_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler


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
        if kinds - {NoneType} not in ({Ref}, {Refs}):
            raise TypeError(f"To({self.type!r}) belongs on a Ref or Refs, perhaps None, not on {source}")
        cell = cell_schema(Refs, _list_parser(self)) if Refs in kinds else cell_schema(Ref, _parser(self))
        return core_schema.nullable_schema(cell) if NoneType in kinds else cell


@cache
def _parser(to: To) -> Callable[[str], Ref]:
    """The reading of references to one type of matter, the same for equal ``To``."""
    if to.type == "body":
        return lambda text: to.normal(Ref.parse(body_named(text)))
    return lambda text: to.normal(Ref.parse(text))


@cache
def _list_parser(to: To) -> Callable[[str], Refs]:
    """The reading of several references to one type of matter, the same for equal ``To``."""
    one = _parser(to)
    return lambda text: Refs(map(one, parts(text)))
