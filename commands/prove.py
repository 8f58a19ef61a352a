"""ledger prove: Prove that an entry is in a signed checkpoint. / 证明某条分录包含于已签署的检查点。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts import entries
from commands.parts.output import hand_out
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say

if TYPE_CHECKING:
    from ledger.log.proof_files import ConsistencyProof, InclusionProof


@reading
@click.command(
    help=say(
        "Prove that the last signed checkpoint contains the entry at POSITION (a C2SP tlog-proof), or, with "
        "--from, that it goes on from an earlier one (as C2SP tlog-witness asks witnesses to cosign). The "
        "proof holds all that is needed to check it but the verifier key.",
        "证明最近签署的检查点包含 POSITION 处的分录（C2SP tlog-proof）；或用 --from 证明它由较早的检查点延续"
        "而来（即 C2SP tlog-witness 请见证方联署的格式）。除验证公钥外，证明文件含有核验所需的全部内容。",
    )
)
@click.argument("position", required=False)
@click.option("--from", "old", type=click.IntRange(0), metavar="SIZE",
              help=say("Number of entries of the earlier checkpoint.", "较早检查点的分录条数。"))  # fmt: skip
@click.option("--to", "size", type=click.IntRange(0), metavar="SIZE",
              help=say("Number of entries of the signed checkpoint.  [default: the last]",
                       "已签署检查点的分录条数。[默认：最近一个]"))  # fmt: skip
@click.option("--bare", is_flag=True,
              help=say("Leave the entry itself out of the proof.", "证明文件中不含分录内容。"))  # fmt: skip
@click.option("--output", "-o", metavar="FILE",
              help=say("File to write, such as 31.tlog-proof; standard output if none.",
                       "写入的文件，如 31.tlog-proof；不填则输出到屏幕。"))  # fmt: skip
@with_session
def command(
    session: Session,
    position: str | None,
    *,
    old: int | None,
    size: int | None,
    bare: bool,
    output: str | None,
) -> None:
    """See the help above."""
    from ledger.audit.proving import prove, prove_growth

    if (position is None) == (old is None):
        raise click.UsageError(say("Name a POSITION, or --from SIZE.", "请指定 POSITION 或 --from 条数。"))
    proof: InclusionProof | ConsistencyProof
    if old is None:
        at = entries.position_of(position or "")
        proof = prove(session.open(read_only=True), at, size, bare=bare)
    else:
        proof = prove_growth(session.open(read_only=True), old, size)
    hand_out(session, str(proof), output)
