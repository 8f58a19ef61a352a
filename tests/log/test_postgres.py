"""A log on a server: made once, append-only, whole whatever happens, and every failure has its own error.

Failures that a healthy server does not have by itself are brought about in the database: a trigger raises the
server's own error at the place where it would come.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from lines import append_lines
from servers import logins

from ledger.log import recorder as recording
from ledger.log.dialects import APPLICATION_ID, FORMAT
from ledger.log.errors import (
    ConflictError,
    DiskFaultError,
    DiskFullError,
    LedgerExistsError,
    LogError,
    NewerFormatError,
    NoSuchLedgerError,
    NotALedgerError,
)
from ledger.log.postgres import Postgres
from ledger.log.recorder import LogRecorder
from ledger.log.roles import READER, WRITER
from ledger.log.server_errors import (
    EncodingError,
    NotAllowedError,
    ServerGoneError,
    ServerRefusedError,
    StandbyError,
)
from ledger.log.stored import opened
from ledger.log.verify import check

if TYPE_CHECKING:
    from servers import Database

    from ledger.log.address import Address


def events(count: int, matter: str = "m", first: int = 1) -> list[StoredEvent]:
    return [StoredEvent(matter, version, "k", b"x" * 10) for version in range(first, first + count)]


@pytest.fixture
def made(address: Address) -> Address:
    Postgres(address).create()
    return address


@pytest.fixture
def recorder(made: Address) -> Iterator[LogRecorder]:
    opened = LogRecorder(made, patience=5)
    yield opened
    opened.close()


@pytest.fixture
def owner(server: Database, address: Address) -> Iterator[psycopg.Connection[Any]]:
    """The owner of the schema, past the program."""
    with closing(server.connect()) as connection:
        connection.execute(f"SET search_path = {address.schema}")
        yield connection


# -- made once


def test_of_many_who_make_a_ledger_at_once_one_does(address: Address) -> None:
    def make(_: int) -> str:
        try:
            Postgres(address).create()
        except LogError as error:
            return type(error).__name__
        return "made"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(make, range(8)))
    assert sorted(outcomes) == ["SchemaTakenError"] * 7 + ["made"]
    with closing(LogRecorder(address)) as log:
        assert log.insert_events(events(1)) == [1]


def test_what_was_only_just_made_is_taken_back(server: Database, address: Address) -> None:
    Postgres(address).create()
    Postgres(address).discard()
    with closing(server.connect()) as connection:
        assert not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s",
                                      (address.schema,)).fetchall()  # fmt: skip
        connection.execute(f"CREATE SCHEMA {address.schema}")
        connection.execute(f"CREATE TABLE {address.schema}.mine (one INTEGER)")
        Postgres(address).create()
        Postgres(address).discard()
        assert connection.execute(f"SELECT * FROM {address.schema}.mine").fetchall() == []


def test_a_schema_with_tables_of_others_stays_as_it_is(server: Database, address: Address) -> None:
    with closing(server.connect()) as connection:
        connection.execute(
            f"CREATE SCHEMA {address.schema}; CREATE TABLE {address.schema}.entries (one INTEGER)"
        )
    with pytest.raises(LedgerExistsError):
        Postgres(address).create()
    with pytest.raises(NoSuchLedgerError):
        LogRecorder(address)


def test_a_database_that_cannot_hold_chinese_is_refused(server: Database, address: Address) -> None:
    name = f"{address.schema}_latin"
    with closing(server.connect()) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
        try:
            with pytest.raises(EncodingError, match="LATIN1"):
                Postgres(address._replace(url=address.url.replace("/postgres?", f"/{name}?"))).create()
        finally:
            connection.execute(f"DROP DATABASE {name}")


# -- what is no ledger


def test_where_nothing_is_there_is_no_ledger(server: Database, address: Address) -> None:
    for _ in range(2):
        with pytest.raises(NoSuchLedgerError, match="ledger init"):
            LogRecorder(address)
        with closing(server.connect()) as connection:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {address.schema}")


@pytest.mark.parametrize(("sql", "kind"), [
    (f"UPDATE ledger SET format = {FORMAT + 1}", NewerFormatError),
    (f"UPDATE ledger SET application_id = {APPLICATION_ID + 1}", NotALedgerError),
    ("DELETE FROM ledger", NotALedgerError),
    ("ALTER TABLE ledger DROP COLUMN format", NotALedgerError),
])  # fmt: skip
def test_a_mark_of_something_else_is_told(
    made: Address, owner: psycopg.Connection[Any], sql: str, kind: type[LogError]
) -> None:
    owner.execute("DROP TRIGGER ledger_change ON ledger")
    owner.execute(sql.encode())
    with pytest.raises(kind):
        LogRecorder(made)


# -- append-only


@pytest.mark.parametrize("statement", [
    "UPDATE entries SET body = 'x' WHERE position = 1",
    "DELETE FROM entries WHERE position = 300",
    "TRUNCATE entries",
    "TRUNCATE entries, tiles, head, ledger",
    "INSERT INTO entries VALUES (1, 'm', 999, 'k', 'x', 'x')",
    "INSERT INTO entries VALUES (999, 'm', 1, 'k', 'x', 'x')",
    "INSERT INTO entries VALUES (1, 'm', 1, 'k', 'x', 'x') ON CONFLICT (position) DO UPDATE SET kind = 'l'",
    "MERGE INTO entries e USING (SELECT 1 AS one) s ON e.position = 1 WHEN MATCHED THEN DELETE",
    "UPDATE tiles SET root = 'x'",
    "DELETE FROM tiles",
    "TRUNCATE tiles",
    "UPDATE head SET size = 0",
    "UPDATE head SET id = 2",
    "UPDATE head SET recorded_at = ''",
    "DELETE FROM head",
    "TRUNCATE head",
    "INSERT INTO head VALUES (1, 0, '', '')",
    "INSERT INTO head VALUES (2, 0, '', '')",
    "DELETE FROM ledger",
])  # fmt: skip
def test_the_log_refuses_to_change_what_it_holds(
    recorder: LogRecorder, owner: psycopg.Connection[Any], statement: str
) -> None:
    with recorder.writing() as writing:
        recorder.insert_events(events(300))
        writing.recorded_at = "2024-08-28T09:00:00.000000Z"
    root = recorder.root()
    with pytest.raises(psycopg.IntegrityError):
        owner.execute(statement.encode())
    assert recorder.root() == root == recorder.tree(300).root


def test_texts_are_in_the_collation_of_their_signs(made: Address, owner: psycopg.Connection[Any]) -> None:
    found = owner.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s "
        "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'", (made.schema,)
    ).fetchall()  # fmt: skip
    assert not found


@pytest.mark.parametrize(("sql", "table", "position"), [
    ("UPDATE entries SET body = 'y' WHERE position = 7", "entries", 7),
    ("UPDATE entries SET leaf_hash = 'y' WHERE position = 7", "entries", 7),
    ("UPDATE entries SET matter = 'n' WHERE position = 7", "entries", 7),
    ("DELETE FROM entries WHERE position = 7", "entries", 7),
    ("DELETE FROM entries WHERE position = 600", "head", 600),
    ("UPDATE tiles SET root = 'y' WHERE number = 1", "tiles", 257),
    ("DELETE FROM tiles WHERE number = 1", "tiles", 257),
    ("UPDATE head SET size = 599", "head", 600),
    ("DELETE FROM head", "head", 0),
])  # fmt: skip
def test_what_was_altered_behind_the_program_is_located(
    recorder: LogRecorder, owner: psycopg.Connection[Any], sql: str, table: str, position: int
) -> None:
    append_lines(recorder, 600)
    with opened(recorder.dialect.place) as stored:
        assert check(stored).sound
    owner.execute("SET session_replication_role = replica")  # triggers do not fire for those
    owner.execute(sql.encode())
    with opened(recorder.dialect.place) as stored:
        found = check(stored).findings
    assert (table, position) in {(finding.table, finding.position) for finding in found}


def test_a_check_sees_one_moment_whoever_writes_meanwhile(recorder: LogRecorder) -> None:
    recorder.append(("m", at, "k", b"x") for at in range(1, 11))
    with opened(recorder.dialect.place) as stored:
        assert stored.size == 10
        recorder.append([("m", 11, "k", b"x")])
        assert len(list(stored.rows())) == 10


# -- roles


def test_a_writer_may_append_and_nothing_else(server: Database, made: Address) -> None:
    with logins(server, made, WRITER) as (place,), closing(LogRecorder(place)) as log:
        assert log.insert_events(events(300)) == list(range(1, 301))
        for statement in (
            "UPDATE entries SET kind = 'x'", "DELETE FROM entries", "TRUNCATE entries", "DELETE FROM tiles",
            "UPDATE tiles SET root = ''", "INSERT INTO head VALUES (2, 0, '', '')", "DELETE FROM head",
            "DROP TABLE entries", "ALTER TABLE entries DISABLE TRIGGER ALL", "CREATE TABLE t (c INTEGER)",
            "UPDATE ledger SET format = 2", "DROP FUNCTION append_only CASCADE",
            "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE sql AS ''",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                log.connection.execute(statement)


def test_a_reader_may_read_and_nothing_else(server: Database, made: Address) -> None:
    with closing(LogRecorder(made)) as log:
        log.insert_events(events(3))
    with logins(server, made, READER, "") as (reader, nobody):
        with closing(LogRecorder(reader)) as log:
            assert log.size() == 3
            with pytest.raises(NotAllowedError, match="--roles"):
                log.insert_events(events(1, first=4))
        with opened(reader) as stored:
            assert len(list(stored.rows())) == 3
        for act in (
            lambda: LogRecorder(nobody),
            Postgres(nobody._replace(schema="elsewhere")).create,
        ):
            with pytest.raises(NotAllowedError):
                act()


# -- conflicts, as engines have them that do not let a writer wait


@contextmanager
def failing(
    owner: psycopg.Connection[Any], state: str, times: int = 2**31, *, at_commit: bool = False
) -> Iterator[Callable[[], int]]:
    """Makes an append, or its commit, fail with this error; gives how often. Only a sequence counts on."""
    owner.execute("CREATE SEQUENCE failures")
    owner.execute(f"""CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('failures') <= {times} THEN RAISE EXCEPTION 'as if' USING ERRCODE = '{state}'; END IF;
        RETURN NEW; END $$""")
    how = "CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON entries DEFERRABLE INITIALLY DEFERRED"
    owner.execute(f"{how if at_commit else 'CREATE TRIGGER fail BEFORE INSERT ON entries'} "
                  "FOR EACH ROW EXECUTE FUNCTION fail()")  # fmt: skip
    count = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM failures"
    yield lambda: owner.execute(count).fetchall()[0][0]
    owner.execute("DROP TRIGGER fail ON entries; DROP FUNCTION fail(); DROP SEQUENCE failures")


@pytest.mark.parametrize("at_commit", [False, True])
@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_write_that_met_another_is_begun_again(
    recorder: LogRecorder, owner: psycopg.Connection[Any], state: str, *, at_commit: bool
) -> None:
    with failing(owner, state, 3, at_commit=at_commit) as tried:
        assert recorder.insert_events(events(1)) == [1]
        assert tried() == 4
    assert recorder.insert_events(events(1, first=2)) == [2]


def test_a_write_that_never_gets_through_is_given_up(
    recorder: LogRecorder, owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "PAUSE", 0)
    with failing(owner, "40001") as tried:
        with pytest.raises(ConflictError, match="Nothing was recorded"):
            recorder.insert_events(events(1))
        assert tried() == recording.TRIES
    assert recorder.size() == 0
    assert recorder.insert_events(events(1)) == [1]


@pytest.mark.parametrize(("state", "kind"), [
    ("53100", DiskFullError), ("58030", DiskFaultError), ("XX001", DiskFaultError),
    ("53200", ServerRefusedError), ("42501", NotAllowedError),
])  # fmt: skip
@pytest.mark.parametrize("at_commit", [False, True])
def test_what_the_server_says_is_told_and_nothing_is_recorded(
    recorder: LogRecorder,
    owner: psycopg.Connection[Any],
    state: str,
    kind: type[LogError],
    *,
    at_commit: bool,
) -> None:
    recorder.insert_events(events(3))
    with failing(owner, state, at_commit=at_commit):
        with pytest.raises(kind) as refused:
            recorder.insert_events(events(1, first=4))
        assert refused.value.exit_code == 3
        assert str(recorder.dialect.place) in refused.value.text("zh")
    assert recorder.size() == 3
    assert recorder.insert_events(events(1, first=4)) == [4]


def test_what_the_driver_refuses_is_told(recorder: LogRecorder) -> None:
    """No code of the server's comes with it, though nothing broke off."""
    with pytest.raises(ServerRefusedError, match="NUL"):
        recorder.insert_events(events(1, matter="a\0b"))
    assert recorder.insert_events(events(1)) == [1]


