"""Buybacks of the company's own shares: approved, carried out, ended, and what became of the shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, JOINS, OCCURRENCE, TOTAL, About, GovernanceEvent, kind
from ledger.events.dealing_fields import (
    Bounds,
    Ceiling,
    Class,
    Floor,
    Method,
    PriceCap,
    Reason,
    SharesSoFar,
    SoFar,
    Source,
    Traded,
    Venue,
    Window,
)
from ledger.events.dealing_sums import CARRIED, Dealings, Slugs
from ledger.fields import AnnouncedOn, Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, PartialDate, Percent, Ref, Shares, Text, To

AREA = "股份回购"

ENDS = ("buyback-completed", "buyback-terminated")
MOVES = ("treasury-shares-used", "treasury-shares-cancelled")
SLUGS = Slugs(
    flows=("shares-repurchased",),
    reports=("buyback-progress-reported",),
    finals=ENDS,
    terms=("buyback-approved", "buyback-changed"),
)


def dealings(matter: Matter) -> Dealings:
    """The trades of the buyback, what was reported of them, and the terms that hold."""
    return Dealings(matter, SLUGS)


class BuybackPurpose(Choice):
    """What the shares are bought for (上市公司股份回购规则第2条)."""

    INCENTIVE = "incentive", "employee stock ownership or equity incentive", "员工持股计划或股权激励"
    CAPITAL_REDUCTION = "capital-reduction", "reduction of the capital", "减少注册资本"
    CONVERSION = "conversion", "conversion of convertible bonds", "转换可转换公司债券"
    VALUE = "value", "protection of value and shareholders' interests", "维护公司价值及股东权益"
    OTHER = "other", "other", "其他"


class TreasuryUse(Choice):
    """What treasury shares are used for."""

    STOCK_OWNERSHIP = "stock-ownership", "employee stock ownership plan", "员工持股计划"
    INCENTIVE = "incentive", "equity incentive", "股权激励"
    CONVERSION = "conversion", "conversion of convertible bonds", "转换可转换公司债券"
    SALE = "sale", "sale", "出售"
    OTHER = "other", "other", "其他"


Purpose = Annotated[
    BuybackPurpose | None, BREAKDOWN,
    About("回购用途", "purpose", "回购股份的用途", "What the shares are for", eg="incentive"),
]  # fmt: skip


class BuybackEvent(GovernanceEvent):
    """Something that befell a buyback."""

    buyback: Annotated[
        Ref, To("buyback"), JOINS,
        About("回购", "buyback", "账本中的回购事项", "The buyback, as the ledger names it",
              eg="buyback/2024"),
    ]  # fmt: skip


class BuybackTerms(BuybackEvent):
    """The terms of a buyback as approved or changed."""

    floor: Floor = None
    ceiling: Ceiling = None
    price_cap: PriceCap = None
    window: Window = None
    purpose: Purpose = None
    funds: Source = None
    method: Method = None
    venue: Venue = None
    share_class: Class = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The floor is no higher than the ceiling."""
        _ = matter
        floor, ceiling = (limit and Bounds.of(limit, rounded=False) for limit in (self.floor, self.ceiling))
        most = ceiling.most if ceiling and floor and ceiling.unit == floor.unit else None
        if floor and most is not None and floor.least > most:
            yield Both("the floor is above the ceiling", "下限高于上限")


