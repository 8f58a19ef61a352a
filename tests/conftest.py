"""What tests of several parts begin with: the half year of 2024, loaded once and copied for each test."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import servers

from ledger.application import Ledger
from ledger.intake import Intake
from ledger.settings import Settings

if TYPE_CHECKING:
    from ledger.log.address import Address
    from ledger.log.dialects import Place

HALF_YEAR = Path(__file__).parents[1] / "examples" / "half-year-2024"


def load_half_year(ledger: Ledger, most: int | None = None) -> tuple[int, int]:
    """Load the example, or its first rows; how many entries were new and how many known."""
    intake = Intake(ledger.catalogue, [str(HALF_YEAR)], io.BytesIO())
    outcome = ledger.load(islice(intake.rows(), most), by="林")
    return outcome.new, outcome.known


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder of the tests' own, in which new signing keys are made."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(tmp_path_factory.mktemp("home")))
        yield


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


@pytest.fixture(scope="session")
def shared_server() -> Iterator[servers.Database]:
    """A database on a PostgreSQL server."""
    with servers.database() as made:
        yield made


@pytest.fixture
def server(shared_server: servers.Database) -> Iterator[servers.Database]:
    """The same, cleared after the test."""
    yield shared_server
    shared_server.clear()


@pytest.fixture
def address(server: servers.Database) -> Address:
    """A place for a ledger on a server."""
    return server.address()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for a ledger in each sort of database."""
    if request.param == "sqlite":
        return tmp_path / "ledger.db"
    address: Address = request.getfixturevalue("address")
    return address


@pytest.fixture
def chosen(place: Place, tmp_path: Path) -> Settings:
    """The settings of a ledger there, its other files in a folder."""
    return Settings.beside(place) if isinstance(place, Path) else Settings.at(place, tmp_path)
