"""The catalogue: what the scan finds, how a kind is found, and what is imported for it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.catalogue import (
    EVENTS,
    AmbiguousKindError,
    Catalogue,
    DuplicateKindError,
    KindModuleError,
    UnknownKindError,
)
from ledger.event import GovernanceEvent, KindSpec

CATALOGUE = Catalogue()
REVIEWED = '''\
"""Kinds of one company."""

from typing import Annotated

from ledger.event import OCCURRENCE, About, GovernanceEvent, kind
from ledger.values import PartialDate


@kind(
    "{label}",
    matter="review",
    opens=True,
    zh_says="{{reviewed_on}}审议",
    en_says="Reviewed on {{reviewed_on}}",
)
class {name}(GovernanceEvent):
    """Related-party transactions were reviewed.

    审议关联交易。
    """

    reviewed_on: Annotated[
        PartialDate, OCCURRENCE, About("审议日", "reviewed on", "审议之日", "Its day", eg="2024-05-20")
    ]
'''


@pytest.fixture
def embedder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path of imports, with the kinds of a company in kinds_of_ours.py."""
    monkeypatch.syspath_prepend(tmp_path)
    declare(tmp_path / "kinds_of_ours.py")
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def declare(path: Path, name: str = "RelatedPartyTransactionReviewed", label: str = "审议关联交易") -> None:
    path.write_text(REVIEWED.format(name=name, label=label), encoding="utf-8")


def declared_by_modules() -> dict[str, KindSpec]:
    """Every class with a KindSpec of its own in the modules of events, imported one and all."""
    modules = [import_module(f"ledger.events.{path.stem}") for path in EVENTS.glob("*.py")]
    classes = [
        cls for module in modules for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, GovernanceEvent) and "spec" in vars(cls)
    ]  # fmt: skip
    return {cls.spec.slug: cls.spec for cls in classes}


def test_the_scan_finds_what_the_modules_declare() -> None:
    kinds = declared_by_modules()
    assert set(CATALOGUE.declared) == set(kinds)
    for slug, declared in CATALOGUE.declared.items():
        spec = kinds[slug]
        assert (declared.slug, declared.label) == (spec.slug, spec.label)
        assert (declared.class_name, declared.module) == (spec.cls.__name__, spec.cls.__module__)
        assert CATALOGUE.spec(slug) is spec
        assert slug in CATALOGUE
    assert CATALOGUE.specs() == [kinds[slug] for slug in CATALOGUE.declared]


@pytest.mark.parametrize("slug", CATALOGUE.declared)
def test_a_kind_is_found_by_any_of_its_names(slug: str) -> None:
    declared = CATALOGUE.declared[slug]
    for name in (slug, declared.class_name, *declared.label):
        assert CATALOGUE.find(name) == slug
        assert CATALOGUE.find(f" {name.upper()} ") == slug


@pytest.mark.parametrize(
    "name",
    [
        "MeetingHeld", "meetingheld", "MEETING_HELD", "Meeting Held", "meeting held", "Meeting-Held\n",
        "ｍｅｅｔｉｎｇ－ｈｅｌｄ", "召开会议", "　召开会议 ", "召开 会议",
    ],
)  # fmt: skip
def test_a_name_may_be_written_in_any_case_and_width(name: str) -> None:
    assert CATALOGUE.find(name) == "meeting-held"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("meeting-hold", "meeting-held"),
        ("MeetingHeld2", "meeting-held"),
        ("meeting_hald", "meeting-held"),
        ("召开会仪", "meeting-held（召开会议）"),
        ("ｍｅｅｔｉｎｇ－ｈｏｌｄ", "meeting-held"),
    ],
)
def test_a_name_that_is_nearly_one_gets_a_suggestion(name: str, near: str) -> None:
    with pytest.raises(UnknownKindError) as refusal:
        CATALOGUE.find(name)
    assert f"Did you mean {near}" in refusal.value.text("en")
    assert f"您要找的是 {near}" in refusal.value.text("zh")
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize("name", ["", " ", "天气", "\ud800", "\x00", "x" * 10_000_000])
def test_any_other_name_is_refused_with_the_way_to_all_kinds(name: str) -> None:
    for look_up in (CATALOGUE.find, CATALOGUE.spec):
        with pytest.raises(UnknownKindError, match="All kinds: ledger kinds") as refusal:
            look_up(name)
        assert refusal.value.text("zh").isprintable()
        assert "Did you mean" not in str(refusal.value)


@settings(deadline=None)
@given(st.text())
def test_no_name_whatever_gives_another_error(name: str) -> None:
    try:
        assert CATALOGUE.find(name) in CATALOGUE
    except UnknownKindError as error:
        told = error.text("zh")
        assert told.isprintable()


def test_a_kind_is_read_by_its_slug_only() -> None:
    for name in ("MeetingHeld", "召开会议", "meeting held", "ledger.events.meetings:MeetingHeld"):
        assert name not in CATALOGUE
        with pytest.raises(UnknownKindError):
            CATALOGUE.spec(name)


