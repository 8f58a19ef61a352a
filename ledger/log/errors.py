"""What can go wrong with the place that a ledger lives in; that of a server only: ``server_errors``."""

from __future__ import annotations

from ledger.errors import UNAVAILABLE, LedgerError
from ledger.language import Both


class LogError(LedgerError):
    """The file of the ledger cannot be used."""

    exit_code = UNAVAILABLE


class NoSuchLedgerError(LogError):
    """There is no file at the path."""

    sentence = Both(
        "there is no ledger at {path}. Make one with: ledger init FOLDER",
        "{path} 处没有账本。可用 ledger init 文件夹 新建。",
    )


class LedgerExistsError(LogError):
    """A ledger would be made where something is already."""

    exit_code = 1
    sentence = Both(
        "{path} is there already; nothing was changed. Choose another folder.",
        "{path} 已存在，未作任何改动。请另选文件夹。",
    )


class NotALedgerError(LogError):
    """The file is no ledger, or is too damaged to be opened as one."""

    sentence = Both(
        "{path} cannot be opened as a ledger ({why}). Nothing was changed; "
        "if it was one, restore it from a copy.",
        "{path} 无法作为账本打开（{why}）。程序未作任何改动；如果它原是账本，请从备份恢复。",
    )


class IncompleteTreeError(NotALedgerError):
    """The log lacks hashes that a tree of its size has."""

    exit_code = 1
    sentence = Both(
        "the hash tree of the ledger has holes (level {level}, tile {number}): something was deleted. "
        "Find out what with: ledger verify",
        "账本的哈希树不完整（第 {level} 层第 {number} 块）：有内容被删除。请用 ledger verify 查明。",
    )


class NewerFormatError(LogError):
    """The file was made by a later format of the log."""

    sentence = Both(
        "{path} has format {found}, this program reads up to {known}; use a newer program.",
        "{path} 的格式版本为 {found}，本程序只支持到 {known}；请使用更新的程序。",
    )


class LockedError(LogError):
    """Another program kept the ledger locked for too long."""

    sentence = Both(
        "{path} stayed locked by another program for {seconds} seconds; let it finish and try again. "
        "Nothing was recorded.",
        "{path} 被其他程序占用已超过 {seconds} 秒；请待其结束后重试。未作任何记录。",
    )


class ConflictError(LogError):
    """Another write came first, and the database could not let this one wait for it."""

    sentence = Both(
        "others kept writing to {path} at the same moment; do it again. Nothing was recorded.",
        "{path} 同时有他人持续写入；请重做。未作任何记录。",
    )


class ReadOnlyError(LogError):
    """The ledger can be read but not written."""

    sentence = Both(
        "{path} cannot be written; give yourself the right to write to the file and its folder. "
        "Nothing was recorded.",
        "{path} 不可写；请取得该文件及其文件夹的写权限。未作任何记录。",
    )


class DiskFullError(LogError):
    """There is no room left."""

    sentence = Both(
        "the disk of {path} is full; make room and do it again. Nothing was recorded.",
        "{path} 所在磁盘已满；请清理空间后重做。未作任何记录。",
    )


class DiskFaultError(LogError):
    """The disk failed to read or to keep something."""

    sentence = Both(
        "the disk of {path} failed ({why}). What was recorded before is kept; mend the disk, then look with "
        "ledger history whether the last entry is there before you record it again.",
        "{path} 所在磁盘出错（{why}）。此前的记录都在；请先修复磁盘，再用 ledger history 查看最后一条"
        "是否已记录，然后决定是否重新记录。",
    )


class OldSQLiteError(LogError):
    """The SQLite of this Python is too old."""

    sentence = Both(
        "this Python has SQLite {found}; the ledger needs 3.37 or later. Use a newer Python.",
        "当前 Python 所带 SQLite 为 {found}，账本需要 3.37 以上；请使用更新的 Python。",
    )
