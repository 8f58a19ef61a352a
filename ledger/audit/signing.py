"""Signing: a checkpoint says what the ledger holds, and is remembered so that no later one denies it.

What is signed is worked out anew from the stored bytes of all entries. It is held against the last checkpoint
that was signed (c2sp.org/tlog-checkpoint: a log must not sign what is inconsistent with it), whose root is
likewise worked out from the bytes and never taken from the note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.audit.signing_keys import (
    CHANGED,
    key_file,
    named_keys,
    next_to,
    origin_of,
    settle,
    signers,
    verifiers,
    waiting,
)
from ledger.errors import LedgerError, RefusedInputError
from ledger.language import Both
from ledger.log import keys
from ledger.log.checkpoint import Checkpoint
from ledger.log.kept import DamagedCheckpointError, Kept
from ledger.log.merkle import Frontier, leaf_hash
from ledger.log.note import Note, Signature, VerifierKey
from ledger.log.signing_key import SigningKey
from ledger.problems import build

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry


class UnsoundLogError(LedgerError):
    """The log is not what it was when its entries were recorded."""

    sentence = Both(
        "{what}; nothing was signed or proved. Find out more with: ledger verify",
        "{what}；未签署也未出具证明。请用 ledger verify 查明。",
    )

    def __init__(self, what: Both) -> None:
        super().__init__(what=what)


class DenialError(LedgerError):
    """The log is not consistent with a checkpoint that it signed."""

    sentence = Both(
        "the checkpoint of {size} entries that was signed before does not fit this ledger: what had been "
        "recorded was altered or removed since. Nothing was signed. See {path} and: ledger verify",
        "此前签署的 {size} 条分录的检查点与本账本不符：此后有已记录的内容被改动或删除。未予签署。"
        "请查看 {path} 并执行 ledger verify。",
    )


class NotSignedHereError(LedgerError):
    """Cosignatures of a checkpoint that this ledger did not sign."""

    sentence = Both(
        "these are signatures of another checkpoint than the one of {size} entries that was signed here. "
        "Ask the witness with the right one.",
        "这些签名所针对的并非此处签署的 {size} 条分录的检查点。请以正确的检查点重新请见证方联署。",
    )


class NothingSignedError(LedgerError):
    """No checkpoint was signed yet."""

    sentence = Both(
        "no checkpoint was signed yet. Sign one with: ledger checkpoint",
        "尚未签署任何检查点。请先执行 ledger checkpoint。",
    )


def sign(ledger: Ledger) -> Note:
    """Sign the ledger as it stands, and keep the checkpoint with whatever witnesses have added to it.

    The same state gives the same note. A KeyFileError if there is no key to sign with, DenialError or
    UnsoundLogError if the log is not to be signed.
    """
    kept, signing = Kept(ledger.settings.checkpoints), signers(ledger)
    checkpoint = _as_it_stands(ledger, *(key.verifier for key in signing))
    note = Note(str(checkpoint))
    if checkpoint.size in kept.sizes():
        note = kept.note(checkpoint.size)
    signed = note.with_signatures(*(key.sign(note.text) for key in signing))
    kept.put(signed)
    settle(ledger, signing[-1])
    return signed


def last_signed(ledger: Ledger, *more: VerifierKey) -> tuple[Checkpoint, Note]:
    """The last checkpoint that was signed; NothingSignedError, or DamagedCheckpointError."""
    sizes = Kept(ledger.settings.checkpoints).sizes()
    if not sizes:
        raise NothingSignedError
    return signed_at(ledger, sizes[-1], *more)


def signed_at(ledger: Ledger, size: int, *more: VerifierKey) -> tuple[Checkpoint, Note]:
    """The checkpoint of this size, signed by a key of the ledger or one of ``more``."""
    kept = Kept(ledger.settings.checkpoints)
    note, known = kept.note(size), [*more, *named_keys(ledger)] if more else verifiers(ledger)
    try:
        return Checkpoint.opened(note, *known, origin=origin_of(ledger)), note
    except LedgerError as error:
        why = Both(error.text("en").rstrip("."), error.text("zh").rstrip("。"))
        raise DamagedCheckpointError(path=kept.path(size), why=why) from error


def cosign(ledger: Ledger, data: bytes, *witnesses: VerifierKey) -> tuple[Note, list[Signature]]:
    """Keep the signatures that witnesses put under a checkpoint of ours; it, and those not verified.

    ``data`` is the checkpoint with their lines, or the lines alone for the last one. Signatures of unknown
    keys are kept as they are; those of ``witnesses`` must be there, and be theirs.
    """
    cosigned = _cosigned(ledger, data)
    size = Checkpoint.parse(cosigned.text).size
    _, note = signed_at(ledger, size)
    if cosigned.text != note.text:
        raise NotSignedHereError(size=size)
    known = [*verifiers(ledger), *witnesses]
    verified = [signature for _, signature in cosigned.signed_by(*known)]
    for witness in witnesses:
        cosigned.verified(witness)
    merged = note.with_signatures(*cosigned.signatures)
    Kept(ledger.settings.checkpoints).put(merged)
    return merged, [signature for signature in cosigned.signatures if signature not in verified]


def change_key(ledger: Ledger, *, by: str, reason: str) -> tuple[Entry, Note]:
    """Make a new key, record the change, and sign a checkpoint with both keys: the old one hands over."""
    path, known = key_file(ledger), named_keys(ledger)
    if known and waiting(path, known[0]):
        sign(ledger)  # finishes a change that was cut short
    _as_it_stands(ledger, *known)  # a log that could not be signed afterwards is no place for a new key
    key = SigningKey.generate(origin_of(ledger))
    today = ledger.clock().astimezone(ledger.settings.zone).date().isoformat()
    cells = {"changed_on": today, "new_key": str(key.verifier), "reason": reason}
    changed = build(ledger.catalogue.spec(CHANGED), cells | ({"old_key": str(known[0])} if known else {}))
    if isinstance(changed, list):
        raise RefusedInputError(changed)
    ledger.record(changed, by=by, dry_run=True)  # what is refused leaves no key behind
    keys.write(next_to(path), key, replacing=True)
    (entry,) = ledger.record(changed, by=by)
    return entry, sign(ledger)


def _cosigned(ledger: Ledger, data: bytes) -> Note:
    if data.startswith("— ".encode()):
        _, note = last_signed(ledger)
        return Note.parse(f"{note.text}\n".encode() + data)
    return Note.parse(data)


def _as_it_stands(ledger: Ledger, *known: VerifierKey) -> Checkpoint:
    """The checkpoint that may be signed now; DenialError if it would deny the last one."""
    kept = Kept(ledger.settings.checkpoints)
    earlier = last_signed(ledger, *known)[0] if kept.sizes() else Checkpoint("", 0, Frontier().root)
    frontier, before = _counted(ledger, earlier.size)
    if before != earlier.root:
        raise DenialError(size=earlier.size, path=kept.path(earlier.size))
    return Checkpoint(origin_of(ledger), frontier.size, frontier.root)


def _counted(ledger: Ledger, size: int) -> tuple[Frontier, bytes | None]:
    """The tree worked out anew from the stored bytes, and its root when it had ``size`` entries."""
    log, frontier = ledger.log_recorder, Frontier()
    head = log.head()
    before = frontier.root if not size else None
    for row in log.rows(0, head.size):
        leaf = leaf_hash(row.body)
        if row.position != frontier.size + 1 or leaf != row.leaf_hash:
            at = frontier.size + 1
            raise UnsoundLogError(Both(f"entry #{at} is not as it was recorded", f"分录 #{at} 与记录时不符"))
        frontier.push(leaf)
        before = frontier.root if frontier.size == size else before
    if (frontier.size, bytes(frontier)) != (head.size, head.frontier):
        raise UnsoundLogError(Both("the head of the log does not fit its entries", "账本首部与分录不符"))
    return frontier, before
