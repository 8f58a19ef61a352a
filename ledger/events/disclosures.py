"""Disclosures: announcements with their numbers, and periodic reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, About, GovernanceEvent, kind
from ledger.fields import ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, PartialDate, Ref, Refs, Text, To, fold, segment

AREA = "信息披露"

TitleEn = Annotated[
    Text | None,
    About("英文标题", "English title", "英文报告所用标题", "Title in English reports",
          eg="Announcement on the plan to buy back shares by centralised bidding"),
]  # fmt: skip
WebIndex = Annotated[
    Text | None,
    About("查询索引", "web index", "刊登网站的查询索引", "Where the designated website carries it",
          eg="www.sse.com.cn"),
]  # fmt: skip

_YEAR = re.compile(r"(?<![0-9])([0-9]{4})-[0-9]+")
_WHOLE = re.compile(r"[0-9]{4}(?:[HQ][1-4])?")


class PeriodicReportType(Choice):
    """Which of the periodic reports."""

    ANNUAL = "annual", "annual report", "年度报告"
    HALF_YEAR = "half-year", "half-year report", "半年度报告"
    Q1 = "q1", "first-quarter report", "第一季度报告"
    Q3 = "q3", "third-quarter report", "第三季度报告"


class ReportEdition(Choice):
    """Whether a periodic report was published for the first time."""

    ORIGINAL = "original", "as first published", "首次披露"
    CORRECTED = "corrected", "corrected", "更正后"


SPANS = {
    PeriodicReportType.ANNUAL: "",
    PeriodicReportType.HALF_YEAR: "H1",
    PeriodicReportType.Q1: "Q1",
    PeriodicReportType.Q3: "Q3",
}
"""Type -> what follows the year in its period, where that is a calendar year or a part of one."""


@kind(
    "发布公告",
    matter="announcement",
    opens=True,
    zh_says="{published_on}发布《{title}》[（公告编号：{number}）][，披露义务触发于{trigger_on}][，涉及{about}]",
    en_says="“{title}”[ ({title_en})] published on {published_on}[ (announcement {number})]"
    "[, called for on {trigger_on}][, about {about}]",
)
class AnnouncementPublished(GovernanceEvent):
    """The company published an announcement; this is the home of its number.

    公司发布公告；公告编号以本事件为准。
    """

    number: Annotated[
        Code | None,
        About("公告编号", "number", "公告编号；无编号的不填", "Its number; empty if it has none",
              eg="2024-014"),
    ] = None  # fmt: skip
    title: Annotated[
        Text,
        About("公告标题", "title", "公告全称，不加书名号，可略去公司名称",
              "Full title, without title marks", eg="关于以集中竞价交易方式回购公司股份方案的公告"),
    ]  # fmt: skip
    title_en: TitleEn = None
    published_on: Annotated[
        PartialDate, OCCURRENCE,
        About("披露日", "published on", "在指定网站披露之日", "Day on which the website carried it",
              eg="2024-03-05"),
    ]  # fmt: skip
    trigger_on: Annotated[
        PartialDate | None,
        About("触发日", "trigger day", "披露义务触发之日，如董事会决议日",
              "Day on which the duty to disclose arose, such as that of the resolution", eg="2024-03-04"),
    ] = None  # fmt: skip
    about: Annotated[
        Refs | None, To(""),
        About("所涉事项", "about", "公告所涉的事项或议案，可有多项", "Matters or items that it tells of",
              eg="meeting/board/2-23#1；buyback/2024"),
    ] = None  # fmt: skip
    web_index: WebIndex = None
    amends: Annotated[
        Ref | None, To("announcement"),
        About("更正的公告", "amends", "被更正或补充的公告", "Announcement that it corrects or completes",
              eg="announcement/2024-008"),
    ] = None  # fmt: skip

    def matter_ref(self) -> str:
        """The number, as in ``2024-014``; the day and the title where there is none."""
        number = segment(self.number) if self.number else ""
        return number or f"{self.published_on}-{_letters(self.title)}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It does not correct itself."""
        if self.amends and self.amends.matter == matter.id:
            yield Both("it cannot correct itself", "公告不能更正其自身")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Its number on two announcements or of another year; published before it was called for."""
        if self.number and len(matter.all("announcement-published")) > 1:
            yield Both(f"more than one announcement has the number {self.number}",
                       f"公告编号 {self.number} 重复使用")  # fmt: skip
        year = _YEAR.search(fold(self.number)) if self.number else None
        if year and year[1] not in _years(self.published_on):
            yield Both(f"its number is of {year[1]}, the day of publication is not",
                       f"公告编号的年份 {year[1]} 与披露日不符")  # fmt: skip
        if self.trigger_on and self.published_on.before(self.trigger_on):
            yield Both("published before the day that called for it", "披露日早于触发日")


@kind(
    "披露定期报告",
    matter="announcement",
    opens=True,
    zh_says="{published_on}披露{period}的{type}[（{edition}）][，公告编号：{number}]",
    en_says="The {type} for {period} published on {published_on}[ ({edition})][, announcement {number}]",
)
class PeriodicReportPublished(GovernanceEvent):
    """The company published a periodic report.

    公司披露定期报告。
    """

    type: Annotated[
        PeriodicReportType, BREAKDOWN,
        About("报告类型", "type", "年度、半年度或季度报告", "Which of the periodic reports", eg="half-year"),
    ]  # fmt: skip
    period: Annotated[
        PartialDate,
        About("报告期", "period", "第三季度报告写 2024Q3", "Span that it covers; 2024Q3 for the third",
              eg="2024H1"),
    ]  # fmt: skip
    published_on: Annotated[
        PartialDate, OCCURRENCE,
        About("披露日", "published on", "在指定网站披露之日", "Day on which the website carried it",
              eg="2024-08-29"),
    ]  # fmt: skip
    edition: Annotated[
        ReportEdition | None, BREAKDOWN,
        About("版本", "edition", "首次披露或更正后；不填为首次披露", "As first published if empty",
              eg="original"),
    ] = None  # fmt: skip
    title: Annotated[
        Text | None, About("报告标题", "title", "全称，不加书名号", "Full title", eg="2024年半年度报告")
    ] = None
    title_en: Annotated[
        Text | None,
        About("英文标题", "English title", "英文报告所用标题", "Title in English reports",
              eg="Half-year report 2024"),
    ] = None  # fmt: skip
    number: Annotated[
        Code | None, About("公告编号", "number", "有编号的填写", "Its number, if it has one", eg="2024-075")
    ] = None
    scheduled_on: Annotated[
        PartialDate | None,
        About("预约披露日", "scheduled on", "向交易所预约的披露日", "Day booked with the exchange",
              eg="2024-08-29"),
    ] = None  # fmt: skip
    approved_at: ApprovedAt = None
    web_index: WebIndex = None

    def matter_ref(self) -> str:
        """``2024H1-half-year``: the period and the type."""
        return f"{self.period}-{self.type.value}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Type and period belong together; nothing is published on a period that has not ended."""
        _ = matter
        span = str(self.period)
        if _WHOLE.fullmatch(span) and span[4:] != SPANS[self.type]:
            told = self.type.label
            yield Both(f"the period of the {told.en} cannot be {span}", f"{told.zh}的报告期不能是 {span}")
        if self.period.last and self.published_on.last and self.published_on.last <= self.period.last:
            yield Both("it was published before its period ended", "披露日早于报告期末")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Published twice as the first edition; a correction of nothing or from before; later than booked."""
        every = matter.all("periodic-report-published")
        first = [one for one in every if one.edition is not ReportEdition.CORRECTED]
        if len(first) > 1:
            yield Both("first published more than once", "首次披露有多条记录")
        if self.edition is ReportEdition.CORRECTED:
            if not first:
                yield Both("corrected, and no entry says that it was published", "更正前没有首次披露的分录")
            if any(self.published_on.before(one.published_on) for one in first):
                yield Both("corrected before it was first published", "更正早于首次披露")
        elif self.scheduled_on and self.scheduled_on.before(self.published_on):
            yield Both("published later than scheduled", "晚于预约披露日")


def _letters(title: str) -> str:
    """The letters of any script and the digits of a title, in lower case."""
    return "".join(sign for sign in fold(title).lower() if sign.isalnum())


def _years(days: PartialDate) -> set[str]:
    """The years that its first and last day are of."""
    return {str(day.year) for day in (days.first, days.last) if day}
