"""The report command and its formats: the same everywhere, importing what they need."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from csv import reader as rows_of
from dataclasses import replace
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
import pytest
from docx.api import Document as word_file  # noqa: N813 - a function
from half_year import BY, EXAMPLE, ROOT, event, report, run
from hostile import SHOWN, everywhere
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader
from texts import TEXTS

from ledger.application import Ledger
from projections.annex import annexed, sentences
from projections.document import Block, Document, Run, text_of
from projections.render import csv, docx, html, markdown, pdf, xlsx
from projections.render.unfit import UnfitSignError
from projections.securities import NoSecurityError, headed

if TYPE_CHECKING:
    from ledger.language import Lang

EVALUATE = ("report", "evaluation", "2024H1", "--cut-off", "2024-08-28", "--lang", "zh")
BINARY = ("docx", "pdf", "xlsx")
CALL = """
import sys
try:
    from commands.cli import main
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
BEGINS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF-", "csv": "﻿标题".encode()}


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


@pytest.mark.parametrize("form", BEGINS)
def test_the_name_of_the_file_says_the_format(loaded_half_year: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"report.{form}"
    done = run(*EVALUATE, "--ledger", f"{loaded_half_year}", "-o", f"{file}")
    assert done.returncode == 0, done.stderr
    assert file.read_bytes().startswith(BEGINS[form])


def test_the_same_bytes_in_another_folder_time_zone_and_locale(tmp_path: Path) -> None:
    settings = [
        {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LEDGER_LANG": "zh", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LEDGER_LANG": "en", "PYTHONHASHSEED": "2"},
    ]
    one, other = (written(tmp_path / f"{at}" / "账本 x", extra) for at, extra in enumerate(settings))
    assert one == other


def written(folder: Path, extra: dict[str, str]) -> list[bytes]:
    """The report as the program writes it, in every format of the office."""
    folder.mkdir(parents=True)
    files = [folder / f"report.{form}" for form in (*BINARY, "csv")]
    for line in (
        ["init", f"{folder}", "--by", BY],
        ["load", f"{EXAMPLE}", "--ledger", f"{folder}", "--by", BY],
        *([*EVALUATE, "--number", "2024-077", "--ledger", f"{folder}", "-o", f"{file}"] for file in files),
    ):
        done = run(*line, **extra)
        assert done.returncode == 0, done.stderr
    return [file.read_bytes() for file in files]


@pytest.mark.parametrize("form", BINARY)
def test_a_file_is_refused_to_a_terminal_and_given_to_a_pipe(loaded_half_year: Path, form: str) -> None:
    line = [*EVALUATE, "--ledger", f"{loaded_half_year}", "--format", form]
    call = [sys.executable, "-c", "from commands.cli import main; main()", *line]
    main, terminal = pty.openpty()
    done = subprocess.run(call, check=False, stdout=terminal, stderr=subprocess.PIPE, cwd=ROOT)
    os.close(terminal)
    os.close(main)
    assert done.returncode == 2
    assert "--output" in done.stderr.decode()
    piped = subprocess.run(call, check=True, capture_output=True, cwd=ROOT)
    assert piped.stdout.startswith(BEGINS[form])


def test_an_annex_is_refused_where_there_is_no_room_for_it(loaded_half_year: Path) -> None:
    done = run(*EVALUATE, "--ledger", f"{loaded_half_year}", "--annex")
    assert done.returncode == 2
    assert "docx" in done.stderr


@pytest.mark.parametrize("line", [("--help",), (*EVALUATE, "--format", "md")])
def test_no_writer_of_files_is_imported_without_need(loaded_half_year: Path, line: tuple[str, ...]) -> None:
    named = {**os.environ, "LEDGER": f"{loaded_half_year}"}
    done = subprocess.run([sys.executable, "-c", CALL, *line], check=True, capture_output=True, text=True,
                          encoding="utf-8", env=named, cwd=ROOT)  # fmt: skip
    assert not {"typst", "docx", "openpyxl", "lxml"} & set(done.stderr.splitlines()[-1].split())


def test_the_head_names_what_is_listed(half_year: Ledger) -> None:
    zh, en = (headed(half_year, report(half_year, lang), "2024-077") for lang in ("zh", "en"))
    assert [block.text for block in zh.blocks[:2]] == [
        "证券代码：688030\t证券简称：山石网科\t公告编号：2024-077",
        "转债代码：118007\t转债简称：山石转债",
    ]
    assert [block.text for block in en.blocks[:2]] == [
        "Stock code: 688030\tShort name: Hillstone\tAnnouncement No.: 2024-077",
        "Convertible bond code: 118007",
    ]
    assert set(zh.sources) >= {
        position for block in zh.blocks for run in block.runs for position in run.positions
    }
    assert zh.as_json() == report(half_year).as_json()
    assert html.render(zh).index("688030") < html.render(zh).index("<h1>")
    assert "688030" in markdown.render(zh)


def test_a_head_needs_a_security(half_year: Ledger) -> None:
    listed = [entry.position for entry in half_year.matter("company").entries("security-listed")]
    half_year.retract(*listed, by=BY, reason="测试")
    with pytest.raises(NoSecurityError, match="2024-08-28"):
        headed(half_year, report(half_year))
    assert headed(half_year, report(half_year, as_known_at=max(listed) + 150)).blocks[0].kind == "securities"


def test_sentences_join_to_the_text_and_end_where_they_should() -> None:
    runs = (Run("甲召开会议", (1,)), Run("。"), Run("称“好。”乙", (2,)), Run("参加", (3,)), Run("。"))
    told = Document("evaluation", "2024H1", "2024-08-28", 3, "zh", (Block("paragraph", runs),))
    assert [(text_of(one.runs), one.positions) for one in sentences(told)] == [
        ("甲召开会议。", [1]), ("称“好。”", [2]), ("乙参加。", [2, 3])
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_annex_says_of_each_sentence_and_cell_what_it_rests_on(half_year: Ledger, lang: Lang) -> None:
    document = annexed(half_year, report(half_year, lang))
    by_sentence, by_entry = (block for block in document.annex if block.kind == "table")
    whole = "".join(text_of(one.runs) for one in sentences(document))
    assert whole == "".join(run.text for block in document.blocks for run in block.every_run)
    named = {mark for row in by_sentence.rows for mark in row[2][0].text.split()}
    assert named == {f"#{position}" for position in document.sources}
    assert [row[0][0].text for row in by_entry.rows] == [f"#{position}" for position in document.sources]


def test_the_annex_gives_the_hashes_of_evidence(half_year: Ledger, tmp_path: Path) -> None:
    paper = tmp_path / "记录.txt"
    paper.write_bytes("签署的方案".encode())
    folder = half_year.settings.database.parent
    (plan,) = half_year.matter("plan/2024").entries("action-plan-published")
    done = run("evidence", "add", f"{plan.position}", f"other={paper}", "--by", BY, "--ledger", f"{folder}")
    assert done.returncode == 0, done.stderr
    document = annexed(half_year, report(half_year))
    (row,) = [row for row in document.annex[-1].rows if row[0][0].text == f"#{plan.position}"]
    assert row[-1][0].text == f"其他 记录.txt {sha256(paper.read_bytes()).hexdigest()}"
    assert sha256(paper.read_bytes()).hexdigest() in "".join(pdf_text(pdf.render(document)).split())


def test_hostile_entries_reach_every_file_whole(half_year: Ledger) -> None:
    name = " ".join(text.strip() for text in SHOWN)
    (company,) = half_year.matter("company").entries("company-registered")
    half_year.correct(
        company.position, event(half_year, "company-registered", name=name), by=BY, reason="更正"
    )
    document = annexed(half_year, headed(half_year, report(half_year)))
    assert name in document.text
    for render in (docx.render, pdf.render, xlsx.render, csv.render):
        assert render(document) == render(document)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS.map("甲{}乙".format), lang=st.sampled_from(["zh", "en"]))
def test_any_text_that_an_entry_may_hold_is_shown_or_refused(text: str, lang: Lang) -> None:
    document = replace(everywhere(text, lang), annex=())
    for render, read in ((docx.render, word_text), (xlsx.render, book_text), (csv.render, csv_text)):
        with suppress(UnfitSignError):
            assert bare(read(render(document))).count(bare(text)) >= 15
    with suppress(UnfitSignError):
        assert pdf.render(document).startswith(b"%PDF-")


def bare(text: str) -> str:
    return "".join(text.split())


def word_text(data: bytes) -> str:
    return str(word_file(BytesIO(data)).element.body.xpath("string(.)"))


def book_text(data: bytes) -> str:
    cells = (cell for sheet in load_workbook(BytesIO(data)) for row in sheet.values for cell in row if cell)
    return "\n".join(map(str, cells))


def csv_text(data: bytes) -> str:
    return "\n".join(cell for row in rows_of(StringIO(data.decode(), newline="")) for cell in row)


def test_the_fonts_of_a_pdf_are_a_setting(loaded_half_year: Path, tmp_path: Path) -> None:
    shutil.copytree(loaded_half_year, tmp_path / "ledger")
    (tmp_path / "ledger" / "ledger.toml").write_text('fonts = "own"\n', encoding="utf-8")
    (tmp_path / "ledger" / "own").mkdir()
    line = [*EVALUATE, "--ledger", f"{tmp_path / 'ledger'}", "-o", f"{tmp_path / 'report.pdf'}"]
    refused = run(*line)
    assert refused.returncode == 1
    assert "Noto Serif SC" in refused.stderr
    for font in (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()):
        shutil.copy(font, tmp_path / "ledger" / "own")
    assert run(*line).returncode == 0
