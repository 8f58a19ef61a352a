"""What the kinds of meetings share: choices, fields and how a meeting is named. No kinds stand here."""

from __future__ import annotations

from typing import Annotated

from ledger.event import BREAKDOWN, JOINS, About, GovernanceEvent
from ledger.values import Choice, Count, PartialDate, Ref, Text, To


class MeetingType(Choice):
    """What sort of meeting it is."""

    REGULAR = "regular", "regular", "定期会议"
    INTERIM = "interim", "interim", "临时会议"
    ANNUAL = "annual", "annual", "年度会议"
    EXTRAORDINARY = "extraordinary", "extraordinary", "临时股东会议"
    CLASS = "class", "class", "类别股东会议"


class ShareClass(Choice):
    """Whose holders a class meeting is for."""

    A = "a", "A shares", "A 股"
    H = "h", "H shares", "H 股"
    PREFERRED = "preferred", "preferred shares", "优先股"


class MeetingMode(Choice):
    """How the meeting was held; how a person attended is part of the attendance."""

    ON_SITE = "on-site", "on site", "现场"
    REMOTE = "remote", "by communication", "通讯"
    HYBRID = "hybrid", "on site and by communication", "现场结合通讯"
    WRITTEN = "written", "in writing", "书面"


Meeting = Annotated[
    Ref,
    To("meeting"),
    JOINS,
    About(
        "会议", "meeting", "账本中的会议事项", "The meeting, as the ledger names it", eg="meeting/board/2-23"
    ),
]
ConveningBody = Annotated[
    Ref,
    To("body", prefixed=False),
    BREAKDOWN,
    About("机构", "body", "召开会议的机构", "Body that meets, as established in the ledger", eg="board"),
]
OnlineVoting = Annotated[
    Text | None,
    About("网络投票时间", "online voting", "股东会网络投票的起止时间", "When holders could vote online",
          eg="2024-05-28 9:15-15:00"),
]  # fmt: skip
Reason = Annotated[Text, About("原因", "reason", "原因", "Why", eg="因日程冲突")]


class MeetingEvent(GovernanceEvent):
    """A meeting as its notice and its minutes name it."""

    body: ConveningBody
    title: Annotated[
        Text | None,
        About("会议届次", "title", "会议全称", "Full name of the meeting", eg="第二届董事会第二十三次会议"),
    ] = None
    title_en: Annotated[
        Text | None,
        About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
              eg="23rd meeting of the second board of directors"),
    ] = None  # fmt: skip
    term: Annotated[
        Count | None,
        About("届", "term", "第几届；股东会不填", "Term of the body; none for shareholders", eg="2"),
    ] = None
    number: Annotated[
        Count | None,
        About("次", "number", "本届第几次；届次不明的，填同一期间内的序号",
              "Number in the term; where unknown, the ordinal in the interval", eg="23"),
    ] = None  # fmt: skip
    type: Annotated[
        MeetingType | None,
        BREAKDOWN,
        About("类型", "type", "定期、临时；股东会分年度、临时、类别", "Regular or interim; for shareholders "
              "annual, extraordinary or class", eg="regular"),
    ] = None  # fmt: skip
    year: Annotated[
        Count | None,
        About(
            "年度",
            "year",
            "股东会名称中的年度：年度会议为会计年度，临时会议为日历年",
            "Year in the title: fiscal year of an annual, calendar year of an extraordinary meeting",
            eg="2023",
        ),
    ] = None
    share_class: Annotated[
        ShareClass | None,
        About(
            "股份类别", "share class", "类别股东会议的股份类别", "Class of shares of a class meeting", eg="h"
        ),
    ] = None

    def matter_ref(self) -> str:
        """``board/2-23``, ``shareholders/2023-annual``; where that is not known, the day and an ordinal."""
        return f"{self.body}/{self._session() or f'{self._day()}-{self.number or 1}'}"

    def _session(self) -> str:
        """Which meeting it is by its title, as far as that tells it apart from all others."""
        if self.year and self.type is MeetingType.ANNUAL:
            return f"{self.year}-annual"
        if self.year and self.number and self.type in (MeetingType.EXTRAORDINARY, MeetingType.CLASS):
            of = f"-{self.share_class.value}" if self.share_class else ""
            return f"{self.year}-{self.type.value}{of}-{self.number}"
        return f"{self.term}-{self.number}" if self.term and self.number else ""

    def _day(self) -> PartialDate | None:
        return self.occurred_on
