"""The mapping of a kind's own template: a column for each field, headed by its Chinese label."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, get_args

from pydantic import BeforeValidator

from ledger.language import Both
from ledger.matter import CHECKED, RETRACTED
from ledger.sheets.mapping import LINES, Column, Mapping, Rule
from ledger.sheets.patterns import Pattern
from ledger.values import Code

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue
    from ledger.event import FieldSpec, GovernanceEvent, KindSpec

KIND, MATTER = "种类", "事项"
"""Headings of the columns that are no field's; the first is for files of CSV, that have no sheets."""
OWN = "ledger"
"""The type of the matter that the ledger itself is."""
_OF_CODES = next(meta for meta in Code.__metadata__ if isinstance(meta, BeforeValidator))  # type: ignore[attr-defined]


def mapping_of(spec: KindSpec) -> Mapping:
    """The template of a kind."""
    return _made(spec.cls)


@cache
def _made(cls: type[GovernanceEvent]) -> Mapping:
    spec = cls.spec
    own = [_column(field, spec) for field in spec.fields.values()]
    kind = Column(
        KIND, aka=("kind",), choices=(*spec.label, spec.slug), closed=True, ignore=True, shown=False
    )
    line = Column(LINES[0], ignore=True)
    matter = Column(
        MATTER, aka=("matter",), required=spec.matter == "*",
        example="incentive/2022" if spec.matter == "*" else "",
        help=Both("Id of its matter; empty to have it made", "所属事项的编号；不填则自动生成"),
    )  # fmt: skip
    fields: dict[str, tuple[Pattern, ...]] = {
        field.name: (Pattern(f"{{{field.label.zh}}}"),) for field in spec.fields.values()
    }
    rule = Rule(spec.slug, fields, matter=Pattern(f"{{{MATTER}}}"))
    label = Both(spec.label.en, spec.label.zh)
    example = {column.heading: column.example for column in (*own, matter) if column.example}
    return Mapping(
        spec.slug, label, (line, kind, *own, matter), (rule,), help=spec.help,
        sheets=(spec.label.zh, spec.label.en, spec.slug), examples=(example,),
    )  # fmt: skip


def _column(field: FieldSpec, spec: KindSpec) -> Column:
    return Column(
        heading=field.label.zh,
        aka=(field.name, field.label.en),
        help=field.help,
        example=field.choices(field.example).label.zh if field.choices else field.example,
        required=field.required,
        code="text" if is_code(field, spec) else "",
        choices=tuple(choice.label.zh for choice in field.choices or ()),
    )


def is_code(field: FieldSpec, spec: KindSpec) -> bool:
    """Whether the field holds codes or numbers that are text, such as 000001."""
    info = spec.cls.model_fields[field.name]
    inner = [meta for part in get_args(info.annotation) for meta in getattr(part, "__metadata__", ())]
    return _OF_CODES in (*info.metadata, *inner)


def fillable(catalogue: Catalogue) -> list[str]:
    """The slugs of all kinds that people fill in: not those that the ledger records of itself."""
    return [
        slug
        for slug in catalogue.declared
        if slug not in (RETRACTED, CHECKED) and catalogue.spec(slug).matter.rstrip("/") != OWN
    ]
