"""``ledger plan propose``: what the topics of the measures find that may be evidence for them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from commands.parts import entries
from commands.parts.output import emit, formatted
from commands.parts.plan_entries import which_plan
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.language import Lang
    from projections.proposals import Proposal


@reading
@formatted
@click.command(
    "propose",
    short_help=say("List what may be evidence, by topic.", "按主题提议凭据。"),
    help=say(
        "List what the period has on the topics of each chapter and measure that was neither linked nor "
        "refused there, with the command to link it. To refuse it: ledger plan unlink.",
        "按各章和举措的主题，列出期内尚未引用、也未否定的事项，并附引用的命令；"
        "不予引用的，用 ledger plan unlink 否定。",
    ),
)
@click.option(
    "--plan", metavar="YEAR", help=say("The plan, where there are several.", "有多个方案时指明年度。")
)
@click.option("--period", help=say("The period.  [default: the plan's year]", "期间。[默认：方案的年度]"))
@click.option("--cut-off", metavar="DAY",
              help=say("Last day that may be told of.  [default: the period's last]",
                       "可以述及的最后一日。[默认：期间末日]"))  # fmt: skip
@with_session
def propose(
    session: Session, *, plan: str | None, period: str | None, cut_off: str | None, form: str
) -> None:
    """See the help above."""
    from projections.catch_up import Views
    from projections.proposals import proposals
    from projections.queries import Window

    ledger = session.open(read_only=True)
    matter = which_plan(ledger, plan)
    window = Window.of(period or matter.all("action-plan-published")[0].year, cut_off)
    several = len(ledger.matters("plan/")) > 1
    with Views.of(ledger).at() as views:
        found = list(proposals(ledger, views, matter, window))
    rows = [_row(ledger, one, session.lang, matter.id if several else "") for one in found]
    emit(rows, form, {
        "under": say("No.", "序号"), "days": say("Days", "日期"), "entry": say("Entry", "分录"),
        "command": say("To link it", "引用命令"),
    })  # fmt: skip


def _row(ledger: Ledger, proposal: Proposal, lang: Lang, plan: str) -> dict[str, Any]:
    event: Any = proposal.heading.event
    line = ["ledger", "plan", "link", event.number, proposal.cites, "--as", proposal.use]
    line += ["--plan", plan.partition("/")[2]] if plan else []
    return {
        "under": event.number, "cites": proposal.cites, "use": proposal.use, "days": proposal.days,
        "topics": proposal.topics, "positions": [entry.position for entry in proposal.entries],
        "entry": " / ".join(entries.sentence(entry, ledger, lang) for entry in proposal.entries),
        "command": shlex.join(line),
    }  # fmt: skip
