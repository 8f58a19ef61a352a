"""Where something is said in the half-year evaluation: under a heading, in a cell, in a line of a cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from half_year import bare

from projections.document import Block, Document, Run, text_of
from projections.reports.evaluation import furniture

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRESS = "进展或阶段性成果"


def under(document: Document, heading: str) -> list[Block]:
    """The blocks under a heading: its title, ``0`` for the opening, ``4.1`` for a measure."""
    numerals = {f"{numeral}、": str(number) for number, numeral in enumerate(furniture.NUMERALS) if numeral}
    at, found = "0", []
    for block in document.blocks:
        if block.kind == "heading":
            mark = block.text[:2]
            at = numerals[mark] if block.level == 1 else f"{at.partition('.')[0]}.{mark[0]}"
        here = block.kind if block.kind in ("title", "signature") else at
        if here == heading and block.kind != "heading":
            found.append(block)
    return found


def places(blocks: list[Block], text: str) -> Iterator[tuple[str, set[int]]]:
    """Each time the text is said: what its paragraph says before it, and the entries behind it."""
    for block in blocks:
        signs = [(sign, run.positions) for run in block.runs for sign in bare(run.text)]
        whole = "".join(sign for sign, _ in signs)
        for found in re.finditer(re.escape(bare(text)), whole):
            own = signs[found.start() : found.end()]
            yield whole[: found.start()], {position for _, positions in own for position in positions}


def table(document: Document) -> Block:
    """The one table of the report."""
    (found,) = (block for block in document.blocks if block.kind == "table")
    return found


def cell(document: Document, row: int, column: str) -> tuple[Run, ...]:
    """A cell of the table, by the head of its column."""
    heads = [bare(text_of(head)) for head in table(document).header]
    return table(document).rows[row][heads.index(column)]


def line(document: Document, row: int, number: int) -> list[Run]:
    """The runs of a numbered line in the progress of a project."""
    lines: list[list[Run]] = [[]]
    for run in cell(document, row, PROGRESS):
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    return lines[number - 1]
