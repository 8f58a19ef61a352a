"""ledger backup: Copy the database while it is in use. / 在使用中备份数据库。"""

from __future__ import annotations

from pathlib import Path

import click

from commands.parts.files import check_not_own, named_file
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say


@reading
@click.command(
    help=say(
        "Copy the database to a new FILE, with entries that a plain copy of ledger.db would lack; others may "
        "go on recording. Every entry of the copy is hashed again before it gets its name. FILE is a ledger "
        "that any command reads: --ledger FILE.",
        "将数据库备份为新文件 FILE，包含直接复制 ledger.db 时会缺少的分录；备份期间他人可继续记录。"
        "副本中的每条分录都重新核对哈希后才正式命名。FILE 本身就是账本，可用 --ledger FILE 打开。",
    )
)
@click.argument("file", callback=named_file)
@with_session
def command(session: Session, file: str) -> None:
    """See the help above."""
    from ledger.log.backup import backup

    check_not_own(session, Path(file))
    size = backup(session.open(read_only=True).log_recorder, Path(file))
    session.tell(
        "{size} entries are in {file}. Keep copies of ledger.toml, checkpoints, evidence and the key, too.",
        "{file} 中有 {size} 条分录。另请备份 ledger.toml、checkpoints、evidence 和签名私钥。",
        size=size, file=file,
    )  # fmt: skip
