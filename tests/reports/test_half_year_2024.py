"""The half-year evaluation of 2024, as a whole: from entries alone, as agreed, the same bytes anywhere."""

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
from half_year import BY, CHARTER, EXAMPLE, bare, report, run

from ledger.application import Ledger
from ledger.language import Both, Lang
from projections.document import Document
from projections.render import html, markdown
from projections.render import json as as_json
from projections.reports.evaluation import blocks, furniture, preamble, sentences

HERE = Path(__file__).parent
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


@cache
def patterns() -> set[str]:
    """What furniture and the patterns of blocks say between their slots."""
    modules: list[ModuleType] = [furniture, preamble, sentences]
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
