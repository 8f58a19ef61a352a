"""HTML: one self-contained page in the look of an announcement; what it tells leads to the entries behind."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from ledger.language import Both
from projections.document import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projections.document import Block, Cell, Document, Run

STYLE = """
@page { size: A4; margin: 26mm 28mm; }
html { background: #f1f1ef; }
body { box-sizing: border-box; max-width: 50em; margin: 2em auto; padding: 4em 5em; background: #fff;
  color: #1a1a1a; line-height: 1.9; line-break: strict; box-shadow: 0 1px 4px #0002;
  font-family: "Songti SC", SimSun, "Noto Serif CJK SC", "Noto Serif SC", Georgia, serif; }
html:lang(en) body { font-family: Georgia, "Times New Roman", serif; line-height: 1.65; }
h1, h2, h3, summary { line-height: 1.6; text-align: left; font-weight: 700;
  font-family: "Heiti SC", SimHei, "Noto Sans CJK SC", "Noto Sans SC", Arial, sans-serif; }
html:lang(en) :is(h1, h2, h3, summary) { font-family: Arial, Helvetica, sans-serif; }
h1 { font-size: 1.3em; text-align: center; text-wrap: balance; word-break: keep-all; overflow-wrap: anywhere;
  margin: 0 0 1.8em; }
h1 span { display: block; }
h2 { font-size: 1.1em; margin: 2em 0 .6em; }
h3 { font-size: 1em; margin: 1.4em 0 .4em; }
h2, h3 { break-after: avoid; }
p { margin: .6em 0; text-align: justify; orphans: 2; widows: 2; }
html:lang(zh) p, html:lang(zh) h2, html:lang(zh) h3 { text-indent: 2em; }
html:lang(zh) p.signature, p.signature { text-align: right; text-indent: 0; margin: .2em 0; }
p:not(.signature) + p.signature { margin-top: 3em; }
html:lang(zh) p.securities, p.securities { text-align: left; text-indent: 0; margin: 0; white-space: pre-wrap;
  tab-size: 2em; }
p.securities + h1 { margin-top: 1.8em; }
a { color: inherit; text-decoration: none; }
a:hover, a:focus { background: #f6efd9; box-shadow: 0 1px 0 #a88b3c; }
details { margin-top: 4em; padding-top: 1em; border-top: 1px solid #ccc; font-size: .85em; line-height: 1.6;
  color: #444; }
summary { cursor: pointer; margin-bottom: .8em; color: #1a1a1a; }
table { border-collapse: collapse; width: 100%; }
details td { padding: .3em .6em; vertical-align: top; border-bottom: 1px solid #eee;
  overflow-wrap: anywhere; }
details td:first-child { width: 3em; white-space: nowrap; text-align: right; color: #888; }
div.figures { margin: 1em -4em; overflow-x: auto; }
table.figures { font-size: .75em; line-height: 1.55; }
.figures caption { text-align: right; padding-bottom: .3em; }
.figures :is(th, td) { padding: .4em .5em; vertical-align: top; text-align: left; min-width: 5em;
  border: 1px solid #999; overflow-wrap: break-word; }
.figures th { font-weight: 700; vertical-align: middle; text-align: center; background: #f6f6f4; }
.figures td.number { text-align: right; white-space: nowrap; min-width: 0; }
.figures td.lines { min-width: 16em; }
tr:target { background: #f6efd9; }
@media (max-width: 45em) { body { padding: 2em 1.5em; margin: 0; } div.figures { margin: 1em 0; } }
@media print { html, body { background: none; }
  body { margin: 0; padding: 0; max-width: none; box-shadow: none; font-size: 12pt; }
  details { display: none; }
  div.figures { margin: 1em 0; overflow: visible; }
  table.figures { font-size: 7pt; }
  .figures :is(th, td) { min-width: 3.8em; padding: .25em; }
  .figures td.lines { min-width: 10em; }
  .figures thead { display: table-header-group; } }
"""
NUMBER = re.compile(r"-?[0-9][0-9,.]*%?")
"""What stands to the right in its column."""
BASIS = Both(
    "Entries behind the text, in the ledger as known at #{at}",
    "正文所依据的分录（以账本 #{at} 时所知为准）",
)


def render(document: Document) -> str:
    """The document as a page."""
    titles = [block for block in document.blocks if block.kind == "title"]
    securities = "".join(_block(block) + "\n" for block in document.blocks if block.kind == "securities")
    lang = {"zh": "zh-CN", "en": "en"}[document.lang]
    body = "\n".join(_block(block) for block in document.blocks if block.kind not in ("title", "securities"))
    head = "".join(f"<span>{_runs(block.runs)}</span>" for block in titles)
    title = escape(" ".join(block.text for block in titles))
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{securities}<h1>{head}</h1>\n{body}\n{_annex(document)}</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    if block.kind == "heading":
        return f"<h{block.level + 1}>{_runs(block.runs)}</h{block.level + 1}>"
    if block.kind in ("signature", "securities"):
        return f'<p class="{block.kind}">{_runs(block.runs)}</p>'
    return _table(block) if block.kind == "table" else f"<p>{_runs(block.runs)}</p>"


def _table(block: Block) -> str:
    """A table whose head is printed again on each page."""
    caption = f"<caption>{_runs(block.runs)}</caption>\n" if block.runs else ""
    head = "".join(f'<th scope="col">{_breaks(cell)}</th>' for cell in block.header)
    rows = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.rows)
    return (
        f'<div class="figures">\n<table class="figures">\n{caption}<thead>\n<tr>{head}</tr>\n</thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _cell(cell: Cell) -> str:
    text = text_of(cell)
    sort = "number" if NUMBER.fullmatch(text) else "lines" if "\n" in text else ""
    mark = f' class="{sort}"' if sort else ""
    return f"<td{mark}>{_breaks(cell)}</td>"


def _breaks(cell: Cell) -> str:
    return _runs(cell).replace("\n", "<br>")


def _runs(runs: Iterable[Run]) -> str:
    """Runs of the same entries that follow each other are one link."""
    together = groupby(runs, lambda run: run.positions)
    return "".join(_linked(positions, list(same)) for positions, same in together)


def _linked(positions: tuple[int, ...], runs: list[Run]) -> str:
    text = escape("".join(run.text for run in runs))
    if not positions:
        return text
    marks = " ".join(f"#{position}" for position in positions)
    return f'<a href="#entry-{positions[0]}" title="{marks}">{text}</a>'


def _annex(document: Document) -> str:
    """The entries, each where the links lead to."""
    if not document.sources:
        return ""
    rows = "\n".join(
        f'<tr id="entry-{position}"><td>#{position}</td><td>{escape(sentence)}</td></tr>'
        for position, sentence in document.sources.items()
    )
    told = escape(BASIS.text(document.lang).format(at=document.as_known_at))
    return f"<details open>\n<summary>{told}</summary>\n<table>\n{rows}\n</table>\n</details>\n"
