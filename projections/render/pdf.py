"""PDF: the look of an announcement on A4, set by Typst; an archive file (PDF/A-3b) that carries its data.

The text reaches Typst as JSON, never as markup. The file carries the document's canonical JSON and, where
they were asked for, the entries behind it as stored.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from ledger.language import Both
from projections.document import text_of
from projections.render import json as canonical
from projections.render.fonts import fonts
from projections.render.tables import numeric, sections, weights
from projections.render.unfit import refuse_unfit, unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from projections.document import Block, Document

STANDARD: Literal["a-3b"] = "a-3b"
"""PDF/A-3b (ISO 19005-3): files may be attached, and a missing glyph is an error instead of a blank."""
ABOUT = Both("The document with the positions of its entries", "文件正文及各处所依据分录的位置")
ENTRIES = Both("The entries behind the document, as stored", "文件所依据的分录，与账本所存字节一致")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def render(document: Document, folder: Path | None = None) -> bytes:
    """The document as a PDF in the fonts of a folder or the program's; UnfitSignError if they lack a sign."""
    import typst  # noqa: PLC0415 - costs what only PDF should pay

    refuse_unfit(document, "PDF")
    at_hand = fonts(folder)
    attached = _attached(document)
    data = _data(document) | {"serif": at_hand.serif, "sans": at_hand.sans, "files": list(_about(document))}
    template = files(__package__).joinpath("pdf.typ").read_bytes()
    compiler = typst.Compiler(template, font_paths=at_hand.loaded, ignore_system_fonts=True)
    inputs = {"data": json.dumps(data, ensure_ascii=False)} | attached
    try:
        made: Any = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARD)
    except typst.TypstError as error:
        if missing := _MISSING.search(error.message):
            raise unfit(document, _culprit(document, _read(missing[1])), "PDF") from error
        raise
    return bytes(made)


def _read(told: str) -> str:
    """A text as Typst's messages write it."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), told)


def _culprit(document: Document, told: str) -> str:
    """The sign that has no glyph: the one named, or the mark that joins it, of which Typst does not speak."""
    for block in (*document.blocks, *document.annex):
        for found in re.finditer(re.escape(told), block.text):
            after = block.text[found.end() : found.end() + 1]
            if after and unicodedata.category(after)[0] in "MC":
                return after
    return told


def _attached(document: Document) -> dict[str, str]:
    told = {"document.json": canonical.render(document)}
    return told | ({"entries.jsonl": document.stored.decode()} if document.stored else {})


def _about(document: Document) -> Iterator[dict[str, str]]:
    lang = document.lang
    yield {"name": "document.json", "type": "application/json", "about": ABOUT.text(lang)}
    if document.stored:
        yield {"name": "entries.jsonl", "type": "application/jsonl", "about": ENTRIES.text(lang)}


def _data(document: Document) -> dict[str, Any]:
    """What the template sets."""
    day = date.fromisoformat(document.cut_off)
    apart: dict[str, list[Block]] = {"securities": [], "title": [], "signature": [], "": []}
    for block in document.blocks:
        apart[block.kind if block.kind in apart else ""].append(block)
    return {
        "lang": document.lang,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "title": [block.text for block in apart["title"]],
        "securities": [block.text.split("\t") for block in apart["securities"]],
        "sections": _sections(apart[""]),
        "signature": [block.text for block in apart["signature"]],
        "annex": _sections(document.annex),
    }


def _sections(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [{"landscape": turned, "blocks": list(map(_block, held))} for turned, held in sections(blocks)]


def _block(block: Block) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": block.kind, "level": block.level, "text": text_of(block.runs)}
    if block.kind != "table":
        return told
    rows = [list(map(text_of, row)) for row in (block.header, *block.rows)]
    return told | {"header": rows[0], "rows": rows[1:], "numeric": numeric(block), "weights": weights(block)}
