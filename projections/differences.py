"""Differences: what an issued report said beside what would now be said of the same period and cut-off.

The report is told as known at each position since, as far as it takes to find where it changed: so the
entries that made a difference are found by what they did, not by what they are about.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import LedgerError
from projections.catch_up import Views
from projections.issued import as_issued, issued, remade
from projections.sentences_compared import Line, lines_of, paired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.application import Ledger
    from ledger.entry import Entry
    from projections.document import Document
    from projections.issued import Way

PROGRAM = 0
"""Stands where a position does for the program, whose wording may be another than when it was issued."""


class Difference(NamedTuple):
    """A sentence or cell as issued, and what is now in its place; None where there is nothing."""

    before: Line | None
    after: Line | None
    entries: tuple[int, ...]
    """Positions of the entries since the issue that made the difference, in order."""
    reworded: bool
    """Whether the program words it otherwise than the one that issued it."""

    @property
    def line(self) -> Line:
        """Where it stands: now, else where it stood."""
        line = self.after or self.before
        assert line is not None  # noqa: S101 - one of the two is there
        return line


class Differences(NamedTuple):
    """An issued report beside what would now be said."""

    issue: Entry
    before: Document
    after: Document
    found: list[Difference]

    @property
    def entries(self) -> list[int]:
        """Positions of all entries that made a difference."""
        return sorted({position for one in self.found for position in one.entries})


def diff(ledger: Ledger, ref: str, *, as_known_at: int | str | None = None) -> Differences:
    """What changed since a report was issued, sentence by sentence, as known now or at a position.

    NotIssuedError if no such report was issued; a LedgerError if it can no longer be told.
    """
    entry = issued(ledger, ref)
    way, before = as_issued(ledger, entry, Views.of(ledger))
    told = _Retold(ledger, entry, way, before, ledger.point(as_known_at))
    return Differences(entry, before, told.document, list(told.differences()))


def compared(before: Document, after: Document) -> list[Difference]:
    """Two tellings of a report as known at the same position: what differs is the program's wording."""
    trail = _Trail(lines_of(before))
    trail.step(lines_of(after), PROGRAM)
    return list(trail.differences())


class _Retold:
    """A report told as known at one position after the other."""

    def __init__(self, ledger: Ledger, entry: Entry, way: Way, before: Document, upto: int) -> None:
        self.ledger, self.entry, self.way, self.before = ledger, entry, way, before
        self.first, self.upto = before.as_known_at, max(before.as_known_at, upto)
        self._lines: dict[int, list[Line]] = {}

    @cached_property
    def document(self) -> Document:
        """What would be said in the end."""
        return remade(self.ledger, self.entry, self.way, self.upto)

    def differences(self) -> Iterator[Difference]:
        trail = _Trail(lines_of(self.before))
        trail.step(self.lines(self.first), PROGRAM)
        for position in self._steps(self.first, self.upto):
            trail.step(self.lines(position), position)
        yield from trail.differences()

    def lines(self, position: int) -> list[Line]:
        """What is said as known at a position; where that cannot be told, as known before it.

        A batch of entries may make sense only as a whole: what it does is then told of its last entry.
        """
        at = position
        while at not in self._lines:
            try:
                self._lines[at] = lines_of(self.document if at == self.upto else self._at(at))
            except LedgerError:
                if at in (self.first, self.upto):
                    raise
                at -= 1
        return self._lines.setdefault(position, self._lines[at])

    def _at(self, position: int) -> Document:
        return remade(self.ledger, self.entry, self.way, position)

    def _steps(self, low: int, high: int) -> Iterator[int]:
        """The positions at which what is said changed, found by halves."""
        if high <= low or _texts(self.lines(low)) == _texts(self.lines(high)):
            return
        if high == low + 1:
            yield high
            return
        middle = (low + high) // 2
        yield from self._steps(low, middle)
        yield from self._steps(middle, high)


class _Now(NamedTuple):
    """A line as it is now, the place that it had at first, and what changed it since."""

    line: Line
    origin: int | None
    causes: frozenset[int]


class _Trail:
    """Follows each line of the first telling through the later ones."""

    def __init__(self, first: Sequence[Line]) -> None:
        self.first = first
        self.now = [_Now(line, at, frozenset()) for at, line in enumerate(first)]
        self.gone: dict[int, frozenset[int]] = {}

    def step(self, lines: Sequence[Line], cause: int) -> None:
        """The next telling, which is another through one cause."""
        now: list[_Now] = []
        for i, j in paired([one.line for one in self.now], lines):
            before = self.now[i] if i is not None else _Now(Line("", ()), None, frozenset())
            if j is not None:
                new = {cause} if lines[j].text != before.line.text else set()
                now.append(_Now(lines[j], before.origin, before.causes | new))
            elif before.origin is not None:
                self.gone[before.origin] = before.causes | {cause}
        self.now = now

    def differences(self) -> Iterator[Difference]:
        """What is not as it was at first, in the order of reading."""
        gone = dict(sorted(self.gone.items()))
        for one in self.now:
            if one.origin is not None:
                yield from self._dropped(gone, one.origin)
            before = self.first[one.origin] if one.origin is not None else self._back(gone, one)
            if before is None or before.text != one.line.text:
                yield _difference(before, one.line, one.causes)
        yield from self._dropped(gone, len(self.first))

    def _dropped(self, gone: dict[int, frozenset[int]], until: int) -> Iterator[Difference]:
        for at in [at for at in gone if at < until]:
            yield _difference(self.first[at], None, gone.pop(at))

    def _back(self, gone: dict[int, frozenset[int]], one: _Now) -> Line | None:
        """The line of the first telling that went and came back as it was."""
        at = next((at for at in gone if self.first[at].text == one.line.text), None)
        return None if at is None or gone.pop(at) is None else self.first[at]


def _difference(before: Line | None, after: Line | None, causes: frozenset[int]) -> Difference:
    return Difference(before, after, tuple(sorted(causes - {PROGRAM})), PROGRAM in causes)


def _texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]
