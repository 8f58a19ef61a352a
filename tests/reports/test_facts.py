"""All 102 facts of the half-year evaluation of 2024, one by one: what is said, where, of what time, and why.

The data holds no sentence of any report: values, units, qualifiers, scopes, and the heading that they stand
under. ``by`` says what a fact must come from: an event that holds it, a count, a state, a statement, a cell
of the table of projects, or the frame that every such report has.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from half_year import bare, contents, report
from places import cell, line, places, table, under

from ledger.application import Ledger
from ledger.values import Money
from projections.document import Document, text_of

FACTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "half_year_2024_facts.json").read_text("utf-8")
)
OF_A_CHAPTER = {"H": 5, "S1": 29, "P0": 1, "P1": 9, "P2": 11, "S2": 17, "S3": 8, "S4": 12, "S5": 3, "S6": 5,
                "G": 2}  # fmt: skip
FURNITURE = {"H-02", "H-04", "P0-01", "S6-05", "G-02"}
STATED = "statement-made", "outlook-stated"
TIMES = re.compile(
    r"(?:^|[。；])((?:截至)?\d+年(?:上半年|以来|\d+月(?:\d+日)?)?)，|并于(\d+年\d+月\d+日)披露"
)
"""The words for a time before what is said of it; the second day of a sentence speaks for the rest of it."""


@pytest.fixture(scope="module")
def ledger(loaded_half_year: Path) -> Iterator[Ledger]:
    with Ledger(loaded_half_year) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(ledger: Ledger) -> Document:
    return report(ledger)


def of_fact(*by: str) -> list[Any]:
    return [pytest.param(fact, id=fact["id"]) for fact in FACTS if fact["by"] in by]


def words(scope: str) -> str:
    """How the report says a time."""
    if scope in ("period", "since"):
        return {"period": "2024年上半年", "since": "2024年以来"}[scope]
    as_of = "截至" if scope.startswith("as-of ") else ""
    year, *rest = scope.removeprefix("as-of ").split("-")
    return f"{as_of}{year}年" + "".join(
        f"{int(part)}{unit}" for part, unit in zip(rest, "月日", strict=False)
    )


def said_of(scope: str | None, before: str) -> bool:
    """Whether the last time that the words before a value say is its own."""
    if scope in (None, "forward"):
        return True
    said = [first or second for first, second in TIMES.findall(before)]
    return bool(said) and said[-1] == words(scope or "")


def wording(value: dict[str, Any]) -> str:
    """Number, unit and qualifier as the report must print them: exactly, and the qualifier with them."""
    told, unit, qualifier = (value.get(name, "") for name in ("value", "unit", "qualifier"))
    told = value.get("currency", "") + told
    if qualifier == "余":
        amount = told if "余" in told else f"{told}余{unit}"
    else:
        amount = f"{qualifier}{told}{unit}"
    return f"{amount}{value.get('inclusive', '')}{value.get('excludes', '')}"


def in_time(document: Document, fact: dict[str, Any], text: str) -> list[tuple[str, set[int]]]:
    """Where the text is said under the heading of a fact, of the time of the fact."""
    found = places(under(document, fact["under"]), text)
    return [(before, positions) for before, positions in found if said_of(fact["scope"], before)]


def test_there_is_a_check_for_each_of_the_102_facts() -> None:
    numbers = {(found[1], int(found[2])) for fact in FACTS if (found := re.match(r"(\w+)-(\d+)", fact["id"]))}
    assert Counter(chapter for chapter, _ in numbers) == OF_A_CHAPTER
    assert numbers == {(chapter, at) for chapter, last in OF_A_CHAPTER.items() for at in range(1, last + 1)}
    assert sum(OF_A_CHAPTER.values()) == 102


def test_only_the_frame_of_the_report_is_in_templates() -> None:
    assert {fact["id"] for fact in FACTS if fact["by"] in ("furniture", "caption")} == FURNITURE


@pytest.mark.parametrize("fact", of_fact("event"))
def test_a_fact_is_said_in_its_place_and_time_from_entries_that_hold_it(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    for value in fact["values"]:
        text = wording(value)
        found = in_time(document, fact, text)
        assert found, text
        entries = [ledger.entry(position) for _, positions in found for position in positions]
        held = [entry for entry in entries if bare(value["value"]) in contents(entry)]
        assert [entry.kind for entry in held if entry.kind not in STATED], text
        clause = re.split(r"[。；]", found[0][0])[-1]
        assert value.get("of", "") in clause, text
        assert clause.endswith(value.get("relation", "")), text


@pytest.mark.parametrize("fact", of_fact("event"))
def test_a_figure_is_never_said_without_its_qualifier(document: Document, fact: dict[str, Any]) -> None:
    told = bare("".join(block.text for block in under(document, fact["under"])))
    for value in fact["values"]:
        if value.get("qualifier") and "余" not in value["value"]:
            number = rf"(?<![\d.,]){re.escape(value.get('currency', '') + value['value'])}余?{value['unit']}"
            assert len(re.findall(number, told)) == told.count(wording(value)) == 1


@pytest.mark.parametrize("fact", of_fact("count"))
def test_a_count_is_of_all_the_meetings_of_its_body_in_the_period(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    for value in fact["values"]:
        held = {
            entry.position
            for entry in ledger.entries()
            if entry.kind == "meeting-held"
            and str(getattr(entry.event, "body", "")) == value["body"]
            and str(getattr(entry.event, "held_on", "")) not in ("2024-07-19", "2024-08-13")
        }
        found = places(under(document, fact["under"]), value["of"] + value["value"] + value["unit"])
        ((before, positions),) = found
        assert said_of(fact["scope"], before)
        assert {at for at in positions if ledger.entry(at).kind == "meeting-held"} == held
        assert {ledger.entry(at).kind for at in positions - held} == {"body-established"}
        assert str(len(held)) == value["value"]


@pytest.mark.parametrize("fact", of_fact("state"))
def test_a_state_is_computed_from_the_entries_that_show_it(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    (value,) = fact["values"]
    ((before, positions),) = places(under(document, fact["under"]), value["value"])
    assert said_of(fact["scope"], before)
    assert sorted(ledger.entry(position).kind for position in positions) == sorted(fact["from"])


@pytest.mark.parametrize("fact", of_fact("statement"))
def test_a_narrative_fact_is_a_statement_that_names_it(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    names = [bare(wording(value)) for value in fact["values"]]
    stated = [
        said_of(fact["scope"], bare(block.text).partition(bare(run.text))[0])
        for block in under(document, fact["under"])
        for run in block.runs
        for position in run.positions
        if ledger.entry(position).kind in STATED
        and all(name in bare(run.text) and name in contents(ledger.entry(position)) for name in names)
    ]
    assert True in stated


@pytest.mark.parametrize("fact", of_fact("furniture"))
def test_a_fact_of_the_frame_is_said(document: Document, fact: dict[str, Any]) -> None:
    told = bare("".join(block.text for block in under(document, fact["under"])))
    assert all(bare(value["value"]) in told for value in fact["values"])


@pytest.mark.parametrize("fact", of_fact("caption"))
def test_the_caption_says_the_unit(document: Document, fact: dict[str, Any]) -> None:
    assert bare(text_of(table(document).runs)) == fact["values"][0]["value"]


@pytest.mark.parametrize("fact", of_fact("cell", "amount"))
def test_a_cell_says_its_fact_from_entries_that_hold_it(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    runs = cell(document, fact["row"], fact["column"])
    entries = [ledger.entry(position) for run in runs for position in run.positions]
    for value in fact["values"]:
        assert bare(value["value"] + value.get("unit", "")) in bare(text_of(runs))
        if fact["by"] == "cell":
            assert any(bare(value["value"]) in contents(entry) for entry in entries)


@pytest.mark.parametrize("fact", of_fact("amount"))
def test_an_amount_is_that_of_the_whole_investment_in_ten_thousands(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    (run,) = cell(document, fact["row"], fact["column"])
    (entry,) = map(ledger.entry, run.positions)
    event: Any = entry.event
    (value,) = fact["values"]
    told: Money = event.spent if fact["scope"] else event.planned
    assert str(told) == value["amount"]
    assert Decimal(run.text.replace(",", "")) * 10_000 == told.amount
    assert event.funding_basis.value == "total"
    if fact["scope"]:
        assert str(event.as_of) == fact["scope"]


@pytest.mark.parametrize("fact", of_fact("line"))
def test_a_line_of_progress_keeps_its_number_and_the_span_that_it_speaks_of(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    runs = line(document, fact["row"], fact["number"])
    (position,) = {position for run in runs for position in run.positions}
    entry: Any = ledger.entry(position).event
    told = bare(text_of(runs))
    assert told.startswith(f"{fact['number']}）")
    assert told.startswith(f"{fact['number']}）2024年以来，") is (fact["scope"] == "since")
    assert entry.scope.value == fact["scope"]
    for value in fact["values"]:
        assert bare(value["value"] + value.get("unit", "")) in told
        assert bare(value["value"]) in contents(ledger.entry(position))
