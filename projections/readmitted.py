"""Readmitted: every entry of a log decoded, validated and admitted to its matter again, batch by batch."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ledger.errors import LedgerError
from ledger.language import Both
from ledger.uncollected import uncollected
from ledger.unread import Unread
from projections.admission import Admission
from projections.finding import Finding, Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ledger.codec import Codec
    from ledger.entry import Entry


class Readmitted:
    """What came of it; entries at the positions in ``damaged`` are known to be so and are not judged."""

    def __init__(self, codec: Codec, damaged: Collection[int]) -> None:
        self.codec, self.damaged = codec, damaged
        self.admission = Admission()
        self.findings: list[Finding] = []
        self.matters: set[str] = set()
        self.broken: set[str] = set()
        """Matters of which an entry is lost, so that nothing more can be said of them."""
        self.kinds: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        """Kinds whose fields this program, in this version, cannot read."""
        self.read = self.decoded = self.batches = self._batch = 0

    def run(self, rows: Iterable[tuple[Any, ...]], upto: int, progress: Callable[[int], None]) -> None:
        """Take the rows as they are stored, up to a position; ``progress`` is told each one."""
        with uncollected():
            for position, matter, _, kind, body, _ in rows:
                if position > upto:
                    break
                self.read += 1
                self._take(position, _text(matter), _text(kind), body)
                progress(position)
            self.admission.end_batch()
        for entry, refusal in self.admission.refused:
            self._find(Sort.RULES, entry.position, refusal)

    def _take(self, position: int, matter: str, kind: str, body: bytes | None) -> None:
        """One row: its event, and whether its matter admits it."""
        self.matters.add(matter)
        self.kinds[kind] += 1
        try:
            entry = self.codec.decode(position, kind, body or b"")
        except LedgerError as error:
            if position not in self.damaged:
                self._find(Sort.IMPOSSIBLE, position, error)
            self._lose(matter)
            return
        self.decoded += 1
        if position in self.damaged:
            self._lose(matter)
            self._lose(entry.matter)
        elif entry.matter not in self.broken:
            self._admit(entry)

    def _admit(self, entry: Entry) -> None:
        if isinstance(entry.event, Unread):
            self.unread[entry.kind] += 1
        if entry.batch != self._batch:
            self._batch = entry.batch
            self.batches += 1
        try:
            self.admission.take(entry)
        except LedgerError as error:
            self._find(Sort.IMPOSSIBLE, entry.position, error)
            self._lose(entry.matter)

    def _lose(self, matter: str) -> None:
        self.broken.add(matter)
        self.admission.forget(matter)

    def _find(self, sort: Sort, position: int, error: LedgerError) -> None:
        what = Both(error.text("en"), error.text("zh"))
        self.findings.append(Finding(sort, "entries", str(position), position, what))


def _text(column: Any) -> str:
    """A text as its column holds it, whatever bytes these are."""
    return column.decode("utf-8", "backslashreplace") if isinstance(column, bytes) else str(column or "")
