"""Inputs that no field of a type takes; ``check_refusals`` of the contract tries them on every field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import BeforeValidator

from ledger.values import (
    Attendance,
    Choice,
    Code,
    Count,
    Money,
    Names,
    PartialDate,
    Percent,
    Quantity,
    Ref,
    Refs,
    Shares,
    Text,
    Votes,
)
from ledger.values.recipients import Recipients
from ledger.values.text import LONGEST, LONGEST_CODE

if TYPE_CHECKING:
    from ledger.event import FieldSpec, KindSpec

ANYWHERE: tuple[object, ...] = (
    1.5, True, ["张三"], {"a": "b"}, b"2024", " \u3000", "\x00", "会议\x07", "half \ud800", "²³\x1b[31m",
)  # fmt: skip
"""What is no cell, holds nothing, or could not be stored unharmed."""
TEXTS: tuple[object, ...] = (5, "长" * (LONGEST + 1))
CODES: tuple[object, ...] = (1, 688030, "2024-014\n2024-015", "9" * (LONGEST_CODE + 1))
"""A number would lose its leading zeros."""
COUNTS: tuple[object, ...] = (-1, "-1", "1.5", "许多", "1,00", "1e3", 10**18)
VALUES: dict[type, tuple[object, ...]] = {
    PartialDate: ("2024-13", "2024-02-30", "某日", "2024-06-30..2024-01-01", "2024Q5", "24/3/4", ".."),
    Money: ("一千五百万", "CNY", "8.59", "NaN元", "CNY Infinity", "1e5元", "CYN 5", "5美元欧元", "1,50元"),
    Shares: ("-1", "0.5股", "十股", "股", "1,00股", "1e5", "9" * 19),
    Percent: ("5.50", "百分之五", "%", "5.50%%", "NaN%", "1e2%"),
    Quantity: ("约", "30", "约30余条", "NaN元", "条30", "30(条)"),
    Votes: ("7", "7-1", "7-1-0-0", "7--1-0", "7.5-1-0", "通过"),
    Ref: ("#1", "两 会", "board//2-23", "board/2-23#", "board/2-23@0", "board/2-23@二", "；"),
    Refs: ("；", "#1", "board/2-23；board//2-24", "board/2-23、两 会"),
    Names: ("；", "；；"),
    Attendance: ("（通讯）", "张三；张三", "；"),
    Recipients: ("张三", "张三: 甲", "张三: 5; 张三: 6", "其他 0 人: 5", ": 5"),
    Choice: ("无此选项", "no such choice"),
}
"""By type of value, and for the types derived from it."""


def malformed(field: FieldSpec, spec: KindSpec) -> tuple[object, ...]:
    """What the field must refuse, whatever its kind."""
    types = [part for part in get_args(field.annotation) or (field.annotation,) if isinstance(part, type)]
    own = [inputs for base, inputs in VALUES.items() if any(issubclass(each, base) for each in types)]
    plain = [inputs for cell, inputs in ((Text, TEXTS), (Code, CODES), (Count, COUNTS))
             if _readers(cell) & _readers(spec.cls.model_fields[field.name])]  # fmt: skip
    return (*ANYWHERE, *(one for inputs in own + plain for one in inputs))


def _readers(annotated: Any) -> set[BeforeValidator]:
    """What reads the cells of a field, or of a type such as Text."""
    parts = (annotated, *get_args(getattr(annotated, "annotation", None)))
    metas = (
        meta
        for part in parts
        for meta in (*getattr(part, "metadata", ()), *getattr(part, "__metadata__", ()))
    )
    return {meta for meta in metas if isinstance(meta, BeforeValidator)}
