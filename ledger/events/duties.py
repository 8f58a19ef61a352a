"""Duties of independent directors outside meetings: days on site, talks with auditors and holders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, PERSONS, TOTAL, About, GovernanceEvent, kind
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Names, PartialDate, Quantity, Text, segment

AREA = "独立董事履职"


class OnSiteWork(Choice):
    """What was done on site (上市公司独立董事管理办法 art. 30)."""

    MEETING = "meeting", "attending a meeting", "出席会议"
    HEARING = "hearing", "hearing management", "听取管理层汇报"
    AUDITORS = "auditors", "exchange with auditors", "与审计机构沟通"
    SITE_VISIT = "site-visit", "inspection on the spot", "实地考察"
    HOLDERS = "holders", "exchange with small holders", "与中小股东沟通"
    OTHER = "other", "other work", "其他"


class Counterpart(Choice):
    """With whom a director exchanged views."""

    INTERNAL_AUDIT = "internal-audit", "internal audit", "内部审计机构"
    AUDITOR = "auditor", "audit firm", "会计师事务所"
    SMALL_HOLDERS = "small-holders", "small and medium holders", "中小股东"
    MANAGEMENT = "management", "management", "管理层"
    REGULATOR = "regulator", "regulator", "监管机构"
    OTHER = "other", "others", "其他"


class CommunicationManner(Choice):
    """How they met."""

    ON_SITE = "on-site", "on site", "现场"
    REMOTE = "remote", "by communication", "通讯"
    WRITTEN = "written", "in writing", "书面"


class DutyEvent(GovernanceEvent):
    """Something that one person did in a year; the matter is that person's year."""

    person: Annotated[
        Text, PERSONS, BREAKDOWN, About("董事", "person", "履职的董事", "Director who did it", eg="李四")
    ]

    def matter_ref(self) -> str:
        """The person and the year of the first day: ``李四/2024``."""
        days = self.occurred_on
        first = days and (days.first or days.last)
        return f"{segment(self.person)}/{first.year if first else ''}"


@kind(
    "现场工作",
    matter="duty",
    opens=True,
    zh_says="{person}于 {worked_on}现场工作{days}[，{work}][：{content}][，地点：{place}]",
    en_says="{person} worked on site on {worked_on}: {days}[, {work}][: {content}][, at {place}]",
)
class OnSiteWorkDone(DutyEvent):
    """An independent director worked at the company.

    独立董事在上市公司现场工作。每年不少于十五日（上市公司独立董事管理办法第三十条）。
    """

    worked_on: Annotated[
        PartialDate, OCCURRENCE,
        About("工作日期", "worked on", "现场工作之日或期间", "Day or span on site", eg="2024-03-04"),
    ]  # fmt: skip
    days: Annotated[
        Quantity, TOTAL,
        About("天数", "days", "现场工作天数，可为半天", "Days on site; halves occur", eg="1 天"),
    ]  # fmt: skip
    work: Annotated[
        OnSiteWork | None, BREAKDOWN, About("工作类型", "work", "工作类型", "What sort of work", eg="hearing")
    ] = None
    content: Annotated[
        Text | None, About("工作内容", "content", "工作内容", "What was done", eg="考察苏州安全运营中心")
    ] = None
    place: Annotated[Text | None, About("地点", "place", "工作地点", "Where", eg="苏州")] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No more days of work than the span has."""
        _ = matter
        first, last = self.worked_on.first, self.worked_on.last
        if first and last and self.days.number > (last - first).days + 1:
            told = self.days
            yield Both(f"{told.show('en')} of work do not fit into {self.worked_on.show('en')}",
                       f"{self.worked_on.show('zh')}容不下{told.show('zh')}的工作")  # fmt: skip


@kind(
    "履职沟通",
    matter="duty",
    opens=True,
    zh_says="{person}于 {held_on}与{with_whom}[（{names}）]沟通[，方式：{manner}][：{content}]",
    en_says="{person} exchanged views with {with_whom}[ ({names})] on {held_on}[, {manner}][: {content}]",
)
class CommunicationHeld(DutyEvent):
    """A director exchanged views with auditors, small holders or others.

    独立董事与内部审计机构、会计师事务所、中小股东等沟通。
    """

    held_on: Annotated[
        PartialDate, OCCURRENCE,
        About("沟通日期", "held on", "沟通之日", "Day of the exchange", eg="2024-04-20"),
    ]  # fmt: skip
    with_whom: Annotated[
        Counterpart, BREAKDOWN,
        About("沟通对象", "with whom", "与谁沟通", "With whom", eg="auditor"),
    ]  # fmt: skip
    names: Annotated[
        Names | None,
        About("对方名称", "names", "对方的人员或机构", "Persons or firms", eg="某会计师事务所"),
    ] = None
    manner: Annotated[
        CommunicationManner | None,
        BREAKDOWN,
        About("方式", "manner", "现场、通讯或书面", "How", eg="on-site"),
    ] = None
    content: Annotated[
        Text | None, About("沟通内容", "content", "沟通内容", "What about", eg="年报审计计划与重点")
    ] = None
    outcome: Annotated[
        Text | None, About("结果", "outcome", "意见或结果", "What came of it", eg="建议关注收入确认")
    ] = None
