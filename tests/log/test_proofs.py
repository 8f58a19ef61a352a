"""Proofs over the tree: published vectors, another implementation, every small size, every tile border."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree  # type: ignore[import-untyped]

from ledger.log.checkpoint import Checkpoint
from ledger.log.errors import IncompleteTreeError
from ledger.log.merkle import EMPTY_ROOT, Frontier, complete_root, leaf_hash, node_hash
from ledger.log.note import BadSignatureError, MalformedNoteError, Note, NotSignedError, encoded
from ledger.log.proof_files import (
    BadProofError,
    ConsistencyProof,
    EntryNeededError,
    InclusionProof,
    NotContinuedError,
)
from ledger.log.proofs import TILE_WIDTH, Tree, extends, includes
from ledger.log.signing_key import SigningKey

VECTORS = Path(__file__).with_name("merkle_vectors.jsonl")
"""The test data of github.com/transparency-dev/merkle (Apache-2.0), one case a line."""
REFUSED_THERE = "size1 is zero and size2 is not zero"
"""C2SP tlog-witness lets every log go on from the empty one; that library refuses to say."""
PUBLISHED = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
"""The leaves of the tests of Certificate Transparency."""
KEY = SigningKey("688030.SH/governance", bytes(32))
SMALL = 70
BORDERS = [at for border in (256, 512, 65_536) for at in (border - 1, border, border + 1)]


class Leaves:
    """A log of made-up entries, read a tile at a time."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels = [leaves]
        self.reads: list[tuple[int, int]] = []
        while len(below := self.levels[-1]) >= TILE_WIDTH:
            whole = range(0, len(below) - TILE_WIDTH + 1, TILE_WIDTH)
            self.levels.append([complete_root(below[at : at + TILE_WIDTH]) for at in whole])

    def tile(self, level: int, number: int) -> Sequence[bytes]:
        self.reads.append((level, number))
        nodes = self.levels[level] if level < len(self.levels) else []
        return nodes[number * TILE_WIDTH : (number + 1) * TILE_WIDTH]

    def tree(self, size: int) -> Tree:
        return Tree(size, self.tile)


@cache
def leaf(index: int) -> bytes:
    return leaf_hash(b"%d" % index)


@cache
def large() -> Leaves:
    return Leaves([leaf(at) for at in range(65_538)])


@cache
def roots() -> list[bytes]:
    """The root at every size, grown leaf by leaf."""
    frontier = Frontier()
    grown = [frontier.root]
    for hashed in large().levels[0]:
        frontier.push(hashed)
        grown.append(frontier.root)
    return grown


def told(case: dict[str, Any], name: str) -> bytes:
    return b64decode(case[name])


def cases() -> list[dict[str, Any]]:
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    return [case for case in map(json.loads, lines) if case["what"] != REFUSED_THERE]


@pytest.mark.parametrize("case", [case for case in cases() if "leaf" in case], ids=lambda case: case["what"])
def test_inclusion_is_judged_as_published(case: dict[str, Any]) -> None:
    path = [b64decode(node) for node in case["proof"]]
    found = includes(told(case, "root"), case["size"], case["index"], told(case, "leaf"), path)
    assert found == case["holds"]


@pytest.mark.parametrize("case", [case for case in cases() if "old" in case], ids=lambda case: case["what"])
def test_consistency_is_judged_as_published(case: dict[str, Any]) -> None:
    path = [b64decode(node) for node in case["proof"]]
    found = extends(told(case, "old_root"), case["old"], told(case, "root"), case["size"], path)
    assert found == case["holds"]


@pytest.mark.parametrize("size", range(1, len(PUBLISHED) + 1))
def test_the_published_proofs_are_the_ones_made(size: int) -> None:
    tree = Leaves([leaf_hash(bytes.fromhex(body)) for body in PUBLISHED]).tree(size)
    ours = [case for case in cases() if case["holds"] and told(case, "root") == tree.root]
    for case in ours:
        made = tree.inclusion(case["index"]) if "leaf" in case else tree.consistency(case["old"])
        assert made == [b64decode(node) for node in case["proof"]]
    assert ours or size not in (1, 3, 5, 7, 8)


def test_every_leaf_of_every_small_tree_is_proved_and_nothing_else() -> None:
    for size in range(SMALL + 1):
        tree = large().tree(size)
        assert tree.root == roots()[size]
        for index in range(size):
            path = tree.inclusion(index)
            assert includes(tree.root, size, index, leaf(index), path)
            assert not includes(tree.root, size, index, leaf(index + 1), path)
            assert not includes(roots()[size + 1], size, index, leaf(index), path)
            assert not includes(tree.root, size, index, leaf(index), [*path, leaf(0)])
            assert not path or not includes(tree.root, size, index, leaf(index), path[:-1])
            for other in {index - 1, index + 1, index ^ 1, size, size - 1} - {index}:
                assert not includes(tree.root, size, other, leaf(index), path)


