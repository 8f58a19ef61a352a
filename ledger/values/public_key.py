"""PublicKey: the text of the key with which signatures are checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.log.note import MalformedNoteError, VerifierKey

_NOT_KEY = Both(
    "it is no verifier key; write it in one line as in ledger.pub: NAME+ID+BASE64",
    "不是验证公钥；请按 ledger.pub 中的一行填写：名称+编号+Base64",
)


def public_key(given: object) -> str:
    """The text of a verifier key (c2sp.org/signed-note); ValueProblem if it is none."""
    try:
        return str(VerifierKey.parse(given if isinstance(given, str) else ""))
    except MalformedNoteError as error:
        raise ValueProblem(*_NOT_KEY) from error


PublicKey = Annotated[str, BeforeValidator(public_key)]
"""A verifier key as C2SP signed notes write it: ``example.com/foo+530d903a+AekyeR…``."""
