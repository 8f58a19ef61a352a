"""Finding the headings of a sheet, and which mapping they belong to.

Titles may stand above the headings, and these may take two rows, the upper of which spans several columns.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ledger.sheets.mapping import Column, Mapping, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.sheets.cells import Row

LOOKED_AT = 20
"""Rows among which the headings are looked for."""
FEWEST, PART = 2, 0.6
"""Headings, and the part of those required, that make a sheet one of a sort."""
_UNIT = re.compile(r"[（(【\[]\s*(?:单位[:：]?)?\s*([^（()）】\]]*?)\s*[)）】\]]\s*\Z")
_ASIDE = re.compile(r"[（(【\[][^（()）】\]]*[)）】\]]")
UNITS = ("元", "万元", "亿元", "股", "万股", "亿股", "%", "天", "小时", "学时", "人", "票")
"""What a heading may say in brackets that then belongs to each number below it."""
SLUG = re.compile(r"[（(]([a-z0-9-]+)[)）]")
"""The name of a sort in a title, as in 召开会议（meeting-held）."""


class Heading(NamedTuple):
    """A heading as it stands in a sheet."""

    text: str
    column: int
    row: int
    others: tuple[str, ...] = ()
    """How it reads together with, or without, the heading above it."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may mean, the fullest first; without what stands in brackets last."""
        told = (self.text, *self.others)
        return tuple(dict.fromkeys((*map(folded, told), *(folded(_ASIDE.sub("", name)) for name in told))))

    @property
    def unit(self) -> str:
        """The unit of the numbers below it; "" if it names none."""
        found = _UNIT.search(unicodedata.normalize("NFKC", self.text))
        return found[1] if found and found[1] in UNITS else ""


class Recognised(NamedTuple):
    """A sheet whose headings are understood."""

    mapping: Mapping
    columns: dict[int, Column]
    """Column of the sheet -> that of the mapping."""
    headings: dict[int, Heading]
    """All headings by their column, those that are unknown too."""
    last: int
    """The row in which the headings end."""

    @property
    def unknown(self) -> list[Heading]:
        """Headings that the mapping does not know."""
        return [heading for at, heading in self.headings.items() if at not in self.columns]

    @property
    def missing(self) -> list[Column]:
        """Required columns that the sheet does not have."""
        has = {column.heading for column in self.columns.values()}
        required = (column for column in self.mapping.columns if column.required)
        return [column for column in required if has.isdisjoint((column.heading, column.instead))]

    @property
    def matched(self) -> int:
        """How many headings are known."""
        return len(self.columns)


def recognised(
    name: str, rows: Sequence[Row], mappings: Iterable[Mapping], *, surely: bool = False
) -> list[Recognised]:
    """The mappings that fit best a sheet with this name that begins with ``rows``; none if it is unknown.

    A sheet called as a mapping calls it, or under a title with the kind's name in brackets, is that one.
    ``surely``: somebody said that it is of these sorts, so that one heading is enough.
    """
    candidates = [
        found
        for mapping in mappings
        for at in range(len(rows))
        for found in _fits(mapping, rows, at, surely=surely)
    ]
    called = [found for found in candidates if _called(found, name, rows)] or candidates
    most = max((_rank(found) for found in called), default=None)
    best = {found.mapping.name: found for found in called if _rank(found) == most}
    return list(best.values())


def _rank(found: Recognised) -> tuple[int, int, int]:
    """The more is known the better; the less is unknown or missing the better; one row before two."""
    return found.matched - len(found.missing), -len(found.unknown), -found.last


def _called(found: Recognised, name: str, rows: Sequence[Row]) -> bool:
    if name in (found.mapping.name, *found.mapping.label, *found.mapping.sheets):
        return True
    titles = (cell.text for row in rows if row.number < found.last for cell in row.cells.values())
    return any(match[1] == found.mapping.name for title in titles for match in SLUG.finditer(title))


def _fits(mapping: Mapping, rows: Sequence[Row], at: int, *, surely: bool) -> Iterable[Recognised]:
    """The mapping on the headings in this row, and in this and the next."""
    for headings in (single(rows[at]), *([double(rows[at], rows[at + 1])] if at + 1 < len(rows) else [])):
        if not headings:
            continue
        columns = matched(headings, mapping)
        last = max(heading.row for heading in headings)
        found = Recognised(mapping, columns, {heading.column: heading for heading in headings}, last)
        required = sum(column.required for column in mapping.columns)
        has = required - len(found.missing)
        known = [column for column in columns.values() if not column.ignore]
        enough = len(known) >= min(FEWEST, len(mapping.columns)) and has >= PART * required
        if enough or (surely and known):
            yield found


def single(row: Row) -> list[Heading]:
    """The headings of one row."""
    return [Heading(cell.text, at, row.number) for at, cell in sorted(row.cells.items()) if not cell.beside]


def double(upper: Row, lower: Row) -> list[Heading]:
    """The headings of two rows: what stands below, told apart by what spans it above."""
    found: list[Heading] = []
    over = ""
    for at in range(1, max((*upper.cells, *lower.cells), default=0) + 1):
        top, below = upper.cells.get(at), lower.cells.get(at)
        if top and not top.beside:
            over = top.text
        if below and not below.above:
            found.append(
                Heading(below.text, at, lower.number, (f"{over}{below.text}", f"{over}/{below.text}"))
            )
        elif top and not top.beside:
            found.append(Heading(top.text, at, lower.number))
    return found


def matched(headings: Sequence[Heading], mapping: Mapping) -> dict[int, Column]:
    """Column of the sheet -> column of the mapping, each taken once, the fuller names first."""
    by_name = _by_name(mapping)
    found: dict[int, Column] = {}
    taken: set[str] = set()
    names = {heading.column: heading.names for heading in headings}
    for depth in range(max(map(len, names.values()), default=0)):
        for heading in headings:
            if heading.column in found or depth >= len(names[heading.column]):
                continue
            for column in by_name.get(names[heading.column][depth], ()):
                if column.heading not in taken:
                    found[heading.column] = column
                    taken.add(column.heading)
                    break
    return found


@cache
def _by_name(mapping: Mapping) -> dict[str, list[Column]]:
    """What a column may be headed, folded -> the columns that may be headed so, in their order."""
    columns: dict[str, list[Column]] = {}
    for column in mapping.columns:
        for name in dict.fromkeys(column.names):
            columns.setdefault(name, []).append(column)
    return columns
