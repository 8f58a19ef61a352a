"""Files of events -> changes to record, or every problem with its file, line and field.

YAML (a list), JSON Lines and JSON arrays hold the same rows; ``ledger.changes`` says what a row may be, and
``ledger.sheets`` how the rows of a workbook or of CSV become such. A
group ``{meeting: {…}, items: [{…}], announcement: {…}}`` is what the office writes as one thing: the others
take the reference to its first event from it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ledger.batch import Change, matter_of, problem_of
from ledger.changes import KIND, Changes
from ledger.entry import Source
from ledger.errors import LedgerError, Problem, shown
from ledger.language import Both
from ledger.rows import SUFFIXES, problem, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.catalogue import Catalogue
    from ledger.sheets.mapping import Mapping

ITEMS = ("items", "明细")
SHEETS = (".xlsx", ".xlsm", ".csv", ".tsv")
READ = (*SUFFIXES, *SHEETS)
"""What the names of files end in that are read in a folder."""

NOT_TEXT = Both(
    "the file is not UTF-8 text (byte {at}), perhaps GBK; save it as UTF-8 and load it again",
    "文件不是 UTF-8 编码（第 {at} 字节），可能是 GBK；请另存为 UTF-8 后重新导入",
)
OTHERS = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF")
"""How files of Excel 97 and Word, of ZIP as .docx is, and of PDF begin."""
NOT_LOADED = Both(
    "this is an .xls, Word, PDF or ZIP file, which cannot be loaded; save the table as .xlsx and load that",
    "这是 .xls、Word、PDF 或压缩文件，无法导入；请将表格另存为 .xlsx 后导入",
)
EMPTY = Both("the file is empty; write the events into it", "文件是空的；请写入事件")
NOT_READABLE = Both(
    "it cannot be read ({why}); mend that and load it again", "无法读取（{why}）；请处理后重新导入"
)
NOT_A_ROW = Both(
    "this is not an event; write kind and fields, each with a half-width colon and a space, as in "
    "{{kind: minutes-signed, …}}",
    "这不是一个事件；请写明种类和字段，其后用半角冒号加空格，如 {{kind: 签署会议记录, …}}",
)
NOT_A_GROUP = Both(
    "this is not a group; write one event and the list of those under it, as in "
    "{{meeting: {{kind: meeting-held, …}}, items: [{{kind: resolution-passed, …}}]}}",
    "这不是一组事件；请写明一个事件及其下的列表，如 "
    "{{meeting: {{kind: 召开会议, …}}, items: [{{kind: 通过决议, …}}]}}",
)


class NoSuchFileError(LedgerError):
    """A file or folder to load is not there, or holds nothing to load."""

    sentence = Both(
        "nothing to load at {path}: name a {suffixes} file, a folder of them, or - for standard input.",
        "{path} 处没有可导入的内容：请指定 {suffixes} 文件、含这些文件的文件夹，或用 - 表示标准输入。",
    )


class NoFileError(NoSuchFileError):
    """There is no such file or folder at all."""

    sentence = Both(
        "{path} does not exist; mend the name, or the folder that you call from.",
        "{path} 不存在；请核对文件名和所在文件夹。",
    )


class Intake:
    """Reads files as a stream of changes and problems; ``done`` of ``total`` bytes tell how far it is."""

    def __init__(
        self, catalogue: Catalogue, paths: Sequence[str], stdin: BinaryIO, own: tuple[Mapping, ...] = ()
    ) -> None:
        self.changes, self.own = Changes(catalogue), own
        self.notes: list[Both] = []
        """What was done with sheets that nobody asked for, to be said."""
        self.paths = list(dict.fromkeys(path for name in paths if name != "-" for path in _files(name)))
        self.stdin = stdin if "-" in paths else None
        self.total = sum(path.stat().st_size for path in self.paths)
        self.sheets = [path for path in self.paths if is_sheet(path.name)]
        self.done = 0

    def rows(self) -> Iterator[Change | Problem]:
        """Every row of every file."""
        for path in self.paths:
            try:
                if path in self.sheets:
                    yield from self._sheets(path)
                    continue
                data = path.read_bytes()
            except OSError as error:
                yield problem(NOT_READABLE, why=error.strerror or error).at(path.as_posix(), 0)
            else:
                yield from self._file(path.as_posix(), data, path.suffix.lower())
        if self.stdin:
            yield from self._file("-", self.stdin.read(), "")

    def _sheets(self, path: Path) -> Iterator[Change | Problem]:
        """The rows of a workbook or of CSV, read as a stream."""
        from ledger.sheets.intake import Tables  # noqa: PLC0415 - only sheets need it

        tables, before = Tables(self.changes, self.own), self.done
        with path.open("rb") as file:
            for row in tables.rows(path.as_posix(), file):
                self.done = before + file.tell()
                yield row
        self.done = before + path.stat().st_size
        self.notes += tables.notes

    def _file(self, name: str, data: bytes, suffix: str) -> Iterator[Change | Problem]:
        if data.startswith(OTHERS):
            yield Problem(NOT_LOADED, file=name)
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            yield problem(NOT_TEXT, at=error.start + 1).at(name, data.count(b"\n", 0, error.start) + 1)
            return
        self.changes.positions.clear()
        self.changes.evidence.folder = Path(name).parent
        source = Source(hashlib.sha256(data).hexdigest(), 0)
        before, last, empty = self.done, text.count("\n") + 1, text.strip() != "[]"
        for line, row in rows_of(text, suffix):
            self.done, empty = before + len(data) * min(line, last) // last, False
            if isinstance(row, Problem):
                yield row.at(name, line)
            elif isinstance(row, dict) and row.keys().isdisjoint(KIND) and not row.keys().isdisjoint(ITEMS):
                yield from self._group(name, line, row, source)
            else:
                yield from self._change(name, line, row, source)
        if empty:
            yield Problem(EMPTY, file=name)
        self.done = before + len(data)

    def _group(self, file: str, line: int, row: dict[str, Any], source: Source) -> Iterator[Change | Problem]:
        """The first event of a group, and the others with a reference to it; none if the first is refused."""
        items = next(row.pop(key) for key in ITEMS if key in row)
        head, *others = [*row.values()] or [None]
        if not isinstance(head, dict) or not isinstance(items, list):
            yield problem(NOT_A_GROUP).at(file, line)
            return
        made = self._change(file, line, head, source)
        yield from made
        first = made[0]
        under = first.matter if isinstance(first, Change) else ""
        for item in [*items, *others]:
            for each in self._change(file, line, item, source, under):
                if under or isinstance(each, Problem):
                    yield each

    def _change(
        self, file: str, line: int, row: object, source: Source, under: str | None = None
    ) -> Sequence[Change | Problem]:
        line = getattr(row, "line", line)
        made = self.changes.read(row, under) if isinstance(row, dict) else [problem(NOT_A_ROW)]
        if not isinstance(made, Change):
            return [each.at(file, line) for each in made]
        place = Source(source.sha256, line)
        try:
            return (Change(made.event, matter_of(made), made.evidence, place, file=file, line=line),)
        except LedgerError as error:
            return (problem_of(error, file, line),)


def is_sheet(name: str) -> bool:
    """Whether a file of this name holds sheets."""
    return name.lower().endswith(SHEETS)


def _files(name: str) -> list[Path]:
    path = Path(name)
    try:
        inside = sorted(path.rglob("*")) if path.is_dir() else []
        found = [file for file in inside if _is_read(file)]
        there = path.exists()
        found = found or ([path] if there and not path.is_dir() else [])
    except (OSError, ValueError):
        found, there = [], False
    if not there:
        raise NoFileError(path=shown(name))
    if not found:
        raise NoSuchFileError(path=shown(name), suffixes=" ".join(READ))
    return found


def _is_read(path: Path) -> bool:
    """Whether a file of a folder is read; ``~$…`` is what Excel keeps beside a workbook that is open."""
    return path.suffix.lower() in READ and not path.name.startswith("~$") and path.is_file()
