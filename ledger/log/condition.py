"""The condition of a log, as its database and its folder show it; nothing is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.log.errors import LogError
from ledger.log.lock import Queue

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.log.dialects import Condition
    from ledger.log.recorder import LogRecorder


def condition(log: LogRecorder) -> Condition:
    """Ask the database about a log; LogError if it cannot even be asked."""
    try:
        return log.connection.condition()
    except log.dialect.error as error:
        raise log.dialect.told(error) from error


def waiting(database: Path) -> int:
    """Bytes that stand in the WAL beside the file: a copy of the file alone lacks what they hold."""
    try:
        return database.with_name(f"{database.name}-wal").stat().st_size
    except OSError:
        return 0


def being_written(database: Path) -> bool:
    """Whether another program is writing at this moment."""
    queue = Queue(database, patience=0)
    if not queue.path.exists() or not os.access(queue.path, os.W_OK):
        return False
    try:
        queue.acquire()
    except LogError:
        return True
    queue.close()
    return False
