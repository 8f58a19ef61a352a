"""A ledger is the same in every database: the same bytes, the same root, the same answers."""

from __future__ import annotations

import io
import os
import signal
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import servers
from click.testing import CliRunner
from conftest import HALF_YEAR, load_half_year

from commands.cli import cli
from ledger.application import Ledger
from ledger.audit.exporting import export
from ledger.audit.presented import ledger as presented
from ledger.audit.restoring import restore
from ledger.audit.verification import verify
from ledger.batch import Change
from ledger.intake import Intake
from ledger.log.errors import LogError
from ledger.log.server_errors import CannotConnectError, ServerGoneError, WrongPasswordError
from ledger.settings import Settings
from projections import summary
from projections.replay import replay
from projections.reports.evaluation import evaluation

if TYPE_CHECKING:
    from servers import Database

    from ledger.event import GovernanceEvent
    from ledger.log.address import Address

AT = datetime(2024, 8, 28, 1, tzinfo=UTC)
ORIGIN = "688030.SH/governance"


def made(settings: Settings) -> Ledger:
    return Ledger.create(settings._replace(origin=ORIGIN), by="林", clock=lambda: AT)


def training(ledger: Ledger, title: str = "培训", **cells: str) -> GovernanceEvent:
    told = {"title": title, "held_on": "2024-03-04", "side": "internal"} | cells
    return ledger.catalogue.spec("training-held").cls.model_validate(told)


def stored(ledger: Ledger) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in ledger.log_recorder.rows()]


def some_history(ledger: Ledger) -> None:
    (first, second) = ledger.record(training(ledger), training(ledger, "又一次"), by="林")
    ledger.correct(first.position, training(ledger, note="补"), by="王", reason="更正")
    ledger.retract(second.position, by="林", reason="误记")
    with Ledger(ledger.settings) as again:
        assert again.entry(4).corrects == first.position


def answers(ledger: Ledger) -> list[Any]:
    told: list[Any] = [
        summary(ledger, "2024H1", cut_off="2024-08-28", as_known_at=known) for known in (None, 90)
    ]
    return [*told, evaluation(ledger, "2024H1", cut_off="2024-08-28")]


def test_the_same_acts_are_the_same_bytes_in_every_database(address: Address, tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    places = Settings.beside(tmp_path / "file" / "ledger.db"), Settings.at(address, tmp_path / "server")
    found = []
    for settings in places:
        with made(settings) as ledger:
            some_history(ledger)
            load_half_year(ledger)
            log = ledger.log_recorder
            found.append((stored(ledger), log.root(), log.tile(1, 0), log.head(), answers(ledger)))
            assert replay(ledger).findings == []
    assert found[0] == found[1]


def test_a_load_is_the_same_again(chosen: Settings) -> None:
    with made(chosen) as ledger:
        new, known = load_half_year(ledger)
        assert (new, known) == (len(stored(ledger)) - 1, 0)
        assert load_half_year(ledger) == (0, new)
        assert ledger.load([Change(training(ledger))], by="林", dry_run=True).new == 1
        assert len(stored(ledger)) == new + 1


def test_a_point_in_time_is_found(chosen: Settings) -> None:
    times = iter(datetime(2024, 1, day, tzinfo=UTC) for day in range(1, 30))
    with Ledger.create(chosen, by="林", clock=lambda: next(times)) as ledger:
        before = ledger.record(training(ledger), by="林")[0].recorded_at
        ledger.record(training(ledger, "后"), by="林")
        assert ledger.point(before) == 2
        assert ledger.point(None) == 3


# -- moving


def test_a_ledger_moves_to_a_server_and_back(half_year: Ledger, address: Address, tmp_path: Path) -> None:
    before, root = stored(half_year), half_year.log_recorder.root()
    told = answers(half_year)
    export(half_year.settings, tmp_path / "first.zip")
    restore(tmp_path / "first.zip", tmp_path / "server", {}, server=address)
    with Ledger(tmp_path / "server") as there:
        assert there.settings.place == address
        assert (stored(there), there.log_recorder.root(), answers(there)) == (before, root, told)
        export(there.settings, tmp_path / "second.zip")
    restore(tmp_path / "second.zip", tmp_path / "file", {})
    with Ledger(tmp_path / "file") as back:
        assert (stored(back), back.log_recorder.root(), answers(back)) == (before, root, told)
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_what_cannot_be_restored_leaves_nothing_on_the_server(
    half_year: Ledger, address: Address, tmp_path: Path, server: Database
) -> None:
    export(half_year.settings, tmp_path / "export")
    with pytest.raises(TypeError):  # the settings come last
        restore(tmp_path / "export", tmp_path / "home", {"key": Path()}, server=address)  # type: ignore[dict-item]
    assert not (tmp_path / "home").exists()
    with closing(server.connect()) as connection:
        found = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (address.schema,))
        assert found.fetchall() == []


