"""Furniture: the wording that stands in the program: title, opening, note on risk, signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.values import PartialDate
from projections.document import Block, Run, fill
from projections.reports.evaluation.context import of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context

NUMERALS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
HALF_YEAR = Both("half-year", "半年度")
ANNUAL = Both("annual", "年度")
TITLE = Both(
    "{which} evaluation report on the {title}",
    "关于公司 {year} 年度“{programme}”行动方案的{which}评估报告",
)
OPENING = Both(
    "On {day}, {company}{so}{listed} published its “{title}”. "
    "The progress and the results of its main measures in {period} are as follows.",
    "{company}{so}{listed}于 {day}发布了《{title}》{short}。{period}，各项主要举措的进展及成效如下：",
)
LISTED = Both(", listed on the {board},", "是{board}上市公司，响应“{programme}”专项行动，")
NAMELESS = Both("The Company", "公司")
SO_CALLED = Both(" (the “Company”)", "（以下简称“公司”）")
SO_CALLED_TOO = Both(" (“{name}” or the “Company”)", "（以下简称“公司”、“{name}”）")
SHORT = Both("", "（以下简称“{name}”）")
RISK = Both(
    "Plans and strategies in this report are forward-looking statements; they are no promise to investors, "
    "who are asked to mind the risks.",
    "本报告中的规划、战略等属于前瞻性陈述，并非公司对投资者作出的实质承诺，请投资者注意投资风险。",
)
SIGNED = Both("Board of Directors of {company}", "{company}董事会")
LONGEST_HALF = 190
"""Days that a half-year has at most, with some to spare."""


def opening(context: Context) -> Iterator[Block]:
    """Title and first paragraph."""
    company, plan = _company(context), context.plan.entries("action-plan-published")[-1]
    name, title = _name(context, company), context.titled(plan)
    yield Block("title", (name,))
    yield Block("title", tuple(fill(
        context.say(TITLE), year=context.run(of(plan).year, plan), title=title,
        programme=context.run(of(plan).programme, plan), which=_first_letter(context, _which(context)),
    )))  # fmt: skip
    short = of(plan).short_title
    yield Block("paragraph", tuple(fill(
        context.say(OPENING), company=name, so=_so_called(context, company), listed=_listed(context, plan),
        day=context.run(of(plan).published_on, plan), title=title,
        period=context.window.period.show(context.lang),
        short=fill(context.say(SHORT), name=context.run(short, plan)) if short else [],
    )))  # fmt: skip


def closing(context: Context) -> Iterator[Block]:
    """The note on risk and the signature, dated on the cut-off."""
    yield Block("paragraph", (Run(context.say(RISK)),))
    name = _name(context, _company(context))
    yield Block("signature", tuple(fill(context.say(SIGNED), company=name)))
    yield Block("signature", (Run(PartialDate(context.window.cut_off.isoformat()).show(context.lang)),))


def chapter(context: Context, at: int, entry: Entry) -> Block:
    """The heading of a chapter, with the number that it has in the plan."""
    at = _last_number(entry) or at
    mark = f"{_numeral(at)}、" if context.lang == "zh" else f"{at}. "
    return Block("heading", (Run(mark), context.titled(entry)), 1)


def measure(context: Context, at: int, entry: Entry) -> Block:
    """The heading of a measure: the measure as the plan has it, with its number, quoted."""
    at = _last_number(entry) or at
    mark, end = (f"{at}、“", "”方面") if context.lang == "zh" else (f"({at}) “", "”")
    return Block("heading", (Run(mark), context.titled(entry, "heading"), Run(end)), 2)


def _last_number(entry: Entry) -> int:
    last: str = of(entry).number.rpartition(".")[2]
    return int(last) if last.isdecimal() else 0


def _numeral(number: int) -> str:
    """``三``, ``十``, ``十二``, ``二十一``; past 99, in digits."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return (NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + NUMERALS[ones]


def _which(context: Context) -> str:
    period = context.window.period
    return context.say(HALF_YEAR if (period.last - period.first).days < LONGEST_HALF else ANNUAL)


def _listed(context: Context, plan: Entry) -> list[Run]:
    """The board that the company is listed on, where it is recorded."""
    boards = [entry for entry in context.matter("company").entries("security-listed") if of(entry).board]
    if not boards:
        return []
    board = context.run(of(boards[0]).board, boards[0])
    return fill(context.say(LISTED), board=board, programme=context.run(of(plan).programme, plan))


def _company(context: Context) -> Entry | None:
    """The company under the name that it had on the cut-off."""
    named = [
        entry
        for entry in context.matter("company").entries("company-registered", "company-renamed")
        if not (days := entry.event.occurred_on) or not days.first or days.first <= context.window.cut_off
    ]
    return named[-1] if named else None


def _name(context: Context, company: Entry | None) -> Run:
    return context.titled(company, "name") if company else Run(context.say(NAMELESS))


def _so_called(context: Context, company: Entry | None) -> list[Run]:
    if company is None:
        return []
    event: Any = company.event
    short = (event.short_name_en if context.lang == "en" else None) or event.short_name
    if not short:
        return [Run(context.say(SO_CALLED))]
    return fill(context.say(SO_CALLED_TOO), name=Run(short, (company.position,)))


def _first_letter(context: Context, text: str) -> str:
    return text[:1].upper() + text[1:] if context.lang == "en" else text
