"""A ledger with a signing key, for the tests that sign and prove, and ways to do it harm."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ledger.application import Ledger
from ledger.founding import found
from ledger.log.merkle import Frontier, leaf_hash
from ledger.log.note import COSIGNATURE, Signature, VerifierKey
from ledger.log.signing_key import SigningKey
from ledger.settings import Settings

ORIGIN = "688030.SH/governance"
AT = 1_724_800_000
"""When the witness of the tests cosigns."""


def founded(folder: Path, origin: str = ORIGIN) -> Path:
    """A new ledger in ``folder/ledger``, its key at ``folder/signing.key``; its home."""
    home = folder / "ledger"
    settings = Settings.beside(home / "ledger.db")._replace(origin=origin)
    found(home, settings, by="林", key_at=str(folder / "signing.key"))
    return home


ALTERED = "CAST(CAST(body AS TEXT) || ' ' AS BLOB)"
"""SQL for a body that reads the same and is not."""


def grow(ledger: Ledger, count: int, what: str = "n") -> None:
    """Append entries that nobody decodes."""
    first = ledger.log_recorder.size()
    events = [
        StoredEvent("bulk", at, "bulk", f'{{"{what}":{at}}}'.encode()) for at in range(first, first + count)
    ]
    ledger.log_recorder.insert_events(events)


def harm(home: Path, *statements: str) -> None:
    """Do to the database what its triggers forbid."""
    with sqlite3.connect(home / "ledger.db") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def make_consistent(home: Path) -> None:
    """Work out hashes, tiles and head anew, as somebody would who owns the database."""
    with sqlite3.connect(home / "ledger.db") as connection:
        frontier = Frontier()
        connection.execute("DELETE FROM tiles")
        for position, body in connection.execute(
            "SELECT position, body FROM entries ORDER BY position"
        ).fetchall():
            leaf = leaf_hash(body)
            tiles = frontier.push(leaf)
            connection.execute("UPDATE entries SET leaf_hash = ? WHERE position = ?", (leaf, position))
            connection.executemany("INSERT INTO tiles VALUES (?, ?, ?)", tiles)
        connection.execute("UPDATE head SET size = ?, frontier = ?", (frontier.size, bytes(frontier)))
    connection.close()


class Witness:
    """Cosigns as c2sp.org/tlog-cosignature says."""

    def __init__(self, name: str, seed: int) -> None:
        self._key = SigningKey(name, bytes([seed] * 32))
        self.verifier = VerifierKey(name, self._key.verifier.public, COSIGNATURE)

    def cosign(self, text: str, at: int = AT) -> Signature:
        """The signature of a checkpoint's text."""
        signed = self._key.sign(f"cosignature/v1\ntime {at}\n{text}").value
        return Signature(self.verifier.name, self.verifier.key_id, at.to_bytes(8, "big") + signed)
