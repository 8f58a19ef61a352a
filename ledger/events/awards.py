"""Awards of incentive plans: granted, adjusted, assessed, vested, released, exercised, lapsed, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from ledger.event import BREAKDOWN, OCCURRENCE, PERSONS, TOTAL, About, kind
from ledger.events.award_sums import MOVES, Awards, granted_to, ungranted
from ledger.events.incentive_fields import (
    AdjustmentGround,
    AwardInstrument,
    Batch,
    BatchOf,
    Instrument,
    LapseReason,
    OfCapital,
    Persons,
    PlanEvent,
    Price,
    Tranche,
    Why,
)
from ledger.fields import AnnouncedOn, Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Count, Money, PartialDate, Percent, Shares, Text
from ledger.values.recipients import Recipients

AREA = "激励授予与归属"

GRANT_DAYS = 60
"""Days after the approval within which awards are granted, the reserve apart (股权激励管理办法第42条)."""


class Outcome(Choice):
    """Whether the conditions were met."""

    MET = "met", "met", "成就"
    PARTLY = "partly", "partly met", "部分成就"
    UNMET = "unmet", "not met", "未成就"


class AwardEvent(PlanEvent):
    """Awards of one instrument, batch and tranche."""

    instrument: Instrument = None
    batch: BatchOf = None
    tranche: Tranche = None
    shares: Annotated[
        Shares | None, TOTAL, About("权益数量", "shares", "股数或份数", "Number of shares", eg="9920000")
    ] = None
    persons: Persons = None
    recipients: Annotated[
        Recipients | None, PERSONS,
        About("激励对象明细", "recipients", "各对象及其数量；一类人写明人数", "Who gets how many shares",
              eg="张三: 50000; 其他 152 人: 9870000"),
    ] = None  # fmt: skip
    price: Price = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    @property
    def number(self) -> int | None:
        """How many shares, stated or added up from the recipients."""
        if self.shares:
            return self.shares.count
        return self.recipients.shares if self.recipients else None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The recipients add up to the persons and shares stated."""
        _ = matter
        listed = self.recipients
        if listed and listed.shares != self.number:
            yield Both(f"the recipients have {listed.shares:,} shares, not {self.number:,}",
                       f"明细合计 {listed.shares:,} 股，与 {self.number:,} 股不符")  # fmt: skip
        if listed and self.persons is not None and listed.persons != self.persons:
            yield Both(f"{listed.persons:,} recipients are listed, not {self.persons:,}",
                       f"明细共 {listed.persons:,} 人，与 {self.persons:,} 人不符")  # fmt: skip


@kind(
    "授予权益",
    matter="incentive",
    opens=True,
    zh_says="{granted_on}授予{instrument}[（{batch}）][ {shares}][，占总股本 {percent_of_capital}]"
    "[，授予 {persons} 人][，价格为每股{price}]",
    en_says="Awards granted on {granted_on}[ ({batch})]: [{shares} of ]{instrument}"
    "[, {percent_of_capital} of the capital][, to {persons} persons][, at {price}]",
)
class AwardsGranted(AwardEvent):
    """Awards were granted; the day is that of the grant, not of registration.

    授予权益；日期为授予日，不是登记日。
    """

    granted_on: Annotated[
        PartialDate, OCCURRENCE, About("授予日", "granted on", "授予日", "Day of the grant", eg="2024-08-13")
    ]
    instrument: Annotated[
        AwardInstrument,
        BREAKDOWN,
        About("激励工具", "instrument", "授予的工具", "What is granted", eg="restricted-2"),
    ]
    percent_of_capital: OfCapital = None
    registered_on: Annotated[
        PartialDate | None,
        About(
            "登记日",
            "registered on",
            "授予登记完成之日；第二类限制性股票不登记",
            "Day of registration",
            eg="2024-09-10",
        ),
    ] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No more than the plan has, and nothing after the plan ended."""
        yield from super().contradictions(matter)
        yield from Awards(matter).overgranted()
        ended = matter.last("incentive-plan-terminated")
        if ended and ended.terminated_on.before(self.granted_on):
            day = ended.terminated_on
            yield Both(f"the plan was terminated on {day.show('en')}", f"激励计划已于{day.show('zh')}终止")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Without approval or too late after it; without verification; more than the reserve."""
        approved = matter.last("incentive-plan-approved")
        if approved:
            yield from _late(self, approved)
        elif not matter.all("balance-carried-in"):
            yield Both("no entry says that the plan was approved", "没有批准激励计划的分录")
        if not any(one.batch in (None, self.batch) for one in matter.all("grantee-list-verified")):
            yield Both("no entry says that the list of recipients was verified", "没有核查激励对象名单的分录")
        reserve = approved and approved.reserve
        if reserve and self.batch is Batch.RESERVE and (self.number or 0) > reserve.count:
            yield Both(f"more than the reserve of {reserve.show('en')}", f"多于预留的 {reserve.show('zh')}")


