"""The draft of a report as a file: written once, never over what somebody may have edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.parts.files import check_not_own, differs, write
from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from pathlib import Path

    from commands.parts.session import Session
    from ledger.application import Ledger
    from projections.document import Document


class EditedDraftError(LedgerError):
    """A file stands where the draft should, and it is another."""

    sentence = Both(
        "{path} is there already and differs from the draft as it would be written now; it may hold edits "
        "that are not recorded yet. Read it back first: ledger plan statements {path}; then name another "
        "file, or say --overwrite.",
        "{path} 已经存在，且与现在要生成的草稿不同，其中可能有尚未记录的改动。请先读回："
        "ledger plan statements {path}；然后另写一个文件，或用 --overwrite 覆盖。",
    )


def write_draft(
    session: Session,
    ledger: Ledger,
    document: Document,
    path: Path,
    *,
    with_plan: str | None,
    overwrite: bool,
) -> None:
    """Write the draft of a document and say what it holds."""
    from projections.reports.evaluation.draft import draft_of, origin_of

    draft = draft_of(document, origin_of(ledger), with_plan)
    check_not_own(session, path)
    if not overwrite and differs(path, draft.text.encode()):
        raise EditedDraftError(path=path)
    write(session, path, draft.text)
    session.tell(
        "{path}: {statements} statements, {places} empty places, {open_points} open points. "
        "Edit it, then: ledger plan statements {path}",
        "{path}：陈述 {statements} 处，空位 {places} 处，待办 {open_points} 项。"
        "改好后：ledger plan statements {path}",
        path=path, statements=draft.statements, places=draft.places, open_points=draft.open_points,
    )  # fmt: skip
