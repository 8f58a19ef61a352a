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
    return (
        "\n\n".join([title(document), *(block(one) for one in document.blocks if one.kind != "title")]) + "\n"
    )


def title(document: Document) -> str:
    """Its titles as one heading."""
    titles = [_text(block) for block in document.blocks if block.kind == "title"]
    return f"# {('　' if document.lang == 'zh' else ': ').join(titles)}"


def block(block: Block) -> str:
    """A block other than a title."""
    if block.kind == "heading":
        return f"{'#' * (block.level + 1)} {_text(block)}"
    if block.kind == "table":
        return _table(block)
    return _MARK.sub(r"\1\\\2", _text(block))


def _table(block: Block) -> str:
    """A table with pipes, its caption before it."""
    rows = [_row(map(_cell, row)) for row in (block.header, *block.rows)]
    table = "\n".join([rows[0], _row("---" for _ in block.header), *rows[1:]])
    caption = _MARK.sub(r"\1\\\2", line(text_of(block.runs)))
    return f"{caption}\n\n{table}" if caption else table


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    """A cell on one line, its breaks written out."""
    return "<br>".join(filter(None, map(line, text_of(cell).splitlines())))


def _text(block: Block) -> str:
    return line(block.text)


def line(text: str) -> str:
    """The text on one line, since a break would end the block."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
