"""ledger key: Show the key that signs checkpoints, or change it. / 查看或更换检查点的签名密钥。"""

from __future__ import annotations

import click

from commands.parts import entries
from commands.parts.output import emit, formatted
from commands.parts.session import Session, changing, reading, with_session
from commands.parts.speech import say


@click.group(
    help=say(
        "The key that signs the ledger's checkpoints; others check them with its public half.",
        "账本检查点的签名密钥；他人以其公开的验证公钥核验检查点。",
    )
)
def command() -> None:
    """See the help above."""


@formatted
@reading
@click.command(
    "show",
    short_help=say("Show the verifier keys, the one in force first.", "列出验证公钥，现用者在前。"),
    help=say(
        "Show the verifier key in force and those before it, and say where the signing key is.",
        "列出现用及以前的验证公钥，并说明签名私钥的位置。",
    ),
)
@with_session
def show(session: Session, form: str) -> None:
    """See the help above."""
    from ledger.audit.signing_keys import verifiers

    ledger = session.open(read_only=True)
    rows = [{"in_force": not at, "verifier_key": str(key)} for at, key in enumerate(verifiers(ledger))]
    if form == "table":
        for row in rows:
            click.echo(row["verifier_key"])
    else:
        emit(rows, form, {"in_force": "in_force", "verifier_key": "verifier_key"})
    if ledger.settings.key:
        session.tell("signing key: {path}", "签名私钥：{path}", path=ledger.settings.key)


@changing
@click.command(
    "new",
    short_help=say("Change the key.", "更换密钥。"),
    help=say(
        "Make a new key and record the change. The old key signs one last checkpoint together with the new "
        "one, so that whoever trusts the old key can go on to the new; then the new key replaces it. What "
        "was signed before is checked with the old verifier key, as ever.",
        "生成新密钥并记录更换。旧密钥与新密钥共同签署一份检查点完成交接，信任旧密钥者即可转而信任新密钥；"
        "随后由新密钥取代。此前签署的检查点仍以旧公钥核验。",
    ),
)
@click.option("--why", required=True, help=say("Why.", "更换原因。"))
@with_session
def new(session: Session, *, why: str) -> None:
    """See the help above."""
    from ledger.audit.signing import change_key

    ledger = session.open()
    entry, _ = change_key(ledger, by=session.by, reason=why)
    click.echo(f"#{entry.position} {entry.matter}\n{entries.sentence(entry, ledger, session.lang)}")
    session.tell(
        "Give the new ledger.pub and the checkpoint of {size} entries to your auditor, and keep a copy of "
        "the new key in a safe place.",
        "请将新的 ledger.pub 与 {size} 条分录的检查点交给审计师，并妥善备份新私钥。",
        size=entry.position,
    )


command.add_command(show)
command.add_command(new)
