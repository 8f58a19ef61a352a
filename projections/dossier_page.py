"""The page in front of a dossier: what is in it, under which names, and what is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.language import Both, Lang
from ledger.naming import names_of
from projections.document import Block, Document, Run, positions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.application import Ledger
    from ledger.evidence.supporting import Document as Paper
    from projections.dossier import Dossier

TITLE = Both("Meeting file", "会议档案")
HEADER = (
    Both("No.", "序号"), Both("File", "文件"), Both("State", "状态"), Both("Entry", "分录"),
    Both("SHA-256", "SHA-256"),
)  # fmt: skip
GAPS, NO_GAPS = Both("Lacking", "缺漏"), Both("Nothing is lacking.", "无缺漏。")
LEFT_OUT = Both("— ({name})", "—（{name}）")


def page(ledger: Ledger, dossier: Dossier, names: Sequence[str | None], lang: Lang) -> Document:
    """The page; ``names`` are those of the files in the order of the documents, None for one left out."""
    blocks = tuple(_blocks(ledger, dossier, names, lang))
    entries = {at: ledger.entry(at) for at in positions_of(blocks)}
    sources = {at: entry.event.sentence(lang, names_of(entry.event, ledger)) for at, entry in entries.items()}
    return Document("dossier", "", "", ledger.point(None), lang, blocks, sources)


def _blocks(ledger: Ledger, dossier: Dossier, names: Sequence[str | None], lang: Lang) -> Iterator[Block]:
    yield Block("title", (Run(TITLE.text(lang)),))
    yield Block("title", (Run(dossier.title.text(lang)),))
    for held in dossier.matter.standing:
        event = held.entry.event
        if event.spec.opens:
            told = event.sentence(lang, names_of(event, ledger))
            yield Block("paragraph", (Run(told, (held.entry.position,)),))
    header = tuple((Run(label.text(lang)),) for label in HEADER)
    papers = zip(dossier.documents, names, strict=True)
    rows = tuple(_row(number, paper, name, lang) for number, (paper, name) in enumerate(papers, 1))
    yield Block("table", (), header=header, rows=rows)
    yield Block("heading", (Run(GAPS.text(lang)),), level=1)
    for what in [gap.what for gap in dossier.gaps] or [NO_GAPS]:
        yield Block("paragraph", (Run(what.text(lang)),))


def _row(number: int, paper: Paper, name: str | None, lang: Lang) -> tuple[tuple[Run, ...], ...]:
    at = paper.named_by.position
    file = name or LEFT_OUT.text(lang).format(name=paper.piece.name)
    digest = paper.piece.sha256
    cells = (Run(str(number)), Run(file, (at,)), Run(paper.verdict.show(lang)), Run(f"#{at}", (at,)),
             Run(f"{digest[:32]}\n{digest[32:]}"))  # fmt: skip
    return tuple((cell,) for cell in cells)
