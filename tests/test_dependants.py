"""What rests on an entry is named when that is taken back, and flagged from then on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.batch import NotOpenedError
from ledger.dependants import dependants
from ledger.settings import Settings

M = "meeting/board/2-23"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林") as made:
        yield made


def record(ledger: Ledger, kind: str, **cells: str) -> int:
    event = ledger.catalogue.spec(kind).cls.model_validate(cells)
    return ledger.record(event, by="林")[0].position


def called(ledger: Ledger) -> int:
    return record(ledger, "meeting-called", body="board", term="2", number="23", notice_given_on="2024-02-28")


def held(ledger: Ledger, on: str = "2024-03-04") -> int:
    return record(ledger, "meeting-held", body="board", term="2", number="23", held_on=on)


def passed(ledger: Ledger, item: str = "1") -> int:
    return record(ledger, "resolution-passed", meeting=M, item=item, title=f"议案 {item}")


def approved(ledger: Ledger, ref: str) -> int:
    return record(ledger, "buyback-approved", buyback="2024", approved_on="2024-03-04", approved_at=ref)


def taken_back(ledger: Ledger, *positions: int, dry_run: bool = False) -> dict[int, str]:
    """What rests on these entries, in English."""
    retracted = ledger.retract(*positions, by="林", reason="误记", dry_run=dry_run)
    return {one.entry.position: one.what.en for one in dependants(ledger, retracted)}


def flags(ledger: Ledger, matter: str) -> list[tuple[int, str]]:
    return [(entry.position, what.en) for entry, what in ledger.irregularities(ledger.matter(matter))]


def test_a_meeting_is_taken_back_under_its_resolutions_and_what_they_approved(ledger: Ledger) -> None:
    called(ledger)
    meeting, one, other = held(ledger), passed(ledger), passed(ledger, "2")
    plan = approved(ledger, M)
    gone = f"approved at: #{meeting} of {M}, “meeting held”, was retracted since"
    unheld = "no entry says that the meeting was held"
    assert taken_back(ledger, meeting, dry_run=True) == {one: unheld, other: unheld, plan: gone}
    assert flags(ledger, "buyback/2024") == []
    assert taken_back(ledger, meeting) == {one: unheld, other: unheld, plan: gone}
    assert flags(ledger, "buyback/2024") == [(plan, gone)]
    held(ledger, "2024-03-05")
    assert flags(ledger, M) == flags(ledger, "buyback/2024") == []


def test_an_item_is_taken_back_though_another_entry_has_its_number(ledger: Ledger) -> None:
    held(ledger)
    record(ledger, "proposal-tabled", meeting=M, item="1", title="议案 1")
    resolution = passed(ledger)
    plan = approved(ledger, f"{M}#1")
    told = taken_back(ledger, resolution)
    assert told == {plan: f"approved at: #{resolution} of {M}, “resolution passed”, was retracted since"}


def test_one_of_several_references_falls(ledger: Ledger) -> None:
    held(ledger)
    first = passed(ledger)
    passed(ledger, "2")
    told = record(ledger, "announcement-published", number="2024-014", title="决议公告",
                  published_on="2024-03-05", about=f"{M}#1；{M}#2")  # fmt: skip
    gone = f"about: {M} has no item 1; it has: 2. Record the item, or mend the reference."
    assert taken_back(ledger, first) == {told: gone}


def test_a_version_is_that_entry_however_it_was_corrected(ledger: Ledger) -> None:
    held(ledger)
    first = passed(ledger)
    link = record(ledger, "announcement-published", number="2024-014", title="决议公告",
                  published_on="2024-03-05", about=f"{M}@2")  # fmt: skip
    entry = ledger.entry(first)
    corrected = ledger.correct(first, entry.event.model_copy(update={"note": "核"}), by="林", reason="更正")
    assert flags(ledger, "announcement/2024-014") == []
    assert list(taken_back(ledger, corrected.position)) == [link]


def test_who_refers_to_it_afterwards_knows(ledger: Ledger) -> None:
    called(ledger)
    taken_back(ledger, held(ledger))
    approved(ledger, M)
    assert flags(ledger, "buyback/2024") == []


def test_nothing_rests_on_what_stands_in_part_or_is_taken_back_as_well(ledger: Ledger) -> None:
    called(ledger)
    meeting, one, two = held(ledger), passed(ledger), passed(ledger, "2")
    plan = approved(ledger, M)
    assert taken_back(ledger, two) == {}
    assert taken_back(ledger, meeting, one, plan) == {}


def test_what_begins_a_matter_names_all_that_stands_on_it(ledger: Ledger) -> None:
    meeting, one, two = held(ledger), passed(ledger), passed(ledger, "2")
    with pytest.raises(NotOpenedError, match=f"as well: #{one}, #{two}"):
        ledger.retract(meeting, by="林", reason="误记")


def test_a_standard_body_needs_no_entry(ledger: Ledger) -> None:
    body = record(ledger, "body-established", body="board", title="董事会", type="board")
    held(ledger)
    assert taken_back(ledger, body) == {}
    assert flags(ledger, M) == []
    record(ledger, "meeting-held", body="board", term="2", number="24", held_on="2024-03-14")
