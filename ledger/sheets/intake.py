"""Workbooks and files of CSV -> changes to record, or every problem with its sheet and cell."""

from __future__ import annotations

import hashlib
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from ledger.batch import Change, matter_of
from ledger.entry import Source
from ledger.errors import LedgerError, Problem
from ledger.language import Both
from ledger.rows import problem
from ledger.sheets import delimited, workbook
from ledger.sheets.cells import Row, Sheet, UnreadableSheetError
from ledger.sheets.dated import taken
from ledger.sheets.events import MATTER, Grouping, Made
from ledger.sheets.headings import LOOKED_AT
from ledger.sheets.lines import Lines
from ledger.sheets.sorts import Sorts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.changes import Changes
    from ledger.sheets.headings import Recognised
    from ledger.sheets.mapping import Mapping

CHUNK = 1 << 20

UNKNOWN_SHEET = Both(
    "its headings are those of no template and of no ledger of the office; say what they are: "
    "ledger load --map {file}",
    "其列名不属于任何模板或台账；请说明各列的含义：ledger load --map {file}",
)
SEVERAL_SORTS = Both(
    "its headings may be those of {sorts}; name the sheet after one of them, or say which: "
    "ledger load --map {file}",
    "其列名可能属于 {sorts}；请将工作表改为其中之一的名称，或说明：ledger load --map {file}",
)
NOTHING_IN_IT = Both("there is nothing in it; write the events into it", "文件中没有内容；请写入事件")
REQUIRED = Both("is required; for example {eg}", "为必填项，例如：{eg}")
READ_AS = Both("{file}: read as {encoding} text", "{file}：按 {encoding} 编码读取")
LEFT_OUT = Both(
    "{file}: rows were left out: {rows}",
    "{file}：未导入的行：{rows}",
)


class Tables:
    """Reads the sheets of files; ``notes`` tell what was done that nobody asked for."""

    def __init__(self, changes: Changes, own: tuple[Mapping, ...] = ()) -> None:
        self.changes = changes
        self.sorts = Sorts(changes.catalogue, own)
        self.notes: list[Both] = []

    def rows(self, name: str, file: BinaryIO) -> Iterator[Change | Problem]:
        """Every event of a file, or what is wrong with it."""
        source = Source(_digest(file), 0)
        empty = True
        label = name
        try:
            for sheet in self.sheets(name, file):
                label = f"{name}:{sheet.name}" if sheet.name else name
                for made in self._sheet(label, name, sheet, source):
                    empty = False
                    yield made
                empty = empty and not self.sorts.read_any
        except UnreadableSheetError as refusal:
            yield Problem(refusal.told, file=label)
            return
        if empty:
            yield Problem(NOTHING_IN_IT, file=name)

    def sheets(self, name: str, file: BinaryIO) -> Iterator[Sheet]:
        """The sheets of a file; UnreadableSheetError where it has none."""
        if not name.lower().endswith((".csv", ".tsv")):
            yield from workbook.sheets(file)
            return
        how = delimited.decoded(file)
        if not how.encoding.startswith("utf-8"):
            encoding = how.encoding.upper()
            self.notes.append(Both(*(told.format(file=name, encoding=encoding) for told in READ_AS)))
        yield Sheet("", delimited.rows(file, how))

    def _sheet(self, label: str, file: str, sheet: Sheet, source: Source) -> Iterator[Change | Problem]:
        rows = iter(sheet.rows)
        head = list(islice(rows, LOOKED_AT))
        if not any(row.cells for row in head):
            head += [row for row in rows if row.cells][:LOOKED_AT]
        if not head or not any(row.cells for row in head):
            return
        found = self.sorts.of(sheet.name, head)
        if len(found) != 1:
            sorts = "、".join(f"{each.mapping.label.zh}（{each.mapping.name}）" for each in found)
            yield problem(SEVERAL_SORTS if found else UNKNOWN_SHEET, sorts=sorts, file=file).at(label, 0)
            return
        below = (row for row in chain(head, rows) if row.number > found[0].last)
        yield from _Events(self, found[0], (label, file, sheet.name), source).of(below)


