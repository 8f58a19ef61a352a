"""Addition: what one batch brings into one matter, judged as a whole when all of it is there.

Rules hold in whichever order entries arrive. To judge after each entry would tell nothing more of what
stands in the end, and would cost the square of the number of entries. Recording and replay share this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import LedgerError
from ledger.matter import RETRACTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter


class Addition:
    """A matter ``before`` a batch, and the ``entries`` of the batch that join it."""

    __slots__ = ("_after", "before", "entries")

    def __init__(self, before: Matter) -> None:
        self.before = before
        self.entries: list[Entry] = []
        self._after: Matter | None = before

    @property
    def after(self) -> Matter:
        """The matter with all the entries."""
        if self._after is None:
            self._after = self.before.standing_with(*self.entries)
        return self._after

    @property
    def next_version(self) -> int:
        """The version that the next entry has."""
        return len(self.before.history) + len(self.entries) + 1

    def add(self, entry: Entry) -> None:
        """Let ``entry`` join; what corrects or retracts an entry that does not stand is refused at once."""
        if entry.corrects or entry.kind == RETRACTED:
            self._after = self.after.standing_with(entry)
        else:
            self._after = None
        self.entries.append(entry)

    @property
    def contradicts(self) -> bool:
        """Whether it brings in a contradiction that is there in the end."""
        return bool(self.after.contradictions_since(self.before))

    def refusals(self) -> Iterator[tuple[Entry, LedgerError]]:
        """If it contradicts, which entries do, each of them left out when the next one is judged."""
        admitted = self.before
        for entry in self.entries if self.contradicts else ():
            try:
                admitted = admitted.admit(entry)
            except LedgerError as refusal:
                yield entry, refusal
