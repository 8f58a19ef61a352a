"""What is written about workbooks is what the program does."""

from __future__ import annotations

from pathlib import Path

from ledger.sheets.reference import reference

ROOT = Path(__file__).parents[2]
WRITTEN = (ROOT / "docs" / "workbooks.md").read_text(encoding="utf-8")


def test_the_ledgers_of_the_office_are_described_as_they_are() -> None:
    assert reference() in WRITTEN, "put in the output of: python -m ledger.sheets.reference"


def test_the_session_that_is_quoted_is_replayed() -> None:
    session = (ROOT / "tests" / "transcripts" / "workbook.txt").read_text(encoding="utf-8")
    assert session in WRITTEN, "put in tests/transcripts/workbook.txt"
