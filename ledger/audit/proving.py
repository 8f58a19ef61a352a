"""Proving: that an entry is in a checkpoint that was signed, and that one checkpoint goes on from another.

Needs no private key. A proof is checked before it is handed out, so that a damaged tree is told here and not
by whoever relies on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.application import NoSuchEntryError
from ledger.audit.signing import UnsoundLogError, last_signed, signed_at
from ledger.audit.signing_keys import verifiers
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log.checkpoint import Checkpoint
from ledger.log.kept import Kept
from ledger.log.proof_files import BadProofError, ConsistencyProof, InclusionProof, NotContinuedError

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.log.note import Note

BROKEN = Both("the hash tree of the ledger does not fit what was signed", "账本的哈希树与已签署的内容不符")


class NotCoveredError(LedgerError):
    """The entry was recorded after the checkpoint."""

    sentence = Both(
        "#{position} lies beyond the checkpoint of {size} entries. Sign a new one first: ledger checkpoint",
        "#{position} 超出 {size} 条分录的检查点。请先签署新的检查点：ledger checkpoint",
    )


class BackwardsError(LedgerError):
    """The later checkpoint is the smaller one."""

    sentence = Both(
        "the checkpoint of {size} entries does not reach back from {old}; name a size up to {size}, "
        "or sign a new one first: ledger checkpoint",
        "检查点只有 {size} 条分录，不能由 {old} 条延续而来；请指定不大于 {size} 的条数，"
        "或先签署新的检查点：ledger checkpoint",
    )


def prove(ledger: Ledger, position: int, size: int | None = None, *, bare: bool = False) -> InclusionProof:
    """That the checkpoint of ``size`` entries, else the last one signed, has the entry at ``position``.

    The entry's bytes come with it unless it is to be ``bare``.
    """
    log = ledger.log_recorder
    row = log.row(position) if 0 < position <= log.size() else None
    if row is None:
        raise NoSuchEntryError(position=position, size=log.size())
    checkpoint, note = _signed(ledger, size)
    if position > checkpoint.size:
        raise NotCoveredError(position=position, size=checkpoint.size)
    path = tuple(log.tree(checkpoint.size).inclusion(position - 1))
    proof = InclusionProof(position, path, note, row.body)
    try:
        proof.check(*verifiers(ledger))
    except BadProofError as error:
        raise UnsoundLogError(BROKEN) from error
    return proof._replace(extra=b"") if bare else proof


def prove_growth(ledger: Ledger, old: int, size: int | None = None) -> ConsistencyProof:
    """That the checkpoint of ``size`` entries, else the last one signed, goes on from one of ``old``."""
    checkpoint, note = _signed(ledger, size)
    if old > checkpoint.size:
        raise BackwardsError(old=old, size=checkpoint.size)
    log = ledger.log_recorder
    proof = ConsistencyProof(old, tuple(log.tree(checkpoint.size).consistency(old)), note)
    if old in Kept(ledger.settings.checkpoints).sizes():
        earlier, _ = signed_at(ledger, old)
    else:
        earlier = Checkpoint(checkpoint.origin, old, log.tree(old).root)
    try:
        proof.check(earlier, *verifiers(ledger))
    except NotContinuedError as error:
        raise UnsoundLogError(BROKEN) from error
    return proof


def _signed(ledger: Ledger, size: int | None) -> tuple[Checkpoint, Note]:
    return last_signed(ledger) if size is None else signed_at(ledger, size)
