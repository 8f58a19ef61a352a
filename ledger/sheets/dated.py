"""Which columns may hold what Excel made a date of: it turns 5-2-2 into the second of February 2005."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.sheets.cells import DAY, SPAN
from ledger.values import PartialDate, Quantity

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue
    from ledger.event import FieldSpec
    from ledger.sheets.mapping import Mapping

_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAKEN: dict[type, str] = {PartialDate: DAY, Quantity: SPAN}
"""Hours, which are a quantity, may be kept as a duration."""


def taken(mapping: Mapping, catalogue: Catalogue) -> dict[str, set[str]]:
    """Heading -> ``DAY`` or ``SPAN`` if a field that it fills takes such, or the example is a day."""
    found: dict[str, set[str]] = defaultdict(set)
    for rule in mapping.rules:
        fields = catalogue.spec(rule.kind).fields
        for name, several in rule.fields.items():
            takes = _taken_by(fields[name])
            for heading in (heading for pattern in several for heading in pattern.headings):
                found[heading] |= takes
    for heading, text in (cell for example in mapping.examples for cell in example.items()):
        if heading in found and _A_DAY.fullmatch(text):
            found[heading].add(DAY)
    return dict(found)


def _taken_by(field: FieldSpec) -> set[str]:
    types = getattr(field.annotation, "__args__", (field.annotation,))
    return {_TAKEN[each] for each in types if each in _TAKEN}
