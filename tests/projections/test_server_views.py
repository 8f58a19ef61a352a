"""Views on a server: one schema for all who may write, never a row twice; a file for those who may not."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from servers import logins
from sqlalchemy.exc import DatabaseError
from test_views import caught_up, contents, happen, made_anew, train

from ledger.application import Ledger
from ledger.log.roles import READER, WRITER
from ledger.settings import Settings
from projections.catch_up import State, Views, _advance
from projections.store import File
from projections.view import views

if TYPE_CHECKING:
    from servers import Database

    from ledger.log.address import Address


@pytest.fixture
def ledger(address: Address, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(Settings.at(address, tmp_path), by="林") as made:
        yield made


def names_of(server: Database, schema: str) -> set[str]:
    with closing(server.connect()) as connection:
        sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = %s"
        return {name for (name,) in connection.execute(sql, (schema,)).fetchall()}


def test_views_are_kept_beside_the_log(server: Database, ledger: Ledger, tmp_path: Path) -> None:
    train(ledger)
    assert ledger.settings.server
    assert caught_up(ledger) == made_anew(ledger)
    assert {view.name for view in views()} < names_of(server, ledger.settings.server.views.schema)
    assert list(tmp_path.iterdir()) == []
    assert ledger.notices == []


@pytest.mark.parametrize("seed", range(3))
def test_step_by_step_gives_what_a_rebuild_gives(ledger: Ledger, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    with closing(Views.of(ledger)) as kept:
        for step in range(60):
            happen(ledger, chance)
            if step % 7 == 0:
                kept.catch_up()
        assert contents(kept) == made_anew(ledger)


@pytest.mark.parametrize("how", [
    "UPDATE state SET version = 'another'",
    "UPDATE state SET position = 99",
    "UPDATE state SET root = ''",
    "DELETE FROM state",
    "DROP TABLE register",
    "ALTER TABLE register DROP COLUMN kind",
    "DROP TABLE state; CREATE TABLE state (other INTEGER)",
    "DROP SCHEMA {schema} CASCADE",
])  # fmt: skip
def test_damaged_or_foreign_views_are_made_anew(server: Database, ledger: Ledger, how: str) -> None:
    train(ledger)
    expected = caught_up(ledger)
    train(ledger, "又一次")
    assert ledger.settings.server
    schema = ledger.settings.server.views.schema
    with closing(server.connect()) as connection:
        connection.execute(f"SET search_path = {schema}")
        connection.execute(how.format(schema=schema).encode())
    with closing(Views.of(ledger)) as kept:
        assert contents(kept) == made_anew(ledger) != expected
        assert kept.store.place == ledger.settings.kept_views, "made anew elsewhere"


def test_a_table_that_goes_while_it_is_read_is_made_anew(server: Database, ledger: Ledger) -> None:
    train(ledger)
    register = next(view for view in views() if view.name == "register")
    with closing(Views.of(ledger)) as kept, kept.at() as reading:
        expected = reading.select(register)
        assert ledger.settings.server
        with closing(server.connect()) as connection:
            connection.execute(f"DROP TABLE {ledger.settings.server.views.schema}.register")
        assert reading.select(register) == expected


def test_a_reader_is_in_nobodys_way(ledger: Ledger) -> None:
    """It sees what held at its position, though others go on and even make the views anew."""
    train(ledger)
    register = next(view for view in views() if view.name == "register")
    with closing(Views.of(ledger)) as kept, kept.at() as reading:
        expected = reading.select(register)
        with Ledger(ledger.settings) as other, closing(Views.of(other)) as theirs:
            train(other, "又一次")
            theirs.catch_up()
            assert reading.select(register) == expected
            theirs.store.clear()
            theirs.catch_up()
        assert reading.select(register) == expected


def test_a_session_that_was_ended_is_no_reason_to_make_the_views_anew(
    server: Database, ledger: Ledger
) -> None:
    """The schema may not be cleared here, so that views made anew would be somewhere else."""
    train(ledger)
    assert ledger.settings.server
    schema = ledger.settings.server.views.schema
    with closing(Views.of(ledger)) as kept, closing(server.connect()) as connection:
        expected = contents(kept)
        connection.execute(f"CREATE VIEW {schema}.mine AS SELECT * FROM {schema}.register")
        sessions = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE %s"
        with kept.at() as reading:
            for _ in range(2):
                reading.select(views()[0])
                assert connection.execute(sessions, (f"%FROM {views()[0].name}%",)).fetchall()
        assert contents(kept) == expected
        train(ledger, "又一次")
        assert contents(kept) == made_anew(ledger)
        assert kept.store.place == ledger.settings.kept_views


def test_nobody_says_how_far_the_views_are_once_another_has(ledger: Ledger) -> None:
    with closing(Views.of(ledger)) as kept:
        kept.catch_up()
        seen = State(0, b"", "")
        with pytest.raises(DatabaseError) as refused, kept.store.writing() as connection:
            _advance(connection, seen, State(1, b"root", "version"))
        assert kept.store.overtaken(refused.value)
        assert contents(kept) == made_anew(ledger)


def follow(settings: Settings, times: int) -> None:
    """What each process does: record, and ask at once."""
    with Ledger(settings) as ledger, closing(Views.of(ledger)) as kept:
        for at in range(times):
            train(ledger, f"{os.getpid()} {at}")
            kept.catch_up()
        assert not isinstance(kept.store, File)


def test_processes_that_catch_up_at_once_never_double_a_row(ledger: Ledger) -> None:
    """Not even those that make the tables."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=follow, args=(ledger.settings, 15)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert caught_up(ledger) == made_anew(ledger)