@kind(
    "批准回购方案",
    matter="buyback",
    opens=True,
    once=True,
    zh_says="{approved_on}审议通过回购股份方案[，以{funds}][，通过{venue}][，以{method}方式][，回购{share_class}]"
    "[，{floor}][，{ceiling}][，价格不超过每股{price_cap}][，期限 {window}][，用于{purpose}]",
    en_says="Buyback approved on {approved_on}[: {floor}][, {ceiling}][, of {share_class}]"
    "[, at no more than {price_cap} a share][, {window}][, from {funds}][, by {method}][, through {venue}]"
    "[, for {purpose}]",
)
class BuybackApproved(BuybackTerms):
    """A plan to buy back the company's own shares was approved.

    董事会或股东会审议通过回购公司股份的方案。
    """

    approved_on: Annotated[
        PartialDate, OCCURRENCE,
        About("通过日", "approved on", "有权机构审议通过之日", "Day it was decided", eg="2024-03-04"),
    ]  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Announced before it was approved."""
        _ = matter
        if self.announced_on and self.announced_on.before(self.approved_on):
            yield Both("announced before it was approved", "公告日早于通过日")


@kind(
    "变更回购方案",
    matter="buyback",
    zh_says="{changed_on}变更回购方案：{changes}[，{floor}][，{ceiling}][，价格上限为每股{price_cap}]"
    "[，期限为 {window}][，用途为{purpose}][，原因：{reason}]",
    en_says="Buyback changed on {changed_on}: {changes}[, {floor}][, {ceiling}]"
    "[, at no more than {price_cap} a share][, {window}][, for {purpose}][; reason: {reason}]",
)
class BuybackChanged(BuybackTerms):
    """The plan was changed; filled fields hold from this day on.

    回购方案经过变更；所填各项自该日起适用。
    """

    changed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("变更日", "changed on", "变更生效之日", "Day from which it holds", eg="2024-05-29"),
    ]  # fmt: skip
    changes: Annotated[
        Text, About("变更内容", "changes", "变更的内容", "What was changed", eg="因权益分派调整价格上限")
    ]
    reason: Reason = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Changed though no entry says that it was approved."""
        yield from _unapproved(matter)


@kind(
    "回购成交",
    matter="buyback",
    opens=True,
    zh_says="{traded_on}回购 {shares}[，成交金额{cash}][，支付{cash_as_stated}][（{fees}）]"
    "[，最低价每股{low}][，最高价每股{high}]",
    en_says="{shares} bought back on {traded_on}[ for {cash}][, stated as {cash_as_stated}][ ({fees})]"
    "[, lowest price {low}][, highest price {high}]",
)
class SharesRepurchased(Traded, BuybackEvent):
    """Shares were bought back on a day: a flow, reconciled with cumulative figures and never added to them.

    公司当日回购股份；为当日发生数，与累计数核对而不相加。
    """

    traded_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("成交日", "traded on", "成交之日", "Day of the trades", eg="2024-04-10"),
    ]
    method: Method = None
    venue: Venue = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Outside the plan, or after its end."""
        sums = matter.derived(dealings)
        yield from _unapproved(matter)
        yield from sums.outside(self)
        yield from sums.dear(self)
        yield from sums.beyond(self)
        if any(end.occurred_on.before(self.traded_on) for end in matter.all(*ENDS)):
            yield Both("bought after the buyback had ended", "回购结束后仍有成交")


class BuybackFigures(SoFar, BuybackEvent):
    """Cumulative figures of a buyback."""

    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No less than earlier figures and trades."""
        yield from super().contradictions(matter)
        yield from matter.derived(dealings).contradicted(self)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Outside the plan; unlike the trades; a percentage of something else."""
        yield from super().irregularities(matter)
        sums = matter.derived(dealings)
        yield from _unapproved(matter)
        yield from sums.dear(self)
        yield from sums.beyond(self)
        yield from sums.unlike(self)


_SO_FAR_ZH = (
    "[，累计回购 {shares}][，占总股本 {percent_of_capital}][，累计金额{cash}]"
    "[，支付{cash_as_stated}][（{fees}）]"
    "[，最低价每股{low}][，最高价每股{high}]"
)
_SO_FAR_EN = (
    "[: {shares} in all][, {percent_of_capital} of the capital][, for {cash}][, stated as {cash_as_stated}]"
    "[ ({fees})][, lowest price {low}][, highest price {high}]"
)


@kind(
    "披露回购进展",
    matter="buyback",
    opens=True,
    zh_says=f"截至 {{as_of}}{_SO_FAR_ZH}",
    en_says=f"Buyback as of {{as_of}}{_SO_FAR_EN}",
)
class BuybackProgressReported(BuybackFigures):
    """Cumulative figures of a buyback as of a day; none bought yet is zero.

    截至某日的回购进展，均为累计数；尚未实施的股数填 0。
    """

    as_of: Annotated[
        PartialDate, OCCURRENCE,
        About("截至日", "as of", "累计数的截止日", "Day until which it is reckoned", eg="2024-06-30"),
    ]  # fmt: skip
    shares: SharesSoFar


@kind(
    "完成回购",
    matter="buyback",
    opens=True,
    once=True,
    zh_says=f"{{completed_on}}回购实施完毕{_SO_FAR_ZH}",
    en_says=f"Buyback completed on {{completed_on}}{_SO_FAR_EN}",
)
class BuybackCompleted(BuybackFigures):
    """A buyback came to its end, by time or because enough was bought; the figures are final.

    回购期限届满或实施完毕；所填为最终累计数。
    """

    completed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("完成日", "completed on", "届满或实施完毕之日", "Day it ended", eg="2024-09-03"),
    ]  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Less than the floor."""
        yield from super().irregularities(matter)
        yield from matter.derived(dealings).short(self)


