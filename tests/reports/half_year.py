"""The example of the first half of 2024 as a ledger, and its report."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.application import Ledger
from ledger.settings import Settings
from projections.reports.evaluation import evaluation

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.event import GovernanceEvent
    from ledger.language import Lang
    from projections.document import Document

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "half-year-2024"
CHARTER = "《关于修订<公司章程>并办理工商备案的议案》"
BY = "林"


def empty(folder: Path) -> Ledger:
    """A ledger that holds nothing yet."""
    now = datetime(2024, 8, 28, 1, 0, tzinfo=UTC)
    return Ledger.create(Settings.beside(folder / "ledger.db"), by=BY, clock=lambda: now)


def event(ledger: Ledger, slug: str, **cells: str) -> GovernanceEvent:
    """An event of a kind, from its cells."""
    return ledger.catalogue.spec(slug).cls.model_validate(cells)


def report(ledger: Ledger, lang: Lang = "zh", as_known_at: int | None = None) -> Document:
    """The evaluation of the half-year, told up to 28 August."""
    return evaluation(ledger, "2024H1", cut_off="2024-08-28", as_known_at=as_known_at, lang=lang)


def bare(text: object) -> str:
    """The text without its spaces."""
    return "".join(str(text).split())


def contents(entry: Entry) -> str:
    """All that an entry says, as stored and as shown."""
    told: list[Any] = [getattr(entry.event, name) for name in entry.event.spec.fields]
    return bare("\n".join(f"{value}\n{value.show('zh') if hasattr(value, 'show') else ''}" for value in told))


def run(*line: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """What the program does at the prompt."""
    program = "from commands.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *line], check=False, text=True, encoding="utf-8",
        capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT), **extra},
    )  # fmt: skip
