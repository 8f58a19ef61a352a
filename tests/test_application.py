"""The one door: record, correct, complete, retract, load, and look back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.application import (
    ClockBehindError,
    Ledger,
    NoSuchEntryError,
    OpeningStaysError,
    UnknownPointError,
    UnnamedRecorderError,
)
from ledger.batch import Change, NotOpenedError, OtherMatterError
from ledger.errors import LedgerError, Problem, RefusedInputError
from ledger.event import GovernanceEvent
from ledger.language import Both
from ledger.log.errors import LedgerExistsError
from ledger.matter import CompletionError, CorrectionKindError, NotAdmissibleError, NotStandingError
from ledger.moments import FutureMomentError, MomentError
from ledger.references import NearMissError
from ledger.settings import Settings

BOARD = "meeting/board/2-23"


class Clock:
    """A clock that goes on by a minute whenever it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2024, 8, 28, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林", clock=clock) as made:
        yield made


def event(ledger: Ledger, slug: str, **cells: str) -> GovernanceEvent:
    return ledger.catalogue.spec(slug).cls.model_validate(cells)


def held(ledger: Ledger, **cells: str) -> GovernanceEvent:
    meeting = {"body": "board", "term": "2", "number": "23", "held_on": "2024-03-04"}
    return event(ledger, "meeting-held", **meeting | cells)


def passed(ledger: Ledger, item: str = "1", **cells: str) -> GovernanceEvent:
    return event(ledger, "resolution-passed", meeting=BOARD, item=item, title="关于修订章程的议案", **cells)


def training(ledger: Ledger, title: str = "培训") -> GovernanceEvent:
    return event(ledger, "training-held", title=title, held_on="2024-03-04", side="internal")


def row(of: GovernanceEvent, line: int = 1) -> Change:
    return Change(of, file="a.yaml", line=line)


def standing(ledger: Ledger, matter: str = BOARD) -> list[int]:
    return sorted(held.entry.position for held in ledger.matter(matter).standing)


# -- making and opening


def test_a_new_ledger_opens_with_its_own_entry(ledger: Ledger) -> None:
    (opened,) = ledger.entries()
    assert (opened.position, opened.kind, opened.recorded_by) == (1, "ledger-opened", "林")


def test_a_ledger_is_not_made_twice(ledger: Ledger) -> None:
    with pytest.raises(LedgerExistsError):
        Ledger.create(ledger.settings, by="林")
    assert len(list(ledger.entries())) == 1


def test_a_ledger_that_nobody_makes_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnnamedRecorderError):
        Ledger.create(Settings.beside(tmp_path / "ledger.db"), by=" ")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_whose_opening_is_refused_leaves_nothing_behind(tmp_path: Path) -> None:
    settings = Settings.beside(tmp_path / "ledger.db")
    with pytest.raises(LedgerError):
        Ledger.create(settings, by="林\0")
    assert list(tmp_path.iterdir()) == []


