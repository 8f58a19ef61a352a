"""The reference of all kinds as Markdown: ``python -m ledger.reference > docs/kinds.md``."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from ledger.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.event import FieldSpec, KindSpec

HEAD = """# 事件种类 Kinds of events

由程序生成，与 `ledger kinds` 一致。Generated from the declarations; `ledger kinds KIND` shows the same.
每种事件还可填写主题、依据、备注和当日顺序。Every kind also takes topics, basis, note and order on day.
"""
COMMON = ("topics", "basis", "note", "order_on_day")


def reference(catalogue: Catalogue) -> str:
    """Every kind with its fields, area by area."""
    declared = sorted(catalogue.declared.values(), key=lambda kind: kind.area)
    parts = [HEAD]
    for area, kinds in groupby(declared, key=lambda kind: kind.area):
        heading = catalogue.areas[area]
        parts.append(f"## {heading.zh} {heading.en}\n")
        parts += ["\n".join(_kind(catalogue.spec(kind.slug))) for kind in kinds]
    return "\n".join(parts)


def _kind(spec: KindSpec) -> Iterator[str]:
    yield f"### {spec.label.zh} `{spec.slug}`\n"
    yield f"{spec.help.zh} {spec.help.en}\n"
    yield "| 字段 field | 中文 | 说明 | what | 例 such as |"
    yield "|---|---|---|---|---|"
    for field in spec.fields.values():
        if field.name not in COMMON:
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in _cells(field)) + " |"
    yield ""


def _cells(field: FieldSpec) -> tuple[str, ...]:
    name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
    choices = "、".join(f"{choice.value}（{choice.label.zh}）" for choice in field.choices or ())
    told = f"{field.help.zh}：{choices}" if choices else field.help.zh
    return name, field.label.zh, told, field.help.en, f"`{field.example}`"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(reference(Catalogue()))