def test_every_small_tree_goes_on_from_every_smaller_one_and_from_no_other() -> None:
    for size in range(SMALL + 1):
        tree = large().tree(size)
        for old in range(size + 1):
            path = tree.consistency(old)
            assert extends(roots()[old], old, tree.root, size, path)
            assert not extends(leaf(0) if old != 1 else leaf(1), old, tree.root, size, path)
            assert not extends(roots()[old], old, tree.root, size, [*path, leaf(0)])
            assert old == 0 or not extends(roots()[old], old, node_hash(tree.root, leaf(0)), size, path)
            assert old in (0, size) or not extends(roots()[old], old, tree.root, size, path[:-1])


def test_nothing_goes_on_backwards() -> None:
    assert not extends(roots()[5], 5, roots()[3], 3, [])
    assert not extends(EMPTY_ROOT, -1, roots()[3], 3, [])
    assert not includes(roots()[3], 3, -1, leaf(2), large().tree(3).inclusion(2))


@pytest.mark.parametrize("size", BORDERS)
def test_at_the_borders_of_tiles_proofs_hold(size: int) -> None:
    tree = large().tree(size)
    assert tree.root == roots()[size]
    near = {
        0,
        1,
        254,
        255,
        256,
        257,
        511,
        512,
        size // 2,
        size - 2,
        size - 1,
        *(border - 1 for border in BORDERS),
    }
    for index in (at for at in near if at < size):
        assert includes(tree.root, size, index, leaf(index), tree.inclusion(index))
        assert extends(roots()[index + 1], index + 1, tree.root, size, tree.consistency(index + 1))


@given(st.integers(1, 65_538), st.data())
def test_any_proof_holds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = large().tree(size)
    assert includes(roots()[size], size, index, leaf(index), tree.inclusion(index))
    assert extends(roots()[index], index, roots()[size], size, tree.consistency(index))


@given(st.integers(1, 300), st.data())
def test_a_damaged_path_proves_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = large().tree(size)
    path = tree.inclusion(index)
    if path:
        at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
        path[at] = (int.from_bytes(path[at], "big") ^ 1 << bit).to_bytes(32, "big")
        assert not includes(tree.root, size, index, leaf(index), path)


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=60), st.data())
def test_another_implementation_gives_the_same_paths(bodies: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(bodies) - 1))
    oracle = InmemoryTree(algorithm="sha256")
    for body in bodies:
        oracle.append_entry(body)
    tree = Leaves([leaf_hash(body) for body in bodies]).tree(len(bodies))
    assert oracle.get_root() == tree.root
    proof = oracle.prove_inclusion(index + 1, len(bodies))  # it begins its paths with the leaf itself
    assert list(proof.path) == [leaf_hash(bodies[index]), *tree.inclusion(index)]


@pytest.mark.parametrize("index", [0, 255, 40_000, 65_535, 65_536, 65_537])
def test_a_proof_reads_two_tiles_of_a_level_at_most(index: int) -> None:
    leaves = large()
    for make in (Tree.inclusion, Tree.consistency):
        leaves.reads.clear()
        make(leaves.tree(65_538), index)
        assert len(leaves.reads) == len(set(leaves.reads))
        assert max(Counter(level for level, _ in leaves.reads).values(), default=0) <= 2


def test_a_hole_in_the_tree_is_told() -> None:
    with pytest.raises(IncompleteTreeError, match=r"level 0, tile 1\b"):
        Leaves([leaf(at) for at in range(300)]).tree(400).inclusion(270)
    with pytest.raises(IncompleteTreeError, match=r"level 1, tile 0\b"):
        Tree(600, lambda level, number: [] if level else large().tile(level, number)).inclusion(599)


# -- proofs as files

BODIES = [b'{"v":1,"n":%d}' % at for at in range(300)]
ORIGIN = "688030.SH/governance"


def noted(size: int) -> tuple[Tree, Note]:
    tree = Leaves([leaf_hash(body) for body in BODIES]).tree(size)
    text = str(Checkpoint(ORIGIN, size, tree.root))
    return tree, Note(text).with_signatures(KEY.sign(text))


def included(position: int, size: int = 300) -> InclusionProof:
    tree, note = noted(size)
    return InclusionProof(position, tuple(tree.inclusion(position - 1)), note, BODIES[position - 1])


def test_a_proof_has_the_form_of_the_specification() -> None:
    lines = str(included(1, 2)).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1] == f"extra {encoded(BODIES[0])}"
    assert lines[2:6] == ["index 0", encoded(leaf_hash(BODIES[1])), "", ORIGIN]


