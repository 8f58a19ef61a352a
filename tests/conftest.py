"""What tests of several parts begin with: the half year of 2024, loaded once and copied for each test."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.intake import Intake
from ledger.settings import Settings

HALF_YEAR = Path(__file__).parents[1] / "examples" / "half-year-2024"


def load_half_year(ledger: Ledger) -> tuple[int, int]:
    """Load the example; how many entries were new and how many known."""
    intake = Intake(ledger.catalogue, [str(HALF_YEAR)], io.BytesIO())
    outcome = ledger.load(intake.rows(), by="林")
    return outcome.new, outcome.known


@pytest.fixture(scope="session")
def loaded_half_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledger of the example."""
    folder = tmp_path_factory.mktemp("half-year")
    settings = Settings.beside(folder / "ledger.db")
    with Ledger.create(settings, by="林", clock=lambda: datetime(2024, 8, 28, 1, tzinfo=UTC)) as ledger:
        load_half_year(ledger)
    return folder


@pytest.fixture
def half_year(loaded_half_year: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The ledger of the example, for this test alone."""
    folder = tmp_path / "half-year"
    shutil.copytree(loaded_half_year, folder)
    with Ledger(folder) as ledger:
        yield ledger
