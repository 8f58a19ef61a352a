"""Renderers: what is said comes out as it was said, and every link leads somewhere."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from projections.document import Block, Document, Run, fill, positions_of, spaced
from projections.render import html, markdown
from projections.render import json as as_json

NASTY = """<script>alert("1")</script> & 'a' | *b* _c_ `d` [e](f) #g \\h &lt;"""


def document(*blocks: Block, sources: dict[int, str] | None = None) -> Document:
    title = Block("title", (Run(NASTY, (1,)),))
    return Document("evaluation", "2024H1", "2024-08-28", 9, "zh", (title, *blocks), sources or {1: NASTY})


def paragraph(text: str, *positions: int) -> Block:
    return Block("paragraph", (Run(text, positions),))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a | b", r"a \| b"),
        ("<公司章程>", r"\<公司章程\>"),
        ("*重要*", r"\*重要\*"),
        ("&lt;", r"\&lt;"),
        ("1. 一", r"1\. 一"),
        ("1) 一", r"1\) 一"),
        ("- 一", r"\- 一"),
        ("2024-05-28", "2024-05-28"),
        ("一\n\n# 二", r"一 \# 二"),
        ("    四格", "四格"),
        ("《关于修订<公司章程>的议案》", r"《关于修订\<公司章程\>的议案》"),
    ],
)
def test_markdown_reads_no_sign_of_the_text(text: str, written: str) -> None:
    assert markdown.render(document(paragraph(text))).split("\n\n", 1)[1] == f"{written}\n"


def test_html_says_every_special_sign_and_runs_nothing() -> None:
    page = html.render(document(paragraph(NASTY, 1), Block("heading", (Run(NASTY),), 2)))
    body = page.partition("<body>")[2]
    tags = set(re.findall(r"</?([a-z0-9]+)", body))
    assert tags <= {"h1", "h3", "span", "p", "a", "details", "summary", "table", "tr", "td", "body", "html"}
    assert unescape(re.sub(r"<[^>]*>", "", body)).count(NASTY) == 4


def test_every_link_of_the_page_leads_to_an_entry() -> None:
    page = html.render(document(paragraph("甲", 1, 2), paragraph("乙", 3), sources={1: "a", 2: "b", 3: "c"}))
    links, anchors = re.findall(r'href="#([^"]*)"', page), re.findall(r'id="([^"]*)"', page)
    assert set(links) <= set(anchors)
    assert len(anchors) == len(set(anchors)) == 3


def test_a_page_needs_nothing_from_elsewhere() -> None:
    assert not re.search(r"https?:|src=|@import|url\(", html.render(document(paragraph("甲", 1))))


def test_equal_documents_give_equal_json_with_all_positions() -> None:
    one, other = (document(paragraph("甲", 1, 2), paragraph(NASTY)) for _ in range(2))
    assert as_json.render(one) == as_json.render(other)
    told = json.loads(as_json.render(one))
    assert list(told) == ["report", "period", "cut_off", "as_known_at", "lang", "blocks"]
    assert told["blocks"][1] == {"kind": "paragraph", "runs": [{"text": "甲", "positions": [1, 2]}]}
    assert told["blocks"][2]["runs"][0]["text"] == NASTY


def test_a_slot_in_a_value_is_not_filled_again() -> None:
    assert fill("{a}和{b}", a="{b}", b=Run("乙", (1,))) == [Run("{b}"), Run("和"), Run("乙", (1,))]


def test_chinese_and_digits_stand_apart_within_a_run_and_between_two() -> None:
    runs = [Run("召开"), Run("2024年第2期", (1,)), Run(""), Run("8次"), Run("，3-0"), Run(" 0 股")]
    assert "".join(run.text for run in spaced(runs)) == "召开 2024 年第 2 期 8 次，3-0 0 股"


def figures(*rows: tuple[str, ...]) -> Block:
    """A table whose cells each come from an entry, beginning with #1."""
    header = tuple((Run(head),) for head in ("项目", "金额 | 万元"))
    cells = tuple(
        tuple((Run(text, (2 * at + column + 1,)),) for column, text in enumerate(row))
        for at, row in enumerate(rows)
    )
    return Block("table", (Run("单位：万元"),), header=header, rows=cells)


def test_markdown_keeps_every_cell_of_a_table_in_its_column() -> None:
    text = markdown.render(document(figures(("甲 | 乙", "1,629.77"), ("1）一\n2）<二>\n\n", ""))))
    assert text.split("\n\n", 1)[1] == (
        "单位：万元\n\n| 项目 | 金额 \\| 万元 |\n| --- | --- |\n"
        "| 甲 \\| 乙 | 1,629.77 |\n| 1）一<br>2）\\<二\\> |  |\n"
    )


def test_html_writes_a_table_with_a_head_that_is_repeated_and_cells_that_are_linked() -> None:
    page = html.render(
        document(figures(("甲", "1,629.77"), ("一\n二", NASTY)), sources=dict.fromkeys(range(1, 5), ""))
    )
    body = page.partition("<body>")[2]
    assert "<caption>单位：万元</caption>" in body
    assert '<thead>\n<tr><th scope="col">项目</th><th scope="col">金额 | 万元</th></tr>\n</thead>' in body
    assert '<td class="number"><a href="#entry-2" title="#2">1,629.77</a></td>' in body
    assert '<td class="lines"><a href="#entry-3" title="#3">一<br>二</a></td>' in body
    assert unescape(re.sub(r"<[^>]*>", "", body)).count(NASTY) == 2
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(re.findall(r'id="([^"]*)"', page))
    assert "display: table-header-group" in page


def test_a_table_in_json_has_its_caption_its_header_and_its_rows() -> None:
    told = json.loads(as_json.render(document(figures(("甲", "1")))))["blocks"][1]
    assert told == {
        "kind": "table",
        "caption": [{"text": "单位：万元", "positions": []}],
        "header": [[{"text": "项目", "positions": []}], [{"text": "金额 | 万元", "positions": []}]],
        "rows": [[[{"text": "甲", "positions": [1]}], [{"text": "1", "positions": [2]}]]],
    }


def test_text_and_positions_of_a_table_are_those_of_all_its_cells() -> None:
    block = figures(("甲", "1"), ("乙", "2"))
    assert block.text == "单位：万元\n项目\t金额 | 万元\n甲\t1\n乙\t2"
    assert positions_of([block, paragraph("丙", 9)]) == [1, 2, 3, 4, 9]
    assert "乙\t2" in document(block).text


def test_spaces_are_set_in_each_cell() -> None:
    assert figures(("甲", "2024年")).each(spaced).rows[0][1] == (Run("2024 年", (2,)),)
    assert paragraph("召开8次", 1).each(spaced) == paragraph("召开 8 次", 1)
