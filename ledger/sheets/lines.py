"""The rows of a recognised sheet -> lines: what each says under which heading, and what is wrong there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import Problem, shown
from ledger.language import Both, Lang
from ledger.rows import problem
from ledger.sheets.cells import Cell, Row, address
from ledger.sheets.mapping import EXAMPLE, HELP, Column, help_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.sheets.headings import Recognised

NUMBER_FOR_A_CODE = Both(
    "it stands in the cell as a number or date ({told}), of which Excel may have dropped zeros; format the "
    "cell as text and enter it again",
    "单元格中是数值或日期（{told}），Excel 可能已丢失其中的零；请将单元格设为文本格式后重新输入",
)
A_DATE = Both(
    "Excel made a date or time of it ({told}), which is not what was typed; format the column as text and "
    "type it again",
    "Excel 已将其变为日期或时间（{told}），并非原来输入的内容；请将该列设为文本格式后重新输入",
)
MERGED_NUMBER = Both(
    "one number is merged over several rows; take the cells apart and write the number of each row",
    "一个数值合并在多行上；请取消合并，逐行填写各自的数值",
)
UNKNOWN = Both(
    "nothing is known of the column “{heading}”, which holds something here; say what it is: "
    "ledger load --map {file}",
    "不认识“{heading}”这一列，而此处有内容；请说明其含义：ledger load --map {file}",
)
MISSING = Both("the column “{heading}” is missing; add it, or say which one it is: ledger load --map {file}",
               "缺少“{heading}”列；请补上，或说明是哪一列：ledger load --map {file}")  # fmt: skip
NO_CHOICE = Both(
    "“{told}” is none of {choices}; write one of these", "“{told}”不在可选之列；请填写 {choices} 之一"
)
STILL_AN_EXAMPLE = Both(
    "the row is marked “示例” but is not the example of the template; number it if it is to be recorded, or "
    "delete it",
    "此行标为“示例”，但不是模板的示例；如需导入请改填序号，否则请删除",
)

A_TOTAL = Both("a total", "合计")
A_REMARK = Both("a remark below the table", "表尾附注")
A_HEADING = Both("a heading between the rows", "行间标题")
MARKED_HELP = Both("marked “说明”", "标为“说明”")
THE_HELP = Both("the template's help", "模板的说明")
THE_EXAMPLE = Both("the template's example", "模板的示例")

LANGS: tuple[Lang, ...] = ("zh", "en")
_TOTAL = re.compile(r"(?:本页|本年|本月)?(?:合计|小计|总计|累计)[:：]?")
_FOOT = re.compile(r"(?:注|备注|说明|制表人?|审核人?|填表人?|填报日期|制表日期)\s*[:：]")


class Line(NamedTuple):
    """One row: its number, and what stands under each heading."""

    number: int
    cells: dict[str, Cell]
    problems: list[Problem]
    """What is wrong with its cells."""
    flawed: set[str]
    """The headings under which something is wrong, which is left out."""

    def text(self, heading: str) -> str:
        """What stands under a heading; "" if nothing does."""
        cell = self.cells.get(heading)
        return cell.text if cell else ""


class Lines:
    """Reads the rows below the headings."""

    def __init__(self, found: Recognised, sheet: str, file: str, taken: dict[str, set[str]]) -> None:
        self.found, self.sheet, self.file = found, sheet, file
        self._taken = taken
        self.at = {column.heading: at for at, column in found.columns.items()}
        self._told: set[int] = set()
        self._units = {at: found.headings[at].unit for at in found.columns}
        self._blank = set(found.mapping.blank)
        self._helps, self._examples = self._rows_of_the_template()
        self._below_help = 0
        self.left_out: dict[Both, list[int]] = {}
        """Why rows are not recorded -> their numbers."""

    def _rows_of_the_template(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Its help and its examples, as far as the sheet has their columns."""
        mapping = self.found.mapping
        helps = [{column.heading: help_of(column, lang) for column in mapping.columns} for lang in LANGS]
        return self._in_the_sheet(helps), self._in_the_sheet(mapping.examples)

    def _in_the_sheet(self, rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
        kept = [
            {
                heading: text
                for heading, text in row.items()
                if text and heading in self.at and not self._ignored(heading)
            }
            for row in rows
        ]
        return [row for row in kept if row]

    def missing(self) -> Iterator[Problem]:
        """A required column that is not there."""
        for column in self.found.missing:
            told = problem(MISSING, heading=column.heading, file=self.file)
            yield Problem(told.what, line=self.found.last, field=column.heading)

    def read(self, row: Row) -> Line | None:
        """What the row says, and all that is wrong with its cells; None if it says nothing."""
        cells = {at: cell for at, cell in row.cells.items() if not cell.beside}
        if not any(not cell.above for cell in cells.values()):
            return None
        line = Line(row.number, {}, [], set())
        for at, cell in cells.items():
            column = self.found.columns.get(at)
            if column is None:
                line.problems.extend(self._unknown(at, cell, row.number))
            elif (told := self._sound(at, cell, column, line)) is not None:
                line.cells[column.heading] = told
        mark = line.text(self.found.mapping.line)
        if mark in (EXAMPLE, HELP):
            return self._marked(line, mark)
        if why := self._foot(cells) or self._of_the_template(line):
            self.left_out.setdefault(why, []).append(row.number)
            return None
        if line.problems or any(not self._ignored(heading) for heading in line.cells):
            return line
        if mark and not mark.isdecimal():  # a heading between the rows
            self.left_out.setdefault(A_HEADING, []).append(row.number)
        return None

    def _unknown(self, at: int, cell: Cell, row: int) -> list[Problem]:
        """Each unknown column is told once, at the first cell that holds something."""
        if at in self._told or cell.text in self._blank:
            return []
        self._told.add(at)
        heading = self.found.headings.get(at)
        told = shown(heading.text) if heading else address(at, row)
        return [self.problem(problem(UNKNOWN, heading=told, file=self.file).what, at, row, told)]

    def _sound(self, at: int, cell: Cell, column: Column, line: Line) -> Cell | None:
        """The cell as it is read; None if it is empty or unfit, which the line notes."""
        if column.ignore and not column.closed:
            return cell if column.heading == self.found.mapping.line else None
        flaw = cell.flaw
        if column.code and not cell.typed and not (column.code == "whole" and cell.whole):
            flaw = flaw or problem(NUMBER_FOR_A_CODE, told=shown(cell.text)).what
        elif cell.made and cell.made not in self._taken.get(column.heading, {cell.made}):
            flaw = flaw or problem(A_DATE, told=shown(cell.text)).what
        elif cell.above and not column.shared and not cell.typed and cell.text.replace(".", "").isdecimal():
            flaw = flaw or MERGED_NUMBER
        elif column.closed and cell.text not in {*column.choices, *self._blank}:
            choices = "、".join(column.choices)
            flaw = flaw or problem(NO_CHOICE, told=shown(cell.text), choices=choices).what
        if flaw:
            line.problems.append(self.problem(flaw, at, line.number, column.heading))
            line.flawed.add(column.heading)
            return None
        if cell.text in self._blank or (column.ignore and column.closed):
            return None
        unit = self._units[at]
        return cell._replace(text=cell.text + unit) if unit and cell.text[-1].isdecimal() else cell

    def _marked(self, line: Line, mark: str) -> Line | None:
        """Nothing, if it is the template's own row; what somebody wrote over an example is a problem."""
        told = {heading: cell.text for heading, cell in line.cells.items() if not self._ignored(heading)}
        if mark == HELP:
            if told and told not in self._helps:
                self.left_out.setdefault(MARKED_HELP, []).append(line.number)
            return None
        if not told or told in self._examples:
            return None
        flaw = self.problem(STILL_AN_EXAMPLE, self.at[self.found.mapping.line], line.number, "")
        return Line(line.number, {}, [flaw], set())

    def _of_the_template(self, line: Line) -> Both | None:
        """Why a row without its mark is the template's own: its help, or an example right below that.

        A real row may say just what an example says, so an example counts only where the whole column of
        marks was deleted.
        """
        if line.text(self.found.mapping.line):
            return None
        told = {heading: cell.text for heading, cell in line.cells.items()}
        if told in self._helps:
            self._below_help = line.number + 1
            return THE_HELP
        if line.number == self._below_help and self.found.mapping.line not in self.at:
            self._below_help += 1
            return THE_EXAMPLE if told in self._examples else None
        return None

    def _ignored(self, heading: str) -> bool:
        column = self.found.mapping.column(heading)
        return column is None or column.ignore

    def _foot(self, cells: dict[int, Cell]) -> Both | None:
        """Whether it is a row of totals, or a remark that stands alone."""
        first = cells[min(cells)].text
        if _TOTAL.fullmatch(first):
            return A_TOTAL
        return A_REMARK if len(cells) == 1 and _FOOT.match(first) else None

    def problem(self, what: Both, at: int, row: int, heading: str) -> Problem:
        """A problem at a cell, under the heading as the sheet has it."""
        told = self.found.headings.get(at)
        heading = shown(told.text) if told and heading else heading
        return Problem(what, field=heading, line=row, cell=address(at, row))

    def at_heading(self, what: Both, heading: str, row: int) -> Problem:
        """A problem at the cell under a heading; of the row, where the sheet does not have the column."""
        at = self.at.get(heading)
        return self.problem(what, at, row, heading) if at else Problem(what, field=heading, line=row)
