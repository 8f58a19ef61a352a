"""Strays: statements and evidence under a heading that the report does not come to, as open points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.plans import strays

if TYPE_CHECKING:
    from projections.reports.evaluation.context import Context

NO_HEADING = Both(
    "{told} stand under {under}, which {plan} does not have, and are left out; declare {under}, "
    "or correct or retract them",
    "{told} 记在 {under} 之下，而 {plan} 中没有 {under}，未写入报告；请补设 {under}，或更正、撤回这些分录",
)


def leave_open(context: Context) -> None:
    """Note what is left out of a report for want of a heading, one point for each number."""
    for stray in strays(context.plan):
        told = " ".join(f"#{entry.position}" for entry in stray.entries)
        context.leave_open(NO_HEADING, told=told, under=stray.under, plan=context.plan.id)
