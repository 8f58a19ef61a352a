"""What is written about the program is what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.cli import found
from ledger.catalogue import Catalogue
from ledger.reference import reference

ROOT = Path(__file__).parents[1]


def test_the_reference_of_kinds_is_up_to_date() -> None:
    written = (ROOT / "docs" / "kinds.md").read_text(encoding="utf-8")
    assert written == reference(Catalogue()), "run: python -m ledger.reference > docs/kinds.md"


def test_the_readme_quotes_a_session_that_is_replayed() -> None:
    session = (ROOT / "tests" / "transcripts" / "readme.txt").read_text(encoding="utf-8")
    assert session in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(found()))
def test_every_command_is_named_in_the_changelog(name: str) -> None:
    assert f"`{name}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace(
        "`ledger ", "`"
    ).replace("`report evaluation`", "`report`")
