"""The company: one name and one capital at a time, and how parties are named."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.event import GovernanceEvent
from ledger.events import company
from ledger.testing import flags, given, refused_in_any_order

NAME = "山石网科通信技术股份有限公司"


def event(kind: str, **cells: Any) -> GovernanceEvent:
    made: GovernanceEvent = vars(company)[kind].model_validate(cells)
    return made


def registered(**cells: Any) -> GovernanceEvent:
    return event("CompanyRegistered", name=NAME, **cells)


def listed(code: str = "688030", **cells: Any) -> GovernanceEvent:
    return event("SecurityListed", **{"code": code, "security": "A 股", "exchange": "上海证券交易所"} | cells)


def capital(total: str = "180230255", **cells: Any) -> GovernanceEvent:
    return event("ShareCapitalReported", **{"as_of": "2024-08-13", "total": total} | cells)


def test_the_company_is_one_matter_and_a_code_keeps_its_zeros() -> None:
    for one in (registered(), listed(), capital()):
        assert one.matter_id() == "company"
    assert listed("000001").cells()["code"] == "000001"


def test_a_company_is_registered_once() -> None:
    given(registered()).when(registered(short_name="山石网科")).then_refused("can stand only once")


@pytest.mark.parametrize(("day", "refused"), [
    ("12-31", False), ("02-29", False), ("06-30", False), ("02-30", True), ("13-01", True), ("十二月", True),
])  # fmt: skip
def test_a_fiscal_year_ends_on_a_day(day: str, refused: bool) -> None:
    attempt = given().when(registered(fiscal_year_end=day))
    if refused:
        attempt.then_refused(f"会计年度截止日不能为 {day}")
    else:
        attempt.then_recorded(flagged=())


def test_a_name_changes_after_the_company_was_founded() -> None:
    founded = registered(registered_on="2011-07-20")
    refused_in_any_order(
        founded, event("CompanyRenamed", renamed_on="2011-07-19", name="新名称"), match="renamed before"
    )
    assert flags(founded, event("CompanyRenamed", renamed_on="2011", name="新名称")) == set()
    assert flags(registered(), event("CompanyRenamed", renamed_on="2011-07-19", name="新名称")) == set()


def test_a_code_names_one_security_of_an_exchange() -> None:
    refused_in_any_order(listed(), listed(board="科创板"), match="already listed")
    given(listed()).when(listed("118007"), listed(exchange="HKEX", security="h-share")).then_recorded(
        flagged=()
    )


@pytest.mark.parametrize("parts", [
    {"treasury": "180230256"}, {"a_shares": "180230255", "h_shares": "1"},
])  # fmt: skip
def test_the_parts_of_the_capital_fit_into_the_whole(parts: dict[str, str]) -> None:
    given(registered()).when(capital(**parts)).then_refused("the parts come to more than the total")


def test_a_day_has_one_total_unless_its_order_is_told() -> None:
    refused_in_any_order(capital(), capital("180230256"), match="two totals as of 13 August 2024")
    given(capital(order_on_day="1")).when(capital("180230256", order_on_day="2")).then_recorded(flagged=())
    given(capital()).when(capital("180230256", as_of="2024-08-14")).then_recorded(flagged=())


@pytest.mark.parametrize(("name", "matter"), [
    ("神州云科（北京）科技有限公司", "party/神州云科北京科技有限公司"),
    ("Ｈillstone Networks Co., Ltd.", "party/hillstonenetworkscoltd"),
])  # fmt: skip
def test_a_party_is_named_by_its_letters_and_digits(name: str, matter: str) -> None:
    assert event("PartyRegistered", name=name, type="holder").matter_id() == matter
