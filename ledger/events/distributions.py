"""Distributions of profit: proposed (also that there is none), authorised, approved, paid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, TOTAL, About, GovernanceEvent, kind
from ledger.events.dealing_fields import LANGS, Bounds
from ledger.fields import AnnouncedOn, Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Money, PartialDate, Percent, Quantity, Shares, Text
from ledger.values.digits import decimals

AREA = "利润分配"

CARRIED = "balance-carried-in"


class DistributionType(Choice):
    """Whether it is part of the policy or comes on top."""

    ORDINARY = "ordinary", "ordinary", "常规分红"
    SPECIAL = "special", "special", "特别分红"


class DistributionDecision(Choice):
    """Whether anything is distributed."""

    DISTRIBUTE = "distribute", "distribute", "分配"
    NONE = "none", "no distribution", "不分配"


FiscalPeriod = Annotated[
    PartialDate,
    About("所属期间", "fiscal period", "利润所属的会计期间", "Period of which the profit is", eg="2023"),
]
TypeOf = Annotated[
    DistributionType | None, BREAKDOWN,
    About("分红类型", "distribution type", "常规或特别；不填为常规", "Ordinary if empty", eg="ordinary"),
]  # fmt: skip
Decision = Annotated[
    DistributionDecision, BREAKDOWN,
    About("是否分配", "decision", "分配或不分配", "Whether anything is distributed", eg="distribute"),
]  # fmt: skip
Per10 = Annotated[
    Money | None,
    About("每10股派息", "per 10 shares", "每10股现金红利（含税）", "Cash for 10 shares, before tax",
          eg="CNY 1.20"),
]  # fmt: skip
BonusPer10 = Annotated[
    Quantity | None,
    About("每10股送股", "bonus per 10 shares", "每10股送红股", "Bonus shares for 10", eg="2 股"),
]
CapitalisedPer10 = Annotated[
    Quantity | None,
    About(
        "每10股转增", "capitalised per 10 shares", "每10股以公积金转增", "From reserves, for 10", eg="4 股"
    ),
]
Base = Annotated[
    Shares | None,
    About("分配基数", "base", "参与分配的股数，不含库存股", "Shares entitled, without treasury shares",
          eg="178815805"),
]  # fmt: skip
Total = Annotated[
    Money | None,
    About("派息总额", "total", "现金红利总额（含税）", "Cash in all, before tax", eg="CNY 21457896.60"),
]
TotalAsStated = Annotated[
    Quantity | None,
    About("总额表述", "total as stated", "公告的总额表述，连同“约”等", "As announced, with its qualifier",
          eg="约2,145.79万元"),
]  # fmt: skip
OfProfit = Annotated[
    Percent | None,
    About("占净利润比例", "percent of profit", "占相应期间归母净利润的比例", "Of the attributable profit",
          eg="30.5%"),
]  # fmt: skip
ReasonForNone = Annotated[
    Text | None,
    About("不分配的原因", "reason for none", "不分配时说明", "Why nothing is distributed",
          eg="公司2023年度未实现盈利"),
]  # fmt: skip


class DistributionEvent(GovernanceEvent):
    """Something that befell the distribution of the profit of one period."""

    fiscal_period: FiscalPeriod
    distribution_type: TypeOf = None

    def matter_ref(self) -> str:
        """The period."""
        return str(self.fiscal_period)

    @property
    def sort(self) -> DistributionType:
        """Its type; ordinary goes without saying."""
        return self.distribution_type or DistributionType.ORDINARY


class DistributionTerms(DistributionEvent):
    """How much is distributed, on how many shares."""

    per_10_shares: Per10 = None
    bonus_per_10: BonusPer10 = None
    capitalised_per_10: CapitalisedPer10 = None
    base: Base = None
    total: Total = None
    total_as_stated: TotalAsStated = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The amount for 10 shares on the base gives the total, within rounding."""
        _ = matter
        stated = self.total_as_stated and Bounds.of(self.total_as_stated)
        total = Bounds(self.total.currency, self.total.amount, self.total.amount) if self.total else stated
        if self.total and stated and _apart(self.total.amount, self.total.amount, stated):
            yield Both("the total is not what is stated", "派息总额与其表述不符")
        per, base = self.per_10_shares, self.base
        if per and base and total and per.currency == total.unit:
            slack = Decimal(5).scaleb(-decimals(per.amount) - 1) * base.count / 10 + Decimal("0.01")
            exact = per.amount * base.count / 10
            if _apart(exact - slack, exact + slack, total):
                en, zh = (f"{per.show(lang)} × {base.show(lang)}" for lang in LANGS)
                yield Both(f"{en}, for each 10, gives {exact:,.2f}, not the total",
                           f"每10股{zh}得 {exact:,.2f}，与派息总额不符")  # fmt: skip

    @property
    def something(self) -> bool:
        """Whether any amount is told that is not zero."""
        amounts = [money.amount for money in (self.per_10_shares, self.total) if money]
        told = [stated.number for stated in (self.bonus_per_10, self.capitalised_per_10, self.total_as_stated)
                if stated]  # fmt: skip
        return any(amounts + told)


