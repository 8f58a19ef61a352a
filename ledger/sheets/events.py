"""Lines -> events: the rules of a mapping applied to each row, and to the rows of each matter together."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import Problem, ValueProblem, shown
from ledger.language import Both
from ledger.rows import problem
from ledger.sheets.cells import address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.sheets.lines import Line, Lines
    from ledger.sheets.mapping import Mapping, Rule

DIFFERS = Both(
    "“{told}” differs from “{first}” in {at}, though both rows are about {matter}; write it once, or tell "
    "the matters apart",
    "“{told}”与 {at} 的“{first}”不同，而两行同属 {matter}；请只填一次，或区分两个事项",
)
NO_MATTER_ABOVE = Both(
    "the first row must say it, rows below may leave it empty", "首行必须填写，其下各行可以留空"
)
NOTHING_COMES = Both(
    "nothing comes of this cell in this row (“{told}”); empty it, or mend the cells that say what the row is",
    "此行中该单元格没有用处（“{told}”）；请清空，或更正说明此行事项的单元格",
)


MATTER = "\ufdd0"
"""Stands for the id of the matter until that is known; no text has this sign."""


class Texts(dict[str, str]):
    """Heading -> text for one line, with what its matter says; what is empty is ""."""

    used: set[str]
    """Headings that an event took something from, or that decided about one."""
    fired: bool
    """Whether any event came of the line."""

    def __missing__(self, heading: str) -> str:
        return ""


class Made(NamedTuple):
    """What a rule makes of a line: the cells of an event."""

    row: dict[str, str]
    line: int
    rule: Rule
    texts: Texts
    flawed: set[str]
    """Headings whose cells are told to be wrong already."""
    head: bool
    """Whether it is the first of its matter."""
    broken: bool = False
    """Whether it lacks what could not be read, so that only what else is wrong with it is of use."""

    def origin(self, name: str) -> str:
        """The heading that a field came from: the first that is filled, else the first."""
        headings = self.rule.origin(name)
        return next((heading for heading in headings if self.texts[heading]), next(iter(headings), ""))


class Grouping:
    """Gathers the lines of a matter and applies the rules to them."""

    def __init__(self, lines: Lines, sheet: str) -> None:
        self.lines, self.sheet = lines, sheet
        self.mapping: Mapping = lines.found.mapping
        self._blocks = [
            (shared, list(rules)) for shared, rules in groupby(self.mapping.rules, lambda rule: rule.shared)
        ]
        self._shared_columns = [column.heading for column in self.mapping.columns if column.shared]
        self._closed = {column.heading for column in self.mapping.columns if column.closed}
        self._lines: list[Line] = []

    def add(self, line: Line) -> Iterator[Made | Problem]:
        """Take a line; what came before is made where it begins another matter."""
        if not self.mapping.group:
            self._lines = [line]
            yield from self.finish()
            return
        if self._begins(line):
            yield from self.finish()
            if not any(line.text(heading) for heading in self.mapping.group):
                yield self.lines.at_heading(NO_MATTER_ABOVE, self.mapping.group[0], line.number)
                return
        self._lines.append(line)

    def finish(self) -> Iterator[Made | Problem]:
        """What comes of the lines gathered so far."""
        lines, self._lines = self._lines, []
        if lines:
            yield from self._made(lines)

    def _begins(self, line: Line) -> bool:
        if not self._lines:
            return True
        first = self._lines[0]
        told = [(line.text(heading), first.text(heading)) for heading in self.mapping.group]
        return any(own and own != given for own, given in told)

    def _made(self, lines: list[Line]) -> Iterator[Made | Problem]:
        shared: dict[str, str] = {}
        yield from self._share(lines, shared)
        if self.mapping.counts_lines:
            shared["@lines"] = "\n".join(map(self._as_text, lines))
        texts = [self._texts(line, shared) for line in lines]
        flawed = {heading for line in lines for heading in line.flawed}
        head = True
        for is_shared, rules in self._blocks:
            for line, told in zip(lines[:1] if is_shared else lines, texts, strict=False):
                for rule in rules:
                    for each in self._apply(rule, told, line.number, flawed, head=head):
                        yield each
                        head = head and not isinstance(each, Made)
        used_by_all = set[str]().union(*(texts[0].used for shared_block, _ in self._blocks if shared_block))
        for line, told in zip(lines, texts, strict=True):
            yield from islice(self._unused(line, told.used | used_by_all), None if told.fired else 1)

    def _texts(self, line: Line, shared: dict[str, str]) -> Texts:
        texts = Texts({heading: cell.text for heading, cell in line.cells.items()})
        texts.update(shared)
        texts.update({"@sheet": self.sheet, "@matter": MATTER})
        texts.used, texts.fired = set(), False
        return texts

    def _as_text(self, line: Line) -> str:
        """A whole line as text, for its digest."""
        kept = (column.heading for column in self.mapping.columns if not column.ignore)
        return "\t".join(" ".join(line.text(heading).split()) for heading in kept)

    def _share(self, lines: list[Line], shared: dict[str, str]) -> Iterator[Problem]:
        """What the columns of the matter say, wherever among its rows; and where rows differ in it."""
        at: dict[str, int] = {}
        for line in lines:
            for heading in self._shared_columns:
                text = line.text(heading)
                if not text or shared.setdefault(heading, text) == text:
                    if text:
                        at.setdefault(heading, line.number)
                    continue
                told = problem(
                    DIFFERS, told=shown(text), first=shown(shared[heading]),
                    at=address(self.lines.at[heading], at[heading]),
                    matter=shown(shared[self.mapping.group[0]]),
                )  # fmt: skip
                yield self.lines.at_heading(told.what, heading, line.number)

    def _apply(
        self, rule: Rule, texts: Texts, number: int, flawed: set[str], *, head: bool
    ) -> Iterator[Made | Problem]:
        """The event of a rule, if its conditions hold."""
        texts.used |= rule.deciding & self._closed
        if not rule.holds(texts):
            return
        texts.used |= rule.headings
        texts.fired = True
        row = {"kind": rule.kind}
        row.update({rule.plain[heading]: text for heading, text in texts.items() if heading in rule.plain})
        made, broken = Made(row, number, rule, texts, {*flawed}, head), False
        for name, several in rule.derived:
            try:
                text = next(filter(None, (pattern.text(texts.__getitem__) for pattern in several)), "")
            except ValueProblem as refusal:
                broken = True
                made.flawed.add(made.origin(name))
                yield self.lines.at_heading(refusal.both, made.origin(name), number)
            else:
                if text:
                    row[name] = text
        yield made._replace(broken=broken)

    def _unused(self, line: Line, used: set[str]) -> Iterator[Problem]:
        """Cells that no event took anything from: what a sheet says is never dropped unsaid."""
        if self.mapping.counts_lines:
            return
        for heading, cell in line.cells.items():
            column = self.mapping.column(heading)
            if heading not in used and column and not column.ignore and heading not in self.mapping.group:
                what = problem(NOTHING_COMES, told=shown(cell.text)).what
                yield self.lines.at_heading(what, heading, line.number)
