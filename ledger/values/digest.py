"""Sha256: the digest by which a document is known."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from ledger.errors import ValueProblem
from ledger.language import Both

_NOT_SHA256 = Both(
    "it is no SHA-256; write its 64 hexadecimal digits, as sha256sum prints them",
    "不是 SHA-256；请填写 64 位十六进制数，如 sha256sum 所示",
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def sha256(given: object) -> str:
    """The digest in its one form, lower case (FIPS 180-4); ValueProblem if it is none."""
    told = given.strip().lower() if isinstance(given, str) else ""
    if not _SHA256.fullmatch(told):
        raise ValueProblem(*_NOT_SHA256)
    return told


Sha256 = Annotated[str, BeforeValidator(sha256)]
"""The SHA-256 of a document: 64 hexadecimal digits, in either case."""
