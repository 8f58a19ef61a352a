"""``ledger plan statements``: an edited draft of a report read back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts import entries
from commands.parts.output import dumps
from commands.parts.session import Session, with_session, writing
from commands.parts.speech import say
from ledger.errors import LedgerError, RefusedInputError, shown
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.application import Ledger
    from ledger.entry import Entry
    from projections.reports.evaluation.redraft import Redraft


class UnreadableError(LedgerError):
    """The draft cannot be read."""

    sentence = Both(
        "{path} cannot be read: {why}; name a file that ledger report evaluation PERIOD --draft wrote.",
        "无法读取 {path}：{why}；请指定由 ledger report evaluation 期间 --draft 文件 生成的草稿。",
    )


@writing
@click.command(
    "statements",
    short_help=say("Read an edited draft back.", "读回编辑后的草稿。"),
    help=say(
        "Read back the draft that report evaluation --draft wrote: new texts are recorded as statements, "
        "changed ones as corrections, what is unchanged is left alone. All or nothing. Computed text is not "
        "read.",
        "读回 report evaluation --draft 所写的草稿：新的文字记为陈述，改动记为更正，未改的不动。"
        "有一处不符则全部不记录；由账本生成的文字不读回。",
    ),
)
@click.argument("path", metavar="FILE")
@click.option("--why", "--reason", "why", default="",
              help=say("Why statements were changed or removed.", "修改或删去陈述的原因。"))  # fmt: skip
@click.option("--removed", type=click.Choice(["retract", "keep"]), default=None,
              help=say("What to do with statements that were removed; refused unless told.",
                       "删去的陈述如何处理：retract 撤回，keep 保留；不填则拒绝。"))  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help=say("Print the counts as JSON.", "以 JSON 输出各项计数。")
)
@with_session
def statements(
    session: Session, path: str, *, why: str, removed: str | None, as_json: bool, dry_run: bool
) -> None:
    """See the help above."""
    from projections.reports.evaluation.comparison import Reason
    from projections.reports.evaluation.redraft import redraft

    ledger = session.open()
    reason = Reason(why.strip() or say("redrafted for the report", "修改评估报告草稿"),
                    why.strip() or say("removed from the draft of the report", "评估报告草稿中删去"),
                    removed or "")  # fmt: skip
    told = redraft(ledger, path, _bytes(path), reason)
    refused = RefusedInputError(told.problems) if told.problems else None
    recorded: list[Entry] = []
    try:
        if not refused and told.changes:
            recorded = ledger.record(*told.changes, by=session.by, dry_run=dry_run)
    except RefusedInputError as error:
        refused = error
    _print(session, ledger, recorded, dry_run=dry_run)
    _count(session, told, len(recorded), refused, as_json=as_json)
    if dry_run:
        session.tell("A dry run: nothing was recorded.", "仅为试运行，未作任何记录。")
    if refused:
        session.tell("Nothing was recorded:", "未作任何记录：")
        raise refused


def _bytes(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(path=path, why=error.strerror) from error


def _print(session: Session, ledger: Ledger, recorded: Iterable[Entry], *, dry_run: bool) -> None:
    for entry in recorded:
        if dry_run:
            click.echo(dumps(entries.as_json(entry)))
            continue
        place = f"#{entry.position} → #{entry.corrects}" if entry.corrects else f"#{entry.position}"
        told = " ".join(entries.sentence(entry, ledger, session.lang).split())
        click.echo(f"{place} {shown(told)}")


def _count(
    session: Session, told: Redraft, new: int, refused: RefusedInputError | None, *, as_json: bool
) -> None:
    """The four counts as ``load`` tells them, and what was changed without effect."""
    problems = refused.problems if refused else ()
    counts = {"read": told.read, "new": new, "known": 0 if refused else told.known,
              "refused": len({(one.file, one.line) for one in problems})}  # fmt: skip
    if as_json:
        click.echo(dumps(counts))
    session.tell(
        "{read} read, {new} new, {known} already there, {refused} refused",
        "读取 {read}，新记录 {new}，已有 {known}，被拒 {refused}",
        **counts,
    )
    for note in told.notes:
        click.echo("! " + note.text(session.lang), err=True)
