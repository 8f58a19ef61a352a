"""Signs that a document of the office cannot show: they are refused, with the place where they stand."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ledger.errors import LedgerError, shown
from ledger.language import Both

if TYPE_CHECKING:
    from projections.document import Block, Document

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, those that turn the direction of what follows, what is no character (XML 1.0, 2.2)."""
AROUND = 12
"""Characters that a message quotes on each side."""
MORE = 60
"""Characters of the block's beginning that a message quotes."""


class UnfitSignError(LedgerError):
    """A sign that would not be shown as it is."""

    sentence = Both(
        "U+{code:04X} ({name}) cannot be shown as it is in {form}: it stands in “{around}”. "
        "Correct the entries {positions} or choose another format.",
        "{form} 无法如实显示 U+{code:04X}（{name}），位于“{around}”。"
        "请更正分录 {positions}，或改用其他格式。",
    )


def refuse_unfit(document: Document, form: str) -> None:
    """UnfitSignError if the document, or its annex, holds a sign that no format of the office shows."""
    for block in (*document.blocks, *document.annex):
        if found := _UNFIT.search(block.text):
            raise unfit(document, found[0], form)


def unfit(document: Document, sign: str, form: str) -> UnfitSignError:
    """The refusal of a sign, with the first place where it stands."""
    block, around, positions = _place(document, sign)
    told = " ".join(f"#{position}" for position in positions) or f"“{shown(block.text, MORE)}”"
    name = unicodedata.name(sign[0], unicodedata.category(sign[0]))
    return UnfitSignError(code=ord(sign[0]), name=name, form=form, around=shown(around), positions=told)


def _place(document: Document, sign: str) -> tuple[Block, str, tuple[int, ...]]:
    """The first block with the sign, the text around it, and the entries of the run that holds it."""
    blocks = (*document.blocks, *document.annex)
    block = next((one for one in blocks if sign in one.text), blocks[0])
    runs = [run for run in block.every_run if sign in run.text]
    at = block.text.find(sign)
    around = block.text[max(0, at - AROUND) : at + AROUND]
    return block, around, runs[0].positions if runs else ()
