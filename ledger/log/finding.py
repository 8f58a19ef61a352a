"""Findings: what a check came upon, told by table and row."""

from __future__ import annotations

from typing import NamedTuple

from ledger.language import Both

MOST = 1_000
"""Findings about entries that are kept; more are only counted, so that no damage fills the memory."""


class Finding(NamedTuple):
    """What is wrong with one row: its table, its key there, the position that it is about (0: the whole)."""

    table: str
    row: str
    position: int
    what: Both


class Findings(list[Finding]):
    """The first findings, and the number of all."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 0

    def add(self, finding: Finding) -> None:
        """One more, to be kept."""
        self.total += 1
        self.append(finding)

    def entry(self, position: int, en: str, zh: str) -> None:
        """One more, about an entry."""
        if len(self) < MOST:
            self.add(Finding("entries", str(position), position, Both(en, zh)))
        else:
            self.total += 1


def span(first: int, last: int) -> str:
    """``#5`` or ``#5 … #9``."""
    return f"#{first}" if first == last else f"#{first} … #{last}"
