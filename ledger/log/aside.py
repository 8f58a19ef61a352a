"""Aside: where to read a database of SQLite so that nothing is made or changed beside it.

A file in WAL mode cannot be read without the WAL and its index beside it, and SQLite makes them where they
are not there (https://sqlite.org/wal.html, section 5). Where another program has made them it is read in its
place; else a copy is.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

from ledger.log.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = "", "-wal"
"""Suffixes of what a copy consists of; the index of the WAL is made anew."""


@contextmanager
def aside(database: Path) -> Iterator[Path]:
    """The file to read: itself, or a copy as long as this lasts; errors name the original."""
    if not database.is_file() or in_use(database):
        yield database
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / database.name
        try:
            yield copy if copied(database, copy) else database
        except LogError as error:
            if error.data.get("path") != copy:
                raise
            raise type(error)(**error.data | {"path": database}) from error


def in_use(database: Path) -> bool:
    """Whether another program has it open, so that it can be read without a file being made."""
    if not all(database.with_name(database.name + suffix).exists() for suffix in ("-wal", "-shm")):
        return False
    try:
        with closing(sqlite3.connect(read_only(database), uri=True)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:  # media that nothing can be written to, not even the index
        return False
    except sqlite3.DatabaseError:
        pass  # who reads it will say what is wrong with it
    return True


def read_only(database: Path) -> str:
    """The URI by which SQLite opens the file to read only."""
    return f"file:{quote(str(database.resolve()))}?mode=ro"


def copied(database: Path, copy: Path) -> bool:
    """Copy the file with its WAL; False if another program changed them meanwhile.

    Never in a process that has the database open: closing a plain file drops SQLite's locks on it.
    """
    before = _state(database)
    for suffix in PARTS:
        with suppress(FileNotFoundError):
            copyfile(f"{database}{suffix}", f"{copy}{suffix}")
    return _state(database) == before


def _state(database: Path) -> list[tuple[int, int] | None]:
    """Size and time of the last change of each part that is there."""
    files = [database.with_name(database.name + suffix) for suffix in PARTS]
    told = [file.stat() if file.exists() else None for file in files]
    return [(stat.st_size, stat.st_mtime_ns) if stat else None for stat in told]