# -- at the prompt


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [*args, "--lang", "en"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_a_ledger_on_a_server_is_used_like_any_other(
    address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = str(address)
    assert run("init", "co", "--ledger", url, "--by", "lin")[0] == 0
    assert address.schema in (tmp_path / "co" / "ledger.toml").read_text(encoding="utf-8")
    code, said = run("init", "other", "--ledger", url, "--by", "lin")
    assert (code, "holds something already" in said) == (1, True)
    assert not (tmp_path / "other" / "ledger.toml").exists()

    monkeypatch.chdir(tmp_path / "co")
    assert run("load", str(HALF_YEAR), "--by", "lin")[0] == 0
    for command in (["checkpoint"], ["verify"], ["replay"], ["doctor"], ["doctor", "--rebuild"],
                    ["summary", "2024H1"], ["history", "--kind", "meeting-held"]):  # fmt: skip
        assert run(*command)[0] == 0, command
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEDGER", url)
    assert run("show", "1")[0] == 0
    for command in (["verify"], ["verify", url], ["replay"], ["where"]):
        assert run(*command)[0] == 0, command
    code, said = run("backup", "copy.db")
    assert (code, "pg_dump" in said) == (1, True)
    assert not (tmp_path / "co" / "ledger.db").exists()


def test_the_roles_are_printed_for_a_server_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run("init", "--roles", "--ledger", "postgresql://h/db?schema=x")
    assert (code, "GRANT UPDATE ON x.head TO x_writer;" in said) == (0, True)
    assert run("init", "--roles")[0] == 2
    assert run("init", "co", "--ledger", "some.db", "--by", "lin")[0] == 2
    assert list(tmp_path.iterdir()) == []


# -- what happens in the middle of a load


def at_position(server: Database, settings: Settings, position: int, what: str) -> None:
    """Do something in the database as soon as the entry comes to be inserted."""
    assert settings.server
    with closing(server.connect()) as connection:
        connection.execute(f"SET search_path = {settings.server.schema}")
        connection.execute(f"""CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM {what}; RETURN NEW; END $$""")
        connection.execute("CREATE TRIGGER strike BEFORE INSERT ON entries FOR EACH ROW "
                           f"WHEN (NEW.position = {position}) EXECUTE FUNCTION strike()")  # fmt: skip


def undone(server: Database, settings: Settings) -> None:
    assert settings.server
    with closing(server.connect()) as connection:
        connection.execute(f"SET search_path = {settings.server.schema}")
        connection.execute("DROP TRIGGER strike ON entries")


def test_a_session_killed_in_a_load_leaves_nothing_and_the_same_load_completes_it(
    server: Database, address: Address, tmp_path: Path
) -> None:
    settings = Settings.at(address, tmp_path)
    with made(settings) as ledger:
        at_position(server, settings, 100, "pg_terminate_backend(pg_backend_pid(), 0)")
        with pytest.raises(ServerGoneError, match="load can be repeated"):
            load_half_year(ledger)
        assert len(stored(ledger)) == 1
        undone(server, settings)
        new, _ = load_half_year(ledger)
        assert new == len(stored(ledger)) - 1 > 100
        with presented(settings) as given:
            assert verify(given).sound


def test_a_load_that_meets_conflicts_is_begun_again_as_a_whole(
    server: Database, address: Address, tmp_path: Path
) -> None:
    """Such conflicts come from engines that do not let a writer wait; here a trigger raises three."""
    settings = Settings.at(address, tmp_path)
    with made(settings) as ledger:
        with closing(server.connect()) as connection:
            connection.execute(f"CREATE SEQUENCE {address.schema}.tries")
            connection.execute(f"""CREATE FUNCTION {address.schema}.conflict(BIGINT) RETURNS VOID
                LANGUAGE plpgsql AS $$ BEGIN IF $1 <= 3 THEN
                RAISE EXCEPTION 'as if' USING ERRCODE = 'serialization_failure'; END IF; END $$""")
        at_position(server, settings, 100, "conflict(nextval('tries'))")
        new, _ = load_half_year(ledger)
        assert new == len(stored(ledger)) - 1 > 100
        with presented(settings) as given:
            assert verify(given).sound


# -- a server of its own, to be stopped, killed and locked


@pytest.fixture(scope="module")
def own() -> Any:
    if os.environ.get(servers.NAMED):
        pytest.skip("the server that is named is not ours to stop")
    with servers.found() as server:
        yield server


_numbers = count(1)


@pytest.fixture
def own_settings(own: Any, tmp_path: Path) -> Settings:
    address = servers.Database(servers.url_of(own)).address()
    return Settings.at(address._replace(schema=f"own_{next(_numbers)}"), tmp_path)


def test_a_ledger_outlives_the_restart_of_its_server(own: Any, own_settings: Settings) -> None:
    with made(own_settings) as ledger:
        load_half_year(ledger)
        told = answers(ledger)
        own.stop()
        with pytest.raises(CannotConnectError, match="runs"):
            ledger.entry(1)
        own.ensure_postgres_running()
        assert answers(ledger) == told
        own.stop()
        own.ensure_postgres_running()
        assert ledger.record(training(ledger), by="林")[0].position == len(stored(ledger))


def test_a_server_that_dies_in_a_load_has_all_that_was_acknowledged(own: Any, own_settings: Settings) -> None:
    database = servers.Database(servers.url_of(own))
    with made(own_settings) as ledger:
        load_half_year(ledger, 50)
        before = stored(ledger)
        at_position(database, own_settings, 120, "pg_sleep(60)")
        failed: list[Exception] = []

        def load() -> None:
            try:
                load_half_year(ledger)
            except LogError as error:
                failed.append(error)

        loading = Thread(target=load)
        loading.start()
        with closing(psycopg.connect(database.url, autocommit=True)) as watching:
            asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
            while not watching.execute(asleep).fetchall():
                pass
        os.kill(own.get_pid(), signal.SIGQUIT)  # at once, as a crash would
        loading.join()
        assert [type(error) for error in failed] == [ServerGoneError]
        while own.get_postmaster_info().is_running():
            pass
        own.ensure_postgres_running()
        assert stored(ledger) == before
        undone(database, own_settings)
        rows = list(Intake(ledger.catalogue, [str(HALF_YEAR)], io.BytesIO()).rows())
        outcome = ledger.load(rows, by="林")
        assert outcome.known == len(before) - 1
        with presented(own_settings) as given:
            assert verify(given).sound
        assert replay(ledger).findings == []


def refusal(settings: Settings) -> WrongPasswordError:
    """What is said once the server has read its rules."""
    while True:
        try:
            Ledger(settings).close()
        except WrongPasswordError as error:
            return error
        except LogError:
            sleep(0.05)


def test_who_has_another_password_is_told_and_it_is_not_shown(own: Any, own_settings: Settings) -> None:
    with made(own_settings), closing(psycopg.connect(servers.url_of(own), autocommit=True)) as owner:
        owner.execute("CREATE ROLE lin LOGIN PASSWORD 'right'")
        rules = own.pgdata / "pg_hba.conf"
        kept = rules.read_text(encoding="utf-8")
        rules.write_text(f"local all lin scram-sha-256\n{kept}", encoding="utf-8")
        owner.execute("SELECT pg_reload_conf()")
        assert own_settings.server
        for user in ("lin:wr0ng", "lin"):
            url = own_settings.server.url.replace("//postgres@", f"//{user}@")
            told = refusal(own_settings._replace(server=own_settings.server._replace(url=url)))
            assert "wr0ng" not in told.text("en") + told.text("zh")
        rules.write_text(kept, encoding="utf-8")
        owner.execute("SELECT pg_reload_conf()")
