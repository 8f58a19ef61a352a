"""ledger replay: Read the whole history again and compare everything. / 重放全部历史并逐项核对。"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.files import check_not_own, write
from commands.parts.output import dumps
from commands.parts.outside import Checker, held_against
from commands.parts.progress import counter
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.errors import USAGE, LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.settings import Settings
    from projections.replay import Replay

FORMATS = {"md": "markdown", "html": "html", "json": "json"}
"""The module that writes each format."""


class ReportFormatError(LedgerError):
    """The name of the file asks for a format that the report is not written in."""

    exit_code = USAGE
    sentence = Both(
        "{path}: the replay report is written as {formats}; name the file so.",
        "{path}：重放报告可写成 {formats}；请相应命名文件。",
    )


@reading
@held_against
@click.command(
    help=say(
        "Verify all that is stored; then decode and validate every entry, admit it to its matter again, "
        "batch by batch, and make the views and the issued reports anew and compare. Changes nothing, and "
        "makes no file beside the ledger. Exit code 1 if the history was altered or damaged; what today's "
        "rules would refuse, and derived data that is stale, is told and raises no alarm.",
        "先核对全部存储内容；再逐条解码校验，按批次重新审查能否记入其事项，并重新生成视图和已发布的报告加以比对。"
        "不作任何改动，也不在账本旁生成文件。历史被改动或损坏时退出码为 1；"
        "按现行规则不会准予记入的分录、陈旧的派生数据只作提示，不构成警报。",
    )
)
@click.option("--as-known-at", metavar="POSITION|TIME", help=say(
    "Replay as known then; all of it is verified.", "以当时所知为准重放；存储内容仍全部核对。"))  # fmt: skip
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help=say(
    "Write the replay report to FILE: .md, .html or .json.",
    "将重放报告写入文件：.md、.html 或 .json。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON.", "输出 JSON。"))
@with_session
def command(
    session: Session, *, as_known_at: str | None, output: Path | None, as_json: bool,
    checkpoint: Path | None, key: str | None, auditor: Path | None,
) -> None:  # fmt: skip
    """See the help above."""
    from commands.parts import replay_report, replayed

    if output and output.suffix.lstrip(".") not in FORMATS:
        raise ReportFormatError(path=output, formats=", ".join(FORMATS))
    if output:
        check_not_own(session, output)
    found, pinned = _replayed(session, as_known_at, Checker(checkpoint, key, auditor))
    if output:
        _write(session, found, output)
    if as_json:
        click.echo(dumps(replay_report.as_json(found, session.lang), indent=1))
    else:
        for line in (*replayed.lines(found), *pinned):
            click.echo(line.text(session.lang))
    session.ctx.exit(1 if found.alarmed else 0)


def _replayed(session: Session, as_known_at: str | None, checker: Checker) -> tuple[Replay, list[Both]]:
    """What was found, and what the auditor should know of the key that was pinned by it."""
    from ledger.application import Ledger
    from ledger.audit import presented
    from projections.replay import replay

    home = session.settings
    with (
        _aside(home) as log,
        Ledger(log, catalogue=session.catalogue, read_only=True) as ledger,
        presented.ledger(home, log.place) as given,
        counter(3 * (given.source.size or 0), say("replaying", "重放")) as progress,
    ):
        found = replay(ledger, checker.outside, as_known_at=as_known_at, given=given, progress=progress)
        pinned = checker.remember(found.verified, given.notes)
    return found, [pinned] if pinned else []


@contextmanager
def _aside(home: Settings) -> Iterator[Settings]:
    """The settings by which to read the log without a file being made beside it."""
    from ledger.log.aside import aside

    if home.server:
        yield home
        return
    with aside(home.database) as database:
        yield home._replace(database=database)


def _write(session: Session, found: Replay, output: Path) -> None:
    from commands.parts import replay_report

    form = output.suffix.lstrip(".")
    if form == "json":
        write(session, output, dumps(replay_report.as_json(found, session.lang), indent=1) + "\n")
        return
    render = import_module(f"projections.render.{FORMATS[form]}").render
    write(session, output, render(replay_report.document(found, session.lang)))
