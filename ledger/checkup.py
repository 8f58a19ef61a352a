"""Check-up: the state of a ledger in plain words, part by part; a part that fails does not hide the others.

Nothing is written to the log. Whether its bytes are those that were recorded, ``ledger verify`` finds out.
"""

from __future__ import annotations

import shutil
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Self

from ledger.audit.signing import NothingSignedError, last_signed
from ledger.audit.signing_keys import NoKeyNamedError, signers
from ledger.errors import LedgerError
from ledger.evidence.store import Store
from ledger.evidence.supporting import erased, pieces_of
from ledger.language import Both
from ledger.log.condition import being_written, condition, waiting
from ledger.log.keys import NoKeyFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ledger.application import Ledger

SPARE = 64 << 20
"""Bytes that should be free on the disk; and as much as the ledger takes, for a backup."""
SHOWN = 5
"""Files or documents that are named."""


class Weight(StrEnum):
    """How much a sign matters."""

    FINE = "fine"
    NOTE = "note"
    BAD = "bad"


class Part(StrEnum):
    """What is looked at."""

    label: Both

    SETTINGS = "settings", "settings", "设置"
    WAL = "wal", "write-ahead log", "预写日志"
    LOCK = "lock", "lock", "写锁"
    LEFTOVERS = "leftovers", "leftovers", "遗留文件"
    DISK = "disk", "disk", "磁盘"
    DATABASE = "database", "database", "数据库"
    ENTRIES = "entries", "entries", "分录"
    KEY = "key", "signing key", "签名密钥"
    CHECKPOINT = "checkpoint", "checkpoint", "检查点"
    EVIDENCE = "evidence", "evidence", "凭证"
    VIEWS = "views", "views", "视图"

    def __new__(cls, value: str, en: str, zh: str) -> Self:
        """Make a member of its value and its labels."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Both(en, zh)
        return member


class Sign(NamedTuple):
    """What was found of one part of the ledger."""

    part: Part
    weight: Weight
    what: Both


def fine(part: Part, en: str, zh: str) -> Sign:
    """Something that is as it should be."""
    return Sign(part, Weight.FINE, Both(en, zh))


def note(part: Part, en: str, zh: str) -> Sign:
    """Something to know, that harms nothing now."""
    return Sign(part, Weight.NOTE, Both(en, zh))


def bad(part: Part, en: str, zh: str) -> Sign:
    """Something to mend."""
    return Sign(part, Weight.BAD, Both(en, zh))


def failed(part: Part, error: LedgerError) -> Sign:
    """What an error says, as something to mend."""
    return bad(part, error.text("en"), error.text("zh"))


def checkup(ledger: Ledger) -> Iterator[Sign]:
    """Every part of a ledger that could be opened."""
    for part, look in ((Part.DATABASE, _database), (Part.ENTRIES, _entries), (Part.KEY, _key),
                       (Part.CHECKPOINT, _checkpoint), (Part.EVIDENCE, _evidence)):  # fmt: skip
        try:
            yield from look(ledger)
        except LedgerError as error:
            yield failed(part, error)


def surroundings(database: Path) -> Iterator[Sign]:
    """What can be seen without opening the ledger; look before it is opened, which may clear things up."""
    name = database.name
    if held := waiting(database):
        yield note(
            Part.WAL,
            f"{name}-wal holds {held:,} bytes that are not yet in {name}: a copy of {name} alone "
            "lacks the last entries. Copy with: ledger backup FILE, or ledger export PATH",
            f"{name}-wal 中有 {held:,} 字节尚未并入 {name}：只复制 {name} 会缺少最后的分录。"
            "请用 ledger backup 文件 或 ledger export 路径 复制。",
        )
    if being_written(database):
        yield note(Part.LOCK, "another program is writing just now", "此刻另有程序正在写入")
    left = sorted(path.name for path in database.parent.glob(".*.new*") if path.is_file())
    if left:
        yield note(
            Part.LEFTOVERS,
            f"left behind by a crash, of no use: {_some(left)}; delete them if nobody is working just now",
            f"程序中断遗留的无用文件：{_some(left)}；如此刻无人操作，可以删除",
        )
    yield from _space(database)


def _space(database: Path) -> Iterator[Sign]:
    try:
        taken, free = database.stat().st_size, shutil.disk_usage(database.parent).free
    except OSError:
        return  # that there is no file is told when it is opened
    if free < taken + SPARE:
        yield bad(
            Part.DISK,
            f"only {free >> 20:,} MiB are free on the disk; make room before you go on recording",
            f"磁盘仅剩 {free >> 20:,} MiB；请先清理空间再继续记录",
        )


def _database(ledger: Ledger) -> Iterator[Sign]:
    found = condition(ledger.log_recorder)
    yield fine(
        Part.DATABASE,
        f"format {found.format}, {found.bytes:,} bytes, journal {found.journal_mode}; {found.engine}",
        f"格式 {found.format}，{found.bytes:,} 字节，日志方式 {found.journal_mode}；{found.engine}",
    )
    for damage in found.damages:
        yield bad(
            Part.DATABASE,
            f"the file is damaged ({damage}): stop recording, and restore it from a backup or an export",
            f"文件已损坏（{damage}）：请停止记录，并从备份或导出恢复",
        )
    if found.journal_mode != "wal":
        yield note(
            Part.DATABASE,
            f"the journal is {found.journal_mode}, not wal: nothing is lost, but readers and writers wait "
            "for each other",
            f"日志方式为 {found.journal_mode} 而非 wal：不会丢失内容，但读写会互相等待",
        )


def _entries(ledger: Ledger) -> Iterator[Sign]:
    size = ledger.log_recorder.size()
    if not size:
        yield bad(
            Part.ENTRIES,
            "there is no entry, not even the one that opens the ledger: its making was cut short. Delete the "
            "folder and make it again with: ledger init FOLDER",
            "没有任何分录，连启用记录也没有：新建时被中断。请删除该文件夹后重新执行 ledger init 文件夹",
        )
        return
    last = ledger.entry(size)
    yield fine(
        Part.ENTRIES,
        f"{size:,} entries, the last recorded at {last.recorded_at} by {last.recorded_by}",
        f"共 {size:,} 条分录，最后一条由 {last.recorded_by} 记录于 {last.recorded_at}",
    )


def _key(ledger: Ledger) -> Iterator[Sign]:
    try:
        key = signers(ledger)[-1].verifier
    except (NoKeyNamedError, NoKeyFileError) as error:  # as in every copy that others were given
        yield note(Part.KEY, error.text("en"), error.text("zh"))
    else:
        told = f"{key.name}+{key.key_id.hex()}"
        yield fine(
            Part.KEY, f"signs as {told}; only its owner may read the file", f"签名密钥 {told}，仅所有者可读"
        )


def _checkpoint(ledger: Ledger) -> Iterator[Sign]:
    try:
        size = last_signed(ledger)[0].size
    except NothingSignedError as error:
        yield note(Part.CHECKPOINT, error.text("en"), error.text("zh"))
        return
    since = ledger.log_recorder.size() - size
    if since < 0:
        yield bad(
            Part.CHECKPOINT,
            f"{size:,} entries were signed, the ledger has fewer: it is an old copy, or was cut. "
            "See: ledger verify",
            f"曾签署 {size:,} 条分录，账本现有条数更少：这是旧副本，或已被截断。请执行 ledger verify",
        )
        return
    yield fine(
        Part.CHECKPOINT, f"{size:,} entries are signed, {since:,} came since",
        f"已签署 {size:,} 条分录，其后新增 {since:,} 条",
    )  # fmt: skip


def _evidence(ledger: Ledger) -> Iterator[Sign]:
    store = Store(ledger.settings.evidence)
    named = {piece.sha256: piece.name for entry in ledger.entries() for piece in pieces_of(entry)}
    gone = erased(ledger)
    missing = [name for digest, name in named.items() if digest not in gone and store.size(digest) is None]
    yield fine(
        Part.EVIDENCE,
        f"the entries name {len(named):,} documents, {len(gone):,} lawfully erased; "
        "what became of each: ledger evidence list",
        f"分录记载 {len(named):,} 份文件，其中 {len(gone):,} 份已依规删除；逐一核对：ledger evidence list",
    )
    if missing:
        yield note(Part.EVIDENCE, f"not kept here: {_some(missing)}", f"此处未存：{_some(missing)}")
    if strays := [path.name for path in store.strays(named.keys())]:
        yield note(
            Part.EVIDENCE,
            f"no entry names these files: {_some(strays)}; delete them if nobody is recording just now",
            f"下列文件没有分录记载：{_some(strays)}；如此刻无人正在记录，可以删除",
        )


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:SHOWN]) + (f" … ({len(listed)})" if len(listed) > SHOWN else "")
