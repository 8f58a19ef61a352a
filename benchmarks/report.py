"""The half-year evaluation from a cold start, in a ledger of the example alone and in one of thirty years.

The report asks for its own period and matters only, so the years before it should cost next to nothing.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._cases import json_lines, load, new_ledger
from benchmarks._measure import Figure, in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 7
LARGE = 100_000
EXAMPLE = Path(__file__).parent.parent / "examples" / "half-year-2024"
FROM_TERM = 100
"""Meetings of earlier years are of terms that the example does not have."""
BOUND = 1_000.0
"""Milliseconds more than for the example alone."""


def measure(folder: Path) -> Iterator[Figure]:
    """A new process for each report, both by turns; the views were caught up before."""
    earlier = json_lines(folder / "earlier.jsonl", LARGE, date(1994, 1, 1), date(2023, 12, 31), FROM_TERM)
    for name, files in (("large", [earlier, EXAMPLE]), ("example", [EXAMPLE])):
        with new_ledger(folder / name) as ledger:
            for file in files:
                load(ledger, file)
    took = in_turn(ROUNDS, {name: partial(report, folder / name) for name in ("large", "example")})
    more = took["large"] - took["example"]
    yield Figure(f"evaluation, {LARGE:,} entries before it", took["large"], "the example", took["example"])
    yield Figure("what they cost more", max(more, 0), f"{BOUND:g} ms", BOUND, 1)


def report(ledger: Path) -> None:
    """What ``ledger report evaluation`` does at the prompt."""
    line = ["report", "evaluation", "2024H1", "--cut-off", "2024-08-28", "--ledger", str(ledger)]
    program = "from commands.cli import main; main()"
    subprocess.run([sys.executable, "-c", program, *line], check=True, capture_output=True,
                   cwd=EXAMPLE.parent.parent)  # fmt: skip
