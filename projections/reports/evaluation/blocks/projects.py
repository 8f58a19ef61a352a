"""Projects in one table: what is planned and spent, how far they came, what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.events.project_sums import FundingBasis
from ledger.language import Both
from ledger.values.money import CURRENCIES
from projections.document import Block, Run, fill
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from ledger.matter import Matter
    from ledger.values import Money, PartialDate
    from projections.document import Cell
    from projections.reports.evaluation.context import Context, Link

OF, USE = "project", "described"
BELOW = Both(
    "the progress of {count} main projects under way is shown below",
    "公司主要在研项目 {count} 个，进展见下表",
)
ONE = Both("the progress of the main project under way is shown below", "公司主要在研项目的进展见下表")
UNIT = Both("Unit: {currency} 10,000", "单位：{currency}万元")
HEADS = {
    "name": Both("Project", "项目名称"),
    "planned": Both("Total investment planned", "预计总投资金额"),
    "spent": Both("Spent", "已投入金额"),
    "due": Both("Due", "预计完成时间"),
    "progress": Both("Progress and results so far", "进展或阶段性成果"),
    "target": Both("Target", "拟达到目标"),
    "technology": Both("Technology", "技术水平"),
    "market": Both("Market", "市场应用前景"),
}
PROSE = ("target", "technology", "market")
UP_TO = Both("{what} (as of {days})", "{what}（截至{days}）")
SINCE = Both("since {since}, ", "{since}以来，")
NUMBERED = Both("{number}) {line}", "{number}）{line}")
NO_ENGLISH = Both(
    "project {name} has no English for “{what}”, which the table therefore leaves out",
    "项目“{name}”的“{what}”没有英文，英文表格略去该栏",
)
NO_LINES = Both("the progress of project {name} is told in Chinese only", "项目“{name}”的进展只有中文")


class Found(NamedTuple):
    """What is known of a project by the cut-off."""

    registered: Entry
    planned: tuple[Money, Entry] | None
    spent: Entry | None
    due: tuple[PartialDate, Entry] | None
    lines: list[Entry]


def write(context: Context, links: list[Link]) -> Iterator[Sentence | Block]:
    """A sentence that leads to the table, and the table with a row for each project."""
    every = [_found(context, matter) for matter in dict.fromkeys(link.to.matter for link in links)]
    if found := [one for one in every if one]:
        positions = tuple(one.registered.position for one in found)
        count = Run(str(len(found)), positions)
        yield Sentence(None, fill(context.say(BELOW if len(found) > 1 else ONE), count=count))
        yield _table(context, found)


def _found(context: Context, matter_id: str) -> Found | None:
    """What the project's entries say on the whole investment; what was raised for it is another sum."""
    matter = context.matter(matter_id)
    plans = [entry for entry in matter.entries("project-registered")
             if of(entry).funding_basis is FundingBasis.TOTAL]  # fmt: skip
    if not plans:
        return None
    told = sorted(
        (
            entry
            for entry in matter.entries("project-progress-reported")
            if _by_then(context, of(entry).as_of)
        ),
        key=lambda entry: of(entry).as_of.sort_key,
    )
    total = [entry for entry in told if of(entry).funding_basis is FundingBasis.TOTAL]
    planned = [(of(one).planned, one) for one in [*plans, *total] if of(one).planned]
    spent = [one for one in total if of(one).spent]
    lined = [one for one in told if of(one).progress]
    latest = [one for one in lined if of(one).as_of == of(lined[-1]).as_of]
    due = _due(context, matter, [*plans, *told])
    return Found(
        plans[-1], planned[-1] if planned else None, spent[-1] if spent else None, due,
        sorted(latest, key=lambda entry: of(entry).numbers.start),
    )  # fmt: skip


def _due(context: Context, matter: Matter, told: list[Entry]) -> tuple[PartialDate, Entry] | None:
    """The day by which it is due, as plan, report or change of schedule told last."""
    dues = [(entry.event.occurred_on, of(entry).due_on, entry) for entry in told if of(entry).due_on]
    dues += [
        (of(entry).changed_on, of(entry).due_to, entry) for entry in matter.entries("schedule-changed")
        if not of(entry).milestone and _by_then(context, of(entry).changed_on)
    ]  # fmt: skip
    dues.sort(key=lambda due: due[0].sort_key if due[0] else ("", ""))
    return dues[-1][1:] if dues else None


