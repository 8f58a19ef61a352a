"""Document: what a report says, in blocks whose every run of text carries the entries behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.language import Both, Lang


class Run(NamedTuple):
    """A piece of text, and the positions of the entries that it was computed from; none for furniture."""

    text: str
    positions: tuple[int, ...] = ()


class Block(NamedTuple):
    """A heading, a paragraph or a line of the signature."""

    kind: Literal["title", "heading", "paragraph", "signature"]
    runs: tuple[Run, ...]
    level: int = 0
    """Of a heading: 1 for a chapter, 2 for a measure."""

    @property
    def text(self) -> str:
        """All of its text."""
        return "".join(run.text for run in self.runs)


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

    def as_json(self) -> dict[str, Any]:
        """The canonical JSON: equal documents give equal JSON on every machine."""
        blocks = [
            {"kind": block.kind}
            | ({"level": block.level} if block.level else {})
            | {"runs": [{"text": run.text, "positions": list(run.positions)} for run in block.runs]}
            for block in self.blocks
        ]
        return {"report": self.report, "period": self.period, "cut_off": self.cut_off,
                "as_known_at": self.as_known_at, "lang": self.lang, "blocks": blocks}  # fmt: skip

    @property
    def text(self) -> str:
        """The plain text, a block a line."""
        return "\n".join(block.text for block in self.blocks)


def positions_of(blocks: Iterable[Block]) -> list[int]:
    """Every position that a run of the blocks names, in order."""
    return sorted({position for block in blocks for run in block.runs for position in run.positions})


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
