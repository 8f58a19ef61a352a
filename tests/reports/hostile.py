"""Text that formats might run, cut or lose, in every place of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.document import Block, Document, Run

if TYPE_CHECKING:
    from ledger.language import Lang

SHOWN = (
    "《关于修订<公司章程>并办理工商备案的议案》",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("x")',
    "+1",
    "-8,000.87 万元",
    "@SUM(A1)",
    "'=1",
    "\t=1",
    "{{7*7}} {% if x %} ${x}",
    "#let x = 1 #sys.inputs $x^2$ *b* _c_ @ref <label> `r` // c /* d */ \\",
    "[red]字[/red]",
    "甲 | 乙",
    "</script><script>alert(1)</script>",
    "&lt;b&gt; & ]]>",
    "000001",
    "2024-008",
    "1e5",
    "_x0041_",
    "rare 䶮 and é",
    "“中” and ‘文’",
    "a" * 300,
)
"""Shown as it is in every format."""
UNSEEN = "左\u200f右\u200e中"
"""With marks of direction, which turn nothing here and cannot be seen."""
REFUSED = ("\x1b[31m", "\x00", "\x0b", "\r", "\x7f", "\x85", "\u202e", "\u2066", "\ufffe", "\ud800")
"""Refused in every format of the office."""
GLYPHLESS = ("😀", "𠮷")
"""In no font for PDF."""


def everywhere(text: str, lang: Lang = "zh") -> Document:
    """A document with the text in each of its places."""
    cell = (Run(text, (7,)),)
    blocks = (
        Block("securities", (Run(text, (1,)), Run("\t"), Run(text, (1,)))),
        Block("title", (Run(text, (2,)),)),
        Block("heading", (Run(text, (3,)),), 1),
        Block("heading", (Run(text, (3,)),), 2),
        Block("paragraph", (Run(text, (4,)), Run("。"), Run(text, (5, 6)))),
        Block("table", (Run(text),), header=(cell, cell), rows=((cell, (Run("1\n2", (8,)),)), (cell, ()))),
        Block("table", (), header=(cell,) * 6, rows=((cell,) * 6,)),
        Block("signature", (Run(text, (9,)),)),
    )
    return Document("evaluation", "2024H1", "2024-08-28", 9, lang, blocks, {1: text}, annex=blocks[4:6])


def at(document: Document, place: int) -> str:
    """What a block of the document says."""
    return document.blocks[place].text
