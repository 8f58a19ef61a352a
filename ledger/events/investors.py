"""Investor relations: briefings, visits of investors, questions answered, conferences attended."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.fields import Announcement
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Names, PartialDate, Percent, Quantity, Text, fold, segment
from ledger.values.bounds import Bounds, bounds, half_digit

AREA = "投资者关系"


class BriefingType(Choice):
    """What sort of briefing it is."""

    RESULTS = "results", "results briefing", "业绩说明会"
    JOINT_RESULTS = "joint-results", "joint results briefing", "集体业绩说明会"
    SHAREHOLDERS = "shareholders", "exchange with shareholders", "股东交流会"
    OPEN_DAY = "open-day", "open day for investors", "投资者开放日"
    DIVIDEND = "dividend", "briefing on the dividend", "现金分红说明会"
    RESTRUCTURING = "restructuring", "briefing on a restructuring", "重大资产重组说明会"
    OTHER = "other", "other briefing", "其他说明会"


class ConferenceType(Choice):
    """What sort of conference it is."""

    STRATEGY = "strategy", "broker's strategy meeting", "券商策略会"
    ROADSHOW = "roadshow", "roadshow", "路演"
    REVERSE_ROADSHOW = "reverse-roadshow", "reverse roadshow", "反路演"
    FORUM = "forum", "forum", "论坛"
    OTHER = "other", "other", "其他"


class CompanyRole(Choice):
    """Whether the company itself held it."""

    HOST = "host", "host", "主办"
    PARTICIPANT = "participant", "participant", "参加"


class ContactManner(Choice):
    """How company and investors met."""

    ON_SITE = "on-site", "on site", "现场"
    ONLINE_TEXT = "online-text", "online, in writing", "网络文字互动"
    ONLINE_VIDEO = "online-video", "online, by video", "网络视频"
    TELEPHONE = "telephone", "by telephone", "电话"
    HYBRID = "hybrid", "on site and online", "现场结合线上"
    WRITTEN = "written", "in writing", "书面"
    OTHER = "other", "other", "其他"


class InvestorClass(Choice):
    """Who the investors are."""

    SMALL = "small", "small and medium investors", "中小投资者"
    INSTITUTION = "institution", "institutions", "机构"
    INDIVIDUAL = "individual", "individuals", "个人"
    MEDIA = "media", "media", "媒体"
    MIXED = "mixed", "institutions and individuals", "机构及个人"
    OTHER = "other", "others", "其他"


Title = Annotated[
    Text,
    About("名称", "title", "活动全称，不加引号", "Full title, without quotation marks",
          eg="2023年度科创板软件专场集体业绩说明会"),
]  # fmt: skip
TitleEn = Annotated[
    Text | None,
    About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
          eg="joint results briefing 2023 of STAR software companies"),
]  # fmt: skip
Role = Annotated[
    CompanyRole | None, BREAKDOWN,
    About("主办/参加", "role", "公司主办或参加", "Whether it held it or took part", eg="participant"),
]  # fmt: skip
Organiser = Annotated[
    Names | None,
    About("组织方", "organiser", "组织的机构，可有多家", "Who organised it", eg="上海证券交易所"),
]
Platform = Annotated[
    Text | None, BREAKDOWN,
    About("平台", "platform", "举行的网络平台", "Online platform that carried it", eg="上证路演中心"),
]  # fmt: skip
Place = Annotated[Text | None, About("地点", "place", "举行的地点", "Where it took place", eg="公司会议室")]
Manner = Annotated[
    ContactManner | None, BREAKDOWN,
    About("方式", "manner", "现场、网络、电话等", "On site, online, by telephone", eg="online-text"),
]  # fmt: skip
WhoClass = Annotated[
    InvestorClass | None, BREAKDOWN,
    About("对象类型", "class of investors", "投资者的类型", "Who the investors are", eg="small"),
]  # fmt: skip
Investors = Annotated[
    Names | None, PERSONS,
    About("对象", "investors", "已知名称的投资者", "Investors known by name", eg="某基金；某证券"),
]  # fmt: skip
Officers = Annotated[
    Names | None, PERSONS,
    About("公司参加人员", "officers", "公司出席或接待的人员", "Who spoke for the company", eg="唐琰"),
]  # fmt: skip
Times = Annotated[
    Quantity | None,
    About("次数", "times", "一条记录多次时的次数，含约数；不填为一次",
          "How often, where one entry tells of several; once if empty", eg="4 次"),
]  # fmt: skip
Content = Annotated[
    Text | None,
    About("交流内容", "content", "谈论的主要内容", "What was talked about", eg="公司经营情况和行业趋势"),
]
Materials = Annotated[
    Text | None, About("提供的资料", "materials", "提供的资料", "Material given", eg="公司2023年年度报告")
]
RecordIndex = Annotated[
    Text | None,
    About("记录索引", "record index", "调研记录或活动记录的索引", "Where the record is to be found",
          eg="投资者关系活动记录表 2024-001"),
]  # fmt: skip
Asked = Annotated[
    Quantity | None,
    About("提问数", "asked", "收到的提问或留言，含约数", "Questions received, with the qualifier",
          eg="30余条"),
]  # fmt: skip
Answered = Annotated[
    Quantity | None,
    About("答复数", "answered", "其中已答复的，含约数", "Of these, how many were answered", eg="30余条"),
]
ReplyRate = Annotated[
    Percent | None,
    About("回复率", "reply rate", "答复数占提问数的比例", "Answered of asked, as stated", eg="100%"),
]


class ContactEvent(GovernanceEvent):
    """A gathering with investors, known by its title and year."""

    title: Title
    title_en: TitleEn = None

    def matter_ref(self) -> str:
        """Year of the first day and the title: its letters of any script and digits, in lower case."""
        days = self.occurred_on
        day = days and (days.first or days.last)
        title = "".join(sign for sign in fold(self.title).lower() if sign.isalnum())
        return f"{day.year if day else ''}-{title}"


@kind(
    "举行说明会",
    matter="investors",
    opens=True,
    waits=False,
    zh_says="{held_on}[通过{platform}]举行{type}“{title}”[（{role}）][，提问 {asked}][，答复 {answered}]"
    "[，回复率 {reply_rate}]",
    en_says="“{title}”[ ({title_en})], {type}, {held_on}[, on {platform}][, as {role}][, {asked} asked]"
    "[, {answered} answered][, reply rate {reply_rate}]",
)
class BriefingHeld(ContactEvent):
    """The company explained its results or another matter to investors, alone or with others.

    公司主办或参加业绩说明会等投资者说明会。
    """

    type: Annotated[
        BriefingType, BREAKDOWN,
        About("类型", "type", "业绩说明会、股东交流会等", "What sort of briefing", eg="joint-results"),
    ]  # fmt: skip
    held_on: Annotated[
        PartialDate, OCCURRENCE,
        About("举行日期", "held on", "举行之日；日期不详的写成区间", "Its day; an interval where not known",
              eg="2024H1"),
    ]  # fmt: skip
    covers: Annotated[
        PartialDate | None,
        About("所涉报告期", "covers", "说明的报告期", "Span whose results were explained", eg="2023"),
    ] = None
    role: Role = None
    organiser: Organiser = None
    platform: Platform = None
    place: Place = None
    manner: Manner = None
    investor_class: WhoClass = None
    investors: Investors = None
    officers: Officers = None
    content: Content = None
    asked: Asked = None
    answered: Answered = None
    reply_rate: ReplyRate = None
    announcement: Announcement = None
    record_index: RecordIndex = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """What was asked, what was answered and the rate agree."""
        _ = matter
        yield from _replies(self.asked, self.answered, self.reply_rate)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Results explained before their period had ended."""
        _ = matter
        if self.covers and self.covers.last and self.held_on.last and self.held_on.last <= self.covers.last:
            yield Both("held before the period that it explains ended", "举行日早于所涉报告期末")


