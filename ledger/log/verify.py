"""Verify: the check of what a log holds, row by row, from the stored bytes alone.

Nothing is decoded into events, and nothing that was written again is hashed: the bytes are, as stored,
folded into the tree, and held against the hash, the columns, the tiles and the head beside them. Memory stays
flat however long the log is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ledger.language import Both
from ledger.log.columns import Columns, Envelope, ordered, text
from ledger.log.finding import Finding, Findings, span
from ledger.log.merkle import HASH_BYTES
from ledger.log.regrown import Grown, Regrown, covered
from ledger.uncollected import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Source(Protocol):
    """What is checked. Texts come as bytes, for a damaged text need not be one; None is unreadable."""

    @property
    def size(self) -> int | None:
        """How many entries there should be, to tell progress by; None if nothing says."""

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Position, matter, version, kind, body and leaf hash of each entry, by position."""

    def by_matter(self) -> Iterator[tuple[Any, ...]]:
        """Matter, version and position of each entry, by matter and version."""

    @property
    def tile(self) -> Callable[[int, int], Any] | None:
        """Gives the root of a tile, None where it is not kept; None itself if no tiles are."""

    def tiles(self) -> Iterator[tuple[Any, ...]]:
        """Level and number of each tile."""

    def heads(self) -> list[tuple[Any, ...]] | None:
        """Id, size, frontier and time of each row of the head; None if there is no such table."""

    def faults(self) -> Iterator[Finding]:
        """What the database itself says against its file, once all else was read."""


class Checked(NamedTuple):
    """What was read and found; ``trees`` holds the tree at the sizes that were asked for."""

    tree: Grown
    last: int
    findings: Findings
    trees: dict[int, Grown]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def check(
    source: Source,
    sizes: Iterable[int] = (),
    seen: Callable[[int, Envelope], None] = lambda _position, _envelope: None,
) -> Checked:
    """Check all that ``source`` holds; ``seen`` is told each position with the envelope that stands there."""
    findings, last = Findings(), 0
    heads = source.heads()
    tree = Regrown({*sizes, *(head[1] for head in heads or ())}, source.tile, findings)
    columns = Columns(findings)
    with uncollected():
        for row in source.rows():
            position = row[0]
            if position < 1:
                findings.entry(position, "it stands before the first position", "位于第一个位置之前")
                continue
            if position != last + 1:
                tree.gapless = False
                which = span(last + 1, position - 1)
                findings.entry(last + 1, f"missing: {which}", f"缺少分录 {which}")
            last = position
            trusted = tree.grow(position, row[4], row[5])
            seen(position, columns.compare(row, trusted=trusted))
        ordered(source.by_matter(), findings)
    _surplus(source.tiles(), last, findings)
    if heads is not None:
        _head(heads, last, tree, columns.recorded_at, findings)
    for fault in source.faults():
        findings.add(fault)
    findings.sort(key=lambda finding: finding.position or last + 1)
    return Checked(tree.now, last, findings, tree.at)


def _surplus(tiles: Iterable[tuple[Any, ...]], last: int, findings: Findings) -> None:
    """Tiles that stand for no entries."""
    for level, number in tiles:
        known = level in LEVELS and isinstance(number, int) and number >= 0
        if not known or covered(level, number)[1] > last:
            findings.add(Finding("tiles", f"{level}/{number}", 0, SURPLUS))


LEVELS = range(1, 8)
"""Those that tiles of at most 2**63 entries can have."""
SURPLUS = Both("it belongs to no entries that are here", "没有与之对应的分录")


def _head(
    heads: list[tuple[Any, ...]], last: int, tree: Regrown, recorded_at: str | None, findings: Findings
) -> None:
    """The one row that says how far the log is."""

    def found(position: int, en: str, zh: str) -> None:
        findings.add(Finding("head", "1", position, Both(en, zh)))

    if len(heads) != 1 or heads[0][0] != 1:
        return found(0, "there is not exactly one head", "首部不是恰有一行")
    _, size, frontier, time = heads[0]
    if size != last:
        first = min(size, last) + 1 if isinstance(size, int) else 0
        found(first, f"it tells of {text(size)} entries; the last one here is #{last}",
              f"它记载共 {text(size)} 条分录，而现有最后一条为 #{last}")  # fmt: skip
    if size in tree.at:
        for position, en, zh in _peaks(frontier, tree.at[size]):
            found(position, en, zh)
    if recorded_at is not None and size == last and time != recorded_at.encode():
        found(0, f"it tells of a last entry at {text(time)}; that was recorded at {recorded_at}",
              f"它记载最后一条分录的时间为 {text(time)}，而该分录记录于 {recorded_at}")  # fmt: skip
    return None


def _peaks(frontier: Any, tree: Grown) -> Iterator[tuple[int, str, str]]:
    """What is wrong with the hashes of the head."""
    if not isinstance(frontier, bytes) or len(frontier) != HASH_BYTES * len(tree.of_bytes):
        yield 0, "it does not hold as many hashes as its size asks for", "其哈希个数与条数不符"
        return
    for at, (first, last) in enumerate(tree.spans()):
        kept = frontier[at * HASH_BYTES : (at + 1) * HASH_BYTES]
        if kept not in (tree.of_bytes[at], tree.of_hashes[at]):
            which = span(first, last)
            yield (
                first,
                f"its hash of {which} is not that of these entries",
                f"其中 {which} 的哈希值与这些分录不符",
            )
