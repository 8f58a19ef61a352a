"""JSON: the document's canonical form, every run with its positions."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projections.document import Document


def render(document: Document) -> str:
    """The document as JSON."""
    return dumps(document.as_json(), ensure_ascii=False, indent=1) + "\n"
