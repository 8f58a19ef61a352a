"""What python-docx leaves to be said: sections, page numbers, titles and tables.

The elements are those of WordprocessingML (ECMA-376, part 1, clause 17).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from ledger.sheets.writing import width
from projections.document import text_of
from projections.render import wordstyles
from projections.render.tables import numeric, weights
from projections.render.wordelements import A4, EMUS, MARGIN, SIDE, TWIPS, tag, w

if TYPE_CHECKING:
    from ledger.language import Lang
    from projections.document import Block


def blank(lang: Lang) -> Any:
    """A Word file without text: A4, page numbers, and the styles of an announcement."""
    from docx import Document  # noqa: PLC0415 - costs what only Word files should pay

    word = Document()
    rels = word.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]
    section = word.sections[0]
    _page(section, landscape=False)
    _numbered(section.footer.paragraphs[0])
    wordstyles.prepare(word.styles, lang)
    return word


def turn(word: Any, *, landscape: bool) -> None:
    """Begin new pages of an orientation."""
    from docx.enum.section import WD_SECTION  # noqa: PLC0415

    section = word.add_section(WD_SECTION.NEW_PAGE)
    _page(section, landscape=landscape)
    ends = word.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1]
    if not ends.xpath("./w:r"):  # the break alone must not take a line, which might need a page
        ends.pPr.insert_element_before(tag("spacing", before="0", after="0", line="20", lineRule="exact"),
                                       "w:sectPr")  # fmt: skip


def hint(word: Any) -> None:
    """Let quotes and other signs that both scripts share be set in the Chinese font."""
    for run in word.element.body.iter(w("r")):
        run.get_or_add_rPr().get_or_add_rFonts().set(w("hint"), "eastAsia")


def apart(paragraph: Any, *, before: float = 0, after: float = 0) -> None:
    """Leave room before a paragraph, or after it, in points."""
    from docx.shared import Pt  # noqa: PLC0415

    if before:
        paragraph.paragraph_format.space_before = Pt(before)
    if after:
        paragraph.paragraph_format.space_after = Pt(after)


def balance(paragraph: Any) -> None:
    """Narrow a title of several lines, so that they are about equally long and none holds a word alone."""
    from docx.shared import Pt  # noqa: PLC0415

    size = paragraph.style.font.size.pt
    room, whole = (A4[0] - 2 * SIDE) * TWIPS / 20, width(paragraph.text) * size / 2
    lines = ceil(whole / room)
    if lines > 1 and (spare := room - whole / lines - 2 * size) > 0:
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(spare / 2)


def table(word: Any, block: Block) -> None:
    """A table with its caption before it and its head repeated on each page."""
    if block.runs:
        word.add_paragraph(text_of(block.runs), style="Caption")
    section = word.sections[-1]
    room = (section.page_width - section.left_margin - section.right_margin) / EMUS
    shares = weights(block)
    widths = [str(round(room * share / sum(shares))) for share in shares]
    right = numeric(block)
    made = word.add_table(0, len(widths), style="Table Grid")
    made.autofit = False
    for column, wide in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):  # noqa: SLF001
        column.set(w("w"), wide)
    texts = [list(map(text_of, row)) for row in (block.header, *block.rows)]
    for at, row in enumerate(texts):
        made._tbl.append(_row(row, widths, right, head=not at))  # noqa: SLF001


def _row(texts: list[str], widths: list[str], right: list[bool], *, head: bool) -> Any:
    row = tag("tr")
    if head:
        row.append(tag("trPr", tag("cantSplit"), tag("tblHeader")))
    for text, wide, number in zip(texts, widths, right, strict=True):
        sides = tag("tcPr", tag("tcW", w=wide, type="dxa"))
        if head:
            sides.append(tag("shd", val="clear", color="auto", fill="F0F0F0"))
            sides.append(tag("vAlign", val="center"))
        row.append(tag("tc", sides, _paragraph(text, "TableHead" if head else "TableText",
                                                 right=number and not head)))  # fmt: skip
    return row


def _paragraph(text: str, style: str, *, right: bool) -> Any:
    told = tag("p", tag("pPr", tag("pStyle", val=style)))
    if right:
        told.pPr.append(tag("jc", val="right"))
    if text:
        told.add_r().text = text
    return told


def _page(section: Any, *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Cm, reversed(A4) if landscape else A4)
    section.top_margin = section.bottom_margin = Cm(2.0 if landscape else MARGIN)
    section.left_margin = section.right_margin = Cm(2.0 if landscape else SIDE)


def _numbered(paragraph: Any) -> None:
    """``n / N``, which Word counts."""
    paragraph.alignment = 1
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            paragraph.add_run(" / ")
        run = paragraph.add_run()
        run._r.append(tag("fldChar", fldCharType="begin"))  # noqa: SLF001
        code = tag("instrText")
        code.text = field
        run._r.append(code)  # noqa: SLF001
        run._r.append(tag("fldChar", fldCharType="separate"))  # noqa: SLF001
        run.add_text("1")
        run._r.append(tag("fldChar", fldCharType="end"))  # noqa: SLF001
