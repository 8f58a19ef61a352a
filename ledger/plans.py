"""What an action plan rests on: the links that hold, whatever was linked and unlinked before."""

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


def _what(entry: Entry) -> tuple[str, str]:
    event: Any = entry.event
    return event.under, str(event.cites)