def _by_then(context: Context, days: PartialDate) -> bool:
    return days.last is not None and days.last <= context.window.cut_off


def _table(context: Context, found: list[Found]) -> Block:
    sums = [one.planned[0] for one in found if one.planned] + [
        of(one.spent).spent for one in found if one.spent
    ]
    currencies = {money.currency for money in sums}
    days = {of(one.spent).as_of for one in found if one.spent}
    day = days.pop() if len(days) == 1 else None
    shared = currencies.pop() if len(currencies) == 1 else None
    columns = {name: [_cell(context, name, one, shared, day) for one in found] for name in HEADS}
    if context.lang == "en":
        columns = {name: cells for name, cells in columns.items() if name not in PROSE or any(cells)}
    header: list[Cell] = [(Run(context.say(HEADS[name])),) for name in columns]
    if day:
        spent = [one.spent for one in found if one.spent]
        what = fill(context.say(UP_TO), what=context.say(HEADS["spent"]), days=context.run(day, *spent))
        header[list(columns).index("spent")] = tuple(what)
    rows = tuple(tuple(cells[at] for cells in columns.values()) for at in range(len(found)))
    return Block("table", _unit(context, shared), header=tuple(header), rows=rows)


def _unit(context: Context, currency: str | None) -> Cell:
    if not currency:
        return ()
    name = CURRENCIES[currency][0] if context.lang == "zh" else currency
    return tuple(fill(context.say(UNIT), currency=name))


def _cell(context: Context, name: str, one: Found, shared: str | None, day: PartialDate | None) -> Cell:
    if name in PROSE:
        return _prose(context, name, one.registered)
    if name == "progress":
        return tuple(_progress(context, one))
    if name == "spent":
        return _spent(context, one, shared, day)
    if name == "planned":
        return (context.run(_sum(one.planned[0], shared), one.planned[1]),) if one.planned else ()
    if name == "due":
        return (context.run(*one.due),) if one.due else ()
    return (context.titled(one.registered, "name"),)


def _spent(context: Context, one: Found, shared: str | None, day: PartialDate | None) -> Cell:
    """The sum, with its own day where the column has none for all."""
    if not one.spent:
        return ()
    event = of(one.spent)
    told = context.run(_sum(event.spent, shared), one.spent)
    if day:
        return (told,)
    return tuple(fill(context.say(UP_TO), what=told, days=context.run(event.as_of, one.spent)))


def _sum(money: Money, shared: str | None) -> Money | str:
    """In ten thousands where all sums of the table are of one currency."""
    return money.wan() if shared else money


def _prose(context: Context, name: str, entry: Entry) -> Cell:
    """A field that has words; in English none rather than Chinese ones."""
    event: Any = entry.event
    if not getattr(event, name):
        return ()
    if context.lang == "en" and not getattr(event, f"{name}_en", None):
        what = HEADS[name]
        told = Both(NO_ENGLISH.en.replace("{what}", what.en), NO_ENGLISH.zh.replace("{what}", what.zh))
        context.leave_open(told, name=event.name)
        return ()
    return (context.titled(entry, name),)


def _progress(context: Context, one: Found) -> Iterator[Run]:
    """The lines with their numbers, each with the span that it speaks of where that is not the day."""
    begun = False
    for entry in one.lines:
        event = of(entry)
        lines = (event.progress_en if context.lang == "en" else None) or event.progress
        if context.lang == "en" and not event.progress_en:
            context.leave_open(NO_LINES, name=of(one.registered).name)
        for number, text in zip(event.numbers, lines, strict=True):
            since = fill(context.say(SINCE), since=context.run(event.since, entry)) if event.since else []
            line = [run._replace(positions=(entry.position,)) for run in [*since, Run(text)]]
            if context.lang == "en":
                line[0] = line[0]._replace(text=line[0].text[:1].upper() + line[0].text[1:])
            if begun:
                yield Run("\n")
            yield from fill(context.say(NUMBERED), number=Run(str(number), (entry.position,)), line=line)
            begun = True
