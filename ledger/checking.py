"""The second pair of eyes: which entries of a matter somebody else has checked off, and which wait for it.

A check is about one entry as it was recorded. What takes its place, a correction or completion, was not
seen by whoever checked it, and waits anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.matter import CHECKED

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.matter import Matter


def checks(matter: Matter) -> dict[int, Entry]:
    """Position of each entry that was checked off -> the last check of it that stands."""
    found: dict[int, Entry] = {}
    for entry in matter.entries(CHECKED):
        event: Any = entry.event
        found[event.position] = entry
    return found


def unchecked(matter: Matter) -> list[Entry]:
    """The standing entries that nobody has checked off, in order of occurrence; checks need none."""
    seen = matter.derived(checks)
    standing = (held.entry for held in matter.standing)
    return [entry for entry in standing if entry.kind != CHECKED and entry.position not in seen]
