"""Typed references: checked inside the write, with the batch's own events."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ledger.bodies import STANDARD_BODIES
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.values.refs import refs_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import Batch, Change, MatterReader
    from ledger.entry import Entry
    from ledger.event import FieldSpec, GovernanceEvent
    from ledger.matter import Matter
    from ledger.values import Ref

NEAR = 0.85
"""How alike two segments of an id must be for one to be a slip of the pen for the other."""


class NearMissError(LedgerError):
    """A reference to nothing, with something in the ledger that is written almost the same."""

    sentence = Both(
        "{field}: {ref} is not in the ledger; did you mean {near}?",
        "{field}：账本中没有 {ref}；是否为 {near}？",
    )


class GoneReferenceError(LedgerError):
    """A reference to what was retracted."""

    sentence = Both(
        "{field}: everything in {ref} was retracted; refer to what stands, or record it again first.",
        "{field}：{ref} 的分录均已撤回；请引用仍有效的事项，或先重新记录。",
    )


class NoSuchItemError(LedgerError):
    """A reference to an item that its matter does not have."""

    sentence = Both(
        "{field}: {matter} has no item {item}; it has: {items}. Record the item, or mend the reference.",
        "{field}：{matter} 中没有第 {item} 项；现有：{items}。请先记录该项，或更正引用。",
    )


NONE = Both("none", "无")
Numbers = tuple[str, ...]


def _numbers(matter_id: str) -> Numbers:
    return tuple(re.findall(r"\d+", matter_id))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _slip(written: str, meant: str) -> bool:
    """Whether each segment is the same or almost so: a whole name that differs is another person or body."""
    pairs = list(zip(written.split("/"), meant.split("/"), strict=False))
    same_depth = written.count("/") == meant.count("/")
    return written != meant and same_depth and all(one == other or _likeness(one, other) >= NEAR
                                                   for one, other in pairs)  # fmt: skip


class References:
    """The references of a batch to other matters, each kept once with the change that makes it."""

    def __init__(self) -> None:
        self._noted: dict[tuple[str, str, int], tuple[Change, FieldSpec]] = {}
        self._ids: dict[str, dict[Numbers, list[str]]] = {}

    def note(self, change: Change) -> None:
        """Remember what ``change`` refers to."""
        for field, ref in references(change.event):
            self._noted.setdefault((field.matter_of(ref), ref.item, ref.version), (change, field))

    def problems(self, batch: Batch) -> Iterator[tuple[LedgerError, Change]]:
        """The references that must be mended; one to the time before the ledger is not among them."""
        for (matter_id, item, version), (change, field) in self._noted.items():
            matter = batch.matter(matter_id)
            if not matter.history:
                if near := self.near(matter_id, batch):
                    yield NearMissError(field=field.label, ref=matter_id, near=near), change
            elif problem := missing(matter, item, version, field):
                yield problem, change

    def near(self, matter_id: str, batch: Batch) -> str:
        """The id in the ledger or the batch that this one is a slip of the pen for, or nothing.

        Ids that differ in their numbers are different things, not slips.
        """
        matter_type = matter_id.partition("/")[0] + "/"
        if matter_type not in self._ids:
            ids = self._ids[matter_type] = {}
            standard = (body for body in STANDARD_BODIES if body.startswith(matter_type))
            for known in sorted({*batch.matters(matter_type), *standard}):
                ids.setdefault(_numbers(known), []).append(known)
        if matter_id in STANDARD_BODIES:
            return ""
        alike = self._ids[matter_type].get(_numbers(matter_id), [])
        return max((known for known in alike if _slip(matter_id, known)),
                   key=lambda known: _likeness(matter_id, known), default="")  # fmt: skip


def references(event: GovernanceEvent) -> Iterator[tuple[FieldSpec, Ref]]:
    """The references of an event to other matters than its own, with their fields."""
    spec = event.spec
    for name in spec.refers:
        for ref in refs_in(getattr(event, name)):
            yield spec.fields[name], ref


def missing(matter: Matter, item: str, version: int, field: FieldSpec) -> LedgerError | None:
    """Why what is referred to does not stand, or nothing; a standard body needs no entry to be there."""
    if not matter.standing:
        return None if matter.id in STANDARD_BODIES else GoneReferenceError(field=field.label, ref=matter.id)
    if version and not any(held.entry.version == version for held in matter.standing):
        if not any(entry.version == version for entry in matter.history):
            return NoSuchItemError(
                field=field.label, matter=matter.id, item=f"@{version}",
                items=", ".join(f"@{held.entry.version}" for held in matter.standing),
            )  # fmt: skip
        return None
    items = {getattr(held.entry.event, name) for held in matter.standing
             if (name := held.entry.event.spec.item)}  # fmt: skip
    if item and item not in items:
        listed = ", ".join(sorted(filter(None, items)))
        return NoSuchItemError(field=field.label, matter=matter.id, item=item, items=listed or NONE)
    return None


def unresolved(entry: Entry, reader: MatterReader) -> Iterator[Both]:
    """References to what does not stand: it may lie before the ledger, or was retracted since."""
    for field, ref in references(entry.event):
        if what := amiss(entry, field, ref, reader.matter(field.matter_of(ref))):
            yield what


def amiss(entry: Entry, field: FieldSpec, ref: Ref, matter: Matter) -> Both | None:
    """What is odd about a reference of ``entry`` to ``matter``, or nothing."""
    if not matter.history:
        en, zh = f"{matter.id} is not in the ledger", f"账本中没有 {matter.id}"
    elif problem := missing(matter, ref.item, ref.version, field):
        return Both(problem.text("en"), problem.text("zh"))
    elif gone := retracted_under(matter, ref, entry.position):
        label, at = gone.event.spec.label, gone.position
        en = f"#{at} of {matter.id}, “{label.en}”, was retracted since"
        zh = f"{matter.id} 的分录 #{at}“{label.zh}”其后已撤回"
    else:
        return None
    known = not matter.history and matter.id in STANDARD_BODIES
    return None if known else Both(f"{field.label.en}: {en}", f"{field.label.zh}：{zh}")


def retracted_under(matter: Matter, ref: Ref, position: int) -> Entry | None:
    """The entry that the reference made at ``position`` rests on, where that was retracted afterwards.

    A reference to a version rests on that entry; one to an item on the entries of the item; one to a whole
    matter on what begins it and can stand only once, such as the holding of a meeting. Of the last two,
    another entry of the same kind takes the place. Whoever refers to it later knows that it was retracted.
    """
    for entry in reversed(matter.history):
        end = _end(matter, entry.position)
        if end > max(position, entry.position) and matter.heir(entry.position) is None and _rests(ref, entry):
            same = (held.entry for held in matter.standing if held.entry.kind == entry.kind)
            if ref.version or not any(_rests(ref, other) for other in same):
                return entry
    return None


def _end(matter: Matter, position: int) -> int:
    """The position of the last entry in a line of corrections; of the retraction, if that ended it."""
    while position in matter.fates:
        position = matter.fates[position]
    return position


def _rests(ref: Ref, entry: Entry) -> bool:
    spec = entry.event.spec
    if ref.version:
        return ref.version == entry.version
    if ref.item:
        return spec.item is not None and getattr(entry.event, spec.item) == ref.item
    return spec.opens and spec.once
