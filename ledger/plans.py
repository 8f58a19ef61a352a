"""An action plan as it stands: its headings in order, and the links that hold under each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.matter import Matter


def links(plan: Matter, under: str) -> list[Entry]:
    """The standing links to a chapter or measure, in the order recorded, without those unlinked since."""
    unlinked = [(_what(entry), entry.position) for entry in plan.entries("evidence-unlinked")]
    held = [
        entry for entry in plan.entries("evidence-linked")
        if _what(entry)[0] == under
        and not any(what == _what(entry) and entry.position < at for what, at in unlinked)
    ]  # fmt: skip
    return sorted(held, key=lambda entry: entry.position)


def headings(plan: Matter) -> list[Entry]:
    """The chapters, each followed by its measures that were not dropped, by their numbers."""
    dropped = {event.measure for event in plan.all("measure-dropped")}
    declared = plan.entries("chapter-declared", "measure-committed")
    return sorted((entry for entry in declared if _number(entry) not in dropped), key=_place)


def _number(entry: Entry) -> str:
    event: Any = entry.event
    number: str = event.number
    return number


def _place(entry: Entry) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _number(entry).split(".")]


def _what(entry: Entry) -> tuple[str, str]:
    event: Any = entry.event
    return event.under, str(event.cites)
