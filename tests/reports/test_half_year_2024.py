"""The half-year evaluation of 2024, from the events of the example alone, fact by fact."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest
from half_year import BY, CHARTER, EXAMPLE, bare, contents, report, run

from ledger.application import Ledger
from ledger.language import Both, Lang
from projections.document import Block, Document
from projections.render import html, markdown
from projections.render import json as as_json
from projections.reports.evaluation import blocks, furniture, sentences

HERE = Path(__file__).parent
FACTS: list[dict[str, Any]] = json.loads((HERE / "half_year_2024_facts.json").read_text("utf-8"))
TIMES = re.compile(r"(?:^|[。；])(2024年(?:上半年|以来|\d+月\d+日))，")
SPANS = {"period": "2024年上半年", "since": "2024年以来"}
UNPOSITIONED = 4
"""Chinese characters that may stand together without entries and without being a pattern's."""


@pytest.fixture(scope="module")
def ledger(loaded_half_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = shutil.copytree(loaded_half_year, tmp_path_factory.mktemp("reports") / "ledger")
    with Ledger(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(ledger: Ledger) -> Document:
    return report(ledger)


def under(document: Document, heading: str) -> list[Block]:
    """The blocks under a heading: its title, ``0`` for the opening, ``4.1`` for a measure."""
    numerals = {f"{numeral}、": str(number) for number, numeral in enumerate(furniture.NUMERALS) if numeral}
    at, found = "0", []
    for block in document.blocks:
        if block.kind == "heading":
            mark = block.text[:2]
            at = numerals[mark] if block.level == 1 else f"{at.partition('.')[0]}.{mark[0]}"
        here = block.kind if block.kind in ("title", "signature") else at
        if here == heading and block.kind != "heading":
            found.append(block)
    return found


def places(blocks: list[Block], text: str) -> Iterator[tuple[str, set[int]]]:
    """Each time the text is said: what its paragraph says before it, and the entries behind it."""
    for block in blocks:
        signs = [(sign, run.positions) for run in block.runs for sign in bare(run.text)]
        whole = "".join(sign for sign, _ in signs)
        for found in re.finditer(re.escape(bare(text)), whole):
            own = signs[found.start() : found.end()]
            yield whole[: found.start()], {position for _, positions in own for position in positions}


def said_of(scope: str | None, before: str) -> bool:
    """Whether the words before a value say the time that it is of."""
    if scope is None or scope == "forward":
        return True
    year, _, rest = scope.partition("-")
    month, _, day = rest.partition("-")
    words = {"period": "2024年上半年", "since": "2024年以来"}.get(
        scope
    ) or f"{year}年{int(month)}月{int(day)}日"
    said = TIMES.findall(before)
    return bool(said) and said[-1] == words


def of_fact(by: str) -> list[Any]:
    return [pytest.param(fact, id=fact["id"]) for fact in FACTS if fact["by"] == by]


@pytest.mark.parametrize("fact", of_fact("event"))
def test_a_fact_is_said_in_its_place_and_time_from_entries_that_hold_it(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    for value in fact["values"]:
        text = value["value"] + value.get("unit", "")
        found = list(places(under(document, fact["under"]), text))
        in_time = [positions for before, positions in found if said_of(fact["scope"], before)]
        assert in_time, text
        assert any(
            bare(value["value"]) in contents(ledger.entry(position))
            for positions in in_time
            for position in positions
        ), text


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
        found = list(places(under(document, fact["under"]), value["of"] + value["value"] + value["unit"]))
        ((before, positions),) = found
        assert said_of(fact["scope"], before)
        assert {at for at in positions if ledger.entry(at).kind == "meeting-held"} == held
        assert {ledger.entry(at).kind for at in positions - held} == {"body-established"}
        assert str(len(held)) == value["value"]


@pytest.mark.parametrize("fact", of_fact("statement"))
def test_a_narrative_fact_is_a_statement_that_names_it(
    ledger: Ledger, document: Document, fact: dict[str, Any]
) -> None:
    names = [bare(value["value"]) for value in fact["values"]]
    stated = [
        said_of(fact["scope"], bare(block.text).partition(bare(run.text))[0])
        for block in under(document, fact["under"])
        for run in block.runs
        for position in run.positions
        if ledger.entry(position).kind in ("statement-made", "outlook-stated")
        and all(name in bare(run.text) and name in contents(ledger.entry(position)) for name in names)
    ]
    assert True in stated


@pytest.mark.parametrize("fact", of_fact("furniture"))
def test_a_fact_of_the_frame_is_said(document: Document, fact: dict[str, Any]) -> None:
    told = bare("".join(block.text for block in under(document, fact["under"])))
    assert all(bare(value["value"]) in told for value in fact["values"])


@cache
def patterns() -> set[str]:
    """What furniture and the patterns of blocks say between their slots."""
    modules: list[ModuleType] = [furniture, sentences]
    modules += [import_module(f"{blocks.__name__}.{one.name}") for one in iter_modules(blocks.__path__)]
    told: list[Any] = [value for module in modules for value in vars(module).values()]
    told += [value for one in told if isinstance(one, dict) for value in one.values()]
    return {bare(part) for one in told if isinstance(one, Both) for part in re.split(r"\{\w+\}", one.zh)}


def test_no_chinese_stands_in_the_text_without_entries_but_furniture_and_patterns(document: Document) -> None:
    unfounded = {
        bare(run.text)
        for block in document.blocks
        for run in block.runs
        if not run.positions and len(re.findall(r"[一-鿿]", run.text)) > UNPOSITIONED
    }
    assert unfounded - patterns() == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_reads_as_agreed(ledger: Ledger, lang: Lang) -> None:
    golden = HERE / "golden" / f"half-year-2024.{lang}.md"
    text = markdown.render(report(ledger, lang))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")


def test_the_english_report_has_no_chinese(ledger: Ledger) -> None:
    assert not re.findall(r"[一-鿿]+", report(ledger, "en").text)


def test_the_title_with_angle_brackets_survives_in_every_format(document: Document) -> None:
    assert CHARTER.replace("<", r"\<").replace(">", r"\>") in markdown.render(document)
    page = re.sub(r"</?a[^>]*>", "", html.render(document))
    assert CHARTER.replace("<", "&lt;").replace(">", "&gt;") in page
    told = json.loads(as_json.render(document))["blocks"]
    assert any(CHARTER in "".join(run["text"] for run in block.get("runs", ())) for block in told)


def test_the_same_bytes_in_another_folder_time_zone_locale_and_language(tmp_path: Path) -> None:
    settings = [
        {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LEDGER_LANG": "zh", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LEDGER_LANG": "en", "PYTHONHASHSEED": "2"},
    ]
    one, other = (written(tmp_path / f"{at}" / "账本 x", extra) for at, extra in enumerate(settings))
    assert one == other


def written(folder: Path, extra: dict[str, str]) -> list[bytes]:
    """The report as the program writes it, in every format."""
    folder.mkdir(parents=True)
    evaluate = ["report", "evaluation", "2024H1", "--cut-off", "2024-08-28", "--lang", "zh"]
    files = [folder / f"report.{form}" for form in ("md", "html", "json")]
    for line in (
        ["init", f"{folder}", "--by", BY],
        ["load", f"{EXAMPLE}", "--ledger", f"{folder}", "--by", folder.parent.name],
        *([*evaluate, "--ledger", f"{folder}", "--output", f"{file}"] for file in files),
    ):
        done = run(*line, **extra)
        assert done.returncode == 0, done.stderr
    return [file.read_bytes() for file in files]