def test_a_standby_is_told(server: Database, made: Address) -> None:
    """A server that is one answers the same: it is open for reading only."""
    url = f"{made.url}{'&' if '?' in made.url else '?'}options=-c%20default_transaction_read_only%3Don"
    with closing(LogRecorder(made._replace(url=url))) as log:
        assert log.size() == 0
        with pytest.raises(StandbyError, match="primary"):
            log.insert_events(events(1))
    _ = server


# -- sessions that end


def killed(owner: psycopg.Connection[Any], log: LogRecorder) -> None:
    pid = log.connection._raw.info.backend_pid  # type: ignore[attr-defined]
    assert owner.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,)).fetchall() == [(True,)]


def test_an_idle_session_that_was_ended_is_taken_up_again(
    recorder: LogRecorder, owner: psycopg.Connection[Any]
) -> None:
    recorder.insert_events(events(1))
    killed(owner, recorder)
    assert recorder.size() == 1
    killed(owner, recorder)
    assert recorder.insert_events(events(1, first=2)) == [2]


def test_a_session_that_ends_in_a_write_leaves_nothing_half_written(
    recorder: LogRecorder, owner: psycopg.Connection[Any]
) -> None:
    recorder.insert_events(events(1))

    def cut_off() -> None:
        with recorder.writing():
            recorder.insert_events(events(5, first=2))
            killed(owner, recorder)
            recorder.insert_events(events(5, first=7))

    with pytest.raises(ServerGoneError, match="ledger history"):
        cut_off()
    assert recorder.size() == 1
    assert recorder.insert_events(events(1, first=2)) == [2]


def test_after_a_session_ended_nothing_of_its_write_is_kept_on_another(
    recorder: LogRecorder, owner: psycopg.Connection[Any]
) -> None:
    def in_spite_of_it() -> None:
        with recorder.writing():
            killed(owner, recorder)
            with suppress(LogError, psycopg.Error):
                recorder.insert_events(events(1))
            with suppress(LogError, psycopg.Error):
                recorder.connection.execute("INSERT INTO entries VALUES (1, 'm', 1, 'k', 'x', 'x')")

    with pytest.raises(Exception, match=r"broke off|append failed"):
        in_spite_of_it()
    assert recorder.size() == len(list(recorder.rows())) == 0


def test_a_child_of_the_process_has_a_session_of_its_own(recorder: LogRecorder) -> None:
    recorder.insert_events(events(1))
    child = os.fork()
    if not child:
        try:
            recorder.insert_events(events(1, matter="child"))
            recorder.close()
        finally:
            os._exit(0)
    for version in range(2, 30):
        recorder.insert_events(events(1, first=version))
    assert os.waitpid(child, 0)[1] == 0
    assert {row.matter for row in recorder.rows()} == {"m", "child"}
    assert [row.position for row in recorder.rows()] == list(range(1, 31))
