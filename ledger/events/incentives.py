"""Equity incentive plans: drafted, publicised, verified, approved, amended, terminated, and their targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, About, kind
from ledger.events.incentive_fields import (
    BatchOf,
    Instrument,
    OfCapital,
    Persons,
    PlanEvent,
    Price,
    Tranche,
)
from ledger.fields import AnnouncedOn, Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, PartialDate, Percent, Quantity, Ref, Shares, Text, To

AREA = "股权激励"

PUBLICITY_DAYS = 10
"""Days for which the list of recipients is publicised at least (股权激励管理办法第36条)."""


class ShareSource(Choice):
    """Where the shares come from."""

    ISSUE = "issue", "new shares issued to the recipients", "定向发行"
    BUYBACK = "buyback", "shares bought back", "回购股份"
    OTHER = "other", "other", "其他"


class TargetLevel(Choice):
    """Whose performance is assessed."""

    COMPANY = "company", "company", "公司层面"
    UNIT = "unit", "business unit", "业务单元层面"
    PERSON = "person", "person", "个人层面"


class PlanTerms(PlanEvent):
    """The terms of a plan as drafted, approved or amended."""

    title: Annotated[
        Text | None,
        About(
            "计划名称",
            "title",
            "全称，不加书名号",
            "Full title, without title marks",
            eg="2024年限制性股票激励计划",
        ),
    ] = None
    title_en: Annotated[
        Text | None, About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
                           eg="2024 Restricted Stock Incentive Plan"),
    ] = None  # fmt: skip
    instrument: Instrument = None
    shares: Annotated[
        Shares | None,
        About(
            "拟授予总量",
            "shares",
            "拟授予权益总量，含预留",
            "Shares of the plan, reserve included",
            eg="10000000",
        ),
    ] = None
    reserve: Annotated[
        Shares | None, About("预留", "reserve", "其中预留权益", "Of which reserved for later", eg="0")
    ] = None
    percent_of_capital: OfCapital = None
    price: Price = None
    persons: Persons = None
    source: Annotated[
        ShareSource | None,
        BREAKDOWN,
        About("股票来源", "source", "标的股票来源", "Where the shares come from", eg="issue"),
    ] = None
    valid_for: Annotated[
        Text | None,
        About("有效期", "valid for", "计划的有效期", "How long the plan lasts", eg="最长不超过36个月"),
    ] = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The reserve is part of the plan."""
        _ = matter
        if self.shares and self.reserve and self.reserve.count > self.shares.count:
            yield Both("the reserve is more than the whole plan", "预留权益多于拟授予总量")


@kind(
    "审议激励计划草案",
    matter="incentive",
    opens=True,
    zh_says="{drafted_on}董事会审议《{title}（草案）》[，拟授予{instrument}][ {shares}]"
    "[，占总股本 {percent_of_capital}][，其中预留 {reserve}][，价格为每股{price}]",
    en_says="{title}[ ({title_en})] drafted on {drafted_on}[: {shares}][ of {instrument}]"
    "[, {percent_of_capital} of the capital][, of which {reserve} in reserve][, at {price}]",
)
class IncentivePlanDrafted(PlanTerms):
    """The board put forward the draft of an incentive plan.

    董事会审议通过激励计划草案。
    """

    title: Annotated[
        Text,
        About(
            "计划名称",
            "title",
            "全称，不加书名号",
            "Full title, without title marks",
            eg="2024年限制性股票激励计划",
        ),
    ]
    drafted_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("草案日", "drafted on", "董事会审议之日", "Day of the board", eg="2024-07-19"),
    ]


