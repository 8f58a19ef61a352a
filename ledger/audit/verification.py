"""Verification: a ledger held against itself, and against what others kept of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ledger.audit.testimony import Named, Testimony
from ledger.errors import LedgerError, shown
from ledger.evidence.store import Verdict
from ledger.language import Both
from ledger.log.anchors import OTHER_LOG, Keyring, filled, wrong_with
from ledger.log.checkpoint import Checkpoint
from ledger.log.finding import Finding, Findings
from ledger.log.note import MalformedNoteError, VerifierKey
from ledger.log.verify import Checked, check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.audit.presented import Presented
    from ledger.log.columns import Envelope
    from ledger.log.note import Note


class Outside(NamedTuple):
    """What the verifier has from elsewhere than the ledger: a key, checkpoints, and what they saw before."""

    key: VerifierKey | None = None
    notes: Sequence[Note] = ()
    seen: Sequence[Checkpoint] = ()


class Verified(NamedTuple):
    """What was verified, and with what result."""

    checked: Checked
    testimony: Testimony
    agrees: list[Both]
    """What the entries agree with, told in sentences."""
    proven: int
    """The position up to which something from outside shows that nothing was altered or replaced."""
    signed: int
    """The position up to which the ledger's own checkpoints are signed with a key that was pinned."""
    keys: list[VerifierKey]
    """Those that may have signed: what a pinned key vouches for, else all that the ledger names."""
    key: VerifierKey | None
    """The one of them that signs now."""
    evidence: dict[Verdict, list[Named]]

    @property
    def findings(self) -> Findings:
        """All that was found wrong, whether by the check of the rows or since."""
        return self.checked.findings

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


NOTHING = Outside()


def verify(
    given: Presented, outside: Outside = NOTHING, progress: Callable[[int], None] = lambda _position: None
) -> Verified:
    """Verify everything; ``progress`` is told each position."""
    told = Testimony()

    def seen(position: int, envelope: Envelope) -> None:
        told.take(position, envelope)
        progress(position)

    notes = [*given.notes, *outside.notes]
    sizes = [checkpoint.size for checkpoint in (*map(_checkpoint, notes), *outside.seen) if checkpoint]
    checked = check(given.source, sizes, seen)
    comparison = _Comparison(told, checked, outside.key or given.key, pinned=outside.key is not None)
    comparison.find_keys(notes)
    for what in given.problems:
        comparison.found("checkpoint", "", 0, what)
    for note in given.notes:
        comparison.signed(note, OWN)
    for note in outside.notes:
        comparison.signed(note, HELD, outside=True)
    for checkpoint in outside.seen:
        comparison.compare(checkpoint, filled(SEEN, size=checkpoint.size), outside=True)
    evidence = _evidence(told, given, checked.findings)
    return Verified(
        checked,
        told,
        comparison.agrees,
        comparison.proven,
        comparison.signed_to,
        comparison.keys,
        comparison.key,
        evidence,
    )


OWN = Both("the ledger's own checkpoint of {size} entries", "账本自有的 {size} 条分录的检查点")
HELD = Both("the checkpoint of {size} entries that you hold", "您持有的 {size} 条分录的检查点")
SEEN = Both("what you saw last, {size} entries", "您上次核对过的 {size} 条分录")
SIGNED = Both("{what}, signed with {key}", "{what}，以 {key} 签名")
UNSIGNED = Both(
    "{what}; its signature could not be checked without a key", "{what}；因没有公钥，未能核验签名"
)
APART = Both("{what}, but for the entries named below", "{what}，下列分录除外")
WRONG = Both("{what}: {why}", "{what}：{why}")


class _Comparison:
    """The checkpoints and keys, held against what was read."""

    def __init__(self, told: Testimony, checked: Checked, key: VerifierKey | None, *, pinned: bool) -> None:
        self.told, self.checked, self.key, self.pinned = told, checked, key, pinned
        self.keys: list[VerifierKey] = []
        self.agrees: list[Both] = []
        self.proven = self.signed_to = 0

    def find_keys(self, notes: Sequence[Note]) -> None:
        """Who may have signed: those that a pinned key vouches for, else all that the ledger names."""
        if self.pinned and self.key:
            ring = Keyring(self.key, self.told.changes, notes, self.checked)
            self.keys, self.key = ring.keys, ring.latest
            for position, what in ring.problems:
                self.found("checkpoint", str(position), position, what)
            return
        named = [text for change in self.told.changes for text in (change.old, change.new) if text]
        self.keys = [key for text in named if (key := _key(text))]
        self.keys += [self.key] if self.key else []

    def signed(self, note: Note, whose: Both, *, outside: bool = False) -> None:
        """One signed checkpoint."""
        what, size = filled(whose, size="?"), ""
        try:
            checkpoint = Checkpoint.parse(note.text)
            what, size = filled(whose, size=checkpoint.size), str(checkpoint.size)
            by = (
                {f"{key.name}+{key.key_id.hex()}" for key, _ in note.verified(*self.keys)}
                if self.keys
                else ()
            )
        except LedgerError as error:
            self.found("checkpoint", size, 0, filled(WRONG, what=what, why=_told(error)))
            return
        told = filled(SIGNED, what=what, key=", ".join(sorted(by))) if by else filled(UNSIGNED, what=what)
        self.compare(checkpoint, told, outside=outside)

    def compare(self, checkpoint: Checkpoint, what: Both, *, outside: bool = False) -> None:
        """One checkpoint, told of as ``what``."""
        wrong, tree = wrong_with(checkpoint, self.checked), self.checked.trees.get(checkpoint.size)
        if self.told.origin and checkpoint.origin != self.told.origin:
            wrong = filled(OTHER_LOG, found=shown(checkpoint.origin), origin=shown(self.told.origin))
        if not (tree or outside) and checkpoint.size <= self.checked.last:
            return  # that entries before it are missing was told
        if wrong:
            self.found("checkpoint", str(checkpoint.size), 0, filled(WRONG, what=what, why=wrong))
        elif tree and checkpoint.root != tree.root:
            self.agrees.append(filled(APART, what=what))
        else:
            self.agrees.append(what)
            self.proven = max(self.proven, checkpoint.size * outside)
            self.signed_to = max(self.signed_to, checkpoint.size * (self.pinned and not outside))

    def found(self, table: str, row: str, position: int, what: Both) -> None:
        """One more finding."""
        self.checked.findings.add(Finding(table, row, position, what))


def _evidence(told: Testimony, given: Presented, findings: Findings) -> dict[Verdict, list[Named]]:
    """What became of each document that an entry names; one that is not here is no finding, but is told."""
    verdicts: dict[Verdict, list[Named]] = defaultdict(list)
    for digest, named in told.documents.items():
        verdict = given.store.verdict(digest, erased=digest in told.erased)
        verdicts[verdict].append(named)
        if verdict not in (Verdict.INTACT, Verdict.ERASED, Verdict.MISSING):
            what = filled(WRONG, what=shown(named.name), why=verdict.label)
            findings.add(Finding("evidence", digest, named.position, what))
    return verdicts


def _checkpoint(note: Note) -> Checkpoint | None:
    try:
        return Checkpoint.parse(note.text)
    except MalformedNoteError:
        return None


def _key(text: str) -> VerifierKey | None:
    try:
        return VerifierKey.parse(text)
    except MalformedNoteError:
        return None


def _told(error: LedgerError) -> Both:
    return Both(error.text("en"), error.text("zh"))
