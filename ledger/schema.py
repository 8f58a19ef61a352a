"""The JSON Schema of a kind (draft 2020-12), with labels and help in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.event import KindSpec

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def name_of(spec: KindSpec) -> str:
    """What the schema is called: the kind and the version of its shape, ``meeting-held-v1``."""
    return f"{spec.slug}-v{spec.cls.class_version}"


def schema(spec: KindSpec) -> dict[str, Any]:
    """The schema of the event as an entry stores it; empty fields may be left out."""
    found = spec.cls.model_json_schema()
    found.pop("$defs", None)
    found |= {"title": spec.slug, "x-label": spec.label._asdict(), "description": spec.help.en}
    for name, field in spec.fields.items():
        found["properties"][name] |= {
            "title": field.label.en, "description": field.help.en, "examples": [field.example],
            "x-label": field.label._asdict(), "x-help": field.help._asdict(),
        }  # fmt: skip
    return {"$schema": DIALECT, "$id": name_of(spec), **found}
