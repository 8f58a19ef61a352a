"""What the entries themselves say of how they are to be verified: the name, the keys, the documents.

It is taken from the JSON as it is stored, so that unknown kinds and damaged entries do no harm.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.application import OPENED
from ledger.audit.signing_keys import CHANGED
from ledger.evidence.supporting import ATTACHED, ERASED
from ledger.log.anchors import KeyChange
from ledger.matter import RETRACTED

if TYPE_CHECKING:
    from ledger.log.columns import Envelope

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Named(NamedTuple):
    """A document as an entry names it."""

    position: int
    name: str
    sha256: str


class Testimony:
    """Gathered entry by entry."""

    def __init__(self) -> None:
        self.origin = ""
        self.time_zone = ""
        self.changes: list[KeyChange] = []
        self.documents: dict[str, Named] = {}
        self.erased: dict[str, int] = {}

    def take(self, position: int, envelope: Envelope) -> None:
        """One entry."""
        kind, event = envelope.get("kind"), envelope.get("event")
        pieces = envelope.get("evidence", ())
        for piece in pieces if isinstance(pieces, list) else ():
            self._document(position, piece)
        if not isinstance(event, dict):
            return
        if kind == OPENED and isinstance(event.get("origin"), str):
            self.origin, self.time_zone = event["origin"], str(event.get("time_zone", ""))
        elif kind == CHANGED:
            old, new = (str(event.get(name, "")) for name in ("old_key", "new_key"))
            self.changes.append(KeyChange(position, old, new))
        elif kind == ATTACHED:
            self._document(position, event)
        elif kind == ERASED:
            self.erased[str(event.get("sha256"))] = position
        elif kind == RETRACTED:
            self.erased = {digest: at for digest, at in self.erased.items() if at != event.get("position")}

    def _document(self, position: int, piece: Any) -> None:
        digest = piece.get("sha256") if isinstance(piece, dict) else None
        if isinstance(digest, str) and _DIGEST.fullmatch(digest):
            self.documents.setdefault(digest, Named(position, str(piece.get("name", "")), digest))
