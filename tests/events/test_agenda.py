"""The agenda: no more votes than voters, one outcome of each item, and what is odd about a vote."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.event import GovernanceEvent
from ledger.events import agenda
from ledger.events.meetings import MeetingCancelled, MeetingHeld
from ledger.testing import flags, given, refused_in_any_order

ANNUAL = "meeting/shareholders/2023-annual"


def item(kind: str, **cells: Any) -> GovernanceEvent:
    named = {"meeting": "meeting/board/2-23", "title": "关于修订<公司章程>的议案"}
    made: GovernanceEvent = vars(agenda)[kind].model_validate(named | cells)
    return made


def passed(**cells: Any) -> GovernanceEvent:
    return item("ResolutionPassed", **cells)


def failed(**cells: Any) -> GovernanceEvent:
    return item("ResolutionFailed", **cells)


def board(**cells: Any) -> MeetingHeld:
    named = {"body": "board", "term": "2", "number": "23", "held_on": "2024-03-04"}
    return MeetingHeld.model_validate(named | cells)


def annual(**cells: Any) -> MeetingHeld:
    named = {"body": "shareholders", "type": "annual", "year": "2023", "held_on": "2024-05-28"}
    return MeetingHeld.model_validate(named | cells)


SEVEN = "；".join(f"董事{n}" for n in range(1, 7)) + "；董事7（方式不详）"


@pytest.mark.parametrize(
    ("meeting", "cells", "refused"),
    [
        (board(attendance=SEVEN), {"votes": "7-1-0"}, True),
        (board(attendance=SEVEN), {"votes": "7-0-0"}, False),
        (board(attendance=SEVEN), {"votes": "7-0-0", "recused": "董事1"}, True),
        (board(attendance=SEVEN), {"votes": "6-0-0", "recused": "董事1"}, False),
        (board(attendance=SEVEN + "；董事8（缺席：因病）"), {"votes": "8-0-0"}, True),
        (board(attendance=SEVEN + "；董事8（委托董事1：因公）"), {"votes": "8-0-0"}, False),
        (board(present="7"), {"votes": "8-0-0"}, True),
        (board(entitled="7"), {"votes": "8-0-0"}, True),
        (board(), {"votes": "99-0-0"}, False),
    ],
)
def test_no_more_votes_and_recusals_than_voters(
    meeting: MeetingHeld, cells: dict[str, str], refused: bool
) -> None:
    if refused:
        refused_in_any_order(meeting, passed(**cells), match="could vote")
    else:
        assert flags(meeting, passed(**cells)) == set()


@pytest.mark.parametrize(
    ("meeting", "cells", "refused"),
    [
        (annual(shares_on_site="60", shares_online="40"), {"votes": "90-11-0"}, True),
        (annual(shares_on_site="60", shares_online="40"), {"votes": "90-10-0"}, False),
        (annual(shares_on_site="60", shares_online="40"), {"votes": "300-0-0", "type": "cumulative"}, False),
        (annual(shares_on_site="60"), {"votes": "90-11-0"}, False),
        (annual(attendance="张三"), {"votes": "90-11-0"}, False),
    ],
)
def test_shareholders_vote_in_shares(meeting: MeetingHeld, cells: dict[str, str], refused: bool) -> None:
    resolution = passed(meeting=ANNUAL, **cells)
    if refused:
        refused_in_any_order(meeting, resolution, match="only 100 could vote")
    else:
        assert flags(meeting, resolution) == set()


def test_parts_of_a_vote_lie_within_the_whole() -> None:
    votes = {"meeting": ANNUAL, "votes": "100-5-0"}
    given(annual()).when(passed(**votes, minority_votes="10-6-0")).then_refused("more votes of small holders")
    given(annual()).when(passed(**votes, minority_votes="10-5-0")).then_recorded()
    given(board()).when(passed(votes="5-1-1", against="李四；王五")).then_refused("more names than votes")
    given(board()).when(passed(votes="5-1-1", abstained="李四；王五")).then_refused("more names than votes")
    given(board()).when(passed(votes="5-1-1", against="李四", abstained="王五")).then_recorded()


@pytest.mark.parametrize("other", [
    failed(), item("ProposalWithdrawn", withdrawn_on="2024-03-01"), item("ProposalDeferred"),
], ids=lambda other: other.spec.slug)  # fmt: skip
def test_an_item_has_one_outcome(other: GovernanceEvent) -> None:
    refused_in_any_order(board(), passed(), other, match="cannot be more than one of")
    refused_in_any_order(board(), passed(), other, match="只能是其中之一")


def test_an_item_is_voted_on_once() -> None:
    refused_in_any_order(
        board(), passed(item="1"), passed(item="1", votes="7-0-0"), match="is already voted on"
    )
    given(board(), passed(item="1")).when(passed(item="2")).then_recorded()


def test_items_are_told_apart_by_number_else_by_title() -> None:
    given(board(), passed(item="1")).when(failed(item="2")).then_recorded()
    given(board(), passed(item="1")).when(failed(title="关于聘任会计师事务所的议案")).then_recorded()
    given(board(), passed(item="1")).when(failed()).then_refused("cannot be more than one of")
    given(board(), passed(item="1")).when(failed(item="1", title="另一议案")).then_refused()


def test_each_candidate_of_an_election_is_an_item() -> None:
    election = {"item": "3", "type": "cumulative", "title": "关于选举董事的议案"}
    elected = passed(**election, candidate="王五", votes_received="52000000")
    beaten = failed(**election, candidate="赵六", votes_received="1000")
    assert flags(board(), elected, beaten) == set()
    refused_in_any_order(board(), elected, failed(**election, candidate="王五"))


def test_nothing_is_resolved_in_a_cancelled_meeting() -> None:
    cells = {"meeting": "meeting/board/2-23", "cancelled_on": "2024-03-02", "reason": "因日程冲突"}
    refused_in_any_order(passed(), MeetingCancelled.model_validate(cells), match="recorded as cancelled")


def test_a_vote_in_a_meeting_that_was_not_held_is_odd() -> None:
    assert flags(passed()) == {"no entry says that the meeting was held"}


@pytest.mark.parametrize("cells", [{"votes": "5-1-0"}, {"votes": "5-0-1"}, {"against": "李四"}])
def test_dissent_in_a_board_without_a_reason_is_odd(cells: dict[str, str]) -> None:
    assert flags(board(), passed(**cells)) == {"votes against or abstained without a reason"}
    assert flags(board(), passed(**cells, dissent="李四：依据不足")) == set()
    assert flags(annual(), passed(meeting=ANNUAL, **cells)) == set()


def test_a_resolution_that_passed_without_a_majority_is_odd() -> None:
    odd = {"passed with no more votes for than against"}
    assert flags(annual(), passed(meeting=ANNUAL, votes="50-50-0")) == odd
    assert flags(annual(), passed(meeting=ANNUAL, votes="0-50-0", type="cumulative")) == set()
    assert flags(annual(), failed(meeting=ANNUAL, votes="51-49-0", type="special")) == set()


@pytest.mark.parametrize("cells", [{"against": "吴十"}, {"abstained": "吴十"}, {"recused": "吴十"}])
def test_a_vote_of_somebody_who_was_not_there_is_odd(cells: dict[str, str]) -> None:
    there = board(attendance="张三；李四（通讯）；王五（委托张三：因公）；吴十（缺席：因病）")
    odd = "the attendance does not have 吴十, who voted or was recused on “修订章程”"
    assert odd in flags(there, passed(title="修订章程", **cells))
    assert flags(there, passed(recused="王五", title="修订章程")) == set()
