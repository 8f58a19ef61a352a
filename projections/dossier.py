"""The dossier of a meeting: its documents in the order in which they are filed, and which are lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.evidence.store import Store, Verdict
from ledger.evidence.supporting import Document, Shelf
from ledger.language import Both
from ledger.naming import matter_name
from ledger.values import DocumentRole, segment
from projections.expected_papers import expected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.matter import Matter


ABSENT = Both("no {role}, though {why}", "缺{role}：{why}")
PERHAPS = Both("perhaps a {role} is lacking: {why}", "可能缺{role}：{why}")


class Gap(NamedTuple):
    """Something that the dossier lacks, or may lack: a document of a role, or what is said of one."""

    role: DocumentRole
    certain: bool
    """False where the ledger cannot tell whether there ought to be one."""
    what: Both


class Dossier(NamedTuple):
    """The documents of one meeting."""

    matter: Matter
    title: Both
    documents: tuple[Document, ...]
    gaps: tuple[Gap, ...]
    shelf: Shelf


def dossier(ledger: Ledger, matter: Matter) -> Dossier:
    """The dossier of the meeting that ``matter`` is."""
    shelf = Shelf(ledger, Store(ledger.settings.evidence))
    announcements = [ledger.matter(each) for each in _announced(ledger, matter)]
    found = [one for each in (matter, *announcements) for one in shelf.of(each) if one.counts]
    papers = tuple(_filed(found))
    gaps = _gaps(matter, papers, announced=bool(announcements))
    title = matter_name(matter) or Both(matter.id, matter.id)
    return Dossier(matter, title, papers, tuple(gaps), shelf)


def _announced(ledger: Ledger, meeting: Matter) -> Iterator[str]:
    """The announcements that tell of the meeting or one of its items, or whose number it names."""
    held: Any = meeting.last("meeting-held")
    number = segment(held.announcement) if held and held.announcement else ""
    for matter_id in ledger.matters("announcement/"):
        told = ledger.matter(matter_id).all("announcement-published")
        about = any(ref.matter == meeting.id for one in told for ref in one.about or ())
        if about or (told and matter_id == f"announcement/{number}"):
            yield matter_id


def _filed(documents: list[Document]) -> Iterator[Document]:
    """In the order of their roles, then of the entries; one that supports several entries stands once."""
    roles, seen = list(DocumentRole), set()
    for one in sorted(documents, key=lambda one: (roles.index(_role(one)), one.named_by.position)):
        key = (one.piece.role, one.piece.sha256)
        if key not in seen:
            seen.add(key)
            yield one


def _role(document: Document) -> DocumentRole:
    """The part that it plays; one that this program does not know is some other."""
    known = {role.value: role for role in DocumentRole}
    return known.get(document.piece.role, DocumentRole.OTHER)


def _gaps(meeting: Matter, papers: tuple[Document, ...], *, announced: bool) -> Iterator[Gap]:
    there = {one.piece.role for one in papers}
    for one in expected(meeting, announced=announced):
        if one.role.value not in there:
            told, role = ABSENT if one.certain else PERHAPS, one.role.label
            yield Gap(one.role, one.certain, Both(told.en.format(role=role.en, why=one.why.en),
                                                  told.zh.format(role=role.zh, why=one.why.zh)))  # fmt: skip
    for document in papers:
        if document.verdict is not Verdict.INTACT:
            name, label = document.piece.name, document.verdict.label
            yield Gap(_role(document), not document.verdict.fine,
                      Both(f"“{name}” is {label.en}", f"“{name}”{label.zh}"))  # fmt: skip
    if DocumentRole.MINUTES.value in there and not meeting.last("minutes-signed"):
        yield Gap(DocumentRole.MINUTES, False,
                  Both("no entry says that the minutes were signed", "没有签署会议记录的分录"))  # fmt: skip