# -- roles


def test_what_one_writer_makes_another_goes_on_with(server: Database, ledger: Ledger, tmp_path: Path) -> None:
    assert ledger.settings.server
    with logins(server, ledger.settings.server, WRITER, WRITER) as places:
        for at, place in enumerate(places):
            with Ledger(Settings.at(place, tmp_path / str(at))) as writer:
                train(writer, str(at))
                if at:  # made anew by another than made them
                    with closing(Views.of(writer)) as kept:
                        kept.store.clear()
                assert caught_up(writer) == made_anew(writer)
                assert writer.notices == []
        assert caught_up(ledger) == made_anew(ledger)
    assert list(tmp_path.iterdir()) == []


def test_who_may_only_read_has_the_views_in_a_file_and_is_told_once(
    server: Database, ledger: Ledger, tmp_path: Path
) -> None:
    train(ledger)
    expected = caught_up(ledger)
    assert ledger.settings.server
    with logins(server, ledger.settings.server, READER) as (place,):
        settings = Settings.at(place, tmp_path / "reader")
        for notices in (1, 0):
            with Ledger(settings, read_only=True) as reader:
                assert caught_up(reader) == expected
                assert len(reader.notices) == notices
        assert settings.views.is_file()
        train(ledger, "又一次")
        with Ledger(settings) as reader:
            assert caught_up(reader) == made_anew(ledger)


def test_where_nothing_can_be_written_memory_serves(server: Database, ledger: Ledger, tmp_path: Path) -> None:
    train(ledger)
    (tmp_path / "file").touch()
    assert ledger.settings.server
    with logins(server, ledger.settings.server, READER) as (place,):
        settings = Settings.at(place, tmp_path / "file")
        with Ledger(settings) as reader, closing(Views.of(reader)) as kept:
            assert contents(kept) == made_anew(ledger)
            assert kept.store.place is None


def test_a_standby_is_only_read(address: Address, ledger: Ledger, tmp_path: Path) -> None:
    train(ledger)
    options = "options=-c%20default_transaction_read_only%3Don"
    url = f"{address.url}{'&' if '?' in address.url else '?'}{options}"
    with Ledger(Settings.at(address._replace(url=url), tmp_path / "standby")) as standby:
        assert caught_up(standby) == made_anew(ledger)
        assert len(standby.notices) == 1
