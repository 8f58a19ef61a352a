"""A meeting is called, postponed, held or cancelled and minuted, in whatever order that is recorded."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Events, Step, day, event, maybe, number, steps, text, walk

from ledger.events.agenda import (
    OpinionGiven,
    ProposalDeferred,
    ProposalReferred,
    ProposalTabled,
    ProposalWithdrawn,
    ReportHeard,
    ResolutionFailed,
    ResolutionPassed,
)
from ledger.events.meetings import (
    MeetingCalled,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MinutesSigned,
)
from projections.views import meetings, resolutions

M = text("meeting/board/2-23")
NAMED = {"body": text("board"), "term": text("2"), "number": text("23")}
ITEM = {"meeting": M, "item": text("1", "2", None), "title": text("预算", "选举")}
VOTED = ITEM | {
    "votes": maybe(st.builds("{}-{}-{}".format, st.integers(0, 4), st.integers(0, 2), st.integers(0, 1))),
    "candidate": text(None, None, "张三", "李四"),
    "recused": text(None, None, "王五"),
}
CALLED = event(MeetingCalled, **NAMED, notice_given_on=day(), scheduled_on=maybe(day()))
MEETING = st.one_of(
    CALLED,
    event(MeetingPostponed, meeting=M, postponed_on=day(), reason=text("冲突"), new_day=maybe(day())),
    event(MeetingCancelled, meeting=M, cancelled_on=day(), reason=text("冲突")),
    event(MeetingHeld, **NAMED, held_on=day(), entitled=maybe(number(3, 5)), present=maybe(number(2, 5))),
    event(MinutesSigned, meeting=M, signed_on=day()),
)
AGENDA = st.one_of(
    event(ProposalTabled, **ITEM), event(ProposalReferred, **ITEM), event(ReportHeard, **ITEM),
    event(ProposalWithdrawn, **ITEM, withdrawn_on=day()), event(ProposalDeferred, **ITEM),
    event(OpinionGiven, **ITEM, giver=text("独立董事"), type=text("consent")),
    event(ResolutionPassed, **VOTED), event(ResolutionFailed, **VOTED),
)  # fmt: skip
LIFE = MEETING | AGENDA
OUTCOMES = (ResolutionPassed, ResolutionFailed, ProposalWithdrawn, ProposalDeferred)


def possible(events: Events) -> bool:
    """One holding or one cancelling, one outcome of an item, and no more votes than people."""
    held = [each for each in events if isinstance(each, MeetingHeld)]
    cancelled = [each for each in events if isinstance(each, MeetingCancelled)]
    minuted = [each for each in events if isinstance(each, MinutesSigned)]
    votes = [each for each in events if isinstance(each, ResolutionPassed | ResolutionFailed)]
    outcomes = [each for each in events if isinstance(each, OUTCOMES)]
    if max(len(held), len(cancelled), len(minuted)) > 1 or (cancelled and (held or votes)):
        return False
    if any(each.present is not None and each.present > (each.entitled or 9) for each in held):
        return False
    if any(is_same(vote, other) for vote in votes for other in outcomes if other is not vote):
        return False
    could = held[0].voters if held else None
    return could is None or all(
        vote.votes.cast + len(vote.recused or ()) <= could for vote in votes if vote.votes
    )


def is_same(one: Any, other: Any) -> bool:
    """By number where both have one, else by title; candidates are elected one by one."""
    names = {getattr(each, "candidate", None) for each in (one, other)}
    if None not in names and len(names) > 1:
        return False
    return bool(one.item == other.item if one.item and other.item else one.title == other.title)


@settings(max_examples=60, deadline=None)
@given(steps(LIFE, CALLED))
def test_a_meeting_holds_in_any_order(tried: list[Step]) -> None:
    walked = walk(tried, possible)
    for matter in walked.matters():
        assert len(list(meetings.rows(matter))) == len(matter.all("meeting-held"))
        told = {(row.position, row.passed) for row in resolutions.rows(matter)}
        votes = matter.entries("resolution-passed", "resolution-failed")
        assert told == {(entry.position, entry.kind == "resolution-passed") for entry in votes}
