"""Meetings of governance bodies: called, postponed, cancelled, held, minuted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.events.meeting_fields import (
    Meeting,
    MeetingEvent,
    MeetingMode,
    OnlineVoting,
    Reason,
)
from ledger.fields import AnnouncedOn, Announcement
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import (
    Attendance,
    AttendanceMode,
    Code,
    Count,
    Names,
    PartialDate,
    Percent,
    Ref,
    Shares,
    Text,
    To,
)

AREA = "会议"

AWAY = (AttendanceMode.ABSENT, AttendanceMode.PROXY)
"""Modes of those who did not attend themselves, and so cannot have voted for somebody else."""


@kind(
    "发出会议通知",
    matter="meeting",
    opens=True,
    zh_says="{notice_given_on}发出{body}会议通知[（{title}）][，定于{scheduled_on}召开]",
    en_says="Notice of a meeting of {body}[ ({title})] given on {notice_given_on}[, for {scheduled_on}]",
)
class MeetingCalled(MeetingEvent):
    """Notice of a meeting was given.

    已发出会议通知。
    """

    notice_given_on: Annotated[
        PartialDate, OCCURRENCE,
        About("通知日", "notice given on", "发出通知之日", "Day the notice was given", eg="2024-02-28"),
    ]  # fmt: skip
    scheduled_on: Annotated[
        PartialDate | None,
        About("拟召开日", "scheduled on", "通知载明的召开日", "Day set in the notice", eg="2024-03-04"),
    ] = None
    notice_manner: Annotated[
        Text | None,
        About("通知方式", "manner of notice", "如书面、邮件、公告", "Such as letter or mail", eg="邮件"),
    ] = None
    papers_sent_on: Annotated[
        PartialDate | None,
        About(
            "材料送达日", "papers sent on", "会议材料送达之日", "Day the papers were sent", eg="2024-03-01"
        ),
    ] = None
    record_date: Annotated[
        PartialDate | None,
        About("股权登记日", "record date", "股东会的股权登记日", "Record date of a shareholders' meeting",
              eg="2024-05-21"),
    ] = None  # fmt: skip
    waived: Annotated[
        Text | None,
        About(
            "豁免通知期",
            "notice waived",
            "豁免通知时限的说明",
            "How the notice period was waived",
            eg="全体董事同意",
        ),
    ] = None

    online_voting: OnlineVoting = None

    def _day(self) -> PartialDate | None:
        """The day that it is called for, not that of the notice."""
        return self.scheduled_on or self.notice_given_on


@kind(
    "会议延期",
    matter="meeting",
    zh_says="{postponed_on}决定会议延期[至{new_day}]：{reason}",
    en_says="Meeting postponed on {postponed_on}[ to {new_day}]: {reason}",
)
class MeetingPostponed(GovernanceEvent):
    """A called meeting was put off.

    已通知的会议延期。
    """

    meeting: Meeting
    postponed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("决定日", "postponed on", "决定或公告延期之日", "Day it was put off", eg="2024-03-02"),
    ]  # fmt: skip
    reason: Reason
    new_day: Annotated[
        PartialDate | None, About("改期至", "new day", "改定的召开日", "The new day", eg="2024-03-08")
    ] = None


@kind(
    "会议取消",
    matter="meeting",
    once=True,
    zh_says="{cancelled_on}取消会议：{reason}",
    en_says="Meeting cancelled on {cancelled_on}: {reason}",
)
class MeetingCancelled(GovernanceEvent):
    """A called meeting will not be held.

    已通知的会议取消。
    """

    meeting: Meeting
    cancelled_on: Annotated[
        PartialDate, OCCURRENCE,
        About("取消日", "cancelled on", "决定或公告取消之日", "Day it was cancelled", eg="2024-03-02"),
    ]  # fmt: skip
    reason: Reason


@kind(
    "召开会议",
    matter="meeting",
    opens=True,
    once=True,
    waits=False,
    zh_says="{held_on}{body}召开会议[（{title}）][，出席：{attendance}]",
    en_says="{body}: meeting held, {held_on}[ ({title})][, attended by {attendance}]",
)
class MeetingHeld(MeetingEvent):
    """A meeting of a governance body took place.

    会议已经召开。
    """

    held_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About(
            "召开日期",
            "held on",
            "召开之日；跨日或只知区间的写成区间",
            "Day it was held; an interval where it took several days or the day is not known",
            eg="2024-03-04",
        ),
    ]
    mode: Annotated[
        MeetingMode | None, BREAKDOWN,
        About("召开方式", "mode", "会议的召开方式", "How it was held", eg="hybrid"),
    ] = None  # fmt: skip
    place: Annotated[Text | None, About("地点", "place", "召开地点", "Where it was held", eg="苏州")] = None
    convener: Annotated[
        Text | None, About("召集人", "convener", "召集会议的人或机构", "Who convened it", eg="董事会")
    ] = None
    chair: Annotated[
        Text | None, PERSONS, About("主持人", "chair", "主持会议的人", "Who presided", eg="张三")
    ] = None
    attendance: Annotated[
        Attendance | None,
        About("出席情况", "attendance", "应出席者各自如何出席", "Who was entitled, and how each attended",
              eg="张三；李四（通讯）；王五（委托张三：因公）"),
    ] = None  # fmt: skip
    in_attendance: Annotated[
        Names | None,
        About("列席人员", "in attendance", "列席会议的人员", "Others who sat in", eg="董事会秘书；财务总监"),
    ] = None
    entitled: Annotated[
        Count | None,
        About("应到人数", "entitled", "只知人数时填写", "Number entitled, where names are not known", eg="9"),
    ] = None
    present: Annotated[
        Count | None,
        About(
            "实到人数",
            "present",
            "只知人数时填写，含委托出席",
            "Number present or represented, where names are not known",
            eg="9",
        ),
    ] = None
    directors_present: Annotated[
        Text | None,
        About(
            "董事出席情况",
            "directors present",
            "股东会上出席的董事，如 9/9",
            "Directors at a shareholders' meeting, as in 9/9",
            eg="9/9",
        ),
    ] = None
    supervisors_present: Annotated[
        Text | None,
        About(
            "监事出席情况",
            "supervisors present",
            "股东会上出席的监事，如 3/3",
            "Supervisors at a shareholders' meeting, as in 3/3",
            eg="3/3",
        ),
    ] = None
    holders: Annotated[
        Count | None,
        About("出席股东人数", "holders", "出席的股东和代理人人数", "Holders and proxies present", eg="25"),
    ] = None
    holders_online: Annotated[
        Count | None,
        About("网络投票股东人数", "holders online", "其中网络投票的人数", "Of which voted online", eg="18"),
    ] = None
    shares_on_site: Annotated[
        Shares | None,
        About("现场代表股份", "shares on site", "现场出席代表的股份；有特别表决权的填表决权数",
              "Shares present on site; their votes, where some carry more than one", eg="50000000"),
    ] = None  # fmt: skip
    shares_online: Annotated[
        Shares | None,
        About("网络投票股份", "shares online", "网络投票的股份；有特别表决权的填表决权数",
              "Shares voting online; their votes, where some carry more than one", eg="1200000"),
    ] = None  # fmt: skip
    online_voting: OnlineVoting = None
    voting_base: Annotated[
        Shares | None,
        About(
            "有表决权股份总数",
            "voting base",
            "扣除无表决权股份后的总数",
            "Shares entitled to vote",
            eg="178815805",
        ),
    ] = None
    treasury_excluded: Annotated[
        Shares | None,
        About(
            "扣除回购股份",
            "treasury shares excluded",
            "不享有表决权的回购股份",
            "Treasury shares left out of the base",
            eg="1414450",
        ),
    ] = None
    participation: Annotated[
        Percent | None,
        About(
            "投资者参与比例",
            "participation",
            "出席股份占有表决权股份的比例",
            "Shares present, of those entitled to vote",
            eg="64.5162%",
        ),
    ] = None
    lawyer: Annotated[
        Text | None,
        About("见证律师", "lawyer", "见证律师事务所", "Law firm that attested it", eg="某律师事务所"),
    ] = None
    joint_with: Annotated[
        Ref | None, To("meeting"),
        About("合并召开", "joint with", "与其合并召开的会议", "Meeting held jointly with this one",
              eg="meeting/supervisory-board/2-15"),
    ] = None  # fmt: skip
    other_duties: Annotated[
        Text | None,
        About("其他履行职责情况", "other duties", "专门委员会在会议之外的履职", "What it did beside meeting",
              eg="与年审会计师沟通审计计划"),
    ] = None  # fmt: skip
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    @property
    def voters(self) -> int | None:
        """How many could vote at most; None where neither names nor numbers are known."""
        if self.attendance:
            return len(self.attendance.may_vote)
        return self.entitled if self.present is None else self.present

    @property
    def voting_shares(self) -> int | None:
        """How many shares could vote at most; None where one of the two numbers is not known."""
        if self.shares_on_site is None or self.shares_online is None:
            return None
        return self.shares_on_site.count + self.shares_online.count

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """A meeting cannot be both cancelled and held, nor more come than were entitled."""
        if matter.last("meeting-cancelled"):
            yield Both("it is recorded as cancelled", "已记录为取消")
        shares = sum(part.count for part in (self.shares_on_site, self.shares_online) if part)
        if self.voting_base and shares > self.voting_base.count:
            yield Both(f"{shares:,} shares present of {self.voting_base.count:,} entitled to vote",
                       f"出席 {shares:,} 股多于有表决权股份总数 {self.voting_base.count:,} 股")  # fmt: skip
        if self.holders is not None and (self.holders_online or 0) > self.holders:
            yield Both(f"{self.holders_online} holders online of {self.holders} in all",
                       f"网络投票 {self.holders_online} 人多于出席股东 {self.holders} 人")  # fmt: skip
        yield from self._miscounted()

    def _miscounted(self) -> Iterator[Both]:
        """Names and numbers of those who were entitled and came that cannot both be true."""
        if self.entitled is not None and self.present is not None and self.present > self.entitled:
            yield Both(
                f"{self.present} present of {self.entitled} entitled",
                f"实到 {self.present} 人多于应到 {self.entitled} 人",
            )
        if self.attendance and self.entitled is not None and len(self.attendance.attendees) != self.entitled:
            yield Both(
                f"{len(self.attendance.attendees)} names for {self.entitled} entitled",
                f"列名 {len(self.attendance.attendees)} 人与应到 {self.entitled} 人不符",
            )
        if self.attendance and self.present is not None:
            least = len(self.attendance.present) + len(self.attendance.represented)
            if not least <= self.present <= len(self.attendance.may_vote):
                yield Both(f"{least} of the names were present or represented, not {self.present}",
                           f"列名中出席或委托出席 {least} 人，与实到 {self.present} 人不符")  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Absence without a reason, a proxy who did not attend; a day not set, or before the notice."""
        if self.attendance and (absent := self.attendance.absent_without_reason):
            names = Names(tuple(absent))
            yield Both(
                f"no reason given for the absence of {names.show('en')}", f"{names.show('zh')}缺席未说明原因"
            )
        for name, proxy in self._absent_proxies():
            yield Both(
                f"{name} was represented by {proxy}, who did not attend", f"{name}委托的{proxy}未亲自出席"
            )
        called = matter.all("meeting-called")
        if called and self.held_on.before(called[0].notice_given_on):
            yield Both("held before notice of it was given", "召开早于发出通知")
        due = _due(matter)
        if due and (due.before(self.held_on) or self.held_on.before(due)):
            yield Both(
                f"set for {due.show('en')}, held on {self.held_on.show('en')}",
                f"原定{due.show('zh')}，实际于{self.held_on.show('zh')}召开",
            )

    def _absent_proxies(self) -> Iterator[tuple[str, str]]:
        """Each who was represented by somebody who did not attend, with that person."""
        attendees = self.attendance.attendees if self.attendance else ()
        away = {attendee.name for attendee in attendees if attendee.mode in AWAY}
        yield from ((attendee.name, attendee.proxy) for attendee in attendees if attendee.proxy in away)


