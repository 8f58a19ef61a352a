"""Excel workbooks as sheets, row by row: merged cells filled, formulas by their stored values.

What a workbook says of merged cells stands after its rows; so each sheet is looked through once as bytes
before it is read.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeVar
from xml.etree.ElementTree import ParseError

from ledger.language import Both
from ledger.sheets.cells import NO_VALUE, Cell, Row, Sheet, UnreadableSheetError, cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
CHUNK = 1 << 20
OVERLAP = 4096
"""Bytes of a chunk that are looked through again with the next one, so that nothing is cut in two."""
MOST_ROWS = 1 << 20
"""Rows that a sheet has at most."""
LARGEST = 2 << 30
"""Bytes of one part of a workbook, unpacked, that are read at most."""

NOT_A_WORKBOOK = Both(
    "it is not an .xlsx workbook that can be read ({why}); open it in Excel and save it as .xlsx",
    "不是可读取的 .xlsx 工作簿（{why}）；请用 Excel 打开并另存为 .xlsx",
)
OLD = Both("it is an old .xls file or has a password", "是旧版 .xls 文件，或设有密码")
DAMAGED = Both("it is damaged", "文件已损坏")
TOO_LARGE = Both("a part of it is larger than 2 GiB", "其中一部分超过 2 GiB")

_OLE = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    EOFError, OSError, NotImplementedError,
)  # fmt: skip
"""What openpyxl raises on files that are no workbooks, or damaged ones."""


def _unreadable(why: Both) -> UnreadableSheetError:
    told = (sentence.format(why=part) for sentence, part in zip(NOT_A_WORKBOOK, why, strict=True))
    return UnreadableSheetError(Both(*told))


class _Span(NamedTuple):
    """Cells that are merged with the one at their upper left."""

    first: int
    last: int
    until: int


def sheets(file: BinaryIO) -> Iterator[Sheet]:
    """The sheets that are shown, each to be read before the next."""
    head = file.read(4)
    file.seek(0)
    if head.startswith(_OLE):
        raise _unreadable(OLD)
    yield from _sound(_sheets(file))


def _sheets(file: BinaryIO) -> Iterator[Sheet]:
    values = _opened(file, values=True)
    formulas: Any = None
    for at, sheet in enumerate(values.worksheets):
        if sheet.sheet_state != "visible":
            continue
        merged, has_formulas = _looked_through(values, sheet)
        if has_formulas and formulas is None:
            formulas = _opened(file, values=False)
        told = formulas.worksheets[at] if has_formulas else None
        yield Sheet(sheet.title, _sound(_rows(sheet, told, merged)))


def _sound(parts: Iterator[T]) -> Iterator[T]:
    """The parts of a workbook; UnreadableSheetError where it turns out to be none, or damaged."""
    while True:
        try:
            part = next(parts)
        except StopIteration:
            return
        except _BROKEN as error:
            raise _unreadable(DAMAGED) from error
        yield part


def _opened(file: BinaryIO, *, values: bool) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - costs what only workbooks should pay

    with zipfile.ZipFile(file) as parts:
        if any(part.file_size > LARGEST for part in parts.infolist()):
            raise _unreadable(TOO_LARGE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are of no use here
        return load_workbook(file, read_only=True, data_only=values)


def _looked_through(book: Any, sheet: Any) -> tuple[dict[int, list[_Span]], bool]:
    """The merged cells by their first row, and whether the sheet has formulas."""
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415

    merged: dict[int, list[_Span]] = {}
    seen: set[tuple[bytes, ...]] = set()
    has_formulas, kept = False, b""
    with book._archive.open(sheet._worksheet_path) as part:  # noqa: SLF001 - nothing public tells it
        while chunk := part.read(CHUNK):
            told = kept + chunk
            has_formulas = has_formulas or bool(_FORMULA.search(told))
            for match in _MERGED.finditer(told):
                if match.groups() not in seen:
                    seen.add(match.groups())
                    left, top, right, bottom = match.groups()
                    span = _Span(column_index_from_string(left.decode()),
                                 column_index_from_string(right.decode()), int(bottom))  # fmt: skip
                    merged.setdefault(int(top), []).append(span)
            kept = told[-OVERLAP:]
    return merged, has_formulas


def _rows(sheet: Any, formulas: Any, merged: dict[int, list[_Span]]) -> Iterator[Row]:
    """The rows, each merged cell filled with the one at the upper left of its span."""
    reading, told = _quietly(sheet), _quietly(formulas) if formulas else None
    holding: dict[int, tuple[int, Cell]] = {}
    for number, given in enumerate(islice(reading, MOST_ROWS), 1):
        cells = {at: cell for at, raw in enumerate(given, 1) if (cell := cell_of(raw.value, _format(raw)))}
        if told is not None:
            _note_valueless(next(told, ()), cells)
        for column, (until, cell) in list(holding.items()):
            if number <= until:
                cells.setdefault(column, cell._replace(above=True))
            if number >= until:
                del holding[column]
        for span in merged.get(number, ()):
            if cell := cells.get(span.first):
                for column in range(span.first, span.last + 1):
                    cells.setdefault(column, cell._replace(beside=True))
                    if span.until > number:
                        holding[column] = (span.until, cells[column])
        yield Row(number, cells)


def _quietly(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet of any size, without openpyxl's warnings about what is of no use here."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows()
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row = next(rows, None)
        if row is None:
            return
        yield row


def _note_valueless(row: tuple[Any, ...], cells: dict[int, Cell]) -> None:
    """Flaw the cells that hold a formula and no value."""
    for at, raw in enumerate(row, 1):
        if raw.data_type == "f" and at not in cells:
            cells[at] = Cell("", flaw=NO_VALUE)


def _format(raw: Any) -> str:
    value = raw.value
    return raw.number_format if isinstance(value, int | float) else "General"
