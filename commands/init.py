"""ledger init: Make a new ledger in a folder. / 在文件夹中新建账本。"""

from __future__ import annotations

from pathlib import Path

import click

from commands.session import Session, recording, with_session
from commands.speech import say
from ledger.settings import NAME, Settings, written


@recording
@click.command(
    help=say(
        "Make a new ledger: ledger.toml and ledger.db. Nothing that is there already is touched.",
        "新建账本：生成 ledger.toml 与 ledger.db，不改动已有内容。",
    )
)
@click.argument("folder", default=".")
@click.option(
    "--origin",
    help=say(
        "Name of the ledger, unique in the world, written into its checkpoints; "
        "such as 688030.SH/governance.",
        "账本的唯一名称，写入检查点，如 688030.SH/governance。",
    ),
)
@click.option(
    "--time-zone",
    default="Asia/Shanghai",
    show_default=True,
    help=say("Time zone of the company.", "公司所在时区。"),
)
@with_session
def command(session: Session, folder: str, origin: str | None, time_zone: str) -> None:
    """See the help above."""
    from ledger.application import Ledger
    from ledger.log.errors import LedgerExistsError, ReadOnlyError

    home = Path(folder)
    toml = home / NAME
    if toml.exists():
        raise LedgerExistsError(path=toml)
    lang = session.lang
    settings = Settings.beside(home.resolve() / "ledger.db")._replace(
        origin=origin or home.resolve().name, language=lang, time_zone=time_zone
    )
    _ = settings.zone
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadOnlyError(path=home) from error
    Ledger.create(settings, by=session.by).close()
    toml.write_text(written(settings.origin, lang, time_zone), encoding="utf-8")
    session.tell(
        "Made the ledger {origin} in {home}. Next: ledger kinds, or ledger load FILE",
        "已在 {home} 新建账本 {origin}。下一步：ledger kinds 查看事件种类，或 ledger load 文件 导入。",
        origin=settings.origin, home=home,
    )  # fmt: skip
