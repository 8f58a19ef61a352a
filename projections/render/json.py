"""JSON: the document's canonical form, every run with its positions."""

from __future__ import annotations

from hashlib import sha256
from json import dumps, loads
from typing import TYPE_CHECKING, Any

from projections.document import Block, Document, Run

if TYPE_CHECKING:
    from collections.abc import Iterable


def render(document: Document) -> str:
    """The document as JSON."""
    return dumps(document.as_json(), ensure_ascii=False, indent=1) + "\n"


def digest(document: Document) -> str:
    """The SHA-256 of the file with its canonical form, as ``sha256sum`` gives it."""
    return sha256(render(document).encode()).hexdigest()


def read(data: bytes) -> Document:
    """The document whose canonical form this is; no more is known of it than the form holds."""
    told = loads(data)
    blocks = tuple(map(_block, told.pop("blocks")))
    return Document(**told, blocks=blocks)


def _block(told: dict[str, Any]) -> Block:
    if told["kind"] == "table":
        rows = tuple(tuple(map(_runs, row)) for row in told["rows"])
        header = tuple(map(_runs, told["header"]))
        return Block("table", _runs(told["caption"]), header=header, rows=rows)
    return Block(told["kind"], _runs(told["runs"]), told.get("level", 0))


def _runs(told: Iterable[dict[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(run["text"], tuple(run["positions"])) for run in told)
