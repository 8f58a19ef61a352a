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
    from ledger.matter import Matter

MOST_DIGITS = 18
"""Of a position; more would not fit the log."""


class NoPositionError(LedgerError):
    """A text where the position of an entry is meant."""

    exit_code = USAGE
    sentence = Both(
        "“{told}” is no position of an entry; write 31 or '#31'.",
        "“{told}”不是分录位置；请写成 31 或 '#31'。",
    )


class NoSuchMatterError(LedgerError):
    """Nothing was recorded under this id."""

    sentence = Both(
        "there is no matter {matter} in the ledger.{hint} List entries with: ledger history",
        "账本中没有事项 {matter}。{hint}可用 ledger history 列出分录。",
    )


def position_of(told: str) -> int:
    """``31`` or ``#31``."""
    at = told.removeprefix("#")
    if not at.isdecimal() or len(at) > MOST_DIGITS:
        raise NoPositionError(told=shown(told))
    return int(at)


def matter_named(ledger: Ledger, told: str) -> Matter:
    """The matter, in which something was recorded; an item or version behind its id is left aside."""
    matter = ledger.matter(told.partition("#")[0].partition("@")[0])
    if not matter.history:
        from difflib import get_close_matches

        near = get_close_matches(told, ledger.matters(), 1, 0.6)
        hint = Both(f" Did you mean {near[0]}?", f"是否为 {near[0]}？") if near else Both("", "")
        raise NoSuchMatterError(matter=told, hint=hint)
    return matter


def target(ledger: Ledger, told: str) -> tuple[Matter, Entry | None]:
    """What a position or the id of a matter means: the matter, and the entry where one is named."""
    if not told.removeprefix("#").isdecimal():
        return matter_named(ledger, told), None
    entry = ledger.entry(position_of(told))
    return ledger.matter(entry.matter), entry


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
