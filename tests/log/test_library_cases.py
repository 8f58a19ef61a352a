"""The eventsourcing library's own published test cases, run on our recorder over real SQLite files."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from ledger.log.dialects import SQLite
from ledger.log.recorder import LogRecorder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from unittest import TestCase


class AggregateOnly(LogRecorder):
    """The aggregate case wants None where the application case wants positions."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:  # type: ignore[override]
        super().insert_events(stored_events, **kwargs)


def recorder_for(case: TestCase, kind: type[LogRecorder] = LogRecorder) -> LogRecorder:
    folder = TemporaryDirectory()
    case.addCleanup(folder.cleanup)
    path = Path(folder.name) / "ledger.db"
    SQLite(path).create()
    recorder = kind(path)
    case.addCleanup(recorder.close)
    return recorder


class TestAggregateRecorder(AggregateRecorderTestCase):
    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> LogRecorder:
        return recorder_for(self, AggregateOnly)


class TestApplicationRecorder(ApplicationRecorderTestCase):
    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> LogRecorder:
        return recorder_for(self)

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleavingPositions(NonInterleavingNotificationIDsBaseCase):
    _next = count(1)

    def new_originator_id(self) -> str:
        return f"stream/{next(self._next)}"

    def create_recorder(self) -> LogRecorder:
        return recorder_for(self)

    def create_stack(self, originator_id: UUID | str) -> list[StoredEvent]:
        return [StoredEvent(originator_id, i, "topic", b"state") for i in range(self.insert_num)]


del AggregateRecorderTestCase, ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
