"""A case of supervision: asked or inspected, answered, a measure received, rectified; in any order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, day, event, maybe, steps, text, walk

from ledger.events.supervision import (
    Addressee,
    InquiryAnswered,
    InquiryReceived,
    InspectionOpened,
    RectificationReported,
    RegulatoryMeasureReceived,
)

ON = text("2024-03-11")
"""A case is called after its first day."""
NAMED = {"authority": text("上海证券交易所"), "subject": text("年报")}
CASE = {"case": text("supervision/2024-03-11-上海证券交易所")}
LIFE = st.one_of(
    event(InquiryReceived, **NAMED, received_on=ON, type=text("inquiry"), due_on=maybe(day())),
    event(InspectionOpened, **NAMED, opened_on=ON),
    event(RegulatoryMeasureReceived, **NAMED, received_on=ON, type=text("warning-letter"),
          due_on=maybe(day()), addressee=text(None, "company", "both"), persons=text(None, "李四")),
    event(InquiryAnswered, **CASE, answered_on=day(), postponed_to=maybe(day())),
    event(RectificationReported, **CASE, reported_on=day()),
)  # fmt: skip


def possible(events: Events) -> bool:
    """One inquiry and one inspection; no persons where the measure is against the company alone."""
    if any(sum(isinstance(each, cls) for each in events) > 1 for cls in (InquiryReceived, InspectionOpened)):
        return False
    measures = [each for each in events if isinstance(each, RegulatoryMeasureReceived)]
    return not any(each.persons and each.addressee is Addressee.COMPANY for each in measures)


@settings(max_examples=60, deadline=None)
@given(steps(LIFE))
def test_a_case_holds_in_any_order(tried: list[Step]) -> None:
    for matter in walk(tried, possible).matters():
        odd = {(entry.position, what.en) for entry, what in matter.irregularities()}
        asked = matter.last("inquiry-received")
        for entry in matter.entries("inquiry-answered"):
            answered = str(entry.event.occurred_on)
            told = {what for position, what in odd if position == entry.position}
            assert any("no entry says" in what for what in told) == (asked is None)
            late = asked is not None and asked.due_on is not None and str(asked.due_on) < answered
            assert any("when it was due" in what for what in told) == late
            early = matter.entries("inquiry-received", "inspection-opened", "regulatory-measure-received")
            assert ("answered before the inquiry was received" in told) == bool(
                early and answered < "2024-03-11"
            )
