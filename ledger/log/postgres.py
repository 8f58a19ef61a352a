"""A log in one schema of a PostgreSQL database.

The row lock of the head is the queue of the writers; there are no table locks, no advisory locks, no
sequences, no LISTEN. Where a server answers a conflict with a serialisation failure instead of letting the
writer wait, the whole write is begun again (``LogRecorder.retried``).
"""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.log.dialects import APPLICATION_ID, FORMAT, TABLES
from ledger.log.errors import (
    ConflictError,
    DiskFaultError,
    DiskFullError,
    LockedError,
    LogError,
    NewerFormatError,
    NotALedgerError,
)
from ledger.log.server_errors import (
    CannotConnectError,
    EncodingError,
    MissingDriverError,
    NoSuchSchemaError,
    NotAllowedError,
    SchemaTakenError,
    ServerGoneError,
    ServerRefusedError,
    StandbyError,
    WrongPasswordError,
)

try:
    import psycopg
    from psycopg import errors
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    from ledger.log.server import Connection
except ImportError as error:
    raise MissingDriverError from error

if TYPE_CHECKING:
    from ledger.log.address import Address

CONNECTING = 20
"""Seconds to wait for a server that does not answer."""
MAKING = 60.0
"""Seconds to wait for others while tables are made or dropped."""
BROKEN_OFF = psycopg.OperationalError, psycopg.InterfaceError
"""What the driver raises by itself when the session has ended."""

_TABLES = TABLES.format(integer="BIGINT", text='TEXT COLLATE "C"', bytes="BYTEA", strict="", keyed="")
SCHEMA = f"""{_TABLES}
CREATE TABLE ledger (application_id BIGINT PRIMARY KEY, format BIGINT NOT NULL);
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '% are append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.id = OLD.id AND NEW.size >= OLD.size AND NEW.recorded_at >= OLD.recorded_at THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the head only grows' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER entries_change BEFORE UPDATE OR DELETE ON entries
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER entries_truncate BEFORE TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER tiles_change BEFORE UPDATE OR DELETE ON tiles FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER tiles_truncate BEFORE TRUNCATE ON tiles FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER head_change BEFORE UPDATE OR DELETE ON head FOR EACH ROW EXECUTE FUNCTION only_grows();
CREATE TRIGGER head_truncate BEFORE TRUNCATE ON head FOR EACH STATEMENT EXECUTE FUNCTION only_grows();
CREATE TRIGGER ledger_change BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER ledger_truncate BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION append_only();
INSERT INTO ledger VALUES ({APPLICATION_ID}, {FORMAT});
INSERT INTO head VALUES (1, 0, '', '');
"""
"""The triggers keep honest programs honest; the proofs are the guarantee."""
ACKNOWLEDGED = """SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') IN ('off', 'local')"""
"""Nothing is acknowledged that a crash may take; who waits for more than the own disk goes on doing so."""
EMPTY = """SELECT 1 FROM pg_namespace n WHERE nspname = %s AND pg_has_role(nspowner, 'MEMBER')
AND has_database_privilege(current_database(), 'CREATE')
AND NOT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = n.oid)"""
"""The schema if nothing is in it and who drops it could make it again."""
TAKEN = (
    errors.DuplicateTable, errors.DuplicateSchema, errors.DuplicateFunction, errors.DuplicateObject,
    errors.UniqueViolation,
)  # fmt: skip
"""What the slower one of two gets who make the same schema; the last one from the server's own catalogue."""

MARKED = """SELECT nspname FROM pg_namespace JOIN pg_class ON relnamespace = pg_namespace.oid
JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relname = 'ledger' AND attname = 'application_id' AND NOT attisdropped ORDER BY nspname COLLATE "C" """
"""The schemas with the table of a ledger's mark. Everybody may read the catalogue, so a ledger that the user
may not look into is there too, and is told of as such."""


