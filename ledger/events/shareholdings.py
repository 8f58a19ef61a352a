"""Holders who increase or reduce their holdings: announced, bought, sold, reported, completed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import ANNOUNCES, BREAKDOWN, JOINS, OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.events.dealing_fields import (
    Bounds,
    Ceiling,
    Class,
    DealingFigures,
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
from ledger.fields import AnnouncedOn, Announcement
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, PartialDate, Percent, Ref, Text, To, segment

AREA = "增减持"

INCREASE = Slugs(
    flows=("shares-bought",),
    reports=("holding-progress-reported",),
    finals=("holding-increase-completed",),
    terms=("holding-increase-announced",),
)
REDUCTION = Slugs(
    flows=("holding-reduced",),
    reports=("holding-progress-reported",),
    finals=(),
    terms=("holding-reduction-announced",),
)


class Direction(Choice):
    """Whether the holding grows or shrinks."""

    INCREASE = "increase", "increase", "增持"
    REDUCTION = "reduction", "reduction", "减持"


def increase(matter: Matter) -> Dealings:
    """What was bought under the plan, what was reported of it, and its terms."""
    return Dealings(matter, INCREASE).only(lambda one: _direction(one, matter) is Direction.INCREASE)


def reduction(matter: Matter) -> Dealings:
    """What was sold under the plan, what was reported of it, and its terms."""
    return Dealings(matter, REDUCTION).only(lambda one: _direction(one, matter) is Direction.REDUCTION)


FOLDS = {Direction.INCREASE: increase, Direction.REDUCTION: reduction}
"""Direction -> what sums up the plan that goes that way."""
Holder = Annotated[
    Text | None, PERSONS,
    About("股东", "holder", "股东全称；随事项已知，可不填", "The holder; known from the matter if empty",
          eg="神州云科（北京）科技有限公司"),
]  # fmt: skip
Rank = Annotated[
    Text | None,
    BREAKDOWN,
    About("股东身份", "rank", "如第一大股东、控股股东、董事", "What the holder is", eg="第一大股东"),
]
Before = Annotated[
    Percent | None,
    About("变动前比例", "percent before", "变动前持股占总股本的比例", "Of the capital before", eg="11.95%"),
]
After = Annotated[
    Percent | None,
    About("变动后比例", "percent after", "变动后持股占总股本的比例", "Of the capital after", eg="12.96%"),
]


class HoldingPlan(GovernanceEvent):
    """A plan to increase or reduce a holding, which opens its matter."""

    holder: Annotated[
        Text, PERSONS,
        About("股东", "holder", "股东全称", "Full name of the holder", eg="神州云科（北京）科技有限公司"),
    ]  # fmt: skip
    plan_ref: Annotated[
        Code,
        About("计划编号", "plan ref", "区分同一股东各次计划，如年份", "Tells the plans of a holder apart",
              eg="2024"),
    ]  # fmt: skip
    rank: Rank = None
    floor: Floor = None
    ceiling: Ceiling = None
    price_cap: PriceCap = None
    window: Window = None
    method: Method = None
    venue: Venue = None
    share_class: Class = None
    percent_before: Before = None
    announcement: Announcement = None

    def matter_ref(self) -> str:
        """Holder and reference, each as a segment."""
        return f"{segment(self.holder)}/{segment(self.plan_ref)}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The floor is no higher than the ceiling; one plan goes one way."""
        floor, ceiling = (limit and Bounds.of(limit, rounded=False) for limit in (self.floor, self.ceiling))
        most = ceiling.most if ceiling and floor and ceiling.unit == floor.unit else None
        if floor and most is not None and floor.least > most:
            yield Both("the floor is above the ceiling", "下限高于上限")
        plans = matter.all("holding-increase-announced", "holding-reduction-announced")
        if len({plan.spec.slug for plan in plans}) > 1:
            yield Both("one plan cannot both increase and reduce; give the other its own plan ref",
                       "同一计划不能既增持又减持；请为另一计划另取编号")  # fmt: skip


class HoldingEvent(GovernanceEvent):
    """Something that befell a plan or a holding."""

    holding: Annotated[
        Ref, To("holding"), JOINS,
        About("增减持事项", "holding", "账本中的增减持事项", "The matter, as the ledger names it",
              eg="holding/神州云科-北京-科技有限公司/2024"),
    ]  # fmt: skip
    holder: Holder = None


