"""Checkpoints (c2sp.org/tlog-checkpoint): name, size and root hash of a log, to be signed as a note."""

from __future__ import annotations

import re
from typing import NamedTuple

from ledger.errors import LedgerError, shown
from ledger.language import Both
from ledger.log.merkle import HASH_BYTES
from ledger.log.note import MalformedNoteError, Note, VerifierKey, decoded, encoded

NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
"""A size or an index: decimal, without leading zeros, small enough for any database."""
CHECKPOINT = Both("checkpoint", "检查点")


class OtherLogError(LedgerError):
    """A checkpoint of another log."""

    sentence = Both(
        "the checkpoint is of {found}, this ledger is {origin}. Use the one of this ledger.",
        "该检查点属于 {found}，本账本为 {origin}。请使用本账本的检查点。",
    )


class Checkpoint(NamedTuple):
    """What a log says of itself at one size; ``extensions`` are lines that only its maker understands."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The text that is signed."""
        return "\n".join((self.origin, str(self.size), encoded(self.root), *self.extensions, ""))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint that the text of a note is; MalformedNoteError if it is none."""
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not text.endswith("\n"):
            why = Both("it has fewer than three lines, or an empty one", "不足三行，或有空行")
            raise MalformedNoteError(CHECKPOINT, why)
        origin, size, told, *extensions = lines
        root = decoded(told)
        if not NUMBER.fullmatch(size):
            why = Both(f"“{shown(size)}” is no size", f"“{shown(size)}”不是条数")
            raise MalformedNoteError(CHECKPOINT, why)
        if root is None or len(root) != HASH_BYTES:
            why = Both(f"“{shown(told)}” is no root hash", f"“{shown(told)}”不是根哈希")
            raise MalformedNoteError(CHECKPOINT, why)
        return cls(origin, int(size), root, tuple(extensions))

    @classmethod
    def opened(cls, note: Note | bytes | str, *keys: VerifierKey, origin: str = "") -> Checkpoint:
        """The checkpoint of a note that one of the keys signed, of this log if ``origin`` names it.

        NotSignedError, BadSignatureError, MalformedNoteError or OtherLogError if there is none to trust.
        """
        whole = note if isinstance(note, Note) else Note.parse(note)
        whole.verified(*keys)
        checkpoint = cls.parse(whole.text)
        if origin and checkpoint.origin != origin:
            raise OtherLogError(found=shown(checkpoint.origin), origin=origin)
        return checkpoint
