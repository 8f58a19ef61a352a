"""Operations: metrics as they were stated, business activities held, reforms started."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, About, GovernanceEvent, kind
from ledger.events.operations_sums import (
    UP,
    MetricRelation,
    agree,
    changes,
    comparable,
    points_agree,
    possible,
)
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Count, Names, PartialDate, Percent, Quantity, Ref, Text, To, fold
from ledger.values.bounds import INFINITY, Bounds, base_of, bounds, scaled
from ledger.values.digits import decimals

AREA = "经营"

FLAT_WITHIN = 5
"""Percent up to which a change still counts as flat, by house rule."""
ANYTHING = Bounds(-INFINITY, INFINITY)


class ActivityType(Choice):
    """What sort of business activity it is."""

    CHANNEL = "channel", "channel marketing", "渠道市场活动"
    CUSTOMER = "customer", "visit or event for customers", "客户活动"
    LAUNCH = "launch", "launch of a product", "产品发布"
    TENDER = "tender", "tender won or shortlisted", "入围或中标"
    PARTNERSHIP = "partnership", "partnership", "合作"
    EXHIBITION = "exhibition", "exhibition or conference", "展会或大会"
    OTHER = "other", "other", "其他"


@kind(
    "披露经营指标",
    matter="metric",
    opens=True,
    zh_says="{period}{name}[ {level}][，较{compared_with}][，{relation}][ {change}][，变动 {points}]"
    "[，上期 {prior}]",
    en_says="{name}[ ({name_en})], {period}[: {level}][, compared with {compared_with}][, {relation}]"
    "[, by {change}][, by {points}][, before: {prior}]",
)
class MetricReported(GovernanceEvent):
    """A figure of the business was stated: its level, or how it changed, or both.

    披露一项经营指标的数值或变动；未披露的数值不填，不倒推。
    """

    name: Annotated[
        Text,
        About("指标", "name", "指标全称，同一指标始终用同一名称", "Full name, always the same for one metric",
              eg="归属于上市公司股东的净利润"),
    ]  # fmt: skip
    name_en: Annotated[
        Text | None,
        About("英文名称", "English name", "英文报告所用名称", "Name in English reports",
              eg="net profit attributable to shareholders"),
    ] = None  # fmt: skip
    period: Annotated[
        PartialDate, OCCURRENCE,
        About("期间", "period", "指标所属期间；时点数写该日", "Span it is of, or the day",
              eg="2024H1"),
    ]  # fmt: skip
    level: Annotated[
        Quantity | None,
        About("数值", "level", "按原文的数字、单位和约数词填写", "Number, unit and qualifier as stated",
              eg="-8,000.87万元"),
    ] = None  # fmt: skip
    display_unit: Annotated[
        Text | None,
        About("显示单位", "display unit", "报告所用单位；不填则照数值", "Unit in reports; as stated if empty",
              eg="万元"),
    ] = None  # fmt: skip
    display_decimals: Annotated[
        Count | None,
        About("显示小数位", "display decimals", "报告所用小数位数；不填则按数值的位数",
              "Decimals in reports; as stated if empty", eg="2"),
    ] = None  # fmt: skip
    relation: Annotated[
        MetricRelation | None, BREAKDOWN,
        About("变动关系", "relation", "增长、下降、亏损收窄、扭亏为盈等", "Growth, decline, loss narrowed …",
              eg="loss-narrowing"),
    ] = None  # fmt: skip
    change: Annotated[
        Percent | None,
        About("变动幅度", "change", "原文所述幅度，不带正负号，方向见变动关系",
              "As stated, without a sign: the relation says which way", eg="28.81%"),
    ] = None  # fmt: skip
    points: Annotated[
        Quantity | None,
        About("变动百分点", "points", "比率变动的百分点，不带正负号", "For ratios: points, without a sign",
              eg="1.35 个百分点"),
    ] = None  # fmt: skip
    compared_with: Annotated[
        PartialDate | None,
        About("比较期间", "compared with", "比较的期间", "Span with which it is compared", eg="2023H1"),
    ] = None
    prior: Annotated[
        Quantity | None,
        About("比较期数值", "prior level", "原文载明的比较期数值；未载明不填", "Level then, if it was stated",
              eg="-11,238.76万元"),
    ] = None  # fmt: skip
    formula: Annotated[
        Text | None,
        About(
            "计算方法", "formula", "指标或幅度的计算方法", "How it is computed", eg="减亏额/上年同期亏损额"
        ),
    ] = None
    reported_on: Annotated[
        PartialDate | None,
        About("披露日", "reported on", "载明该指标的文件的日期", "Day of the document", eg="2024-08-28"),
    ] = None
    statement: Annotated[
        Text | None,
        About("原文", "statement", "载明该指标的原句", "The sentence that states it",
              eg="净利润为-8,000.87万元，亏损收窄28.81%"),
    ] = None  # fmt: skip
    stated_in: Annotated[
        Ref | None, To("announcement"),
        About("出处", "stated in", "载明该指标的公告或定期报告", "Announcement or report that states it",
              eg="announcement/2024H1-half-year"),
    ] = None  # fmt: skip

    def matter_ref(self) -> str:
        """``营业收入/2024H1``: the name's letters and digits, and the span."""
        return f"{_letters(self.name)}/{self.period}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Level, prior level, relation and change that cannot agree within the printed digits."""
        _ = matter
        yield from self._incomparable()
        now, then = (bounds(told) if told else ANYTHING for told in (self.level, self.prior))
        same = not (self.level and self.prior) or comparable(self.level, self.prior)
        if self.relation and same and not possible(now, then, self.relation):
            told = self.relation.label
            yield Both(f"level and prior level exclude “{told.en}”", f"所填数值与“{told.zh}”矛盾")
        elif same:
            yield from self._wrong_change()
        signed = self.relation and self.change and self.change.value < 0
        if signed or (self.points and self.points.number < 0):
            yield Both("write the change without a sign; the relation says which way",
                       "变动幅度不带正负号，方向由变动关系表示")  # fmt: skip

    def _incomparable(self) -> Iterator[Both]:
        """Two units that do not count the same; a span compared with itself or a later one."""
        others = [self.prior.unit] if self.prior else []
        others += [self.display_unit] if self.display_unit else []
        for unit in others:
            if self.level and scaled(unit)[1] != base_of(self.level):
                yield Both(f"{self.level.unit} and {unit} cannot be compared",
                           f"“{self.level.unit}”与“{unit}”不能换算")  # fmt: skip
        than = self.compared_with
        if than and (than == self.period or self.period.before(than)):
            yield Both("it is compared with a span that is not earlier", "比较期间不早于指标所属期间")
        if self.reported_on and self.reported_on.before(self.period):
            yield Both("it was reported before its span began", "披露日早于指标所属期间")

    def _wrong_change(self) -> Iterator[Both]:
        both = (self.level, self.prior) if self.level and self.prior else None
        if both and self.points and not points_agree(*both, self.points):
            yield Both(f"the levels are not {self.points.show('en')} apart",
                       f"所填数值之差与 {self.points.show('zh')} 不符")  # fmt: skip
        if not self.change:
            return
        if both and not agree(*both, self.change):
            between = changes(*map(bounds, both))
            more = decimals(self.change.value) + 1
            low, high = (f"{end:,.{more}f}%" for end in between)
            yield Both(f"the change is between {low} and {high}, not {self.change}",
                       f"按所填数值，变动幅度应为 {low} 至 {high}，而非 {self.change}")  # fmt: skip
        if self.change.value > 100 and self._cannot_pass_nothing():
            yield Both("it cannot have fallen by more than the whole", "降幅或收窄幅度不可能超过 100%")

    def _cannot_pass_nothing(self) -> bool:
        """Whether what fell, a level or a loss, is not below nothing."""
        fell = self.relation is MetricRelation.DECLINE and self.level and bounds(self.level).low >= 0
        return bool(fell) or self.relation is MetricRelation.LOSS_NARROWING

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A change that goes no way; growth of a loss; flat yet changed; two levels; told too early."""
        if (self.change or self.points) and not self.relation:
            yield Both("a change is stated, but not which way", "填写了变动幅度，未填写变动关系")
        if self.relation in (MetricRelation.GROWTH, MetricRelation.DECLINE) and self._was_loss():
            yield Both("growth or decline of a loss; say whether the loss narrowed or widened",
                       "基数为负，宜写亏损收窄、亏损扩大或扭亏为盈")  # fmt: skip
        if self.relation is MetricRelation.FLAT and self.change and self.change.value > FLAT_WITHIN:
            yield Both(f"called flat at a change of {self.change}", f"变动 {self.change} 而称持平")
        told, ended = self.reported_on and self.reported_on.last, self.period.last
        if told and ended and told < ended:
            yield Both("reported before its span ended", "披露日早于期间届满")
        yield from self._otherwise(matter)

    def _was_loss(self) -> bool:
        """Whether the base was below nothing for sure."""
        if self.prior:
            return bounds(self.prior).high < 0
        return self.relation in UP and self.level is not None and bounds(self.level).high < 0

    def _otherwise(self, matter: Matter) -> Iterator[Both]:
        """Another entry has a level that cannot be the same."""
        levels = {str(one.level): one.level for one in matter.all("metric-reported") if one.level}
        for told in levels.values():
            if self.level and comparable(self.level, told) and not bounds(self.level).meets(bounds(told)):
                low, high = sorted((self.level, told), key=str)
                yield Both(f"stated both as {low.show('en')} and as {high.show('en')}",
                           f"有 {low.show('zh')} 与 {high.show('zh')} 两个数值")  # fmt: skip


class ActivityEvent(GovernanceEvent):
    """Something that the business did, known by its title and year."""

    def matter_ref(self) -> str:
        """Year of the first day and the title: its letters of any script and digits, in lower case."""
        days = self.occurred_on
        day = days and (days.first or days.last)
        title: str = getattr(self, "title")  # noqa: B009 - declared by each kind
        return f"{day.year if day else ''}-{_letters(title)}"


@kind(
    "开展经营活动",
    matter="activity",
    opens=True,
    zh_says="{held_on}开展“{title}”[（{type}）][，地点：{place}][，合作方：{partners}][，{persons}参加][：{content}]",
    en_says="“{title}”[ ({title_en})] held, {held_on}[, {type}][, at {place}][, with {partners}][, {persons}]"
    "[: {content_en}]",
)
class ActivityHeld(ActivityEvent):
    """The company held or took part in an activity of its business.

    公司开展市场、客户、产品等经营活动。
    """

    title: Annotated[
        Text,
        About("名称", "title", "活动全称，不加引号", "Full title, without quotation marks",
              eg="芯山石·信未来——2024年山石网科生态合作伙伴大会"),
    ]  # fmt: skip
    title_en: Annotated[
        Text | None,
        About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
              eg="2024 conference of ecosystem partners"),
    ] = None  # fmt: skip
    held_on: Annotated[
        PartialDate, OCCURRENCE,
        About("举行日期", "held on", "举行之日；日期不详的写成区间", "Day; an interval where not known",
              eg="2024-01-01..2024-08-28"),
    ]  # fmt: skip
    type: Annotated[
        ActivityType | None, BREAKDOWN,
        About("类型", "type", "渠道、客户、产品发布等", "What sort of activity", eg="channel"),
    ] = None  # fmt: skip
    place: Annotated[Text | None, About("地点", "place", "举行的地点", "Where it took place", eg="苏州")] = (
        None
    )
    partners: Annotated[
        Names | None,
        About("合作方", "partners", "共同举办的各方", "Who held it with the company", eg="某协会"),
    ] = None
    persons: Annotated[
        Quantity | None,
        About("参加人数", "persons", "参加的人数，含约数", "How many took part, with the qualifier",
              eg="500余人"),
    ] = None  # fmt: skip
    content: Annotated[
        Text | None, About("内容", "content", "主要内容", "What it was about", eg="发布渠道政策")
    ] = None
    content_en: Annotated[
        Text | None,
        About("英文内容", "English content", "英文报告所用内容", "The same, in English reports",
              eg="presentation of the channel policy"),
    ] = None  # fmt: skip

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Somebody took part."""
        _ = matter
        if self.persons and bounds(self.persons).high < 1:
            yield Both("nobody took part", "参加人数少于一人")


