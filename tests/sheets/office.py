"""What tests of sheets share: files made as people make them, and what is read from them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

from ledger.batch import Change
from ledger.catalogue import Catalogue
from ledger.changes import Changes
from ledger.errors import Problem
from ledger.sheets.intake import Tables
from ledger.sheets.mapping import Mapping

CATALOGUE = Catalogue()


def workbook(merged: Any = (), **sheets: Any) -> bytes:
    """A workbook with these rows in its sheets; ``merged`` cells are those of the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes, name: str = "x.xlsx", *own: Mapping) -> list[Change | Problem]:
    return list(tables(*own).rows(name, io.BytesIO(data)))


def tables(*own: Mapping) -> Tables:
    return Tables(Changes(CATALOGUE), own)


def changes(rows: Iterable[Change | Problem]) -> list[Change]:
    found = list(rows)
    told = [row.text("en") for row in found if isinstance(row, Problem)]
    assert not told, told
    return [row for row in found if isinstance(row, Change)]


def problems(rows: Iterable[Change | Problem]) -> list[str]:
    found = [row for row in rows if isinstance(row, Problem)]
    assert all(row.text("en") for row in found)
    return [row.text("zh") for row in found]


def cells(rows: Iterable[Change | Problem]) -> list[dict[str, str]]:
    """What each event says, with its kind."""
    return [{"kind": row.event.spec.slug} | row.event.cells() for row in changes(rows)]