class HoldingFigures(DealingFigures, HoldingEvent):
    """Figures of a holding that changes."""

    percent_before: Before = None
    percent_after: After = None
    method: Method = None
    venue: Venue = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The holder is that of the matter."""
        yield from super().contradictions(matter)
        of = self.matter_id().split("/")[1]
        if self.holder and segment(self.holder) != of:
            yield Both(f"the holder is “{self.holder}”, the matter that of “{of}”",
                       f"股东为“{self.holder}”，与事项中的“{of}”不符")  # fmt: skip


@kind(
    "公告增持计划",
    matter="holding",
    opens=True,
    zh_says="{announced_on}公告[{rank}]{holder}增持计划[，以{funds}][，通过{venue}][，以{method}方式][，{floor}]"
    "[，{ceiling}][，价格不超过每股{price_cap}][，期限 {window}][，增持前持股 {percent_before}]",
    en_says="Plan of {holder}[ ({rank})] to increase its holding announced on {announced_on}[: {floor}]"
    "[, {ceiling}][, at no more than {price_cap} a share][, {window}][, from {funds}][, by {method}]"
    "[, through {venue}][, {percent_before} held before]",
)
class HoldingIncreaseAnnounced(HoldingPlan):
    """A holder announced a plan to buy shares of the company.

    股东公告增持公司股份的计划。
    """

    announced_on: Annotated[
        PartialDate, OCCURRENCE, ANNOUNCES,
        About("公告日", "announced on", "披露计划之日", "Day it was announced", eg="2024-02-01"),
    ]  # fmt: skip
    funds: Source = None


@kind(
    "增持成交",
    matter="holding",
    opens=True,
    zh_says="{traded_on}[{holder}]增持 {shares}[，成交金额{cash}][，金额{cash_as_stated}][（{fees}）]"
    "[，变动前持股 {percent_before}][，变动后持股 {percent_after}]",
    en_says="{shares} bought[ by {holder}] on {traded_on}[ for {cash}][, stated as {cash_as_stated}]"
    "[ ({fees})][, holding before {percent_before}][, after {percent_after}]",
)
class SharesBought(Traded, HoldingFigures):
    """A holder bought shares on a day or some days: a flow, reconciled with cumulative figures.

    股东当日（期间）增持股份；为发生数，与累计数核对而不相加。
    """

    traded_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("成交日", "traded on", "成交之日", "Day of the trades", eg="2024-02-06"),
    ]

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Outside the plan, or after its end."""
        sums = matter.derived(increase)
        yield from sums.outside(self)
        yield from sums.dear(self)
        yield from sums.beyond(self)
        if any(end.completed_on.before(self.traded_on) for end in sums.finals):
            yield Both("bought after the increase was completed", "增持计划完成后仍有成交")
        if matter.all("holding-reduction-announced"):
            yield Both("shares were bought under a plan to reduce", "减持计划中出现增持")
        yield from _grown(self.percent_before, self.percent_after)


@kind(
    "披露增减持进展",
    matter="holding",
    opens=True,
    zh_says="截至 {as_of}，[{holder}]累计{direction} {shares}[，占总股本 {percent_of_capital}]"
    "[，累计金额{cash}][，金额{cash_as_stated}][（{fees}）][，现持股 {percent_after}]",
    en_says="Progress[ of {holder}] ({direction}) as of {as_of}: {shares} in all"
    "[, {percent_of_capital} of the capital][, for {cash}][, stated as {cash_as_stated}][ ({fees})]"
    "[, holding now {percent_after}]",
)
class HoldingProgressReported(SoFar, HoldingFigures):
    """Cumulative figures of an increase or reduction as of a day; none yet is zero.

    截至某日的增持或减持进展，均为累计数；尚未实施的股数填 0。
    """

    as_of: Annotated[
        PartialDate, OCCURRENCE,
        About("截至日", "as of", "累计数的截止日", "Day until which it is reckoned", eg="2024-05-01"),
    ]  # fmt: skip
    direction: Annotated[
        Direction,
        BREAKDOWN,
        About("方向", "direction", "增持或减持", "Increase or reduction", eg="increase"),
    ]
    shares: SharesSoFar

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No less than earlier figures and trades."""
        yield from super().contradictions(matter)
        yield from matter.derived(FOLDS[self.direction]).contradicted(self)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Outside the plan; unlike the trades; a percentage of something else."""
        yield from super().irregularities(matter)
        sums = matter.derived(FOLDS[self.direction])
        yield from _unannounced(matter, sums)
        yield from sums.dear(self)
        yield from sums.beyond(self)
        yield from sums.unlike(self)


