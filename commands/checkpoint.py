"""ledger checkpoint: Sign what the ledger holds, for others to keep. / 签署账本现状，交由他人留存。"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.files import check_not_own
from commands.parts.output import hand_out
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from commands.parts.verifier_key import key_of

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.log.note import Note


@reading
@click.command(
    help=say(
        "Sign the number of entries and the root hash of all of them, and print the checkpoint. Give it to "
        "somebody outside, such as the auditor: from then on nothing recorded so far can be altered "
        "unnoticed. Refused if the ledger does not go on from the last checkpoint that was signed.",
        "签署全部分录的条数与根哈希，并输出检查点。请交由公司以外的人（如审计师）留存，此后已记录的内容如被改动"
        "即可查出。账本与上一个检查点不能衔接时拒绝签署。",
    )
)
@click.option("--output", "-o", metavar="FILE",
              help=say("File to write; standard output if none.",
                       "写入的文件；不填则输出到屏幕。"))  # fmt: skip
@click.option("--cosign", metavar="FILE",
              help=say("Sign nothing, but keep the signatures that witnesses put under a checkpoint of ours: "
                       "the checkpoint with their lines, or the lines alone for the last one.",
                       "不签署，而是留存见证方对我方检查点的联署：可为带联署行的检查点，或仅有联署行"
                       "（针对最近一个）。"))  # fmt: skip
@click.option("--witness", "witnesses", multiple=True, metavar="KEY",
              help=say("With --cosign: the verifier key of a witness, as text or in a file, whose signature "
                       "must be there and hold.",
                       "与 --cosign 合用：见证方的验证公钥（文本或文件），其签名须存在且有效。"))  # fmt: skip
@with_session
def command(session: Session, output: str | None, *, cosign: str | None, witnesses: tuple[str, ...]) -> None:
    """See the help above."""
    from ledger.audit.signing import sign

    if witnesses and not cosign:
        raise click.UsageError(say("--witness goes with --cosign.", "--witness 须与 --cosign 合用。"))
    if output:
        check_not_own(session, Path(output))  # before anything is signed
    ledger = session.open(read_only=True)
    note = _cosigned(session, ledger, cosign, witnesses) if cosign else sign(ledger)
    hand_out(session, str(note), output)


def _cosigned(session: Session, ledger: Ledger, file: str, witnesses: tuple[str, ...]) -> Note:
    from ledger.audit.signing import cosign

    note, unknown = cosign(ledger, Path(file).read_bytes(), *map(key_of, witnesses))
    for signature in unknown:
        session.tell(
            "! kept unverified: the signature of {name}; name its key with --witness",
            "! 未经核验而留存：{name} 的签名；可用 --witness 指明其公钥",
            name=signature.name,
        )
    return note
