"""How a job measures: contenders in turn, the median of each, and the ratio to a floor of the same run.

Absolute times tell about the machine; the ratio to what the work costs at least tells about the program.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class Figure(NamedTuple):
    """One thing measured beside its floor; without a bound it is there to be read only."""

    what: str
    value: float
    against: str
    floor: float
    at_most: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.value / self.floor

    @property
    def verdict(self) -> str:
        """What the bound makes of it."""
        if self.at_most is None:
            return ""
        return "met" if self.ratio <= self.at_most else "MISSED"


class Skipped(NamedTuple):
    """What could not be measured here, and why."""

    what: str
    why: str


def in_turn(
    rounds: int, contenders: Mapping[str, Callable[[], object]], warm_up: int = 2
) -> dict[str, float]:
    """The median time of each contender in ms; they take turns, so that all meet the same disturbances."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + warm_up):
        for name, contender in contenders.items():
            began = perf_counter()
            contender()
            took = perf_counter() - began
            if turn >= warm_up:
                times[name].append(took * 1000)
    return {name: median(taken) for name, taken in times.items()}


def timed(contender: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the ms that it took."""
    began = perf_counter()
    given = contender()
    return given, (perf_counter() - began) * 1000


def afresh(function: Callable[..., T], *arguments: Any) -> T:
    """Call it in a new process: values remembered by an earlier round would flatter the next."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()
