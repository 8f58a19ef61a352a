"""The ledger itself: its opening, the keys that sign its checkpoints, and the second pair of eyes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any

from ledger.event import OCCURRENCE, About, GovernanceEvent, kind
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Code, Count, PartialDate, PublicKey, Text

AREA = "账本"


@kind(
    "账本启用",
    matter="ledger/",
    opens=True,
    once=True,
    zh_says="{opened_on}启用账本 {origin}",
    en_says="Ledger {origin} opened on {opened_on}",
)
class LedgerOpened(GovernanceEvent):
    """The ledger was begun.

    账本开始使用。
    """

    opened_on: Annotated[
        PartialDate, OCCURRENCE, About("启用日", "opened on", "启用之日", "Day it was begun", eg="2024-01-01")
    ]
    origin: Annotated[
        Code,
        About("账本标识", "origin", "账本的唯一名称，写入检查点", "Unique name, written into checkpoints",
              eg="688030.SH/governance"),
    ]  # fmt: skip
    time_zone: Annotated[
        Text, About("时区", "time zone", "公司所在时区", "Time zone of the company", eg="Asia/Shanghai")
    ]
    format: Annotated[
        Count, About("格式版本", "format", "存储格式的版本", "Version of the stored format", eg="1")
    ]


@kind(
    "更换签名密钥",
    matter="ledger/",
    zh_says="{changed_on}更换检查点的签名密钥：{reason}",
    en_says="Key that signs checkpoints changed on {changed_on}: {reason}",
)
class SigningKeyChanged(GovernanceEvent):
    """Checkpoints are signed with another key from now on; those of before are checked with the old one.

    此后检查点改用新密钥签名；此前的检查点仍以旧公钥核验。
    """

    changed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("更换日", "changed on", "更换之日", "Day of the change", eg="2024-07-01"),
    ]
    new_key: Annotated[
        PublicKey,
        About("新公钥", "new key", "新密钥的验证公钥", "Verifier key of the new one",
              eg="688030.SH/governance+902b61d6+AcQhPgWXIm2WliY5I2pit7EoxeuZtQ/Fi65Jbg0n58Sj"),
    ]  # fmt: skip
    old_key: Annotated[
        PublicKey | None,
        About("旧公钥", "old key", "原密钥的验证公钥；此前没有密钥的不填",
              "Verifier key of the one before; empty if there was none",
              eg="688030.SH/governance+94e3d3a7+AVeN1XYO6/j5dv7XMJEbv4EbVoraMwkZb+3drZ2KT4PQ"),
    ] = None  # fmt: skip
    reason: Annotated[Text, About("原因", "reason", "更换原因", "Why it was changed", eg="密钥保管人离任")]

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It is another key."""
        _ = matter
        if self.new_key == self.old_key:
            yield Both("the new key is the old one", "新公钥与旧公钥相同")


@kind(
    "核对分录",
    matter="*",
    zh_says="核对分录 #{position}[：{note}]",
    en_says="Entry #{position} checked off[: {note}]",
)
class EntryChecked(GovernanceEvent):
    """Somebody else than its recorder compared an entry with its documents and found it right.

    分录已由记录人以外的人对照文件核对无误。
    """

    position: Annotated[
        Count, About("分录号", "position", "被核对分录的位置", "Position of the entry checked", eg="17")
    ]

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It is about an entry of its matter that stood then, and that another person had recorded."""
        at = self.position
        own = next((entry for entry in matter.history if entry.event is self), None)
        entry = next((entry for entry in matter.history if entry.position == at), None)
        if own is None:
            return
        if entry is None:
            yield Both(f"#{at} is no entry of {matter.id}", f"#{at} 不是 {matter.id} 的分录")
        elif entry.event.spec.slug in ("entry-checked", "entry-retracted"):
            yield Both(f"#{at} is itself about another entry and is not checked off",
                       f"#{at} 本身是关于其他分录的记录，不需核对")  # fmt: skip
        elif matter.fates.get(at, own.position) < own.position:
            fate = matter.fate(at)
            yield Both(f"#{at} no longer stands, {fate.en}", f"#{at} 已不再有效（{fate.zh}）")
        elif _person(entry.recorded_by) == _person(own.recorded_by):
            yield Both(f"{entry.recorded_by} recorded #{at}; another person must check it",
                       f"#{at} 由{entry.recorded_by}记录，须由他人核对")  # fmt: skip
        for check in matter.entries("entry-checked"):
            other: Any = check.event
            twice = other.position == at and check.position < own.position
            if twice and _person(check.recorded_by) == _person(own.recorded_by):
                yield Both(f"{own.recorded_by} has checked #{at} off already, #{check.position}",
                           f"{own.recorded_by}已核对过 #{at}（#{check.position}）")  # fmt: skip


def _person(name: str) -> str:
    """A name however it is typed: in either width and case, with or without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