@kind(
    "调整权益",
    matter="incentive",
    zh_says="{adjusted_on}调整权益[（{ground}）][，数量由 {shares_before}调整为 {shares_after}]"
    "[，价格由{price_before}调整为{price_after}][，人数调整为 {persons_after} 人]",
    en_says="Terms adjusted on {adjusted_on}[ ({ground})][, shares from {shares_before} to {shares_after}]"
    "[, price from {price_before} to {price_after}][, persons to {persons_after}]",
)
class AwardTermsAdjusted(PlanEvent):
    """Number or price of awards was adjusted as the plan provides, such as for a dividend.

    按激励计划的规定调整权益数量、价格或人数，如因派息调整价格。
    """

    adjusted_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("调整日", "adjusted on", "审议调整之日", "Day it was decided", eg="2024-08-13"),
    ]
    ground: Annotated[
        AdjustmentGround | None, BREAKDOWN,
        About("调整依据", "ground", "计划规定的调整情形", "What the plan provides for", eg="dividend"),
    ] = None  # fmt: skip
    instrument: Instrument = None
    batch: BatchOf = None
    shares_before: Annotated[
        Shares | None, About("调整前数量", "shares before", "调整前数量", "Shares before", eg="10000000")
    ] = None
    shares_after: Annotated[
        Shares | None, About("调整后数量", "shares after", "调整后数量", "Shares after", eg="9920000")
    ] = None
    price_before: Annotated[
        Money | None, About("调整前价格", "price before", "调整前价格", "Price before", eg="CNY 8.64")
    ] = None
    price_after: Annotated[
        Money | None, About("调整后价格", "price after", "调整后价格", "Price after", eg="CNY 8.59")
    ] = None
    persons_after: Annotated[
        Count | None, About("调整后人数", "persons after", "调整后人数", "Recipients after", eg="159")
    ] = None
    explanation: Why = None
    approved_at: ApprovedAt = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Nothing is said of what it was adjusted for."""
        _ = matter
        if not self.ground:
            yield Both("the ground of the adjustment is not given", "未说明调整依据")


@kind(
    "评估归属条件",
    matter="incentive",
    zh_says="{assessed_on}评估[{batch}]第 {tranche} 期条件：{outcome}[，公司层面比例 {company_ratio}]"
    "[，可归属 {shares}][，涉及 {persons} 人]",
    en_says="Conditions of tranche {tranche}[ ({batch})] assessed on {assessed_on}: {outcome}"
    "[, company ratio {company_ratio}][, {shares} eligible][, {persons} persons]",
)
class VestingConditionsAssessed(PlanEvent):
    """The board decided whether the conditions of vesting, release or exercise were met.

    董事会认定归属、解除限售或行权的条件是否成就。
    """

    assessed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("认定日", "assessed on", "董事会认定之日", "Day of the board", eg="2025-08-15"),
    ]
    instrument: Instrument = None
    batch: BatchOf = None
    tranche: Annotated[
        Count,
        About("期次", "tranche", "第几个归属期、解除限售期或行权期", "Ordinal of the vesting period", eg="1"),
    ]
    outcome: Annotated[
        Outcome, BREAKDOWN, About("认定结果", "outcome", "条件是否成就", "Whether they were met", eg="met")
    ]
    performance: Annotated[
        Text | None,
        About(
            "业绩完成情况", "performance", "考核指标的完成情况", "What was reached", eg="营业收入增长12.3%"
        ),
    ] = None
    company_ratio: Annotated[
        Percent | None,
        About(
            "公司层面比例",
            "company ratio",
            "公司层面归属比例",
            "Part that the company's result lets vest",
            eg="100%",
        ),
    ] = None
    persons: Persons = None
    shares: Annotated[
        Shares | None,
        About("可归属数量", "shares", "可归属、解除限售或行权的数量", "Shares that may vest", eg="4900000"),
    ] = None
    window: Annotated[
        PartialDate | None,
        About(
            "归属或行权期间",
            "window",
            "可办理的期间",
            "Span in which it may be done",
            eg="2025-08-13..2026-08-12",
        ),
    ] = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None


class AwardMove(AwardEvent):
    """Awards that were granted before and now vest, are exercised or come to nothing."""

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No more than was granted, in all and to a person."""
        yield from super().contradictions(matter)
        if matter.all(*MOVES)[-1] is self:
            yield from Awards(matter).overused()
            yield from Awards(matter).overtaken()

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Of a batch or to a person that no entry says was granted."""
        grants = matter.all("awards-granted", "balance-carried-in")
        if not ungranted(self) and not any(_of(self, grant, "batch") for grant in grants):
            yield Both("no entry says that these awards were granted", "没有授予该批权益的分录")
        granted = matter.all("awards-granted")
        for name in self.recipients or () if granted else ():
            if all(granted_to(name, grant) == 0 for grant in granted):
                yield Both(f"no grant names {name}", f"授予分录中没有{name}")


class AwardEarned(AwardMove):
    """Awards whose conditions were met."""

    listed_on: Annotated[
        PartialDate | None,
        About("上市流通日", "listed on", "股份上市流通之日", "Day the shares may be traded", eg="2025-09-20"),
    ] = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Without an assessment of the conditions."""
        yield from super().irregularities(matter)
        assessed = matter.all("vesting-conditions-assessed", "balance-carried-in")
        if not any(_of(self, one, "batch", "tranche") for one in assessed):
            yield Both("no entry says that the conditions were assessed", "没有认定条件成就的分录")


