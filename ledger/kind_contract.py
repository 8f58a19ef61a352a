"""What every kind keeps: functions that take its KindSpec and assert; ``check_kind`` runs them all."""

# ruff: noqa: S101 - this is a suite of tests that embedders run too

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from ledger.catalogue import Catalogue, Declared
from ledger.codec import Codec
from ledger.entry import Entry
from ledger.language import slug_of
from ledger.malformed import malformed
from ledger.matter import Matter
from ledger.problems import build
from ledger.values import Ref

if TYPE_CHECKING:
    from ledger.event import GovernanceEvent, KindSpec
    from ledger.language import Both

OPTIONS = (
    "ledger",
    "by",
    "lang",
    "dry_run",
    "matter",
    "evidence",
    "why",
    "json",
    "nl",
    "csv",
    "table",
    "help",
)
"""What the commands that record call their own options; no field may have such a name."""
IRREGULAR = (
    "Held", "Sent", "Left", "Given", "Set", "Heard", "Gone", "Made", "Bought", "Sold", "Paid", "Met", "Won",
    "Done", "Taken", "Drawn", "Withdrawn", "Found", "Laid", "Lent", "Spent", "Split", "Cut", "Written",
)  # fmt: skip
"""Past verbs that do not end in -ed."""
PARTICLES = ("In", "Out", "Off", "Up", "Down")

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Z][a-z0-9]*")
_SLOT = re.compile(r"\{(\w+)\}")
_LEFT_OVER = re.compile(r"[{}\[\]]|\bNone\b|  |^[\s，、：；,:;]|[\s，、：,:]$")


def check_kind(spec: KindSpec) -> None:
    """All that every kind keeps; the AssertionError says what is missing."""
    for check in CHECKS:
        check(spec)


def check_name(spec: KindSpec) -> None:
    """The class is named ``<Subject><PastVerb>``, and its slug follows from that."""
    name = spec.cls.__name__
    words = _WORD.findall(name)
    verb = words[-2] if len(words) > 2 and words[-1] in PARTICLES else words[-1]
    assert "".join(words) == name, f"{name}: write the name in words that begin with a capital"
    assert len(words) > 1, f"{name}: name who or what, then what befell it, as in MeetingHeld"
    assert verb.endswith("ed") or verb in IRREGULAR, f"{name}: {verb} is no verb in the past"
    assert spec.slug == slug_of(name), f"{name}: the slug is {spec.slug}"
    assert spec.cls.spec is spec, f"{name}: declare the class with @kind"


def check_texts(spec: KindSpec) -> None:
    """The kind and each field have a label and a help text in both languages; no label stands twice."""
    texts = {f"the kind's {what}": both for what, both in (("label", spec.label), ("help", spec.help))}
    for field in spec.fields.values():
        texts |= {f"the label of {field.name}": field.label, f"the help of {field.name}": field.help}
        assert field.example, f"{spec.slug}: {field.name} has no example"
    for what, both in texts.items():
        assert both.en.strip(), f"{spec.slug}: {what} is missing in English"
        assert not _HAN.search(both.en), f"{spec.slug}: {what} has Chinese in its English: {both.en}"
        assert _HAN.search(both.zh), f"{spec.slug}: {what} is missing in Chinese: {both.zh!r}"
    for lang in ("zh", "en"):
        labels = [field.label.text(lang) for field in spec.fields.values()]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice, f"{spec.slug}: two fields are called {twice}"


def check_fields(spec: KindSpec) -> None:
    """The class is frozen and closed, and no field takes the name of a command's own option."""
    assert spec.cls.model_config.get("frozen"), f"{spec.slug}: an event never changes; keep it frozen"
    assert spec.cls.model_config.get("extra") == "forbid", f"{spec.slug}: keep unknown fields forbidden"
    taken = sorted(set(spec.fields) & set(OPTIONS))
    assert not taken, f"{spec.slug}: rename {', '.join(taken)}, which the commands have for themselves"


def check_example(spec: KindSpec) -> None:
    """The event of all examples stands; where its fields exclude each other, that of the required ones."""
    full = _contradictions(example(spec))
    assert not full or not _contradictions(example(spec, required_only=True)), f"{spec.slug}: {full}"


def check_cells(spec: KindSpec) -> None:
    """Every field reads from and writes to one cell."""
    for event in _examples(spec):
        again = spec.cls.model_validate(event.cells())
        assert again == event, f"{spec.slug}: {event.cells()} reads back as {again.cells()}"
        assert again.cells() == event.cells(), f"{spec.slug}: the cells change when they are read"


