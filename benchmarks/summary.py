"""The summary of a half-year, warm, in a ledger of thirty years and in one of three.

What a period costs must not grow with the years around it, so the second ledger is as dense as the first.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from benchmarks._cases import filled_ledger
from benchmarks._measure import Figure, in_turn
from projections import summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUNDS = 15
LARGE, SMALL = 100_000, 10_000
BOUND = 50.0
"""Milliseconds in which an answer feels immediate."""


def measure(folder: Path) -> Iterator[Figure]:
    """Ask both ledgers by turns."""
    large = filled_ledger(folder / "large", LARGE, date(1995, 1, 1), date(2024, 12, 31))
    small = filled_ledger(folder / "small", SMALL, date(2022, 1, 1), date(2024, 12, 31))
    with large, small:
        took = in_turn(ROUNDS, {
            "large": lambda: summary(large, "2024H1", cut_off="2024-08-28"),
            "small": lambda: summary(small, "2024H1", cut_off="2024-08-28"),
        })  # fmt: skip
    yield Figure(f"half-year of {LARGE:,} entries", took["large"], f"{BOUND:g} ms", BOUND, 1)
    yield Figure(f"half-year of {LARGE:,} entries", took["large"], f"that of {SMALL:,}", took["small"], 1.5)
