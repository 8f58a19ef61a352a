"""The styles of a Word file: Chinese and Latin fonts side by side, in the look of an announcement.

The elements are those of WordprocessingML (ECMA-376, part 1, clause 17).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.render.wordelements import A4, SIDE, TWIPS, tag, w

if TYPE_CHECKING:
    from ledger.language import Lang

SONG, HEI, LATIN, SANS = "宋体", "黑体", "Times New Roman", "Arial"
INDENT = "200"
"""Two characters, in hundredths of one."""


def prepare(styles: Any, lang: Lang) -> None:
    """宋体 12 pt at 1.5 lines with 2 characters of indent, 黑体 headings; English without indents."""
    zh = lang == "zh"
    language = styles.element.xpath("w:docDefaults//w:lang")[0]
    language.set(w("val"), "en-GB")
    language.set(w("eastAsia"), "zh-CN")
    after = 0 if zh else 6
    _style(styles["Normal"], SONG, LATIN, 12, lines=1.5 if zh else 1.25)
    _style(
        styles["Body Text"], SONG, LATIN, 12, lines=1.5 if zh else 1.25, after=after, side="both", indent=zh
    )
    _style(styles["Title"], HEI, SANS, 16 if zh else 15, lines=1.25, after=6, side="center", bold=not zh)
    for level, size in ((1, 14), (2, 12)):
        _style(styles[f"Heading {level}"], HEI, SANS, size, lines=1.5 if zh else 1.15, before=6, after=3,
               side="left", indent=zh, bold=not zh)  # fmt: skip
    _style(styles["Caption"], SONG, LATIN, 9, after=3, side="right")
    _style(_new(styles, "Securities"), SONG, LATIN, 10.5, side="left", tabs=True)
    _style(_new(styles, "Signature"), SONG, LATIN, 12, lines=1.5, side="right")
    _style(_new(styles, "Table Head"), HEI, SANS if not zh else LATIN, 8.5, side="center", bold=not zh)
    _style(_new(styles, "Table Text"), SONG, LATIN, 8.5, side="left")
    _style(styles["Footer"], SONG, LATIN, 9)


def _new(styles: Any, name: str) -> Any:
    style = styles.add_style(name, 1)
    style.base_style = styles["Normal"]
    return style


def _style(  # noqa: PLR0913 - all but four by name
    style: Any, han: str, latin: str, size: float, *, lines: float = 1.0, before: float = 0, after: float = 0,
    side: str = "", indent: bool = False, bold: bool = False, tabs: bool = False,
) -> None:  # fmt: skip
    """Set a style whole: nothing of the template's own look is left."""
    element = style.element
    for told in element.xpath("./w:pPr | ./w:rPr | ./w:link"):
        element.remove(told)
    font, form = style.font, style.paragraph_format
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    font.size, font.bold, font.italic, font.color.rgb = Pt(size), bold, False, RGBColor(0, 0, 0)
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for script, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", han), ("cs", latin)):
        fonts.set(w(script), name)
    form.line_spacing, form.space_before, form.space_after = lines, Pt(before), Pt(after)
    form.keep_with_next = style.name.startswith("Heading") or None
    paragraph = element.get_or_add_pPr()
    if style.name.startswith("Heading"):
        level = str(int(style.name[-1]) - 1)
        paragraph.append(tag("outlineLvl", val=level))
    if indent:
        first = tag("ind", firstLineChars=INDENT, firstLine=str(round(size * 40)))
        paragraph.insert_element_before(first, "w:jc", "w:outlineLvl")
    if side:
        paragraph.insert_element_before(tag("jc", val=side), "w:outlineLvl")
    if tabs:
        middle, right = (str(round((A4[0] - 2 * SIDE) * TWIPS / part)) for part in (2, 1))
        stops = tag("tabs", tag("tab", val="center", pos=middle), tag("tab", val="right", pos=right))
        paragraph.insert_element_before(stops, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
