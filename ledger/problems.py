"""What pydantic found wrong with an event, said as problems in both languages."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ledger.errors import SHOWN, Problem, ValueProblem, shown
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from ledger.event import GovernanceEvent, KindSpec

_PLAIN = {
    "missing": Both("is required; for example {eg}", "为必填项，例如：{eg}"),
    "string_type": Both("write it as text, for example {eg}", "请写成文字，例如：{eg}"),
}


def build(spec: KindSpec, cells: dict[str, Any]) -> GovernanceEvent | list[Problem]:
    """The event with these cells, or everything that is wrong with them; empty cells are left out."""
    from pydantic import ValidationError  # noqa: PLC0415 - already imported with the kind

    filled = {name: cell for name, cell in cells.items() if cell is not None and cell != ""}
    try:
        return spec.cls.model_validate(filled)
    except ValidationError as error:
        return list(problems_of(error, spec))


def problems_of(error: ValidationError, spec: KindSpec) -> Iterator[Problem]:
    """Each error as a problem of its field."""
    for detail in error.errors(include_url=False):
        # A key with half a character has no place of its own; it is the input.
        name = str(detail["loc"][0] if detail["loc"] else detail["input"])
        yield Problem(_what(detail, name, spec), field=_named(name, spec))


def _named(name: str, spec: KindSpec) -> str:
    return f"{name}（{spec.fields[name].label.zh}）" if name in spec.fields else shown(name)


def _what(detail: ErrorDetails, name: str, spec: KindSpec) -> Both:
    if name not in spec.fields:
        return _unknown_field(name, spec)
    cause = detail.get("ctx", {}).get("error")
    given = f"“{shown(detail.get('input'))}”"
    if isinstance(cause, ValueProblem):
        return Both(f"{given}: {cause.both.en}", f"{given}：{cause.both.zh}")
    eg = spec.fields[name].example
    plain = _PLAIN.get(detail["type"])
    if plain:
        return Both(plain.en.format(eg=eg), plain.zh.format(eg=eg))
    return Both(f"{given}: {detail['msg']}; write for example {eg}", f"{given}：格式不符，请参照：{eg}")


def _unknown_field(name: str, spec: KindSpec) -> Both:
    name = name[:SHOWN]
    labels = {field.label.zh: field.name for field in spec.fields.values()}
    near = get_close_matches(name, spec.fields, 1, 0.6) or [
        f"{labels[zh]}（{zh}）" for zh in get_close_matches(name, labels, 1, 0.5)
    ]
    hint = Both(f" Did you mean {near[0]}?", f"是否为 {near[0]}？") if near else Both("", "")
    return Both(
        f"{spec.slug} has no such field.{hint.en} Its fields: ledger kinds {spec.slug}",
        f"“{spec.label.zh}”没有该字段。{hint.zh}全部字段见：ledger kinds {spec.slug}",
    )
