"""Other issuers' plans: each gives its own report from its events alone, without a line of code."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from half_year import BY, bare, contents, empty

from ledger.application import Ledger
from ledger.intake import Intake
from ledger.language import Lang
from projections.document import Document
from projections.render import markdown
from projections.reports.evaluation import evaluation

HERE = Path(__file__).parent
REPORTS = [
    ("dividend-payer", "2024H1", "2024-08-20", "zh"),
    ("dividend-payer", "2024H1", "2024-08-20", "en"),
    ("english-only", "2025H1", "2025-08-20", "en"),
]


def loaded(folder: Path, issuer: str) -> Ledger:
    """A ledger that holds what one of the issuers recorded."""
    folder.mkdir(exist_ok=True)
    ledger = empty(folder)
    file = HERE / "issuers" / f"{issuer}.yaml"
    ledger.load(Intake(ledger.catalogue, [str(file)], BytesIO()).rows(), by=BY)
    return ledger


def told(ledger: Ledger, period: str, cut_off: str, lang: Lang) -> Document:
    return evaluation(ledger, period, cut_off=cut_off, lang=lang)


@pytest.mark.parametrize(("issuer", "period", "cut_off", "lang"), REPORTS)
def test_the_report_reads_as_agreed(
    tmp_path: Path, issuer: str, period: str, cut_off: str, lang: Lang
) -> None:
    golden = HERE / "golden" / f"{issuer}.{lang}.md"
    with loaded(tmp_path, issuer) as ledger:
        text = markdown.render(told(ledger, period, cut_off, lang))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize(("issuer", "period", "cut_off", "lang"), REPORTS)
def test_every_figure_has_an_entry_that_holds_it(
    tmp_path: Path, issuer: str, period: str, cut_off: str, lang: Lang
) -> None:
    with loaded(tmp_path, issuer) as ledger:
        document = told(ledger, period, cut_off, lang)
        for block in document.blocks:
            for run in block.every_run:
                for number in re.findall(r"\d[\d,.]*%", run.text):
                    assert any(bare(number) in contents(ledger.entry(at)) for at in run.positions), run.text


def test_a_dividend_is_told_from_its_proposal_to_its_payment_each_term_once(tmp_path: Path) -> None:
    with loaded(tmp_path, "dividend-payer") as ledger:
        text = bare(told(ledger, "2024H1", "2024-08-20", "zh").text)
    acts = ["提出2023年度利润分配预案", "审议通过2023年度利润分配方案", "实施完毕2023年度权益分派"]
    assert sorted(text.index(act) for act in acts) == [text.index(act) for act in acts]
    for term in ("每10股派发现金红利人民币2.50元（含税）", "100,000,000.00元", "31.25%"):
        assert text.count(term) == 1, term


def test_nothing_is_told_that_the_ledger_does_not_hold(tmp_path: Path) -> None:
    with loaded(tmp_path, "dividend-payer") as ledger:
        document = told(ledger, "2024H1", "2024-08-20", "zh")
    assert "回购股份" not in document.text.replace("择机回购公司股份", "")
    assert "激励" not in document.text
    assert "募集资金" not in document.text


def test_what_is_left_open_is_known(tmp_path: Path) -> None:
    for issuer, period, cut_off, lang in (REPORTS[0], REPORTS[2]):
        with loaded(tmp_path / issuer, issuer) as ledger:
            assert told(ledger, period, cut_off, "zh" if lang == "zh" else "en").open_points == ()