@kind(
    "权益归属",
    matter="incentive",
    zh_says="{vested_on}[{batch}][{instrument}][第 {tranche} 期]归属[ {shares}][，涉及 {persons} 人]"
    "[，价格为每股{price}]",
    en_says="Awards vested on {vested_on}[: {shares}][ ({batch})][, tranche {tranche}]"
    "[, {persons} persons][, at {price}]",
)
class AwardsVested(AwardEarned):
    """Class 2 restricted stock was registered to the recipients; of options, they became exercisable.

    第二类限制性股票完成归属登记；股票期权为进入可行权期。
    """

    vested_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("归属日", "vested on", "归属登记完成之日", "Day of registration", eg="2025-09-18"),
    ]


@kind(
    "解除限售",
    matter="incentive",
    zh_says="{released_on}[{batch}][第 {tranche} 期]解除限售[ {shares}][，涉及 {persons} 人]",
    en_says="Awards released on {released_on}[: {shares}][ ({batch})][, tranche {tranche}]"
    "[, {persons} persons]",
)
class AwardsReleased(AwardEarned):
    """Class 1 restricted stock was released from lock-up.

    第一类限制性股票解除限售。
    """

    released_on: Annotated[
        PartialDate, OCCURRENCE,
        About("解除限售日", "released on", "解除限售之日", "Day of release", eg="2025-09-24"),
    ]  # fmt: skip


