"""The ledger itself: its opening."""

from __future__ import annotations

from typing import Annotated

from ledger.event import OCCURRENCE, About, GovernanceEvent, kind
from ledger.values import Code, Count, PartialDate, Text


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
