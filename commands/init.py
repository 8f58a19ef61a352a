"""ledger init: Make a new ledger in a folder. / 在文件夹中新建账本。"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.progress import counter
from commands.parts.session import Session, changing, with_session
from commands.parts.speech import say
from ledger.settings import Settings

if TYPE_CHECKING:
    from ledger.log.address import Address


@changing
@click.command(
    help=say(
        "Make a new ledger: ledger.toml, ledger.db, the key that signs its checkpoints, and ledger.pub, with "
        "which others check them. Nothing that is there already is touched. With --ledger postgresql://… the "
        "entries go into a schema on that server instead of ledger.db.",
        "新建账本：生成 ledger.toml、ledger.db、检查点签名私钥及供他人核验的 ledger.pub，不改动已有内容。"
        "使用 --ledger postgresql://… 时，分录存入该服务器的 schema，而非 ledger.db。",
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
@click.option(
    "--key",
    default="",
    metavar="FILE",
    help=say(
        "Where to make the signing key, outside FOLDER.  [default: in ~/.governance-ledger]",
        "签名私钥的存放位置，须在账本文件夹之外。[默认：~/.governance-ledger]",
    ),
)
@click.option(
    "--from",
    "export",
    metavar="EXPORT",
    type=click.Path(path_type=Path),
    help=say(
        "Restore what ledger export wrote, byte for byte and with the same root hash; --key then names the "
        "signing key that there is.",
        "由 ledger export 的导出件恢复，逐字节相同，根哈希不变；此时 --key 指明已有的签名私钥。",
    ),
)
@click.option(
    "--roles",
    is_flag=True,
    help=say(
        "Only print the SQL for the roles of a ledger on PostgreSQL: who writes, who reads, who makes views.",
        "仅输出 PostgreSQL 上账本的角色 SQL：写入者、读取者、视图维护者。",
    ),
)
@with_session
def command(
    session: Session, folder: str, origin: str | None, *, time_zone: str, key: str, export: Path | None,
    roles: bool,
) -> None:  # fmt: skip
    """See the help above."""
    from ledger.founding import found, usual_origin

    home, server = Path(folder), _server(session)
    if roles:
        _print_roles(server)
        return
    if export:
        _restore(session, export, home, key, server)
        return
    chosen = Settings.beside(home.resolve() / "ledger.db")._replace(
        origin=origin or usual_origin(home), language=session.lang, time_zone=time_zone, server=server
    )
    _ = chosen.zone
    found(home, chosen, by=session.by, key_at=key)
    session.tell(
        "Made the ledger {origin} in {home}. Next: ledger kinds, or ledger load FILE",
        "已在 {home} 新建账本 {origin}。下一步：ledger kinds 查看事件种类，或 ledger load 文件 导入。",
        origin=chosen.origin, home=home,
    )  # fmt: skip
    _mention_password(session, server)
    session.tell(
        "Its signing key lies outside this folder (ledger key show tells where): keep a copy in a safe "
        "place, and give ledger.pub to your auditor.",
        "签名私钥存放在该文件夹之外（ledger key show 可查看位置）：请妥善备份，并将 ledger.pub 交给审计师。",
    )


def _server(session: Session) -> Address | None:
    """The server that is named for the entries, if one is."""
    from ledger.log.address import Address, is_address

    if not session.named:
        return None
    if not is_address(session.named):
        raise click.UsageError(say(
            "a new ledger goes into FOLDER; --ledger names a server only: postgresql://…?schema=NAME.",
            "新账本建在 FOLDER 中；--ledger 只用于指定服务器：postgresql://…?schema=名称。",
        ))  # fmt: skip
    return Address.parse(session.named)


def _mention_password(session: Session, server: Address | None) -> None:
    if server and server.secrets():
        session.tell(
            "The password is not written into ledger.toml: put it into ~/.pgpass or PGPASSWORD.",
            "密码未写入 ledger.toml：请放入 ~/.pgpass 或 PGPASSWORD。",
        )


def _print_roles(server: Address | None) -> None:
    from ledger.log.roles import roles

    if server is None:
        raise click.UsageError(say("name the server: --ledger postgresql://…?schema=NAME.",
                                   "请指定服务器：--ledger postgresql://…?schema=名称。"))  # fmt: skip
    click.echo(roles(server), nl=False)


def _restore(session: Session, export: Path, home: Path, key: str, server: Address | None) -> None:
    from ledger.audit.restoring import restore

    with counter(None, say("restoring", "恢复")) as progress:
        own = {"language": session.lang, "key": key}
        verified = restore(export, home, own, progress=progress, server=server)
    session.tell(
        "Restored {entries} entries of {origin} in {home}; root hash {root}",
        "已恢复至 {home}：{origin} 的 {entries} 条分录；根哈希 {root}",
        entries=verified.checked.last, origin=verified.testimony.origin, home=home,
        root=verified.checked.tree.root.hex(),
    )  # fmt: skip
    _mention_password(session, server)
    if not key:
        session.tell(
            'No signing key is named: write the path of the one there is into ledger.toml, key = "…".',
            '尚未指明签名私钥：请将已有私钥的路径写入 ledger.toml 的 key = "…"。',
        )
