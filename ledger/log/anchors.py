"""What is known of a log from outside: checkpoints that somebody kept, and the keys that may sign them.

A log alone can only show that it agrees with itself. That nothing was cut off its end, and that it was not
replaced as a whole, is shown by a checkpoint that lay elsewhere meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.language import Both, Lang
from ledger.log.checkpoint import Checkpoint
from ledger.log.note import BadSignatureError, MalformedNoteError, Note, NotSignedError, VerifierKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.log.verify import Checked

SHORTER = Both(
    "it tells of {size} entries, of which #{first} to #{size} are not here: the end was cut off, or this is "
    "an older copy",
    "它记载 {size} 条分录，而此处没有 #{first} 至 #{size}：末尾被截去，或这是较早的副本",
)
OTHER = Both(
    "its root hash is not that of the first {size} entries: history was altered, or the whole was replaced",
    "其根哈希与前 {size} 条分录不符：历史被改动，或整体被替换",
)
INCOMPLETE = Both(
    "it cannot be compared, since entries before #{size} are missing",
    "因 #{size} 之前缺少分录，无法比对",
)
OTHER_LOG = Both("it is of {found}, this ledger is {origin}", "它属于 {found}，而本账本为 {origin}")
NOT_HANDED_OVER = Both(
    "#{position} changes the key to {new}, but no checkpoint signed with both keys hands over: ask the "
    "company by another way whether the new key is theirs, and if so pin it",
    "#{position} 将密钥更换为 {new}，但没有以新旧两把密钥共同签署的检查点；"
    "请另行向公司确认新密钥，确认后再作为固定公钥",
)


class KeyChange(NamedTuple):
    """What an entry says of a change of keys, as texts."""

    position: int
    old: str
    new: str


def wrong_with(checkpoint: Checkpoint, checked: Checked) -> Both | None:
    """Why the log is not the one that the checkpoint was made of, or that it goes on from; None if it is."""
    size = checkpoint.size
    if size > checked.last:
        return filled(SHORTER, size=size, first=checked.last + 1)
    if size not in checked.trees:
        return filled(INCOMPLETE, size=size)
    # An altered row whose hash still is the old one was told already, by its position.
    tree = checked.trees[size]
    return None if checkpoint.root in (tree.root, tree.root_of_hashes) else filled(OTHER, size=size)


class Keyring:
    """The keys that are trusted: the one that is pinned, those before it, those that it handed over to."""

    def __init__(
        self, pinned: VerifierKey, changes: Iterable[KeyChange], notes: Sequence[Note], checked: Checked
    ) -> None:
        self.keys = [pinned]
        self.problems: list[tuple[int, Both]] = []
        self._notes, self._checked = notes, checked
        told = list(changes)
        for change in told:
            if change.old == str(self.latest):
                self._follow(change)
        for change in reversed(told):  # who signed for the entry signed for what it says of the key before
            if change.old and change.new == str(self.keys[0]) and (old := _parsed(change.old)):
                self.keys.insert(0, old)

    @property
    def latest(self) -> VerifierKey:
        """The key that signs now."""
        return self.keys[-1]

    def _follow(self, change: KeyChange) -> None:
        new = _parsed(change.new)
        if new and any(self._hands_over(note, change, new) for note in self._notes):
            self.keys.append(new)
        else:
            told = filled(NOT_HANDED_OVER, position=change.position, new=change.new)
            self.problems.append((change.position, told))

    def _hands_over(self, note: Note, change: KeyChange, new: VerifierKey) -> bool:
        try:
            both = [note.verified(key) for key in (self.latest, new)]
            checkpoint = Checkpoint.parse(note.text)
        except (BadSignatureError, NotSignedError, MalformedNoteError):
            return False
        return all(both) and change.position <= checkpoint.size and not wrong_with(checkpoint, self._checked)


def _parsed(text: str) -> VerifierKey | None:
    try:
        return VerifierKey.parse(text)
    except MalformedNoteError:
        return None


def filled(sentence: Both, **data: object) -> Both:
    """The sentence with its data, in both languages; what is given in both is told in each."""

    def told(lang: Lang) -> str:
        words = {name: value.text(lang) if isinstance(value, Both) else value for name, value in data.items()}
        return sentence.text(lang).format(**words)

    return Both(told("en"), told("zh"))
