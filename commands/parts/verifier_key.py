"""Verifier keys as a person gives them: the text itself, or a file such as ledger.pub."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.log.note import VerifierKey


def key_of(told: str) -> VerifierKey:
    """The key that is given as a text, or in a file."""
    from ledger.log.note import VerifierKey

    if "+" in told and not Path(told).is_file():
        return VerifierKey.parse(told)
    return VerifierKey.parse(Path(told).read_text(encoding="utf-8", errors="replace"))
