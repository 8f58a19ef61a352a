"""ledger plan: Link evidence to measures, and see what they lack. / 为举措引用凭据，查看缺漏。"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commands.parts import entries
from commands.parts.output import emit, formatted
from commands.parts.plan_checks import check_clear, check_link, check_unlink
from commands.parts.plan_entries import linking, record, which_plan
from commands.parts.plan_proposals import propose
from commands.parts.plan_statements import statements
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger import plans

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.matter import Matter

USES = ("counted", "named", "described")


class Use(click.Choice[str]):
    """Uses as they are offered; the event judges what is written, and takes their labels, too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """What was written."""
        _ = param, ctx
        return value


@click.group(
    help=say(
        "Link evidence to the measures of the action plan, and see what each of them still lacks.",
        "为行动方案的举措引用凭据，查看各举措尚缺什么。",
    )
)
def command() -> None:
    """See the help above."""


@linking
@click.command(
    "link",
    short_help=say("Take entries as evidence for a measure.", "以分录作为举措的凭据。"),
    help=say(
        "Take entries (31), matters (meeting/board/2-23) or bodies (body/board) as evidence for a chapter or "
        "measure. A body counted is all its meetings of the period; the company counted, all its "
        "disclosures.",
        "以分录（31）、事项（meeting/board/2-23）或机构（body/board）作为章或举措的凭据；机构计数即计其期内全部会议，"
        "公司（company）计数即计其期内全部信息披露。",
    ),
)
@click.argument("under", metavar="MEASURE")
@click.argument("cited", nargs=-1, required=True, metavar="POSITION|MATTER...")
@click.option(
    "--as",
    "use",
    type=Use(USES),
    required=True,
    help=say("How the report uses it.", "报告如何使用。"),
)
@click.option("--place", help=say("Paragraph.sentence, as in 1.2.", "位置：段落.句次，如 1.2。"))
@with_session
def link(
    session: Session,
    under: str,
    cited: tuple[str, ...],
    *,
    plan: str | None,
    use: str,
    place: str | None,
    dry_run: bool,
) -> None:
    """See the help above."""
    more = {"use": use} | ({"place": place} if place else {})
    record(
        session,
        "evidence-linked",
        plan,
        [more | {"under": under, "cites": one} for one in cited],
        dry_run=dry_run,
        check=check_link,
    )


@linking
@click.command(
    "unlink", help=say("Take evidence away from a chapter or measure.", "不再以其作为章或举措的凭据。")
)
@click.argument("under", metavar="MEASURE")
@click.argument("cited", nargs=-1, required=True, metavar="POSITION|MATTER...")
@click.option("--why", help=say("Why.", "原因。"))
@with_session
def unlink(
    session: Session, under: str, cited: tuple[str, ...], *, plan: str | None, why: str | None, dry_run: bool
) -> None:
    """See the help above."""
    more = {"reason": why} if why else {}
    record(
        session,
        "evidence-unlinked",
        plan,
        [more | {"under": under, "cites": one} for one in cited],
        dry_run=dry_run,
        check=check_unlink,
    )


@reading
@formatted
@click.command(
    "status",
    help=say("Each chapter and measure with its evidence and statements, and what is missing.",
             "列出各章和举措的凭据与陈述，以及所缺。"),
)  # fmt: skip
@click.option(
    "--plan", metavar="YEAR", help=say("The plan, where there are several.", "有多个方案时指明年度。")
)
@with_session
def status(session: Session, *, plan: str | None, form: str) -> None:
    """See the help above."""
    ledger = session.open(read_only=True)
    matter = which_plan(ledger, plan)
    rows = [_status(ledger, matter, entry, session) for entry in plans.headings(matter, dropped=True)]
    rows += [_stray(stray, session) for stray in plans.strays(matter)]
    emit(rows, form, {
        "number": say("No.", "序号"), "title": say("Heading", "标题"), "cites": say("Evidence", "凭据"),
        "statements": say("Statements", "陈述"), "figures": say("Figures", "数字"),
        "state": say("State", "现状"), "missing": say("Missing", "所缺"),
    })  # fmt: skip


