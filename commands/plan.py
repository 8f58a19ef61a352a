"""ledger plan: Link evidence to measures, and see what they lack. / 为举措引用凭据，查看缺漏。"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands import entries
from commands.output import dumps, emit, formatted
from commands.session import Session, reading, with_session, writing
from commands.speech import say
from ledger import plans
from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.matter import Matter

USES = ("counted", "named", "described")


class WhichPlanError(LedgerError):
    """There is no plan, or none was named where there are several."""

    sentence = Both(
        "name the action plan: --plan 2024. The ledger has: {plans}",
        "请指明行动方案：--plan 2024。账本中有：{plans}",
    )


@click.group(
    help=say(
        "Link evidence to the measures of the action plan, and see what each of them still lacks.",
        "为行动方案的举措引用凭据，查看各举措尚缺什么。",
    )
)
def command() -> None:
    """See the help above."""


_PLAN = click.Option(
    ["--plan"], metavar="YEAR", help=say("The plan, where there are several.", "有多个方案时指明年度。")
)


def _linking(command: click.Command) -> click.Command:
    command.params.insert(0, _PLAN)
    return writing(command)


@_linking
@click.command(
    "link",
    short_help=say("Take entries as evidence for a measure.", "以分录作为举措的凭据。"),
    help=say(
        "Take entries (31), matters (meeting/board/2-23) or bodies (body/board) as evidence for a chapter or "
        "measure. A body counted is all its meetings of the period.",
        "以分录（31）、事项（meeting/board/2-23）或机构（body/board）作为章或举措的凭据；机构计数即计其期内全部会议。",
    ),
)
@click.argument("under", metavar="MEASURE")
@click.argument("cited", nargs=-1, required=True, metavar="POSITION|MATTER...")
@click.option(
    "--as",
    "use",
    type=click.Choice(USES),
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
    _record(
        session, "evidence-linked", plan, [more | {"under": under, "cites": one} for one in cited], dry_run
    )


@_linking
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
    _record(
        session, "evidence-unlinked", plan, [more | {"under": under, "cites": one} for one in cited], dry_run
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
    matter = _plan(ledger, plan)
    rows = [_status(ledger, matter, entry, session) for entry in plans.headings(matter)]
    emit(rows, form, {
        "number": say("No.", "序号"), "title": say("Heading", "标题"), "cites": say("Evidence", "凭据"),
        "statements": say("Statements", "陈述"), "missing": say("Missing", "所缺"),
    })  # fmt: skip


for _command in (link, unlink, status):
    command.add_command(_command)


def _record(
    session: Session, kind: str, plan: str | None, cells: list[dict[str, str]], dry_run: bool
) -> None:
    from commands.fields import event_of

    ledger = session.open()
    spec, matter = session.catalogue.spec(kind), _plan(ledger, plan)
    events = [
        event_of(spec, one | {"plan": matter.id, "cites": _cited(ledger, one["cites"])}) for one in cells
    ]
    recorded = ledger.record(*events, by=session.by, dry_run=dry_run)
    for entry in recorded:
        told = entries.sentence(entry, ledger, session.lang)
        click.echo(dumps(entries.as_json(entry)) if dry_run else f"#{entry.position} {told}")
    if not dry_run:
        at = {entry.position for entry in recorded}
        session.tell_flags([flag for flag in entries.flags(recorded, ledger, session.lang) if flag[0] in at])


def _plan(ledger: Ledger, year: str | None) -> Matter:
    known = ledger.matters("plan/")
    wanted = [f"plan/{year.removeprefix('plan/')}"] if year else known
    if len(wanted) != 1 or wanted[0] not in known:
        raise WhichPlanError(plans=", ".join(known) or "—")
    return ledger.matter(wanted[0])


def _cited(ledger: Ledger, told: str) -> str:
    """What a link cites: a reference as it is, or that of the entry at a position."""
    at = told.removeprefix("#")
    if not at.isdecimal():
        return told
    entry = ledger.entry(int(at))
    item = getattr(entry.event, entry.event.spec.item) if entry.event.spec.item else None
    if item:
        return f"{entry.matter}#{item}"
    return entry.matter if entry.event.spec.opens else f"{entry.matter}@{entry.version}"


def _status(ledger: Ledger, plan: Matter, heading: Entry, session: Session) -> dict[str, Any]:
    event: Any = heading.event
    links: list[Any] = [entry.event for entry in plans.links(plan, event.number)]
    made = [one for one in plan.all("statement-made", "outlook-stated") if one.under == event.number]
    measures = [one for one in plan.all("measure-committed") if one.number.startswith(f"{event.number}.")]
    gone = [str(one.cites) for one in links if not ledger.matter(one.cites.matter).standing and
            not one.cites.matter.startswith("body/")]  # fmt: skip
    missing = [say(f"{ref} does not stand", f"{ref} 已无有效分录") for ref in gone]
    if not links and not made and not measures:
        missing.append(say("evidence or a statement", "凭据或陈述"))
    cites = [f"{one.cites} ({one.use.show(session.lang)})" for one in links]
    return {
        "number": event.number, "title": getattr(event, "heading", None) or event.title,
        "position": heading.position, "cites": cites, "statements": len(made), "missing": missing,
    }  # fmt: skip
