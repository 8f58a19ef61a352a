"""One durable append on a PostgreSQL server: the same small event as in ``append``, recorded on its own.

Against one INSERT of the same bytes, committed; and against the eventsourcing library's own application on
its own recorder for PostgreSQL, where psycopg_pool is installed, which that needs.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application

from benchmarks._cases import BY
from benchmarks._measure import Figure, Skipped, in_turn
from benchmarks._server import NoServerError, server
from benchmarks.append import Training, recording
from ledger.application import Ledger
from ledger.log.address import Address
from ledger.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROUNDS, WARM_UP = 300, 20
WHAT = "record on PostgreSQL"
TABLE = """CREATE TABLE bare.entries (position BIGINT PRIMARY KEY, matter TEXT COLLATE "C" NOT NULL,
version BIGINT NOT NULL, kind TEXT NOT NULL, body BYTEA NOT NULL, leaf_hash BYTEA NOT NULL,
UNIQUE (matter, version))"""


def measure(folder: Path) -> Iterator[Figure | Skipped]:
    """The three by turns."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(server(folder))
        except NoServerError as error:
            yield Skipped(WHAT, f"no server can be started here ({error})")
            return
        place = Address.parse(f"{url}{'&' if '?' in url else '?'}schema=benchmark_{os.getpid()}")
        ledger = stack.enter_context(Ledger.create(Settings.at(place, folder), by=BY))
        ours = recording(ledger, ROUNDS + WARM_UP + 1)
        ours()
        stored = ledger.log_recorder.row(2)
        assert stored is not None  # noqa: S101 - the one just recorded
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        stack.callback(connection.execute, f"DROP SCHEMA {place.schema}, bare CASCADE")
        contenders = {"raw": inserting(connection, stored.body, stored.leaf_hash), "ours": ours}
        pooled = find_spec("psycopg_pool")
        if pooled:
            contenders["library"] = saving(stack, connection.info)
        took = in_turn(ROUNDS, contenders, warm_up=WARM_UP)
    yield Figure(WHAT, took["ours"], "one INSERT", took["raw"], 3)
    if pooled:
        yield Figure(WHAT, took["ours"], "eventsourcing.postgres", took["library"], 1)
    else:
        yield Skipped(f"{WHAT} against eventsourcing.postgres", "psycopg_pool is not installed")


def inserting(connection: psycopg.Connection[Any], body: bytes, leaf: bytes) -> Callable[[], object]:
    """Inserts a row of the same bytes, in a transaction of its own."""
    connection.execute("DROP SCHEMA IF EXISTS bare CASCADE")
    connection.execute("CREATE SCHEMA bare")
    connection.execute(TABLE)
    number = count(1)

    def insert() -> object:
        at = next(number)
        values = at, f"training/2024-培训{at:06}", 1, "training-held", body, leaf
        return connection.execute("INSERT INTO bare.entries VALUES (%s, %s, %s, %s, %s, %s)", values)

    return insert


def saving(stack: ExitStack, server: psycopg.ConnectionInfo) -> Callable[[], object]:
    """Saves the same fields through the library, with sequential ids."""
    application = Application[UUID]({
        "PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_DBNAME": server.dbname,
        "POSTGRES_HOST": server.host, "POSTGRES_PORT": str(server.port), "POSTGRES_USER": server.user,
        "POSTGRES_PASSWORD": server.password, "POSTGRES_SCHEMA": "bare",
    })  # fmt: skip
    stack.callback(application.close)
    made = iter([Training(f"培训{at:06}", "2024-03-04", "external") for at in range(ROUNDS + WARM_UP)])
    return lambda: application.save(next(made))