@kind(
    "启动改革举措",
    matter="activity",
    opens=True,
    once=True,
    zh_says="{started_on}启动“{title}”[，由{owner}负责][：{content}]",
    en_says="“{title}”[ ({title_en})] started, {started_on}[, by {owner}][: {content_en}]",
)
class ReformStarted(ActivityEvent):
    """The company started a reform of how it works.

    公司启动组织、管理或经营方面的改革举措。
    """

    title: Annotated[
        Text,
        About("名称", "title", "举措名称，不加引号", "Its name, without quotation marks", eg="事业部制改革"),
    ]
    title_en: Annotated[
        Text | None,
        About("英文名称", "English title", "英文报告所用名称", "Name in English reports",
              eg="reform into business units"),
    ] = None  # fmt: skip
    started_on: Annotated[
        PartialDate, OCCURRENCE,
        About("启动日期", "started on", "启动之日；日期不详的写成区间", "Day; an interval where not known",
              eg="2024"),
    ]  # fmt: skip
    owner: Annotated[
        Text | None, BREAKDOWN,
        About("责任部门", "owner", "负责的部门", "Department that is in charge", eg="销售部"),
    ] = None  # fmt: skip
    content: Annotated[
        Text | None,
        About("内容", "content", "举措的主要内容", "What it consists of",
              eg="销售单元改按事业部制管理"),
    ] = None  # fmt: skip
    content_en: Annotated[
        Text | None,
        About("英文内容", "English content", "英文报告所用内容", "The same, in English reports",
              eg="sales units run as business units, assessed on profit and efficiency"),
    ] = None  # fmt: skip
    ends_on: Annotated[
        PartialDate | None,
        About("计划完成日", "ends on", "计划完成之日", "Day by which it is to be done", eg="2025-12-31"),
    ] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It ends after it began."""
        _ = matter
        if self.ends_on and self.ends_on.before(self.started_on):
            yield Both("it is to end before it started", "计划完成日早于启动日期")


def _letters(name: str) -> str:
    """The letters of any script and the digits of a name, in lower case."""
    return "".join(sign for sign in fold(name).lower() if sign.isalnum())
