"""The correction of an issued report (更正公告): each changed sentence before and after, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.matter import RETRACTED
from ledger.naming import names_of
from ledger.periods import Period
from ledger.unread import readable
from projections.document import Block, Document, Run, fill, positions_of, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.language import Lang
    from projections.differences import Difference, Differences
    from projections.sentences_compared import Line

LANGS: tuple[Lang, Lang] = ("en", "zh")
TITLE = Both("Correction of “{title}”", "关于《{title}》的更正公告")
OPENING = Both(
    "On {day} the Company disclosed “{title}”{number}. On review, parts of it are corrected as follows.",
    "公司于{day}披露了《{title}》{number}。经复核，其中部分内容需要更正，现更正如下：",
)
NUMBER = Both(" (announcement No. {number})", "（公告编号：{number}）")
BEFORE, AFTER = Both("Before{cell}: ", "更正前{cell}："), Both("After{cell}: ", "更正后{cell}：")
CELL = Both(" ({cell})", "（{cell}）")
NONE_BEFORE = Both("(not in the report)", "（原文无此内容）")
NONE_AFTER = Both("(deleted)", "（删去）")
WHY = Both("Reason: {reasons}.", "更正原因：{reasons}。")
LATE = Both("something left out is added", "补充遗漏的内容")
MISTAKE = Both("a mistake is corrected", "更正有误的内容")
HAN = re.compile(r"[一-鿿]")
BETWEEN = Both("; ", "；")
CLOSING = Both(
    "Apart from this the report stands as disclosed; the corrected report is disclosed together with this "
    "correction. The Company apologises to investors for any inconvenience.",
    "除上述更正外，报告的其他内容不变，更正后的报告与本公告同时披露。由此给投资者带来的不便，公司深表歉意。",
)
CHANGED = Both("{n} places corrected: {places}", "更正 {n} 处：{places}")
IN_GENERAL = Both("the report as a whole", "报告全文")


def correction(ledger: Ledger, found: Differences, disclosed_on: str, reason: str | None) -> Document:
    """The correction as a document, dated on the day of its disclosure; PeriodError if that is no day.

    ``reason`` stands where the entries that made a difference give none in the language of the report.
    """
    day, after = Period.parse(disclosed_on), found.after
    told = [*_opening(found), *_changes(ledger, found, reason), *_closing(found, day)]
    if after.lang == "zh":
        told = [block.each(spaced) for block in told]
    sources = {at: _sentence(ledger, at, after.lang) for at in positions_of(told)}
    return Document("correction", after.period, day.last.isoformat(), after.as_known_at, after.lang,
                    tuple(told), sources)  # fmt: skip


def _sentence(ledger: Ledger, position: int, lang: Lang) -> str:
    event = ledger.entry(position).event
    return event.sentence(lang, names_of(event, ledger))


def summed_up(found: Differences) -> Both:
    """How many places were corrected, and where they stand."""
    places = dict.fromkeys(one.line.measure or one.line.chapter for one in found.found)
    told = [Both(place, place) if place else IN_GENERAL for place in places]
    texts = (
        both.format(n=len(found.found), places=between.join(place.text(lang) for place in told))
        for both, between, lang in zip(CHANGED, BETWEEN, LANGS, strict=True)
    )
    return Both(*texts)


def title_of(document: Document) -> str:
    """The title of a document without the name of the company above it."""
    titles = [block.text for block in document.blocks if block.kind == "title"]
    return titles[-1] if titles else ""


def _opening(found: Differences) -> Iterator[Block]:
    before, lang, event = found.before, found.after.lang, _event(found)
    titles = [block for block in before.blocks if block.kind == "title"]
    yield from titles[:-1]
    title = title_of(before)
    yield Block("title", tuple(fill(TITLE.text(lang), title=title)))
    number = fill(NUMBER.text(lang), number=event.announcement) if event.announcement else []
    opening = fill(OPENING.text(lang), day=event.disclosed_on.show(lang), title=title, number=number)
    yield Block("paragraph", tuple(opening))


def _event(found: Differences) -> Any:
    return readable(found.issue.event)


def _changes(ledger: Ledger, found: Differences, reason: str | None) -> Iterator[Block]:
    """The changes under the headings under which they stand in the report."""
    lang, under = found.after.lang, ("", "")
    for one in found.found:
        line = one.line
        for level, heading in enumerate((line.chapter, line.measure), 1):
            if heading and (line.chapter, line.measure)[:level] != under[:level]:
                yield Block("heading", (Run(heading),), level)
        under = line.chapter, line.measure
        cell = CELL.text(lang).format(cell=line.cell) if line.cell else ""
        yield _told(BEFORE.text(lang).format(cell=cell), one.before, NONE_BEFORE.text(lang))
        yield _told(AFTER.text(lang).format(cell=cell), one.after, NONE_AFTER.text(lang))
        reasons = BETWEEN.text(lang).join(_reasons(ledger, one, reason, lang))
        yield Block("paragraph", tuple(fill(WHY.text(lang), reasons=Run(reasons, one.entries))))


def _told(label: str, line: Line | None, nothing: str) -> Block:
    return Block("paragraph", (Run(label), Run(line.text, line.positions) if line else Run(nothing)))


def _reasons(ledger: Ledger, one: Difference, otherwise: str | None, lang: Lang) -> list[str]:
    """Why the entries were corrected or retracted, each reason once; in English, where it is in English."""
    reasons = []
    for entry in map(ledger.entry, one.entries):
        event: Any = entry.event
        told = event.reason if entry.kind == RETRACTED else entry.reason
        if told is None or (lang == "en" and HAN.search(told)):
            told = otherwise or (MISTAKE if told else LATE).text(lang)
        reasons.append(told.rstrip("。.；;"))
    return list(dict.fromkeys(reasons)) or [otherwise or MISTAKE.text(lang)]


def _closing(found: Differences, day: Period) -> Iterator[Block]:
    lang = found.after.lang
    yield Block("paragraph", (Run(CLOSING.text(lang)),))
    yield from [block for block in found.after.blocks if block.kind == "signature"][:-1]
    yield Block("signature", (Run(day.show(lang)),))
