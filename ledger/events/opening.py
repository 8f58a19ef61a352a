"""Openings: what a matter that began before the ledger had come to by then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import OCCURRENCE, TOTAL, About, GovernanceEvent, kind
from ledger.events.incentive_fields import BatchOf, Instrument
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Count, Money, PartialDate, Shares, Text

AREA = "期初"


@kind(
    "期初结转",
    matter="*",
    opens=True,
    zh_says="截至 {as_of}期初结转：{what}[，{instrument}][（{batch}）][，{shares}][，金额{cash}]"
    "[，{persons} 人]",
    en_says="Carried in as of {as_of}: {what}[, {instrument}][ ({batch})][, {shares}][, {cash}]"
    "[, {persons} persons]",
)
class BalanceCarriedIn(GovernanceEvent):
    """What a matter that began before the ledger had come to as of a day; cumulative, and not added up.

    事项始于账本启用之前，结转截至该日的情况；均为累计数，不与其后的发生数重复。
    """

    as_of: Annotated[
        PartialDate, OCCURRENCE,
        About("结转日", "as of", "截至之日，一般为账本启用前一日", "Day until which it is reckoned",
              eg="2023-12-31"),
    ]  # fmt: skip
    what: Annotated[Text, About("结转内容", "what", "结转的是什么", "What is carried in", eg="已回购股份")]
    shares: Annotated[
        Shares | None,
        About("累计股数", "shares", "累计股数，如已回购、已增持、已授予", "Shares so far: bought, granted …",
              eg="1414450"),
    ] = None  # fmt: skip
    cash: Annotated[
        Money | None, About("累计金额", "cash", "累计金额", "Money so far", eg="CNY 16297707.00")
    ] = None
    persons: Annotated[Count | None, About("人数", "persons", "所涉人数", "Persons concerned", eg="159")] = (
        None
    )
    instrument: Instrument = None
    batch: BatchOf = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """One thing is carried in once."""
        same = [one for one in matter.all("balance-carried-in") if _of(one) == _of(self)]
        if len(same) > 1:
            yield Both(f"“{self.what}” is carried in more than once", f"“{self.what}”重复结转")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Flows of before that day, which the balance holds already."""
        for held in matter.standing:
            event = held.entry.event
            day = event.occurred_on
            flows = any(getattr(event, field.name) is not None for field in event.spec.having(TOTAL))
            if flows and day and day.before(self.as_of):
                label = event.spec.label
                yield Both(f"an entry “{label.en}” is of before {self.as_of.show('en')}: counted twice?",
                           f"“{label.zh}”早于{self.as_of.show('zh')}，可能重复计算")  # fmt: skip


def _of(balance: BalanceCarriedIn) -> tuple[object, ...]:
    return balance.what, balance.instrument, balance.batch
