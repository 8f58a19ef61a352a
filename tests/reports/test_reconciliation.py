"""Stated figures beside computed ones, in the half-year of 2024: what agrees, what differs, what is open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from half_year import BY, event, report
from reconciling import (
    AGREES,
    BUYBACK,
    CATALOGUE,
    COMPUTED,
    OPEN,
    PROFIT,
    PROJECT,
    REVENUE,
    Told,
    bought,
    change,
    checks,
    metric,
    proposed,
    replies,
    spent,
)

from ledger.application import Ledger
from projections import reconciled
from projections.reports.evaluation.check import Check
from projections.reports.evaluation.reconciliation import figures


def record_base(ledger: Ledger, name: str, level: str) -> int:
    told = metric("2023H1", name, level=level)
    return ledger.record(event(ledger, told[0], **told[1]), by=BY)[0].position


def open_on(ledger: Ledger, name: str) -> list[Any]:
    return [point for point in report(ledger).open_points if f"“{name}”的变动" in point.zh]


def of_report(ledger: Ledger, name: str, kind: str) -> list[Check]:
    found = reconciled(ledger, report(ledger))
    return [one for one in found if one.name.zh == name and ledger.entry(one.at).kind == kind]


@pytest.mark.parametrize(("name", "stated", "prior"), [
    (REVENUE, "增长 2.02%", "37,325.25万元"), (PROFIT, "亏损收窄 28.81%", "-11,238.76万元"),
])  # fmt: skip
def test_a_change_is_printed_as_stated_and_open_until_its_base_is_recorded(
    half_year: Ledger, name: str, stated: str, prior: str
) -> None:
    (point,) = open_on(half_year, name)
    assert f"“{stated}”按所述列示，尚无法核对" in point.zh
    assert f"--指标 {name} --期间 2023H1 --数值" in point.zh
    before = report(half_year).text
    at = record_base(half_year, name, prior)
    assert open_on(half_year, name) == []
    assert report(half_year).text == before
    (check,) = of_report(half_year, f"“{name}”的变动", "metric-reported")
    assert (check.outcome, check.computed and check.computed.zh) == (AGREES, stated)
    assert check.positions == (check.at, at)


def test_with_a_wrong_base_the_open_point_says_what_is_stated_and_what_computed(half_year: Ledger) -> None:
    at = record_base(half_year, REVENUE, "37,000.00万元")
    (point,) = open_on(half_year, REVENUE)
    assert "所述为“增长 2.02%”，算得“增长 2.92%”" in point.zh
    assert f"37,000.00 万元（2023 年上半年） #{at}" in point.zh
    assert "stated “growth by 2.02%”, computed “growth by 2.92%”" in point.en
    assert all("ledger correct" in text for text in point)
    assert "同比增长 2.02%" in report(half_year).text


def test_the_shares_bought_back_are_reconciled_with_the_capital(half_year: Ledger) -> None:
    (capital,) = half_year.matter("company").entries("share-capital-reported")
    (check,) = of_report(half_year, "占总股本比例", "buyback-progress-reported")
    assert (check.outcome, check.stated, check.computed) == (AGREES, *[("0.7848%", "0.7848%")] * 2)
    assert check.positions == (capital.position, check.at)
    assert "1,414,450 股" in check.sentence.zh
    assert "180,230,255 股（2024 年 8 月 13 日）" in check.sentence.zh
    assert "占公司总股本的 0.7848%" in report(half_year).text
    half_year.retract(capital.position, by=BY, reason="重复记录")
    told = [point.zh for point in report(half_year).open_points if "占总股本比例" in point.zh]
    assert any("“0.7848%”按所述列示" in point and "--截至日 2024-06-30" in point for point in told)
    assert "占公司总股本的 0.7848%" in report(half_year).text


def test_the_buyback_came_to_more_than_its_floor(half_year: Ledger) -> None:
    (floor,) = of_report(half_year, "回购累计数占下限的比例", "buyback-progress-reported")
    (ceiling,) = of_report(half_year, "回购累计数占上限的比例", "buyback-progress-reported")
    (plan,) = half_year.matter("buyback/2024").entries("buyback-approved")
    assert (floor.outcome, floor.computed) == (COMPUTED, ("about 108.65%", "约 108.65%"))
    assert ceiling.computed == ("about 54.33%", "约 54.33%")
    assert floor.positions == ceiling.positions == (plan.position, floor.at)
    assert "108.65" not in report(half_year).text
    assert floor in figures(half_year, ["buyback/2024"])
    assert floor.sentence in report(half_year).figures


def test_what_an_earlier_reader_did_not_know_is_not_computed_with(half_year: Ledger) -> None:
    before = report(half_year)
    record_base(half_year, REVENUE, "37,325.25万元")
    document = report(half_year, as_known_at=before.as_known_at)
    assert document.open_points == before.open_points
    assert [one.sentence for one in reconciled(half_year, document) if one.is_open] == [
        point for point in before.open_points if "按所述列示" in point.zh
    ]


SUGGESTED = re.compile(r"ledger (record|correct) (\S+)((?: --\S+ \S+)*)")
LABELS = {kind.label.zh: slug for slug, kind in CATALOGUE.declared.items()}
WANTING = [
    change(change="5%", relation="growth"), metric(change="5%", relation="growth", level="5元"),
    bought("2024-06-30", "10%"),
    ("buyback-completed", BUYBACK | {"completed_on": "2024-06-30", "percent_of_capital": "10%"}),
    spent(percent="51.85%"),
    ("project-progress-reported", PROJECT | {"as_of": "2024-06-30", "funding_basis": "raised",
                                             "percent": "5%"}),
    replies(reply_rate="100%"),
    proposed(total="3元"),
    proposed(per_10_shares="3元"),
]  # fmt: skip


@pytest.mark.parametrize("told", WANTING, ids=lambda told: told[0])
def test_what_an_open_point_suggests_can_be_typed(told: Told) -> None:
    (check,) = [one for one in checks(told) if one.outcome is OPEN]
    for text in check.sentence:
        suggested = SUGGESTED.findall(text)
        assert suggested
        for verb, what, options in suggested:
            slug = LABELS.get(what, what) if verb == "record" else told[0]
            spec = CATALOGUE.spec(slug)
            known = {f"--{field.name.replace('_', '-')}" for field in spec.fields.values()}
            known |= {f"--{field.label.zh}" for field in spec.fields.values()}
            assert set(re.findall(r"--\S+", options)) <= known
