"""An action plan as it stands: its headings in order, the life of its measures, and the links that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.entry import Entry
    from ledger.matter import Matter
    from ledger.values import Ref


class Life(NamedTuple):
    """What became of a measure by a day: its revisions in order, and that it was completed or dropped."""

    committed: Entry
    revised: list[Entry]
    ended: Entry | None

    @property
    def dropped(self) -> bool:
        """Whether it was given up."""
        return self.ended is not None and self.ended.kind == "measure-dropped"

    @property
    def entries(self) -> list[Entry]:
        """What became of it, in order."""
        return [*self.revised, *([self.ended] if self.ended else [])]

    @property
    def title(self) -> str:
        """The measure as it is worded now, or the title of a chapter, which stays as it is."""
        event: Any = self.committed.event
        if event.spec.slug == "chapter-declared":
            return str(event.title)
        worded: Any = self.wording("heading").event
        return str(worded.heading)

    def wording(self, name: str) -> Entry:
        """The entry whose ``heading`` or ``commitment`` holds: the last revision that has one."""
        told = [entry for entry in self.revised if getattr(entry.event, name)]
        return told[-1] if told else self.committed


def life(plan: Matter, measure: Entry, by: date) -> Life:
    """The life of a measure as far as it had certainly happened by a day; a chapter has none."""
    number = _number(measure)
    told = [
        entry for entry in plan.entries("measure-revised", "measure-completed", "measure-dropped")
        if _measure(entry) == number and _happened(entry, by)
    ]  # fmt: skip
    ends = [entry for entry in told if entry.kind != "measure-revised"]
    return Life(measure, [entry for entry in told if entry not in ends], ends[-1] if ends else None)


def links(plan: Matter, under: str) -> list[Entry]:
    """The standing links to a chapter or measure, in the order recorded, without those unlinked since."""
    unlinked = [(_what(entry), entry.position) for entry in plan.entries("evidence-unlinked")]
    held = [
        entry for entry in plan.entries("evidence-linked")
        if _what(entry)[0] == under
        and not any(what == _what(entry) and entry.position < at for what, at in unlinked)
    ]  # fmt: skip
    return sorted(held, key=lambda entry: entry.position)


def refused(plan: Matter, under: str) -> list[Ref]:
    """What was unlinked from a chapter or measure, or refused as evidence for it, and not linked since."""
    linked = {_what(entry) for entry in links(plan, under)}
    found: list[Any] = [
        entry.event for entry in plan.entries("evidence-unlinked") if _what(entry) not in linked
    ]
    return [event.cites for event in found if event.under == under]


class Stray(NamedTuple):
    """What stands under a number that the plan does not have, in the order recorded."""

    under: str
    entries: list[Entry]


def strays(plan: Matter) -> list[Stray]:
    """The statements and links that no report tells of, as their heading is not there."""
    declared = {_number(entry) for entry in headings(plan, dropped=True)}
    found: dict[str, list[Entry]] = {}
    for entry in _under(plan):
        found.setdefault(_what_under(entry), []).append(entry)
    return [
        Stray(under, sorted(entries, key=lambda entry: entry.position))
        for under, entries in sorted(found.items())
        if under not in declared
    ]


def _under(plan: Matter) -> Iterator[Entry]:
    """What hangs on a heading: statements, outlooks and the links that hold."""
    yield from plan.entries("statement-made", "outlook-stated")
    for under in dict.fromkeys(_what_under(entry) for entry in plan.entries("evidence-linked")):
        yield from links(plan, under)


def citing(entry: Entry) -> str:
    """How a link cites an entry: by its item, else its matter if it may begin one, else its version."""
    spec = entry.event.spec
    item = getattr(entry.event, spec.item) if spec.item else None
    if item:
        return f"{entry.matter}#{item}"
    return entry.matter if spec.opens else f"{entry.matter}@{entry.version}"


def headings(plan: Matter, *, dropped: bool = False) -> list[Entry]:
    """The chapters, each followed by its measures by their numbers; those dropped only if asked for."""
    gone = set() if dropped else {event.measure for event in plan.all("measure-dropped")}
    declared = plan.entries("chapter-declared", "measure-committed")
    return sorted((entry for entry in declared if _number(entry) not in gone), key=_place)


def _happened(entry: Entry, by: date) -> bool:
    days = entry.event.occurred_on
    return days is not None and days.last is not None and days.last <= by


def _number(entry: Entry) -> str:
    event: Any = entry.event
    number: str = event.number
    return number


def _measure(entry: Entry) -> str:
    event: Any = entry.event
    number: str = event.measure
    return number


def _place(entry: Entry) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _number(entry).split(".")]


def _what_under(entry: Entry) -> str:
    event: Any = entry.event
    under: str = event.under
    return under


def _what(entry: Entry) -> tuple[str, str]:
    event: Any = entry.event
    return event.under, str(event.cites)
