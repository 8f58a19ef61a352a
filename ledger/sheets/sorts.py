"""The sorts of sheets there are: the user's own, the office's ledgers, and the templates of all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import LedgerError
from ledger.sheets.headings import SLUG, Recognised, recognised
from ledger.sheets.kinds import mapping_of
from ledger.sheets.registers import named, registers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.catalogue import Catalogue
    from ledger.sheets.cells import Row
    from ledger.sheets.mapping import Mapping


class Sorts:
    """Tells the sort of a sheet; ``read_any``: whether any was told."""

    def __init__(self, catalogue: Catalogue, own: tuple[Mapping, ...] = ()) -> None:
        self.catalogue, self.own = catalogue, own
        self.read_any = False

    def of(self, name: str, rows: Sequence[Row]) -> list[Recognised]:
        """The one sort that a sheet has; several that it may have; none if it is unknown."""
        own = recognised(name, rows, self._named(name), surely=True) or recognised(name, rows, self.own)
        found = own or self._known(name, rows)
        self.read_any = self.read_any or bool(found)
        return found

    def _named(self, name: str) -> list[Mapping]:
        """The user's own for a sheet of this name, or of any."""
        return [mapping for mapping in self.own if name in mapping.sheets or not mapping.sheets]

    def _known(self, name: str, rows: Sequence[Row]) -> list[Recognised]:
        """What the program has; all kinds are tried only where nothing likely fits wholly."""
        likely = list(self._likely(name, rows))
        found = recognised(name, rows, likely)
        if len(found) != 1 or found[0].unknown or found[0].missing:
            every = (mapping_of(spec) for spec in self.catalogue.specs())
            found = recognised(name, rows, dict.fromkeys([*likely, *every]))
        of_office = [each for each in found if each.mapping.name in registers()]
        return of_office or found

    def _likely(self, name: str, rows: Sequence[Row]) -> Iterator[Mapping]:
        """The office's ledgers, and the kinds that the sheet, a title or a cell is called after."""
        texts = {cell.text for row in rows for cell in row.cells.values() if not cell.beside}
        named = {match[1] for text in texts for match in SLUG.finditer(text)} | texts | {name}
        yield from registers().values()
        for slug, declared in self.catalogue.declared.items():
            if not named.isdisjoint((slug, *declared.label)):
                yield mapping_of(self.catalogue.spec(slug))


def base_of(name: str, catalogue: Catalogue) -> Mapping | None:
    """What a user's mapping builds on: a ledger of the office, or the template of a kind."""
    if mapping := named(name):
        return mapping
    try:
        return mapping_of(catalogue.spec(catalogue.find(name)))
    except LedgerError:
        return None
