"""A subscription that asks again and again: SQLite has nobody who would tell."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = 500
PAUSE = 0.05
"""Seconds between two questions."""


class Polling(Subscription[ApplicationRecorder]):
    """Iterates over the events after a position, waiting for those to come until it is stopped."""

    def __init__(self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._page: list[Notification] = []

    def __next__(self) -> Notification:
        while not self._page and not self._has_been_stopped:
            self._page = list(
                self._recorder.select_notifications(
                    self._last_notification_id or 0, PAGE, topics=self._topics, inclusive_of_start=False
                )
            )
            if not self._page:
                sleep(PAUSE)
        if self._has_been_stopped:
            raise StopIteration
        notification = self._page.pop(0)
        self._last_notification_id = notification.id
        return notification
