"""The shape of a stored entry: one line of compact JSON with the keys of docs/log-format.md, section 1.

Two readers of one body must not be able to read two things in it. Hence no key twice, nothing between the
tokens, no escape that compact JSON has no need of, the keys in their order, and each value of its type.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic_core import CoreConfig, SchemaValidator, ValidationError, core_schema, from_json, to_json

from ledger.errors import shown
from ledger.language import Both

FORMAT, LONGEST = 1, 65_535
"""Version of the format, and bytes of an entry at most."""
NOT_AS_WRITTEN = Both(
    f"it is not one line of format {FORMAT} of at most {LONGEST:,} bytes",
    f"它不是格式 {FORMAT} 的一行、且不超过 {LONGEST:,} 字节",
)
NOT_COMPACT = Both(
    "it is not compact JSON with each key once and in its order, so that programs may read it differently",
    "它不是键不重复、次序固定的紧凑 JSON，不同程序可能读出不同内容",
)
NO_VALUE = Both("its {key} is not what the format allows", "它的 {key} 不合格式")
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


def _record(
    optional: frozenset[str] = frozenset(), **fields: core_schema.CoreSchema
) -> core_schema.CoreSchema:
    typed = {
        name: core_schema.typed_dict_field(schema, required=name not in optional)
        for name, schema in fields.items()
    }
    return core_schema.typed_dict_schema(typed, extra_behavior="forbid")


_TEXT = core_schema.str_schema()
_DIGEST = core_schema.str_schema(pattern="^[0-9a-f]{64}$")
_WHOLE, _FROM_1 = core_schema.int_schema(ge=0), core_schema.int_schema(ge=1)
_PIECE = _record(role=_TEXT, name=_TEXT, sha256=_DIGEST)
_READER = SchemaValidator(
    _record(
        frozenset({"cause", "source", "corrects", "purpose", "reason", "evidence"}),
        v=core_schema.int_schema(ge=FORMAT, le=FORMAT),
        kind=_TEXT,
        class_version=_FROM_1,
        matter=_TEXT,
        version=_FROM_1,
        recorded_at=_TEXT,
        recorded_by=_TEXT,
        program=_TEXT,
        batch=_FROM_1,
        cause=_FROM_1,
        source=_record(sha256=_DIGEST, row=_WHOLE),
        corrects=_FROM_1,
        purpose=core_schema.literal_schema(["correction", "completion"]),
        reason=_TEXT,
        evidence=core_schema.list_schema(_PIECE, min_length=1),
        event=core_schema.dict_schema(),
    ),
    CoreConfig(strict=True, cache_strings="keys"),
)
"""Gives the keys back in the order in which they stand here, so that others show when it is written again."""


def read(body: bytes) -> tuple[dict[str, Any], list[Both]]:
    """The body as JSON, and what is wrong with it by itself; ValueError or TypeError if it is no JSON."""
    try:
        envelope = _READER.validate_json(body)
    except ValidationError as error:
        return from_json(body, allow_inf_nan=False, cache_strings="keys"), _told(error)
    if to_json(envelope) != body:
        return envelope, [NOT_COMPACT]
    return envelope, [] if len(body) <= LONGEST else [NOT_AS_WRITTEN]


def out_of_place(position: int, envelope: dict[str, Any]) -> list[Both]:
    """What cannot be so at this position, of an envelope in which nothing else is wrong."""
    get = envelope.get
    if (
        envelope["batch"] <= position
        and is_moment(envelope["recorded_at"])
        and get("cause", 0) < position > get("corrects", 0)
        and ("corrects" in envelope) == ("purpose" in envelope)
    ):
        return []
    wrong = {
        "batch": envelope["batch"] > position,
        "recorded_at": not is_moment(envelope["recorded_at"]),
        "cause": get("cause", 0) >= position,
        "corrects": get("corrects", 0) >= position,
        "purpose": ("corrects" in envelope) != ("purpose" in envelope),
    }
    return [_no_value(key) for key in wrong if wrong[key]]


@lru_cache(maxsize=16)
def is_moment(text: str) -> bool:
    """Whether this is a time that there is, written as the format asks."""
    try:
        return bool(_STAMP.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _told(error: ValidationError) -> list[Both]:
    keys = dict.fromkeys(
        str(part["loc"][0]) if part["loc"] else "v" for part in error.errors(include_url=False)
    )
    return [NOT_AS_WRITTEN if key == "v" else _no_value(key) for key in keys]


def _no_value(key: str) -> Both:
    told = shown(key)
    return Both(NO_VALUE.en.format(key=told), NO_VALUE.zh.format(key=told))
