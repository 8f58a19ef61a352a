"""What is derived from a declaration is there for every kind: template, summary line, register, pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.batch import Change
from ledger.catalogue import Catalogue
from ledger.entry import Entry
from ledger.event import GovernanceEvent, KindSpec
from ledger.kind_contract import example
from ledger.matter import CHECKED, RETRACTED, Matter
from ledger.naming import names_of
from ledger.reference import reference
from ledger.settings import Settings
from ledger.sheets.kinds import fillable, mapping_of
from projections import summary

CATALOGUE = Catalogue()
OPENED = "ledger-opened"
RECORDED = [spec for spec in CATALOGUE.specs() if spec.slug not in (OPENED, CHECKED, RETRACTED)]
LONG_AGO_TO_LONG_AFTER = "2000..2099"


def matter_of(spec: KindSpec) -> str:
    """A matter of the kind's own, so that nothing contradicts it; the company and the ledger are one each."""
    if spec.matter.endswith("/"):
        return spec.matter[:-1]
    return f"{'meeting' if spec.matter == '*' else spec.matter}/{spec.slug}"


def told(spec: KindSpec, matter: str) -> GovernanceEvent:
    """The example of the kind, which supports its own matter if it supports one."""
    event = example(spec)
    alone = Matter.of(matter, [Entry(1, matter, 1, event, "", "", "", 1)])
    if any(kind == spec.slug for kind, _ in alone.contradictions):
        event = example(spec, required_only=True)  # its optional fields exclude each other
    return event.model_copy(update={"entry": type(event.entry)(matter)}) if hasattr(event, "entry") else event


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger in which every kind happened once."""
    opening = CATALOGUE.spec("balance-carried-in")
    matters = {spec.slug: matter_of(spec) for spec in RECORDED}
    begun = dict.fromkeys(matters[spec.slug] for spec in RECORDED if not spec.opens)
    changes = [Change(example(opening, required_only=True), matter) for matter in begun if "/" in matter]
    changes += [Change(told(spec, matters[spec.slug]), matters[spec.slug]) for spec in RECORDED]
    folder = tmp_path_factory.mktemp("everything")
    with Ledger.create(Settings.beside(folder / "ledger.db"), by="林") as ledger:
        ledger.record(*changes, by="林")
        check = CATALOGUE.spec(CHECKED).cls.model_validate({"position": 2})
        ledger.record(Change(check, ledger.entry(2).matter), by="王")
        mistake = ledger.record(Change(example(opening, required_only=True), "training/none"), by="林")
        ledger.retract(mistake[0].position, by="林", reason="误记")
        yield ledger


@pytest.fixture(scope="module")
def counted(everything: Ledger) -> dict[str, dict[str, Any]]:
    found = summary(everything, LONG_AGO_TO_LONG_AFTER)["kinds"]
    return {line["kind"]: line for line in found}


@pytest.mark.parametrize("slug", [spec.slug for spec in CATALOGUE.specs() if spec.slug != CHECKED])
def test_a_summary_has_a_line_for_it(slug: str, counted: dict[str, dict[str, Any]]) -> None:
    assert slug in counted


def test_the_register_tells_of_every_kind(everything: Ledger) -> None:
    entries = {entry.kind: entry for entry in everything.entries()}
    assert set(entries) == set(CATALOGUE.declared)
    for entry in entries.values():
        for lang in ("zh", "en"):
            assert entry.event.sentence(lang, names_of(entry.event, everything))


@pytest.mark.parametrize("slug", fillable(CATALOGUE))
def test_its_template_has_a_column_for_each_field(slug: str) -> None:
    spec = CATALOGUE.spec(slug)
    columns = {column.heading: column for column in mapping_of(spec).columns}
    for field in spec.fields.values():
        column = columns[field.label.zh]
        assert column.example
        assert (column.required, column.help) == (field.required, field.help)
        assert len(column.choices) == len(list(field.choices or ()))


def test_the_reference_has_a_row_for_each_field_of_every_kind() -> None:
    pages = reference(CATALOGUE).split("\n### ")
    by_slug = {page.partition("`")[2].partition("`")[0]: page for page in pages[1:]}
    for spec in CATALOGUE.specs():
        own = [name for name in spec.fields if name not in GovernanceEvent.model_fields]
        assert all(f"`{name}`" in by_slug[spec.slug] for name in own)
