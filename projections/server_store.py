"""Views on a PostgreSQL server, in the schema beside the log's, for all who may use it.

Programs that bring them up to date at once wait for the row that says how far they are; who makes tables at
the same moment as another tries again. A reader holds no transaction open: what holds as known at a position
is the same whoever adds to the views meanwhile.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, create_engine, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn

from ledger.language import Both
from ledger.log.postgres import Postgres
from projections.store import PATIENCE, File, Overtaken
from projections.view import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from psycopg import Connection as Session
    from sqlalchemy import Connection
    from sqlalchemy.sql.compiler import DDLCompiler

    from ledger.log.address import Address

OVERTAKEN = "40001", "40P01", "42P06", "42P07", "23505", "42710", "42P01", "XX000"
"""Serialisation failure, deadlock, something that is there already or not any more, the catalogue's own."""
FORBIDDEN = "42501", "25006", "53100", "3F000"
"""No right, a standby, no room, no schema and no right to make one."""
IN_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')"
ELSEWHERE = Both(
    "the views are not kept on the server, which does not allow it ({why}), but in {path}",
    "服务器不允许保存视图（{why}），视图改存于 {path}",
)


@compiles(CreateColumn, "postgresql")
def sign_by_sign(element: CreateColumn, compiler: DDLCompiler, **options: Any) -> str:
    """A column in which texts are compared sign by sign, as in SQLite: days and ids are meant to be."""
    told: str = compiler.visit_create_column(element, **options)  # type: ignore[no-untyped-call]
    return told.replace(" TEXT", ' TEXT COLLATE "C"') if isinstance(element.element.type, Text) else told


class Server:
    """A schema of views; ``instead`` is the file for those who may not use it."""

    def __init__(self, place: Address, instead: Path | None, *, remade: bool = False) -> None:
        self.place, self.instead, self.remade = place, instead, remade
        self.notice: Both | None = None
        self.engine = create_engine("postgresql+psycopg://", creator=self._session)

    def _session(self) -> Session[Any]:
        """A session in the role of the views where there is one: what anybody makes is everybody's."""
        session = Postgres(self.place).opened(patience=PATIENCE)
        if session.execute(IN_ROLE, (self.place.schema,)).fetchone():
            session.execute(f"SET ROLE {self.place.schema}")
        session.autocommit = False
        return session

    def reading(self) -> Connection:
        """A connection on which every question is a transaction of its own."""
        return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that may write; the schema is made if it is not there."""
        with self.engine.connect().execution_options(isolation_level="READ COMMITTED") as connection:
            with connection.begin():
                if not inspect(connection).has_schema(self.place.schema):
                    connection.exec_driver_sql(f"CREATE SCHEMA {self.place.schema}")
            with connection.begin():
                yield connection

    def overtaken(self, error: DatabaseError) -> bool:
        """Whether another made the tables, or the rows, at the same moment; or the session had ended."""
        return error.connection_invalidated or _state(error) in OVERTAKEN or isinstance(error.orig, Overtaken)

    def after(self, error: DatabaseError | OSError) -> Server | File:
        """The same schema, cleared; a file if that is not allowed, or was to no avail."""
        if self.remade or _state(error) in FORBIDDEN:
            return self._elsewhere(error)
        try:
            self.clear()
        except DatabaseError as refused:
            return self._elsewhere(refused)
        self.close()
        return Server(self.place, self.instead, remade=True)

    def _elsewhere(self, error: DatabaseError | OSError) -> File:
        self.close()
        file = File(self.instead)
        if self.instead and not self.instead.exists():  # else it was said before
            with suppress(OSError):  # memory will do, too
                self.instead.parent.mkdir(parents=True, exist_ok=True)
            why = str(getattr(error, "orig", error)).partition("\n")[0]
            file.notice = Both(*(told.format(why=why, path=self.instead) for told in ELSEWHERE))
        return file

    def exists(self) -> bool:
        """Whether there are tables."""
        with self.engine.connect() as connection:
            return bool(inspect(connection).get_table_names())

    def sound(self) -> bool:
        """A server checks its pages by itself."""
        return True

    def clear(self) -> None:
        """Drop the tables."""
        with self.writing() as connection:
            METADATA.drop_all(connection)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _state(error: Exception) -> str:
    """The server's code of an error (PostgreSQL manual, appendix A)."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", "") or "")
