"""ledger load: Record all events of files, or none. / 导入文件中的全部事件，有一处不符则全部不导入。"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from commands.parts import documents, entries
from commands.parts.output import dumps
from commands.parts.session import Session, with_session, writing
from commands.parts.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.application import Ledger, Outcome
    from ledger.batch import Change
    from ledger.entry import Evidence
    from ledger.errors import Problem
    from ledger.intake import Intake


@writing
@documents.evidenced
@click.command(
    help=say(
        "Record the events of workbooks (XLSX, CSV), YAML and JSON Lines files or folders of them; - reads "
        "standard input. All or nothing: every problem is told with its file, line or cell, and field. "
        "Rows that are in the ledger already are left alone, so the same file can be loaded again. "
        "Sheets are known by their headings (ledger template makes such); for others, --map proposes a "
        "mapping. "
        "--evidence goes with every new row; a row may name its own: evidence: [{role: minutes, file: "
        "scan.pdf}], the file beside the one that is loaded.",
        "导入工作簿（XLSX、CSV）、YAML、JSON Lines 文件或文件夹；- 表示标准输入。有任何问题则全部不导入，"
        "并逐一指明文件、行或单元格、字段。账本中已有的行不会重复记录，同一文件可以再次导入。"
        "表格按列名识别（ledger template 可生成模板）；其他表格用 --map 先生成对应文件。"
        "--evidence 的文件附于每一新行；行内也可写明 凭证: [{角色: 会议记录, 文件: 扫描件.pdf}]，"
        "文件须在所导入文件的文件夹内。",
    )
)
@click.argument("paths", nargs=-1, metavar="FILE|FOLDER...")
@click.option("--map", "mapping", metavar="FILE", help=say(
    "A mapping file (YAML) for sheets with headings of their own; with a workbook and nothing else, print a "
    "proposal of one for it.",
    "自有列名的表格的对应文件（YAML）；只给出一个工作簿时，输出为其拟定的对应文件。"))  # fmt: skip
@click.option("--similar", is_flag=True, help=say(
    "Record rows, too, that are nearly the same as an entry or another row.",
    "与已有分录或其他行相近的行也予记录。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print the counts as JSON.",
                                                          "以 JSON 输出各项计数。"))  # fmt: skip
@with_session
def command(
    session: Session, paths: tuple[str, ...], *, mapping: str | None, similar: bool,
    evidence: tuple[str, ...], as_json: bool, dry_run: bool,
) -> None:  # fmt: skip
    """See the help above."""
    from commands.parts import tables
    from commands.parts.progress import bar
    from ledger.errors import RefusedInputError
    from ledger.intake import Intake, is_sheet

    if mapping and not paths and is_sheet(mapping):
        click.echo(tables.proposal(session, mapping), nl=False)
        return
    if not paths:
        raise click.MissingParameter(param=click.get_current_context().command.params[0])
    papers = documents.given(evidence)
    ledger = session.open()
    intake = Intake(session.catalogue, paths, sys.stdin.buffer, tables.mappings(session, mapping))
    refused: RefusedInputError | None = None
    counts = {"read": 0, "new": 0, "known": 0, "refused": 0}
    with bar(intake, say("Reading", "读取"), say("Recording", "记录")) as rows:
        try:
            outcome = _load(ledger, rows, papers, intake, by=session.by, dry_run=dry_run, similar=similar)
        except RefusedInputError as error:
            refused = error
            counts |= {"read": rows.count, "refused": len({(p.file, p.line) for p in error.problems})}
        else:
            counts |= {"read": outcome.read, "new": outcome.new, "known": outcome.known}
    if dry_run and not refused:
        for entry in outcome.entries:
            click.echo(dumps(entries.as_json(entry)))
    elif as_json:
        click.echo(dumps(counts))
    _tell(session, counts, intake, papers, dry_run=dry_run)
    if refused:
        session.tell("Nothing was recorded:", "未作任何记录：")
        raise refused


def _tell(
    session: Session, counts: dict[str, int], intake: Intake, papers: documents.Given, *, dry_run: bool
) -> None:
    """What became of the rows, and what was done that nobody asked for."""
    session.tell(
        "{read} read, {new} new, {known} already there, {refused} refused",
        "读取 {read}，新记录 {new}，已有 {known}，被拒 {refused}",
        **counts,
    )
    for note in intake.notes:
        session.tell("{told}", "{told}", told=note.text(session.lang))
    if papers.pieces and counts["known"]:
        session.tell(
            "The documents went with the new rows only; attach them to others with: ledger evidence add",
            "文件只附于新记录的行；其余可用 ledger evidence add 补充。",
        )
    if dry_run:
        session.tell("A dry run: nothing was recorded.", "仅为试运行，未作任何记录。")


def _load(
    ledger: Ledger, rows: Iterable[Change | Problem], papers: documents.Given, intake: Intake,
    *, by: str, dry_run: bool, similar: bool,
) -> Outcome:  # fmt: skip
    """Load the rows, each with the documents of the call beside its own; all of these are kept first."""
    from commands.parts import tables
    from ledger.evidence.supporting import pieces_of
    from ledger.uncollected import uncollected

    with uncollected():
        read = [_with(papers.pieces, row) for row in rows] if papers.pieces else list(rows)
        if intake.sheets and not similar:
            read += list(tables.similar(ledger, read))
        files = papers.files | intake.changes.evidence.files
        if files and not dry_run:
            would = ledger.load(read, by=by, dry_run=True).entries
            documents.keep(ledger, files, (piece for entry in would for piece in pieces_of(entry)))
        return ledger.load(read, by=by, dry_run=dry_run)


def _with(pieces: tuple[Evidence, ...], row: Change | Problem) -> Change | Problem:
    """The row with these documents beside its own."""
    from ledger.batch import Change

    return row._replace(evidence=(*dict.fromkeys(row.evidence + pieces),)) if isinstance(row, Change) else row