@kind(
    "完成增持计划",
    matter="holding",
    opens=True,
    once=True,
    zh_says="{completed_on}[{holder}]增持计划实施完毕[，累计增持 {shares}][，占总股本 {percent_of_capital}]"
    "[，累计金额{cash}][，金额合计{cash_as_stated}][（{fees}）]"
    "[，变动前持股 {percent_before}][，变动后持股 {percent_after}]",
    en_says="Increase[ by {holder}] completed {completed_on}[: {shares} in all]"
    "[, {percent_of_capital} of the capital][, for {cash}][, stated as {cash_as_stated}][ ({fees})]"
    "[, holding before {percent_before}][, after {percent_after}]",
)
class HoldingIncreaseCompleted(SoFar, HoldingFigures):
    """A plan to buy shares came to its end; the figures are final.

    增持计划期限届满或实施完毕；所填为最终累计数。
    """

    completed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("完成日", "completed on", "实施完毕之日；不详的填截至某日", "Day it ended, or until when",
              eg="..2024-08-28"),
    ]  # fmt: skip

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No less than earlier figures and trades."""
        yield from super().contradictions(matter)
        yield from matter.derived(increase).contradicted(self)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Outside the plan; unlike the trades; a percentage of something else."""
        yield from super().irregularities(matter)
        sums = matter.derived(increase)
        yield from _unannounced(matter, sums)
        yield from sums.dear(self)
        yield from sums.beyond(self)
        yield from sums.short(self)
        yield from sums.unlike(self)
        yield from _grown(self.percent_before, self.percent_after)


@kind(
    "公告减持计划",
    matter="holding",
    opens=True,
    zh_says="{announced_on}公告[{rank}]{holder}减持计划[，以{method}方式][，{floor}][，{ceiling}]"
    "[，期限 {window}][，减持前持股 {percent_before}][，原因：{reason}]",
    en_says="Plan of {holder}[ ({rank})] to reduce its holding announced on {announced_on}[: {floor}]"
    "[, {ceiling}][, {window}][, by {method}][, {percent_before} held before][; reason: {reason}]",
)
class HoldingReductionAnnounced(HoldingPlan):
    """A holder announced a plan to sell shares of the company.

    股东公告减持公司股份的计划。
    """

    announced_on: Annotated[
        PartialDate, OCCURRENCE, ANNOUNCES,
        About("公告日", "announced on", "披露计划之日", "Day it was announced", eg="2024-11-01"),
    ]  # fmt: skip
    reason: Reason = None


@kind(
    "减持股份",
    matter="holding",
    opens=True,
    zh_says="{traded_on}[{holder}]减持 {shares}[，成交金额{cash}][，金额{cash_as_stated}][（{fees}）]"
    "[，变动前持股 {percent_before}][，变动后持股 {percent_after}]",
    en_says="{shares} sold[ by {holder}] on {traded_on}[ for {cash}][, stated as {cash_as_stated}]"
    "[ ({fees})][, holding before {percent_before}][, after {percent_after}]",
)
class HoldingReduced(Traded, HoldingFigures):
    """A holder sold shares on a day or some days: a flow, reconciled with cumulative figures.

    股东当日（期间）减持股份；为发生数，与累计数核对而不相加。
    """

    traded_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("成交日", "traded on", "成交之日", "Day of the trades", eg="2024-11-26"),
    ]

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Outside the plan."""
        sums = matter.derived(reduction)
        yield from sums.outside(self)
        yield from sums.beyond(self)
        if matter.all("holding-increase-announced"):
            yield Both("shares were sold under a plan to increase", "增持计划中出现减持")
        yield from _grown(self.percent_after, self.percent_before)


def _direction(figure: GovernanceEvent, matter: Matter) -> Direction:
    """Which way a figure goes; a balance carried in goes with the plan, else with an increase."""
    told = getattr(figure, "direction", None)
    if isinstance(told, Direction):
        return told
    completed = figure.spec.slug in INCREASE.finals
    reduces = matter.all(*REDUCTION.terms) and not completed
    return Direction.REDUCTION if reduces else Direction.INCREASE


def _unannounced(matter: Matter, sums: Dealings) -> Iterator[Both]:
    if not sums.terms and not matter.all(CARRIED):
        yield Both("no entry says that the plan was announced", "没有公告该计划的分录")


def _grown(before: Percent | None, after: Percent | None) -> Iterator[Both]:
    """The first is no more than the second, unless the capital changed meanwhile."""
    if before and after and before.value > after.value:
        yield Both("the percentages before and after go the wrong way", "变动前后的比例方向相反")
