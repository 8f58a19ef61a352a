"""Rederived: issued reports are made again and held against the digest that was recorded."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from replays import ledger as run
from replays import replayed, sorts

from ledger.application import Ledger

ISSUED = {"report": "evaluation", "period": "2024H1", "cut_off": "2024-08-28", "disclosed_on": "2024-08-29"}


def digest_of_file(ledger: Ledger, tmp_path: Path, lang: str) -> str:
    """What ``sha256sum`` says of the JSON that the program writes."""
    file = tmp_path / f"report.{lang}.json"
    asked = ("evaluation", "2024H1", "--cut-off", "2024-08-28", "-o", file)
    code, output = run("report", *asked, "--ledger", ledger.settings.database, lang=lang)
    assert code == 0, output
    return hashlib.sha256(file.read_bytes()).hexdigest()


def issue(ledger: Ledger, **cells: str) -> int:
    told = ISSUED | {"position": str(ledger.point(None))} | cells
    told = {name: cell for name, cell in told.items() if cell}
    issued = ledger.catalogue.spec("report-issued").cls.model_validate(told)
    return ledger.record(issued, by="林")[0].position


def outcome(ledger: Ledger) -> dict[str, Any]:
    told = replayed(ledger.settings.database)
    (report,) = told["reports"]
    return {**report, "findings": sorts(told), "unchecked": told["unchecked"]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_is_made_again_as_known_when_it_was_issued(
    half_year: Ledger, tmp_path: Path, lang: str
) -> None:
    at = issue(half_year, digest=digest_of_file(half_year, tmp_path, lang))
    statement = next(entry for entry in half_year.entries() if entry.kind == "statement-made")
    half_year.retract(statement.position, by="林", reason="后来撤回")
    found = outcome(half_year)
    assert (found["position"], found["outcome"], found["findings"]) == (at, "reproduced", [])


def test_a_report_that_the_entries_do_not_give_is_found_without_alarm(half_year: Ledger) -> None:
    at = issue(half_year, digest=hashlib.sha256(b"edited by hand").hexdigest())
    found = outcome(half_year)
    assert (found["outcome"], found["findings"]) == ("differs", [("report", at)])


@pytest.mark.parametrize(("cells", "why"), [
    ({"digest": ""}, "names no digest"),
    ({"digest": "0" * 64, "position": ""}, "names no digest or no position"),
    ({"digest": "0" * 64, "report": "annual"}, "makes no report annual"),
    ({"digest": "0" * 64, "period": "2023", "cut_off": ""}, "no published action plan of 2023"),
    ({"digest": "0" * 64, "report": "evaluation-and-plan"}, "no published action plan of 2025"),
    ({"digest": "0" * 64, "position": "9999"}, "beyond the ledger"),
])  # fmt: skip
def test_what_cannot_be_made_again_is_not_checked_and_why(
    half_year: Ledger, cells: dict[str, str], why: str
) -> None:
    at = issue(half_year, **({"cut_off": "2024-08-28"} | cells))
    found = outcome(half_year)
    assert (found["outcome"], found["findings"]) == ("cannot-tell", [])
    assert why in found["what"]
    assert any(f"#{at}" in what and why in what for what in found["unchecked"])


def test_what_another_version_issued_may_have_been_worded_otherwise(half_year: Ledger) -> None:
    at = issue(half_year, digest="0" * 64)
    issued = half_year.entry(at)
    (gone,) = half_year.retract(at, by="林", reason="重发")
    again = gone.position + 1
    older = issued._replace(position=again, version=3, batch=again, recorded_at=gone.recorded_at,
                            program="governance-ledger 0.0.9")  # fmt: skip
    half_year.log_recorder.insert_events([half_year.codec.to_stored_event(older)])
    found = outcome(half_year)
    assert (found["position"], found["outcome"], found["findings"]) == (again, "cannot-tell", [])
    assert "governance-ledger 0.0.9" in found["what"]


def test_a_report_that_is_issued_later_is_not_known_yet(half_year: Ledger) -> None:
    at = issue(half_year, digest="0" * 64)
    told = replayed(half_year.settings.database, "--as-known-at", at - 1)
    assert (told["reports"], told["findings"]) == ([], [])
