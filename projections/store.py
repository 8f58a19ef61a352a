"""The file that views are kept in: connections to it, and what to do when it cannot be used."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.exc import DatabaseError

PATIENCE = 600.0
"""Seconds to wait while another program makes the views."""
UNUSABLE = (
    "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY",
    "SQLITE_LOCKED",
)  # fmt: skip
"""Why views are made in memory instead; any other error means that the file is damaged."""


def unusable(error: DatabaseError) -> bool:
    """Whether the place of the file is at fault, not the file."""
    name: str = getattr(error.orig, "sqlite_errorname", "")
    return name.startswith(UNUSABLE)


def cleared(path: Path) -> Path:
    """The path, with nothing left of a damaged file: an old WAL would spoil a new one."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return path


def engine_of(path: Path | None) -> Engine:
    """Connections to the file, or to memory, in which transactions are begun by hand."""
    options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
    if path is None:
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(URL.create("sqlite", database=str(path or ":memory:")), **options)

    @event.listens_for(engine, "connect")
    def by_hand(connection: Any, _: object) -> None:
        connection.isolation_level = None
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn WAL on; while others do so at the same moment, SQLite refuses without waiting."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
