"""Many ledgers in one database: asked all at once, and what is wrong with one stops no other."""

from __future__ import annotations

import json
import os
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import servers
from click.testing import CliRunner, Result
from conftest import load_half_year

from commands.cli import cli
from ledger.application import Ledger
from ledger.fan_out import each
from ledger.hosting import Host
from ledger.log.roles import WRITER
from ledger.periods import Period
from projections.fleet import NoPartsError, parts

if TYPE_CHECKING:
    from servers import Database

    from ledger.log.address import Address


@pytest.fixture
def places(server: Database) -> list[Address]:
    """Three places for ledgers, whose names begin alike."""
    return [server.address() for _ in range(3)]


@pytest.fixture
def host(server: Database, places: list[Address], tmp_path: Path) -> Host:
    """The host of three new ledgers; the first two hold the half year."""
    made = Host.at(server.url, tmp_path / "ledgers")
    names = [place.schema for place in places]
    assert call(made, "create", *names, "--by", "林").exit_code == 0
    for name in names[:2]:
        with Ledger(made.settings(name)) as ledger:
            load_half_year(ledger)
    return made


def call(host: Host, *args: str, lang: str = "en") -> Result:
    """What the program answers for this host."""
    options = ("--ledgers", host.database.url, "--folder", str(host.folder), "--workers", "2", "--lang", lang)
    return CliRunner().invoke(cli, ["host", *args, *options], catch_exceptions=False)


