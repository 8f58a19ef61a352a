"""The ledgers that an office keeps in Excel, as mappings that come with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ledger.catalogue import Catalogue
from ledger.errors import Problem
from ledger.sheets.mapping import Mapping
from ledger.sheets.mapping_files import mappings_of

FOLDER = Path(__file__).with_name("registers")


@cache
def registers() -> dict[str, Mapping]:
    """Name -> mapping, in the order of their files."""
    found: dict[str, Mapping] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for mapping in mappings_of(path.read_text(encoding="utf-8"), Catalogue(), lambda _: None):
            if isinstance(mapping, Problem):
                raise TypeError(mapping.at(path.name, mapping.line).text("en"))  # the program's own file
            found[mapping.name] = mapping
    return found


def named(name: str) -> Mapping | None:
    """The ledger with this name, label or name of its sheet."""
    for mapping in registers().values():
        if name in (mapping.name, *mapping.label, *mapping.sheets):
            return mapping
    return None
