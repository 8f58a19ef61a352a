"""The auditor's own folder: the key that is pinned, and how far they have seen the ledger.

It is kept where the company cannot write. From one visit to the next it shows what the ledger alone cannot:
that nothing was cut off and that the whole was not replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import durable
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log.checkpoint import Checkpoint
from ledger.log.note import MalformedNoteError, Note, VerifierKey

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.audit.verification import Verified

KEY, SEEN, CHECKPOINT = "ledger.pub", "seen", "checkpoint"
NOT_SEEN = Both("it does not agree with what you saw last", "与您上次所见不符")
UNNAMED = "?"
"""The name of a log whose entries do not name it."""


class DamagedFolderError(LedgerError):
    """A file of the folder is not what was written there."""

    sentence = Both(
        "{path} is damaged ({why}). It is your memory of the ledger: put a copy of it back.",
        "{path} 已损坏（{why}）。该文件是您以往核对的依据，请放回其备份。",
    )


class NothingSeenError(LedgerError):
    """A key is pinned, but what was seen with it is gone."""

    sentence = Both(
        "{key} is pinned, but {path}, your memory of the ledger, is not there: put a copy of it back, or "
        "begin anew in an empty folder with --key.",
        "已固定公钥 {key}，但以往核对的依据 {path} 不在：请放回其备份，或以 --key 在空文件夹中重新开始。",
    )


class OtherPinError(LedgerError):
    """A key is given that is not the one pinned."""

    sentence = Both(
        "{path} has another key pinned: {pinned}. If the company told you of the new one by another way, "
        "write it into that file.",
        "{path} 中已固定的公钥为 {pinned}，与给出的不同。如已另行向公司确认新公钥，请将其写入该文件。",
    )


class Auditor:
    """The folder; made on first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, given: VerifierKey | None = None) -> VerifierKey | None:
        """The pinned key; before the first use the one ``given``, if any. OtherPinError if they differ."""
        text = self._text(KEY)
        if text is None:
            return given
        if self._text(SEEN) is None:
            raise NothingSeenError(path=self.folder / SEEN, key=self.folder / KEY)
        try:
            pinned = VerifierKey.parse(text)
        except MalformedNoteError as error:
            raise DamagedFolderError(path=self.folder / KEY, why=error.data["why"]) from error
        if given and given != pinned:
            raise OtherPinError(path=self.folder / KEY, pinned=pinned)
        return pinned

    def seen(self) -> Checkpoint | None:
        """Name, size and root of the ledger as it was verified last; None before the first use."""
        seen, signed = self._checkpoint(SEEN), self._checkpoint(CHECKPOINT)
        if signed and (
            seen is None or signed.size > seen.size or (signed.size == seen.size and signed.root != seen.root)
        ):
            raise DamagedFolderError(path=self.folder / CHECKPOINT, why=NOT_SEEN)
        return seen

    def _checkpoint(self, name: str) -> Checkpoint | None:
        text = self._text(name)
        try:
            if text is None:
                return None
            return Checkpoint.parse(Note.parse(text.encode()).text if name == CHECKPOINT else text)
        except MalformedNoteError as error:
            raise DamagedFolderError(path=self.folder / name, why=error.data["why"]) from error

    def keep(self, verified: Verified, signed: Note | None) -> None:
        """Remember what was verified without a finding, and the checkpoint that the company signed for it."""
        durable.folder(self.folder)
        checked = verified.checked
        seen = Checkpoint(verified.testimony.origin or UNNAMED, checked.last, checked.tree.root)
        # What was seen first: cut short after any of the three, the folder still agrees with itself.
        durable.put(self.folder / SEEN, str(seen).encode())
        if signed:
            durable.put(self.folder / CHECKPOINT, str(signed).encode())
        if verified.key:
            durable.put(self.folder / KEY, f"{verified.key}\n".encode())

    def _text(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_bytes().decode("utf-8", "backslashreplace")
        except FileNotFoundError:
            return None
