"""What became of the awards of an incentive plan: sums over its standing entries. No kinds stand here.

Shares are compared as they are after every capitalisation or the like. Where it is not known whether an
adjustment came before or after, or which part it concerns, the reading that allows more is taken: what is
refused is impossible under every reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

from ledger.events.incentive_fields import AdjustmentGround, AwardInstrument, Batch, LapseReason
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import PartialDate

RESCALING = (AdjustmentGround.CAPITALISATION, AdjustmentGround.RIGHTS, AdjustmentGround.CONSOLIDATION)
RESTRICTED = (AwardInstrument.RESTRICTED_1, AwardInstrument.RESTRICTED_2)
"""Vesting is the end of these; of options and rights it is only the beginning of the time to exercise."""
TERMS = ("incentive-plan-drafted", "incentive-plan-approved", "incentive-plan-amended")
TAKEN = ("awards-released", "awards-exercised")
GONE = ("awards-lapsed", "awards-cancelled")
MOVES = ("awards-vested", *TAKEN, *GONE)


Shares = Callable[[Any], int]
"""How many shares an event tells of: all of them, or those of one person."""


def _all(event: Any) -> int:
    return event.number or 0


class Lot(NamedTuple):
    """A part of the awards; None for parts of every instrument or batch."""

    instrument: AwardInstrument | None = None
    batch: Batch | None = None

    def within(self, whole: Lot) -> bool | None:
        """Whether this part lies within ``whole``; None if it may."""
        told = [None if part is None else part == of for part, of in zip(self, whole, strict=True) if of]
        return False if False in told else None if None in told else True

    def may_be(self, other: Lot) -> bool:
        """Whether the two may be of the same part."""
        return all(None in pair or pair[0] == pair[1] for pair in zip(self, other, strict=True))

    def parts(self) -> tuple[Lot, ...]:
        """Itself and the larger parts that it lies in, up to the whole plan."""
        return self, Lot(self.instrument), Lot(None, self.batch), Lot()

    def show(self) -> Both:
        """The labels of the batch and the instrument, where they are told, with a colon."""
        labels = [part.label for part in (self.batch, self.instrument) if part]
        if not labels:
            return Both("", "")
        en, zh = ", ".join(label.en for label in labels), "".join(label.zh for label in labels)
        return Both(f"{en}: ", f"{zh}：")


class Awards:
    """The grants of one plan, and what was vested, exercised, lapsed or cancelled of them."""

    def __init__(self, matter: Matter) -> None:
        self.grants = matter.all("awards-granted")
        self.moves = [move for move in matter.all(*MOVES) if not ungranted(move)]
        self.terms = [terms for terms in matter.all(*TERMS) if terms.shares]
        self.adjustments = [one for one in matter.all("award-terms-adjusted") if _rescales(one)]
        self.whole = not matter.all("balance-carried-in")
        """Whether the plan began in this ledger, so that all its grants can be known."""
        instruments = {grant.instrument for grant in self.grants}
        self._sole = instruments.pop() if len(instruments) == 1 else None

    def lot(self, event: Any) -> Lot:
        """The part that an event is about; the only instrument granted goes without saying."""
        return Lot(event.instrument or self._sole, event.batch)

    def overgranted(self) -> Iterator[Both]:
        """More granted than the plan has, reserve included, by the latest of its terms."""
        latest = [terms for terms in self.terms
                  if not any(terms.occurred_on.before(one.occurred_on) for one in self.terms)]  # fmt: skip
        if not latest:
            return
        plans = (self._today(terms.shares.count, terms.occurred_on, Lot(), most=True) for terms in latest)
        planned, granted = _up(max(plans)), _down(self._sum(self.grants, most=False))
        if granted > planned:
            yield Both(f"{granted:,} granted of the {planned:,} in the plan",
                       f"累计授予 {granted:,} 股，多于计划总量 {planned:,} 股")  # fmt: skip

    def overused(self) -> Iterator[Both]:
        """More vested, lapsed and cancelled than granted, in any part of which all grants are known."""
        if not self.whole:
            return
        for part in dict.fromkeys(part for move in self.moves for part in self.lot(move).parts()):
            moves = [move for move in self.moves if self.lot(move).within(part)]
            grants = [grant for grant in self.grants if self.lot(grant).within(part) is not False]
            if not self._covers(grants, moves):
                continue
            used, granted = _down(self._used(moves)), _up(self._sum(grants, most=True))
            if used > granted:
                of = part.show()
                yield Both(
                    f"{of.en}{used:,} vested, exercised, lapsed or cancelled of {granted:,} granted",
                    f"{of.zh}归属、解除限售、行权、作废及注销共 {used:,} 股，多于授予 {granted:,} 股",
                )

    def overtaken(self) -> Iterator[Both]:
        """Somebody by name with more than was granted to that person, where every grant says so."""
        for name in self.named() if self.whole else ():
            granted = [granted_to(name, grant) for grant in self.grants]
            if not any(granted) or None in granted:
                continue

            def share(event: Any, name: str = name) -> int:
                return granted_to(name, event) or 0

            used = _down(self._used(self.moves, share))
            most = _up(self._sum(self.grants, share, most=True))
            if used > most:
                yield Both(
                    f"{name}: {used:,} vested, exercised, lapsed or cancelled of {most:,} granted",
                    f"{name}：归属、解除限售、行权、作废及注销共 {used:,} 股，多于授予 {most:,} 股",
                )

    def named(self) -> dict[str, None]:
        """The persons whom what became of the awards names."""
        return dict.fromkeys(name for move in self.moves for name in move.recipients or ())

    def _covers(self, grants: list[Any], moves: list[Any]) -> bool:
        """Whether every grant says how much, and every move may be of one of them."""
        lots = [self.lot(grant) for grant in grants]
        return all(grant.number is not None for grant in grants) and all(
            any(self.lot(move).may_be(lot) for lot in lots) for move in moves
        )

    def _used(self, moves: list[Any], of: Shares = _all) -> Decimal:
        """How much of the grants is used up; what was vested and then released or exercised counts once."""
        used = self._sum((move for move in moves if move.spec.slug in GONE), of, most=False)
        for instrument in {self.lot(move).instrument for move in moves}:
            own = [move for move in moves if self.lot(move).instrument == instrument]
            taken = self._sum((move for move in own if move.spec.slug in TAKEN), of, most=False)
            vested = self._sum((move for move in own if move.spec.slug == "awards-vested"), of, most=False)
            used += max(taken, vested) if instrument in RESTRICTED else taken
        return used

    def _sum(self, events: Iterable[Any], of: Shares = _all, *, most: bool) -> Decimal:
        parts = (self._today(of(one), one.occurred_on, self.lot(one), most=most) for one in events)
        return sum(parts, Decimal(0))

    def _today(self, shares: int, day: PartialDate, lot: Lot, *, most: bool) -> Decimal:
        """The shares of ``day`` after all later adjustments."""
        count = Decimal(shares)
        for one in self.adjustments:
            concerns = lot.within(Lot(one.instrument, one.batch))
            if concerns is False or one.adjusted_on.before(day):
                continue
            after = count * one.shares_after.count / one.shares_before.count
            sure = concerns and one.ground and day.before(one.adjusted_on)
            count = after if sure else max(count, after) if most else min(count, after)
        return count


def ungranted(move: Any) -> bool:
    """Whether it tells of a reserve that lapsed without ever being granted."""
    return getattr(move, "reason", None) is LapseReason.UNGRANTED


def granted_to(name: str, event: Any) -> int | None:
    """The shares of one person in an event; None where they may be among those not named."""
    listed = event.recipients
    if listed is None:
        return None
    own = sum(item.shares for item in listed.items if item.heads is None and item.name == name)
    return own or (None if any(item.heads is not None for item in listed.items) else 0)


def _rescales(adjustment: Any) -> bool:
    stated = adjustment.shares_before and adjustment.shares_before.count and adjustment.shares_after
    return bool(stated) and adjustment.ground in (None, *RESCALING)


def _up(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))


def _down(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_FLOOR))
