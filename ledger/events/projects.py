"""Projects: registered, their progress and spending, their milestones and schedules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, ITEM, JOINS, LATEST, OCCURRENCE, About, GovernanceEvent, kind
from ledger.events.project_sums import (
    FundingBasis,
    dues_by,
    dues_told,
    fallen,
    off_percent,
    planned_for,
    same_day,
)
from ledger.fields import AnnouncedOn, Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Count, Money, Names, PartialDate, Percent, Ref, Text, To

AREA = "项目"


class ProgressScope(Choice):
    """The span of time that lines of progress speak of."""

    AS_OF = "as-of", "as of the day", "截至该日"
    SINCE = "since", "since a day", "某日以来"


class ScheduleDirection(Choice):
    """Which way a schedule moved."""

    DELAYED = "delayed", "delayed", "延期"
    ADVANCED = "advanced", "brought forward", "提前"


Basis = Annotated[
    FundingBasis, BREAKDOWN,
    About("资金口径", "funding basis", "按投资总额或按募集资金", "The whole investment, or raised funds only",
          eg="total"),
]  # fmt: skip
Target = Annotated[
    Text | None,
    About("拟达到目标", "target", "拟达到的目标", "What it is to achieve",
          eg="建成远程安全运营平台"),
]  # fmt: skip
Technology = Annotated[
    Text | None,
    About("技术水平", "technology", "技术水平", "State of its technology", eg="基于 PPDR 安全模型"),
]
Market = Annotated[
    Text | None,
    About("市场应用前景", "market", "市场应用前景", "Markets it is for",
          eg="城市政务云、关键基础设施单位和各行业中小企业"),
]  # fmt: skip
Milestone = Annotated[
    Code, ITEM,
    About("里程碑", "milestone", "里程碑的编号或短名", "Number or short name of the milestone", eg="mpw-1"),
]  # fmt: skip
MilestoneTitle = Annotated[
    Text, About("里程碑名称", "title", "里程碑名称", "What is reached", eg="第一次 MPW 工程样片返回")
]
MilestoneTitleEn = Annotated[
    Text | None,
    About("英文名称", "English title", "英文报告所用名称", "The same, in English reports",
          eg="samples of the first MPW returned"),
]  # fmt: skip


class ProjectEvent(GovernanceEvent):
    """Something that befell a project."""

    project: Annotated[
        Ref, To("project"), JOINS,
        About("项目", "project", "账本中的项目", "The project, as the ledger names it",
              eg="project/security-operations"),
    ]  # fmt: skip


@kind(
    "项目立项",
    matter="project",
    opens=True,
    waits=False,
    zh_says="[{registered_on}]立项“{name}”（{funding_basis}）[，计划投资{planned}][，预计{due_on}完成]",
    en_says="Project “{name}”[ ({name_en})] registered[ on {registered_on}], {funding_basis}"
    "[: {planned} planned][, due {due_on}]",
)
class ProjectRegistered(ProjectEvent):
    """A project was registered, with what is planned on one basis of funding; one entry for each basis.

    项目立项及其按一种资金口径的计划投资；两种口径分别记录。
    """

    name: Annotated[
        Text,
        About("项目名称", "name", "项目全称", "Full name", eg="苏州安全运营中心建设项目"),
    ]
    name_en: Annotated[
        Text | None,
        About("英文名称", "English name", "英文报告所用名称", "Name in English reports",
              eg="Suzhou security operations centre"),
    ] = None  # fmt: skip
    registered_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("立项日", "registered on", "立项或批准之日；不详的不填", "Day; empty where not known",
              eg="2019-09-24"),
    ] = None  # fmt: skip
    funding_basis: Basis
    planned: Annotated[
        Money | None,
        About("计划投资", "planned", "该口径下的计划投资额", "Amount planned on this basis",
              eg="32,277.00万元"),
    ] = None  # fmt: skip
    due_on: Annotated[
        PartialDate | None,
        About("预计完成时间", "due on", "预计完成之日", "Day by which it is due", eg="2025-03-31"),
    ] = None
    target: Target = None
    technology: Technology = None
    market: Market = None
    target_en: Annotated[
        Text | None,
        About("英文目标", "English target", "英文报告所用文字", "The target in English reports",
              eg="A remote security operations platform"),
    ] = None  # fmt: skip
    technology_en: Annotated[
        Text | None,
        About("英文技术水平", "English technology", "英文报告所用文字", "The technology in English reports",
              eg="Based on the PPDR security model"),
    ] = None  # fmt: skip
    market_en: Annotated[
        Text | None,
        About("英文市场应用前景", "English market", "英文报告所用文字", "The markets in English reports",
              eg="Small and medium-sized enterprises of all industries"),
    ] = None  # fmt: skip
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """One plan for each basis; due after it was registered; nothing below nothing."""
        same = [one for one in matter.all("project-registered") if one.funding_basis is self.funding_basis]
        if len(same) > 1:
            label = self.funding_basis.label
            yield Both(f"registered already on this basis: {label.en}", f"已按{label.zh}口径立项")
        if self.due_on and self.registered_on and self.due_on.before(self.registered_on):
            yield Both("due before it was registered", "预计完成时间早于立项日")
        if self.planned and self.planned.amount < 0:
            yield Both("less than nothing is planned", "计划投资不能为负数")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Raised funds beyond the whole investment; two names for one project."""
        every = matter.all("project-registered")
        plans = {one.funding_basis: one.planned for one in every if one.planned}
        whole, raised = plans.get(FundingBasis.TOTAL), plans.get(FundingBasis.RAISED)
        if whole and raised and whole.currency == raised.currency and raised.amount > whole.amount:
            yield Both("more raised funds are planned than the whole", "计划使用募集资金多于投资总额")
        if len({one.name for one in every}) > 1:
            yield Both("it is registered under two names", "项目有两个名称")


