"""A copy of a log's file, made while others read and write: whole, on the disk and read again, or none."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from ledger.durable import UnwritableError, settle
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log.merkle import Frontier, leaf_hash
from ledger.log.recorder import LogRecorder

if TYPE_CHECKING:
    from pathlib import Path


class BackupTakenError(LedgerError):
    """Something is where the copy would be put."""

    sentence = Both(
        "{path} is there already; nothing was written. Name a new file.",
        "{path} 已存在，未写入任何内容；请另行指定新文件。",
    )


class UnsoundBackupError(LedgerError):
    """What was copied is not what was recorded."""

    sentence = Both(
        "entry #{position} is not as it was recorded, so no copy was kept; keep the backups that you have. "
        "Find out more with: ledger verify",
        "分录 #{position} 与记录时不符，未保留副本；请保留已有的备份，并用 ledger verify 查明。",
    )


class NotAFileError(LedgerError):
    """The log is on a server."""

    sentence = Both(
        "{path} is on a server, whose own backups cover it (pg_dump). For plain files: ledger export",
        "{path} 位于服务器上，请使用服务器的备份手段（pg_dump）；如需普通文件，请用 ledger export。",
    )


def backup(log: LogRecorder, target: Path) -> int:
    """Copy the log to a new file ``target``; how many entries are in it.

    The copy is one moment of the log, with what still stands in its WAL, by SQLite's online backup. It gets
    its name only once every entry in it was hashed again. BackupTakenError, UnsoundBackupError,
    UnwritableError, NotAFileError; a LogError if the log cannot be read.
    """
    if not isinstance(log.connection, sqlite3.Connection):
        raise NotAFileError(path=log.dialect.place)
    if target.exists() or target.is_symlink():
        raise BackupTakenError(path=target)
    fresh = target.with_name(f".{target.name}.new")
    try:
        _remove(fresh)  # left behind by a crash
        _copy(log.connection, fresh)
        size = _checked(fresh)
        fresh.rename(target)
        settle(target.parent)
    except OSError as error:
        raise UnwritableError(path=target, why=error.strerror or error) from error
    finally:
        with suppress(OSError):
            _remove(fresh)
    return size


def _copy(connection: sqlite3.Connection, fresh: Path) -> None:
    try:
        fresh.touch()
        with closing(sqlite3.connect(fresh)) as copy:
            copy.execute("PRAGMA synchronous = FULL")
            connection.backup(copy)
    except sqlite3.Error as error:
        raise UnwritableError(path=fresh, why=error) from error


def _checked(fresh: Path) -> int:
    """How many entries the copy has, each hashed again and all of them held against its head."""
    with closing(LogRecorder(fresh)) as copy:
        head, frontier = copy.head(), Frontier()
        for row in copy.rows(0, head.size):
            leaf = leaf_hash(row.body)
            if row.position != frontier.size + 1 or leaf != row.leaf_hash:
                raise UnsoundBackupError(position=frontier.size + 1)
            frontier.push(leaf)
        if (frontier.size, bytes(frontier)) != (head.size, head.frontier):
            raise UnsoundBackupError(position=frontier.size)
    return head.size


def _remove(fresh: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal", "-lock"):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