class DistributionPlan(DistributionTerms):
    """What is proposed or approved: a distribution, or none."""

    decision: Decision
    percent_of_profit: OfProfit = None
    reason_for_none: ReasonForNone = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """None is none."""
        yield from super().contradictions(matter)
        if self.decision is DistributionDecision.NONE and self.something:
            yield Both("an amount is given though nothing is distributed", "不分配而填有分配金额")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """None without a reason; a distribution of nothing told."""
        _ = matter
        if self.decision is DistributionDecision.NONE and not self.reason_for_none:
            yield Both("no reason is given for distributing nothing", "未说明不分配的原因")
        if self.decision is DistributionDecision.DISTRIBUTE and not self.something:
            yield Both("no amount of the distribution is given", "未填写分配金额")


_PLAN_ZH = (
    "：{decision}[，{distribution_type}][，每10股派{per_10_shares}（含税）][，每10股送 {bonus_per_10}]"
    "[，每10股转增 {capitalised_per_10}][，以 {base}为基数][，共派{total}][，总额{total_as_stated}]"
    "[，占归母净利润 {percent_of_profit}][，原因：{reason_for_none}]"
)
_PLAN_EN = (
    ": {decision}[, {distribution_type}][, {per_10_shares} for 10 shares before tax]"
    "[, bonus of {bonus_per_10} for 10][, {capitalised_per_10} for 10 from reserves][, on {base}]"
    "[, {total} in all][, stated as {total_as_stated}][, {percent_of_profit} of the attributable profit]"
    "[; reason: {reason_for_none}]"
)


@kind(
    "提出利润分配预案",
    matter="distribution",
    opens=True,
    zh_says=f"{{proposed_on}}董事会提出 {{fiscal_period}}利润分配预案{_PLAN_ZH}",
    en_says=f"Distribution of the profit of {{fiscal_period}} proposed on {{proposed_on}}{_PLAN_EN}",
)
class DistributionProposed(DistributionPlan):
    """The board proposed how to distribute the profit of a period, or to distribute none.

    董事会提出利润分配预案，包括不分配。
    """

    proposed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("提出日", "proposed on", "董事会审议之日", "Day of the board", eg="2024-04-26"),
    ]  # fmt: skip


