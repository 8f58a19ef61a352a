"""Dependants: the standing entries that rest on entries which were retracted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.references import amiss, references
from ledger.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.event import KindSpec
    from ledger.language import Both
    from ledger.matter import Matter


class Dependant(NamedTuple):
    """An entry that stands, and what became odd about it by the retractions."""

    entry: Entry
    what: Both


def dependants(ledger: Ledger, retractions: Iterable[Entry]) -> list[Dependant]:
    """Who rests on what these retractions take back: in its matter by the rules, elsewhere by reference.

    The retractions may be recorded already, or have been tried in a dry run.
    """
    by_matter: dict[str, list[Entry]] = {}
    for entry in retractions:
        by_matter.setdefault(entry.matter, []).append(entry)
    before = {of: ledger.matter(of, entries[0].position - 1) for of, entries in by_matter.items()}
    after = {of: matter.standing_with(*by_matter[of]) for of, matter in before.items()}
    found = {(one.entry.position, one.what): one for matter in before
             for one in (*_within(before[matter], after[matter]),
                         *_elsewhere(ledger, before[matter], after))}  # fmt: skip
    return [found[key] for key in sorted(found)]


def _within(before: Matter, after: Matter) -> Iterator[Dependant]:
    """The entries of the matter that its rules now find odd; unknown ones cannot be asked."""
    if any(isinstance(held.entry.event, Unread) for held in after.standing):
        return
    known = {(entry.position, what) for entry, what in before.irregularities()}
    yield from (Dependant(entry, what) for entry, what in after.irregularities()
                if (entry.position, what) not in known)  # fmt: skip


def _elsewhere(ledger: Ledger, before: Matter, afters: Mapping[str, Matter]) -> Iterator[Dependant]:
    """The standing entries whose references to the matter were sound before and are not now."""
    after = afters[before.id]
    for position in _naming(ledger, before.id):
        entry = ledger.entry(position)
        for field, ref in references(entry.event):
            if field.matter_of(ref) != before.id or amiss(entry, field, ref, before):
                continue
            what = amiss(entry, field, ref, after)
            if what and _stands(entry, afters.get(entry.matter) or ledger.matter(entry.matter)):
                yield Dependant(entry, what)


def _naming(ledger: Ledger, matter_id: str) -> Iterator[int]:
    """Positions of the entries that may refer to the matter: its name is among their bytes."""
    names: dict[str, set[bytes]] = {}
    for position, kind, body in ledger.log_recorder.bodies():
        if kind not in names:
            names[kind] = (
                _names(ledger.catalogue.spec(kind), matter_id) if kind in ledger.catalogue else set()
            )
        if any(name in body for name in names[kind]):
            yield position


def _names(spec: KindSpec, matter_id: str) -> set[bytes]:
    """How the matter is written in the fields of a kind that may refer to it, with or without its type."""
    of, _, bare = matter_id.partition("/")
    types = (spec.fields[name].to for name in spec.refers)
    return {(matter_id if to.prefixed else bare).encode() for to in types if to and to.type in ("", of)}


def _stands(entry: Entry, matter: Matter) -> bool:
    return any(held.entry.position == entry.position for held in matter.standing)
