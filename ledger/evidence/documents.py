"""Documents that the user names: what may be taken as evidence, and by what name it is known."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import LedgerError, ValueProblem, shown
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1 << 20
"""Bytes read at a time, so that a document of any size takes no more memory than this."""
LARGEST = 2 << 30
"""Bytes of one document at most: a bound volume of scans is smaller, a day of video is not."""


class NotADocumentError(LedgerError):
    """A file that cannot be taken as evidence."""

    sentence = Both(
        "{path} cannot be taken as evidence: {why}. Nothing was recorded.",
        "{path} 不能作为凭证：{why}。未作任何记录。",
    )


NO_FILE = Both("there is no such file", "没有这个文件")
NOT_PLAIN = Both(
    "it is a folder, a link or a device; name the document itself",
    "它是文件夹、链接或设备；请指定文件本身",
)
NO_BYTES = Both("it is empty", "文件是空的")
CHANGED = Both("it was changed while it was read; try again", "读取期间文件有变动；请重试")
TOO_LARGE = Both(f"it is larger than {LARGEST >> 30} GiB", f"超过 {LARGEST >> 30} GiB")


def document(path: str | Path) -> Iterator[bytes]:
    """The bytes of a file that the user names, in pieces; NotADocumentError if it is none."""
    try:
        size = os.lstat(path).st_size
        if size > LARGEST:
            raise NotADocumentError(path=path, why=TOO_LARGE)
        yield from pieces(path)
    except FileNotFoundError as error:
        raise NotADocumentError(path=path, why=NO_FILE) from error
    except IsADirectoryError as error:
        raise NotADocumentError(path=path, why=NOT_PLAIN) from error
    except (OSError, ValueError) as error:
        raise NotADocumentError(path=path, why=getattr(error, "strerror", None) or error) from error
    if not size:
        raise NotADocumentError(path=path, why=NO_BYTES)


def digest_of(path: str | Path) -> str:
    """The SHA-256 of a document, which is left where it is."""
    digest = hashlib.sha256()
    for piece in document(path):
        digest.update(piece)
    return digest.hexdigest()


def name_of(path: str | Path) -> str:
    """The name by which the entries know the document: without its folders, in NFC."""
    from ledger.values.text import LONGEST_CODE, checked  # noqa: PLC0415 - brings pydantic

    try:
        return checked(unicodedata.normalize("NFC", Path(path).name), LONGEST_CODE)
    except ValueProblem as problem:
        raise NotADocumentError(path=shown(str(path)), why=problem.both) from problem


def pieces(path: str | Path) -> Iterator[bytes]:
    """The bytes of a plain file; what is a folder, a link or a device is told as a directory is."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise IsADirectoryError(path)
    with open(path, "rb") as file:  # noqa: PTH123 - takes a text as well
        while piece := file.read(PIECE):
            yield piece
