"""Which document is to be erased, as the user names it, and which entries name it as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commands.parts import entries
from ledger.errors import LedgerError, shown
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry

SHORTEST, SHOWN = 8, 16
"""Hexadecimal digits of a SHA-256 by which a document may be called, and that a message shows."""
_DIGITS = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")


class NoSuchDocumentError(LedgerError):
    """No entry names such a document."""

    sentence = Both(
        "no entry names a document {told}. List documents with: ledger evidence list",
        "没有分录记有文件 {told}。可用 ledger evidence list 列出。",
    )


class WhichDocumentError(LedgerError):
    """More than one document answers to what was told."""

    sentence = Both(
        "{told} names several documents; erase one by its SHA-256: {names}",
        "{told} 有多个文件；请以 SHA-256 指明其一：{names}",
    )


def naming(ledger: Ledger) -> dict[str, list[Entry]]:
    """The digest of each document that the ledger names -> the entries that name it."""
    from ledger.evidence.supporting import pieces_of

    found: dict[str, list[Entry]] = {}
    for entry in ledger.entries():
        for digest in dict.fromkeys(piece.sha256 for piece in pieces_of(entry)):
            found.setdefault(digest, []).append(entry)
    return found


def document(ledger: Ledger, told: str, named: dict[str, list[Entry]]) -> str:
    """The digest of the one document that a position, a SHA-256 or its first digits mean."""
    if told.startswith("#") or (told.isdecimal() and len(told) <= entries.MOST_DIGITS):
        at = ledger.entry(entries.position_of(told)).position
        found = [digest for digest, by in named.items() if any(entry.position == at for entry in by)]
    else:
        start = told.lower()
        found = [digest for digest in named if _DIGITS.fullmatch(start) and digest.startswith(start)]
    if not found:
        raise NoSuchDocumentError(told=shown(told))
    if len(found) > 1:
        names = "、".join(f"{digest[:SHOWN]} {_name(digest, named[digest])}" for digest in found)
        raise WhichDocumentError(told=shown(told), names=names)
    return found[0]


def _name(digest: str, entries: list[Entry]) -> str:
    from ledger.evidence.supporting import pieces_of

    return next(piece.name for piece in pieces_of(entries[0]) if piece.sha256 == digest)
