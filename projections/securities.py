"""Securities: the lines at the head of an announcement, with the codes and short names of what is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.errors import LedgerError
from ledger.language import Both
from projections.document import Block, Run, fill, listed, positions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.document import Document

CODE = {
    "bond": Both("Bond code: {code}", "债券代码：{code}"),
    "convertible-bond": Both("Convertible bond code: {code}", "转债代码：{code}"),
}
NAME = {
    "bond": Both("Short name: {name}", "债券简称：{name}"),
    "convertible-bond": Both("Short name: {name}", "转债简称：{name}"),
}
STOCK_CODE = Both("Stock code: {code}", "证券代码：{code}")
STOCK_NAME = Both("Short name: {name}", "证券简称：{name}")
NUMBER = Both("Announcement No.: {number}", "公告编号：{number}")


class NoSecurityError(LedgerError):
    """There is nothing to put at the head."""

    sentence = Both(
        "the ledger has no security that was listed by {cut_off}, so there is nothing to put at the head; "
        "record it first: ledger record security-listed",
        "账本中没有截至 {cut_off} 已上市的证券，无法写出证券代码和简称；请先记录：ledger record 证券上市",
    )


def headed(ledger: Ledger, document: Document, number: str | None = None) -> Document:
    """The document with its securities at the head, and the number of the announcement in the first line."""
    company = ledger.matter("company", document.as_known_at)
    entries = [entry for entry in company.entries("security-listed") if _listed_by(entry, document.cut_off)]
    if not entries:
        raise NoSecurityError(cut_off=document.cut_off)
    lines = [list(_line(document, company, entry)) for entry in entries]
    if number:
        lines[0].append(fill(NUMBER.text(document.lang), number=number))
    blocks = tuple(Block("securities", tuple(listed(line, "\t"))) for line in lines)
    told = {at: ledger.entry(at).event.sentence(document.lang) for at in positions_of(blocks)}
    sources = dict(sorted((told | document.sources).items()))
    return replace(document, blocks=(*blocks, *document.blocks), sources=sources)


def _listed_by(entry: Entry, cut_off: str) -> bool:
    days = entry.event.occurred_on
    return not days or not days.first or days.first <= date.fromisoformat(cut_off)


def _line(document: Document, company: Matter, entry: Entry) -> Iterator[list[Run]]:
    """The code of a security and the short name, where there is one in the language."""
    event: Any = entry.event
    sort, lang = event.security.value, document.lang
    yield fill(CODE.get(sort, STOCK_CODE).text(lang), code=Run(event.code, (entry.position,)))
    if name := _short_name(document, company, entry):
        yield fill(NAME.get(sort, STOCK_NAME).text(lang), name=name)


def _short_name(document: Document, company: Matter, entry: Entry) -> Run | None:
    """The name at the exchange; in English, for shares, the company's own short name."""
    event: Any = entry.event
    if document.lang == "zh":
        return Run(event.short_name, (entry.position,)) if event.short_name else None
    if event.security.value in CODE:
        return None
    named = company.entries("company-registered", "company-renamed")
    told: list[Any] = [one for one in named if _listed_by(one, document.cut_off)]
    if told and (short := told[-1].event.short_name_en):
        return Run(short, (told[-1].position,))
    return None
