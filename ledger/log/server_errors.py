"""What can go wrong with a ledger on a PostgreSQL server; no sentence ever holds a password."""

from __future__ import annotations

from ledger.language import Both
from ledger.log.errors import LedgerExistsError, LogError, NoSuchLedgerError, ReadOnlyError


class MissingDriverError(LogError):
    """The package that speaks to PostgreSQL is not installed."""

    sentence = Both(
        "ledgers on PostgreSQL need the package psycopg; install it with: "
        "pip install 'governance-ledger[postgres]'",
        "使用 PostgreSQL 上的账本需要 psycopg；请执行：pip install 'governance-ledger[postgres]'",
    )


class CannotConnectError(LogError):
    """The server is not there, or does not let the user in."""

    sentence = Both(
        "cannot connect to {path} ({why}). See that the server runs, and that host, user and database are "
        "right.",
        "无法连接 {path}（{why}）。请确认服务器正在运行，且主机、用户和数据库无误。",
    )


class WrongPasswordError(CannotConnectError):
    """The server asks for a password, or for another one."""

    sentence = Both(
        "the server did not accept the password for {path}; put the right one into ~/.pgpass or PGPASSWORD.",
        "服务器不接受 {path} 的密码；请在 ~/.pgpass 或 PGPASSWORD 中设置正确的密码。",
    )


class ServerGoneError(LogError):
    """The connection broke off."""

    sentence = Both(
        "the connection to {path} broke off ({why}). What was recorded before is kept; look with "
        "ledger history whether the last entry is there before you record it again. A load can be repeated.",
        "与 {path} 的连接中断（{why}）。此前的记录都在；请先用 ledger history 查看最后一条是否已记录，"
        "再决定是否重新记录。导入则可直接重做。",
    )


class ServerRefusedError(LogError):
    """Something else that the server says."""

    sentence = Both(
        "the server of {path} refused ({why}). Mend that and do it again; nothing was recorded.",
        "{path} 的服务器拒绝（{why}）。请处理后重做；未作任何记录。",
    )


class NoSuchSchemaError(NoSuchLedgerError):
    """The database is there, and no ledger in the schema."""

    sentence = Both(
        "there is no ledger at {path}. Make one with: ledger init FOLDER --ledger '{path}'",
        "{path} 处没有账本。可用 ledger init 文件夹 --ledger '{path}' 新建。",
    )


class SchemaTakenError(LedgerExistsError):
    """A ledger would be made where something is already."""

    sentence = Both(
        "{path} holds something already; nothing was changed. Choose another schema.",
        "{path} 中已有内容，未作任何改动。请另选 schema。",
    )


class NotAllowedError(LogError):
    """The role has no right to do that."""

    sentence = Both(
        "the user of {path} may not do that ({why}). Ask the owner for the role that may: "
        "ledger init --roles --ledger '{path}' prints them. Nothing was recorded.",
        "{path} 的用户无此权限（{why}）。请向所有者申请相应角色，可用 ledger init --roles --ledger '{path}' "
        "查看。未作任何记录。",
    )


class StandbyError(ReadOnlyError):
    """The session, or the server, is for reading only."""

    sentence = Both(
        "{path} is open for reading only: this server is a standby, or the user may only read. "
        "Name the primary server and try again. Nothing was recorded.",
        "{path} 只能读取：该服务器为备库，或用户只有读权限。请指定主服务器后重试。未作任何记录。",
    )


class EncodingError(LogError):
    """A database that cannot hold Chinese."""

    sentence = Both(
        "the database of {path} has the encoding {found}; make one in UTF8 and name that.",
        "{path} 的数据库编码为 {found}；请建立 UTF8 编码的数据库并指定它。",
    )
