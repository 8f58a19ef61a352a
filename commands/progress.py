"""Progress on standard error: a bar where a person looks on, silence elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from ledger.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


class Measured(Protocol):
    """Something that is read row by row and knows how far it is."""

    done: int
    total: int

    def rows(self) -> Iterator[Any]:
        """The rows."""
        ...


class Rows:
    """The rows of a source, counted as they are read."""

    def __init__(self, source: Measured, bar: Any, task: Any, then: str) -> None:
        self.source, self.count, self._bar, self._task, self._then = source, 0, bar, task, then

    def __iter__(self) -> Iterator[Any]:
        last: object = None
        for row in self.source.rows():
            place = (row.file, row.line) if isinstance(row, Problem) else None
            self.count += place is None or place != last  # one row may have several problems
            last = place
            if self._bar and self.count % 100 == 0:
                self._bar.update(self._task, completed=self.source.done)
            yield row
        if self._bar:
            self._bar.update(self._task, completed=self.source.total, description=self._then)


@contextmanager
def bar(source: Measured, doing: str, then: str) -> Iterator[Rows]:
    """The rows of ``source`` behind a bar that says ``doing``, and ``then`` once all are read."""
    if not sys.stderr.isatty():
        yield Rows(source, None, None, then)
        return
    from rich.console import Console  # costs 50 ms that programs need not pay
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f}%"),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as shown:
        yield Rows(source, shown, shown.add_task(doing, total=source.total or None), then)
