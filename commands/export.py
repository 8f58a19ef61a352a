"""ledger export: Write the ledger as plain files for others. / 将账本导出为普通文件，供他人核对。"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.files import check_not_own, named_file
from commands.parts.progress import counter
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.errors import shown
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.audit.exporting import Exported


@reading
@click.command(
    help=say(
        "Write the ledger to PATH, a new folder or a new .zip: the entries byte for byte, the signed "
        "checkpoint, the verifier key, the documents. It can be checked without this program, and restored "
        "with ledger init FOLDER --from PATH. It is verified first; the same ledger gives the same bytes.",
        "将账本导出至 PATH（新文件夹或新的 .zip）：逐字节的分录、已签署的检查点、验证公钥和凭证文件。"
        "导出件不依赖本程序即可核对，也可用 ledger init 文件夹 --from PATH 恢复。导出前先行核对；"
        "同一账本导出的内容逐字节相同。",
    )
)
@click.argument("told", metavar="PATH", callback=named_file)
@with_session
def command(session: Session, told: str) -> None:
    """See the help above."""
    from ledger.audit.exporting import export

    path = Path(told)
    check_not_own(session, path)
    _sign(session)
    with counter(None, say("exporting", "导出")) as progress:
        done = export(session.settings, path, progress)
    _tell(session, path, done)


def _sign(session: Session) -> None:
    """A fresh checkpoint if the key is at hand; else what there is will do, and it is said why."""
    from ledger.audit.signing import sign
    from ledger.audit.signing_keys import NoKeyNamedError, OtherKeyError
    from ledger.durable import UnwritableError
    from ledger.errors import LedgerError
    from ledger.log.keys import KeyFileError

    try:
        sign(session.open(read_only=True))
    except (KeyFileError, NoKeyNamedError, OtherKeyError, UnwritableError) as error:
        why: LedgerError = error
        session.tell("not signed anew: {why}", "未重新签署：{why}", why=why.text(session.lang))


LEFT_OUT = Both("left out: #{position} {name} ({verdict})", "未导出：#{position} {name}（{verdict}）")
UNSIGNED = Both(
    "There is no checkpoint in it, so nothing shows that it is whole. Sign one with: ledger checkpoint",
    "其中没有检查点，无法证明其完整。请先签署：ledger checkpoint",
)
COVERED = Both(
    "Its checkpoint covers #1 to #{covered} of #{entries}.",
    "其检查点只覆盖 #1 至 #{covered}，共 #{entries} 条。",
)


def _tell(session: Session, path: Path, done: Exported) -> None:
    for verdict, named in done.left_out:
        session.tell(
            *LEFT_OUT, position=named.position, name=shown(named.name), verdict=verdict.show(session.lang)
        )
    if not done.covered:
        session.tell(*UNSIGNED)
    elif done.covered < done.entries:
        session.tell(*COVERED, covered=done.covered, entries=done.entries)
    session.tell("{entries} entries written to {path}.", "已将 {entries} 条分录导出至 {path}。",
                 entries=done.entries, path=path)  # fmt: skip
