"""The same work for each of many ledgers, in a few processes at once: what fails for one stops no other."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

AHEAD = 4
"""Ledgers handed out for each process before the first answer is taken: no more are kept in memory."""
ENDED = Both(
    "the process that worked on it ended without an answer, perhaps for want of memory",
    "处理该账本的进程意外结束，可能是内存不足",
)


class Outcome(NamedTuple):
    """What became of one ledger: what the work gave, or why it gave nothing."""

    name: str
    row: dict[str, Any]
    error: Both | None = None


def each(
    names: Iterable[str], work: Callable[[str], dict[str, Any]], workers: int, secrets: Sequence[str] = ()
) -> Iterator[Outcome]:
    """``work(name)`` for each name, the outcomes in the order of the names; no ``secrets`` in any error.

    ``work`` goes to other processes, so it must be a function of a module, or a partial of one.
    """
    attempt = partial(_attempt, work, tuple(secrets))
    pool = _Pool(workers)
    waiting: deque[tuple[str, Future[Outcome]]] = deque()
    try:
        for name in names:
            waiting.append((name, pool.submit(attempt, name)))
            if len(waiting) >= AHEAD * workers:
                yield _answer(*waiting.popleft(), attempt)
        while waiting:
            yield _answer(*waiting.popleft(), attempt)
    finally:
        pool.close()


class _Pool:
    """Processes, made anew when one of them ended."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # Not by fork: a child must have no session of its parent's, nor its threads' locks.
        return ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"))

    def submit(self, attempt: Callable[[str], Outcome], name: str) -> Future[Outcome]:
        """Hand out one ledger."""
        with suppress(BrokenProcessPool):
            return self._executor.submit(attempt, name)
        self.close()
        self._executor = self._made()
        return self._executor.submit(attempt, name)

    def close(self) -> None:
        """End the processes; what has not begun is not done."""
        self._executor.shutdown(cancel_futures=True)


def _answer(name: str, given: Future[Outcome], attempt: Callable[[str], Outcome]) -> Outcome:
    """The outcome; all that were under way when a process ended are tried again, each in one of its own."""
    with suppress(BrokenProcessPool):
        return given.result()
    alone = _Pool(1)
    try:
        return alone.submit(attempt, name).result()
    except BrokenProcessPool:
        return Outcome(name, {}, ENDED)
    finally:
        alone.close()


def _attempt(work: Callable[[str], dict[str, Any]], secrets: tuple[str, ...], name: str) -> Outcome:
    try:
        return Outcome(name, work(name))
    except LedgerError as error:
        told = Both(error.text("en"), error.text("zh"))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this one is told, and the others go on
        line = (str(error).strip().splitlines() or [""])[0]
        told = Both(*[f"{type(error).__name__}: {line}"] * 2)
    for secret in secrets:
        told = Both(*(text.replace(secret, "…") for text in told))
    return Outcome(name, {}, told)
