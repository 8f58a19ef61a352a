"""Internal audit: how audits are named, findings numbered once and closed after they were raised."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.event import GovernanceEvent
from ledger.events import internal_audit
from ledger.testing import flags, given, refused_in_any_order


def performed(**cells: Any) -> GovernanceEvent:
    audit = {"performed_on": "2024H1", "type": "内控测试"}
    return internal_audit.AuditPerformed.model_validate(audit | cells)


def finding(kind: str, item: str = "1", **cells: Any) -> GovernanceEvent:
    audit = {"audit": "2024H1-control-test", "item": item}
    made: GovernanceEvent = vars(internal_audit)[kind].model_validate(audit | cells)
    return made


def raised(item: str = "1", on: str = "2024-07-10") -> GovernanceEvent:
    return finding("FindingRaised", item, raised_on=on, finding="部分合同审批晚于签署")


def closed(item: str = "1", on: str = "2024-09-20") -> GovernanceEvent:
    return finding("FindingClosed", item, closed_on=on)


@pytest.mark.parametrize(("cells", "matter"), [
    ({}, "audit/2024H1-control-test"),
    ({"number": "2"}, "audit/2024H1-control-test-2"),
    ({"performed_on": "2024-01-01..2024-03", "type": "departure"}, "audit/2024-01-01..2024-03-departure"),
])  # fmt: skip
def test_an_audit_is_named_by_span_and_type(cells: dict[str, str], matter: str) -> None:
    assert performed(**cells).matter_id() == matter


def test_an_audit_without_oddities() -> None:
    assert flags(performed(reported_on="2024-07-10"), raised(), raised("2"), closed()) == set()


def test_an_audit_is_performed_once_and_reported_after_that() -> None:
    given(performed()).when(performed()).then_refused("can stand only once")
    given().when(performed(reported_on="2023-12-31")).then_refused("reported before it was performed")
    given().when(performed(reported_on="2024-01-01")).then_recorded(flagged=())


def test_each_finding_has_its_own_number() -> None:
    refused_in_any_order(performed(), raised(), raised(on="2024-08"), match="number 1 is taken")


def test_closing_what_was_not_raised_or_not_yet_or_twice_is_odd() -> None:
    assert flags(performed(), closed()) == {"no entry raised finding 1"}
    assert flags(performed(), raised(), closed(on="2024-07-09")) == {
        "finding 1 was closed before it was raised"
    }
    assert flags(performed(), raised(), closed(on="2024-07")) == set()
    twice = {"finding 1 is closed more than once"}
    assert flags(performed(), raised(), closed(), closed(on="2024-10-08")) == twice
