"""Annex: what each sentence and each cell of a document rests on, and the entries behind them.

It follows the text that is filed and is no part of it: a reader holds the sentence, finds the entries under
their positions, and sees who recorded them, when, and on what documents.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ledger.evidence.supporting import supporting
from ledger.language import Both
from ledger.values import DocumentRole
from projections.document import Block, Run, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.evidence.supporting import Support
    from ledger.language import Lang
    from projections.document import Cell, Document

TITLE = Both("Annex: what the text rests on", "附件：正文所依据的分录")
NOTE = Both(
    "Positions (#) are those of the ledger as known at #{at}. The annex is not part of the text.",
    "“#”后为分录在账本中的位置，以账本 #{at} 时所知为准。本附件不属于正文。",
)
BY_SENTENCE, BY_ENTRY = Both("Sentences and cells", "各句与各单元格"), Both("Entries", "各条分录")
PLACE, TEXT, BASIS = Both("Under", "所在"), Both("Text", "文字"), Both("Entries", "依据")
POSITION, DAYS, SAYS = Both("Entry", "分录"), Both("Day", "日期"), Both("What it records", "登记内容")
BY, AT = Both("Recorded by", "记录人"), Both("Recorded at", "记录时间")
EVIDENCE = Both("Evidence (SHA-256)", "凭证（SHA-256）")
CELL = Both("Table: {row}, {column}", "表：{row}，{column}")
HEAD = Both("Head of a table", "表头")

_SENTENCE = re.compile(r".*?(?:[。！？]+[”’」』）]*|\. $|$)", re.DOTALL)
"""A sentence within a run, or the part of one that the run holds; an English one ends with its run."""
_ENDED = re.compile(r"[。！？][”’」』）]*$|\. $")


class Told(NamedTuple):
    """A sentence or a cell, and where in the document it stands."""

    place: str
    runs: tuple[Run, ...]

    @property
    def positions(self) -> list[int]:
        """The entries that it rests on."""
        return sorted({position for run in self.runs for position in run.positions})


def annexed(ledger: Ledger, document: Document) -> Document:
    """The document with its annex, and the entries behind it as stored."""
    annex = tuple(_annex(ledger, document))
    return replace(document, annex=annex, stored=stored(ledger, document))


def stored(ledger: Ledger, document: Document) -> bytes:
    """The entries behind the document as they were hashed, each a line ``{"position": …, "stored": …}``."""
    rows = (ledger.log_recorder.row(position) for position in document.sources)
    told = ({"position": row.position, "stored": row.body.decode()} for row in rows if row)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told).encode()


def sentences(document: Document) -> Iterator[Told]:
    """Every sentence and cell of the document in the order of reading, with the heading that it is under."""
    under = ""
    for block in document.blocks:
        if block.kind == "heading":
            under = block.text
        yield from (Told(place or under, runs) for place, runs in _parts(block, document.lang))


def positions(told: Sequence[int]) -> str:
    """Positions as a reader sees them: ``#5 #31``."""
    return " ".join(f"#{position}" for position in told)


def _parts(block: Block, lang: Lang) -> Iterator[tuple[str, tuple[Run, ...]]]:
    yield from (("", runs) for runs in _split(block.runs))
    yield from ((HEAD.text(lang), cell) for cell in block.header)
    for at, row in enumerate(block.rows, 1):
        for head, cell in zip(block.header, row, strict=True):
            yield CELL.text(lang).format(row=at, column=text_of(head)), cell


def _split(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Runs apart where a sentence ends."""
    held: list[Run] = []
    for run in runs:
        for part in filter(None, _SENTENCE.findall(run.text)):
            held.append(run._replace(text=part))
            if _ENDED.search(part):
                yield tuple(held)
                held = []
    if held:
        yield tuple(held)


def _annex(ledger: Ledger, document: Document) -> Iterator[Block]:
    lang = document.lang
    yield Block("heading", (Run(TITLE.text(lang)),), 1)
    yield Block("paragraph", (Run(NOTE.text(lang).format(at=document.as_known_at)),))
    yield Block("heading", (Run(BY_SENTENCE.text(lang)),), 2)
    rows = [_row(one.place, text_of(one.runs).strip().replace("\t", "　"), positions(one.positions))
            for one in sentences(document) if one.positions]  # fmt: skip
    yield _table(lang, (PLACE, TEXT, BASIS), rows)
    yield Block("heading", (Run(BY_ENTRY.text(lang)),), 2)
    entries = [ledger.entry(position) for position in document.sources]
    papers = _papers(ledger, document, {entry.matter for entry in entries})
    told = [_entry(entry, document.sources[entry.position], papers, lang) for entry in entries]
    yield _table(lang, (POSITION, DAYS, SAYS, BY, AT, EVIDENCE), told)


def _papers(ledger: Ledger, document: Document, matters: Iterable[str]) -> dict[str, list[Support]]:
    """The documents that support what stands in each matter, as known to the document."""
    return {matter: supporting(ledger.matter(matter, document.as_known_at)) for matter in matters}


def _entry(entry: Entry, says: str, papers: dict[str, list[Support]], lang: Lang) -> tuple[Cell, ...]:
    days = entry.event.occurred_on
    own = [one.piece for one in papers[entry.matter]
           if one.supports is None or one.supports.position == entry.position]  # fmt: skip
    hashes = "\n".join(f"{_role(one.role, lang)} {one.name} {one.sha256}" for one in own)
    shown = days.show(lang) if days else ""
    return _row(positions([entry.position]), shown, says, entry.recorded_by, entry.recorded_at, hashes)


def _role(told: str, lang: Lang) -> str:
    """The label of a document's role; one that this program does not know as it is stored."""
    known = {role.value: role for role in DocumentRole}
    return known[told].show(lang) if told in known else told


def _row(*texts: str) -> tuple[Cell, ...]:
    return tuple((Run(text),) for text in texts)


def _table(lang: Lang, header: Iterable[Both], rows: Iterable[tuple[Cell, ...]]) -> Block:
    return Block("table", header=_row(*(head.text(lang) for head in header)), rows=tuple(rows))
