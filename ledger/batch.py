"""Batch: changes that are recorded together inside one write transaction, admitted as a whole."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ledger.addition import Addition
from ledger.codec import event_bytes
from ledger.entry import Entry, Evidence, Source
from ledger.errors import LedgerError, Problem, ValueProblem
from ledger.event import GovernanceEvent
from ledger.language import Both
from ledger.matter import Matter
from ledger.references import References
from ledger.values import Ref
from ledger.version import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT_MATTERS = 20_000
"""Matters kept in memory during a load; one that is needed again is read again."""


class NotOpenedError(LedgerError):
    """An event whose matter nothing begins."""

    sentence = Both(
        "nothing in the ledger begins {matter}.{hint} Record first one of: {openers}; "
        "to retract what begins it, retract what stands on it as well{standing}.",
        "账本中没有开启 {matter} 的分录。{hint}请先记录下列之一：{openers}；"
        "如要撤回开启它的分录，请一并撤回其后的分录{standing}。",
    )


class MatterIdError(LedgerError):
    """A text that cannot name a matter."""

    sentence = Both(
        "“{matter}” cannot name a matter; write one such as meeting/board/2-23, without # and @.",
        "“{matter}”不能用作事项编号；请写成如 meeting/board/2-23，不含 # 和 @。",
    )


class MatterTypeError(LedgerError):
    """A matter id of the wrong type for the kind."""

    sentence = Both(
        "{kind} belongs to a matter {type}/…, not to {matter}; leave the matter out to have it made.",
        "“{kind}”属于 {type}/… 类事项，不能记入 {matter}；不填事项则自动生成。",
    )


class NoMatterNamedError(LedgerError):
    """A kind that may join any matter, and none is named."""

    sentence = Both(
        "{kind} may join any matter; name it: --matter incentive/2022, or matter: in a file.",
        "“{kind}”可记入任何事项，请写明事项：--matter incentive/2022，或在文件中填写 matter。",
    )


class OtherMatterError(LedgerError):
    """A correction that would take its entry to another matter, while the history of it stays in the old."""

    sentence = Both(
        "{field}: #{position} belongs to {matter}, and a correction stays in its matter; it cannot name "
        "{other}. Retract it, and record it there: ledger retract {position} --why TEXT",
        "{field}：分录 #{position} 属于 {matter}，更正不能改到 {other}；"
        "请撤回后在该事项另行记录：ledger retract {position} --why 原因",
    )


class Change(NamedTuple):
    """An event to record, or to put in the place of the entry that it ``corrects``."""

    event: GovernanceEvent
    matter: str | None = None
    evidence: tuple[Evidence, ...] = ()
    source: Source | None = None
    corrects: int | None = None
    purpose: str | None = None
    reason: str | None = None
    file: str = ""
    line: int = 0


class MatterReader(Protocol):
    """Where a batch reads the standing history: the ledger, inside the write transaction."""

    def matter(self, matter_id: str) -> Matter:
        """The matter as it stands; empty if there is none."""
        ...

    def has_matter(self, matter_id: str) -> bool:
        """Whether anything was ever recorded in it."""
        ...

    def matters(self, prefix: str = "") -> list[str]:
        """Ids of all matters that begin so."""
        ...

    def openers(self, matter_type: str) -> list[str]:
        """Slugs of the kinds that may begin a matter of this type."""
        ...


class Batch:
    """Turns changes into entries, and tells which of them their matters do not admit."""

    def __init__(self, reader: MatterReader, size: int, recorded_at: str, by: str) -> None:
        self.reader, self.size, self.recorded_at, self.by = reader, size, recorded_at, by
        self.first = size + 1
        self.entries: list[Entry] = []
        self.references = References()
        self._changes: list[Change] = []
        self._additions: dict[str, Addition] = {}
        self._known: dict[str, Counter[bytes]] = {}
        self._read: Matter | None = None
        self.every: set[str] | None = None
        """Ids of all matters in the ledger and the batch, where they are known at once."""

    def matter(self, matter_id: str) -> Matter:
        """The matter with what this batch has added to it."""
        addition = self._additions.get(matter_id)
        return addition.after if addition else self._stored(matter_id)

    def _stored(self, matter_id: str) -> Matter:
        if self.every is not None and matter_id not in self.every:
            return Matter(matter_id)
        if self._read is None or self._read.id != matter_id:
            self._read = self.reader.matter(matter_id)
        return self._read

    def matters(self, prefix: str) -> set[str]:
        """Ids of all matters that begin so, with those that this batch has added."""
        own = (matter_id for matter_id in self._additions if matter_id.startswith(prefix))
        return {*self.reader.matters(prefix), *own}

    def is_known(self, change: Change) -> bool:
        """Whether an equal event was ever recorded in its matter, occurrences counted."""
        matter_id = matter_of(change)
        known = self._known.get(matter_id)
        if known is None:
            history = self.matter(matter_id).history
            before = (entry for entry in history if entry.position < self.first)
            known = self._known[matter_id] = Counter(event_bytes(entry.event) for entry in before)
        if not known:
            return False
        event = event_bytes(change.event)
        if known[event]:
            known[event] -= 1
            return True
        return False

    def add(self, change: Change) -> Entry:
        """Add ``change``; an error leaves the batch as it was. ``problems`` tells what contradicts."""
        event = change.event
        matter_id = matter_of(change)
        spec = event.spec
        if spec.matter not in ("*", matter_id.partition("/")[0]) and matter_id + "/" != spec.matter:
            raise MatterTypeError(kind=spec.label, type=spec.matter.rstrip("/"), matter=matter_id)
        addition = self._additions.get(matter_id) or Addition(self._stored(matter_id))
        _check_matter(change, addition.after)
        purpose = change.purpose or ("correction" if change.corrects else None)
        entry = Entry(
            self.size + 1, matter_id, addition.next_version, event, self.recorded_at, self.by, PROGRAM,
            self.first, None, change.source, change.corrects, purpose, change.reason, change.evidence,
        )  # fmt: skip
        addition.add(entry)
        self._additions[matter_id] = addition
        self.size += 1
        self.entries.append(entry)
        self._changes.append(change)
        self.references.note(change)
        return entry

    def drain(self) -> list[Entry]:
        """The entries that are not saved yet; the caller saves them, and undoes that if a problem is left."""
        drained, self.entries = self.entries, []
        if len(self._additions) > KEPT_MATTERS:
            self._forget()
        return drained

    def _forget(self) -> None:
        """Keep in memory only the matters in which something is still amiss; the others can be read again."""
        if self.every is not None:
            self.every |= self._additions.keys()
        amiss = (item for item in self._additions.items() if item[1].contradicts or not item[1].after.opened)
        self._additions = dict(amiss)
        self._known = {matter_id: known for matter_id, known in self._known.items() if known}
        self._read = None

    def problems(self) -> Iterator[tuple[LedgerError, Change]]:
        """What only the whole batch can tell: refusals; else matters that nothing begins, lost references."""
        if refusals := self.refusals():
            yield from refusals
            return
        for addition in self._additions.values():
            if not addition.after.opened:
                yield self._not_opened(addition.after), self._change(addition.entries[0])
        yield from self.references.problems(self)

    def refusals(self) -> list[tuple[LedgerError, Change]]:
        """The changes that contradict what stands in their matters, in the order in which they were added."""
        refused = [each for addition in self._additions.values() for each in addition.refusals()]
        return [(error, self._change(entry)) for entry, error in sorted(refused, key=itemgetter(0))]

    def _change(self, entry: Entry) -> Change:
        return self._changes[entry.position - self.first]

    def _not_opened(self, matter: Matter) -> LedgerError:
        near = self.references.near(matter.id, self)
        hint = Both(f" Did you mean {near}?", f"是否为 {near}？") if near else Both("", "")
        openers = ", ".join(self.reader.openers(matter.id.partition("/")[0]))
        before = [held.entry.position for held in matter.standing if held.entry.position < self.first]
        told = ", ".join(f"#{position}" for position in sorted(before))
        standing = Both(f": {told}", f"：{told}") if before else Both("", "")
        return NotOpenedError(matter=matter.id, hint=hint, openers=openers, standing=standing)


def _check_matter(change: Change, matter: Matter) -> None:
    """Refuse a correction that names another matter than its entry is in, unless the entry did so already."""
    event, at = change.event, change.corrects
    if not at or not event.spec.joins or (other := event.matter_id()) == matter.id:
        return
    old = matter.find(at).entry.event
    if old.spec.slug == event.spec.slug and old.matter_id() != other:
        label = event.spec.fields[event.spec.joins].label
        raise OtherMatterError(field=label, position=at, matter=matter.id, other=other)


def matter_of(change: Change) -> str:
    """The id of the matter that the change joins: the one named, else the one that its event makes."""
    if change.matter is None and change.event.spec.matter == "*":
        raise NoMatterNamedError(kind=change.event.spec.label)
    return _id(change.matter or change.event.matter_id())


@lru_cache(maxsize=65_536)
def _id(text: str) -> str:
    """The id in its one form, so that references find it however it was written."""
    try:
        ref = Ref.parse(text)
    except ValueProblem as problem:
        raise MatterIdError(matter=text) from problem
    if ref.item or ref.version:
        raise MatterIdError(matter=text)
    return ref.matter


def problem_of(error: LedgerError, file: str, line: int) -> Problem:
    """The refusal of a change as a problem of its file and line."""
    return Problem(Both(error.text("en"), error.text("zh")), file=file, line=line)