@kind(
    "公示激励对象",
    matter="incentive",
    zh_says="{publicised_from}起公示激励对象名单[，至{publicised_to}][，共 {persons} 人][，{objections}]",
    en_says="List of recipients publicised from {publicised_from}[ to {publicised_to}][, {persons} persons]"
    "[; {objections}]",
)
class GranteeListPublicised(PlanEvent):
    """The names and posts of the recipients were posted inside the company.

    在公司内部公示激励对象的姓名和职务。
    """

    batch: BatchOf = None
    publicised_from: Annotated[
        PartialDate,
        OCCURRENCE,
        About("公示起始日", "publicised from", "公示的首日", "First day", eg="2024-07-20"),
    ]
    publicised_to: Annotated[
        PartialDate | None, About("公示截止日", "publicised to", "公示的末日", "Last day", eg="2024-07-29")
    ] = None
    persons: Persons = None
    manner: Annotated[
        Text | None, About("公示方式", "manner", "公示的途径", "Where it was posted", eg="公司内部张贴")
    ] = None
    objections: Annotated[
        Text | None,
        About("异议情况", "objections", "收到的异议及处理", "Objections received", eg="未收到异议"),
    ] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It ends after it begins."""
        _ = matter
        if self.publicised_to and self.publicised_to.before(self.publicised_from):
            yield Both("publicised to a day before it began", "公示截止日早于起始日")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Fewer than ten days."""
        _ = matter
        first, last = self.publicised_from.first, self.publicised_to and self.publicised_to.last
        if first and last and (days := (last - first).days + 1) < PUBLICITY_DAYS:
            yield Both(f"publicised for {days} days, fewer than {PUBLICITY_DAYS}",
                       f"公示 {days} 天，少于 {PUBLICITY_DAYS} 天")  # fmt: skip


@kind(
    "核查激励对象",
    matter="incentive",
    zh_says="{verified_on}{body}核查激励对象名单[（{batch}）][，共 {persons} 人][：{opinion}]",
    en_says="List of recipients[ ({batch})] verified by {body} on {verified_on}"
    "[, {persons} persons][: {opinion}]",
)
class GranteeListVerified(PlanEvent):
    """The supervisory board or the remuneration committee verified the list of recipients.

    监事会或薪酬与考核委员会核查激励对象名单并发表意见。
    """

    batch: BatchOf = None
    verified_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("核查日", "verified on", "出具核查意见之日", "Day of the opinion", eg="2024-08-02"),
    ]
    body: Annotated[
        Ref, To("body", prefixed=False), BREAKDOWN,
        About("核查机构", "body", "监事会；2025年3月27日起为薪酬与考核委员会", "Who verified it",
              eg="supervisory-board"),
    ]  # fmt: skip
    persons: Persons = None
    opinion: Annotated[
        Text | None,
        About("核查意见", "opinion", "核查意见", "The opinion", eg="激励对象的主体资格合法、有效"),
    ] = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None


@kind(
    "批准激励计划",
    matter="incentive",
    opens=True,
    once=True,
    zh_says="{approved_on}股东会批准激励计划[《{title}》][，拟授予{instrument}][ {shares}]"
    "[，其中预留 {reserve}]",
    en_says="Incentive plan[ {title}] approved on {approved_on}[: {shares}][ of {instrument}]"
    "[, of which {reserve} in reserve]",
)
class IncentivePlanApproved(PlanTerms):
    """The shareholders approved an incentive plan.

    股东会审议通过激励计划。
    """

    approved_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("批准日", "approved on", "股东会通过之日", "Day of the meeting", eg="2024-08-13"),
    ]

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """The list of recipients was not publicised before."""
        lists = matter.all("grantee-list-publicised")
        if all(self.approved_on.before(one.publicised_from) for one in lists):
            yield Both("no entry says that the list was publicised before", "此前没有公示激励对象名单的分录")


