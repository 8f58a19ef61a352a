"""The record of an issue: what is kept as evidence, and what the entry says of it.

Kept are the issued files, byte for byte; the document's canonical JSON, whose SHA-256 is the digest that the
entry names; the points that were still open; and the checkpoint, where there is a key to sign one with.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from ledger.audit.signing import sign
from ledger.audit.signing_keys import NoKeyNamedError, origin_of
from ledger.batch import Change
from ledger.entry import Evidence
from ledger.errors import RefusedInputError
from ledger.evidence.store import Store
from ledger.evidence.supporting import check_not_erased
from ledger.language import Both
from ledger.log.anchors import filled
from ledger.log.checkpoint import Checkpoint
from ledger.log.keys import KeyFileError
from ledger.problems import build
from ledger.values import DocumentRole
from ledger.values.names import escaped
from projections.correction import title_of
from projections.render import json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.application import Ledger
    from ledger.entry import Entry
    from projections.document import Document

UNSIGNED = Both(
    "No checkpoint was signed: {why} The entry has the size and the root hash all the same.",
    "未签署检查点：{why}条数和根哈希已记入分录。",
)


class File(NamedTuple):
    """A file that is kept."""

    name: str
    data: bytes
    role: DocumentRole = DocumentRole.ANNOUNCEMENT

    @property
    def evidence(self) -> Evidence:
        """How the entry names it."""
        return Evidence(self.role.value, self.name, hashlib.sha256(self.data).hexdigest())


def stem_of(document: Document) -> str:
    """What its files are called: ``evaluation-2024H1``, as its matter is."""
    edition = "-en" if document.lang == "en" else ""
    return f"{document.report}-{document.period}{edition}"


def record(  # noqa: PLR0913 - all but five by name
    ledger: Ledger, kind: str, document: Document, files: Sequence[File], cells: Mapping[str, str], *,
    by: str, dry_run: bool,
) -> Entry:  # fmt: skip
    """Keep the files, and record with what they are; nothing is kept or signed if the entry is refused.

    Without a key to sign with, the entry has the root hash of the ledger alone, and a notice says so.
    """
    told = {**_of(document), **cells, "files": _digests(files)}
    kept = [*files, *_beside(document)]
    (entry,) = ledger.record(_change(ledger, kind, told, kept, _unsigned(ledger)), by=by, dry_run=True)
    if dry_run:
        return entry
    checkpoint, note = _signed(ledger)
    change = _change(ledger, kind, told, [*kept, *note], checkpoint)
    store = Store(ledger.settings.evidence)
    for file in (*kept, *note):
        store.add([file.data])
    (entry,) = ledger.record(change, by=by)
    return entry


def _change(
    ledger: Ledger, kind: str, cells: Mapping[str, str], kept: Sequence[File], checkpoint: Checkpoint
) -> Change:
    """The event with its documents, one of each content; ErasedDocumentError if one was erased."""
    told = {**cells, "checkpoint_size": str(checkpoint.size), "checkpoint_root": checkpoint.root.hex()}
    event = build(ledger.catalogue.spec(kind), told)
    if isinstance(event, list):
        raise RefusedInputError(event)
    named: dict[str, Evidence] = {}
    for file in kept:
        named.setdefault(file.evidence.sha256, file.evidence)
    check_not_erased(named.values(), ledger)
    return Change(event, evidence=tuple(named.values()))


def _digests(files: Sequence[File]) -> str:
    return "；".join(escaped(f"{file.name} {file.evidence.sha256}") for file in files)


def _of(document: Document) -> dict[str, str]:
    """The cells that follow from the document."""
    title = {"zh": "title", "en": "title_en"}[document.lang]
    points = {"open_points": str(len(document.open_points))} if document.open_points else {}
    return {
        "report": document.report, "period": document.period, "cut_off": document.cut_off,
        "dated_on": document.cut_off, "position": str(document.as_known_at), "language": document.lang,
        "digest": json.digest(document), title: title_of(document), **points,
    }  # fmt: skip


def _beside(document: Document) -> Iterator[File]:
    """What is kept beside the issued files."""
    stem = stem_of(document)
    yield File(f"{stem}.json", json.render(document).encode(), DocumentRole.OTHER)
    if document.open_points:
        told = "".join(f"{point.text(document.lang)}\n" for point in document.open_points)
        yield File(f"{stem}.open-points.txt", told.encode(), DocumentRole.OTHER)


def _unsigned(ledger: Ledger) -> Checkpoint:
    size = ledger.point(None)
    return Checkpoint(origin_of(ledger), size, ledger.log_recorder.root(size))


def _signed(ledger: Ledger) -> tuple[Checkpoint, list[File]]:
    """The checkpoint that the report stands on, and its note if there is a key to sign it with."""
    try:
        note = sign(ledger)
    except (KeyFileError, NoKeyNamedError) as error:
        why = Both(error.text("en"), error.text("zh"))
        ledger.notices.append(filled(UNSIGNED, why=why))
        return _unsigned(ledger), []
    checkpoint = Checkpoint.parse(note.text)
    return checkpoint, [File(f"{checkpoint.size}.checkpoint", str(note).encode(), DocumentRole.OTHER)]
