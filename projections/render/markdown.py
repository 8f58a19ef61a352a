"""Markdown: the text alone, as it may be filed; every sign that Markdown would read is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projections.document import Block, Document

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
    return _MARK.sub(r"\1\\\2", _text(block))


def _text(block: Block) -> str:
    """The text on one line, since a break would end the block."""
    return _SIGNS.sub(r"\\\1", " ".join(block.text.split()))
