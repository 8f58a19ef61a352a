"""ledger reproduce: Give an issued report back as it was. / 原样取回已发布的报告。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.language import Both

if TYPE_CHECKING:
    from projections.reproducing import Recomputed, Reproduced


@reading
@click.command(
    help=say(
        "Give back the files of an issued report, byte for byte as they were kept: REF is evaluation/2024H1, "
        "which means the newest issue, or the position of one. Each file is hashed anew. Exit code 1 if one "
        "is altered or missing.",
        "按字节原样取回已发布报告的文件。REF 如 evaluation/2024H1（指最近一次发布），或发布分录的位置。"
        "各文件均重新计算哈希；被改动或缺失时退出码为 1。",
    )
)
@click.argument("ref")
@click.option("--output", "-o", metavar="FOLDER|FILE.zip",
              help=say("New folder or .zip for the files.", "存放文件的新文件夹或 .zip。"))  # fmt: skip
@click.option("--recompute", is_flag=True,
              help=say("Make it again from the entries that it rests on, too, and compare the digest.",
                       "并由所依据的分录重新生成，比对摘要。"))  # fmt: skip
@with_session
def command(session: Session, ref: str, *, output: str | None, recompute: bool) -> None:
    """See the help above."""
    from projections import recompute as made_again
    from projections import reproduce

    ledger = session.open(read_only=True)
    found = reproduce(ledger, ref)
    if output:
        _hand_out(session, found, output)
    _list(session, found)
    sound = all(one.verdict.fine for one in found.documents)
    if recompute:
        sound &= _tell(session, made_again(ledger, ref))
    session.ctx.exit(0 if sound else 1)


def _hand_out(session: Session, found: Reproduced, output: str) -> None:
    from commands.parts.outbox import outbox
    from ledger.evidence.store import Store, Verdict

    store = Store(session.settings.evidence)
    with outbox(output) as box:
        for one in found.documents:
            if one.verdict is Verdict.INTACT:
                box.add(one.piece.name, store.read(one.piece.sha256))


def _list(session: Session, found: Reproduced) -> None:
    """Each document with what became of it and its SHA-256, a line each."""
    for one in found.documents:
        piece = one.piece
        click.echo(f"#{found.entry.position} {piece.name} [{one.verdict.show(session.lang)}] {piece.sha256}")


def _tell(session: Session, found: Recomputed) -> bool:
    """Tell what came of making it again; whether that is as it should be."""
    from commands.diff import lines
    from projections.rederived import Outcome

    outcome = found.outcome
    told = Both("{label}: {what}", "{label}：{what}").text(session.lang)
    click.echo(
        told.format(label=outcome.outcome.label.text(session.lang), what=outcome.what.text(session.lang))
    )
    for one in found.differences:
        for line in lines(one, session.lang):
            click.echo(line)
    return outcome.outcome is not Outcome.DIFFERS
