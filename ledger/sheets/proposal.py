"""Proposing a mapping file for sheets whose headings are not known: the best guess for each, to be edited."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from ledger.sheets.headings import LOOKED_AT, Recognised, matched, single
from ledger.sheets.kinds import fillable, mapping_of
from ledger.sheets.mapping import folded
from ledger.sheets.mapping_files import UNDECIDED
from ledger.sheets.registers import registers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.catalogue import Catalogue
    from ledger.sheets.cells import Row
    from ledger.sheets.headings import Heading
    from ledger.sheets.intake import Tables
    from ledger.sheets.mapping import Column, Mapping

ALIKE, HOLDING, LACKING, OFFICE = 0.5, 0.6, 0.3, 1
"""How alike a heading must be to one that is known (of 1) for it to be guessed; what is given at least where
one holds the other; what a missing column takes away, and what a ledger of the office has before a kind."""

HEAD = """\
# 表格对应文件：请逐列核对，改好后用 ledger load 文件 --map 本文件 导入。
# Mapping of sheets: check each column, then: ledger load FILE --map THIS-FILE.
#   is: 已有列名（即该列的另一种写法）  another way to head that column
#   to: 字段名（见 ledger kinds 种类）   a field of the kind
#   ignore: true                        不导入该列  leave the column alone
"""
KNOWN = "# {sheet}：按“{label}”（{name}）读取，无需对应。 Read as it is.\n"
UNSURE = "  # 未识别，请填写。 Not recognised: say what it is."


def proposed(tables: Tables, name: str, file: BinaryIO) -> str:
    """The mapping file for the sheets of a file."""
    parts = [HEAD]
    for sheet in tables.sheets(name, file):
        rows = [row for row in islice(sheet.rows, LOOKED_AT) if row.cells]
        if rows:
            parts.append(_sheet(tables, sheet.name, rows))
    return "".join(parts)


def _sheet(tables: Tables, name: str, rows: Sequence[Row]) -> str:
    found = tables.sorts.of(name, rows)
    best = found[0] if len(found) == 1 else _nearest(tables.changes.catalogue, rows)
    if best is None:
        return f"# {name}：没有列名 no headings\n"
    mapping = best.mapping
    if len(found) == 1 and not best.unknown and not best.missing:
        return KNOWN.format(sheet=name or "CSV", label=mapping.label.zh, name=mapping.name)
    sort = "register" if mapping.name in registers() else "kind"
    lines = [f"- {sort}: {mapping.name}  # {mapping.label.zh}"]
    lines += [f"  sheet: [{_quoted(name)}]"] if name else []
    lines += ["  columns:", *_columns(best)]
    return "\n".join(lines) + "\n"


def _columns(found: Recognised) -> Iterator[str]:
    """A line for each heading that is not known by its name."""
    taken = {column.heading for column in found.columns.values()}
    for heading in found.unknown:
        guess = _guess(heading, [column for column in found.mapping.columns if column.heading not in taken])
        told = f"  - {{heading: {_quoted(heading.text)}, "
        if guess:
            taken.add(guess.heading)
            yield f"{told}is: {_quoted(guess.heading)}}}"
        else:
            yield f"{told}to: '{UNDECIDED}'}}{UNSURE}"
    for column in found.mapping.columns:
        if column.required and column.heading not in taken:
            yield f"  # 缺少必需的列 The column is missing: {column.heading}（{column.help.zh}）"


def _nearest(catalogue: Catalogue, rows: Sequence[Row]) -> Recognised | None:
    """The mapping that most headings resemble, on the row that has the most cells."""
    headings = single(max(rows, key=lambda row: sum(not cell.beside for cell in row.cells.values())))
    if not headings:
        return None
    mappings = [*registers().values(), *(mapping_of(catalogue.spec(slug)) for slug in fillable(catalogue))]
    best = max(mappings, key=lambda mapping: _likeness(headings, mapping))
    columns = matched(headings, best)
    return Recognised(best, columns, {heading.column: heading for heading in headings}, headings[0].row)


def _likeness(headings: Sequence[Heading], mapping: Mapping) -> tuple[float, int]:
    """How much of the sheet and of what the mapping requires resemble each other; fewer columns first."""
    known = matched(headings, mapping)
    taken = {column.heading for column in known.values()}
    score = float(len(known))
    for heading in headings:
        if heading.column not in known:
            guess = _guess(heading, [column for column in mapping.columns if column.heading not in taken])
            if guess:
                taken.add(guess.heading)
                score += max(_alike(folded(heading.text), name) for name in guess.names)
    score += OFFICE * (mapping.name in registers())
    missing = sum(column.required and column.heading not in taken for column in mapping.columns)
    return score - LACKING * missing, -len(mapping.columns)


def _guess(heading: Heading, columns: Sequence[Column]) -> Column | None:
    """The column that a heading resembles most, if it does so enough."""
    told = folded(heading.text)
    scored = [
        (max(_alike(told, name) for name in column.names), column) for column in columns if not column.ignore
    ]
    score, column = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return column if score >= ALIKE else None


def _alike(one: str, other: str) -> float:
    """How alike two headings are; one that holds the other is."""
    short, long = sorted((one, other), key=len)
    if len(short) > 1 and short in long:
        return HOLDING + (1 - HOLDING) * len(short) / len(long)
    return SequenceMatcher(None, one, other).ratio()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
