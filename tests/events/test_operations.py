"""Operations: metrics that agree within their printed digits, activities and reforms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ledger.events.operations import ActivityHeld, MetricReported, ReformStarted
from ledger.events.operations_sums import printed_in
from ledger.testing import flags, given, refused_in_any_order
from ledger.values import Quantity

REVENUE = {
    "name": "营业收入",
    "period": "2024H1",
    "level": "38,079.22万元",
    "relation": "增长",
    "change": "2.02%",
}
LOSS = {
    "name": "归属于上市公司股东的净利润", "period": "2024H1", "level": "-8,000.87万元",
    "relation": "亏损收窄", "change": "28.81%",
}  # fmt: skip


def metric(*parts: dict[str, str], **cells: Any) -> MetricReported:
    told: dict[str, Any] = {"name": "某指标", "period": "2024H1"}
    for part in (*parts, cells):
        told |= part
    return MetricReported.model_validate(told)


def test_a_level_in_the_unit_of_the_report() -> None:
    assert printed_in(Quantity.parse("380,792,183.45元"), "万元", 2) == Decimal("38079.22")
    assert printed_in(Quantity.parse("CNY 1.5亿"), "万元", 0) == Decimal(15000)
    assert printed_in(Quantity.parse("30条"), "万元", 2) is None


@pytest.mark.parametrize("stated", [REVENUE, LOSS])
def test_the_half_year_is_recorded_as_stated(stated: dict[str, str]) -> None:
    given().when(metric(stated, compared_with="2023H1", reported_on="2024-08-28")).then_recorded(flagged=())


def test_how_the_loss_is_told() -> None:
    told = metric(LOSS, compared_with="2023H1")
    assert told.matter_id() == "metric/归属于上市公司股东的净利润/2024H1"
    assert told.sentence("zh") == (
        "2024 年上半年归属于上市公司股东的净利润 -8,000.87 万元，较2023 年上半年，亏损收窄 28.81%"
    )


@pytest.mark.parametrize(
    ("stated", "prior", "told"),
    [
        (REVENUE, "37,325.25万元", None),
        (REVENUE, "37,323.42万元", None),
        (REVENUE, "373,252,500元", None),
        (REVENUE, "37,320.00万元", "the change is between 2.034% and 2.034%, not 2.02%"),
        (REVENUE, "37,329.00万元", "the change is between"),
        (REVENUE, "约37,320万元", None),
        (REVENUE, "39,000.00万元", "exclude “growth”"),
        (REVENUE, "37,325.25万条", "cannot be compared"),
        (LOSS, "-11,238.76万元", None),
        (LOSS, "-11,237.00万元", "the change is between"),
        (LOSS, "11,238.76万元", "exclude “loss narrowed”"),
        (LOSS, "-7,000.00万元", "exclude “loss narrowed”"),
    ],
)
def test_level_base_and_change_agree_within_the_printed_digits(
    stated: dict[str, str], prior: str, told: str | None
) -> None:
    attempt = given().when(metric(stated, prior=prior))
    attempt.then_refused(told) if told else attempt.then_recorded(flagged=())


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"level": "10万元", "relation": "loss-narrowing"}, "exclude “loss narrowed”"),
        ({"level": "-10万元", "relation": "扭亏为盈"}, "exclude “turned to profit”"),
        ({"level": "10万元", "relation": "由盈转亏"}, "exclude “turned to loss”"),
        ({"prior": "10万元", "relation": "loss-widening"}, "exclude “loss widened”"),
        ({"level": "1,000余条", "prior": "不超过900条", "relation": "decline"}, "exclude “decline”"),
        ({"level": "100余条", "prior": "900条", "relation": "exceeds"}, None),
        ({"relation": "loss-narrowing", "change": "100.5%"}, "more than the whole"),
        ({"level": "1条", "relation": "decline", "change": "120%"}, "more than the whole"),
        ({"relation": "growth", "change": "-2.02%"}, "without a sign"),
        ({"relation": "growth", "points": "-1.2 个百分点"}, "without a sign"),
        ({"level": "64.2%", "prior": "62.85%", "relation": "growth", "points": "1.35个百分点"}, None),
        ({"level": "64.2%", "prior": "66.4%", "relation": "decline", "points": "2.2个百分点"}, None),
        ({"level": "64.20%", "prior": "62.85%", "relation": "growth", "points": "1.53个百分点"}, "apart"),
        ({"level": "约64%", "prior": "62.85%", "relation": "growth", "points": "1.53个百分点"}, None),
        ({"relation": "growth", "compared_with": "2024H1"}, "not earlier"),
        ({"relation": "growth", "compared_with": "2024H2"}, "not earlier"),
        ({"level": "10条", "reported_on": "2023-12-31"}, "before its span began"),
        ({"level": "10条", "display_unit": "万元"}, "cannot be compared"),
        ({"level": "4条", "prior": "3条", "relation": "growth", "change": "33.33%"}, None),
        ({"level": "4条", "prior": "3条", "relation": "growth", "change": "33.40%"}, "the change is between"),
    ],
)
def test_what_cannot_be(cells: dict[str, str], told: str | None) -> None:
    attempt = given().when(metric(cells))
    attempt.then_refused(told) if told else attempt.then_recorded()


def test_what_is_odd() -> None:
    assert flags(metric(change="23.61%")) == {"a change is stated, but not which way"}
    assert flags(metric(LOSS, relation="growth")) == {
        "growth or decline of a loss; say whether the loss narrowed or widened"
    }
    assert flags(metric(relation="flat", change="12%")) == {"called flat at a change of 12%"}
    assert flags(metric(relation="flat", change="0.4%")) == set()
    assert flags(metric(level="10条", reported_on="2024-05-01")) == {"reported before its span ended"}


def test_two_levels_of_one_metric() -> None:
    other = metric(REVENUE, level="38,080.00万元")
    assert flags(metric(REVENUE), metric(REVENUE, level="380,792,183.45元")) == set()
    assert flags(metric(REVENUE), other) == {"stated both as 38,079.22 万元 and as 38,080.00 万元"}


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "渠道代理商贡献商机", "level": "6000余条"},
        {
            "name": "渠道代理商参与销售合同金额",
            "level": "约1亿元",
            "relation": "exceeds",
            "compared_with": "2023",
        },
        {"name": "销售人员人均产出", "relation": "growth", "change": "23.61%", "compared_with": "2023H1"},
        {"name": "信创产品", "period": "2024-08-28", "level": "近70款"},
        {"name": "扣非净利润", "level": "-8,559.44万元", "relation": "loss-narrowing", "change": "27.27%"},
    ],
)
def test_levels_that_are_not_exact_or_not_told(cells: dict[str, str]) -> None:
    given().when(metric(cells)).then_recorded(flagged=())


def test_activities_and_reforms() -> None:
    held = ActivityHeld.model_validate(
        {
            "title": "2024年山石网科生态合作伙伴全国巡展",
            "held_on": "2024-01-01..2024-08-28",
            "type": "channel",
        }
    )
    assert held.matter_id() == "activity/2024-2024年山石网科生态合作伙伴全国巡展"
    assert flags(held, held) == set()
    nobody = held.model_copy(update={"persons": Quantity.parse("0人")})
    given().when(nobody).then_refused("nobody took part")
    plan = ReformStarted.model_validate({"title": "百客计划", "started_on": "2024"})
    assert plan.sentence("zh") == "2024 年启动“百客计划”"
    refused_in_any_order(plan, plan, match="only once")
    ended = ReformStarted.model_validate({"title": "百客计划", "started_on": "2024", "ends_on": "2023"})
    given().when(ended).then_refused("before it started")
