"""DOCX: the look of an announcement for Word and WPS, in styles that the office can change in one place.

The same document gives the same bytes: its properties are dated by the document, never by the clock.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ledger.sheets.writing import timeless
from ledger.version import PROGRAM
from projections.render import wordml
from projections.render.tables import sections
from projections.render.unfit import refuse_unfit

if TYPE_CHECKING:
    from projections.document import Block, Document

STYLES = {"securities": "Securities", "title": "Title", "paragraph": "Body Text", "signature": "Signature"}
"""The style of each kind of block; headings have theirs by level."""
ROOM = {"securities": (0, 18), "title": (0, 18), "signature": (36, 0)}
"""Points left before the first and after the last of a kind."""


def render(document: Document) -> bytes:
    """The document as a Word file; UnfitSignError if it holds a sign that Word would not show."""
    refuse_unfit(document, "DOCX")
    word = wordml.blank(document.lang)
    _properties(word, document)
    turned = False
    for at, section in enumerate(sections(document.blocks)):
        turned = _turn(word, at, turned=turned, wanted=section.landscape)
        _put(word, section.blocks)
    for section in sections(document.annex):
        wordml.turn(word, landscape=section.landscape)
        _put(word, section.blocks)
    if document.lang == "zh":
        wordml.hint(word)
    made, file = BytesIO(), BytesIO()
    word.save(made)
    timeless(made, file)
    return file.getvalue()


def _turn(word: Any, at: int, *, turned: bool, wanted: bool) -> bool:
    """The first pages are as they are; later ones begin where the orientation changes."""
    if at or turned != wanted:
        wordml.turn(word, landscape=wanted)
    return wanted


def _put(word: Any, blocks: list[Block]) -> None:
    for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        if block.kind == "table":
            wordml.table(word, block)
            continue
        style = STYLES.get(block.kind, f"Heading {block.level}")
        paragraph = word.add_paragraph(block.text, style=style)
        if block.kind == "title":
            wordml.balance(paragraph)
        if room := ROOM.get(block.kind):
            first, last = (near is None or near.kind != block.kind for near in (before, after))
            wordml.apart(paragraph, before=room[0] if first else 0, after=room[1] if last else 0)


def _properties(word: Any, document: Document) -> None:
    """Title and date; Word shows them, and nothing else is said of where the file comes from."""
    told = word.core_properties
    day = datetime.fromisoformat(document.cut_off)
    told.title = " ".join(block.text for block in document.blocks if block.kind == "title")[:255]
    told.author, told.comments, told.last_modified_by = PROGRAM, "", PROGRAM
    told.created = told.modified = day
    told.revision = 1
    told.language = {"zh": "zh-CN", "en": "en-GB"}[document.lang]