class Postgres:
    """How a log is made and opened on a server."""

    integrity_error: type[Exception] = psycopg.IntegrityError
    error: type[Exception] = psycopg.Error

    def __init__(self, place: Address) -> None:
        self.place = place

    def create(self) -> None:
        """Make the tables in the schema, and the schema where it is not there: all in one transaction."""
        schema = self.place.schema
        try:
            with self.opened() as connection, connection.transaction():
                there = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
                if not connection.execute(there, (schema,)).fetchone():
                    connection.execute(f"CREATE SCHEMA {schema}")
                connection.execute(SCHEMA)
        except TAKEN as error:
            raise SchemaTakenError(path=self.place) from error
        except psycopg.Error as error:
            raise self.told(error) from error

    def discard(self) -> None:
        """Take back the tables that were only just made, and the schema if nothing else is in it."""
        schema = self.place.schema
        try:
            with self.opened() as connection, connection.transaction():
                connection.execute("DROP TABLE IF EXISTS entries, tiles, head, ledger")
                connection.execute("DROP FUNCTION IF EXISTS append_only, only_grows")
                if connection.execute(EMPTY, (schema,)).fetchone():
                    connection.execute(f"DROP SCHEMA {schema}")
        except psycopg.Error as error:
            raise self.told(error) from error

    def ledgers(self) -> list[str]:
        """The names of all ledgers in the database, in order."""
        with closing(self.opened(read_only=True)) as connection:
            return [name for (name,) in connection.execute(MARKED).fetchall()]

    def queue(self, patience: float) -> RowLock:
        """The server keeps the queue; its patience is that of the connection."""
        _ = patience
        return RowLock()

    def connect(self, *, read_only: bool, patience: float) -> Connection:
        """A connection to a schema that is a ledger."""
        connection = Connection(lambda: self.opened(read_only=read_only, patience=patience))
        try:
            self._check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: Connection) -> None:
        try:
            # By its full name: otherwise a schema that the user may not look into is passed over in silence.
            sql = f"SELECT application_id, format FROM {self.place.schema}.ledger"
            found = connection.execute(sql).fetchall()
        except (errors.InvalidSchemaName, errors.UndefinedTable) as error:
            raise NoSuchSchemaError(path=self.place) from error
        except psycopg.Error as error:
            raise self.told(error) from error
        if [mark for mark, _ in found] != [APPLICATION_ID]:
            raise NotALedgerError(path=self.place, why=Both("it has no mark of a ledger", "没有账本标记"))
        if found[0][1] > FORMAT:
            raise NewerFormatError(path=self.place, found=found[0][1], known=FORMAT)

    def opened(self, *, read_only: bool = False, patience: float = MAKING) -> psycopg.Connection:
        """A connection whose tables are those of the schema."""
        settings = {
            "search_path": self.place.schema,
            "lock_timeout": f"{max(patience * 1000, 1):.0f}",
        } | ({"default_transaction_read_only": "on"} if read_only else {})
        told = " ".join(f"-c {name}={value}" for name, value in settings.items())
        try:
            given = conninfo_to_dict(self.place.url)
            conninfo = make_conninfo(
                self.place.url,
                client_encoding="UTF8",
                connect_timeout=given.get("connect_timeout") or CONNECTING,
                options=f"{given.get('options') or ''} {told}",
            )
            connection = psycopg.connect(conninfo, autocommit=True)
            connection.execute(ACKNOWLEDGED)
        except psycopg.Error as error:
            raise self._outside(error) from error
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise EncodingError(path=self.place, found=encoding)
        return connection

    def _outside(self, error: psycopg.Error) -> LogError:
        """Why there is no connection. What libpq cannot read it repeats, and that may be a password."""
        if not isinstance(error, psycopg.OperationalError):
            why = Both("the address cannot be read", "地址无法解析")
            return CannotConnectError(path=self.place, why=why)
        if re.search("password authentication failed|no password supplied", str(error)):
            return WrongPasswordError(path=self.place)
        return CannotConnectError(path=self.place, why=self._why(error))

    def _why(self, error: Exception) -> str:
        """The first line of what was said, and no secret in it."""
        told = (str(error).strip().splitlines() or [type(error).__name__])[0].rpartition("FATAL:")[2]
        told = told.strip().removeprefix("connection is bad: ").removeprefix("connection failed: ")
        for secret in self.place.secrets():
            told = told.replace(secret, "…")
        return told

    def told(self, error: Exception) -> LogError:
        """The server's error in the ledger's words."""
        state, path, why = getattr(error, "sqlstate", None) or "", self.place, self._why(error)
        if state in ("40001", "40P01"):
            return ConflictError(path=path)
        if state.startswith(("08", "57P")) or (not state and isinstance(error, BROKEN_OFF)):
            return ServerGoneError(path=path, why=why)
        simple = SIMPLE.get(state)
        if simple:
            return simple(path=path, why=why, seconds="many")
        if state.startswith(("XX", "58")):
            return DiskFaultError(path=path, why=why)
        return ServerRefusedError(path=path, why=why)


SIMPLE: dict[str, type[LogError]] = {
    "53100": DiskFullError,
    "25006": StandbyError,
    "42501": NotAllowedError,
    "55P03": LockedError,
    "3F000": NoSuchSchemaError,
    "42P01": NotALedgerError,
    "42703": NotALedgerError,
}
"""By the server's codes (PostgreSQL manual, appendix A)."""


class RowLock:
    """The queue that the server keeps: whoever takes the head waits there."""

    def acquire(self) -> None:
        """Nothing; the row is taken when the transaction begins."""

    def release(self) -> None:
        """Nothing; the commit lets the next one have it."""

    def close(self) -> None:
        """Nothing."""
