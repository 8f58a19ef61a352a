"""ledger load: Record all events of files, or none. / 导入文件中的全部事件，有一处不符则全部不导入。"""

from __future__ import annotations

import sys

import click

from commands import entries
from commands.output import dumps
from commands.session import Session, with_session, writing
from commands.speech import say


@writing
@click.command(
    help=say(
        "Record the events of YAML and JSON Lines files or folders of them; - reads standard input. "
        "All or nothing: every problem is told with its file, line and field. "
        "Rows that are in the ledger already are left alone, so the same file can be loaded again.",
        "导入 YAML、JSON Lines 文件或文件夹；- 表示标准输入。有任何问题则全部不导入，"
        "并逐一指明文件、行和字段。账本中已有的行不会重复记录，同一文件可以再次导入。",
    )
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("--json", "as_json", is_flag=True, help=say("Print the counts as JSON.",
                                                          "以 JSON 输出各项计数。"))  # fmt: skip
@with_session
def command(session: Session, paths: tuple[str, ...], *, as_json: bool, dry_run: bool) -> None:
    """See the help above."""
    from commands.progress import bar
    from ledger.errors import RefusedInputError
    from ledger.intake import Intake

    ledger = session.open()
    intake = Intake(session.catalogue, paths, sys.stdin.buffer)
    refused: RefusedInputError | None = None
    counts = {"read": 0, "new": 0, "known": 0, "refused": 0}
    with bar(intake, say("Reading", "读取"), say("Recording", "记录")) as rows:
        try:
            outcome = ledger.load(rows, by=session.by, dry_run=dry_run)
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
    session.tell(
        "{read} read, {new} new, {known} already there, {refused} refused",
        "读取 {read}，新记录 {new}，已有 {known}，被拒 {refused}",
        **counts,
    )
    if dry_run:
        session.tell("A dry run: nothing was recorded.", "仅为试运行，未作任何记录。")
    if refused:
        session.tell("Nothing was recorded:", "未作任何记录：")
        raise refused
