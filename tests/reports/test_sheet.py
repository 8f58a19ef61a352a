"""Workbooks and CSV: every text whole, with its entries, and none of it ever a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from half_year import CHARTER, report
from hostile import GLYPHLESS, REFUSED, SHOWN, UNSEEN, everywhere
from openpyxl import load_workbook

from ledger.application import Ledger
from projections.annex import annexed
from projections.document import Run, positions_of, text_of
from projections.render import csv as as_csv
from projections.render import xlsx
from projections.render.unfit import UnfitSignError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.language import Lang
    from projections.document import Block, Document


def book(document: Document) -> Any:
    return load_workbook(BytesIO(xlsx.render(document)))


def values(sheet: Any) -> list[list[str]]:
    """The rows of a sheet below its heads, as texts."""
    return [[decoded(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def decoded(text: str) -> str:
    """A text as Excel reads it: ``_xHHHH_`` is the sign with that code."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def cells(document: Document) -> Iterator[tuple[str, str]]:
    """What a CSV should say of each block and each cell: its text and its entries."""
    for block in document.blocks:
        if block.kind != "table" or block.runs:
            yield text_of(block.runs), marks(block._replace(header=(), rows=()))
        for row in (block.header, *block.rows):
            yield from ((text_of(cell), marks(block._replace(runs=cell, header=(), rows=()))) for cell in row)


def marks(block: Block) -> str:
    return " ".join(f"#{position}" for position in positions_of([block]))


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV, as a spreadsheet shows them: without the sign that makes a cell text."""
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [{head: unshielded(told) for head, told in row.items()} for row in read]


def unshielded(told: str) -> str:
    return told[1:] if told.startswith("'") and told.lstrip("'")[:1] in ("=", "+", "-", "@", "\t") else told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_csv_tells_the_half_year_whole_with_its_entries(half_year: Ledger, lang: Lang) -> None:
    document = report(half_year, lang)
    text, basis = {"zh": ("文字", "依据"), "en": ("Text", "Entries")}[lang]
    told = [(row[text], row[basis]) for row in rows(as_csv.render(document))]
    assert told == list(cells(document))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_tells_the_half_year_whole_with_its_entries(half_year: Ledger, lang: Lang) -> None:
    document = report(half_year, lang)
    made = book(document)
    (table,) = (block for block in document.blocks if block.kind == "table")
    told = [(row[2], row[3]) for row in values(made.worksheets[0])[1:]]
    assert told == [(text_of(block.runs), marks(block)) for block in document.blocks if text_of(block.runs)]
    caption, head, *body = values(made.worksheets[1])
    assert caption[0] == text_of(table.runs)
    assert head[:-1] == list(map(text_of, table.header))
    assert [row[:-1] for row in body] == [list(map(text_of, row)) for row in table.rows]
    assert [row[-1] for row in body] == [
        marks(table._replace(runs=(), header=(), rows=(row,))) for row in table.rows
    ]
    assert made.worksheets[1].freeze_panes == "A3"
    assert lang == "en" or any(CHARTER in text for text, _ in told)


def test_the_annex_has_its_sheets(half_year: Ledger) -> None:
    document = annexed(half_year, report(half_year))
    made = book(document)
    assert made.sheetnames == ["正文", "表 1", "附件 1", "附件 2"]
    entries = values(made["附件 2"])[1:]
    assert [row[0] for row in entries] == [f"#{position}" for position in document.sources]
    first = half_year.entry(next(iter(document.sources)))
    assert entries[0][3:5] == [first.recorded_by, first.recorded_at]


@pytest.mark.parametrize("text", [*SHOWN, UNSEEN, *GLYPHLESS])
def test_hostile_text_is_shown_as_it_is_in_every_place(text: str) -> None:
    document = everywhere(text)
    assert [row["文字"] for row in rows(as_csv.render(document))] == [told for told, _ in cells(document)]
    made = book(document)
    assert [row[2] for row in values(made.worksheets[0])[1:]] == [
        text_of(block.runs) for block in document.blocks if block.runs
    ]
    assert {cell for row in values(made["表 2"]) for cell in row[:-1]} == {text}
    kinds = {cell.data_type for sheet in made for row in sheet.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "'="])
def test_a_cell_that_looks_like_a_formula_is_marked_as_text(begin: str) -> None:
    document = everywhere(f"{begin}1+1")
    told = csv.reader(io.StringIO(as_csv.render(document).decode("utf-8-sig"), newline=""))
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t") for row in told for cell in row)
    cell = book(document)["表 2"]["A1"]
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)


@pytest.mark.parametrize("render", [xlsx.render, as_csv.render])
@pytest.mark.parametrize("sign", REFUSED)
def test_what_a_spreadsheet_would_not_show_is_refused(render: Any, sign: str) -> None:
    with pytest.raises(UnfitSignError, match=f"U\\+{ord(sign[0]):04X}"):
        render(everywhere(f"甲{sign}乙"))


def test_a_text_that_no_cell_holds_is_refused_and_the_longest_is_kept() -> None:
    document = everywhere("文")
    longest = Run("长" * 32_767)
    block = document.blocks[4]._replace(runs=(longest,))
    kept = replace(document, blocks=(document.blocks[1], block), annex=())
    assert values(book(kept).worksheets[0])[2][2] == longest.text
    with pytest.raises(xlsx.TooLongError, match="32,768"):
        xlsx.render(replace(kept, blocks=(block._replace(runs=(longest, Run("长"))),)))


def test_the_same_document_gives_the_same_bytes_without_a_time() -> None:
    document = everywhere("文")
    assert xlsx.render(document) == xlsx.render(document)
    with zipfile.ZipFile(BytesIO(xlsx.render(document))) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2024-08-28" in packed.read("docProps/core.xml")
        assert b"modified" not in packed.read("docProps/core.xml")
