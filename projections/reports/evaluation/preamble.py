"""Preamble: the titles of an evaluation and what it says before its chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from projections.document import Block, Run, fill
from projections.reports.evaluation import furniture
from projections.reports.evaluation.context import of
from projections.reports.evaluation.earlier import issued_before
from projections.reports.evaluation.times import on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.reports.evaluation.context import Context

HALF_YEAR = Both("Half-year evaluation report", "半年度评估报告")
ANNUAL = Both("Annual evaluation report", "年度评估报告")
OF_SPAN = Both("Evaluation report for {period}", "{period}评估报告")
YEAR = Both("{year}", "{year} 年度")
TITLE = Both("{which} on the {title}{joint}", "关于公司 {year} 年度“{programme}”行动方案的{which}{joint}")
JOINT = Both(", and {title}", "暨 {year} 年度“{programme}”行动方案")
OPENING = Both(
    "{when}{company}{so}{listed} published its “{title}”{before}. ",
    "{company}{so}{listed}于 {day}发布了《{title}》{short}{before}。",
)
BEFORE = Both("; its {title} followed on {day}", "，并于 {day}披露了{title}")
TITLED = Both("“{title}”", "《{title}》")
PROGRESS = Both(
    "The progress and the results of its main measures in {period} are as follows.",
    "{period}，各项主要举措的进展及成效如下：",
)
TOGETHER = Both(
    "The Company has evaluated how this plan was carried out in {period}, and has drawn up its action plan "
    "for {next}; both are set out below.",
    "公司对该方案在 {period}的实施情况作出评估，并制定了 {next} 年度“{programme}”行动方案，内容如下：",
)
SHORT = Both("", "（以下简称“{name}”）")
WHOLE_YEAR = 364
"""Days from the first to the last of a year, at least."""


def opening(context: Context) -> Iterator[Block]:
    """Title and first paragraph, also of the plan that follows where the report has it."""
    company, plan = furniture.company(context), published(context.plan)
    name, title = furniture.name(context, company), context.titled(plan)
    yield Block("title", (name,))
    yield Block("title", tuple(fill(
        context.say(TITLE), year=context.run(of(plan).year, plan), title=title, which=which(context),
        programme=context.run(of(plan).programme, plan), joint=_joint(context, JOINT),
    )))  # fmt: skip
    short, day = of(plan).short_title, of(plan).published_on
    opens = fill(
        context.say(OPENING), company=name, so=furniture.so_called(context, company),
        listed=furniture.listed(context, plan), when=on(context, day, plan), title=title,
        day=context.run(day, plan), before=_before(context),
        short=fill(context.say(SHORT), name=context.run(short, plan)) if short else [],
    )  # fmt: skip
    goes_on = _joint(context, TOGETHER) or progress(context)
    yield Block("paragraph", (*opens, *goes_on))


def published(plan: Matter) -> Entry:
    """The entry by which a plan was published."""
    return plan.entries("action-plan-published")[-1]


def progress(context: Context) -> list[Run]:
    """What stands before the chapters of an evaluation."""
    return fill(context.say(PROGRESS), period=_span(context))


def _joint(context: Context, pattern: Both) -> list[Run]:
    """What a joint report says of the plan that follows; nothing where there is none."""
    if context.following is None:
        return []
    plan = published(context.following)
    year, programme = context.run(of(plan).year, plan), context.run(of(plan).programme, plan)
    return fill(
        context.say(pattern), year=year, next=year, programme=programme, title=context.titled(plan),
        period=_span(context),
    )  # fmt: skip


def _before(context: Context) -> list[Run]:
    """The evaluations of the same plan that were issued before this one."""
    runs: list[Run] = []
    for issued in issued_before(context):
        day = context.run(of(issued).disclosed_on, issued)
        runs += fill(context.say(BEFORE), day=day, title=_report_title(context, issued))
    return runs


def _report_title(context: Context, issued: Entry) -> list[Run]:
    if of(issued).title and (told := context.words(issued, "title")):
        return fill(context.say(TITLED), title=told)
    name = _named(context, of(issued).period.first, of(issued).period.last, of(issued).period)
    return [Run(name[:1].lower() + name[1:], (issued.position,))]


def which(context: Context) -> str:
    """What the report is called: half-year or annual, else by its span."""
    period = context.window.period
    return _named(context, period.first, period.last, period)


def _named(context: Context, first: date, last: date, span: Any) -> str:
    if (first.month, first.day, last.month, last.day) == (1, 1, 6, 30) and first.year == last.year:
        return context.say(HALF_YEAR)
    if _is_year(first, last):
        return context.say(ANNUAL)
    return context.say(OF_SPAN).format(period=span.show(context.lang))


def _span(context: Context) -> str:
    """The period in words: a whole year as the year of a plan."""
    period = context.window.period
    if period.label.isdecimal():
        return context.say(YEAR).format(year=period.label)
    return period.show(context.lang)


def _is_year(first: date, last: date) -> bool:
    return (last - first).days in (WHOLE_YEAR, WHOLE_YEAR + 1)
