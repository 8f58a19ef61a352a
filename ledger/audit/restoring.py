"""Restoring: a ledger made again from an export, byte for byte, verified before and after, or nothing.

Restoring is not loading: the stored bytes, and with them the root hash, stay what they were.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from ledger import durable, settings
from ledger.audit import presented
from ledger.audit.exporting import BODY, sound
from ledger.audit.signing_keys import publish
from ledger.audit.verification import NOTHING, verify
from ledger.errors import LedgerError
from ledger.evidence.store import Store, Verdict
from ledger.language import Both
from ledger.log.dialects import dialect_of
from ledger.log.errors import LedgerExistsError
from ledger.log.kept import Kept
from ledger.log.recorder import LogRecorder
from ledger.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ledger.audit.presented import Presented
    from ledger.audit.verification import Outside, Verified
    from ledger.log.address import Address

WORK = ".restoring"
"""The folder in which all is made before it is moved into its place."""
CHUNK = 1_000


class NotTheSameError(LedgerError):
    """What was restored is not what was exported."""

    sentence = Both(
        "what was written to {home} is not what {path} holds: the disk may be failing. Nothing was kept.",
        "写入 {home} 的内容与 {path} 不符：磁盘可能有故障。未保留任何内容。",
    )


def restore(  # noqa: PLR0913 - the last one by name
    path: Path,
    home: Path,
    named: Mapping[str, str],
    outside: Outside = NOTHING,
    progress: Callable[[int], None] = lambda _position: None,
    *,
    server: Address | None = None,
) -> Verified:
    """Make the ledger that is exported at ``path`` in the folder ``home``; ``named`` are settings of its own.

    Its log goes into a file there, or to a ``server``. UnsoundError if the export does not verify,
    LedgerExistsError if something is in the way.
    """
    with ExitStack() as undo, ExitStack() as unmade:
        work = _work(home, undo)
        place = Settings.beside(work.resolve() / "ledger.db")._replace(server=server)
        with presented.export(path) as given:
            verified = sound(given, path, progress, outside)
            _database(given, place, unmade)
            _companions(given, verified, place)
        with presented.ledger(place) as again:
            after = verify(again, outside)
        if not after.sound or after.checked.tree != verified.checked.tree:
            raise NotTheSameError(home=home, path=path)
        told = verified.testimony
        own = {
            "origin": told.origin,
            "database": server.shown() if server else "ledger.db",
            "time_zone": told.time_zone,
        }
        durable.put(work / settings.NAME, settings.written(**own, **named).encode())
        for name in _names(Settings.beside(home)):
            if (work / name).exists():
                durable.move(work / name, home / name)
        durable.settle(home)
        unmade.pop_all()
    return verified


def _names(place: Settings) -> list[str]:
    """What a ledger consists of, its settings last: without them it is none."""
    parts = place.evidence, place.checkpoints, place.public_key
    return [*(part.name for part in parts), "ledger.db", settings.NAME]


def _work(home: Path, undo: ExitStack) -> Path:
    """A folder in which to make everything; gone in the end, with whatever is in it still."""
    if not home.exists():
        undo.callback(_remove_empty, home)
    durable.folder(home)
    for name in _names(Settings.beside(home)):
        if (home / name).exists():
            raise LedgerExistsError(path=home / name)
    work = home / WORK
    undo.callback(shutil.rmtree, work, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)  # left behind by a crash
    durable.folder(work)
    return work


def _remove_empty(home: Path) -> None:
    with suppress(OSError):
        home.rmdir()


def _database(given: Presented, place: Settings, unmade: ExitStack) -> None:
    """The entries, in one transaction; ``unmade`` takes back what it made if it is not told otherwise."""
    database = dialect_of(place.place)
    database.create()
    unmade.callback(database.discard)
    recorder = LogRecorder(place.place)
    try:
        with recorder.writing() as writing:
            rows = given.source.rows()
            while chunk := list(islice(rows, CHUNK)):
                recorder.append(_entry(*row) for row in chunk)
                writing.recorded_at = from_json(chunk[-1][BODY])["recorded_at"]
    finally:
        recorder.close()


def _entry(_position: int, matter: bytes, version: int, kind: bytes, body: bytes, _leaf: Any) -> Any:
    return matter.decode(), version, kind.decode(), body


def _companions(given: Presented, verified: Verified, place: Settings) -> None:
    """The checkpoints, so that the ledger denies none of them; the verifier key; the documents."""
    for note in given.notes:
        Kept(place.checkpoints).put(note)
    if given.key:
        publish(place.public_key, given.key)
    store, passing = Store(place.evidence), place.database.with_name("document")
    for named in verified.evidence.get(Verdict.INTACT, ()):
        with passing.open("wb") as file:
            file.writelines(given.store.read(named.sha256))
        store.put(passing)
