"""Furniture: the wording that stands in the program: names, headings, note on risk, signature."""

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
LISTED = Both(", listed on the {board},", "是{board}上市公司，响应“{programme}”专项行动倡议，")
NAMELESS = Both("The Company", "公司")
SO_CALLED = Both(" (the “Company”)", "（以下简称“公司”）")
SO_CALLED_TOO = Both(" (“{name}” or the “Company”)", "（以下简称“公司”、“{name}”）")
RISK = Both(
    "The plans and strategies in this report are forward-looking statements and do not constitute a "
    "commitment to investors, who are advised to be aware of the investment risks.",
    "本报告中的规划、战略等属于前瞻性陈述，并非公司对投资者作出的实质承诺，请投资者注意投资风险。",
)
SIGNED = Both("Board of Directors of {company}", "{company}董事会")


def closing(context: Context) -> Iterator[Block]:
    """The note on risk and the signature, dated on the cut-off."""
    yield Block("paragraph", (Run(context.say(RISK)),))
    signed = fill(context.say(SIGNED), company=name(context, company(context)))
    yield Block("signature", tuple(signed))
    yield Block("signature", (Run(PartialDate(context.window.cut_off.isoformat()).show(context.lang)),))


def chapter(context: Context, at: int, entry: Entry) -> Block:
    """The heading of a chapter, with the number that it has in the plan."""
    at = _last_number(entry) or at
    mark = f"{_numeral(at)}、" if context.lang == "zh" else f"{at}. "
    return Block("heading", (Run(mark), context.titled(entry)), 1)


def measure(context: Context, at: int, entry: Entry, worded: Entry) -> Block:
    """The heading of a measure with its number, quoted as the plan or its last revision words it."""
    at = _last_number(entry) or at
    mark, end = (f"{at}、“", "”方面") if context.lang == "zh" else (f"({at}) “", "”")
    return Block("heading", (Run(mark), context.titled(worded, "heading"), Run(end)), 2)


def commitment(context: Context, at: int, entry: Entry, worded: Entry) -> Block:
    """The heading of a measure in the plan itself, which quotes nobody."""
    at = _last_number(entry) or at
    mark = f"{at}、" if context.lang == "zh" else f"({at}) "
    return Block("heading", (Run(mark), context.titled(worded, "heading")), 2)


def _last_number(entry: Entry) -> int:
    last: str = of(entry).number.rpartition(".")[2]
    return int(last) if last.isdecimal() else 0


def _numeral(number: int) -> str:
    """``三``, ``十``, ``十二``, ``二十一``; past 99, in digits."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return (NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + NUMERALS[ones]


def listed(context: Context, plan: Entry) -> list[Run]:
    """The board that the company is listed on, where it is recorded."""
    boards = [entry for entry in context.matter("company").entries("security-listed") if of(entry).board]
    if not boards:
        return []
    board = context.run(of(boards[0]).board, boards[0])
    return fill(context.say(LISTED), board=board, programme=context.run(of(plan).programme, plan))


def company(context: Context) -> Entry | None:
    """The company under the name that it had on the cut-off."""
    named = [
        entry
        for entry in context.matter("company").entries("company-registered", "company-renamed")
        if not (days := entry.event.occurred_on) or not days.first or days.first <= context.window.cut_off
    ]
    return named[-1] if named else None


def name(context: Context, company: Entry | None) -> Run:
    """The company's name, or “the Company”."""
    return context.titled(company, "name") if company else Run(context.say(NAMELESS))


def so_called(context: Context, company: Entry | None) -> list[Run]:
    """What the company is called from then on."""
    if company is None:
        return []
    event: Any = company.event
    short = (event.short_name_en if context.lang == "en" else None) or event.short_name
    if not short:
        return [Run(context.say(SO_CALLED))]
    return fill(context.say(SO_CALLED_TOO), name=Run(short, (company.position,)))
