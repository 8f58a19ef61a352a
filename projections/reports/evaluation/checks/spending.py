"""What was spent on a project as a percentage of what was planned for it on the same basis of funding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.events.projects import ProjectProgressReported
from ledger.language import Both
from ledger.naming import matter_name
from projections.reports.evaluation.check import Check, fill_in, filled, pending, share
from projections.reports.evaluation.operands import operand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.batch import MatterReader
    from ledger.entry import Entry
    from ledger.matter import Matter

NAME = Both("part of the plan of “{project}” spent ({basis})", "“{project}”投入进度（{basis}）")
PLAN = Both(
    "record what is planned on this basis: ledger record project-registered --project {project} --name … "
    "--funding-basis {basis} --planned …",
    "请记录该口径的计划投资：ledger record 项目立项 --项目 {project} --项目名称 … --资金口径 {basis} "
    "--计划投资 …",
)


def check(reader: MatterReader, entry: Entry) -> Iterator[Check]:
    """The stated percentage beside what was spent and planned; computed only where none is stated."""
    event: Any = entry.event
    if not isinstance(event, ProjectProgressReported) or not (event.spent or event.percent):
        return
    matter, basis = reader.matter(entry.matter), event.funding_basis
    name = filled(NAME, basis=basis, project=matter_name(matter) or matter.id)
    plan: Any = _plan(matter, entry)
    told = None
    if event.spent and plan:
        told = share(
            entry, name, operand(event.spent, entry), operand(plan.event.planned, plan), event.percent
        )
    if told:
        yield told
    elif event.percent:
        wanted = _plan_wanted(matter, entry) if event.spent else fill_in(entry, "spent")
        yield pending(entry, name, event.percent, wanted)


def _plan(matter: Matter, entry: Entry) -> Entry | None:
    """What told the plan on the basis: the entry itself, else the last by then."""
    event: Any = entry.event
    if event.planned:
        return entry
    told: list[Any] = [one for one in matter.entries("project-registered", "project-progress-reported")
                       if _same_basis(one, entry) and getattr(one.event, "planned", None)]  # fmt: skip
    by_then = [one for one in told
               if not (one.event.occurred_on and event.as_of.before(one.event.occurred_on))]  # fmt: skip
    return by_then[-1] if by_then else None


def _plan_wanted(matter: Matter, entry: Entry) -> Both:
    event: Any = entry.event
    registered = [one for one in matter.entries("project-registered") if _same_basis(one, entry)]
    if registered:
        return fill_in(registered[-1], "planned")
    return filled(PLAN, project=entry.matter, basis=event.funding_basis.value)


def _same_basis(one: Entry, other: Entry) -> bool:
    bases: set[Any] = {getattr(entry.event, "funding_basis", None) for entry in (one, other)}
    return len(bases) == 1
