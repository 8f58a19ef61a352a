"""Templates: the sheets of mappings, empty or filled, as text of their cells; not how they look."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.sheets.kinds import KIND, MATTER
from ledger.sheets.mapping import EXAMPLE, HELP, Column, Mapping, help_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.entry import Entry
    from ledger.event import KindSpec
    from ledger.language import Lang

LONGEST_NAME = 31
"""Characters that the name of a sheet may have."""
_UNFIT = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Template:
    """One sheet: its mapping, and the rows that stand in it already."""

    mapping: Mapping
    rows: Callable[[], Iterable[dict[str, str]]] | None = None
    """Heading -> text of each row; None for the examples of the mapping."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that it has."""
        return self.mapping.shown

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return _UNFIT.sub("-", self.mapping.label.zh)[:LONGEST_NAME]

    @property
    def title(self) -> str:
        """What stands above the headings; the name in brackets tells the sort when the sheet is renamed."""
        return f"{self.mapping.label.zh}（{self.mapping.name}）"

    def headings(self) -> list[str]:
        """The headings, a star at those that must be filled."""
        return [column.heading + "*" * column.required for column in self.columns]

    def help(self, lang: Lang) -> list[str]:
        """The row that explains the headings."""
        line = self.mapping.line
        return [HELP if column.heading == line else help_of(column, lang) for column in self.columns]

    def body(self) -> Iterator[list[str]]:
        """The rows below: those given, or the examples, marked so that they are not read."""
        if self.rows is not None:
            for row in self.rows():
                yield [row.get(column.heading, "") for column in self.columns]
            return
        for example in self.mapping.examples:
            marked = example | {self.mapping.line: EXAMPLE}
            yield [marked.get(column.heading, "") for column in self.columns]


def row_of(entry: Entry, spec: KindSpec) -> dict[str, str]:
    """An entry as a row of its kind's template, numbered by its position."""
    event = entry.event
    cells = event.cells()
    row = {"#": str(entry.position), KIND: spec.label.zh}
    for field in spec.fields.values():
        if text := cells.get(field.name):
            row[field.label.zh] = field.choices(text).label.zh if field.choices else text
    if spec.matter == "*" or event.matter_id() != entry.matter:
        row[MATTER] = entry.matter
    return row


def yaml_of(template: Template) -> str:
    """The rows as YAML that ``ledger load`` reads; examples as remarks, to be freed of their ``#``."""
    mapping, mark = template.mapping, "# " if template.rows is None else ""
    lines = [f"# {template.title} {mapping.help.zh}"]
    for row in template.rows() if template.rows is not None else mapping.examples:
        lines.append(f"{mark}- 种类: {mapping.name}")
        for column in template.columns:
            if column.heading in row and not column.ignore:
                told = f"{mark}  {column.heading}: {json.dumps(row[column.heading], ensure_ascii=False)}"
                lines.append(told + (f"  # {column.help.zh}" if mark else ""))
    return "\n".join([*lines, ""])


def json_of(template: Template) -> str:
    """The rows as JSON Lines that ``ledger load`` reads."""
    rows = template.rows() if template.rows is not None else template.mapping.examples
    ignored = {column.heading for column in template.mapping.columns if column.ignore}
    events = (
        {"kind": template.mapping.name} | {name: text for name, text in row.items() if name not in ignored}
        for row in rows
    )
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