@kind(
    "签署会议记录",
    matter="meeting",
    once=True,
    zh_says="{signed_on}签署会议记录[：{signers}]",
    en_says="Minutes signed on {signed_on}[ by {signers}]",
)
class MinutesSigned(GovernanceEvent):
    """The minutes of a meeting were signed.

    会议记录已经签署。
    """

    meeting: Meeting
    signed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("签署日", "signed on", "签署完毕之日", "Day all had signed", eg="2024-03-06"),
    ]
    signers: Annotated[
        Names | None, PERSONS, About("签署人", "signers", "签署记录的人", "Who signed", eg="张三；李四")
    ] = None
    archive_number: Annotated[
        Code | None, About("归档号", "archive number", "档案编号", "Number in the archive", eg="DSH-2-23")
    ] = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Minutes of a meeting that no entry says was held, or signed before it was."""
        held = matter.last("meeting-held")
        if not held:
            yield Both("no entry says that the meeting was held", "没有会议召开的分录")
        elif self.signed_on.before(held.held_on):
            yield Both("signed before the meeting was held", "签署早于会议召开")


def _due(matter: Matter) -> PartialDate | None:
    """The day last set for the meeting; None where none was, or it was put off without a new one."""
    due = None
    for notice in matter.all("meeting-called", "meeting-postponed"):
        due = notice.scheduled_on or due if isinstance(notice, MeetingCalled) else notice.new_day
    return due
