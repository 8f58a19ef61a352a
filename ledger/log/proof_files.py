"""Proofs as texts that hold all that is needed to check them but the log's verifier key.

An inclusion proof is a C2SP tlog-proof, whose extra data are the bytes of the entry. A consistency proof has
the form in which C2SP tlog-witness asks for a cosignature: the earlier checkpoint is named by its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import LedgerError, shown
from ledger.language import Both
from ledger.log.checkpoint import NUMBER, Checkpoint
from ledger.log.merkle import HASH_BYTES, leaf_hash
from ledger.log.note import MalformedNoteError, Note, VerifierKey, decoded, encoded, plain
from ledger.log.proofs import extends, includes

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
PROOF = Both("proof", "证明")


class BadProofError(LedgerError):
    """A proof that does not prove what it says."""

    sentence = Both(
        "the proof does not hold for #{position}: the entry, the proof or the checkpoint is another. "
        "Do not rely on it.",
        "对 #{position} 的证明不成立：分录、证明或检查点与原件不符。请勿采信。",
    )


class NotContinuedError(LedgerError):
    """Two checkpoints of which the later does not go on from the earlier."""

    sentence = Both(
        "the log of {size} entries does not go on from the one of {old} entries: what had been recorded was "
        "altered or removed, or the proof is damaged. Keep both checkpoints and ask the company.",
        "{size} 条分录的账本并非由 {old} 条分录的账本延续而来：已记录的内容被改动或删除，或证明文件受损。"
        "请保留两个检查点并向公司查询。",
    )


class EntryNeededError(LedgerError):
    """A proof that does not hold the entry that it is about."""

    sentence = Both(
        "the proof does not contain entry #{position}; hand over the entry's bytes with it.",
        "证明文件不含分录 #{position} 的内容；请同时提供该分录的原始字节。",
    )


class InclusionProof(NamedTuple):
    """That the log of the checkpoint has a certain entry at ``position`` (from 1).

    ``extra`` are the stored bytes of the entry, or nothing; to be believed once ``check`` has hashed them.
    """

    position: int
    path: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes = b""

    def __str__(self) -> str:
        extra = [f"extra {encoded(self.extra)}"] if self.extra else []
        lines = [TITLE, *extra, f"index {self.position - 1}", *map(encoded, self.path)]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"

    @classmethod
    def parse(cls, data: bytes | str) -> InclusionProof:
        """The proof that the bytes are; MalformedNoteError else."""
        lines, checkpoint = _halves(data)
        if lines[0] != TITLE or len(lines) < 2:
            why = Both(f"it does not begin with {TITLE}", f"不以 {TITLE} 开头")
            raise MalformedNoteError(PROOF, why)
        extra = _extra(lines.pop(1)) if lines[1].startswith("extra ") else b""
        return cls(_number(lines[1:2], "index") + 1, _hashes(lines[2:]), checkpoint, extra)

    def check(self, *keys: VerifierKey, body: bytes | None = None, origin: str = "") -> Checkpoint:
        """The checkpoint, if one of the keys signed it and its log has the entry of these bytes there.

        ``body`` is what the caller knows of the entry; without it, the entry that the proof itself contains.
        """
        checkpoint = Checkpoint.opened(self.checkpoint, *keys, origin=origin)
        if body is None and not self.extra:
            raise EntryNeededError(position=self.position)
        told = self.extra if body is None else body
        if not includes(checkpoint.root, checkpoint.size, self.position - 1, leaf_hash(told), self.path):
            raise BadProofError(position=self.position)
        return checkpoint


class ConsistencyProof(NamedTuple):
    """That the log of the checkpoint begins with the log as it was at ``old`` entries."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        return "\n".join([f"old {self.old}", *map(encoded, self.path)]) + f"\n\n{self.checkpoint}"

    @classmethod
    def parse(cls, data: bytes | str) -> ConsistencyProof:
        """The proof that the bytes are; MalformedNoteError else."""
        lines, checkpoint = _halves(data)
        return cls(_number(lines[:1], "old"), _hashes(lines[1:]), checkpoint)

    def check(self, earlier: Checkpoint, *keys: VerifierKey) -> Checkpoint:
        """The later checkpoint, if one of the keys signed it and it goes on from ``earlier``.

        ``earlier`` is one that the caller holds, and never one that came with the proof.
        """
        later = Checkpoint.opened(self.checkpoint, *keys, origin=earlier.origin)
        if earlier.size != self.old or not extends(
            earlier.root, earlier.size, later.root, later.size, self.path
        ):
            raise NotContinuedError(old=earlier.size, size=later.size)
        return later


def _halves(data: bytes | str) -> tuple[list[str], Note]:
    """The lines of the proof, and the checkpoint below the first empty line."""
    text = plain(data, PROOF)
    proof, gap, checkpoint = text.partition("\n\n")
    if not gap:
        why = Both("it has no checkpoint below an empty line", "空行之下没有检查点")
        raise MalformedNoteError(PROOF, why)
    return proof.split("\n"), Note.parse(checkpoint)


def _extra(line: str) -> bytes:
    extra = decoded(line.removeprefix("extra "))
    if not extra:
        raise MalformedNoteError(PROOF, Both("its extra line is no Base64", "extra 行不是 Base64"))
    return extra


def _number(lines: Sequence[str], name: str) -> int:
    """What a line such as ``index 73894`` says."""
    line = "".join(lines)
    told = line.removeprefix(f"{name} ")
    if told == line or not NUMBER.fullmatch(told):
        why = Both(f"“{shown(line)}” is not “{name} NUMBER”", f"“{shown(line)}”应为“{name} 数字”")
        raise MalformedNoteError(PROOF, why)
    return int(told)


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    hashes = tuple(node for line in lines if (node := decoded(line)) and len(node) == HASH_BYTES)
    if len(hashes) != len(lines) or len(hashes) > MOST_HASHES:
        why = Both(f"it holds a line that is no hash, or more than {MOST_HASHES}",
                   f"有一行不是哈希，或哈希超过 {MOST_HASHES} 个")  # fmt: skip
        raise MalformedNoteError(PROOF, why)
    return hashes
