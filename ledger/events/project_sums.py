"""What a project had planned, spent and promised by a day. No kinds stand here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Money, PartialDate
from ledger.values.bounds import half_digit


class FundingBasis(Choice):
    """Which money the amounts of a project are."""

    TOTAL = "total", "total investment", "投资总额"
    RAISED = "raised", "raised funds", "募集资金"


def fallen(report: Any, matter: Matter) -> Iterator[Both]:
    """Less was spent by a later day than by an earlier one, on one basis and in one currency."""
    for one in matter.all("project-progress-reported"):
        if not (one.spent and report.spent) or one.funding_basis is not report.funding_basis:
            continue
        comparable = one.spent.currency == report.spent.currency and one.as_of.before(report.as_of)
        if comparable and one.spent.amount > report.spent.amount:
            more, less, en, zh = one.spent, report.spent, one.as_of.show("en"), one.as_of.show("zh")
            yield Both(f"{less.show('en')} is less than the {more.show('en')} spent by {en}",
                       f"已投入{less.show('zh')}，少于截至{zh}的{more.show('zh')}")  # fmt: skip


def same_day(report: Any, matter: Matter, basis: FundingBasis | None = None) -> list[Any]:
    """The other reports of the same day, on ``basis`` where it is given."""
    every = [one for one in matter.all("project-progress-reported") if one is not report]
    return [one for one in every if one.as_of == report.as_of and basis in (None, one.funding_basis)]


def planned_for(report: Any, matter: Matter) -> Money | None:
    """What was planned by the day of a report: as it says itself, or as was told last before."""
    if report.planned:
        plan: Money = report.planned
        return plan
    told = [one for one in matter.all("project-registered", "project-progress-reported")
            if one.planned and one.funding_basis is report.funding_basis
            and not (one.occurred_on and report.as_of.before(one.occurred_on))]  # fmt: skip
    last: list[Money] = [one.planned for one in told if one.occurred_on == told[-1].occurred_on]
    return max(last, key=lambda money: money.amount, default=None)


def off_percent(report: Any, plan: Money) -> bool:
    """Whether the percentage stated cannot be that of what was spent, within its digits."""
    if not (report.spent and report.percent and plan.amount > 0 and report.spent.currency == plan.currency):
        return False
    part: Decimal = report.spent.amount * 100 / plan.amount
    return bool(abs(part - report.percent.value) > half_digit(report.percent.value))


def dues_told(matter: Matter, milestone: str) -> set[PartialDate]:
    """Every day by which the project ("") or its milestone was ever said to be due."""
    return {due for _, due in _dues(matter, milestone)}


def dues_by(matter: Matter, milestone: str, day: PartialDate, but: Any = None) -> set[PartialDate]:
    """When it may have been due on ``day``: as told last before, or perhaps before."""
    told = _dues(matter, milestone, but)
    before = [(on, due) for on, due in told if on is None or on.before(day)]
    perhaps = {due for on, due in told if on and not on.before(day) and not day.before(on)}
    return perhaps | {due for on, due in before if on == before[-1][0]}


def _dues(matter: Matter, milestone: str, but: Any = None) -> list[tuple[PartialDate | None, PartialDate]]:
    """The days told, each with the day on which it was told, in order."""
    if milestone:
        plans = [one for one in matter.all("milestone-planned") if one.milestone == milestone]
    else:
        plans = [one for one in matter.all("project-registered") if one.due_on]
    moves = [one for one in matter.all("schedule-changed") if (one.milestone or "") == milestone]
    told = [(one.occurred_on, one.due_on) for one in plans]
    return told + [(one.changed_on, one.due_to) for one in moves if one is not but]