def test_the_catalogue_is_frozen() -> None:
    with pytest.raises(TypeError):
        CATALOGUE.declared["x"] = CATALOGUE.declared["meeting-held"]  # type: ignore[index]


@pytest.mark.usefixtures("embedder")
def test_a_kind_of_an_embedder_is_found_like_any_other() -> None:
    catalogue = Catalogue(["kinds_of_ours", "kinds_of_ours"])
    slug = "related-party-transaction-reviewed"
    for name in (
        slug,
        "RelatedPartyTransactionReviewed",
        "审议关联交易",
        "related party transaction reviewed",
    ):
        assert catalogue.find(name) == slug
    assert "kinds_of_ours" not in sys.modules
    spec = catalogue.spec(slug)
    assert spec.cls.__module__ == "kinds_of_ours"
    assert spec.cls.model_validate({"reviewed_on": "2024年5月20日"}).cells() == {"reviewed_on": "2024-05-20"}
    assert catalogue.declared[slug].area == "kinds_of_ours"
    assert len(catalogue.declared) == len(CATALOGUE.declared) + 1
    assert slug not in CATALOGUE


def test_a_package_of_an_embedder_may_declare_kinds_in_any_of_its_modules(embedder: Path) -> None:
    package = embedder / "house_kinds"
    package.mkdir()
    declare(package / "__init__.py", "ReviewPlanned", "计划审议")
    declare(package / "parties.py", "PartyReviewed", "审议关联方")
    catalogue = Catalogue(["house_kinds", "house_kinds.parties"])
    assert catalogue.find("计划审议") == "review-planned"
    assert catalogue.spec("party-reviewed").cls.__module__ == "house_kinds.parties"


def test_a_kind_that_is_declared_twice_is_refused(embedder: Path) -> None:
    declare(embedder / "kinds_of_ours.py", "MeetingHeld")
    with pytest.raises(
        DuplicateKindError, match=r"ledger\.events\.meetings and again in kinds_of_ours"
    ) as refusal:
        Catalogue(["kinds_of_ours"])
    assert "请改名其一" in refusal.value.text("zh")


def test_a_label_that_two_kinds_share_asks_for_the_slug(embedder: Path) -> None:
    declare(embedder / "kinds_of_ours.py", "PartyReviewed", "召开会议")
    catalogue = Catalogue(["kinds_of_ours"])
    assert catalogue.find("meeting-held") == "meeting-held"
    with pytest.raises(AmbiguousKindError, match="write one of meeting-held, party-reviewed"):
        catalogue.find("召开会议")


def test_a_declaration_may_be_quoted_either_way_and_stand_behind_other_text(embedder: Path) -> None:
    path = embedder / "kinds_of_ours.py"
    text = path.read_text(encoding="utf-8").replace('"审议关联交易"', "'审议关联交易'")
    path.write_text("# @kind(\n" + text + "\n\nclass Helper(GovernanceEvent):\n    pass\n", encoding="utf-8")
    catalogue = Catalogue(["kinds_of_ours"])
    assert catalogue.find("审议关联交易") == "related-party-transaction-reviewed"
    assert "helper" not in catalogue


@pytest.mark.parametrize(
    "module", ["no_such_kinds", "no.such.kinds", "", ".kinds", "a b", "sys", "json.no", "\ud800"]
)
def test_a_module_that_is_not_there_is_named(module: str) -> None:
    with pytest.raises(KindModuleError, match="install it or take it out of the list") as refusal:
        Catalogue([module])
    assert refusal.value.exit_code == 2
    assert "kinds" in refusal.value.text("zh")


def test_a_module_with_other_bytes_declares_what_can_be_read(embedder: Path) -> None:
    path = embedder / "kinds_of_ours.py"
    path.write_bytes(
        "# -*- coding: gbk -*-\n# 公司\n".encode("gbk") + path.read_text(encoding="utf-8").encode()
    )
    assert "related-party-transaction-reviewed" in Catalogue(["kinds_of_ours"])


def imported(code: str) -> set[str]:
    """The modules of the ledger that are imported once ``code`` has run in a fresh interpreter."""
    telling = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", telling], check=True, capture_output=True, text=True)
    return {module for module in done.stdout.split() if re.match(r"ledger\b|pydantic$|yaml$", module)}


def test_a_look_at_the_catalogue_imports_no_kind() -> None:
    found = imported("from ledger.catalogue import Catalogue; Catalogue().find('召开会议')")
    assert found == {"ledger", "ledger.catalogue", "ledger.errors", "ledger.language"}


def test_only_the_area_of_a_kind_is_imported() -> None:
    found = imported("from ledger.catalogue import Catalogue; Catalogue().spec('training-held')")
    assert {module for module in found if module.startswith("ledger.events.")} == {"ledger.events.trainings"}
    assert "yaml" not in found
