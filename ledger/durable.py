"""Writing files of our own so that a crash leaves the old one or the new one, never half of either."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from ledger.errors import UNAVAILABLE, LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from pathlib import Path

FOR_ALL = 0o666
"""The mode of an ordinary file, less what the user's umask takes away."""


class UnwritableError(LedgerError):
    """A file that cannot be written where it belongs."""

    exit_code = UNAVAILABLE
    sentence = Both(
        "{path} cannot be written ({why}). Mend that and do it again.",
        "{path} 无法写入（{why}）。请处理后重做。",
    )


def put(path: Path, data: bytes, mode: int = FOR_ALL) -> None:
    """Make or replace the file at ``path``; it is on the disk under its name when this returns.

    UnwritableError if that fails; then what was there is there still.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)  # left behind by a crash
        _write(fresh, data, mode)
        fresh.replace(path)
        settle(path.parent)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise UnwritableError(path=path, why=error.strerror or error) from error


def move(old: Path, new: Path) -> None:
    """Put one file in the place of another in the same folder, for good when this returns."""
    try:
        old.replace(new)
        settle(new.parent)
    except OSError as error:
        raise UnwritableError(path=new, why=error.strerror or error) from error


def folder(path: Path, mode: int = 0o777) -> None:
    """Make the folder and those above it, on the disk when this returns; nothing where it is there."""
    try:
        if not path.is_dir():
            path.mkdir(mode, parents=True, exist_ok=True)
            settle(path.parent)
    except OSError as error:
        raise UnwritableError(path=path, why=error.strerror or error) from error


def _write(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def settle(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system can (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
