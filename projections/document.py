"""Document: what a report says, in blocks whose every run of text carries the entries behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.entry import Entry
    from ledger.language import Both, Lang


class Run(NamedTuple):
    """A piece of text, and the positions of the entries that it was computed from; none for furniture."""

    text: str
    positions: tuple[int, ...] = ()


Cell = tuple[Run, ...]
"""What a cell of a table says; a line break in a run is one in the cell."""


class Block(NamedTuple):
    """A heading, a paragraph, a table, a line of the signature; in a draft a statement or a place for one."""

    kind: Literal["securities", "title", "heading", "paragraph", "table", "signature", "statement", "place"]
    runs: tuple[Run, ...] = ()
    """Of a table, its caption, such as the unit of its amounts; of a place, its number; none if empty.
    Of a line with securities, what stands in it, with a tab between two."""
    level: int = 0
    """Of a heading: 1 for a chapter, 2 for a measure."""
    header: tuple[Cell, ...] = ()
    """Of a table: the cells at the head of its columns."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """Of a table: its rows, each with as many cells as the header."""
    under: str = ""
    """Of a place: plan and heading, as in ``plan/2024#4.1``."""
    entry: Entry | None = None
    """Of a statement: its entry, whose text stands as recorded."""

    @property
    def every_run(self) -> Iterator[Run]:
        """Its runs, those of its cells as well, in the order of reading."""
        yield from self.runs
        for row in (self.header, *self.rows):
            for cell in row:
                yield from cell

    @property
    def text(self) -> str:
        """All of its text; of a table, a row a line with tabs between its cells."""
        told = text_of(self.runs)
        if self.kind != "table":
            return told
        rows = ["\t".join(map(text_of, row)) for row in (self.header, *self.rows)]
        return "\n".join([told, *rows] if told else rows)

    def each(self, change: Callable[[tuple[Run, ...]], Iterable[Run]]) -> Block:
        """The block with its runs changed, and likewise those of each cell."""
        header = tuple(tuple(change(cell)) for cell in self.header)
        rows = tuple(tuple(tuple(change(cell)) for cell in row) for row in self.rows)
        return self._replace(runs=tuple(change(self.runs)), header=header, rows=rows)

    def as_json(self) -> dict[str, Any]:
        """Its part of the canonical JSON."""
        if self.kind == "table":
            header, rows = _cells(self.header), [_cells(row) for row in self.rows]
            return {"kind": self.kind, "caption": _runs(self.runs), "header": header, "rows": rows}
        level = {"level": self.level} if self.level else {}
        return {"kind": self.kind, **level, "runs": _runs(self.runs)}


def text_of(runs: Iterable[Run]) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)


def _cells(row: Iterable[Cell]) -> list[list[dict[str, Any]]]:
    return [_runs(cell) for cell in row]


def _runs(runs: Iterable[Run]) -> list[dict[str, Any]]:
    return [{"text": run.text, "positions": list(run.positions)} for run in runs]


@dataclass(frozen=True)
class Document:
    """A report as computed from the ledger as known at one position."""

    report: str
    period: str
    cut_off: str
    as_known_at: int
    lang: Lang
    blocks: tuple[Block, ...]
    sources: dict[int, str] = field(default_factory=dict)
    """Position -> register sentence of every entry that a run names."""
    open_points: tuple[Both, ...] = ()
    """What a person must still decide; never part of the text."""
    figures: tuple[Both, ...] = ()
    """What was reconciled of the figures that it prints, and computed beside them; never part of the text."""
    annex: tuple[Block, ...] = ()
    """What each sentence and cell rests on, where that was asked for; never part of the text."""
    stored: bytes = b""
    """The entries behind it as stored, where they were asked for: JSON Lines, for a PDF to carry."""

    def as_json(self) -> dict[str, Any]:
        """The canonical JSON: equal documents give equal JSON on every machine, however they are headed."""
        blocks = [block.as_json() for block in self.blocks if block.kind != "securities"]
        return {"report": self.report, "period": self.period, "cut_off": self.cut_off,
                "as_known_at": self.as_known_at, "lang": self.lang, "blocks": blocks}  # fmt: skip

    @property
    def text(self) -> str:
        """The plain text, a block a line."""
        return "\n".join(block.text for block in self.blocks)


def positions_of(blocks: Iterable[Block]) -> list[int]:
    """Every position that a run of the blocks names, in order."""
    return sorted({position for block in blocks for run in block.every_run for position in run.positions})


_SLOT = re.compile(r"\{(\w+)\}")


def fill(pattern: str, **pieces: Run | str | Iterable[Run]) -> list[Run]:
    """The runs of a pattern such as ``召开{body} {count} 次``, a piece in each slot."""
    runs: list[Run] = []
    for at, part in enumerate(_SLOT.split(pattern)):
        if at % 2 == 0:
            runs += [Run(part)] if part else []
            continue
        piece = pieces[part]
        if isinstance(piece, Run):
            runs.append(piece)
        elif isinstance(piece, str):
            runs.append(Run(piece))
        else:
            runs += piece
    return runs


_BETWEEN = re.compile(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])")


def spaced(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs with a space wherever a Chinese character and a digit meet, within a run or between two."""
    before = ""
    for run in runs:
        text = _BETWEEN.sub(" ", before + run.text)[len(before) :]
        before = run.text[-1:] or before
        yield run._replace(text=text)


def listed(pieces: Iterable[Iterable[Run]], between: str, last: str | None = None) -> list[Run]:
    """Pieces one after the other with ``between`` between them, and ``last`` before the last one."""
    told = [list(piece) for piece in pieces]
    runs: list[Run] = []
    for at, piece in enumerate(told):
        if at:
            runs.append(Run(last if last is not None and at == len(told) - 1 else between))
        runs += piece
    return runs
