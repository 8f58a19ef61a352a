"""Proofs over the hash tree: that an entry is in it, and that a larger tree goes on from a smaller one.

RFC 6962, section 2.1 says what a proof holds, RFC 9162, sections 2.1.3.2 and 2.1.4.2 how it is checked.
A tree is read a tile at a time: the 256 nodes of one height that share their ancestor eight levels above
(c2sp.org/tlog-tiles), so that a proof over a million leaves takes a handful of reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.log.errors import IncompleteTreeError
from ledger.log.merkle import EMPTY_ROOT, HASH_BYTES, TILE_HEIGHT, complete_root, joined, node_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Tiles = Callable[[int, int], Sequence[bytes]]
    """Level and number -> the up to 256 nodes of that tile, as many as the log has of them."""

TILE_WIDTH = 1 << TILE_HEIGHT


class Tree:
    """The tree of the first ``size`` leaves."""

    def __init__(self, size: int, tiles: Tiles) -> None:
        self.size, self._tiles = size, tiles
        self._read: dict[tuple[int, int], Sequence[bytes]] = {}

    @property
    def root(self) -> bytes:
        """Its root hash."""
        return self.over(0, self.size)

    def inclusion(self, index: int) -> list[bytes]:
        """The path from the leaf at ``index`` (from 0): its sibling first, the root's child last."""
        first, end = 0, self.size
        beside = []
        while end - first > 1:
            middle = first + _split(end - first)
            if index < middle:
                beside.append((middle, end))
                end = middle
            else:
                beside.append((first, middle))
                first = middle
        return [self.over(*span) for span in reversed(beside)]

    def consistency(self, old: int) -> list[bytes]:
        """What shows that this tree begins with the tree of its first ``old`` leaves."""
        if not 0 < old < self.size:
            return []
        first, end = 0, self.size
        beside = []
        while old != end:
            middle = first + _split(end - first)
            if old <= middle:
                beside.append((middle, end))
                end = middle
            else:
                beside.append((first, middle))
                first = middle
        if first:  # else the verifier knows the root of the old tree, which stands whole in this one
            beside.append((first, end))
        return [self.over(*span) for span in reversed(beside)]

    def over(self, first: int, end: int) -> bytes:
        """The hash over the leaves from index ``first`` to before ``end``, as the tree is divided."""
        return joined([self._complete(at, height) for at, height in _peaks(first, end)])

    def _complete(self, first: int, height: int) -> bytes:
        """The root over ``2 ** height`` leaves from index ``first``: a few nodes of one tile."""
        level = height // TILE_HEIGHT
        number, at = divmod(first >> level * TILE_HEIGHT, TILE_WIDTH)
        count = 1 << height % TILE_HEIGHT
        if (level, number) not in self._read:
            self._read[level, number] = self._tiles(level, number)
        nodes = self._read[level, number][at : at + count]
        if len(nodes) != count:
            raise IncompleteTreeError(level=level, number=number)
        return complete_root(nodes)


def includes(root: bytes, size: int, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of this root and size has the leaf hash at ``index`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != HASH_BYTES:
        return False
    fn, sn, computed = index, size - 1, leaf
    for node in path:
        if not sn:
            return False
        if fn & 1 or fn == sn:
            computed = node_hash(node, computed)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            computed = node_hash(computed, node)
        fn, sn = fn >> 1, sn >> 1
    return not sn and computed == root


def extends(old_root: bytes, old: int, root: bytes, size: int, path: Sequence[bytes]) -> bool:
    """Whether the tree of ``size`` leaves begins with that of ``old`` leaves (RFC 9162, 2.1.4.2)."""
    if old == 0:  # any log goes on from the empty one (c2sp.org/tlog-witness)
        return old_root == EMPTY_ROOT and not path and (size > 0 or root == EMPTY_ROOT)
    if not 0 < old < size:
        return old == size and old_root == root and not path
    # The root of an old tree that is one complete subtree is left out of the path.
    nodes = [old_root, *path] if old & old - 1 == 0 else list(path)
    if not path or not nodes:
        return False
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    before = after = nodes[0]
    for node in nodes[1:]:
        if not sn:
            return False
        if fn & 1 or fn == sn:
            before, after = node_hash(node, before), node_hash(node, after)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            after = node_hash(after, node)
        fn, sn = fn >> 1, sn >> 1
    return not sn and before == old_root and after == root


def _split(count: int) -> int:
    """The largest power of two below ``count``: where a tree of so many leaves is divided."""
    return 1 << (count - 1).bit_length() - 1


def _peaks(first: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees, largest first, that make up a part of a tree: where each begins, its height."""
    for height in reversed(range((end - first).bit_length())):
        if end - first >> height & 1:
            yield first, height
            first += 1 << height
