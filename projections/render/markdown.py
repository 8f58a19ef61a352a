"""Markdown: the text alone, as it may be filed; every sign that Markdown would read is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from projections.document import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projections.document import Block, Cell, Document

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_MARK = re.compile(r"^(\d*)([.)]|(?<!\d)[-+=])", re.MULTILINE)
"""What begins a list or underlines a heading, at the beginning of a line."""


def render(document: Document) -> str:
    """The document as Markdown."""
    titles = [block for block in document.blocks if block.kind == "title"]
    head = f"# {'　'.join(map(_text, titles)) if document.lang == 'zh' else ': '.join(map(_text, titles))}"
    return "\n\n".join([head, *(_block(block) for block in document.blocks if block.kind != "title")]) + "\n"


def _block(block: Block) -> str:
    if block.kind == "heading":
        return f"{'#' * (block.level + 1)} {_text(block)}"
    if block.kind == "table":
        return _table(block)
    return _MARK.sub(r"\1\\\2", _text(block))


def _table(block: Block) -> str:
    """A table with pipes, its caption before it."""
    rows = [_row(map(_cell, row)) for row in (block.header, *block.rows)]
    table = "\n".join([rows[0], _row("---" for _ in block.header), *rows[1:]])
    caption = _MARK.sub(r"\1\\\2", _line(text_of(block.runs)))
    return f"{caption}\n\n{table}" if caption else table


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    """A cell on one line, its breaks written out."""
    return "<br>".join(filter(None, map(_line, text_of(cell).splitlines())))


def _text(block: Block) -> str:
    return _line(block.text)


def _line(text: str) -> str:
    """The text on one line, since a break would end the block."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
