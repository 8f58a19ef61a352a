"""What tests of reconciliation record, in memory: metrics, buybacks, spending, and their checks."""

from __future__ import annotations

from ledger.batch import Change
from ledger.catalogue import Catalogue
from ledger.testing import MemoryLedger
from projections.reports.evaluation.check import Check, Outcome
from projections.reports.evaluation.reconciliation import reconcile

CATALOGUE = Catalogue()
AGREES, DIFFERS, OPEN, COMPUTED = Outcome
REVENUE, PROFIT = "营业收入", "归属于上市公司股东的净利润"
BUYBACK, PROJECT = {"buyback": "buyback/2024"}, {"project": "project/soc"}
HOLDING = {"holding": "holding/z-ltd/2024"}
Told = tuple[str, dict[str, str]]
"""A kind and the cells of an event of it; ``matter`` among them is the matter that it joins."""


def recorded(*told: Told) -> MemoryLedger:
    """A ledger that holds these."""
    ledger = MemoryLedger(CATALOGUE)
    for slug, cells in told:
        event = CATALOGUE.spec(slug).cls.model_validate({k: v for k, v in cells.items() if k != "matter"})
        ledger.record(Change(event, matter=cells.get("matter")))
    return ledger


def checks(*told: Told) -> list[Check]:
    """The checks of the entry recorded last, after all the others."""
    ledger = recorded(*told)
    return list(reconcile(ledger, ledger.entries[-1:]))


def named(*told: Told) -> dict[str, Check]:
    """The same by their English names."""
    return {one.name.en: one for one in checks(*told)}


def computed(check: Check) -> str:
    """What was computed, in English; empty if nothing was."""
    return check.computed.en if check.computed else ""


def metric(period: str = "2024H1", name: str = REVENUE, **cells: str) -> Told:
    """A metric of a span."""
    return "metric-reported", {"name": name, "period": period, **cells}


def change(**cells: str) -> Told:
    """A metric of the half-year, compared with the one before."""
    return metric(compared_with="2023H1", **cells)


def bought(as_of: str, percent: str, **cells: str) -> Told:
    """A hundred shares bought back, as a percentage of the capital."""
    told = {"as_of": as_of, "shares": "100", "percent_of_capital": percent}
    return "buyback-progress-reported", BUYBACK | told | cells


def spent(**cells: str) -> Told:
    """What was spent on a project, of raised funds unless told otherwise."""
    told = {"as_of": "2024-06-30", "funding_basis": "raised", "spent": "5,295.80万元"}
    return "project-progress-reported", PROJECT | told | cells


def replies(**cells: str) -> Told:
    """Questions of investors."""
    return "questions-answered", {"period": "2024H1", "platform": "e互动", **cells}


def proposed(**cells: str) -> Told:
    """A distribution of the profit of 2024."""
    told = {"fiscal_period": "2024", "decision": "distribute", "proposed_on": "2025-04-01"}
    return "distribution-proposed", {**told, "percent_of_profit": "30.0%", **cells}
