"""Attendance of a person in a span, where only the totals are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.events.meeting_fields import ConveningBody
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Count, PartialDate, Text, segment

AREA = "出席汇总"


class TwiceRunning(Choice):
    """Whether somebody did not attend in person twice running, as annual reports ask."""

    YES = "yes", "yes", "是"
    NO = "no", "no", "否"


@kind(
    "出席次数汇总",
    matter="attendance",
    opens=True,
    once=True,
    zh_says="{period}{person}出席{body}会议：应参加 {entitled} 次，现场 {on_site} 次，通讯 {remote} 次，"
    "委托 {by_proxy} 次，缺席 {absent} 次",
    en_says="{person} at {body} in {period}: {entitled} due, {on_site} on site, {remote} remote, "
    "{by_proxy} by proxy, {absent} absent",
)
class AttendanceTotalsReported(GovernanceEvent):
    """Only a person's attendance totals are known, not how they attended each meeting.

    只知道某人一段期间的出席次数合计，不知道逐次情况。
    """

    period: Annotated[
        PartialDate, OCCURRENCE, About("期间", "period", "合计的期间", "Span of the totals", eg="2024")
    ]
    body: ConveningBody
    person: Annotated[Text, PERSONS, About("姓名", "person", "姓名", "Name of the person", eg="张三")]
    entitled: Annotated[Count, About("应参加次数", "due", "应参加次数", "Meetings due", eg="7")]
    on_site: Annotated[Count, About("现场出席", "on site", "现场出席次数", "Attended on site", eg="1")]
    remote: Annotated[Count, About("通讯出席", "remote", "以通讯方式参加次数", "Attended remotely", eg="6")]
    by_proxy: Annotated[Count, About("委托出席", "by proxy", "委托出席次数", "Represented", eg="0")]
    absent: Annotated[Count, About("缺席", "absent", "缺席次数", "Absent", eg="0")]
    twice_running: Annotated[
        TwiceRunning | None,
        About("连续两次未亲自出席", "twice running", "是否连续两次未亲自出席，可含期间前一次",
              "Whether absent in person twice running, the last meeting before the span included", eg="no"),
    ] = None  # fmt: skip
    explanation: Annotated[
        Text | None,
        About("未亲自出席的说明", "explanation", "连续两次未亲自出席的说明", "Why so", eg="因公出差"),
    ] = None
    shareholders_meetings: Annotated[
        Count | None,
        About("出席股东会次数", "shareholders' meetings", "同期出席股东会的次数",
              "Shareholders' meetings attended in the span", eg="2"),
    ] = None  # fmt: skip

    def matter_ref(self) -> str:
        """Body, person and span."""
        return f"{self.body}/{segment(self.person)}/{self.period}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The parts make up the whole; nobody who always came was absent in person."""
        _ = matter
        if self.twice_running is TwiceRunning.YES and not self.by_proxy + self.absent:
            yield Both("absent in person twice running, but never represented nor absent",
                       "称连续两次未亲自出席，而委托和缺席均为零")  # fmt: skip
        told = self.on_site + self.remote + self.by_proxy + self.absent
        if told != self.entitled:
            yield Both(
                f"the parts add up to {told}, not to the {self.entitled} due",
                f"各项合计 {told} 次，与应参加 {self.entitled} 次不符",
            )
