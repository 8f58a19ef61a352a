"""A mapping: which headings a sheet has, and which events come of its rows.

Mappings are YAML. Those of an office's own ledgers are kept beside this file in ``registers``; a user's own
is proposed by ``ledger load --map``. A kind's template is a mapping as well, made from its declaration.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.language import Lang
    from ledger.sheets.patterns import Pattern

GIVEN = ("@matter", "@sheet", "@lines")
"""What a pattern may name beside headings: the matter that the rows are about, the name of the sheet, and
all rows of the matter as text."""
LINES = ("#", "序号")
"""The headings under which a template marks the rows that are not to be read."""
EXAMPLE, HELP = "示例", "说明"
"""What stands there in such rows."""


NOTHING = Both("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    heading: str
    aka: tuple[str, ...] = ()
    """How else it is headed."""
    help: Both = NOTHING
    example: str = ""
    required: bool = False
    """Whether a sheet without it is not of this sort."""
    instead: str = ""
    """Another column that serves as well, if this one is required."""
    shared: bool = False
    """Told once for all rows of a matter, and merged or left blank below."""
    code: str = ""
    """``text``: no number stands for it; ``whole``: only a whole one, shown as it is; "": any."""
    choices: tuple[str, ...] = ()
    closed: bool = False
    """Whether nothing but these may stand there."""
    ignore: bool = False
    """Left alone, whatever it holds."""
    shown: bool = True
    """Whether a template has it; another way to head what other columns have is only read."""

    @property
    def names(self) -> tuple[str, ...]:
        """All that it may be headed, folded."""
        return tuple(folded(name) for name in (self.heading, *self.aka))


@dataclass(frozen=True, eq=False)
class Rule:
    """An event that comes of a row, or of all rows of a matter."""

    kind: str
    fields: dict[str, tuple[Pattern, ...]]
    """Field -> patterns, of which the first that gives a text is taken."""
    shared: bool = False
    """One of the whole matter, not one of each row."""
    given: tuple[str, ...] = ()
    """Headings of which one at least must be filled."""
    when: dict[str, re.Pattern[str]] = field(default_factory=dict)
    """Heading -> what its cell must have."""
    unless: dict[str, re.Pattern[str]] = field(default_factory=dict)
    """Heading -> what its cell must not have."""
    matter: Pattern | None = None
    """The matter that it joins, where that does not follow from its fields."""

    def holds(self, texts: dict[str, str]) -> bool:
        """Whether there is such an event for a line with these texts."""
        return (
            (not self.given or any(texts[heading] for heading in self.given))
            and all(sign.search(texts[heading]) for heading, sign in self.when.items())
            and not any(sign.search(texts[heading]) for heading, sign in self.unless.items())
        )

    @cached_property
    def plain(self) -> dict[str, str]:
        """Heading -> the field that is but the cell under it; most are, so they are gone through together."""
        return {
            several[0].plain: name
            for name, several in self._given()
            if len(several) == 1 and several[0].plain
        }

    @cached_property
    def derived(self) -> list[tuple[str, tuple[Pattern, ...]]]:
        """The other fields."""
        return [(name, several) for name, several in self._given() if name not in self.plain.values()]

    def _given(self) -> Iterator[tuple[str, tuple[Pattern, ...]]]:
        yield from self.fields.items()
        if self.matter:
            yield "matter", (self.matter,)

    def origin(self, name: str) -> tuple[str, ...]:
        """The headings that a field is made from."""
        several = dict(self._given()).get(name, ())
        return tuple(heading for pattern in several for heading in pattern.headings if heading not in GIVEN)

    @property
    def patterns(self) -> list[Pattern]:
        """All its patterns."""
        return [*(one for several in self.fields.values() for one in several), *filter(None, (self.matter,))]

    @property
    def names(self) -> set[str]:
        """All that it looks at: headings, and what is given beside them."""
        return {
            *self.given,
            *self.when,
            *self.unless,
            *(name for pattern in self.patterns for name in pattern.headings),
        }

    @cached_property
    def deciding(self) -> set[str]:
        """The headings that decide whether there is such an event."""
        return {*self.when, *self.unless}

    @cached_property
    def headings(self) -> set[str]:
        """All headings that it looks at."""
        return self.names - set(GIVEN)


@dataclass(frozen=True, eq=False)
class Mapping:
    """What a sort of sheet says."""

    name: str
    label: Both
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    help: Both = NOTHING
    sheets: tuple[str, ...] = ()
    """What the sheet may be called."""
    group: tuple[str, ...] = ()
    """The headings that tell which matter a row is about; rows without them go on with the one above."""
    blank: tuple[str, ...] = ()
    """Texts that stand for an empty cell."""
    examples: tuple[dict[str, str], ...] = ()
    """Rows of the template that show how it is filled: heading -> text."""

    @cached_property
    def line(self) -> str:
        """The heading of the column that numbers the rows; "" if there is none."""
        return next(
            (column.heading for column in self.columns if column.heading in LINES and column.ignore), ""
        )

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that a template has."""
        return tuple(column for column in self.columns if column.shown)

    def column(self, heading: str) -> Column | None:
        """The column with this heading of its own."""
        return self._by_heading.get(heading)

    @cached_property
    def _by_heading(self) -> dict[str, Column]:
        return {column.heading: column for column in self.columns}

    @cached_property
    def counts_lines(self) -> bool:
        """Whether an event is made of all lines of a matter as a whole, so that each cell is used."""
        return any("@lines" in rule.names for rule in self.rules)


def folded(heading: str) -> str:
    """What is alike in a heading however it is written: in width, spaces, line ends, stars and case."""
    return re.sub(r"[\s*＊]", "", unicodedata.normalize("NFKC", heading)).casefold()


def help_of(column: Column, lang: Lang) -> str:
    """The help of a column in the template, with its choices."""
    told = column.help.text(lang)
    if column.choices:
        told += ("：" if lang == "zh" else ": ") + "、".join(column.choices)
    return told


def unused(mapping: Mapping) -> Iterable[Column]:
    """The columns from which no rule takes anything and that are not to be ignored."""
    used = {heading for rule in mapping.rules for heading in rule.headings} | set(mapping.group)
    if mapping.counts_lines:
        return []
    return [column for column in mapping.columns if not column.ignore and column.heading not in used]


def fields_of(row: dict[str, Any]) -> dict[str, list[str]]:
    """Field -> patterns as written, one or a list of them."""
    return {name: told if isinstance(told, list) else [told] for name, told in row.items()}
