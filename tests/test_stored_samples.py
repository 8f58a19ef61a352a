"""One stored entry of every kind and version is kept for ever, and reads for ever.

``tests/samples/<kind>-v<class_version>.jsonl`` has two lines: the bytes of an entry as they were stored, and
the cells that the program reads from them. The first line never changes again once the kind has been released
(0.1.0 is the first release; until then a file may be deleted and written anew). The second changes only when
a later version of the kind brings older entries up to date in another form.

A new kind, or a new version of one, gets its sample by ``python tests/test_stored_samples.py``, which writes
what is missing and leaves alone what is there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.catalogue import Catalogue
from ledger.codec import Codec
from ledger.entry import Entry, Evidence, Source
from ledger.event import KindSpec
from ledger.unread import Unread
from ledger.version import PROGRAM

SAMPLES = Path(__file__).with_name("samples")
CATALOGUE = Catalogue()
CODEC = Codec(CATALOGUE)
AROUND: dict[str, Any] = {
    "position": 2, "version": 2, "recorded_at": "2024-08-28T09:00:00.000000Z", "recorded_by": "林",
    "batch": 2, "cause": 1, "source": Source("5ac4" * 16, 7), "corrects": 1,
    "purpose": "completion", "reason": "补充", "evidence": (Evidence("minutes", "纪要.pdf", "e1d3" * 16),),
}  # fmt: skip
"""What stands around the event in every sample."""


def sample_of(spec: KindSpec) -> Path:
    return SAMPLES / f"{spec.slug}-v{spec.cls.class_version}.jsonl"


def entry_of(spec: KindSpec) -> Entry:
    """An entry of the kind in which everything is filled: each field with its example."""
    event = spec.cls.model_validate({name: field.example for name, field in spec.fields.items()})
    matter = "meeting/board/2-23" if spec.matter == "*" else event.matter_id()
    return Entry(**AROUND, matter=matter, event=event, program=PROGRAM)


def write_missing() -> list[Path]:
    """Write the samples that are not there yet."""
    SAMPLES.mkdir(exist_ok=True)
    missing = [spec for spec in CATALOGUE.specs() if not sample_of(spec).exists()]
    for spec in missing:
        entry = entry_of(spec)
        cells = json.dumps(entry.event.cells(), ensure_ascii=False)
        sample_of(spec).write_bytes(CODEC.encode(entry) + b"\n" + cells.encode() + b"\n")
    return [sample_of(spec) for spec in missing]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*")), ids=lambda path: path.stem)
def test_what_was_stored_once_reads_for_ever(path: Path) -> None:
    body, cells = path.read_bytes().splitlines()
    slug = path.stem.rpartition("-v")[0]
    entry = CODEC.decode(2, slug, body)
    assert not isinstance(entry.event, Unread)
    assert entry.event.cells() == json.loads(cells)
    assert entry._asdict() | AROUND == entry._asdict()


@pytest.mark.parametrize("spec", CATALOGUE.specs(), ids=lambda spec: spec.slug)
def test_every_kind_has_a_sample_of_its_version(spec: KindSpec) -> None:
    assert sample_of(spec).is_file(), f"run: python tests/{Path(__file__).name}"
    earlier = [SAMPLES / f"{spec.slug}-v{version}.jsonl" for version in range(1, spec.cls.class_version)]
    assert all(path.is_file() for path in earlier), f"samples of earlier versions of {spec.slug} are gone"


def test_no_kind_that_was_stored_is_gone() -> None:
    stored = {path.stem.rpartition("-v")[0] for path in SAMPLES.glob("*.jsonl")}
    assert stored <= set(CATALOGUE.declared)


if __name__ == "__main__":
    for written in write_missing():
        print(f"written: {written.name}")  # noqa: T201 - that is its answer
