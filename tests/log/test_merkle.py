"""The hash tree against published roots, against another implementation, and against its own past."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree  # type: ignore[import-untyped]

from ledger.log.merkle import Frontier, complete_root, leaf_hash
from ledger.log.recorder import LogRecorder
from ledger.log.sqlite import SQLite

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Roots of the first 0 to 8 leaves, from the tests of Certificate Transparency."""


def grown(bodies: list[bytes]) -> Frontier:
    frontier = Frontier()
    for body in bodies:
        frontier.push(leaf_hash(body))
    return frontier


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert grown([bytes.fromhex(leaf) for leaf in LEAVES[:size]]).root.hex() == ROOTS[size]


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_another_implementation_agrees(bodies: list[bytes]) -> None:
    tree = InmemoryTree(algorithm="sha256")
    for body in bodies:
        tree.append_entry(body)
    assert grown(bodies).root == tree.get_root()


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_frontier_goes_on_from_its_stored_bytes(first: int, more: int) -> None:
    bodies = [b"%d" % at for at in range(first + more)]
    begun = grown(bodies[:first])
    resumed = Frontier(first, bytes(begun))
    for body in bodies[first:]:
        resumed.push(leaf_hash(body))
    assert resumed.root == grown(bodies).root


def test_a_tile_is_the_root_of_256_leaves() -> None:
    leaves = [leaf_hash(b"%d" % at) for at in range(512)]
    frontier, tiles = Frontier(), []
    for leaf in leaves:
        tiles += frontier.push(leaf)
    expected = [(1, 0, complete_root(leaves[:256])), (1, 1, complete_root(leaves[256:]))]
    assert [tuple(tile) for tile in tiles] == expected


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogRecorder]:
    path = Path(tmp_path_factory.mktemp("log")) / "ledger.db"
    SQLite(path).create()
    made = LogRecorder(path)
    made.insert_events([StoredEvent("m", at, "k", b"%d" % at) for at in range(1_100)])
    yield made
    made.close()


SIZES = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 767, 768, 1_023, 1_024, 1_025, 1_099, 1_100]


@pytest.mark.parametrize("size", SIZES)
def test_the_root_of_the_past_is_the_one_it_had_then(recorder: LogRecorder, size: int) -> None:
    assert recorder.root(size) == grown([b"%d" % at for at in range(size)]).root


@pytest.mark.parametrize("size", SIZES)
def test_growing_in_one_batch_or_in_two_gives_the_same_root(tmp_path: Path, size: int) -> None:
    SQLite(tmp_path / "ledger.db").create()
    recorder = LogRecorder(tmp_path / "ledger.db")
    events = [StoredEvent("m", at, "k", b"%d" % at) for at in range(size)]
    recorder.insert_events(events[: size // 3])
    recorder.insert_events(events[size // 3 :])
    assert recorder.root() == grown([event.state for event in events]).root
    recorder.close()
