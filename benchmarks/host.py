"""Many ledgers on one PostgreSQL server: what one costs among few and among many.

The floor is the cost of one among the fewest, so the ratio says whether it stays flat. How many there are at
the most is said by BENCHMARK_LEDGERS.
"""

from __future__ import annotations

import os
from contextlib import closing
from datetime import date
from functools import partial
from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import psycopg

from benchmarks._cases import BY, json_lines
from benchmarks._measure import Figure, Skipped
from benchmarks._server import NoServerError, server
from ledger.application import Ledger
from ledger.fan_out import each
from ledger.hosting import Host
from ledger.intake import Intake
from projections.fleet import asked, created, met, summed, verified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ledger.settings import Settings

ENTRIES = 2_000
FEWEST = 10
MOST = "BENCHMARK_LEDGERS"
AT_MOST = 1.5
"""How much dearer one of many may be than one of few; on two noisy cores nothing is exact."""
WORKERS = os.cpu_count() or 1


def measure(folder: Path) -> Iterator[Figure | Skipped]:
    """A few ledgers, then many; per ledger."""
    most = int(os.environ.get(MOST, "50"))
    home = patch.dict(os.environ, HOME=str(folder), USERPROFILE=str(folder))  # the keys go with the folder
    try:
        with server(folder) as url, home:
            file = json_lines(folder / "rows.jsonl", ENTRIES, date(2020, 1, 1), date(2024, 12, 31))
            few = costs(Host.at(url, folder / "few"), FEWEST, file)
            many = costs(Host.at(url, folder / "many"), most, file)
    except NoServerError as error:
        yield Skipped("many ledgers", f"no server can be started here ({error})")
        return
    for step, took in many.items():
        yield Figure(f"{step}, each of {most} ledgers", took, f"each of {FEWEST}", few[step], AT_MOST)


def costs(host: Host, count: int, file: Path) -> dict[str, float]:
    """Step -> ms of the clock for each ledger; the ledgers are dropped in the end."""
    names = [f"bench{os.getpid()}_{count}_{number}" for number in range(count)]
    steps: dict[str, Callable[[str], dict[str, Any]]] = {
        "create": partial(created, host, {"language": "en"}, BY),
        "load": partial(asked, host, loaded, {"file": file}),
        "verify": partial(asked, host, verified, {}),
        "summary, views made": partial(asked, host, summed, {"period": "2024H1", "cut_off": None}),
        "summary, views kept": partial(asked, host, summed, {"period": "2024H1", "cut_off": None}),
        "question": partial(asked, host, met, {"period": "2024", "body": "board", "by": "quarter"}),
    }
    try:
        return {step: _per_ledger(names, work) for step, work in steps.items()}
    finally:
        _drop(host, names)


def loaded(settings: Settings, file: Path) -> dict[str, Any]:
    """What ``ledger load`` does."""
    with Ledger(settings) as ledger:
        outcome = ledger.load(Intake(ledger.catalogue, [str(file)], BytesIO()).rows(), by=BY)
    return {"new": outcome.new}


def _per_ledger(names: list[str], work: Callable[[str], dict[str, Any]]) -> float:
    """While all processes work: their start would make few ledgers look dear."""
    began = 0.0
    for done, outcome in enumerate(each(names, work, WORKERS), 1):
        if outcome.error:
            raise RuntimeError(f"{outcome.name}: {outcome.error}")
        began = perf_counter() if done == WORKERS else began
    return (perf_counter() - began) * 1000 / (len(names) - WORKERS)


def _drop(host: Host, names: list[str]) -> None:
    with closing(psycopg.connect(host.database.url, autocommit=True)) as connection:
        for name in names:
            connection.execute(f"DROP SCHEMA IF EXISTS {name}, {name}_views CASCADE")