@kind(
    "批准利润分配方案",
    matter="distribution",
    opens=True,
    zh_says=f"{{approved_on}}审议通过 {{fiscal_period}}利润分配方案{_PLAN_ZH}",
    en_says=f"Distribution of the profit of {{fiscal_period}} approved on {{approved_on}}{_PLAN_EN}",
)
class DistributionApproved(DistributionPlan):
    """The distribution was approved by the shareholders, or by the board under their mandate.

    股东会审议通过利润分配方案，或董事会在授权范围内审议通过中期分红方案。
    """

    approved_on: Annotated[
        PartialDate, OCCURRENCE,
        About("批准日", "approved on", "审议通过之日", "Day it was decided", eg="2024-05-28"),
    ]  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Other than was proposed; above the mandate."""
        yield from super().irregularities(matter)
        proposed = [one for one in matter.all("distribution-proposed") if one.sort is self.sort]
        if proposed and all(one.decision is not self.decision for one in proposed):
            yield Both("the decision is other than was proposed", "与预案的分配与否不一致")
        yield from _above_mandate(self, matter)


@kind(
    "授权中期分红",
    matter="distribution",
    opens=True,
    zh_says="{authorised_on}股东会授权董事会决定 {fiscal_period}中期分红[，条件：{conditions}]"
    "[，金额上限{cap}][，不超过净利润的 {profit_cap}]",
    en_says="Board authorised on {authorised_on} to decide the interim dividend of {fiscal_period}"
    "[ on the conditions: {conditions}][, {cap}][, up to {profit_cap} of the profit]",
)
class InterimDistributionAuthorised(DistributionEvent):
    """The shareholders let the board decide an interim dividend within conditions and caps.

    年度股东会就下一年中期分红设定条件和上限，授权董事会制定方案。
    """

    fiscal_period: Annotated[
        PartialDate,
        About("所属期间", "fiscal period", "授权分红的中期", "Interim period concerned", eg="2024H1"),
    ]
    authorised_on: Annotated[
        PartialDate, OCCURRENCE,
        About("授权日", "authorised on", "股东会通过之日", "Day of the meeting", eg="2024-05-28"),
    ]  # fmt: skip
    conditions: Annotated[
        Text | None,
        About(
            "条件", "conditions", "中期分红的条件", "When it may be paid", eg="当期盈利且累计未分配利润为正"
        ),
    ] = None
    cap: Annotated[
        Quantity | None,
        About("金额上限", "cap", "金额上限，连同“含本数”填写", "Most that may be paid, with its qualifier",
              eg="不超过人民币1,000万元"),
    ] = None  # fmt: skip
    profit_cap: Annotated[
        Percent | None,
        About(
            "比例上限",
            "profit cap",
            "占相应期间归母净利润的上限",
            "Most, of the attributable profit",
            eg="100%",
        ),
    ] = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None


@kind(
    "发放红利",
    matter="distribution",
    opens=True,
    zh_says="{paid_on}发放 {fiscal_period}红利[，{distribution_type}][，每10股派{per_10_shares}（含税）]"
    "[，每10股送 {bonus_per_10}][，每10股转增 {capitalised_per_10}][，以 {base}为基数][，共派{total}]"
    "[，总额{total_as_stated}][，股权登记日 {record_on}][，除权除息日 {ex_on}]",
    en_says="Dividend of {fiscal_period} paid on {paid_on}[, {distribution_type}]"
    "[, {per_10_shares} for 10 shares before tax][, bonus of {bonus_per_10} for 10]"
    "[, {capitalised_per_10} for 10 from reserves][, on {base}][, {total} in all]"
    "[, stated as {total_as_stated}][, record day {record_on}][, ex day {ex_on}]",
)
class DividendPaid(DistributionTerms):
    """A dividend was paid out.

    现金红利（及红股）已发放。
    """

    paid_on: Annotated[
        PartialDate, OCCURRENCE,
        About("发放日", "paid on", "红利发放日", "Day of payment", eg="2024-07-11"),
    ]  # fmt: skip
    total: Annotated[
        Money | None, TOTAL,
        About("派息总额", "total", "现金红利总额（含税）", "Cash in all, before tax", eg="CNY 21457896.60"),
    ] = None  # fmt: skip
    record_on: Annotated[
        PartialDate | None,
        About("股权登记日", "record day", "股权登记日", "Day that settles who is entitled", eg="2024-07-10"),
    ] = None
    ex_on: Annotated[
        PartialDate | None,
        About("除权除息日", "ex day", "除权除息日", "Day from which it trades without", eg="2024-07-11"),
    ] = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Days in their order; no more than was approved."""
        yield from super().contradictions(matter)
        days = [(day, label) for day, label in (
            (self.record_on, Both("record day", "股权登记日")), (self.ex_on, Both("ex day", "除权除息日")),
            (self.paid_on, Both("day of payment", "发放日"))) if day]  # fmt: skip
        for (early, first), (late, then) in pairwise(days):
            if late.before(early):
                yield Both(f"the {then.en} is before the {first.en}", f"{then.zh}早于{first.zh}")
        payments = [one for one in matter.all("dividend-paid") if one.sort is self.sort]
        if payments[-1] is self:
            yield from _overpaid(payments, matter)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Without approval; above the mandate; before it was approved."""
        approvals = _approvals(self, matter)
        mandates = matter.all("interim-distribution-authorised", CARRIED)
        if not approvals and not mandates:
            yield Both("no entry says that the dividend was approved", "没有批准利润分配的分录")
        if approvals and all(self.paid_on.before(one.approved_on) for one in approvals):
            yield Both("paid before it was approved", "发放日早于批准日")
        yield from _above_mandate(self, matter)


def _approvals(payment: DistributionEvent, matter: Matter) -> list[DistributionApproved]:
    return [one for one in matter.all("distribution-approved") if one.sort is payment.sort]


def _overpaid(payments: list[DividendPaid], matter: Matter) -> Iterator[Both]:
    """More than any approval allows: in all and, where the base may have grown, for each 10 shares."""
    approvals = _approvals(payments[-1], matter)
    if approvals and all(_exceeds(payments, one) for one in approvals):
        yield Both("paid more than was approved", "发放多于批准的分配")


def _exceeds(payments: list[DividendPaid], approved: DistributionApproved) -> bool:
    if approved.decision is DistributionDecision.NONE:
        return any(one.something for one in payments)
    limit = _money(approved)
    paid = [money for one in payments if (money := _money(one))]
    told: list[bool] = []
    if limit and limit.most is not None and any(one.unit == limit.unit for one in paid):
        told.append(sum(one.least for one in paid if one.unit == limit.unit) > limit.most)
    per = [one.per_10_shares for one in payments if one.per_10_shares]
    if approved.per_10_shares and per:
        most = approved.per_10_shares
        told.append(any(one.currency == most.currency and one.amount > most.amount for one in per))
    return bool(told) and all(told)


def _above_mandate(event: DistributionTerms, matter: Matter) -> Iterator[Both]:
    mandates = [one for one in matter.all("interim-distribution-authorised") if one.cap]
    caps = [Bounds.of(one.cap, rounded=False) for one in mandates]
    money = _money(event)
    if money and caps and all(_over(money, cap) for cap in caps):
        yield Both("more than the cap of the mandate", "超过授权的金额上限")


def _over(money: Bounds, cap: Bounds | None) -> bool:
    most = cap.most if cap and cap.unit == money.unit else None
    return most is not None and money.least > most


def _money(event: DistributionTerms) -> Bounds | None:
    """The cash in all, exactly or as stated."""
    if event.total:
        return Bounds(event.total.currency, event.total.amount, event.total.amount)
    return Bounds.of(event.total_as_stated) if event.total_as_stated else None


def _apart(least: Decimal, most: Decimal, stated: Bounds) -> bool:
    """Whether nothing between ``least`` and ``most`` is within what is stated."""
    return most < stated.least or (stated.most is not None and least > stated.most)