def rows(result: Result) -> list[dict[str, Any]]:
    """The lines on standard output."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_ledger_is_one_line_in_the_order_of_the_names(host: Host, places: list[Address]) -> None:
    names = [place.schema for place in places]
    listed = rows(call(host, "list", *names, "--nl"))
    verified = rows(call(host, "verify", *names, "--nl"))
    assert [(row["ledger"], row["entries"]) for row in listed] == list(zip(names, (175, 175, 1), strict=True))
    assert [(row["ledger"], row["root"]) for row in verified] == [
        (row["ledger"], row["root"]) for row in listed
    ]
    for row in listed:
        with Ledger(host.settings(row["ledger"])) as ledger:
            assert row["root"] == ledger.log_recorder.root().hex()
    assert "Root hash" in call(host, "list", names[0][:-1] + "?").stdout


def test_a_damaged_ledger_is_told_of_and_the_others_are_verified(
    host: Host, places: list[Address], server: Database
) -> None:
    names, damaged = [place.schema for place in places], places[0].schema
    with closing(server.connect()) as connection:
        connection.execute(f"ALTER TABLE {damaged}.entries DISABLE TRIGGER ALL".encode())
        connection.execute(f"UPDATE {damaged}.entries SET body = 'x' WHERE position = 7".encode())
    result = call(host, "verify", *names, "--nl")
    assert result.exit_code == 1
    assert [row["ok"] for row in rows(result)] == [False, True, True]
    assert "entries 7" in rows(result)[0]["error"]
    assert f"! {damaged}: " in result.stderr
    assert result.stderr.endswith("1 of 3 ledgers failed.\n")


def test_who_may_look_into_one_ledger_only_is_told_so_without_a_password(
    host: Host, places: list[Address], server: Database
) -> None:
    names = [place.schema for place in places]
    with servers.logins(server, places[1], WRITER) as (mine,):
        result = call(host._replace(database=mine), "list", *names, "--nl")
        assert [row["ok"] for row in rows(result)] == [False, True, False]
        assert result.stderr.endswith("2 of 3 ledgers failed.\n")
        assert "secret" not in result.output


def test_a_summary_is_one_line_for_each(host: Host, places: list[Address]) -> None:
    names = [place.schema for place in places]
    result = call(host, "summary", "2024H1", *names, "--json")
    told = json.loads(result.stdout)
    assert [(row["meetings"], row["as_known_at"]) for row in told] == [(11, 175), (11, 175), (0, 1)]
    assert call(host, "summary", "2024X", *names).exit_code == 1


def test_reports_are_files_called_as_their_ledgers(host: Host, places: list[Address], tmp_path: Path) -> None:
    names = [place.schema for place in places]
    result = call(host, "report", "2024H1", *names, "--nl", "--output", str(tmp_path / "out"), lang="zh")
    assert result.exit_code == 1, "the third has no plan"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{name}.md" for name in names[:2]]
    first, second = ((tmp_path / "out" / f"{name}.md").read_bytes() for name in names[:2])
    assert first == second
    assert "提质增效重回报" in first.decode()
    assert result.stderr.endswith("3 本账中有 1 本失败。\n")


def test_a_question_is_answered_from_all_of_them(host: Host, places: list[Address]) -> None:
    names = [place.schema for place in places]
    asked = ("meetings", "2024H1", *names, "--body", "审计委员会", "--nl")
    by_half, by_quarter = call(host, *asked, "--by", "half-year"), call(host, *asked)
    assert [row["2024H1"] for row in rows(by_half)] == [3, 3, 0]
    assert [row["every"] for row in rows(by_half)] == [True, True, False]
    assert [row["every"] for row in rows(by_quarter)] == [None, None, False], "only their half year is known"
    assert "met in every one in 2 of 3 ledgers; in 0 it is not known" in by_half.stderr
    assert "in 0 of 3 ledgers; in 2 it is not known" in by_quarter.stderr
    first = rows(by_half)[0]
    with Ledger(host.settings(names[0])) as ledger:
        assert {ledger.entry(at).kind for at in first["positions"]} == {"meeting-held"}


def test_ledgers_are_made_from_a_list_and_none_twice(server: Database, tmp_path: Path) -> None:
    names = [server.address().schema for _ in range(2)]
    host = Host.at(server.url, tmp_path / "ledgers")
    file = tmp_path / "list.txt"
    file.write_text(f"{names[0]} = 600001.SH/governance\n\n{names[1]}\n", encoding="utf-8")
    assert call(host, "create", "--from", str(file), "--by", "林").exit_code == 0
    assert host.settings(names[0]).origin == "600001.SH/governance"
    assert host.settings(names[1]).public_key.is_file()
    again = call(host, "create", names[0], "Bad", "--by", "林", "--nl")
    assert [row["ok"] for row in rows(again)] == [False, False]
    assert again.exit_code == 1
    assert "schema Bad is not of small letters" in again.stderr


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("list", "nobody_is_called_so"), 3, "no ledger in that database is called nobody_is_called_so"),
        (("create", "--by", "林"), 2, "Name the ledgers to make"),
        (("create", "a", "a=b", "--by", "林"), 2, "a is named twice"),
        (("create", "a"), 2, "say who records"),
        (("meetings", "2024-02"), 2, "holds no whole quarter"),
    ],
)
def test_wrong_calls_are_told_in_a_sentence(
    server: Database, tmp_path: Path, args: tuple[str, ...], code: int, told: str
) -> None:
    result = call(Host.at(server.url, tmp_path), *args)
    assert (result.exit_code, told in result.stderr) == (code, True), result.output


@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim@h/db?schema=x", "ledger.db", "postgresql://u:geheim@127.0.0.1:1/x"]
)
def test_what_is_no_such_database_is_refused_without_its_password(url: str) -> None:
    result = CliRunner().invoke(cli, ["host", "list", "--ledgers", url, "--lang", "en"])
    assert result.exit_code in (2, 3)
    assert "geheim" not in result.output
    assert "Traceback" not in result.output


def test_a_period_is_taken_apart() -> None:
    told = {
        by: [part.label for part in parts(Period.parse("2023..2024"), by)] for by in ("half-year", "year")
    }
    assert told == {"half-year": ["2023H1", "2023H2", "2024H1", "2024H2"], "year": ["2023", "2024"]}
    assert [part.label for part in parts(Period.parse("2024-02..2024-06"), "quarter")] == ["2024Q2"]
    with pytest.raises(NoPartsError):
        parts(Period.parse("2024-02"), "quarter")


# -- the pool, without a server


def worked(broken: str, name: str) -> dict[str, Any]:
    """Work that ends its process, raises, or is done."""
    if name == broken:
        os._exit(9)
    if name == "bad":
        raise ValueError("the word is geheim")
    return {"length": len(name)}


def test_a_process_that_ends_takes_no_other_ledger_with_it() -> None:
    names = ["a", "bb", "ccc", "bad", "dddd", *"efghijkl"]
    outcomes = list(each(iter(names), partial(worked, "bb"), 2, ["geheim"]))
    assert [outcome.name for outcome in outcomes] == names
    failed = {outcome.name: str(outcome.error) for outcome in outcomes if outcome.error}
    assert set(failed) == {"bb", "bad"}
    assert "ended without an answer" in failed["bb"]
    assert failed["bad"] == "ValueError: the word is …"
    assert outcomes[2].row == {"length": 3}


def test_no_more_is_taken_than_is_under_way() -> None:
    taken = []

    def names() -> Any:
        for number in range(1_000):
            taken.append(number)
            yield str(number)

    outcomes = each(names(), partial(worked, ""), 2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert len(taken) < 20
