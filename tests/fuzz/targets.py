"""What reads bytes that others wrote; each target is given some, and may raise nothing but a LedgerError."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ledger.audit import presented
from ledger.audit.verification import verify
from ledger.catalogue import Catalogue
from ledger.codec import Codec, event_bytes
from ledger.entry import Entry
from ledger.errors import LedgerError, Problem
from ledger.intake import Intake
from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, VerifierKey
from ledger.log.proof_files import ConsistencyProof, InclusionProof
from ledger.matter import Matter
from ledger.settings import Settings
from projections.view import views

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
EXAMPLES = ROOT / "examples"
SEEDS = Path(__file__).with_name("seeds")
KIND = "meeting-held"
"""The column that stands beside bytes that name no kind themselves."""

EXPORT = ("entries.jsonl", "checkpoint", "ledger.pub")

Target = Callable[[bytes], None]


@cache
def catalogue() -> Catalogue:
    """All kinds."""
    return Catalogue()


@cache
def decoder() -> Codec:
    """Reads entries."""
    return Codec(catalogue())


def codec(data: bytes) -> None:
    """One stored entry, whose column names the kind that its bytes name."""
    _show(decoder().decode(1, _kind(data), data))


def history(data: bytes) -> None:
    """Stored entries, a line each, read into their matters and from there into every view."""
    matters: dict[str, Matter] = {}
    for position, line in enumerate(data.split(b"\n")[:20], 1):
        try:
            entry = decoder().decode(position, _kind(line), line)
            matter = matters.get(entry.matter) or Matter(entry.matter)
            matters[entry.matter] = matter.standing_with(entry)
        except LedgerError as error:
            _tell(error)
    for matter in matters.values():
        for ask in (_judge, *(view.rows for view in views() if _of(matter) in view.of or not view.of)):
            try:
                list(ask(matter))
            except LedgerError as error:
                _tell(error)


def intake(data: bytes) -> None:
    """A file to load, in whatever format it turns out to be."""
    for row in Intake(catalogue(), ["-"], BytesIO(data)).rows():
        if isinstance(row, Problem):
            assert row.text("en")
            assert row.text("zh")
        else:
            event_bytes(row.event)
            row.event.matter_id()


def note(data: bytes) -> None:
    """A signed note and all that may be in one."""
    readers: Iterable[Callable[[bytes], Any]] = (
        Note.parse, InclusionProof.parse, ConsistencyProof.parse, Checkpoint.opened, _key, _checkpoint,
    )  # fmt: skip
    for read in readers:
        try:
            str(read(data))
        except LedgerError as error:
            _tell(error)


def settings(data: bytes) -> None:
    """A ledger.toml."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.toml"
        path.write_bytes(data)
        _ = Settings.read(path).zone


def export(data: bytes) -> None:
    """An export, as an auditor verifies it: a .zip file, or the files of a folder with NULs between."""
    with TemporaryDirectory() as name:
        path = Path(name) / "export.zip"
        if data.startswith(b"PK"):
            path.write_bytes(data)
        else:
            path = Path(name)
            for file, content in zip(EXPORT, data.split(b"\0"), strict=False):
                (path / file).write_bytes(content)
        with presented.export(path) as given:
            verify(given)


TARGETS: dict[str, Target] = {
    target.__name__: target for target in (codec, history, intake, note, settings, export)
}


def harmless(target: Target, data: bytes) -> None:
    """Give ``data`` to the target; any error but a LedgerError goes through."""
    try:
        target(data)
    except LedgerError as error:
        _tell(error)


@cache
def seeds(name: str) -> list[bytes]:
    """What fuzzing of a target begins with: sound inputs, and those that once broke something."""
    kept = [path.read_bytes() for path in sorted((SEEDS / name).glob("*"))]
    samples = sorted(SAMPLES.glob("*.jsonl"))
    if name == "codec":
        return kept + [path.read_bytes().splitlines()[0] for path in samples]
    if name == "history":
        return kept + [path.read_bytes() for path in samples]
    if name == "intake":
        return kept + [path.read_bytes()[:4_000] for path in sorted(EXAMPLES.rglob("*.yaml"))]
    return kept


def _kind(data: bytes) -> str:
    try:
        return str(json.loads(data)["kind"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return KIND


def _show(entry: Entry) -> None:
    entry.event.cells()
    event_bytes(entry.event)


def _judge(matter: Matter) -> Iterable[Any]:
    yield matter.contradictions
    yield from matter.irregularities()


def _of(matter: Matter) -> str:
    return matter.id.partition("/")[0]


def _key(data: bytes) -> VerifierKey:
    return VerifierKey.parse(data.decode("utf-8", "replace"))


def _checkpoint(data: bytes) -> Checkpoint:
    return Checkpoint.parse(data.decode("utf-8", "replace"))


def _tell(error: LedgerError) -> None:
    """An error can say itself in both languages, whatever it quotes."""
    assert error.text("en")
    assert error.text("zh")