def test_the_proof_of_a_single_entry_has_no_path() -> None:
    proof = included(1, 1)._replace(extra=b"")
    assert str(proof).startswith(f"c2sp.org/tlog-proof@v1\nindex 0\n\n{ORIGIN}\n1\n")
    assert InclusionProof.parse(str(proof)) == proof


@pytest.mark.parametrize("position", [1, 2, 255, 256, 257, 299, 300])
def test_a_proof_reads_back_and_holds(position: int) -> None:
    proof = InclusionProof.parse(str(included(position)).encode())
    assert proof == included(position)
    assert proof.check(KEY.verifier, origin=ORIGIN).size == 300
    bare = InclusionProof.parse(str(proof._replace(extra=b"")))
    assert bare.check(KEY.verifier, body=BODIES[position - 1]).size == 300
    with pytest.raises(EntryNeededError, match=f"#{position};"):
        bare.check(KEY.verifier)


def test_a_proof_of_something_else_is_refused() -> None:
    proof = included(7)
    for change in ({"position": 8}, {"position": 301}, {"extra": BODIES[7]}, {"path": proof.path[1:]},
                   {"checkpoint": noted(299)[1]}):  # fmt: skip
        other = proof._replace(**change)
        with pytest.raises(BadProofError, match=f"#{other.position}:"):
            other.check(KEY.verifier)
    with pytest.raises(BadProofError):
        proof.check(KEY.verifier, body=b"")
    with pytest.raises(NotSignedError):
        proof.check(SigningKey(ORIGIN, bytes(range(32))).verifier)
    with pytest.raises(BadSignatureError):
        InclusionProof.parse(str(proof).replace("\n300\n", "\n301\n")).check(KEY.verifier)


@pytest.mark.parametrize(("old", "size"), [(0, 300), (1, 300), (256, 300), (299, 300), (300, 300), (1, 1)])
def test_a_proof_of_growth_reads_back_and_holds(old: int, size: int) -> None:
    tree, note = noted(size)
    proof = ConsistencyProof(old, tuple(tree.consistency(old)), note)
    again = ConsistencyProof.parse(str(proof).encode())
    assert again == proof
    earlier = Checkpoint(ORIGIN, old, noted(old)[0].root)
    assert again.check(earlier, KEY.verifier).size == size
    for other in (earlier._replace(root=leaf(3)), earlier._replace(size=old + 1)):
        with pytest.raises(NotContinuedError):
            again.check(other, KEY.verifier)


def test_a_proof_of_growth_has_the_form_that_witnesses_are_asked_in() -> None:
    tree, note = noted(2)
    asked = str(ConsistencyProof(1, tuple(tree.consistency(1)), note))
    assert asked == f"old 1\n{encoded(leaf_hash(BODIES[1]))}\n\n{note}"


NOTED = str(noted(2)[1])
HASH = encoded(bytes(32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\n",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v2\nindex 0\n\n{NOTED}",
        f"index 0\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nextra AAAA\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex 00\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex -5\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex  1\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex x\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex {'9' * 19}\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH[:-1]}\n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH} \n\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{encoded(bytes(64))}\n\n{NOTED}",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + f"{HASH}\n" * 64 + f"\n{NOTED}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n\n{NOTED}\n",
        f"c2sp.org/tlog-proof@v1\nindex 0\n\n{ORIGIN}\n",
    ],
)
def test_what_is_no_proof_is_told(text: str) -> None:
    for data in (text, text.encode(), text.encode() + b"\xff"):
        with pytest.raises(MalformedNoteError):
            InclusionProof.parse(data)


@pytest.mark.parametrize(
    "text", ["", f"old 01\n\n{NOTED}", f"new 1\n\n{NOTED}", f"old 1\nx\n\n{NOTED}", "old 1\n\n"]
)
def test_what_is_no_proof_of_growth_is_told(text: str) -> None:
    with pytest.raises(MalformedNoteError):
        ConsistencyProof.parse(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_proof_or_refused(data: bytes) -> None:
    for whole in (data, b"c2sp.org/tlog-proof@v1\nindex 0\n" + data, str(included(3)).encode()[:-4] + data):
        try:
            proof = InclusionProof.parse(whole)
        except MalformedNoteError:
            continue
        assert str(proof).encode() == whole


def test_every_flipped_bit_of_a_proof_is_noticed() -> None:
    whole = str(included(2, 3)).encode()
    for bit in range(len(whole) * 8):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises((MalformedNoteError, BadProofError, NotSignedError, BadSignatureError)):
            InclusionProof.parse(bytes(data)).check(KEY.verifier)
