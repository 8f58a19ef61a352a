"""Corrections: an entry taken back. A correction itself is the same kind restated in full."""

from __future__ import annotations

from typing import Annotated

from ledger.event import About, GovernanceEvent, kind
from ledger.values import Count, Text

AREA = "更正"


@kind(
    "撤回分录",
    matter="*",
    zh_says="撤回分录 #{position}：{reason}",
    en_says="Entry #{position} retracted: {reason}",
)
class EntryRetracted(GovernanceEvent):
    """An entry no longer stands; it stays in the history.

    分录不再有效，但保留在历史中。
    """

    position: Annotated[
        Count, About("分录号", "position", "被撤回分录的位置", "Position of the entry taken back", eg="17")
    ]
    reason: Annotated[Text, About("原因", "reason", "撤回的原因", "Why it is taken back", eg="重复记录")]
