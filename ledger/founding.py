"""Founding a ledger: its key, its database and its settings are made together, or nothing is."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ledger import durable, settings
from ledger.application import Ledger
from ledger.audit.signing_keys import publish
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log import keys
from ledger.log.dialects import dialect_of
from ledger.log.errors import LedgerExistsError
from ledger.log.signing_key import SigningKey

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.settings import Settings


class KeyInLedgerError(LedgerError):
    """The key would lie among what is handed to others."""

    sentence = Both(
        "the signing key must not lie in {home}, which you will copy for others. Name another folder.",
        "签名私钥不得放在 {home} 内，因为该文件夹会复制给他人。请另选文件夹。",
    )


def usual_origin(home: Path) -> str:
    """What a ledger in this folder is called unless it is named; keys' names have no spaces or pluses."""
    return re.sub(r"[\s+]+", "-", home.resolve().name)


def found(home: Path, chosen: Settings, *, by: str, key_at: str = "") -> None:
    """Make ledger.toml, ledger.db and ledger.pub in ``home``, and the signing key at ``key_at`` or as usual.

    LedgerExistsError if there is a ledger; whatever fails, nothing that was made stays.
    """
    toml = home / settings.NAME
    if toml.exists():
        raise LedgerExistsError(path=toml)
    key = SigningKey.generate(chosen.origin)
    key_at = key_at or keys.usual(chosen.origin)
    path = keys.place(key_at)
    if home.resolve() in path.resolve().parents:
        raise KeyInLedgerError(home=home)
    durable.folder(home)
    text = settings.written(
        origin=chosen.origin,
        database=chosen.server.shown() if chosen.server else chosen.database.name,
        key=key_at if key_at.startswith("~") else str(path),
        language=chosen.language,
        time_zone=chosen.time_zone,
    )
    with ExitStack() as undo:
        keys.write(path, key)
        undo.callback(path.unlink, missing_ok=True)
        Ledger.create(chosen._replace(key=path), by=by).close()
        undo.callback(dialect_of(chosen.place).discard)
        publish(chosen.public_key, key.verifier)
        undo.callback(chosen.public_key.unlink, missing_ok=True)
        durable.put(toml, text.encode())
        undo.pop_all()
