"""What renderers know of tables: the width and the side of each column, and which table turns its page."""

from __future__ import annotations

import re
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from ledger.sheets.writing import width
from projections.document import text_of
from projections.render.html import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projections.document import Block

WIDE = 6
"""Columns from which a table stands on a landscape page."""
NARROWEST, WIDEST = 6.0, 24.0
"""Weights of columns."""
LONGEST_WORD, OF_WORD = 18, 1.4
"""Characters of a word that a column should hold in a line, and how many of them make one of weight."""
_WORD = re.compile(r"[!-~]+")


class Section(NamedTuple):
    """Blocks on pages of one orientation."""

    landscape: bool
    blocks: list[Block]


def sections(blocks: Iterable[Block]) -> list[Section]:
    """The blocks apart where the page turns; a wide table takes along the heading right before it."""
    told = [Section(landscape=False, blocks=[])]
    for block in blocks:
        wide = block.kind == "table" and len(block.header) >= WIDE
        if wide != told[-1].landscape:
            before = told[-1].blocks
            heading = [before.pop()] if wide and before and before[-1].kind == "heading" else []
            told.append(Section(wide, heading))
        told[-1].blocks.append(block)
    return [section for section in told if section.blocks]


def columns(block: Block) -> list[tuple[str, ...]]:
    """The texts of each column, its heading first."""
    rows = [[text_of(cell) for cell in row] for row in (block.header, *block.rows)]
    return list(zip(*rows, strict=True))


def numeric(block: Block) -> list[bool]:
    """For each column, whether it holds numbers alone, which stand to the right."""
    return [
        any(column[1:]) and all(NUMBER.fullmatch(text) for text in column[1:] if text)
        for column in columns(block)
    ]


def weights(block: Block) -> list[float]:
    """The share of the width that each column gets: by the root of its longest text, its words unbroken."""
    return [_weight(column) for column in columns(block)]


def _weight(column: tuple[str, ...]) -> float:
    longest = max(sum(map(width, text.split("\n"))) for text in column)
    word = max((len(word) for text in column for word in _WORD.findall(text)), default=0)
    wanted = max(NARROWEST, sqrt(longest), min(word, LONGEST_WORD) / OF_WORD)
    return round(min(WIDEST, wanted), 2)
