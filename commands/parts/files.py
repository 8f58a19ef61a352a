"""Writing a file that a command was asked for, and never one that the ledger itself is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commands.parts.session import Session
    from ledger.settings import Settings

BESIDE = ("", "-wal", "-shm", "-journal", "-lock")
"""What follows a database's name in those of its own files: SQLite's, and that of the writers' queue."""
NEXT_KEY = ".next"
WRITTEN = Both("Written: {path}", "已写入：{path}")


class UnwritableError(LedgerError):
    """A report or draft cannot be written where it should."""

    sentence = Both(
        "{path} cannot be written: {why}; choose another file or make its folder.",
        "无法写入 {path}：{why}；请更换文件或先建立文件夹。",
    )


class LedgersOwnError(LedgerError):
    """The file that is to be written belongs to the ledger."""

    sentence = Both(
        "{path} belongs to the ledger itself; nothing was written. Name another file.",
        "{path} 属于账本自身，未写入任何内容；请另行指定文件。",
    )


class HoldsOtherError(LedgerError):
    """The file is there, and what it holds may be all that somebody has of it."""

    sentence = Both(
        "{path} is there already and holds something else; it was left as it is. Name a new file.",
        "{path} 已存在且内容不同，未作改动；请另行指定新文件。",
    )


def named_file(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Callback of an argument that names a file: an empty name is a missing one."""
    if not value.strip():
        raise click.MissingParameter(ctx=ctx, param=param)
    return value


def check_not_own(session: Session, path: Path) -> None:
    """LedgersOwnError if writing to ``path`` would harm the ledger that the command is about."""
    settings, place = session.settings, path.resolve()
    kept = any(place.is_relative_to(folder.resolve()) for folder in (settings.evidence, settings.checkpoints))
    if kept or any(_same(place, own) for own in _own(settings)):
        raise LedgersOwnError(path=path)


def write(session: Session, path: Path, told: str | bytes) -> None:
    """Write bytes, or a text as UTF-8, over what is there unless it is the ledger's; or refuse."""
    check_not_own(session, path)
    try:
        path.write_bytes(_bytes(told))
    except OSError as error:
        raise UnwritableError(path=path, why=error.strerror) from error


def write_new(session: Session, path: Path, told: str | bytes) -> None:
    """Write to a file that is not there, or holds the same already; else HoldsOtherError."""
    check_not_own(session, path)
    if differs(path, _bytes(told)):
        raise HoldsOtherError(path=path)
    write(session, path, told)


def differs(path: Path, data: bytes) -> bool:
    """Whether a file is there and holds something else; UnwritableError if it cannot be read."""
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UnwritableError(path=path, why=error.strerror) from error


def _own(settings: Settings) -> Iterator[Path]:
    """The files that a ledger is made of, there or not."""
    for database in (settings.database, settings.views):
        yield from (database.with_name(database.name + suffix) for suffix in BESIDE)
    yield settings.public_key
    if settings.key:
        yield settings.key
        yield settings.key.with_name(settings.key.name + NEXT_KEY)


def _same(place: Path, own: Path) -> bool:
    """Whether both name one file; a ledger.toml is always the ledger's, or that of another."""
    from ledger.settings import NAME

    both_there = place.exists() and own.exists()
    return place.name == NAME or place == own.resolve() or (both_there and place.samefile(own))


def _bytes(told: str | bytes) -> bytes:
    return told.encode() if isinstance(told, str) else told
