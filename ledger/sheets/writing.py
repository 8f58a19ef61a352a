"""Writing templates as Excel workbooks and as CSV.

A workbook is the same bytes whenever it is made of the same rows: no time and no name of a machine is in it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from datetime import datetime
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

from ledger.sheets.cells import address
from ledger.sheets.delimited import shielded
from ledger.sheets.kinds import KIND
from ledger.sheets.mapping import EXAMPLE, HELP
from ledger.version import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.language import Lang
    from ledger.sheets.mapping import Column
    from ledger.sheets.templates import Template

NARROWEST, WIDEST = 8, 36
"""Widths of columns, in digits."""
LONGEST_LIST = 255
"""Characters that a drop-down of choices may have in all."""
ABOVE = 3
"""Rows above the data: title, headings, help."""
CHUNK = 1 << 20
MOST_ROWS = 1 << 20
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that a ZIP file gives where there is none."""
TEXT = "@"
"""The number format of text."""

_NUMBER_OR_DAY = re.compile(r"[\d,.]+%?|\d{4}-\d{2}-\d{2}")
"""Examples of columns in which Excel may make a number or a day of what is typed: that is what they hold."""
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")


def workbook_of(templates: Iterable[Template], file: BinaryIO, lang: Lang) -> None:
    """Write the templates as a workbook, a sheet each, row by row."""
    from openpyxl import Workbook  # noqa: PLC0415 - costs what only workbooks should pay

    book = Workbook(write_only=True)
    book.properties.creator = PROGRAM
    book.properties.created = datetime(*EARLIEST)  # noqa: DTZ001 - no time zone in a workbook
    taken: set[str] = set()
    sizes = {
        f"xl/worksheets/sheet{at}.xml": _sheet(book, template, _free(template.name, taken), lang)
        for at, template in enumerate(templates, 1)
    }
    with TemporaryFile() as made:
        book.save(made)
        timeless(made, file, sizes)


def _free(name: str, taken: set[str]) -> str:
    """A name that no other sheet has."""
    told, at = name, 1
    while told.casefold() in taken:
        at += 1
        told = f"{name[:28]}-{at}"
    taken.add(told.casefold())
    return told


def _sheet(book: Any, template: Template, name: str, lang: Lang) -> str:
    """Write a sheet; the address of its last cell."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = address(2, ABOVE)
    headings, told = template.headings(), template.help(lang)
    for at, column in enumerate(template.columns, 1):
        _column(sheet, at, column, [headings[at - 1], column.example])
    style = _Styles(sheet)
    sheet.append([style.cell(template.title, "title")])
    sheet.append([style.cell(text, "heading") for text in headings])
    sheet.append([style.cell(text, HELP) for text in told])
    line, rows = template.mapping.line, ABOVE
    for row in template.body():
        marked = bool(line) and row[[column.heading for column in template.columns].index(line)] == EXAMPLE
        sheet.append([style.cell(text, EXAMPLE if marked else "") for text in row])
        rows += 1
    return address(len(headings), rows)


def _column(sheet: Any, at: int, column: Column, texts: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    letter = get_column_letter(at)
    dimension = sheet.column_dimensions[letter]
    dimension.width = min(WIDEST, max(NARROWEST, *(width(text) + 2 for text in texts)))
    if column.code or not _NUMBER_OR_DAY.fullmatch(column.example):
        dimension.number_format = TEXT
    listed = ",".join(column.choices)
    fit = len(listed) <= LONGEST_LIST and not any("," in choice or '"' in choice for choice in column.choices)
    if column.choices and fit:
        choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        choice.showErrorMessage = column.closed
        choice.add(f"{letter}{ABOVE + 1}:{letter}{MOST_ROWS}")
        sheet.data_validations.append(choice)


class _Styles:
    """Cells of text in the style of their row."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

        self._sheet, self._cell = sheet, WriteOnlyCell
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._fonts = {
            "title": Font(bold=True, size=14), "heading": Font(bold=True),
            HELP: Font(italic=True, color="666666"),
            EXAMPLE: Font(color="999999"),
        }  # fmt: skip
        self._fill = PatternFill("solid", fgColor="DDEBF7")

    def cell(self, text: str, style: str) -> Any:
        """A cell that stays text, whatever it looks like."""
        if not text:
            return None
        cell = self._cell(self._sheet, text)
        cell.data_type, cell.number_format = "s", TEXT
        if style in self._fonts:
            cell.font = self._fonts[style]
        if style in ("heading", HELP, EXAMPLE):
            cell.alignment = self._wrapped
        if style == "heading":
            cell.fill = self._fill
        return cell


def width(text: str) -> int:
    """The width of a text in digits; a Chinese sign takes two."""
    return max((sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line)
                for line in text.split("\n")), default=0)  # fmt: skip


def timeless(made: BinaryIO, file: BinaryIO, sizes: Mapping[str, str] = MappingProxyType({})) -> None:
    """Pack the parts of an office file anew, each without the time.

    ``sizes``: the last cells of sheets by their parts. Readers go twice through a sheet that does not say it.
    """
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in sorted(old.namelist()):
            told = zipfile.ZipInfo(part, EARLIEST)
            told.compress_type = zipfile.ZIP_DEFLATED
            with old.open(part) as source, new.open(told, "w", force_zip64=True) as target:
                if part == "docProps/core.xml":
                    target.write(_MODIFIED.sub(b"", source.read()))
                    continue
                if part in sizes:
                    size = f'<dimension ref="A1:{sizes[part]}"/>'.encode()
                    target.write(source.read(CHUNK).replace(b"<sheetViews", size + b"<sheetViews", 1))
                while chunk := source.read(CHUNK):
                    target.write(chunk)


def csv_of(template: Template, lang: Lang) -> bytes:
    """The template as CSV that Excel opens rightly, UTF-8 with its mark; a kind's names it in a column."""
    kind = template.mapping.column(KIND)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    told = [template.mapping.label.zh] if kind else []

    def put(row: Sequence[str], extra: Sequence[str]) -> None:
        writer.writerow([row[0], *extra, *map(shielded, row[1:])])

    put(template.headings(), [KIND] if kind else [])
    put(template.help(lang), ["" for _ in told])
    for row in template.body():
        put(row, told)
    return buffer.getvalue().encode("utf-8-sig")
