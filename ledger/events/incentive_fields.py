"""What the kinds of incentive plans and of awards share: choices and fields. No kinds stand here."""

from __future__ import annotations

from typing import Annotated

from ledger.event import BREAKDOWN, JOINS, About, GovernanceEvent
from ledger.values import Choice, Count, Money, Percent, Ref, Text, To


class AwardInstrument(Choice):
    """What is granted."""

    RESTRICTED_1 = "restricted-1", "class 1 restricted stock", "第一类限制性股票"
    RESTRICTED_2 = "restricted-2", "class 2 restricted stock", "第二类限制性股票"
    OPTION = "option", "stock options", "股票期权"
    APPRECIATION_RIGHT = "appreciation-right", "stock appreciation rights", "股票增值权"


class Batch(Choice):
    """Which part of the plan."""

    FIRST = "first", "first grant", "首次授予"
    RESERVE = "reserve", "reserved part", "预留授予"


class AdjustmentGround(Choice):
    """What the plan lets terms be adjusted for."""

    DIVIDEND = "dividend", "cash dividend", "派息"
    CAPITALISATION = "capitalisation", "capitalisation, bonus issue or split", "转增、送股或拆细"
    RIGHTS = "rights", "rights issue", "配股"
    CONSOLIDATION = "consolidation", "consolidation", "缩股"
    RECIPIENTS = "recipients", "change of recipients before the grant", "激励对象变动"
    OTHER = "other", "other", "其他"


class LapseReason(Choice):
    """Why awards came to nothing."""

    DEPARTURE = "departure", "departure", "离职"
    PERFORMANCE = "performance", "performance", "考核"
    WAIVED = "waived", "waived", "放弃"
    EXPIRED = "expired", "not exercised in time", "逾期未行权"
    TERMINATED = "terminated", "plan terminated", "计划终止"
    UNGRANTED = "ungranted", "reserve never granted", "预留未授出"
    OTHER = "other", "other", "其他"


Instrument = Annotated[
    AwardInstrument | None, BREAKDOWN,
    About("激励工具", "instrument", "组合计划填总量时不填", "What is granted; empty for a whole mixed plan",
          eg="restricted-2"),
]  # fmt: skip
BatchOf = Annotated[
    Batch | None, BREAKDOWN,
    About("批次", "batch", "首次或预留；不分批或合并办理的不填", "First or reserve; empty where undivided",
          eg="first"),
]  # fmt: skip
Tranche = Annotated[
    Count | None,
    About("期次", "tranche", "第几个归属期、解除限售期或行权期", "Ordinal of the vesting period", eg="1"),
]
Price = Annotated[
    Money | None, About("价格", "price", "每股授予价格或行权价格", "Price for each share", eg="CNY 8.59")
]
Persons = Annotated[Count | None, About("人数", "persons", "激励对象人数", "Number of recipients", eg="153")]
OfCapital = Annotated[
    Percent | None,
    About(
        "占总股本比例",
        "percent of capital",
        "占公告时总股本的比例",
        "Of the share capital when announced",
        eg="5.50%",
    ),
]
Why = Annotated[
    Text | None, About("说明", "explanation", "公告所述原因", "As announced", eg="7 名激励对象离职")
]


class PlanEvent(GovernanceEvent):
    """Something that befell an incentive plan."""

    plan: Annotated[
        Ref, To("incentive"), JOINS,
        About("激励计划", "plan", "账本中的激励计划", "The plan, as the ledger names it",
              eg="incentive/2024"),
    ]  # fmt: skip