@kind(
    "修订激励计划",
    matter="incentive",
    zh_says="{amended_on}修订激励计划：{changes}[，拟授予总量为 {shares}]",
    en_says="Incentive plan amended on {amended_on}: {changes}[, {shares} in all]",
)
class IncentivePlanAmended(PlanTerms):
    """The terms of a plan were amended; filled fields hold from this day on.

    激励计划经过修订；所填各项自该日起适用。
    """

    amended_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("修订日", "amended on", "审议通过之日", "Day it was decided", eg="2024-08-05"),
    ]
    changes: Annotated[
        Text, About("修订内容", "changes", "修订的内容", "What was changed", eg="调整公司层面业绩考核指标")
    ]
    reason: Annotated[Text | None, About("原因", "reason", "修订原因", "Why", eg="外部环境变化")] = None


@kind(
    "设定考核目标",
    matter="incentive",
    zh_says="{years}{level}考核目标：{metric}[ {threshold}][，{wording}][，权重 {weight}]",
    en_says="Target ({level}) for {years}: {metric}[ ({metric_en})][ {threshold}][, {wording_en}]"
    "[, weight {weight}]",
)
class PerformanceTargetSet(PlanEvent):
    """A target on which vesting depends, with a threshold in figures or in words.

    归属、解除限售或行权所依据的考核目标，可为数值或文字。
    """

    set_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("设定日", "set on", "设定之日；不填为随计划设定", "Day it was set; with the plan if empty",
              eg="2024-08-13"),
    ] = None  # fmt: skip
    level: Annotated[
        TargetLevel,
        BREAKDOWN,
        About("考核层面", "level", "公司、业务单元或个人", "Whose performance", eg="company"),
    ]
    batch: BatchOf = None
    tranche: Tranche = None
    years: Annotated[
        PartialDate, About("考核年度", "years", "会计年度，可为区间", "Fiscal years", eg="2024..2025")
    ]
    metric: Annotated[
        Text, About("考核指标", "metric", "考核的指标", "What is measured", eg="营业收入增长率")
    ]
    metric_en: Annotated[
        Text | None,
        About("英文指标", "English metric", "英文报告所用指标名称", "What is measured, in English",
              eg="growth of revenue"),
    ] = None  # fmt: skip
    threshold: Annotated[
        Quantity | None,
        About("目标值", "threshold", "数值目标及其限定词", "Threshold, with its qualifier", eg="不低于10%"),
    ] = None
    wording: Annotated[
        Text | None,
        About("文字目标", "wording", "未定数值的目标", "Target in words", eg="保持较高的收入增速"),
    ] = None
    wording_en: Annotated[
        Text | None,
        About("英文文字目标", "English wording", "英文报告所用文字", "Target in words, in English",
              eg="to keep a high rate of growth"),
    ] = None  # fmt: skip
    weight: Annotated[
        Percent | None, About("权重", "weight", "权重", "Weight among the targets", eg="60%")
    ] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Weights come to no more than the whole."""
        same = [one for one in matter.all("performance-target-set") if one.weight and _aim(one) == _aim(self)]
        if (total := sum(one.weight.value for one in same)) > 100:
            yield Both(f"the weights come to {total:f}%", f"权重合计 {total:f}%，超过 100%")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A target that says neither how much nor what."""
        _ = matter
        if not self.threshold and not self.wording:
            yield Both("neither a threshold nor a wording is given", "目标值和文字目标均未填写")


@kind(
    "终止激励计划",
    matter="incentive",
    once=True,
    zh_says="{terminated_on}终止激励计划[：{reason}]",
    en_says="Incentive plan terminated on {terminated_on}[: {reason}]",
)
class IncentivePlanTerminated(PlanEvent):
    """A plan was terminated; nothing is granted under it any more.

    终止实施激励计划，不再授予权益。
    """

    terminated_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("终止日", "terminated on", "审议终止之日", "Day it was decided", eg="2026-04-20"),
    ]
    reason: Annotated[
        Text | None, About("原因", "reason", "终止原因", "Why", eg="继续实施难以达到激励效果")
    ] = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None


def _aim(target: PerformanceTargetSet) -> tuple[object, ...]:
    """What the weights of several targets add up for."""
    return target.level, target.batch, target.tranche, target.years
