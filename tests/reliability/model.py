"""A ledger as plainly as it can be said: a list of what was recorded, read from the start for every question.

It shares no code with the program; the hash tree is the definition of RFC 6962, section 2.1.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import NamedTuple

Cells = dict[str, str]


class Recorded(NamedTuple):
    """One entry: a training, a meeting or a retraction."""

    kind: str
    cells: Cells
    of: str
    """What it is about: entries with the same are one matter."""
    instead: int = 0
    """Position of the entry that this one corrects or takes back."""


class Model:
    """All entries; the first is the opening."""

    def __init__(self) -> None:
        self.entries = [Recorded("opened", {}, "ledger")]

    def add(self, kind: str, cells: Cells, instead: int = 0) -> None:
        """Append an entry; one that corrects stays in the matter of what it corrects."""
        of = (
            self.entries[instead - 1].of if instead else f"{kind} {cells.get('title') or cells.get('number')}"
        )
        self.entries.append(Recorded(kind, cells, of, instead))

    def stands(self, position: int, known: int | None = None) -> bool:
        """Whether the entry is an event that nothing has replaced or taken back by then."""
        entries = self.entries[:known]
        gone = {entry.instead for entry in entries}
        return position not in gone and entries[position - 1].kind != "retraction"

    def standing(self, kind: str, known: int | None = None) -> dict[int, Cells]:
        """The entries of a kind that stand, by position."""
        return {
            position: entry.cells
            for position, entry in enumerate(self.entries[:known], 1)
            if entry.kind == kind and self.stands(position, known)
        }

    def meeting_stands(self, number: str) -> bool:
        """Whether this meeting is recorded as held."""
        return any(cells["number"] == number for cells in self.standing("meeting").values())

    def fresh(self, rows: list[Cells]) -> list[Cells]:
        """Those rows of trainings that are not in the history already, each as often as it stands there."""
        known = Counter(
            (entry.of, *sorted(entry.cells.items())) for entry in self.entries if entry.kind == "training"
        )
        fresh = []
        for cells in rows:
            key = (f"training {cells['title']}", *sorted(cells.items()))
            known[key] -= 1
            if known[key] < 0:
                fresh.append(cells)
        return fresh


def root(bodies: list[bytes]) -> bytes:
    """The Merkle tree hash of these entries."""
    if not bodies:
        return sha256().digest()
    if len(bodies) == 1:
        return sha256(b"\0" + bodies[0]).digest()
    half = 1
    while half * 2 < len(bodies):
        half *= 2
    return sha256(b"\1" + root(bodies[:half]) + root(bodies[half:])).digest()
