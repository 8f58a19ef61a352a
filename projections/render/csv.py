"""CSV: a row for each block and each cell of a table, with its entries; UTF-8 with its mark, for Excel.

A cell that a spreadsheet would run as a formula begins with ``'``.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ledger.sheets.delimited import shielded
from projections.annex import positions
from projections.document import text_of
from projections.render.rows import BASIS, CELL, COLUMN, HEAD, KIND, ROW, TEXT, UNDER, Line, lines
from projections.render.unfit import refuse_unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.document import Cell, Document

HEADER = (UNDER, KIND, ROW, COLUMN, TEXT, BASIS)


def render(document: Document) -> bytes:
    """The document as CSV; UnfitSignError if it holds a sign that a spreadsheet would not show."""
    refuse_unfit(document, "CSV")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head.text(document.lang) for head in HEADER)
    for line in lines(document):
        writer.writerows(map(shielded, row) for row in _rows(document, line))
    return buffer.getvalue().encode("utf-8-sig")


def _rows(document: Document, line: Line) -> Iterator[list[str]]:
    lang, block = document.lang, line.block
    if block.kind != "table":
        yield [line.under, line.kind(document), "", "", line.text, line.basis]
        return
    if block.runs:
        yield [line.under, line.kind(document), "", "", line.text, positions(_of(block.runs))]
    heads = list(map(text_of, block.header))
    for at, row in enumerate((block.header, *block.rows)):
        kind = (CELL if at else HEAD).text(lang)
        for head, cell in zip(heads, row, strict=True):
            yield [line.under, kind, str(at or ""), head, text_of(cell), positions(_of(cell))]


def _of(cell: Cell) -> list[int]:
    return sorted({position for run in cell for position in run.positions})
