"""Writing an export, whole or not at all, and the same bytes each time.

No time of today comes in, and a zip is not compressed, for each library does that in its own way.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.durable import UnwritableError, settle
from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    Members = Iterable[tuple[str, Iterable[bytes]]]
    """The name of each file of an export, and its bytes in pieces."""

ZIP = ".zip"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member of a zip: the earliest that a zip can tell."""
UNIX, PLAIN_FILE = 3, 0o100644 << 16


class ExportExistsError(LedgerError):
    """Something is where the export would go."""

    sentence = Both(
        "{path} is there already; nothing was written. Name another place.",
        "{path} 已存在，未写入任何内容。请另选位置。",
    )


def write(path: Path, members: Members) -> None:
    """Write an export, whole or not at all: a zip if the name ends so, else a folder.

    ExportExistsError or UnwritableError; then nothing was left behind.
    """
    if path.exists():
        raise ExportExistsError(path=path)
    fresh = path.with_name(f".{path.name}.new")
    try:
        _clear(fresh)  # left behind by a crash
        (_zipped if path.suffix == ZIP else _filed)(fresh, members)
        fresh.rename(path)
        settle(path.absolute().parent)
    except OSError as error:
        raise UnwritableError(path=path, why=error.strerror or error) from error
    finally:
        with suppress(OSError):
            _clear(fresh)


def _filed(folder: Path, members: Members) -> None:
    folder.mkdir()
    for name, pieces in members:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.writelines(pieces)
            _sync(file)
    for below, _, _ in os.walk(folder):
        settle(Path(below))


def _zipped(path: Path, members: Members) -> None:
    with path.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, pieces in members:
                member = zipfile.ZipInfo(name, EPOCH)
                member.create_system, member.external_attr = UNIX, PLAIN_FILE
                with archive.open(member, "w", force_zip64=True) as into:
                    into.writelines(pieces)
        _sync(file)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
