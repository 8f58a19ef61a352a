"""Files of CSV as sheets: the encoding and the separator are found out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from ledger.language import Both
from ledger.sheets.cells import Cell, Row, UnreadableSheetError

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20
SEPARATORS = (",", "\t", ";")
LOOKED_AT = 20
"""Lines from which the separator is told."""

NOT_TEXT = Both(
    "the file is neither UTF-8 nor GBK text; save it as “CSV UTF-8” and load it again",
    "文件既不是 UTF-8 也不是 GBK 编码；请另存为“CSV UTF-8”后重新导入",
)
NOT_CSV = Both(
    "it is not CSV ({told}); save it as “CSV UTF-8” again",
    "不是合法的 CSV（{told}）；请重新另存为“CSV UTF-8”",
)

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")
_QUOTED = re.compile(r'"[^"]*"')


class Decoded(NamedTuple):
    """How a file of CSV is written: the name of a codec, and what separates the cells."""

    encoding: str
    separator: str


def decoded(file: BinaryIO) -> Decoded:
    """The encoding that reads the whole file, and what separates its cells; it is read from its start."""
    head = file.read(4)
    marked = [name for mark, name in _MARKS if head.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        file.seek(0)
        if (separator := _separator(file, encoding)) is not None:
            file.seek(0)
            return Decoded(encoding, separator)
    raise UnreadableSheetError(NOT_TEXT)


def _separator(file: BinaryIO, encoding: str) -> str | None:
    """The separator if the encoding reads the whole file; else None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    head = ""
    try:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            head = head or text
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    lines = [_QUOTED.sub("", line) for line in head.splitlines()[:LOOKED_AT]]
    # What separates cells stands in the headings, too; what separates names only in some rows below.
    return max(SEPARATORS, key=lambda sign: (sum(sign in line for line in lines), "".join(lines).count(sign)))


def rows(file: BinaryIO, how: Decoded) -> Iterator[Row]:
    """The rows as a spreadsheet would number them; UnreadableSheetError where the file is no CSV."""
    text = io.TextIOWrapper(file, encoding=how.encoding, newline="")
    reader = csv.reader(text, delimiter=how.separator)
    try:
        for number, record in enumerate(reader, 1):
            yield Row(number, {at: Cell(_plain(told)) for at, told in enumerate(record, 1) if told.strip()})
    except csv.Error as error:
        raise UnreadableSheetError(Both(*(told.format(told=error) for told in NOT_CSV))) from error
    finally:
        text.detach()


def _plain(told: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it as a formula."""
    return told.strip()[1:] if _SHIELDED.match(told) else told.strip()


def shielded(told: str) -> str:
    """A cell as it is written, so that no spreadsheet runs it as a formula."""
    return "'" + told if re.match(r"'*[=+\-@\t\r]", told) else told
