"""XLSX: the text on one sheet, a row for each block with its entries, and each table on a sheet of its own.

Every cell is text, codes and figures too, as the document says them; none is ever a formula.
"""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from ledger.errors import LedgerError
from ledger.language import Both
from ledger.sheets.writing import TEXT as AS_TEXT
from ledger.sheets.writing import timeless
from ledger.version import PROGRAM
from projections.annex import positions
from projections.document import positions_of, text_of
from projections.render.rows import BASIS, KIND, TEXT, UNDER, lines
from projections.render.tables import NARROWEST, weights
from projections.render.unfit import refuse_unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from projections.document import Block, Document

SHEET, TABLE, ANNEX = Both("Text", "正文"), Both("Table", "表"), Both("Annex", "附件")
WIDTHS = (28, 10, 90, 18)
"""Of the columns of the text, in digits."""
LONGEST = 32_767
"""Characters that a cell may hold."""
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What would be read as the code of a sign, as in ``_x0041_`` (ECMA-376, part 1, 22.9.2.19)."""
FORMULA = ("=", "+", "-", "@", "\t", "'")
"""How a text begins that a spreadsheet might read as more than text."""


class TooLongError(LedgerError):
    """A text that no cell can hold."""

    sentence = Both(
        "a cell of a workbook holds {most:,} characters and a text of this report has {size:,}, beginning "
        "“{begins}…”; split its statements into paragraphs or choose another format.",
        "工作簿的单元格最多 {most:,} 个字符，而本报告有一处文字达 {size:,} 个字符，开头为“{begins}…”；"
        "请将其陈述分段，或改用其他格式。",
    )


def render(document: Document) -> bytes:
    """The document as a workbook; UnfitSignError or TooLongError for what a cell cannot show whole."""
    from openpyxl import Workbook  # noqa: PLC0415 - costs what only workbooks should pay

    refuse_unfit(document, "XLSX")
    _refuse_long(document)
    book = Workbook(write_only=True)
    book.properties.creator = PROGRAM
    book.properties.created = datetime.fromisoformat(document.cut_off)
    _text(book, document)
    _tables(book, document, document.blocks, TABLE)
    _tables(book, document, document.annex, ANNEX, basis=False)
    made, file = BytesIO(), BytesIO()
    book.save(made)
    timeless(made, file)
    return file.getvalue()


def _refuse_long(document: Document) -> None:
    for block in (*document.blocks, *document.annex):
        cells = (cell for row in (block.header, *block.rows) for cell in row)
        for text in map(text_of, (block.runs, *cells)):
            if len(text) > LONGEST:
                raise TooLongError(most=LONGEST, size=len(text), begins=text[:20])


def _text(book: Any, document: Document) -> None:
    header = [head.text(document.lang) for head in (UNDER, KIND, TEXT, BASIS)]
    told = lines(document)
    rows = ([line.under, line.kind(document), line.text, line.basis] for line in told if line.text)
    _sheet(book, SHEET.text(document.lang), WIDTHS, [header], rows)


def _tables(
    book: Any, document: Document, blocks: Iterable[Block], name: Both, *, basis: bool = True
) -> None:
    """A sheet for each table: its caption if it has one, its head, its rows, with the entries of each row."""
    numbers = count(1)
    for block in blocks:
        if block.kind != "table":
            continue
        caption = [[text_of(block.runs)]] if block.runs else []
        last = [BASIS.text(document.lang)] if basis else []
        rows = ([*map(text_of, row), *_basis(block, at, basis=basis)] for at, row in enumerate(block.rows))
        head = [*map(text_of, block.header), *last]
        widths = [*(2.4 * share for share in weights(block)), *(2.4 * NARROWEST for _ in last)]
        _sheet(book, f"{name.text(document.lang)} {next(numbers)}", widths, [*caption, head], rows)


def _basis(block: Block, at: int, *, basis: bool) -> list[str]:
    row = block._replace(runs=(), header=(), rows=(block.rows[at],))
    return [positions(positions_of([row]))] if basis else []


def _sheet(
    book: Any, name: str, widths: Sequence[float], head: Sequence[list[str]], rows: Iterable[list[str]]
) -> None:
    """A sheet with its head in bold and frozen."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(name)
    sheet.freeze_panes = f"A{len(head) + 1}"
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = round(width, 1)
    for texts in head:
        sheet.append([_cell(sheet, text, bold=True) for text in texts])
    for texts in rows:
        sheet.append([_cell(sheet, text) for text in texts])


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that stays text, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    if not text:
        return None
    cell: Any = WriteOnlyCell(sheet, _CODE.sub("_x005F_", text))
    cell.data_type, cell.number_format = "s", AS_TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = text.startswith(FORMULA)
    if bold:
        cell.font = Font(bold=True)
    return cell
