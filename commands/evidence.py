"""ledger evidence: Keep, list, hand out and erase documents. / 存入、列出、导出和删除凭证文件。"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.parts import attaching, documents, entries, erasing, kept
from commands.parts.outbox import outbox
from commands.parts.output import dumps, emit, formatted
from commands.parts.session import Session, reading, with_session, writing
from commands.parts.speech import say
from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.application import Ledger
    from ledger.entry import Entry


class NothingToExportError(LedgerError):
    """No document supports it."""

    sentence = Both(
        "no document supports {what}. Attach one with: ledger evidence add {what} ROLE=FILE",
        "{what} 没有凭证文件。可用 ledger evidence add {what} 角色=文件 补充。",
    )


@click.group(
    help=say(
        "The documents behind the entries: add those that come later, list them with what became of them, "
        "hand them out, erase what may no longer be kept.",
        "分录所依据的文件：补充后到的文件，列出并核对，导出，删除不得再保存的。",
    )
)
def command() -> None:
    """See the help above."""


@writing
@click.command(
    "add",
    short_help=say("Attach documents to an entry or matter.", "为分录或事项补充凭证。"),
    help=say(
        "Attach documents to the entry at POSITION, or to MATTER as a whole. The files are copied; entries "
        "hold their names and SHA-256. Put no personal data into names. "
        f"Roles: {documents.roles().en}.",
        "为 POSITION 处的分录或 MATTER 整个事项补充文件。文件复制存入，分录中只记文件名和 SHA-256；"
        f"文件名中不要有个人信息。角色：{documents.roles().zh}。",
    ),
)
@click.argument("what", metavar="POSITION|MATTER")
@click.argument("files", nargs=-1, required=True, metavar=f"{documents.ROLE_FILE}...")
@click.option("--archive-number", "--归档号", "archive_number", metavar="TEXT",
              help=say("Number of the originals in the archive.", "原件的归档号。"))  # fmt: skip
@with_session
def add(
    session: Session, what: str, files: tuple[str, ...], *, archive_number: str | None, dry_run: bool
) -> None:
    """See the help above."""
    papers = documents.given(files)
    ledger = session.open()
    matter, entry = entries.target(ledger, what)
    there = attaching.supported(matter, entry)
    new = [piece for piece in papers.pieces if (piece.role, piece.sha256) not in there]
    number = {"archive_number": archive_number} if archive_number else {}
    changes = [attaching.change(session.catalogue, matter, entry, piece, number) for piece in new]
    would = ledger.record(*changes, by=session.by, dry_run=True)
    if dry_run:
        _tell(session, ledger, would, dry_run=True)
        return
    documents.keep(ledger, papers.files, papers.pieces)
    _tell(session, ledger, ledger.record(*changes, by=session.by), dry_run=False)
    if len(new) < len(papers.pieces):
        names = "、".join(piece.name for piece in papers.pieces if piece not in new)
        session.tell("attached before, and in the store: {names}", "此前已附，文件已存：{names}", names=names)


@reading
@formatted
@click.command(
    "list",
    short_help=say("The documents, with what became of them.", "列出凭证文件并核对。"),
    help=say(
        "The documents of an entry, of a matter or of the whole ledger. Each is read and hashed anew: "
        "intact, altered, missing, or lawfully erased.",
        "列出一条分录、一个事项或整个账本的凭证文件，逐一重新计算哈希：完好、已被改动、缺失或已依规删除。",
    ),
)
@click.argument("what", required=False, metavar="[POSITION|MATTER]")
@with_session
def listing(session: Session, what: str | None, form: str) -> None:
    """See the help above."""
    ledger = session.open(read_only=True)
    shelf = kept.shelf(ledger)
    listed = [kept.row(one, session.lang) for one in kept.listed(ledger, shelf, what)]
    rows = [row | _for_people(row) for row in listed] if form == "table" else listed
    emit(rows, form, {
        "position": "#", "role_label": say("Role", "角色"), "name": say("Name", "文件名"),
        "verdict_label": say("State", "状态"), "size": say("Bytes", "字节"),
        "supports": say("Supports", "所附"), "sha256": "SHA-256",
    })  # fmt: skip
    strays = [] if what else shelf.store.strays({row["sha256"] for row in listed})
    if strays:
        session.tell(
            "No entry names these files; delete them if nobody is recording just now: {paths}",
            "下列文件没有分录记载；如此刻无人正在记录，可以删除：{paths}",
            paths=" ".join(map(str, strays)),
        )


@reading
@click.command(
    "export",
    short_help=say("Hand out documents under their names.", "按原名导出凭证文件。"),
    help=say(
        "Copy the documents that support an entry or a matter into a new folder, or a new .zip, under their "
        "own names. What is not intact is told and left out.",
        "将一条分录或一个事项的凭证文件按原文件名复制到新文件夹或新的 .zip；不完好的文件会说明并略去。",
    ),
)
@click.argument("what", metavar="POSITION|MATTER")
@click.argument("folder", metavar="FOLDER|FILE.zip")
@with_session
def export(session: Session, what: str, folder: str) -> None:
    """See the help above."""
    from ledger.evidence.store import Verdict

    ledger = session.open(read_only=True)
    shelf = kept.shelf(ledger)
    found = [one for one in kept.listed(ledger, shelf, what) if one.counts]
    if not found:
        raise NothingToExportError(what=what)
    with outbox(folder) as box:
        for one in found:
            if one.verdict is Verdict.INTACT:
                click.echo(box.add(one.piece.name, shelf.store.read(one.piece.sha256)))
    kept.tell_lost(session, found)


@writing
@click.command(
    "erase",
    short_help=say("Erase a document for good.", "永久删除一个凭证文件。"),
    help=say(
        "Erase the document that the entry at POSITION names, or the one with this SHA-256 (its first eight "
        "digits do): an entry says so and why, then the file is removed; its name and SHA-256 stay wherever "
        "they were recorded. A document that supports several entries is gone for all of them. Copies "
        "elsewhere, such as backups and exports, are yours to erase.",
        "删除 POSITION 处分录所记的文件，或以 SHA-256（可只写前八位）指明的文件：先记录删除及其理由，"
        "再移除文件；各处所记的文件名和 SHA-256 保留。同一文件附于多条分录的，一并删除。"
        "备份、导出等其他副本须自行删除。",
    ),
)
@click.argument("what", metavar="POSITION|SHA256")
@click.option("--why", "--reason", "why", required=True, metavar="TEXT",
              help=say("Why, and on what ground.", "删除的理由和依据。"))  # fmt: skip
@click.option("--approved-by", "--批准人", "approved_by", metavar="NAME",
              help=say("Who approved it.", "批准删除的人。"))  # fmt: skip
@with_session
def erase(session: Session, what: str, *, why: str, approved_by: str | None, dry_run: bool) -> None:
    """See the help above."""
    from commands.parts.fields import event_of
    from ledger.evidence.supporting import ERASED, erased

    ledger = session.open()
    named = erasing.naming(ledger)
    digest = erasing.document(ledger, what, named)
    cells = {"sha256": digest, "reason": why} | ({"approved_by": approved_by} if approved_by else {})
    if digest not in erased(ledger):
        event = event_of(session.catalogue.spec(ERASED), cells)
        _tell(session, ledger, ledger.record(event, by=session.by, dry_run=dry_run), dry_run=dry_run)
    if dry_run:
        return
    kept.shelf(ledger).store.remove(digest)
    session.tell(
        "The file is gone, for every entry that names it: {entries}. Erase copies elsewhere yourself.",
        "文件已移除，下列记有它的分录均受影响：{entries}。其他副本请自行删除。",
        entries=" ".join(f"#{entry.position}" for entry in named[digest]),
    )


for _command in (add, listing, export, erase):
    command.add_command(_command)


def _tell(session: Session, ledger: Ledger, recorded: Iterable[Entry], *, dry_run: bool) -> None:
    for entry in recorded:
        told = f"#{entry.position} {entry.matter}\n{entries.sentence(entry, ledger, session.lang)}"
        click.echo(dumps(entries.as_json(entry)) if dry_run else told)
        if not dry_run:
            session.tell_flags(entries.own_flags(entry, ledger, session.lang))


def _for_people(row: dict[str, Any]) -> dict[str, str]:
    """The cells of a row as a table shows them."""
    supports = f"#{row['supports']}" if row["supports"] else row["matter"] if row["counts"] else "—"
    size = f"{row['size']:,}" if row["size"] is not None else "—"
    return {"size": size, "supports": supports, "sha256": f"{row['sha256'][:16]}…"}
