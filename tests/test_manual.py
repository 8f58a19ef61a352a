"""The manual page of every kind: its rules in both languages, and examples that the ledger takes."""

from __future__ import annotations

import io
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands.parts.fields import event_of, given
from commands.parts.manual import example, foot, head, worked
from commands.parts.rules import flags, refusals
from ledger.batch import Change
from ledger.catalogue import Catalogue
from ledger.event import GovernanceEvent, KindSpec
from ledger.events.meetings import MeetingHeld
from ledger.intake import Intake
from ledger.matter import CHECKED, RETRACTED

if TYPE_CHECKING:
    from ledger.language import Lang

CATALOGUE = Catalogue()
SPECS = CATALOGUE.specs()
IN_FILES = [spec for spec in SPECS if spec.slug not in (CHECKED, RETRACTED)]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.slug)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_example_is_a_command_that_is_understood(spec: KindSpec, lang: Lang) -> None:
    program, record, kind, *words = shlex.split(example(spec, lang))
    assert (program, record, CATALOGUE.find(kind)) == ("ledger", "record", spec.slug)
    words = words[:-2] if words[-2:-1] == ["--matter"] else words
    assert isinstance(event_of(spec, given(spec, words, "ledger record")), GovernanceEvent)


@pytest.mark.parametrize("spec", IN_FILES, ids=lambda spec: spec.slug)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_example_in_a_file_is_read(
    spec: KindSpec, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_LANG", lang)
    text = foot(spec, lang).rpartition("\n  - ")[2]
    file = tmp_path / "example.yaml"
    file.write_text("  - " + text, encoding="utf-8")
    (change,) = Intake(CATALOGUE, [str(file)], io.BytesIO()).rows()
    assert isinstance(change, Change), change.text("en")
    assert change.event == worked(spec)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.slug)
def test_its_rules_are_told(spec: KindSpec) -> None:
    assert bool(refusals(spec)) == spec.ruled, "a rule says why in Both(en, zh), where it can be read"
    for rule in (*refusals(spec), *flags(spec)):
        assert all("{" not in text for text in rule)


def test_rules_are_those_of_the_kind() -> None:
    refused = {rule.en for rule in refusals(MeetingHeld.spec)}
    assert "… present of … entitled" in refused
    assert any("缺席未说明原因" in rule.zh for rule in flags(MeetingHeld.spec))


def test_the_head_says_where_it_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_LANG", "zh")
    told = head(CATALOGUE.spec("minutes-signed"), CATALOGUE.areas["meetings"], "zh")
    assert "meeting/board/2-23，由“会议”指明；须已开启。" in told
    assert "同一事项中只能有一条。" in told


def test_every_area_is_called_something_in_chinese() -> None:
    assert [area for area, both in CATALOGUE.areas.items() if both.zh == area] == []
    assert len({both.zh for both in CATALOGUE.areas.values()}) == len(CATALOGUE.areas)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("会议", "meeting-called"),
        ("meetings", "meeting-called"),
        ("召开会议", "meeting-held"),
        ("minutes", "minutes-signed"),
        ("Internal Audit", "audit-performed"),
        ("不存在的", ""),
        ("", ""),
    ],
)
def test_kinds_are_found_by_area_name_or_part_of_a_name(told: str, meant: str) -> None:
    found = CATALOGUE.matching(told)
    assert (found[0] if found else "") == meant
