"""Balances carried in: they open any matter that began before the ledger, and count once."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.batch import Change, NoMatterNamedError, NotOpenedError
from ledger.events.awards import AwardsVested
from ledger.events.opening import BalanceCarriedIn
from ledger.matter import NotAdmissibleError
from ledger.testing import MemoryLedger, flags

PLAN = "incentive/2021"


def carried(**cells: Any) -> BalanceCarriedIn:
    told = {"as_of": "2023-12-31", "what": "已授予未归属权益", "shares": "9920000"}
    return BalanceCarriedIn.model_validate(told | cells)


def vested(day: str = "2024-09-18", **cells: Any) -> AwardsVested:
    return AwardsVested.model_validate({"plan": PLAN, "vested_on": day, "shares": "100"} | cells)


def test_it_opens_a_matter_of_any_type() -> None:
    ledger = MemoryLedger()
    with pytest.raises(NotOpenedError):
        ledger.record(vested())
    opened = Change(carried(batch="first", persons="159"), PLAN), Change(carried(), "buyback/2023")
    ledger.record(*opened)
    ledger.record(vested(batch="first"))
    assert ledger.matters() == ["buyback/2023", PLAN]
    assert not list(ledger.irregularities(ledger.matter(PLAN)))


def test_it_may_come_after_what_it_opens_in_one_batch() -> None:
    MemoryLedger().record(vested(), Change(carried(), PLAN))


def test_its_matter_is_always_named() -> None:
    with pytest.raises(NoMatterNamedError):
        MemoryLedger().record(carried())


def test_it_is_of_one_batch_or_of_all() -> None:
    ledger = MemoryLedger()
    ledger.record(Change(carried(batch="first"), PLAN), vested(batch="reserve"))
    told = {what.en for _, what in ledger.irregularities(ledger.matter(PLAN))}
    assert "no entry says that these awards were granted" in told


def test_one_thing_is_carried_in_once() -> None:
    ledger = MemoryLedger()
    ledger.record(Change(carried(batch="first"), PLAN), Change(carried(batch="reserve"), PLAN))
    with pytest.raises(NotAdmissibleError, match="carried in more than once"):
        ledger.record(Change(carried(batch="first", shares="1"), PLAN))


def test_flows_of_before_the_day_may_be_counted_twice() -> None:
    twice = "an entry “awards vested” is of before 31 December 2023: counted twice?"
    assert twice in flags(vested("2023-09-18"), carried())
    assert twice not in flags(vested("2024-09-18"), carried())
    assert twice not in flags(vested("2023"), carried())


def test_its_sentence() -> None:
    assert carried(batch="first").sentence("zh") == (
        "截至 2023 年 12 月 31 日期初结转：已授予未归属权益（首次授予），9,920,000 股"
    )
    assert carried(what="to vest").sentence("en") == (
        "Carried in as of 31 December 2023: to vest, 9,920,000 shares"
    )
