"""Writing a file that a command was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from pathlib import Path


class UnwritableError(LedgerError):
    """A report or draft cannot be written where it should."""

    sentence = Both(
        "{path} cannot be written: {why}; choose another file or make its folder.",
        "无法写入 {path}：{why}；请更换文件或先建立文件夹。",
    )


def write(path: Path, told: str | bytes) -> None:
    """Write bytes, or a text as UTF-8, or refuse."""
    try:
        path.write_bytes(told.encode() if isinstance(told, str) else told)
    except OSError as error:
        raise UnwritableError(path=path, why=error.strerror) from error