def check_bytes(spec: KindSpec) -> None:
    """The stored bytes of an entry read back as the same entry, which is stored as the same bytes."""
    codec = Codec(_Only(spec))
    for event in _examples(spec):
        entry = Entry(1, _matter_id(event), 1, event, "2024-09-01T00:00:00.000000Z", "tester", "test", 1)
        body = codec.encode(entry)
        again = codec.decode(1, spec.slug, body)
        assert again == entry, f"{spec.slug}: {entry} reads back as {again}"
        assert codec.encode(again) == body, f"{spec.slug}: the bytes change when they are read"


def check_sentences(spec: KindSpec) -> None:
    """The sentences name fields that exist, and leave nothing open where the optional ones are empty."""
    for lang in ("zh", "en"):
        unknown = set(_SLOT.findall(spec.sentence.text(lang))) - set(spec.fields)
        assert not unknown, f"{spec.slug}: the sentence names {unknown}, which are no fields"
        for event in _examples(spec):
            told = event.sentence(lang)
            assert told, f"{spec.slug}: the sentence is empty"
            assert not _LEFT_OVER.search(told), f"{spec.slug}: the sentence reads “{told}”"


def check_matter(spec: KindSpec) -> None:
    """The id of its matter is of the declared type, and in the one form that references have."""
    if spec.matter == "*":
        return
    for event in _examples(spec):
        matter = event.matter_id()
        ref = Ref.parse(matter)
        assert (ref.matter, ref.item, ref.version) == (matter, "", 0), (
            f"{spec.slug}: {matter} is no matter id"
        )
        parts = matter.split("/")
        assert parts[0] == spec.matter.rstrip("/"), f"{spec.slug}: {matter} is not of the type {spec.matter}"
        assert (len(parts) == 1) == spec.matter.endswith("/"), f"{spec.slug}: {matter} lacks what follows"


def check_upcasts(spec: KindSpec) -> None:
    """Every earlier version of the kind can be brought up to date."""
    for version in range(1, spec.cls.class_version):
        name = f"upcast_v{version}_v{version + 1}"
        assert hasattr(spec.cls, name), f"{spec.slug}: write {name}, so that what is stored can be read"


def check_refusals(spec: KindSpec) -> None:
    """Each field refuses what is malformed, with a sentence in both languages that names the field."""
    sound = example(spec).cells()
    for name, field in spec.fields.items():
        for given in malformed(field, spec):
            told = build(spec, {**sound, name: given})
            assert isinstance(told, list), f"{spec.slug}: {name} takes {given!r:.60}"
            named = [problem for problem in told if problem.field.startswith(f"{name}（")]
            assert named, f"{spec.slug}: {name} is not named when it refuses {given!r:.60}"
            for what in (problem.what for problem in named):
                assert what.en, f"{spec.slug}: {name} refuses {given!r:.60} without a sentence"
                assert _HAN.search(what.zh), f"{spec.slug}: {name} refuses {given!r:.60} in English alone"


CHECKS = (
    check_name, check_texts, check_fields, check_example, check_cells, check_bytes, check_sentences,
    check_matter, check_upcasts, check_refusals,
)  # fmt: skip


def example(spec: KindSpec, *, required_only: bool = False) -> GovernanceEvent:
    """The event of the examples of its fields."""
    fields = [field for field in spec.fields.values() if field.required or not required_only]
    return spec.cls.model_validate({field.name: field.example for field in fields})


class _Only(Catalogue):
    """A catalogue of one kind, wherever that is declared."""

    def __init__(self, spec: KindSpec) -> None:
        declared = Declared(spec.slug, spec.label, spec.cls.__name__, spec.cls.__module__)
        self.declared = MappingProxyType({spec.slug: declared})
        self._specs = {spec.slug: spec}


def _examples(spec: KindSpec) -> tuple[GovernanceEvent, GovernanceEvent]:
    return example(spec), example(spec, required_only=True)


def _matter_id(event: GovernanceEvent) -> str:
    return "meeting/board/2-23" if event.spec.matter == "*" else event.matter_id()


def _contradictions(event: GovernanceEvent) -> list[Both]:
    """What cannot be true of it even alone."""
    entry = Entry(1, _matter_id(event), 1, event, "", "tester", "test", 1)
    return list(event.contradictions(Matter.of(entry.matter, [] if event.spec.matter == "*" else [entry])))
