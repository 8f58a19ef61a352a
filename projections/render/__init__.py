"""One file per format; each has ``render(document)``, which gives text or bytes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import USAGE, LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.settings import Settings
    from projections.document import Document

FORMATS = {"md": "markdown", "html": "html", "json": "json", "docx": "docx", "pdf": "pdf", "xlsx": "xlsx",
           "csv": "csv"}  # fmt: skip
"""The ending of a file's name -> the module that writes the format."""


class UnknownFormatError(LedgerError):
    """The name of the file asks for a format that is not written."""

    exit_code = USAGE
    sentence = Both(
        "{path}: reports are written as {formats}; name the file so, or say --format.",
        "{path}：报告可写成 {formats}；请相应命名文件，或用 --format 指明。",
    )


def format_of(path: str) -> str:
    """The format that the name of a file asks for; UnknownFormatError if it is none."""
    form = Path(path).suffix.lstrip(".")
    if form not in FORMATS:
        raise UnknownFormatError(path=path, formats=", ".join(FORMATS))
    return form


def rendered(document: Document, form: str, settings: Settings) -> bytes:
    """The document in a format; a PDF in the fonts that the settings name."""
    more = {"folder": settings.fonts} if form == "pdf" else {}
    told: str | bytes = import_module(f"projections.render.{FORMATS[form]}").render(document, **more)
    return told.encode() if isinstance(told, str) else told
