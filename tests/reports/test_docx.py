"""Word files: the text whole, the look of an announcement, the same bytes each time."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from half_year import CHARTER, report
from hostile import REFUSED, SHOWN, UNSEEN, everywhere

from ledger.application import Ledger
from projections.annex import annexed
from projections.document import Block, Document, Run
from projections.render.docx import render
from projections.render.unfit import UnfitSignError
from projections.securities import headed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.language import Lang


LANGS: tuple[Lang, Lang] = ("zh", "en")


def read(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def texts(word: Any) -> Iterator[str]:
    """Every paragraph and table in order, a row of a table as a line with tabs."""
    for part in word.iter_inner_content():
        if not isinstance(part, Table):
            yield part.text
            continue
        for row in part.rows:
            yield "\t".join(cell.text for cell in row.cells)


def told(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks)


def said(data: bytes) -> str:
    """The text of a file, without the empty paragraphs that end a section."""
    return "\n".join(filter(None, texts(read(data))))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_half_year_is_told_whole(half_year: Ledger, lang: Lang) -> None:
    document = headed(half_year, report(half_year, lang), "2024-077")
    data = render(document)
    assert said(data) == document.text
    assert lang == "en" or CHARTER in said(data)
    assert said(render(annexed(half_year, document))).startswith(document.text + "\n")


@pytest.mark.parametrize("text", [*SHOWN, UNSEEN])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_is_shown_as_it_is_in_every_place(text: str, lang: Lang) -> None:
    document = everywhere(text, lang)
    assert said(render(document)) == f"{document.text}\n{told(document.annex)}"


@pytest.mark.parametrize("sign", REFUSED)
def test_what_word_would_not_show_is_refused_with_its_place(sign: str) -> None:
    with pytest.raises(UnfitSignError) as refused:
        render(everywhere(f"甲{sign}乙"))
    for lang in ("en", "zh"):
        sentence = refused.value.text(lang)
        assert f"U+{ord(sign[0]):04X}" in sentence
        assert "#1" in sentence
        assert sentence.isprintable()


def test_chinese_and_latin_have_their_fonts_and_a_paragraph_its_indent() -> None:
    styles = read(render(everywhere("文"))).styles
    fonts = {
        name: styles[name].element.rPr.rFonts for name in ("Body Text", "Title", "Heading 1", "Table Text")
    }
    assert {name: one.get(qn("w:eastAsia")) for name, one in fonts.items()} == {
        "Body Text": "宋体", "Title": "黑体", "Heading 1": "黑体", "Table Text": "宋体"
    }  # fmt: skip
    assert fonts["Body Text"].get(qn("w:ascii")) == fonts["Body Text"].get(qn("w:hAnsi")) == "Times New Roman"
    body = styles["Body Text"]
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert body.paragraph_format.line_spacing == 1.5
    assert body.font.size.pt == 12


def test_quotes_are_chinese_in_a_chinese_file_and_latin_in_an_english_one() -> None:
    zh, en = (read(render(everywhere("“文”", lang))).element.body for lang in LANGS)
    runs = zh.xpath("count(.//w:r)")
    assert runs == zh.xpath("count(.//w:r[w:rPr/w:rFonts/@w:hint='eastAsia'])") > 20
    assert en.xpath("count(.//@w:hint)") == 0


def test_an_english_file_has_no_indent() -> None:
    body = read(render(everywhere("text", "en"))).styles["Body Text"]
    assert not body.element.xpath("./w:pPr/w:ind")


def test_a_wide_table_stands_on_a_landscape_page_with_its_head_repeated_and_widths_twice() -> None:
    word = read(render(everywhere("文")))
    shapes = [section.page_width > section.page_height for section in word.sections]
    assert shapes == [False, True, False, False]
    for table in word.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        columns = [column.get(qn("w:w")) for column in table._tbl.tblGrid.gridCol_lst]
        for row in table.rows:
            assert [cell._tc.tcPr.xpath("./w:tcW/@w:w")[0] for cell in row.cells] == columns


def test_a_figure_stands_to_the_right_where_its_column_has_figures_only() -> None:
    cell = (Run("项目"),), (Run("金额"),)
    rows = tuple(((Run(name),), (Run(figure),)) for name, figure in (("甲", "-1.20"), ("乙", "32,277.00")))
    table = Block("table", header=cell, rows=rows)
    document = Document("evaluation", "2024H1", "2024-08-28", 1, "zh", (table,))
    sides = [[cell._tc.xpath("./w:p/w:pPr/w:jc/@w:val") for cell in row.cells]
             for row in read(render(document)).tables[0].rows]  # fmt: skip
    assert sides == [[[], []], [[], ["right"]], [[], ["right"]]]


def test_the_lines_of_a_long_title_are_about_equally_long(half_year: Ledger) -> None:
    short, long = (part for part in read(render(report(half_year))).paragraphs if part.style.name == "Title")
    assert short.paragraph_format.left_indent is None
    form = long.paragraph_format
    page = long.part.document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin - form.left_indent - form.right_indent
    assert 15 * 16 < room / 12700 < 22 * 16


def test_pages_are_numbered_of_how_many() -> None:
    (footer,) = {
        section.footer._element.xpath("string(.)") for section in read(render(everywhere("文"))).sections
    }
    assert footer == "PAGE1 / NUMPAGES1"


def test_nothing_in_the_file_comes_from_the_clock() -> None:
    one, other = (render(everywhere("文")) for _ in range(2))
    assert one == other
    with zipfile.ZipFile(BytesIO(one)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in packed.namelist() if "thumbnail" in name]
    properties = read(one).core_properties
    assert properties.created.isoformat()[:10] == "2024-08-28"
    assert properties.title == "文"
