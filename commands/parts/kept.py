"""Documents that are kept, as commands print them: with their role, their size and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commands.parts import entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commands.parts.session import Session
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.evidence.supporting import Document, Shelf
    from ledger.language import Lang


def shelf(ledger: Ledger) -> Shelf:
    """The documents of a ledger."""
    from ledger.evidence.store import Store
    from ledger.evidence.supporting import Shelf

    return Shelf(ledger, Store(ledger.settings.evidence))


def listed(ledger: Ledger, kept: Shelf, what: str | None) -> Iterator[Document]:
    """Those of an entry or a matter, or of all matters in the order in which they first name one."""
    from ledger.evidence.supporting import pieces_of

    if what:
        matter, entry = entries.target(ledger, what)
        yield from kept.at(matter, entry.position) if entry else kept.of(matter)
        return
    for matter_id in dict.fromkeys(entry.matter for entry in ledger.entries() if pieces_of(entry)):
        yield from kept.of(ledger.matter(matter_id))


def row(document: Document, lang: Lang) -> dict[str, Any]:
    """A document as a row: keys and values for programs, and labels for people beside them."""
    piece, entry = document.piece, document.named_by
    return {
        "position": entry.position, "matter": entry.matter, "role": piece.role,
        "role_label": role_label(piece.role, lang), "name": piece.name, "sha256": piece.sha256,
        "size": document.size, "verdict": document.verdict.value,
        "verdict_label": document.verdict.show(lang), "counts": document.counts,
        "supports": document.supports.position if document.supports else None,
    }  # fmt: skip


def line(document: Document, entry: Entry, lang: Lang) -> str:
    """A document in one line, as what supports ``entry``."""
    piece, by = document.piece, document.named_by.position
    source = "" if by == entry.position else f" (#{by})"
    return (
        f"{role_label(piece.role, lang)} {piece.name} [{document.verdict.show(lang)}]{source} {piece.sha256}"
    )


def role_label(role: str, lang: Lang) -> str:
    """The label of a role; one that this program does not know as it is stored."""
    from ledger.values import DocumentRole

    known = {each.value: each.show(lang) for each in DocumentRole}
    return known.get(role, role)


def tell_lost(session: Session, documents: Iterable[Document]) -> None:
    """Say which documents are not there to be handed out; unless they were erased, that ends with 1."""
    lost = [one for one in documents if one.size is None or one.verdict.value != "intact"]
    for one in lost:
        name, label = one.piece.name, one.verdict.show(session.lang)
        session.tell("! #{at} {name} is left out: {label}", "! #{at} {name} 未导出：{label}",
                     at=one.named_by.position, name=name, label=label)  # fmt: skip
    if not all(one.verdict.fine for one in lost):
        session.ctx.exit(1)
