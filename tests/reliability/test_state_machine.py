"""Whatever is done to a ledger, in whatever order, it agrees with a plain model of one.

LEDGER_TEST_EXAMPLES=500 tries more.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ledger.application import Ledger, OpeningStaysError
from ledger.batch import Change
from ledger.event import GovernanceEvent
from ledger.matter import CompletionError, NotAdmissibleError, NotStandingError
from ledger.settings import Settings
from projections.catch_up import Views
from projections.queries import history
from projections.replay import replay
from projections.summaries import summary
from reliability.model import Cells, Model, root

KINDS = {"training": "training-held", "meeting": "meeting-held"}
H1, H2 = "2024H1", "2024H2"
DAYS = {"2024-03-04": H1, "2024-06-30": H1, "2024-07-01": H2, "2024-05": H1}
TRAININGS = st.fixed_dictionaries(
    {"title": st.sampled_from("甲乙丙"), "held_on": st.sampled_from([*DAYS]), "side": st.just("internal")},
    optional={"organiser": st.sampled_from(["公司", "协会"])},
)
MEETINGS = st.fixed_dictionaries(
    {"body": st.just("board"), "term": st.just("2"), "number": st.sampled_from("123"),
     "held_on": st.sampled_from([*DAYS])}
)  # fmt: skip
ANYWHERE = st.integers(0, 10**6)


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.settings = Settings.beside(Path(self.folder.name) / "ledger.db")
        self.now = datetime(2025, 1, 1, tzinfo=UTC)
        self.times = [self.now]
        self.ledger = Ledger.create(self.settings, by="林", clock=self.clock)
        self.model = Model()

    def clock(self) -> datetime:
        return self.now

    def teardown(self) -> None:
        assert replay(self.ledger).findings == []
        self.ledger.close()
        self.folder.cleanup()

    def event(self, kind: str, cells: Cells) -> GovernanceEvent:
        return self.ledger.catalogue.spec(KINDS[kind]).cls.model_validate(cells)

    def done(self, *added: tuple[str, Cells, int]) -> None:
        """Let the model do what the ledger has done."""
        for kind, cells, instead in added:
            self.model.add(kind, cells, instead)
            self.times.append(self.now)
        self.now += timedelta(seconds=1)

    def some(self, at: int) -> int:
        return at % len(self.model.entries) + 1

    @rule(cells=TRAININGS)
    def record_a_training(self, cells: Cells) -> None:
        self.ledger.record(self.event("training", cells), by="林")
        self.done(("training", cells, 0))

    @rule(cells=MEETINGS)
    def record_a_meeting(self, cells: Cells) -> None:
        event = self.event("meeting", cells)
        if self.model.meeting_stands(cells["number"]):
            with pytest.raises(NotAdmissibleError):
                self.ledger.record(event, by="林")
        else:
            self.ledger.record(event, by="林")
            self.done(("meeting", cells, 0))

    @rule(one=TRAININGS, number=st.sampled_from("123"))
    def record_together_or_not_at_all(self, one: Cells, number: str) -> None:
        meeting = {"body": "board", "term": "2", "number": number, "held_on": "2024-03-04"}
        twice = [self.event("meeting", meeting)] * 2
        with pytest.raises(NotAdmissibleError):
            self.ledger.record(self.event("training", one), *twice, by="林")

    @rule(cells=TRAININGS)
    def try_without_recording(self, cells: Cells) -> None:
        self.ledger.record(self.event("training", cells), by="林", dry_run=True)

    @rule(at=ANYWHERE, cells=TRAININGS)
    def correct(self, at: int, cells: Cells) -> None:
        position = self.some(at)
        if self.model.entries[position - 1].kind != "training":
            return
        if self.model.stands(position):
            self.ledger.correct(position, self.event("training", cells), by="林", reason="重述")
            self.done(("training", cells, position))
        else:
            with pytest.raises(NotStandingError):
                self.ledger.correct(position, self.event("training", cells), by="林", reason="重述")

    @rule(at=ANYWHERE, organiser=st.sampled_from(["公司", "协会"]))
    def complete(self, at: int, organiser: str) -> None:
        position = self.some(at)
        kind, before, *_ = self.model.entries[position - 1]
        if kind != "training" or not self.model.stands(position):
            return
        cells = before | {"organiser": organiser}

        def completed() -> None:
            event = self.event("training", cells)
            self.ledger.correct(position, event, by="林", reason="补充", completion=True)

        if before.get("organiser", organiser) == organiser:
            completed()
            self.done(("training", cells, position))
        else:
            with pytest.raises(CompletionError):
                completed()

    @rule(at=ANYWHERE)
    def retract(self, at: int) -> None:
        position = self.some(at)
        if position > 1 and self.model.stands(position):
            self.ledger.retract(position, by="林", reason="重复")
            self.done(("retraction", {}, position))
        else:
            with pytest.raises((NotStandingError, OpeningStaysError)):
                self.ledger.retract(position, by="林", reason="重复")

    @rule(rows=st.lists(TRAININGS, min_size=1, max_size=4))
    def load_and_load_again(self, rows: list[Cells]) -> None:
        fresh = self.model.fresh(rows)
        changes = [Change(self.event("training", cells), file="a", line=at) for at, cells in enumerate(rows)]
        outcome = self.ledger.load(changes, by="林")
        assert (outcome.new, outcome.known) == (len(fresh), len(rows) - len(fresh))
        self.done(*(("training", cells, 0) for cells in fresh))
        again = self.ledger.load(changes, by="林")
        assert (again.new, again.known) == (0, len(rows))

    @rule(without_views=st.booleans())
    def reopen(self, without_views: bool) -> None:
        self.ledger.close()
        if without_views:
            self.settings.views.unlink(missing_ok=True)
        self.ledger = Ledger(self.settings, clock=self.clock)

    @rule(at=ANYWHERE)
    def look_back(self, at: int) -> None:
        known = self.some(at)
        self.agrees(known, known)
        then = self.times[known - 1]
        self.agrees(then.isoformat(), sum(time <= then for time in self.times))

    @invariant()
    def now_it_agrees(self) -> None:
        entries = list(self.ledger.entries())
        assert len(entries) == len(self.model.entries)
        for entry, recorded in zip(entries[1:], self.model.entries[1:], strict=True):
            if recorded.kind != "retraction":
                assert entry.event.cells().items() >= recorded.cells.items()
                assert (entry.corrects or 0) == recorded.instead
        log = self.ledger.log_recorder
        assert log.root() == root([row.body for row in log.rows()])
        self.agrees(None, len(entries))

    def agrees(self, point: int | str | None, known: int) -> None:
        """The ledger as known at a point agrees with the model as known at a position."""
        trainings, meetings = self.model.standing("training", known), self.model.standing("meeting", known)
        with Views.of(self.ledger).at(point) as reading:
            assert reading.position == known
            assert history(reading) == list(range(1, known + 1))
            for kind, standing in (("training", trainings), ("meeting", meetings)):
                assert history(reading, kind=KINDS[kind], standing=True) == sorted(standing)
        for period in (H1, H2):
            told: dict[str, Any] = summary(self.ledger, period, as_known_at=point)
            of_period = [at for at, cells in trainings.items() if DAYS[cells["held_on"]] == period]
            assert sorted(at for row in told["trainings"] for at in row["positions"]) == of_period
            held = [at for at, cells in meetings.items() if DAYS[cells["held_on"]] == period]
            assert sum(row["count"] for row in told["meetings"]) == len(held)


LedgerMachine.TestCase.settings = settings(
    max_examples=int(os.environ.get("LEDGER_TEST_EXAMPLES", "20")),
    stateful_step_count=25,
    deadline=None,
    derandomize="LEDGER_TEST_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
TestTheLedger = LedgerMachine.TestCase
