"""The office's ledgers and their headings as Markdown: ``python -m ledger.sheets.reference``.

It stands in docs/workbooks.md, where a test compares it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ledger.catalogue import Catalogue
from ledger.sheets.registers import registers

if TYPE_CHECKING:
    from ledger.sheets.mapping import Column, Mapping


def reference() -> str:
    """Every ledger with its headings, and the kinds of events that come of its rows."""
    return "\n".join(map(_register, registers().values()))


def _register(mapping: Mapping) -> str:
    declared = Catalogue().declared
    kinds = dict.fromkeys(declared[rule.kind] for rule in mapping.rules)
    lines = [
        f"### {mapping.label.zh} `{mapping.name}`",
        "",
        f"{mapping.help.zh}。{mapping.help.en}.",
        "",
        f"记为 recorded as：{'、'.join(f'{kind.label.zh} `{kind.slug}`' for kind in kinds)}",
        "",
        "| 列 heading | 也作 also headed | 说明 | what |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_column(column) for column in mapping.shown if not column.ignore), ""])


def _column(column: Column) -> str:
    name = f"**{column.heading}**" if column.required else column.heading
    return f"| {name} | {'、'.join(column.aka)} | {column.help.zh} | {column.help.en} |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(reference())