def test_only_the_files_of_a_ledger_are_on_disk(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(held(ledger), by="林")
    list(ledger.entries())
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {"ledger.db", "ledger.db-lock", "ledger.db-wal", "ledger.db-shm"}
    ledger.close()
    assert {file.name for file in tmp_path.iterdir()} == {"ledger.db", "ledger.db-lock"}


def test_what_was_recorded_is_there_after_opening_again(ledger: Ledger) -> None:
    (entry,) = ledger.record(held(ledger), by="林")
    with Ledger(ledger.settings) as again:
        assert again.entry(2) == entry


# -- recording


def test_events_recorded_together_are_one_batch(ledger: Ledger) -> None:
    entries = ledger.record(held(ledger), passed(ledger), by=" 林 ")
    assert [(e.position, e.version, e.batch, e.recorded_by) for e in entries] == [
        (2, 1, 2, "林"),
        (3, 2, 2, "林"),
    ]


def test_a_batch_is_recorded_whole_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(NotAdmissibleError):
        ledger.record(held(ledger), held(ledger), by="林")
    with pytest.raises(NotOpenedError):
        ledger.record(training(ledger), passed(ledger), by="林")
    assert ledger.point(None) == 1
    assert ledger.record(held(ledger), by="林")[0].position == 2


def test_a_batch_may_record_what_opens_a_matter_last(ledger: Ledger) -> None:
    ledger.record(passed(ledger), held(ledger), by="林")
    assert ledger.matter(BOARD).opened


def test_a_dry_run_records_nothing(ledger: Ledger) -> None:
    (entry,) = ledger.record(held(ledger), by="林", dry_run=True)
    assert entry.position == 2
    ledger.load([row(held(ledger))], by="林", dry_run=True)
    assert ledger.point(None) == 1
    assert not ledger.has_matter(BOARD)


def test_nobody_records_nothing(ledger: Ledger) -> None:
    with pytest.raises(UnnamedRecorderError):
        ledger.record(held(ledger), by="")


def test_an_entry_that_is_not_there_is_named_with_those_that_are(ledger: Ledger) -> None:
    with pytest.raises(NoSuchEntryError, match="no entry #7; the ledger holds #1 to #1"):
        ledger.entry(7)


def test_a_slip_in_a_reference_is_refused(ledger: Ledger) -> None:
    ledger.record(event(ledger, "meeting-held", body="audit-committee", term="2", number="4",
                        held_on="2024-03-04"), by="林")  # fmt: skip
    revised = {"instrument": "instrument/a", "revised_on": "2024-03-14", "title": "制度"}
    with pytest.raises(NearMissError, match="did you mean meeting/audit-committee/2-4"):
        ledger.record(event(ledger, "policy-revised", **revised, approved_at="meeting/audit-comittee/2-4"),
                      by="林")  # fmt: skip


# -- correcting


def test_a_correction_takes_the_place_of_the_entry(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    second = ledger.correct(2, held(ledger, place="苏州"), by="王", reason="漏地点")
    third = ledger.correct(3, held(ledger, place="北京"), by="王", reason="地点有误")
    assert (second.corrects, third.corrects, third.purpose) == (2, 3, "correction")
    assert standing(ledger) == [4]
    assert len(ledger.matter(BOARD).history) == 3


def test_of_two_who_correct_the_same_entry_the_second_is_told(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    with Ledger(ledger.settings, clock=ledger.clock) as other:
        other.correct(2, held(ledger, place="苏州"), by="王", reason="漏地点")
    with pytest.raises(NotStandingError, match="corrected by #3, which 王 recorded"):
        ledger.correct(2, held(ledger, place="北京"), by="林", reason="漏地点")
    assert standing(ledger) == [3]


def test_a_correction_restates_the_same_kind(ledger: Ledger) -> None:
    ledger.record(held(ledger), passed(ledger), by="林")
    with pytest.raises(CorrectionKindError):
        ledger.correct(3, held(ledger), by="林", reason="记错")


def test_a_completion_fills_only_what_was_empty(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    done = ledger.correct(2, held(ledger, place="苏州"), by="林", reason="补充", completion=True)
    assert done.purpose == "completion"
    with pytest.raises(CompletionError, match="place already has a value"):
        ledger.correct(3, held(ledger, place="北京"), by="林", reason="补充", completion=True)


def test_a_correction_that_contradicts_what_stands_is_refused(ledger: Ledger) -> None:
    ledger.record(held(ledger, entitled="7", present="7"), passed(ledger, votes="7-0-0"), by="林")
    with pytest.raises(NotAdmissibleError):
        ledger.correct(3, passed(ledger, votes="8-0-0"), by="林", reason="票数有误")
    assert standing(ledger) == [2, 3]


def test_a_correction_does_not_name_another_matter(ledger: Ledger) -> None:
    ledger.record(held(ledger), held(ledger, number="24", held_on="2024-03-05"), by="林")
    signed = {"meeting": BOARD, "signed_on": "2024-03-06"}
    (entry,) = ledger.record(event(ledger, "minutes-signed", **signed), by="林")
    for other in ("meeting/board/2-9", "meeting/board/2-24"):
        elsewhere = event(ledger, "minutes-signed", **signed | {"meeting": other})
        with pytest.raises(OtherMatterError, match=f"ledger retract {entry.position} --why"):
            ledger.correct(entry.position, elsewhere, by="林", reason="误")
    later = event(ledger, "minutes-signed", **signed | {"signed_on": "2024-03-07"})
    assert ledger.correct(entry.position, later, by="林", reason="误").matter == BOARD


def test_an_entry_that_was_put_in_another_matter_than_it_names_can_be_corrected(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    signed = {"meeting": "meeting/board/2-9", "signed_on": "2024-03-06"}
    (entry,) = ledger.record(Change(event(ledger, "minutes-signed", **signed), BOARD), by="林")
    later = event(ledger, "minutes-signed", **signed | {"signed_on": "2024-03-07"})
    entry = ledger.correct(entry.position, later, by="林", reason="误")
    mended = event(ledger, "minutes-signed", **signed | {"meeting": BOARD})
    assert ledger.correct(entry.position, mended, by="林", reason="误").matter == BOARD


def test_a_dry_correction_records_nothing(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    assert ledger.correct(2, held(ledger, place="苏州"), by="林", reason="x", dry_run=True).position == 3
    assert ledger.point(None) == 2


# -- retracting


def test_a_retracted_entry_stands_no_longer_but_stays_in_the_history(ledger: Ledger) -> None:
    ledger.record(held(ledger), passed(ledger), by="林")
    ledger.retract(3, by="林", reason="重复")
    assert standing(ledger) == [2]
    assert len(ledger.matter(BOARD).history) == 3
    with pytest.raises(NotStandingError, match="retracted by #4"):
        ledger.retract(3, by="林", reason="重复")


def test_what_opens_a_matter_is_retracted_only_with_all_that_stands_on_it(ledger: Ledger) -> None:
    ledger.record(held(ledger), passed(ledger), by="林")
    with pytest.raises(NotOpenedError):
        ledger.retract(2, by="林", reason="未召开")
    ledger.retract(2, 3, by="林", reason="未召开")
    assert standing(ledger) == []


def test_what_was_retracted_can_be_recorded_again(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    ledger.retract(2, by="林", reason="误记")
    ledger.record(held(ledger), by="林")
    assert standing(ledger) == [4]


def test_a_retraction_cannot_be_retracted(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    ledger.retract(2, by="林", reason="误记")
    with pytest.raises(LedgerError):
        ledger.retract(3, by="林", reason="反悔")


# -- loading


def test_rows_that_are_there_are_left_alone_whatever_became_of_them(ledger: Ledger) -> None:
    rows = [row(held(ledger)), row(passed(ledger, "1")), row(passed(ledger, "2"))]
    assert ledger.load(rows, by="林")[:3] == (3, 3, 0)
    assert ledger.load(rows, by="林")[:3] == (3, 0, 3)
    ledger.correct(2, held(ledger, place="苏州"), by="林", reason="漏地点")
    assert ledger.load(rows, by="林")[:3] == (3, 0, 3)
    ledger.retract(4, by="林", reason="重复")
    assert ledger.load(rows, by="林")[:3] == (3, 0, 3)
    assert ledger.load([*rows, row(passed(ledger, "3"))], by="林")[:3] == (4, 1, 3)
    assert standing(ledger) == [3, 5, 7]


def test_a_row_that_stands_twice_in_a_file_is_two_events(ledger: Ledger) -> None:
    held = row(training(ledger))
    assert ledger.load([held], by="林")[:3] == (1, 1, 0)
    assert ledger.load([held, held], by="林")[:3] == (2, 1, 1)
    assert ledger.load([held, held], by="林")[:3] == (2, 0, 2)


def test_a_load_with_one_bad_row_records_nothing_and_tells_every_problem(ledger: Ledger) -> None:
    bad = Problem(Both("bad", "坏"), file="a.yaml", line=3)
    rows: list[Change | Problem] = [row(held(ledger), 1), row(held(ledger), 2), bad]
    rows += [row(passed(ledger), 4), row(passed(ledger), 5)]
    with pytest.raises(RefusedInputError) as refused:
        ledger.load(rows, by="林")
    assert [problem.line for problem in refused.value.problems] == [2, 3, 5]
    assert ledger.point(None) == 1


def test_a_load_longer_than_a_chunk_is_one_batch(ledger: Ledger) -> None:
    rows = [row(training(ledger, f"培训 {at}")) for at in range(2_500)]
    assert ledger.load(rows, by="林")[:3] == (2_500, 2_500, 0)
    assert {entry.batch for entry in ledger.entries(after=1)} == {2}
    with pytest.raises(RefusedInputError):
        ledger.load([*(row(held(ledger, number=str(at))) for at in range(2_500)), row(held(ledger))], by="林")
    assert ledger.point(None) == 2_501


def test_a_load_is_judged_alike_when_its_matters_do_not_fit_into_memory(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.batch.KEPT_MATTERS", 0)
    monkeypatch.setattr("ledger.application.CHUNK", 1)
    events = [passed(ledger), held(ledger), training(ledger), held(ledger), held(ledger, number="24")]
    rows = [row(event, line) for line, event in enumerate(events, 1)]
    with pytest.raises(RefusedInputError) as refused:
        ledger.load([*rows, row(held(ledger), 6)], by="林")
    assert [problem.line for problem in refused.value.problems] == [4, 6]
    with pytest.raises(RefusedInputError, match="nothing in the ledger begins"):
        ledger.load([rows[0], rows[2]], by="林")
    assert ledger.load([*rows[:3], rows[4]], by="林")[:3] == (4, 4, 0)
    assert standing(ledger) == [2, 3]


# -- times


def test_recorded_at_never_runs_backwards(ledger: Ledger, clock: Clock) -> None:
    ledger.record(held(ledger), by="林")
    clock.now -= timedelta(minutes=5)
    ledger.record(passed(ledger), by="林")
    assert ledger.entry(3).recorded_at == ledger.entry(2).recorded_at
    assert clock.now < datetime.fromisoformat(ledger.entry(2).recorded_at)


def test_a_clock_far_behind_is_refused(ledger: Ledger, clock: Clock) -> None:
    clock.now -= timedelta(minutes=7)
    with pytest.raises(ClockBehindError):
        ledger.record(held(ledger), by="林")
    assert ledger.point(None) == 1


@pytest.mark.parametrize(
    ("told", "position"),
    [
        (None, 3), (0, 0), ("2", 2), ("２", 2), ("#2", 2), (3, 3),
        ("2024-08-27", 0), ("2024-08-28", 3), ("2024-08-28T09:03:30+08:00", 2), ("2024-08-28T09:03:30", 2),
        ("2024-08-28T01:02:59Z", 1), ("2024-08-28T01:03:00Z", 2),
    ],
)  # fmt: skip
def test_a_point_is_a_position_a_day_or_a_time(ledger: Ledger, told: str | int | None, position: int) -> None:
    ledger.record(held(ledger), by="林")
    ledger.record(passed(ledger), by="林")
    assert [e.recorded_at[11:19] for e in ledger.entries()] == ["01:02:00", "01:03:00", "01:04:00"]
    assert ledger.point(told) == position


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (2, UnknownPointError),
        ("2024-08-29", FutureMomentError),
        ("2024-08-28T23:00:00", FutureMomentError),
        ("2024-13-01", MomentError),
        ("yesterday", MomentError),
        ("", MomentError),
        ("-1", MomentError),
    ],
)
def test_a_point_that_is_not_there_is_refused(
    ledger: Ledger, told: str | int, error: type[LedgerError]
) -> None:
    with pytest.raises(error):
        ledger.point(told)


def test_a_matter_is_shown_as_it_was_known(ledger: Ledger) -> None:
    ledger.record(held(ledger), by="林")
    ledger.correct(2, held(ledger, place="苏州"), by="林", reason="漏地点")
    assert [held.entry.position for held in ledger.matter(BOARD, upto=2).standing] == [2]
    assert not ledger.matter(BOARD, upto=1).history


@pytest.mark.parametrize("told", ["9" * 19, "9" * 5_000])
def test_a_point_beyond_all_numbers_is_refused(ledger: Ledger, told: str) -> None:
    with pytest.raises(LedgerError):
        ledger.point(told)
    with pytest.raises(NoSuchEntryError):
        ledger.entry(2**70)


def test_a_ledger_without_an_origin_is_called_after_its_folder(ledger: Ledger, tmp_path: Path) -> None:
    assert ledger.entry(1).event.cells()["origin"] == tmp_path.name


def test_the_entry_that_opens_the_ledger_stays(ledger: Ledger) -> None:
    with pytest.raises(OpeningStaysError):
        ledger.retract(1, by="林", reason="误记")
