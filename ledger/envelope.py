"""The stored envelope: its keys and their types, as in docs/log-format.md."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from ledger.values.value import small_int

if TYPE_CHECKING:
    from ledger.event import KindSpec

FORMAT = 1
_STAMP = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"


@lru_cache(maxsize=1024)
def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _plain(value: object) -> object:
    """What a kind unknown here may hold: no number but a small whole one."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _plain(part)
    elif not isinstance(value, str | bool | None) and not small_int(value):
        raise ValueError("a number that is not whole or too large")
    return value


def _record(**fields: CoreSchema) -> CoreSchema:
    typed = {name: core_schema.typed_dict_field(schema, required=True) for name, schema in fields.items()}
    return core_schema.typed_dict_schema(typed, extra_behavior="forbid")


def _exactly(whole: int) -> CoreSchema:
    return core_schema.int_schema(strict=True, ge=whole, le=whole)


_TEXT = core_schema.str_schema(strict=True)
_WHOLE = core_schema.int_schema(strict=True, ge=0)
_TIME = core_schema.no_info_after_validator_function(
    _moment, core_schema.str_schema(strict=True, pattern=_STAMP)
)
_REQUIRED: dict[str, CoreSchema] = {
    "v": _exactly(FORMAT),
    "matter": _TEXT, "version": _WHOLE, "recorded_at": _TIME, "recorded_by": _TEXT,
    "program": _TEXT, "batch": _WHOLE,
}  # fmt: skip
_OPTIONAL: dict[str, CoreSchema] = {
    "cause": _WHOLE,
    "source": _record(sha256=_TEXT, row=_WHOLE),
    "corrects": _WHOLE,
    "purpose": core_schema.literal_schema(["correction", "completion"]),
    "reason": core_schema.nullable_schema(_TEXT),
    "evidence": core_schema.list_schema(_record(role=_TEXT, name=_TEXT, sha256=_TEXT)),
}


def _envelope(**kind: CoreSchema) -> SchemaValidator:
    """One validator for a whole envelope, so that an entry is read in one pass."""
    field = core_schema.typed_dict_field
    fields = {name: field(schema, required=True) for name, schema in (_REQUIRED | kind).items()}
    fields |= {name: field(schema, required=False) for name, schema in _OPTIONAL.items()}
    return SchemaValidator(core_schema.typed_dict_schema(fields, extra_behavior="forbid"))


def validator_of(spec: KindSpec) -> SchemaValidator:
    """Reads envelopes of this kind in its present version."""
    spec.cls.model_rebuild()
    return _envelope(
        kind=core_schema.literal_schema([spec.slug]),
        class_version=_exactly(spec.cls.class_version),
        event=spec.cls.__pydantic_core_schema__,
    )


UNREAD = _envelope(
    kind=core_schema.str_schema(strict=True, pattern=r"^[\w-]+$"),
    class_version=core_schema.int_schema(strict=True, ge=1),
    event=core_schema.no_info_after_validator_function(
        _plain, core_schema.dict_schema(core_schema.str_schema(strict=True))
    ),
)
"""Reads envelopes of any kind, the event as stored."""
