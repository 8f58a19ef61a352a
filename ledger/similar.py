"""Rows that are nearly what is there already: of one kind, and the same but for one field.

Whether such a row is a second entry of one thing or another thing, only a person can tell; so it is listed,
never left out. What tells things apart by its nature (a reference, a person) makes two rows different; a
title does if it reads differently, a day if it lies far off, any field if there is no title and the matters
are two.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from ledger.batch import Change, matter_of
from ledger.errors import Problem, shown
from ledger.event import PERSONS
from ledger.language import Both
from ledger.sheets.kinds import is_code
from ledger.values.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.entry import Entry
    from ledger.event import GovernanceEvent

ALIKE = 0.9
"""How alike two titles must be (of 1) to be nearly the same."""
NEAR = 7
"""Days by which the day of something with a title may be mistaken."""
TITLE = "title"

NEARLY = Both(
    "nearly the same as {place}: only {field} differs, “{theirs}” there, “{ours}” here. If it is one thing, "
    "take this row out or correct {other}; if it is another, load with --similar",
    "与 {place} 相近，仅“{field}”不同：彼为“{theirs}”，此为“{ours}”。若为同一事项，请删去此行或更正{other}；"
    "若确为另一事项，请加 --similar 导入",
)
OTHER, ENTRY = (
    Both("the other", "另一处"),
    Both("the entry: ledger correct {at}", "原分录（ledger correct {at}）"),
)
SAME = Both(
    "the same as {place}. If it stands twice by mistake, take one out; if it happened twice, load with "
    "--similar",
    "与 {place} 完全相同。若系重复，请删去其一；若确有两次，请加 --similar 导入",
)
_NUMERALS = set("零〇一二三四五六七八九十上下")


class _Seen(NamedTuple):
    """Something that is there."""

    place: str
    event: GovernanceEvent
    matter: str
    position: int = 0
    """Of the entry; 0 for a row of the load."""

    @property
    def other(self) -> Both:
        """What may be corrected instead."""
        return Both(*(told.format(at=self.position) for told in ENTRY)) if self.position else OTHER


class Similar:
    """Finds near-duplicates among the changes of a load and what the ledger holds.

    ``matter`` gives all entries of a matter, ``around`` those of its kind near the day of an event.
    """

    def __init__(
        self,
        matter: Callable[[str], Iterable[Entry]],
        around: Callable[[GovernanceEvent], Iterable[Entry]],
    ) -> None:
        self._matter, self._around = matter, around
        self._seen: dict[int, _Seen] = {}
        self._noted: set[int] = set()
        self._recorded: dict[str, set[int]] = {}

    def problems(self, changes: Iterable[Change | Problem]) -> Iterator[Problem]:
        """Each row that is nearly the same as an entry or an earlier row; not those recorded already."""
        for change in changes:
            if isinstance(change, Change) and (told := self._of(change, matter_of(change))):
                yield told

    def _of(self, change: Change, matter: str) -> Problem | None:
        event = change.event
        if _whole(event) in self._in(matter):
            return None
        if TITLE in event.spec.fields and event.occurred_on:
            for entry in self._around(event):
                self._note_entry(entry)
        found = self._nearest(event, matter)
        self._note(_Seen(f"{change.file}:{change.line}", event, matter))
        if found is None:
            return None
        name, seen = found
        return Problem(_told(event, name, seen), file=change.file, line=change.line)

    def _in(self, matter: str) -> set[int]:
        """All that was ever recorded in the matter."""
        if matter not in self._recorded:
            entries = list(self._matter(matter))
            self._recorded[matter] = {_whole(entry.event) for entry in entries}
            for entry in entries:
                self._note_entry(entry)
        return self._recorded[matter]

    def _note_entry(self, entry: Entry) -> None:
        if entry.position not in self._noted:
            self._noted.add(entry.position)
            self._note(_Seen(f"#{entry.position}", entry.event, entry.matter, entry.position))

    def _note(self, seen: _Seen) -> None:
        slug, cells = seen.event.spec.slug, seen.event.cells()
        whole = _sum(cells)
        self._seen[hash((slug, "", whole))] = seen
        for name, text in cells.items():
            self._seen[hash((slug, name, whole ^ hash((name, text))))] = seen

    def _nearest(self, event: GovernanceEvent, matter: str) -> tuple[str, _Seen] | None:
        """The field in which alone it differs from something seen ("" if in none), and that."""
        slug, cells = event.spec.slug, event.cells()
        whole = _sum(cells)
        if same := self._seen.get(hash((slug, "", whole))):
            return "", same
        for name in event.spec.fields:
            rest = whole ^ hash((name, cells[name])) if name in cells else whole
            seen = self._seen.get(hash((slug, name, rest)))
            if seen is None and name in cells:
                seen = self._seen.get(hash((slug, "", rest)))
            if seen and _may_be_one(event, matter, seen, name):
                return name, seen
        return None


def _sum(cells: dict[str, str]) -> int:
    """A hash of cells from which one can be taken out."""
    total = 0
    for cell in cells.items():
        total ^= hash(cell)
    return total


def _whole(event: GovernanceEvent) -> int:
    return hash((event.spec.slug, _sum(event.cells())))


def _told(event: GovernanceEvent, name: str, seen: _Seen) -> Both:
    if not name:
        return Both(*(sentence.format(place=seen.place) for sentence in SAME))
    ours, theirs = (shown(one.cells().get(name, "")) for one in (event, seen.event))
    told = zip(NEARLY, event.spec.fields[name].label, seen.other, strict=True)
    return Both(*(sentence.format(place=seen.place, field=label, ours=ours, theirs=theirs, other=other)
                  for sentence, label, other in told))  # fmt: skip


def _may_be_one(event: GovernanceEvent, matter: str, seen: _Seen, name: str) -> bool:
    """Whether events that differ in this field alone may be one thing, written down twice."""
    spec = event.spec
    field = spec.fields[name]
    titled = getattr(event, TITLE, None) is not None
    if field.to is not None or PERSONS in field.roles:
        return False
    if not titled and (matter != seen.matter or name == spec.occurrence or is_code(field, spec)):
        return False
    if name == spec.occurrence:
        return _near(event, seen.event)
    if name == TITLE:
        return _alike(getattr(event, TITLE), getattr(seen.event, TITLE, None))
    return True


def _alike(one: str | None, other: str | None) -> bool:
    """The same but for signs and a letter or two; other digits make another title."""
    if not one or not other:
        return False
    letters = [[sign for sign in fold(text).lower() if sign.isalnum()] for text in (one, other)]
    numbers = [[sign for sign in told if sign.isdecimal() or sign in _NUMERALS] for told in letters]
    return numbers[0] == numbers[1] and SequenceMatcher(None, letters[0], letters[1]).ratio() >= ALIKE


def _near(one: GovernanceEvent, other: GovernanceEvent) -> bool:
    first, last = (event.occurred_on.first if event.occurred_on else None for event in (one, other))
    return first is not None and last is not None and abs((first - last).days) <= NEAR