class _Events:
    """The events of one sheet."""

    def __init__(
        self, tables: Tables, found: Recognised, names: tuple[str, str, str], source: Source
    ) -> None:
        self.label, file, sheet = names
        self.tables, self.source = tables, source
        self.lines = Lines(found, sheet, file, taken(found.mapping, tables.changes.catalogue))
        self.grouping = Grouping(self.lines, sheet)
        self._under: str | None = None
        self._said: set[tuple[str, int, Both]] = set()

    def of(self, rows: Iterator[Row]) -> Iterator[Change | Problem]:
        """What comes of the rows below the headings."""
        for flaw in self.lines.missing():
            yield from self._told(flaw)
        for row in rows:
            line = self.lines.read(row)
            if line is None:
                continue
            for flaw in line.problems:
                yield from self._told(flaw)
            if line.cells:
                for made in self.grouping.add(line):
                    yield from self._change(made)
        for made in self.grouping.finish():
            yield from self._change(made)
        if left := self.lines.left_out:
            listed = Both(
                "; ".join(f"{', '.join(map(str, at))} ({why.en})" for why, at in left.items()),
                "；".join(f"第 {'、'.join(map(str, at))} 行（{why.zh}）" for why, at in left.items()),
            )
            told = (
                text.format(file=self.label, rows=each) for text, each in zip(LEFT_OUT, listed, strict=True)
            )
            self.tables.notes.append(Both(*told))

    def _told(self, flaw: Problem) -> Iterator[Problem]:
        """A problem of the sheet; once, though several events are made from the cell."""
        said = (flaw.cell, flaw.line, flaw.what)
        if said not in self._said:
            self._said.add(said)
            yield flaw.at(self.label, flaw.line)

    def _change(self, made: Made | Problem) -> Iterator[Change | Problem]:
        if isinstance(made, Problem):
            yield from self._told(made)
            return
        if made.head:
            self._under = None
        matter = self._under or "meeting/board/1-1"
        row = {name: text.replace(MATTER, matter) for name, text in made.row.items()}
        change = self.tables.changes.read(row, self._under)
        if made.broken or not isinstance(change, Change):
            self._under = "" if made.head else self._under
            if not isinstance(change, Change):
                yield from self._placed(change, made)
            return
        yield from self._joined(change, made)

    def _joined(self, change: Change, made: Made) -> Iterator[Change | Problem]:
        try:
            matter = matter_of(change)
        except LedgerError as error:
            yield Problem(Both(error.text("en"), error.text("zh")), file=self.label, line=made.line)
            return
        failed = self._under == ""
        if made.head:
            self._under = matter
        if not failed:
            place = Source(self.source.sha256, made.line)
            yield Change(change.event, matter, change.evidence, place, file=self.label, line=made.line)

    def _placed(self, flaws: list[Problem], made: Made) -> Iterator[Problem]:
        """The problems of fields, at the cells that they were made from; none that are told already."""
        told = made.flawed | {column.heading for column in self.lines.found.missing}
        for flaw in flaws:
            heading = made.origin(flaw.field.partition("（")[0])
            if not heading:
                yield flaw.at(self.label, made.line)
            elif heading not in told:
                column = self.lines.found.mapping.column(heading)
                lacks = column and column.example and not made.texts[heading]
                what = problem(REQUIRED, eg=column.example).what if column and lacks else flaw.what
                yield from self._told(self.lines.at_heading(what, heading, made.line))


def _digest(file: BinaryIO) -> str:
    """SHA-256 of a file; it is read from its start again afterwards."""
    told = hashlib.sha256()
    while chunk := file.read(CHUNK):
        told.update(chunk)
    file.seek(0)
    return told.hexdigest()
