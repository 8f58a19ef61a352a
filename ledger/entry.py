"""Entry: an event in the ledger, with its place, who recorded it, when, and on what evidence."""

from __future__ import annotations

from typing import NamedTuple

from ledger.event import GovernanceEvent


class Evidence(NamedTuple):
    """Name and SHA-256 of a document that supports an entry, and the part that it plays."""

    role: str
    name: str
    sha256: str


class Source(NamedTuple):
    """The row of an imported file that an entry came from."""

    sha256: str
    row: int


class Entry(NamedTuple):
    """An event at its position; the fields stand in the order of the stored envelope."""

    position: int
    matter: str
    version: int
    event: GovernanceEvent
    recorded_at: str
    recorded_by: str
    program: str
    batch: int
    cause: int | None = None
    source: Source | None = None
    corrects: int | None = None
    purpose: str | None = None
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def kind(self) -> str:
        """The slug of the event's kind."""
        return self.event.spec.slug

    @property
    def originator_id(self) -> str:
        """The matter, under the name that the eventsourcing library gives a stream."""
        return self.matter

    @property
    def originator_version(self) -> int:
        """The place in the matter, under the library's name."""
        return self.version
