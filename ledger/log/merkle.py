"""The hash tree of the log: RFC 6962 (RFC 9162, section 2.1), grown in the transaction of each entry."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

HASH_BYTES = 32
TILE_HEIGHT = 8
"""Roots of complete subtrees are kept at every eighth height, as C2SP tlog-tiles does."""
EMPTY_ROOT = sha256().digest()


def leaf_hash(body: bytes) -> bytes:
    """The hash of an entry's stored bytes."""
    return sha256(b"\0" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees that stand side by side."""
    return sha256(b"\1" + left + right).digest()


class Tile(NamedTuple):
    """The root of a complete subtree of ``2 ** (8 * level)`` leaves, the ``number``-th of its level."""

    level: int
    number: int
    root: bytes


class Frontier:
    """The roots of the complete subtrees that make up the tree, largest first: enough to go on."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: bytes = b"") -> None:
        self.size = size
        self.peaks = [peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)]

    def push(self, leaf: bytes) -> list[Tile]:
        """Add a leaf hash; the tiles that it completes."""
        tiles, node, height = [], leaf, 0
        while self.size >> height & 1:
            node = node_hash(self.peaks.pop(), node)
            height += 1
            if height % TILE_HEIGHT == 0:
                tiles.append(Tile(height // TILE_HEIGHT, self.size >> height, node))
        self.peaks.append(node)
        self.size += 1
        return tiles

    @property
    def root(self) -> bytes:
        """The root hash of the tree."""
        return joined(self.peaks)

    def __bytes__(self) -> bytes:
        return b"".join(self.peaks)


def joined(peaks: list[bytes]) -> bytes:
    """The root over the roots of complete subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def complete_root(nodes: Iterable[bytes]) -> bytes:
    """The root over a power of two of nodes of one height."""
    level = list(nodes)
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]
