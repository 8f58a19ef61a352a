"""Admission: a history admitted to its matters again, batch by batch, as it was when it was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.addition import Addition
from ledger.matter import Matter
from ledger.unread import NewerKindError

if TYPE_CHECKING:
    from ledger.entry import Entry
    from ledger.errors import LedgerError


class Admission:
    """The matters of a history that is read in the order of its positions."""

    def __init__(self) -> None:
        self.matters: dict[str, Matter] = {}
        self.refused: list[tuple[Entry, LedgerError]] = []
        """Entries that today's rules would not admit; they stand all the same."""
        self.unjudged: dict[str, LedgerError] = {}
        """Matters with entries of kinds that this program does not know, which their rules would ask."""
        self._batch = 0
        self._additions: dict[str, Addition] = {}

    def take(self, entry: Entry) -> None:
        """Let ``entry`` join its batch; an error if it corrects or retracts what does not stand."""
        if entry.batch != self._batch:
            self.end_batch()
            self._batch = entry.batch
        addition = self._additions.get(entry.matter)
        if addition is None:
            before = self.matters.get(entry.matter) or Matter(entry.matter)
            addition = self._additions[entry.matter] = Addition(before)
        addition.add(entry)

    def forget(self, matter_id: str) -> None:
        """Judge no more what was added last to a matter of which an entry is lost."""
        self._additions.pop(matter_id, None)

    def end_batch(self) -> None:
        """Judge the batch that is complete now."""
        for matter_id, addition in self._additions.items():
            try:
                self.refused += addition.refusals()
            except NewerKindError as error:
                self.unjudged[matter_id] = error
            self.matters[matter_id] = addition.after
        self._additions.clear()
