"""A disk after a power cut: of what was written since a file was last synced, any part may be missing.

The same fault model as SQLite's own crash tests (https://sqlite.org/testing.html, section 3.3): bytes outside
of a write are never harmed, a sync makes all before it last, and the first sync of a new file its name, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

UNITS = (512, 4096)
"""Bytes that reach the disk together: a sector, or a page."""


class Disk:
    """The files of one folder, what of them is sure to last, and what has been written since."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lasting = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.pending: dict[str, list[tuple[int, bytes | None]]] = {name: [] for name in self.lasting}
        """Writes (offset and bytes) and truncations (size and None) of each file there is."""
        self.fresh: set[str] = set()
        """Files made since their name was last synced: nothing of an older one of that name is in them."""

    def apply(self, op: str, path: str, at: int, data: bytes) -> None:
        """Let the disk go through one call."""
        name = Path(path).name
        if op == "open" and path and name not in self.pending:
            self.pending[name] = []
            self.fresh.add(name)
        elif op == "write":
            self.pending[name].append((at, data))
        elif op == "truncate":
            self.pending[name].append((at, None))
        elif op == "sync":
            self.lasting[name] = self._content(name, self.pending[name])
            self.pending[name] = []
            self.fresh.discard(name)
        elif op == "delete":
            self.pending.pop(name, None)

    def after_cut(self, chance: Random | None) -> dict[str, bytes]:
        """The files that are found after a cut: nothing that was not synced, or what chance kept of it."""
        if chance is None:
            return dict(self.lasting)
        found = {}
        for name in sorted(self.lasting.keys() | self.pending.keys()):
            unsynced = name not in self.pending or name in self.fresh
            if unsynced and chance.random() < 0.5:
                if name in self.lasting:
                    found[name] = self.lasting[name]
            elif name in self.pending:
                found[name] = self._content(name, list(_kept(self.pending[name], chance)))
        return found

    def _content(self, name: str, writes: list[tuple[int, bytes | None]]) -> bytes:
        content = bytearray(b"" if name in self.fresh else self.lasting.get(name, b""))
        for at, data in writes:
            if data is None:
                del content[at:]
            else:
                content.extend(bytes(max(0, at - len(content))))
                content[at : at + len(data)] = data
        return bytes(content)


def _kept(writes: list[tuple[int, bytes | None]], chance: Random) -> Iterator[tuple[int, bytes | None]]:
    unit = chance.choice(UNITS)
    for at, data in writes:
        if data is None:
            if chance.random() < 0.5:
                yield at, None
            continue
        start = 0
        while start < len(data):
            end = min(len(data), start + unit - (at + start) % unit)
            if chance.random() < 0.5:
                yield at + start, data[start:end]
            start = end