@kind(
    "终止回购",
    matter="buyback",
    once=True,
    zh_says=f"{{terminated_on}}终止回购[，原因：{{reason}}]{_SO_FAR_ZH}",
    en_says=f"Buyback terminated on {{terminated_on}}[ ({{reason}})]{_SO_FAR_EN}",
)
class BuybackTerminated(BuybackFigures):
    """A buyback was ended early; the figures are final.

    提前终止回购；所填为最终累计数。
    """

    terminated_on: Annotated[
        PartialDate, OCCURRENCE,
        About("终止日", "terminated on", "审议终止之日", "Day it was decided", eg="2024-07-31"),
    ]  # fmt: skip
    reason: Reason = None
    approved_at: ApprovedAt = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """What was completed is not terminated."""
        yield from super().contradictions(matter)
        if matter.all("buyback-completed"):
            yield Both("the buyback is recorded both as completed and as terminated", "回购不能既完成又终止")


class TreasuryMove(BuybackEvent):
    """Shares bought back leave the treasury."""

    shares: Annotated[
        Shares, TOTAL, About("股数", "shares", "所涉回购股份数", "Treasury shares concerned", eg="1414450")
    ]
    percent_of_capital: Annotated[
        Percent | None,
        About(
            "占总股本比例", "percent of capital", "占变动前总股本的比例", "Of the capital before", eg="0.78%"
        ),
    ] = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No more than was bought, by a figure that tells all of it."""
        moves = matter.all(*MOVES)
        if moves[-1] is self:
            yield from matter.derived(dealings).overused(moves)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """More than any entry tells was bought."""
        used = sum(move.shares.count for move in matter.all(*MOVES))
        if used > (bought := matter.derived(dealings).bought()) and not matter.all(CARRIED):
            yield Both(f"{used:,} shares used or cancelled, but entries tell of {bought:,} bought",
                       f"使用及注销共 {used:,} 股，而分录所载回购仅 {bought:,} 股")  # fmt: skip


@kind(
    "使用库存股",
    matter="buyback",
    zh_says="{used_on}使用库存股 {shares}[，用于{use}][（{incentive}）]",
    en_says="{shares} of the treasury used on {used_on}[ for {use}][ ({incentive})]",
)
class TreasurySharesUsed(TreasuryMove):
    """Shares bought back were used, such as for an employee stock ownership plan.

    回购的股份已使用，如过户至员工持股计划。
    """

    used_on: Annotated[
        PartialDate, OCCURRENCE,
        About("使用日", "used on", "过户或登记完成之日", "Day of transfer", eg="2025-09-18"),
    ]  # fmt: skip
    use: Annotated[
        TreasuryUse | None, BREAKDOWN,
        About("使用用途", "use", "股份的实际用途", "What they were used for", eg="incentive"),
    ] = None  # fmt: skip
    incentive: Annotated[
        Ref | None, To("incentive"),
        About("激励计划", "incentive", "所用于的激励计划", "Incentive plan that they went to",
              eg="incentive/2024"),
    ] = None  # fmt: skip


@kind(
    "注销库存股",
    matter="buyback",
    zh_says="{cancelled_on}注销库存股 {shares}[，占总股本 {percent_of_capital}][，原因：{reason}]",
    en_says="{shares} of the treasury cancelled on {cancelled_on}[, {percent_of_capital} of the capital]"
    "[ ({reason})]",
)
class TreasurySharesCancelled(TreasuryMove):
    """Shares bought back were cancelled and the capital reduced.

    注销回购的股份并相应减少注册资本。
    """

    cancelled_on: Annotated[
        PartialDate, OCCURRENCE,
        About("注销日", "cancelled on", "注销登记完成之日", "Day of cancellation", eg="2027-09-01"),
    ]  # fmt: skip
    reason: Reason = None


def _unapproved(matter: Matter) -> Iterator[Both]:
    if not matter.all("buyback-approved", CARRIED):
        yield Both("no entry says that the buyback was approved", "没有批准回购方案的分录")
