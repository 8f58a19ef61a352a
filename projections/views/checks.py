"""Checks: which entries somebody else than their recorder has checked off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.checking import checks
from projections.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter


class CheckRow(NamedTuple):
    """An entry that was checked off at ``position``, and who did so."""

    position: int
    entry: int
    checker: str


def rows(matter: Matter) -> Iterator[CheckRow]:
    """A row for each entry that was checked off."""
    for checked, entry in matter.derived(checks).items():
        yield CheckRow(entry.position, checked, entry.recorded_by)


VIEW = View("checks", 1, CheckRow, rows)
