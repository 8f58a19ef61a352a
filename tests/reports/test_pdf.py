"""PDFs: the text whole, archive files with their data, the look of the pages, the same bytes each time."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn
import pytest
from half_year import CHARTER, report
from hostile import GLYPHLESS, REFUSED, SHOWN, UNSEEN, everywhere
from pypdf import PdfReader

from ledger.application import Ledger
from projections.annex import annexed
from projections.document import Document
from projections.render import fonts
from projections.render import json as canonical
from projections.render.fonts import NoFontError
from projections.render.pdf import render
from projections.render.unfit import UnfitSignError
from projections.securities import headed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.language import Lang
    from projections.document import Block

INVISIBLE = re.compile(r"[\s\u00ad\u200b\u200e\u200f]+")


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def bare(text: str) -> str:
    """The text without white space and what has no glyph."""
    return INVISIBLE.sub("", text)


def pages(data: bytes) -> list[str]:
    """The text of each page without its number, which is that of the page."""
    found, all_pages = [], read(data).pages
    for at, page in enumerate(all_pages, 1):
        text, number = page.extract_text().strip(), f"{at} / {len(all_pages)}"
        assert text.endswith(number)
        found.append(text.removesuffix(number))
    return found


def said(data: bytes) -> str:
    return bare("".join(pages(data)))


def told(blocks: Iterable[Block]) -> str:
    return bare("".join(block.text for block in blocks))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_half_year_is_told_whole(half_year: Ledger, lang: Lang) -> None:
    document = headed(half_year, report(half_year, lang), "2024-077")
    text = said(render(document))
    assert text == told(document.blocks)
    assert lang == "en" or CHARTER in text


@pytest.mark.parametrize("text", [*SHOWN, UNSEEN])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_is_shown_as_it_is_in_every_place(text: str, lang: Lang) -> None:
    document = everywhere(text, lang)
    shown = said(render(document))
    count = sum(told([block]).count(bare(text)) for block in (*document.blocks, *document.annex))
    assert shown.count(bare(text)) >= count >= 20
    assert shown.replace(bare(text), "") == told((*document.blocks, *document.annex)).replace(bare(text), "")


@pytest.mark.parametrize("sign", [*REFUSED, *GLYPHLESS])
def test_what_cannot_be_shown_is_refused_with_its_place(sign: str) -> None:
    with pytest.raises(UnfitSignError) as refused:
        render(everywhere(f"甲{sign}乙"))
    for lang in ("en", "zh"):
        sentence = refused.value.text(lang)
        assert f"U+{ord(sign[0]):04X}" in sentence
        assert "#1" in sentence
        assert "甲" in sentence


def test_it_is_an_archive_file_with_its_fonts_and_its_language() -> None:
    pdf = read(render(everywhere("文")))
    root: Any = pdf.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert root["/Lang"].startswith("zh")
    used = {font for page in pdf.pages for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in used}
    assert {"NotoSerifSC-Regular", "NotoSansSC-Regular"} <= {
        name.removesuffix("-Identity-H") for name in names
    }


def test_it_carries_the_document_and_the_entries_as_stored(half_year: Ledger) -> None:
    document = annexed(half_year, report(half_year))
    pdf = read(render(document))
    (own,) = pdf.attachments["document.json"]
    assert own.decode() == canonical.render(document)
    (stored,) = pdf.attachments["entries.jsonl"]
    lines = [json.loads(line) for line in stored.decode().splitlines()]
    assert [line["position"] for line in lines] == list(document.sources)
    for line in lines:
        row = half_year.log_recorder.row(line["position"])
        assert row is not None
        assert line["stored"].encode() == row.body


def test_the_filed_text_has_no_positions_and_the_annex_names_all(half_year: Ledger) -> None:
    document = report(half_year)
    assert "#" not in said(render(document))
    assert list(read(render(document)).attachments) == ["document.json"]
    whole = render(annexed(half_year, document))
    assert said(whole).startswith(told(document.blocks) + "附件：")
    assert {f"#{position}" for position in document.sources} <= set(
        re.findall(r"#\d+", "\n".join(pages(whole)))
    )


def test_pages_are_a4_and_the_wide_table_lies_on_its_side(half_year: Ledger) -> None:
    shapes = [(round(page.mediabox.width), round(page.mediabox.height))
              for page in read(render(report(half_year))).pages]  # fmt: skip
    assert shapes == [(595, 842)] * 2 + [(842, 595)] + [(595, 842)] * (len(shapes) - 3)


def test_the_head_of_a_table_is_repeated_on_each_page() -> None:
    document = everywhere("文")
    table = document.blocks[5]
    long = table._replace(
        header=((document.blocks[1].runs[0]._replace(text="表头甲"),),) * 2, rows=table.rows * 60
    )
    found = pages(render(replace(document, blocks=(document.blocks[1], long), annex=())))
    assert len(found) > 2
    assert all("表头甲" in page for page in found)


def test_english_quotes_are_of_the_latin_font_and_chinese_ones_of_the_chinese() -> None:
    def quoting(lang: Lang) -> set[str]:
        seen: set[str] = set()

        def look(text: str, _: Any, __: Any, font: Any, ___: Any) -> None:
            if "“" in text and font:
                seen.add(font["/BaseFont"])

        document = replace(everywhere("“x”", lang), annex=())
        read(render(document)).pages[0].extract_text(visitor_text=look)
        return seen

    assert all("Libertinus" in name for name in quoting("en"))
    assert all("Noto" in name for name in quoting("zh"))
    assert quoting("zh")
    assert quoting("en")


def test_the_same_document_gives_the_same_bytes(half_year: Ledger) -> None:
    one, other = (render(annexed(half_year, report(half_year))) for _ in range(2))
    assert one == other


def test_a_folder_of_ones_own_gives_the_fonts(tmp_path: Path) -> None:
    for path in (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()):
        shutil.copy(path, tmp_path)
    assert render(everywhere("文"), tmp_path) == render(everywhere("文"))


def test_a_folder_without_chinese_fonts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoFontError) as refused:
        render(everywhere("文"), tmp_path)
    assert "Noto Serif SC" in refused.value.text("zh")
    assert str(tmp_path) in refused.value.text("en")


def test_the_systems_fonts_serve_where_the_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package_of_fonts")
    fonts.fonts.cache_clear()
    try:
        document: Document = everywhere("文")
        assert said(render(document)).startswith("文文")
    except NoFontError:
        pytest.skip("this system has no Chinese fonts")
    finally:
        fonts.fonts.cache_clear()


def test_a_word_that_is_longer_than_a_line_is_broken_and_not_cut() -> None:
    lines = [line for page in pages(render(everywhere("a" * 300))) for line in page.splitlines()]
    assert max(map(len, lines)) < 120
