"""Entries as commands print them: for people a sentence, for programs the shape that load accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.errors import USAGE, LedgerError, shown
from ledger.language import Both
from ledger.naming import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.language import Lang

MOST_DIGITS = 18
"""Of a position; more would not fit the log."""


class NoPositionError(LedgerError):
    """A text where the position of an entry is meant."""

    exit_code = USAGE
    sentence = Both(
        "“{told}” is no position of an entry; write 31 or '#31'.",
        "“{told}”不是分录位置；请写成 31 或 '#31'。",
    )


def position_of(told: str) -> int:
    """``31`` or ``#31``."""
    at = told.removeprefix("#")
    if not at.isdecimal() or len(at) > MOST_DIGITS:
        raise NoPositionError(told=shown(told))
    return int(at)


def as_json(entry: Entry) -> dict[str, Any]:
    """The entry as ``load`` reads it back, with its place and who recorded it."""
    occurred = entry.event.occurred_on
    told: dict[str, Any] = {
        "position": entry.position,
        "matter": entry.matter,
        "version": entry.version,
        "kind": entry.kind,
        "occurred_on": str(occurred) if occurred else None,
        "recorded_at": entry.recorded_at,
        "recorded_by": entry.recorded_by,
        "corrects": entry.corrects,
        "purpose": entry.purpose,
        "reason": entry.reason,
        "evidence": [piece._asdict() for piece in entry.evidence],
        "event": entry.event.cells(),
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def sentence(entry: Entry, ledger: Ledger, lang: Lang) -> str:
    """The register's sentence, with matters called by their names."""
    return entry.event.sentence(lang, names_of(entry.event, ledger))


def own_flags(entry: Entry, ledger: Ledger, lang: Lang) -> list[tuple[int, str]]:
    """What is odd about this very entry."""
    return [flag for flag in flags([entry], ledger, lang) if flag[0] == entry.position]


def flags(entries: Iterable[Entry], ledger: Ledger, lang: Lang) -> list[tuple[int, str]]:
    """What is odd in the matters of these entries, each with its position."""
    matters = dict.fromkeys(entry.matter for entry in entries)
    return [(entry.position, what.text(lang)) for matter in matters
            for entry, what in ledger.irregularities(ledger.matter(matter))]  # fmt: skip
