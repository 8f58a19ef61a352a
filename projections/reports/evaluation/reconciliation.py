"""Reconciliation: figures that a report prints as they were stated, beside what other entries give for them.

A stated figure is never replaced by a computed one. The two agree if they may be the same before either was
rounded to its printed digits. Where an operand is not recorded, the figure is open until it is. Each file in
``checks`` knows one sort of figure; what it computes names the entries of all its operands.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from projections.reports.evaluation import checks
from projections.reports.evaluation.check import TOLD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.application import Ledger
    from ledger.batch import MatterReader
    from ledger.entry import Entry
    from ledger.language import Both
    from ledger.matter import Matter
    from projections.document import Document
    from projections.reports.evaluation.check import Check
    from projections.reports.evaluation.context import Context


def reconcile(reader: MatterReader, entries: Iterable[Entry]) -> Iterator[Check]:
    """Every check of the figures that the entries state, in the order of their positions."""
    for entry in sorted(entries, key=lambda entry: entry.position):
        for check in checkers():
            yield from check(reader, entry)


def figures(reader: MatterReader, matters: Iterable[str]) -> list[Check]:
    """Of each figure of these matters, the checks of the entry that tells it last."""
    told: dict[tuple[str, Both], list[Check]] = {}
    for matter in matters:
        for held in reader.matter(matter).standing:
            found = list(reconcile(reader, [held.entry]))
            told |= {(matter, one.name): [same for same in found if same.name == one.name] for one in found}
    return [check for found in told.values() for check in found]


def reconciled(ledger: Ledger, document: Document) -> list[Check]:
    """Every check of the figures that a report prints, by the ledger as known then."""
    entries = map(ledger.entry, document.sources)
    return list(reconcile(AsKnown(ledger, document.as_known_at), entries))


def settled(context: Context, positions: Iterable[int]) -> Iterator[Both]:
    """What agrees or was computed, of the entries from which the report prints; what is not is left open."""
    for check in reconcile(context, map(context.ledger.entry, positions)):
        if check.is_open:
            context.leave_open(TOLD, told=check.sentence)
        else:
            yield check.sentence


@cache
def checkers() -> tuple[Callable[[MatterReader, Entry], Iterator[Check]], ...]:
    """What checks one sort of figure, of every file in ``checks``."""
    names = sorted(module.name for module in iter_modules(checks.__path__))
    return tuple(import_module(f"{checks.__name__}.{name}").check for name in names)


class AsKnown:
    """The ledger as known at a position; a MatterReader."""

    def __init__(self, ledger: Ledger, position: int) -> None:
        self.ledger, self.position = ledger, position
        self.matters, self.openers = ledger.matters, ledger.openers

    def matter(self, matter_id: str) -> Matter:
        """The matter as known then."""
        return self.ledger.matter(matter_id, self.position)

    def has_matter(self, matter_id: str) -> bool:
        """Whether anything had been recorded in it."""
        return bool(self.matter(matter_id).history)
