"""Check: a stated figure beside a computed one, what came of it in words, and the entries behind it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.values import Percent
from ledger.values.bounds import Bounds
from ledger.values.digits import EXACT, decimals, half_up
from projections.reports.evaluation.context import LANGS
from projections.reports.evaluation.operands import HUNDRED, printed, quotient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledger.entry import Entry
    from ledger.language import Lang
    from projections.reports.evaluation.operands import Operand


class Outcome(Enum):
    """What came of a check."""

    AGREES = "agrees"
    DIFFERS = "differs"
    OPEN = "open"
    COMPUTED = "computed"


SAYS = {
    Outcome.AGREES: Both(
        "#{at} {name}: stated “{stated}”, computed “{computed}” ({operands}); they agree",
        "#{at} {name}：所述为“{stated}”，算得“{computed}”（{operands}），二者相符",
    ),
    Outcome.DIFFERS: Both(
        "#{at} {name}: stated “{stated}”, computed “{computed}” ({operands}); {then}",
        "#{at} {name}：所述为“{stated}”，算得“{computed}”（{operands}），二者不符；{then}",
    ),
    Outcome.OPEN: Both(
        "#{at} {name}: “{stated}” is printed as stated and cannot be reconciled yet; {then}",
        "#{at} {name}：“{stated}”按所述列示，尚无法核对；{then}",
    ),
    Outcome.COMPUTED: Both(
        "#{at} {name}: {computed}, computed ({operands})", "#{at} {name}：{computed}，系算得（{operands}）"
    ),
}
BRIEFLY = {
    Outcome.AGREES: Both("{name}: {stated}, which agrees", "{name}：{stated}，核对相符"),
    Outcome.DIFFERS: Both(
        "{name}: stated “{stated}”, computed “{computed}”", "{name}：所述为“{stated}”，算得“{computed}”"
    ),
    Outcome.OPEN: Both("{name}: {stated}, not reconciled", "{name}：{stated}，未核对"),
    Outcome.COMPUTED: Both("{name}: {computed}", "{name}：{computed}"),
}
CORRECT = Both("correct the entry that is wrong: ledger correct POSITION",
               "请更正有误的分录：ledger correct 位置")  # fmt: skip
FILL_IN = Both("fill in “{label}”: ledger correct {at} --{option} …",
               "请补充“{label}”：ledger correct {at} --{option} …")  # fmt: skip
NOTHING, TOLD = Both("", ""), Both("{told}", "{told}")
FROM = Both("{told} {at}", "{told} {at}")
PLACES = 2
"""Decimals of a percentage that nobody states."""


class Check(NamedTuple):
    """A figure of an entry, and what it comes to by the entries that hold its operands."""

    at: int
    """Position of the entry that states the figure."""
    name: Both
    outcome: Outcome
    stated: Both | None
    computed: Both | None
    operands: tuple[Operand, ...]
    then: Both
    """What to record next; empty where nothing is wanted."""

    @property
    def positions(self) -> tuple[int, ...]:
        """The entry and every entry that an operand comes from, in order."""
        return tuple(sorted({self.at, *(at for one in self.operands for at in one.positions)}))

    @property
    def is_open(self) -> bool:
        """Whether a person must still do something about it."""
        return self.outcome in (Outcome.OPEN, Outcome.DIFFERS)

    @property
    def sentence(self) -> Both:
        """The check in words, with its operands and what to record next."""
        given = [filled(FROM, told=one.told, at=_marks(one.positions)) for one in self.operands]
        return filled(
            SAYS[self.outcome], at=self.at, name=self.name, operands=joined(given),
            stated=self.stated or "", computed=self.computed or "", then=self.then,
        )  # fmt: skip

    @property
    def brief(self) -> Both:
        """The figure, what came of it, and the entries behind it."""
        told = filled(BRIEFLY[self.outcome], name=self.name, stated=self.stated or "",
                      computed=self.computed or "")  # fmt: skip
        return filled(FROM, told=told, at=_marks(self.positions))


def pending(entry: Entry, name: Both, stated: Percent | Both, *then: Both) -> Check:
    """A figure of which an operand is not recorded, with what to record."""
    return Check(entry.position, name, Outcome.OPEN, filled(TOLD, told=stated), None, (), joined(then))


def compared(  # noqa: PLR0913 - by name
    entry: Entry, name: Both, *, stated: Both, computed: Both, operands: tuple[Operand, ...], agrees: bool,
    then: Both | None = None,
) -> Check:  # fmt: skip
    """A stated figure beside a computed one."""
    outcome = Outcome.AGREES if agrees else Outcome.DIFFERS
    wanted = NOTHING if agrees else then or CORRECT
    return Check(entry.position, name, outcome, stated, computed, operands, wanted)


def share(entry: Entry, name: Both, part: Operand, whole: Operand, stated: Percent | None) -> Check | None:
    """``part`` as a percentage of ``whole``, beside a stated one if there is one; None if it is none."""
    if part.unit != whole.unit or whole.number <= 0:
        return None
    places = decimals(stated.value) if stated else PLACES
    number = EXACT.divide(part.number * HUNDRED, whole.number)
    computed = shown(number, places, vague=part.vague or whole.vague)
    if not stated:
        return Check(entry.position, name, Outcome.COMPUTED, None, computed, (part, whole), NOTHING)
    within = quotient(Bounds(*(end * HUNDRED for end in part.within)), whole.within)
    return compared(
        entry, name, stated=filled(TOLD, told=stated), computed=computed, operands=(part, whole),
        agrees=within.meets(printed(stated)),
    )  # fmt: skip


def fill_in(entry: Entry, name: str) -> Both:
    """That a field of an entry is wanted, and how to complete it."""
    label = entry.event.spec.fields[name].label
    option = Both(name.replace("_", "-"), label.zh)
    return filled(FILL_IN, label=label, at=entry.position, option=option)


def filled(text: Both, **data: object) -> Both:
    """A text with data; what has two languages, such as a value, is told in each."""
    return Both(*(text.text(lang).format(**{name: _in(lang, one) for name, one in data.items()})
                  for lang in LANGS))  # fmt: skip


def joined(texts: Sequence[Both]) -> Both:
    """Texts one after the other."""
    return Both("; ".join(one.en for one in texts), "；".join(one.zh for one in texts))


def _marks(positions: Iterable[int]) -> str:
    return " ".join(f"#{at}" for at in positions)


def _in(lang: Lang, one: Any) -> object:
    if isinstance(one, Both):
        return one.text(lang)
    return one.show(lang) if hasattr(one, "show") else one


def shown(number: Decimal, places: int, *, vague: bool) -> Both:
    """A computed percentage with so many decimals; 约 if an operand is not exact."""
    told = f"{half_up(number, places):,f}%"
    return Both(f"about {told}", f"约 {told}") if vague else Both(told, told)
