"""The schema of every kind and version is kept as it was published; programs outside read events by it.

``docs/schemas/<kind>-v<class_version>.json`` is what ``ledger kinds <kind> --json`` prints. ``python
tests/contract/test_schemas.py`` writes the schemas that are missing and leaves alone those that are there:
once a kind has been released (0.1.0 is the first release), another shape is another version of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.catalogue import Catalogue
from ledger.event import KindSpec
from ledger.schema import name_of, schema

ROOT = Path(__file__).parents[2]
SCHEMAS, SAMPLES = ROOT / "docs" / "schemas", ROOT / "tests" / "samples"
CATALOGUE = Catalogue()


def file_of(spec: KindSpec) -> Path:
    return SCHEMAS / f"{name_of(spec)}.json"


def write_missing() -> list[Path]:
    """Write the schemas that are not there yet."""
    SCHEMAS.mkdir(exist_ok=True)
    missing = [spec for spec in CATALOGUE.specs() if not file_of(spec).exists()]
    for spec in missing:
        text = json.dumps(schema(spec), ensure_ascii=False, indent=1, sort_keys=True)
        file_of(spec).write_text(text + "\n", encoding="utf-8")
    return [file_of(spec) for spec in missing]


def kept(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def fits(value: object, wanted: dict[str, Any]) -> bool:
    """Whether a value is of the types and among the choices of the schema of a field."""
    if "anyOf" in wanted:
        return any(fits(value, one) for one in wanted["anyOf"])
    types: dict[str, type] = {"string": str, "integer": int, "null": type(None)}
    return type(value) is types[wanted["type"]] and value in wanted.get("enum", [value])


@pytest.mark.parametrize("spec", CATALOGUE.specs(), ids=lambda spec: spec.slug)
def test_the_schema_of_every_kind_is_kept(spec: KindSpec) -> None:
    assert file_of(spec).is_file(), "run: python tests/contract/test_schemas.py"
    assert schema(spec) == kept(file_of(spec)), (
        f"give {spec.slug} a new class_version; its schema is published"
    )
    earlier = [SCHEMAS / f"{spec.slug}-v{version}.json" for version in range(1, spec.cls.class_version)]
    assert all(path.is_file() for path in earlier), f"schemas of earlier versions of {spec.slug} are gone"


def test_no_schema_is_of_a_kind_that_is_gone() -> None:
    assert {path.stem.rpartition("-v")[0] for path in SCHEMAS.glob("*.json")} == set(CATALOGUE.declared)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_what_is_stored_is_as_the_schema_says(path: Path) -> None:
    event = json.loads(path.read_bytes().splitlines()[0])["event"]
    wanted = kept(SCHEMAS / f"{path.stem}.json")
    assert set(wanted.get("required", ())) <= set(event) <= set(wanted["properties"])
    unfit = [name for name, value in event.items() if not fits(value, wanted["properties"][name])]
    assert not unfit


if __name__ == "__main__":
    for written in write_missing():
        print(f"written: {written.name}")  # noqa: T201 - that is its answer