@kind(
    "接待投资者",
    matter="investors",
    opens=True,
    zh_says="{received_on}接待[{investor_class}]调研[“{title}”][ {times}][，对象：{investors}]"
    "[，地点：{place}][，方式：{manner}]",
    en_says="Visit of investors received, {received_on}[: “{title}”][, {times}][, {investor_class}]"
    "[: {investors}][, at {place}][, {manner}]",
)
class InvestorsReceived(GovernanceEvent):
    """Investors, analysts or media visited or called on the company.

    公司接待投资者、分析师或媒体的调研、沟通、采访。
    """

    title: Annotated[
        Text | None,
        About("名称", "title", "活动名称，有的填写", "Title, if it has one", eg="特定对象调研"),
    ] = None
    received_on: Annotated[
        PartialDate, OCCURRENCE,
        About("接待时间", "received on", "接待之日；日期不详的写成区间", "Day; an interval where not known",
              eg="2024H1"),
    ]  # fmt: skip
    times: Times = None
    place: Place = None
    manner: Manner = None
    investor_class: WhoClass = None
    investors: Investors = None
    officers: Officers = None
    content: Content = None
    materials: Materials = None
    record_index: RecordIndex = None

    def matter_ref(self) -> str:
        """``2024-05-13-visits``: all visits of one day or span."""
        return f"{self.received_on}-visits"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It happened at least once."""
        _ = matter
        yield from _at_least_once(self.times)


@kind(
    "答复投资者提问",
    matter="investors",
    opens=True,
    zh_says="{period}在{platform}答复投资者提问[，收到 {asked}][，答复 {answered}][，回复率 {reply_rate}]",
    en_says="Questions on {platform}, {period}[: {asked} asked][, {answered} answered]"
    "[, reply rate {reply_rate}]",
)
class QuestionsAnswered(GovernanceEvent):
    """The company answered questions of investors on a platform, by telephone or by mail.

    公司通过互动平台、电话或邮箱答复投资者提问。
    """

    period: Annotated[
        PartialDate, OCCURRENCE,
        About("期间", "period", "提问和答复所在的期间", "Span in which they were asked and answered",
              eg="2024H1"),
    ]  # fmt: skip
    platform: Annotated[
        Text, BREAKDOWN,
        About("平台", "platform", "互动平台、投资者电话或邮箱", "Platform, telephone or mailbox",
              eg="上证e互动"),
    ]  # fmt: skip
    asked: Asked = None
    answered: Answered = None
    reply_rate: ReplyRate = None
    investor_class: WhoClass = None
    content: Content = None
    record_index: RecordIndex = None

    def matter_ref(self) -> str:
        """``2024H1-上证e互动``: span and platform."""
        return f"{self.period}-{segment(self.platform)}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """What was asked, what was answered and the rate agree."""
        _ = matter
        yield from _replies(self.asked, self.answered, self.reply_rate)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """One span of one platform told twice."""
        if not self.period.is_day and len(matter.all("questions-answered")) > 1:
            yield Both("the span is told more than once; its figures may count twice",
                       "同一期间有多条记录，数量可能重复计算")  # fmt: skip


@kind(
    "参加投资者会议",
    matter="investors",
    opens=True,
    zh_says="{attended_on}参加{type}“{title}”[（{role}）][，组织方：{organiser}][，{times}][，地点：{place}]",
    en_says="“{title}”[ ({title_en})] attended, {type}, {attended_on}[, as {role}]"
    "[, organised by {organiser}][, {times}][, at {place}]",
)
class ConferenceAttended(ContactEvent):
    """The company met investors at a conference or on a roadshow.

    公司参加策略会、路演、论坛等投资者会议。
    """

    title: Annotated[
        Text,
        About("名称", "title", "会议全称，不加引号", "Full title, without quotation marks",
              eg="2024年中期资本市场策略会"),
    ]  # fmt: skip
    title_en: Annotated[
        Text | None,
        About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
              eg="mid-year strategy conference 2024"),
    ] = None  # fmt: skip
    type: Annotated[
        ConferenceType, BREAKDOWN,
        About("类型", "type", "策略会、路演、论坛等", "What sort of conference", eg="strategy"),
    ]  # fmt: skip
    attended_on: Annotated[
        PartialDate, OCCURRENCE,
        About("参加日期", "attended on", "参加之日；日期不详的写成区间", "Day; an interval where not known",
              eg="2024-06-18..2024-06-19"),
    ]  # fmt: skip
    times: Times = None
    role: Role = None
    organiser: Organiser = None
    platform: Platform = None
    place: Place = None
    manner: Manner = None
    investor_class: WhoClass = None
    investors: Investors = None
    officers: Officers = None
    content: Content = None
    materials: Materials = None
    record_index: RecordIndex = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It happened at least once."""
        _ = matter
        yield from _at_least_once(self.times)


