"""A document as rows, for spreadsheets: each with the heading that it is under and the entries behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.language import Both
from projections.annex import positions
from projections.document import positions_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.document import Block, Document

UNDER, KIND, TEXT, BASIS = (
    Both("Heading", "标题"),
    Both("Kind", "类型"),
    Both("Text", "文字"),
    Both("Entries", "依据"),
)
ROW, COLUMN = Both("Row", "行"), Both("Column", "列")
KINDS = {
    "securities": Both("securities", "证券"), "title": Both("title", "题名"),
    "heading": Both("heading", "标题"), "paragraph": Both("paragraph", "段落"),
    "table": Both("caption", "表题"), "signature": Both("signature", "落款"),
}  # fmt: skip
HEAD, CELL = Both("head of a column", "表头"), Both("cell", "单元格")


class Line(NamedTuple):
    """A block, or a cell of a table, with what a row says of it."""

    under: str
    block: Block
    text: str
    basis: str

    def kind(self, document: Document) -> str:
        """What the block is, in the document's language."""
        return KINDS[self.block.kind].text(document.lang)


def lines(document: Document) -> Iterator[Line]:
    """Every block in order; of a table, its caption."""
    under = ""
    for block in document.blocks:
        if block.kind == "heading":
            under = block.text
        basis = positions(positions_of([block]))
        yield Line(under, block, text_of(block.runs), basis)
