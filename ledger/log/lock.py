"""The writers' queue: an advisory lock on a file beside the database, so that waiting is fair.

SQLite's own busy handler polls, and the luckiest poller wins; those who wait for this lock sleep in the
kernel. On a busy machine whoever has just let it go would take it again before they are awake, so on Linux
there is a place at the door: only who stands there may wait for the lock, and nobody overtakes them.
"""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from ledger.log.errors import LockedError, ReadOnlyError

if TYPE_CHECKING:
    from typing import BinaryIO

if sys.platform == "win32":
    import portalocker

    def _wait(file: BinaryIO) -> None:
        portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE)

    def _try(file: BinaryIO) -> bool:
        try:
            portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.LockException:
            return False
        return True

    def _release(file: BinaryIO) -> None:
        portalocker.unlock(file)

else:
    import fcntl

    def _door(file: BinaryIO, action: int, *, wait: bool = False) -> None:
        """Take or leave the place at the door: a lock on the first byte, apart from the whole file's."""
        if sys.platform == "linux":
            command = fcntl.F_OFD_SETLKW if wait else fcntl.F_OFD_SETLK
            fcntl.fcntl(file, command, struct.pack("hhqqi4x", action, os.SEEK_SET, 0, 1, 0))

    def _wait(file: BinaryIO) -> None:
        _door(file, fcntl.F_WRLCK, wait=True)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        finally:
            _door(file, fcntl.F_UNLCK)

    def _try(file: BinaryIO) -> bool:
        try:
            _door(file, fcntl.F_WRLCK)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            finally:
                _door(file, fcntl.F_UNLCK)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _release(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class Queue:
    """The queue of one connection; one descriptor, kept open."""

    def __init__(self, database: Path, patience: float) -> None:
        self.path = database.with_name(database.name + "-lock")
        self.patience = patience
        self._file: BinaryIO | None = None

    def acquire(self) -> None:
        """Wait for the turn; LockedError once patience is at an end."""
        file = self._opened()
        if not _try(file) and not self._queued(file):
            self.close()
            raise LockedError(path=self.path, seconds=f"{self.patience:g}")

    def release(self) -> None:
        """Let the next one have it."""
        if self._file:
            _release(self._file)

    def close(self) -> None:
        """Give the descriptor back, and with it the place in the queue."""
        if self._file:
            self._file.close()
            self._file = None

    def _opened(self) -> BinaryIO:
        if self._file is None:
            try:
                self._file = self.path.open("ab")
            except OSError as error:
                raise ReadOnlyError(path=self.path) from error
        return self._file

    def _queued(self, file: BinaryIO) -> bool:
        """Wait in the kernel's queue, which knows no limit of time, beside a clock that does."""
        turn = Event()

        def wait() -> None:
            with suppress(ValueError):  # patience was at an end, and the file closed
                _wait(file)
                turn.set()

        Thread(target=wait, daemon=True).start()
        return turn.wait(self.patience)
