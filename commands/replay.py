"""ledger replay: Read the whole history again and compare everything. / 重放全部历史并逐项核对。"""

from __future__ import annotations

import click

from commands.output import dumps
from commands.session import Session, reading, with_session
from commands.speech import say


@reading
@click.command(
    help=say(
        "Read every entry again: hash it, decode and validate it, admit it to its matter; then make the "
        "views anew and compare. Changes nothing. Exit code 1 if the history was altered or damaged.",
        "逐条重读分录：核对哈希、解码校验、重新审查能否记入其事项，再重建视图并比对。不作任何改动。"
        "历史被改动或损坏时退出码为 1。",
    )
)
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON.", "输出 JSON。"))
@with_session
def command(session: Session, *, as_json: bool) -> None:
    """See the help above."""
    from projections.replay import replay

    ledger = session.open(read_only=True)
    found = replay(ledger)
    if as_json:
        told = found._asdict() | {"findings": [
            {"position": finding.position, "what": finding.what.text(session.lang), "alarm": finding.alarm}
            for finding in found.findings
        ]}  # fmt: skip
        click.echo(dumps(told, indent=1))
    else:
        click.echo(say("{n} entries in {m} matters read again; root {root}",
                       "重读 {m} 个事项的 {n} 条分录；根哈希 {root}")
                   .format(n=found.entries, m=found.matters, root=found.root))  # fmt: skip
        for finding in found.findings:
            mark = say("ALARM", "警报") if finding.alarm else say("finding", "提示")
            place = f"#{finding.position} " if finding.position else ""
            click.echo(f"{mark}: {place}{finding.what.text(session.lang)}")
        if not found.findings:
            click.echo(say("Everything agrees.", "全部一致。"))
    session.ctx.exit(1 if found.alarmed else 0)