@linking
@click.command(
    "clear",
    short_help=say("Let reports tell of what is not announced.", "核准将未公告的事项写入报告。"),
    help=say(
        "Let reports tell of entries (31), items (meeting/board/2-23#1) or matters that no announcement "
        "tells of yet, or none in the ledger. Of a matter, all so far.",
        "核准将尚未公告（或账本中没有公告记录）的分录（31）、议案（meeting/board/2-23#1）或事项写入报告；"
        "事项即其至此的全部分录。",
    ),
)
@click.argument("cited", nargs=-1, required=True, metavar="POSITION|MATTER...")
@click.option("--why", required=True, help=say("Why it may be told.", "为何可以写入。"))
@with_session
def clear(session: Session, cited: tuple[str, ...], *, plan: str | None, why: str, dry_run: bool) -> None:
    """See the help above."""
    cells = [{"reason": why, "cites": one} for one in cited]
    record(session, "disclosure-cleared", plan, cells, dry_run=dry_run, cited=_this_entry, check=check_clear)


for _command in (link, unlink, propose, status, statements, clear):
    command.add_command(_command)


def _this_entry(ledger: Ledger, told: str) -> str:
    """A reference as it is, or one to the entry at a position and to no other."""
    at = told.removeprefix("#")
    if not at.isdecimal():
        return told
    entry = ledger.entry(entries.position_of(at))
    cites = plans.citing(entry)
    return cites if "#" in cites else f"{entry.matter}@{entry.version}"


def _told(entry: Entry, session: Session) -> str:
    """What became of a measure, and when."""
    return f"{entry.event.spec.label.text(session.lang)} {entry.event.occurred_on}"


def _status(ledger: Ledger, plan: Matter, heading: Entry, session: Session) -> dict[str, Any]:
    from projections.reports.evaluation.reconciliation import figures

    event: Any = heading.event
    links: list[Any] = [entry.event for entry in plans.links(plan, event.number)]
    made = [one for one in plan.all("statement-made", "outlook-stated") if one.under == event.number]
    measures = [one for one in plan.all("measure-committed") if one.number.startswith(f"{event.number}.")]
    gone = [str(one.cites) for one in links if not ledger.matter(one.cites.matter).standing and
            not one.cites.matter.startswith("body/")]  # fmt: skip
    missing = [say(f"{ref} does not stand", f"{ref} 已无有效分录") for ref in gone]
    lived = plans.life(plan, heading, date.max)
    if not links and not made and not measures and not lived.ended:
        missing.append(say("evidence or a statement", "凭据或陈述"))
    cites = _cites(links, session)
    checks = figures(ledger, dict.fromkeys(one.cites.matter for one in links))
    return {
        "number": event.number, "title": lived.title, "state": [_told(one, session) for one in lived.entries],
        "position": heading.position, "cites": cites, "statements": len(made),
        "figures": [check.brief.text(session.lang) for check in checks], "missing": missing,
    }  # fmt: skip


def _cites(links: list[Any], session: Session) -> list[str]:
    return [f"{one.cites} ({one.use.show(session.lang)})" for one in links]


def _stray(stray: plans.Stray, session: Session) -> dict[str, Any]:
    """What stands under a number that the plan does not have."""
    links = [entry.event for entry in stray.entries if entry.kind == "evidence-linked"]
    told = " ".join(f"#{entry.position}" for entry in stray.entries)
    missing = say(f"no such heading: {told} left out", f"方案中没有该章或举措：{told} 不写入报告")
    return {
        "number": stray.under, "title": "—", "state": [], "position": None, "cites": _cites(links, session),
        "statements": len(stray.entries) - len(links), "figures": [], "missing": [missing],
    }  # fmt: skip