@kind(
    "权益行权",
    matter="incentive",
    zh_says="{exercised_on}[{batch}][第 {tranche} 期]行权[ {shares}][，涉及 {persons} 人]"
    "[，行权价格为每股{price}]",
    en_says="Awards exercised on {exercised_on}[: {shares}][ ({batch})][, tranche {tranche}]"
    "[, {persons} persons][, at {price}]",
)
class AwardsExercised(AwardEarned):
    """Stock options or appreciation rights were exercised.

    股票期权或股票增值权行权。
    """

    exercised_on: Annotated[
        PartialDate, OCCURRENCE,
        About("行权日", "exercised on", "行权之日；自主行权可填区间", "Day; an interval for several",
              eg="2025-10-01..2025-12-31"),
    ]  # fmt: skip


class AwardGone(AwardMove):
    """Awards that came to nothing, and why."""

    reason: Annotated[
        LapseReason | None, BREAKDOWN, About("原因", "reason", "离职、考核、放弃等", "Why", eg="departure")
    ] = None
    explanation: Why = None


@kind(
    "权益作废",
    matter="incentive",
    zh_says="{lapsed_on}作废[{batch}][{instrument}][ {shares}][，涉及 {persons} 人][，原因：{reason}]",
    en_says="Awards lapsed on {lapsed_on}[: {shares}][ ({batch})][, {persons} persons][, for {reason}]",
)
class AwardsLapsed(AwardGone):
    """Awards that were never registered lapsed, such as class 2 restricted stock; not those cancelled.

    未登记的权益（如第二类限制性股票）作废失效；办理注销的，只记注销。
    """

    lapsed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("作废日", "lapsed on", "审议作废之日", "Day it was decided", eg="2025-08-15"),
    ]


@kind(
    "权益注销",
    matter="incentive",
    zh_says="{cancelled_on}注销[{batch}][{instrument}][ {shares}][，涉及 {persons} 人]"
    "[，回购价格为每股{price}][，原因：{reason}]",
    en_says="Awards cancelled on {cancelled_on}[: {shares}][ ({batch})][, {persons} persons]"
    "[, bought back at {price}][, for {reason}]",
)
class AwardsCancelled(AwardGone):
    """Options were cancelled, or class 1 restricted stock bought back and cancelled.

    注销股票期权，或回购注销第一类限制性股票。
    """

    cancelled_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("注销日", "cancelled on", "注销完成之日", "Day it was done", eg="2025-11-14"),
    ]


def _late(grant: AwardsGranted, approved: Any) -> Iterator[Both]:
    """What is odd about the time of a grant after the approval of its plan."""
    if grant.granted_on.before(approved.approved_on):
        yield Both("granted before the plan was approved", "授予日早于激励计划批准日")
    first, last = grant.granted_on.first, approved.approved_on.last
    if not first or not last:
        return
    if grant.batch is Batch.RESERVE:
        if (first.year - last.year, first.month, first.day) > (1, last.month, last.day):
            yield Both(
                "the reserve was granted more than 12 months after the approval",
                "预留权益授予晚于批准后 12 个月",
            )
    elif (days := (first - last).days) > GRANT_DAYS:
        yield Both(f"granted {days} days after the approval, more than {GRANT_DAYS}",
                   f"批准后 {days} 天授予，超过 {GRANT_DAYS} 天")  # fmt: skip


def _of(move: AwardMove, other: Any, *names: str) -> bool:
    """Whether ``other`` may concern the same part; what carries a balance in may concern every part."""
    pairs = ((getattr(move, name), getattr(other, name, None)) for name in names)
    return all(None in pair or pair[0] == pair[1] for pair in pairs)