@kind(
    "报告项目进展",
    matter="project",
    opens=True,
    waits=False,
    zh_says="截至{as_of}的项目进展[（{funding_basis}口径）][，已投入{spent}][，计划{planned}]"
    "[，进度 {percent}][，预计{due_on}完成][：{progress}]",
    en_says="Progress as of {as_of}[, {funding_basis}][: {spent} spent][, {planned} planned][, {percent}]"
    "[, due {due_on}][: {progress_en}]",
)
class ProjectProgressReported(ProjectEvent):
    """What was spent on a project up to a day, and how far it came; lines of one scope in one entry.

    截至某日的项目投入和进展；各条进展按时间范围分别记录。
    """

    as_of: Annotated[
        PartialDate, OCCURRENCE,
        About("截至日", "as of", "投入和进展的截止日", "Day up to which it is told", eg="2024-06-30"),
    ]  # fmt: skip
    funding_basis: Annotated[
        FundingBasis | None, BREAKDOWN,
        About("资金口径", "funding basis", "填写金额时必填", "Needed where an amount is told", eg="total"),
    ] = None  # fmt: skip
    planned: Annotated[
        Money | None,
        About("计划投资", "planned", "该日所述的计划投资额", "Amount planned, as told on that day",
              eg="32,277.00万元"),
    ] = None  # fmt: skip
    spent: Annotated[
        Money | None, LATEST,
        About("已投入金额", "spent", "截至该日累计投入", "Spent in all up to that day", eg="25,986.34万元"),
    ] = None  # fmt: skip
    percent: Annotated[
        Percent | None,
        About("投入进度", "percent", "原文所述投入进度", "Part of the plan spent, as stated", eg="80.51%"),
    ] = None  # fmt: skip
    due_on: Annotated[
        PartialDate | None,
        About("预计完成时间", "due on", "该日所述的预计完成时间", "Day it is due, as told on that day",
              eg="2025-03-31"),
    ] = None  # fmt: skip
    scope: Annotated[
        ProgressScope | None, BREAKDOWN,
        About("进展范围", "scope", "不填为截至该日", "As of the day if empty", eg="since"),
    ] = None  # fmt: skip
    since: Annotated[
        PartialDate | None,
        About("起始", "since", "“以来”的起始日", "Day or year since which", eg="2024"),
    ] = None
    progress: Annotated[
        Names | None,
        About("进展", "progress", "各条进展，以分号分隔；条文内的分号前加反斜杠",
              "The lines, separated by semicolons; a backslash before one inside a line",
              eg="已完成基地的购买与基础建设；已完成功能的布局与规划"),
    ] = None  # fmt: skip
    progress_en: Annotated[
        Names | None,
        About("英文进展", "English progress", "英文报告所用各条进展", "The lines in English reports",
              eg="base bought and built; functions laid out"),
    ] = None  # fmt: skip
    numbered_from: Annotated[
        Count | None,
        About("起始序号", "numbered from", "第一条的序号；不填为 1", "Number of the first line; 1 if empty",
              eg="1"),
    ] = None  # fmt: skip
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    @property
    def numbers(self) -> range:
        """The numbers of its lines."""
        first = 1 if self.numbered_from is None else self.numbered_from
        return range(first, first + len(self.progress or ()))

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Less spent than before; parts that do not make up the whole; lines or scope that do not fit."""
        if (self.spent or self.planned or self.percent) and not self.funding_basis:
            yield Both("say on which basis of funding the amounts are", "请填写金额的资金口径")
        if self.spent and self.spent.amount < 0:
            yield Both("less than nothing was spent", "已投入金额不能为负数")
        yield from fallen(self, matter)
        if self.planned and off_percent(self, self.planned):
            yield Both(
                "spent and planned do not make up the stated percentage", "投入金额、计划投资与进度不符"
            )
        if self.progress and self.progress_en and len(self.progress) != len(self.progress_en):
            yield Both("as many lines are needed in English as in Chinese", "中英文进展条数不一致")
        if self.since and (self.as_of.before(self.since) or self.scope is ProgressScope.AS_OF):
            yield Both(
                "the day since which does not fit the scope or the last day",
                "起始日与进展范围或截至日矛盾",
            )

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """More spent than planned; two amounts for one day; due on another day than known."""
        plan = planned_for(self, matter)
        if self.spent and plan and self.spent.currency == plan.currency:
            if self.spent.amount > plan.amount:
                yield Both(f"{self.spent.show('en')} spent of {plan.show('en')} planned",
                           f"已投入{self.spent.show('zh')}，超过计划{plan.show('zh')}")  # fmt: skip
            if not self.planned and off_percent(self, plan):
                yield Both("the stated percentage is not that of the plan", "进度与计划投资不符")
        amounts = {one.spent for one in same_day(self, matter, self.funding_basis) if one.spent}
        if self.spent and amounts - {self.spent}:
            yield Both("two amounts are told for one day", "同一截至日有两个投入金额")
        dues = dues_told(matter, "")
        if self.due_on and dues and self.due_on not in dues:
            yield Both(f"due {self.due_on.show('en')}, which no entry of plan or schedule says",
                       f"预计完成时间{self.due_on.show('zh')}与立项及进度变更的分录不符")  # fmt: skip
        if any(set(one.numbers) & set(self.numbers) for one in same_day(self, matter)):
            yield Both("two lines of one day have the same number", "同一截至日的进展序号重复")
        if self.scope is ProgressScope.SINCE and not self.since:
            yield Both("it does not say since when", "未填写起始日")


@kind(
    "计划里程碑",
    matter="project",
    opens=True,
    zh_says="[{planned_on}]计划{due_on}达到里程碑 {milestone}：{title}",
    en_says="Milestone {milestone} planned[ on {planned_on}] for {due_on}: {title}[ ({title_en})]",
)
class MilestonePlanned(ProjectEvent):
    """A milestone was planned for a day or span.

    计划在某日或某期间达到里程碑。
    """

    milestone: Milestone
    title: MilestoneTitle
    title_en: MilestoneTitleEn = None
    due_on: Annotated[
        PartialDate,
        About("计划时间", "due on", "计划达到的时间", "Day or span for which it is planned", eg="2025Q1"),
    ]
    planned_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("计划日", "planned on", "作出计划之日；不详的不填", "Day of the plan; empty where not known",
              eg="2024-04-26"),
    ] = None  # fmt: skip

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """One plan for each milestone; a later one is a change of schedule."""
        if sum(one.milestone == self.milestone for one in matter.all("milestone-planned")) > 1:
            yield Both(f"milestone {self.milestone} is planned already; record a change of schedule",
                       f"里程碑 {self.milestone} 已有计划；请记录进度变更")  # fmt: skip
        if self.planned_on and self.due_on.before(self.planned_on):
            yield Both("planned for a day that had passed", "计划时间早于计划日")


@kind(
    "达到里程碑",
    matter="project",
    opens=True,
    waits=False,
    zh_says="{reached_on}达到里程碑 {milestone}：{title}",
    en_says="Milestone {milestone} reached, {reached_on}: {title}[ ({title_en})]",
)
class MilestoneReached(ProjectEvent):
    """A milestone was reached.

    达到里程碑。
    """

    milestone: Milestone
    title: MilestoneTitle
    title_en: MilestoneTitleEn = None
    reached_on: Annotated[
        PartialDate, OCCURRENCE,
        About("达到时间", "reached on", "达到之日；日期不详的写成区间", "Day; an interval where not known",
              eg="2024-03"),
    ]  # fmt: skip
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """A milestone is reached once."""
        if sum(one.milestone == self.milestone for one in matter.all("milestone-reached")) > 1:
            yield Both(f"milestone {self.milestone} is reached already", f"里程碑 {self.milestone} 已经达到")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Reached later than planned."""
        dues = dues_by(matter, self.milestone, self.reached_on)
        if dues and all(due.before(self.reached_on) for due in dues):
            latest = max(dues, key=lambda due: due.sort_key)
            yield Both(f"reached later than planned, {latest.show('en')}", f"晚于计划时间{latest.show('zh')}")


