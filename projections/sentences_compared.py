"""Two documents beside each other: their sentences and cells, each with the one that took its place."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from ledger.language import Both
from projections.annex import sentences
from projections.document import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from projections.document import Block, Document, Run

BETWEEN = Both(", ", "，")
ALIKE = 0.5
"""How much two sentences must have in common, from 0 to 1, for one to be the other's new wording."""


class Line(NamedTuple):
    """A sentence or a cell as a reader finds it."""

    text: str
    positions: tuple[int, ...]
    chapter: str = ""
    """The heading of its chapter."""
    measure: str = ""
    """The heading under that."""
    cell: str = ""
    """Of a cell, what stands first in its row, and at the head of its column."""

    @property
    def place(self) -> str:
        """Where it stands, from the chapter on."""
        return " · ".join(filter(None, (self.chapter, self.measure, self.cell)))


Pair = tuple[int | None, int | None]
"""Places of a line in the old and in the new document; None where there is none."""


def lines_of(document: Document) -> list[Line]:
    """Every sentence and cell that says something, in the order of reading."""
    return list(_lines(document))


def _lines(document: Document) -> Iterator[Line]:
    chapter = measure = ""
    for block in document.blocks:
        if block.kind == "heading":
            chapter, measure = (block.text, "") if block.level == 1 else (chapter, block.text)
        for cell, runs in _parts(document, block):
            if text := text_of(runs).strip():
                positions = {position for run in runs for position in run.positions}
                yield Line(text, tuple(sorted(positions)), chapter, measure, cell)


def _parts(document: Document, block: Block) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """Sentences, and the cells of a table under what stands first in their row and at the head."""
    alone = replace(document, blocks=(block._replace(header=(), rows=()),))
    yield from (("", told.runs) for told in sentences(alone))
    between = BETWEEN.text(document.lang)
    heads = [text_of(cell) for cell in block.header]
    yield from zip(heads, block.header, strict=True)
    for row in block.rows:
        name = text_of(row[0])
        yield from ((f"{name}{between}{head}", cell) for head, cell in zip(heads, row, strict=True))


def paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pair]:
    """Every line of both, in their order, with its counterpart."""
    texts = [line.text for line in old], [line.text for line in new]
    for tag, i, i_end, j, j_end in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i, i_end), range(j, j_end), strict=True)
        else:
            likeness = {(a, b): _likeness(old[a], new[b]) for a in range(i, i_end) for b in range(j, j_end)}
            yield from _matched(likeness, range(i, i_end), range(j, j_end))


def _matched(likeness: dict[tuple[int, int], float], old: range, new: range) -> Iterator[Pair]:
    """The two that are most alike as a pair, and likewise what is before and behind them."""
    best = max(((i, j) for i in old for j in new), key=likeness.__getitem__, default=None)
    if best is None or likeness[best] < ALIKE:
        yield from ((i, None) for i in old)
        yield from ((None, j) for j in new)
        return
    i, j = best
    yield from _matched(likeness, range(old.start, i), range(new.start, j))
    yield best
    yield from _matched(likeness, range(i + 1, old.stop), range(j + 1, new.stop))


def _likeness(one: Line, other: Line) -> float:
    if one.cell and one.place == other.place:
        return 1.0
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()
