"""What the commands on an action plan share: which plan is meant, and how what cites evidence is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from commands.parts import entries
from commands.parts.output import dumps
from commands.parts.session import writing
from commands.parts.speech import say
from ledger import plans
from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from commands.parts.session import Session
    from ledger.application import Ledger
    from ledger.event import GovernanceEvent
    from ledger.matter import Matter

Cited = Callable[["Ledger", str], str]
"""Makes a reference of what the person wrote: a position or a reference."""


Check = Callable[["Ledger", "Matter", "GovernanceEvent"], None]
"""Refuses an event that is to be recorded in a plan."""


class WhichPlanError(LedgerError):
    """There is no plan, or none was named where there are several."""

    sentence = Both(
        "name the action plan: --plan 2024. The ledger has: {plans}",
        "请指明行动方案：--plan 2024。账本中有：{plans}",
    )


class NoPlanError(LedgerError):
    """There is no plan at all."""

    sentence = Both(
        "the ledger has no action plan yet; record it first: ledger record action-plan-published",
        "账本中还没有行动方案；请先记录：ledger record 公布行动方案",
    )


PLAN = click.Option(
    ["--plan"], metavar="YEAR", help=say("The plan, where there are several.", "有多个方案时指明年度。")
)


def linking(command: click.Command) -> click.Command:
    """Give a command that writes to a plan its options."""
    command.params.insert(0, PLAN)
    return writing(command)


def which_plan(ledger: Ledger, year: str | None) -> Matter:
    """The plan of this year; the only one where none is named; NoPlanError or WhichPlanError."""
    known = ledger.matters("plan/")
    if not known:
        raise NoPlanError
    wanted = [f"plan/{year.removeprefix('plan/')}"] if year else known
    if len(wanted) != 1 or wanted[0] not in known:
        raise WhichPlanError(plans=", ".join(known) or "—")
    return ledger.matter(wanted[0])


def _cited(ledger: Ledger, told: str) -> str:
    """What a link cites: a reference as it is, or that of the entry at a position."""
    at = told.removeprefix("#")
    if not at.isdecimal():
        return told
    return plans.citing(ledger.entry(int(at)))


def record(
    session: Session,
    kind: str,
    plan: str | None,
    cells: list[dict[str, str]],
    *,
    dry_run: bool,
    cited: Cited = _cited,
    check: Check | None = None,
) -> None:
    """Record events of one kind in the plan of this year, what each cites made a reference, and tell them.

    ``check`` refuses an event that the command would not have; the ledger may admit it all the same.
    """
    from commands.parts.fields import event_of

    ledger = session.open()
    spec, matter = session.catalogue.spec(kind), which_plan(ledger, plan)
    events = [
        event_of(spec, one | {"plan": matter.id, "cites": cited(ledger, one["cites"])}) for one in cells
    ]
    if check:
        for event in events:
            check(ledger, matter, event)
    recorded = ledger.record(*events, by=session.by, dry_run=dry_run)
    for entry in recorded:
        told = entries.sentence(entry, ledger, session.lang)
        click.echo(dumps(entries.as_json(entry)) if dry_run else f"#{entry.position} {told}")
    if not dry_run:
        at = {entry.position for entry in recorded}
        session.tell_flags([flag for flag in entries.flags(recorded, ledger, session.lang) if flag[0] in at])
