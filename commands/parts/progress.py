"""Progress on standard error: a bar where a person looks on, silence elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from ledger.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress


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
    with _bar() as shown:
        yield Rows(source, shown, shown.add_task(doing, total=source.total or None), then)


@contextmanager
def counter(total: int | None, doing: str, every: int = 1_000) -> Iterator[Callable[[int], None]]:
    """Something to be told how many of ``total`` are done, behind a bar that says ``doing``."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    with _bar() as shown:
        task = shown.add_task(doing, total=total)

        def told(done: int) -> None:
            if done % every == 0:
                shown.update(task, completed=done)

        yield told
        shown.update(task, completed=total or 0)


def _bar() -> Progress:
    from rich.console import Console  # costs 50 ms that programs need not pay
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f}%"),
               TimeElapsedColumn())  # fmt: skip
    # Rows that are printed meanwhile go above the bar, but never out of the file that takes them.
    return Progress(*columns, console=Console(stderr=True), redirect_stdout=sys.stdout.isatty())
