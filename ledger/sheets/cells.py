"""A cell of a sheet as text, and what Excel made of it on the way."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = 15
"""Significant digits that Excel keeps of a number; what follows them is binary noise."""
LETTERS = 26
DAY, SPAN = "day", "span"
"""What Excel may have made of a text: a day or a time of day; a duration."""

NO_VALUE = Both(
    "the formula has no stored value; open the file in Excel and save it, or write the value itself",
    "公式没有已计算的值；请用 Excel 打开并保存，或直接填写数值",
)
AN_ERROR = Both("the cell holds the error {told}; mend the formula", "单元格为错误值 {told}；请修正公式")

_RETURN = "_x000D_"
"""How a workbook keeps the carriage return of a line that was pasted into a cell."""
_DECIMALS = re.compile(r"0(?:\.(0+))?%")
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!)")


class Cell(NamedTuple):
    """What one cell says. ``typed``: text as somebody typed it, not a number or day that Excel made."""

    text: str
    typed: bool = True
    whole: bool = False
    """A whole number that is shown just as it is, so that nothing of it was lost."""
    flaw: Both | None = None
    above: bool = False
    """Taken from the cell above that it is merged with."""
    beside: bool = False
    """Taken from a cell further left that it is merged with; only headings are read so."""
    made: str = ""
    """``DAY`` or ``SPAN`` where it holds such instead of text or a number."""


class Row(NamedTuple):
    """A row of a sheet: its number, and its filled cells by their columns, both from 1."""

    number: int
    cells: dict[int, Cell]


class UnreadableSheetError(Exception):
    """A file that cannot be read as sheets, or not to its end."""

    def __init__(self, told: Both) -> None:
        self.told = told
        super().__init__(told.en)


class Sheet(NamedTuple):
    """A sheet of a file; a file of CSV is one without a name."""

    name: str
    rows: Iterator[Row]


def address(column: int, row: int) -> str:
    """``C7``: the place as a spreadsheet names it."""
    letters = ""
    while column:
        column, at = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + at) + letters
    return f"{letters}{row}"


def cell_of(value: object, number_format: str = "General") -> Cell | None:
    """The cell with a value as openpyxl gives it; None if it is empty."""
    if isinstance(value, str):
        value = value.replace(_RETURN, "").strip()
    if value is None or value == "":
        return None
    if isinstance(value, str):
        flawed = Both(*(told.format(told=value) for told in AN_ERROR)) if _ERROR.fullmatch(value) else None
        return Cell(value, flaw=flawed)
    if isinstance(value, bool):
        return Cell("是" if value else "否", typed=False)
    if isinstance(value, int | float):
        told = number_text(value, number_format)
        return Cell(told, typed=False, whole=told.isdecimal() and number_format in ("General", "0", "@"))
    return Cell(_of_time(value), typed=False, made=SPAN if isinstance(value, timedelta) else DAY)


def number_text(number: float, number_format: str = "General") -> str:
    """A number as it was meant: without binary noise; with ``%`` and its decimals where it is shown so."""
    exact = Decimal(f"{number:.{DIGITS}g}") if isinstance(number, float) else Decimal(number)
    if percent := _DECIMALS.search(number_format):
        exact *= 100
        places = max(len(percent[1] or ""), -int(exact.normalize().as_tuple().exponent))
        return f"{exact:.{places}f}%"
    return f"{exact.normalize():f}" if exact else "0"


def _of_time(value: object) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return number_text(value.total_seconds() / 3600)
    return str(value)
