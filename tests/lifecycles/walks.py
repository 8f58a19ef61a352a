"""A life cycle walked at random, against a simple model: steps record, correct and retract in any order.

The model is a function that says whether events can stand together. The ledger must admit a step if and only
if the events that then stand can, and something begins their matter; a refused step leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.event import GovernanceEvent
from ledger.matter import Matter
from ledger.testing import MemoryLedger

Events = Sequence[Any]
Possible = Callable[[Events], bool]
BLURS = ("{0}", "{0}", "2024-03", "2024Q1", "..{0}", "{0}..", "{0}..2024-03-28", "2024-03-01..{0}")
DAYS = [f"2024-03-{day:02}" for day in range(1, 29)]


class Step(NamedTuple):
    """What is tried: ``event`` is recorded, or takes the place of one of its kind, or one is taken back."""

    act: str
    event: GovernanceEvent
    which: int


def steps(
    events: st.SearchStrategy[GovernanceEvent], opening: st.SearchStrategy[GovernanceEvent] | None = None
) -> st.SearchStrategy[list[Step]]:
    """Many steps, most of them recording; if asked, after one that opens the matter."""
    act = st.sampled_from(["record", "record", "record", "record", "correct", "retract"])
    first = st.builds(Step, st.just("record"), events if opening is None else opening, st.just(0))
    rest = st.lists(st.builds(Step, act, events, st.integers(0, 9)), min_size=6, max_size=16)
    return st.builds(lambda begin, then: [begin, *then], first, rest)


def blurred(tried: st.SearchStrategy[list[Step]]) -> st.SearchStrategy[list[Step]]:
    """The same steps, but of many events it is not known on which day they happened."""
    return st.tuples(tried, st.lists(st.sampled_from(BLURS), min_size=5, max_size=5)).map(_blurred)


def _blurred(drawn: tuple[list[Step], list[str]]) -> list[Step]:
    tried, forms = drawn
    return [step._replace(event=_blur(step.event, forms[at % 5])) for at, step in enumerate(tried)]


def _blur(event: GovernanceEvent, form: str) -> GovernanceEvent:
    name, on = event.spec.occurrence or "", event.occurred_on
    if on is None or not on.is_day:
        return event
    return event.model_validate(event.cells() | {name: form.format(on)})


def event(cls: type[GovernanceEvent], **cells: st.SearchStrategy[str | None]) -> st.SearchStrategy[Any]:
    """Events of a kind, their cells drawn from these; None leaves a cell empty."""
    return st.fixed_dictionaries(cells).map(
        lambda drawn: cls.model_validate({name: cell for name, cell in drawn.items() if cell is not None})
    )


def text(*choices: str | None) -> st.SearchStrategy[str | None]:
    """One of these cells."""
    return st.sampled_from(choices)


def day(first: int = 1, last: int = 28) -> st.SearchStrategy[str | None]:
    """A day of one month."""
    return st.sampled_from(DAYS[first - 1 : last])


def number(least: int, most: int) -> st.SearchStrategy[str | None]:
    """A whole number, in words of a cell."""
    return st.integers(least, most).map(str)


def maybe(cell: st.SearchStrategy[str | None]) -> st.SearchStrategy[str | None]:
    """The cell, or none."""
    return st.none() | cell


def walk(tried: list[Step], possible: Possible | None) -> Walk:
    """Try the steps one after the other, and check after each what must hold; without a model, the rest."""
    walked = Walk()
    for step in tried:
        walked.take(step, possible)
    walked.check_retold()
    return walked


class Walk:
    """A ledger and, beside it, the events of which the model says that they stand."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger()
        self.standing: dict[int, GovernanceEvent] = {}

    def take(self, step: Step, possible: Possible | None) -> None:
        """Take a step as the model and as the ledger; they must agree on whether it is admitted."""
        change = self._change(step)
        if change is None:
            return
        after, act = change
        matter = [each for each in after.values() if each.matter_id() == step.event.matter_id()]
        size, before = len(self.ledger.entries), dict(self.standing)
        refusal = refusal_of(act)
        opened = not matter or any(each.spec.opens for each in matter)
        expected = opened and possible(matter) if possible else refusal is None
        assert not (refusal and expected), f"{step} is possible, but was refused: {refusal}"
        assert refusal or expected, f"{step} is impossible beside {list(before.values())}, but was admitted"
        if refusal:
            assert len(self.ledger.entries) == size
        else:
            self.standing = after
        self._check_agreed()

    def _change(self, step: Step) -> tuple[dict[int, GovernanceEvent], Callable[[], object]] | None:
        """The events that stand after the step, and how the ledger takes it; None if it has no object."""
        position, rest = len(self.ledger.entries) + 1, dict(self.standing)
        if step.act == "record":
            return rest | {position: step.event}, lambda: self.ledger.record(step.event)
        objects = [at for at, each in rest.items() if each.matter_id() == step.event.matter_id()]
        if step.act == "correct":
            objects = [at for at in objects if rest[at].spec is step.event.spec]
        if not objects:
            return None
        at = objects[step.which % len(objects)]
        del rest[at]
        if step.act == "retract":
            return rest, lambda: self.ledger.retract(at)
        return rest | {position: step.event}, lambda: self.ledger.correct(at, step.event)

    def matters(self) -> list[Matter]:
        """Every matter as it stands."""
        return [self.ledger.matter(matter_id) for matter_id in self.ledger.matters()]

    def _check_agreed(self) -> None:
        """No contradiction stands, and what stands is what the model says."""
        found = {held.entry.position: held.entry.event for each in self.matters() for held in each.standing}
        assert found == self.standing
        for matter in self.matters():
            assert not matter.contradictions
            assert matter.opened
            assert all(one.when <= other.when for one, other in pairwise(matter.standing))

    def check_retold(self) -> None:
        """The entries read anew give the same; so do the events that stand, told in the reverse order.

        Of two events of one moment the one recorded first comes first, so that their order may tell.
        """
        for matter in self.matters():
            again = Matter.of(matter.id, matter.history)
            assert (again.standing, again.fates) == (matter.standing, matter.fates)
            moments = [held.when[:3] for held in matter.standing if held.entry.event.occurred_on]
            if len(set(moments)) == len(moments) and matter.standing:
                other = MemoryLedger()
                other.record(*(held.entry.event for held in reversed(matter.standing)))
                assert _flags(other.matter(matter.id)) == _flags(matter)


def refusal_of(act: Callable[[], object]) -> LedgerError | None:
    """Why the ledger refuses, or nothing."""
    try:
        act()
    except LedgerError as refusal:
        return refusal
    return None


def _flags(matter: Matter) -> set[tuple[str, str]]:
    return {(entry.kind, what.en) for entry, what in matter.irregularities()}
