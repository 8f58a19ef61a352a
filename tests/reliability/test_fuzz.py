"""Random, damaged and hostile bytes raise nothing but LedgerErrors; ``make fuzz`` looks further."""

from __future__ import annotations

from random import Random

import pytest
from fuzz.mutation import mutated
from fuzz.targets import TARGETS, harmless, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = {"settings": 200, "export": 200}


def examples(name: str, most: int) -> settings:
    """The same examples at every run."""
    return settings(
        max_examples=EXAMPLES.get(name, most), deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.mark.parametrize("name", TARGETS)
def test_kept_seeds_are_harmless(name: str) -> None:
    assert seeds(name)
    for data in seeds(name):
        harmless(TARGETS[name], data)


@pytest.mark.parametrize("name", ["codec", "history"])
def test_sound_seeds_are_read_to_the_end(name: str) -> None:
    """Else the mutations of them would all fail at the same door."""
    for data in seeds(name):
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_is_refused_in_words(name: str) -> None:
    target, known = TARGETS[name], seeds(name)

    @examples(name, 800)
    @given(st.sampled_from(known), st.integers(0, 2**32), st.integers(1, 4))
    def damaged(data: bytes, seed: int, times: int) -> None:
        chance = Random(seed)  # noqa: S311 - no secret
        for _ in range(times):
            data = mutated(data, chance)
        harmless(target, data)

    damaged()


@pytest.mark.parametrize("name", TARGETS)
def test_random_bytes_are_refused_in_words(name: str) -> None:
    target = TARGETS[name]

    @examples(name, 400)
    @given(
        st.binary(max_size=300)
        | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
    def random(data: bytes) -> None:
        harmless(target, data)

    random()


def test_a_target_that_breaks_would_be_noticed() -> None:
    def broken(data: bytes) -> None:
        raise IndexError(data)

    with pytest.raises(IndexError):
        harmless(broken, b"")
