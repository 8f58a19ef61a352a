"""The checkpoints that a ledger has signed: a file each, named by its size, in a folder beside the ledger.

They are what a log remembers of its own word: it signs nothing that is not consistent with the last of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger import durable
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log.checkpoint import Checkpoint
from ledger.log.note import MalformedNoteError, Note

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".checkpoint"
_NAME = re.compile(r"([0-9]{9,18})\.checkpoint")


class DamagedCheckpointError(LedgerError):
    """A file that should hold a checkpoint of its size."""

    sentence = Both(
        "{path} is not the checkpoint that was signed ({why}). Put a copy of it back; your auditor has one.",
        "{path} 不是当初签署的检查点（{why}）。请放回其副本；审计师处应有留存。",
    )


class NoSuchCheckpointError(LedgerError):
    """No checkpoint of this size was signed."""

    sentence = Both(
        "no checkpoint of {size} entries was signed here; there are some of: {sizes}.",
        "此处没有 {size} 条分录时的检查点；现有：{sizes}。",
    )


class Kept:
    """The folder of the checkpoints; made when the first one is put in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sizes(self) -> list[int]:
        """The sizes at which the log was signed, smallest first."""
        try:
            names = [path.name for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise DamagedCheckpointError(path=self.folder, why=error.strerror or error) from error
        return sorted(int(match[1]) for match in map(_NAME.fullmatch, names) if match)

    def path(self, size: int) -> Path:
        """Where the checkpoint of this size is, or would be."""
        return self.folder / f"{size:09d}{SUFFIX}"

    def note(self, size: int) -> Note:
        """The checkpoint of this size, not verified; NoSuchCheckpointError if there is none."""
        try:
            note = Note.parse(self.path(size).read_bytes())
            found = Checkpoint.parse(note.text).size
        except FileNotFoundError as error:
            there = ", ".join(map(str, self.sizes())) or "—"
            raise NoSuchCheckpointError(size=size, sizes=there) from error
        except OSError as error:
            raise DamagedCheckpointError(path=self.path(size), why=error.strerror or error) from error
        except MalformedNoteError as error:
            raise DamagedCheckpointError(path=self.path(size), why=error.data["why"]) from error
        if found != size:
            why = Both(f"it is of {found} entries", f"它的条数为 {found}")
            raise DamagedCheckpointError(path=self.path(size), why=why)
        return note

    def put(self, note: Note) -> None:
        """Keep a checkpoint, on the disk when this returns; its place is that of its size."""
        path = self.path(Checkpoint.parse(note.text).size)
        durable.folder(self.folder)
        durable.put(path, str(note).encode())