@kind(
    "变更进度",
    matter="project",
    opens=True,
    waits=False,
    zh_says="{changed_on}变更[里程碑 {milestone} 的]预计时间[，原为{due_from}]，现为{due_to}[（{direction}）]"
    "[，原因：{reason}]",
    en_says="Schedule[ of milestone {milestone}] changed on {changed_on}:[ from {due_from}] to {due_to}"
    "[ ({direction})][: {reason_en}]",
)
class ScheduleChanged(ProjectEvent):
    """The day by which a project or one of its milestones is due was changed.

    项目或其里程碑的预计时间变更。
    """

    changed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("变更日", "changed on", "决定或披露变更之日", "Day it was decided or told", eg="2024-08-28"),
    ]  # fmt: skip
    milestone: Annotated[
        Code | None,
        About("里程碑", "milestone", "不填为整个项目", "Its milestone; the project if empty",
              eg="mpw-1"),
    ] = None  # fmt: skip
    due_from: Annotated[
        PartialDate | None,
        About("原预计时间", "due from", "变更前的时间；未载明不填", "When it was due before, if stated",
              eg="2024-09"),
    ] = None  # fmt: skip
    due_to: Annotated[
        PartialDate,
        About("现预计时间", "due to", "变更后的时间", "When it is due now", eg="2024-10-start"),
    ]
    direction: Annotated[
        ScheduleDirection | None, BREAKDOWN,
        About("方向", "direction", "延期或提前", "Delayed or brought forward", eg="delayed"),
    ] = None  # fmt: skip
    reason: Annotated[
        Text | None,
        About("原因", "reason", "变更原因", "Why", eg="封装测试厂家排期递延"),
    ] = None
    reason_en: Annotated[
        Text | None,
        About("英文原因", "English reason", "英文报告所用原因", "Why, in English reports",
              eg="the packaging and test house postponed its schedule"),
    ] = None  # fmt: skip
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It moves, and in the direction that is told."""
        _ = matter
        if self.due_from and self.due_from == self.due_to:
            yield Both("nothing changes", "变更前后时间相同")
        back = self.due_from is not None and self.due_to.before(self.due_from)
        forth = self.due_from is not None and self.due_from.before(self.due_to)
        if (back and self.direction is ScheduleDirection.DELAYED) or (
            forth and self.direction is ScheduleDirection.ADVANCED
        ):
            yield Both("the two days say the other direction", "变更前后时间与所填方向相反")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Changed from another day than was known; changed after it was reached."""
        dues = dues_by(matter, self.milestone or "", self.changed_on, but=self)
        if self.due_from and dues and self.due_from not in dues:
            due = max(dues, key=lambda due: due.sort_key)
            yield Both(f"changed from {self.due_from.show('en')}, but it was due {due.show('en')}",
                       f"原预计时间为{self.due_from.show('zh')}，而此前为{due.show('zh')}")  # fmt: skip
        reached = [one for one in matter.all("milestone-reached") if one.milestone == self.milestone]
        if any(one.reached_on.before(self.changed_on) for one in reached):
            yield Both("changed after it was reached", "变更日晚于达到时间")
