"""The tree grown anew from the stored bytes, held against the stored hashes, the tiles and the head.

Where the bytes of a row and the hash beside them disagree, the tree of the stored hashes is grown too: the
tiles and the head may agree with either, and one altered row then raises one alarm, not one at each level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.log.finding import Finding, Findings, span
from ledger.log.merkle import TILE_HEIGHT, Frontier, joined, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.log.merkle import Tile


class Grown(NamedTuple):
    """The tree at one size: its peaks as the bytes have them, and as the stored hashes have them."""

    size: int
    of_bytes: list[bytes]
    of_hashes: list[bytes]

    @property
    def root(self) -> bytes:
        """The root over the stored bytes."""
        return joined(self.of_bytes)

    @property
    def root_of_hashes(self) -> bytes:
        """The root over the hashes that stand beside them."""
        return joined(self.of_hashes)

    def spans(self) -> Iterator[tuple[int, int]]:
        """The first and the last position under each peak."""
        first = 1
        for height in reversed(range(self.size.bit_length())):
            if self.size >> height & 1:
                yield first, first + (1 << height) - 1
                first += 1 << height


class Regrown:
    """Grows row by row; ``kept`` gives the stored root of a tile, ``sizes`` are those to be remembered."""

    def __init__(
        self, sizes: Iterable[int], kept: Callable[[int, int], Any] | None, findings: Findings
    ) -> None:
        self.sizes, self.kept, self.findings = frozenset(sizes), kept, findings
        self.at: dict[int, Grown] = {}
        self.gapless = True
        self._bytes = Frontier()
        self._hashes: Frontier | None = None
        self._remember()

    @property
    def now(self) -> Grown:
        """The tree as it is."""
        peaks = list(self._bytes.peaks)
        return Grown(self._bytes.size, peaks, list(self._hashes.peaks) if self._hashes else peaks)

    def grow(self, position: int, body: Any, stored: Any) -> bool:
        """Add a row; whether its bytes have its hash."""
        if not isinstance(body, bytes):
            self.gapless = False
            self.findings.entry(position, "it cannot be read", "无法读取")
            return False
        leaf = leaf_hash(body)
        if leaf != stored:
            self.findings.entry(
                position, "the stored bytes do not have the stored hash", "存储内容与其哈希值不符"
            )
            self._hashes = self._hashes or Frontier(self._bytes.size, bytes(self._bytes))
        if self.gapless:
            self._push(leaf, stored)
        return bool(leaf == stored)

    def _push(self, leaf: bytes, stored: Any) -> None:
        tiles = self._bytes.push(leaf)
        if self._hashes:
            tiles += self._hashes.push(stored if isinstance(stored, bytes) else leaf)
        if tiles and self.kept:
            self._compare(tiles, self.kept)
        if self._bytes.size in self.sizes:
            self._remember()

    def _compare(self, tiles: list[Tile], kept: Callable[[int, int], Any]) -> None:
        for level, number in dict.fromkeys(tile[:2] for tile in tiles):
            root = kept(level, number)
            if root not in [tile.root for tile in tiles if tile.level == level]:
                what = MISSING if root is None else OTHER_HASH
                first, last = covered(level, number)
                where = span(first, last)
                told = Both(what.en.format(where=where), what.zh.format(where=where))
                self.findings.add(Finding("tiles", f"{level}/{number}", first, told))

    def _remember(self) -> None:
        if self._bytes.size in self.sizes:
            self.at[self._bytes.size] = self.now


MISSING = Both("the hash of {where} is missing", "缺少 {where} 的哈希值")
OTHER_HASH = Both("the hash of {where} is not that of these entries", "{where} 的哈希值与这些分录不符")


def covered(level: int, number: int) -> tuple[int, int]:
    """The first and the last position under a tile."""
    width = 1 << level * TILE_HEIGHT
    return number * width + 1, (number + 1) * width
