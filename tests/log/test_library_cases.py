"""The eventsourcing library's own published test cases, run on our recorder in both sorts of database."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from ledger.log.dialects import dialect_of
from ledger.log.recorder import LogRecorder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from unittest import TestCase

    from servers import Database

    from ledger.log.dialects import Place


class AggregateOnly(LogRecorder):
    """The aggregate case wants None where the application case wants positions."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:  # type: ignore[override]
        super().insert_events(stored_events, **kwargs)


class InFile:
    """Recorders in files of their own."""

    def place(self, case: TestCase) -> Place:
        folder = TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        return Path(folder.name) / "ledger.db"

    def recorder(self, kind: type[LogRecorder] = LogRecorder) -> LogRecorder:
        case: Any = self
        place = self.place(case)
        dialect_of(place).create()
        recorder = kind(place)
        case.addCleanup(recorder.close)
        return recorder


class OnServer(InFile):
    """Recorders in schemas of their own."""

    @pytest.fixture(autouse=True)
    def _database(self, server: Database) -> None:
        self.database = server

    def place(self, case: TestCase) -> Place:
        _ = case
        return self.database.address()


class TestAggregateRecorder(InFile, AggregateRecorderTestCase):
    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> LogRecorder:
        return self.recorder(AggregateOnly)


class TestAggregateRecorderOnServer(OnServer, TestAggregateRecorder):
    pass


class TestApplicationRecorder(InFile, ApplicationRecorderTestCase):
    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> LogRecorder:
        return self.recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestApplicationRecorderOnServer(OnServer, TestApplicationRecorder):
    pass


class TestNonInterleavingPositions(InFile, NonInterleavingNotificationIDsBaseCase):
    _next = count(1)

    def new_originator_id(self) -> str:
        return f"stream/{next(self._next)}"

    def create_recorder(self) -> LogRecorder:
        return self.recorder()

    def create_stack(self, originator_id: UUID | str) -> list[StoredEvent]:
        return [StoredEvent(originator_id, i, "topic", b"state") for i in range(self.insert_num)]


class TestNonInterleavingPositionsOnServer(OnServer, TestNonInterleavingPositions):
    pass


del AggregateRecorderTestCase, ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