def _at_least_once(times: Quantity | None) -> Iterator[Both]:
    if times and bounds(times).high < 1:
        yield Both("it happened less than once", "次数少于一次")


def _replies(asked: Quantity | None, answered: Quantity | None, rate: Percent | None) -> Iterator[Both]:
    """No more answered than asked, and the rate that follows; nothing is said where a number is not exact."""
    if any(told and told.number < 0 for told in (asked, answered, rate and Quantity("", rate.value, "%"))):
        yield Both("there is no negative number of questions", "提问、答复和回复率不能为负数")
        return
    if rate and rate.value > 100:
        yield Both("the reply rate is more than the whole", "回复率超过 100%")
    if not asked or not answered:
        return
    if asked.unit != answered.unit:
        yield Both(f"{asked.unit} and {answered.unit} cannot be compared",
                   f"“{asked.unit}”与“{answered.unit}”不能比较")  # fmt: skip
    elif bounds(answered).low > bounds(asked).high:
        yield Both("more was answered than asked", "答复数多于提问数")
    elif rate and rate.value <= 100 and not _rate_of(asked, answered).meets(_printed(rate)):
        yield Both(f"the reply rate cannot be {rate.show('en')}", f"回复率不可能为 {rate.show('zh')}")


def _rate_of(asked: Quantity, answered: Quantity) -> Bounds:
    """Between which percentages the rate lies by what is known of asked and answered."""
    (least, most), (few, many) = bounds(asked), bounds(answered)
    low = few * 100 / most if few.is_finite() and most.is_finite() and most > 0 else Decimal(0)
    high = many * 100 / least if many.is_finite() and least.is_finite() and least > 0 else Decimal(100)
    return Bounds(max(low, Decimal(0)), min(high, Decimal(100)))


def _printed(rate: Percent) -> Bounds:
    """Between which percentages it was before it was rounded."""
    off = half_digit(rate.value)
    return Bounds(rate.value - off, rate.value + off)
