"""Proofs from real ledgers, as their commands hand them out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from signed import ORIGIN, Witness, founded, grow, harm, make_consistent

from ledger.application import Ledger, NoSuchEntryError
from ledger.audit.proving import BackwardsError, NotCoveredError, prove, prove_growth
from ledger.audit.signing import NothingSignedError, UnsoundLogError, change_key, cosign, sign
from ledger.audit.signing_keys import NoVerifierKeyError, verifiers
from ledger.log.checkpoint import Checkpoint
from ledger.log.errors import IncompleteTreeError
from ledger.log.kept import DamagedCheckpointError, NoSuchCheckpointError
from ledger.log.note import Note, VerifierKey
from ledger.log.proof_files import ConsistencyProof, InclusionProof, NotContinuedError

SIZES = (1, 255, 256, 257, 511, 512, 513, 600)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger that was signed at every border of its tiles; nobody writes to it."""
    with Ledger(founded(tmp_path_factory.mktemp("large"))) as ledger:
        for size in SIZES:
            grow(ledger, size - ledger.log_recorder.size())
            sign(ledger)
        yield ledger


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return founded(tmp_path)


def pinned(ledger: Ledger) -> VerifierKey:
    """What an auditor was given."""
    return VerifierKey.parse(ledger.settings.public_key.read_text(encoding="utf-8"))


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_of_a_checkpoint_is_proved_in_it(large: Ledger, size: int) -> None:
    near = {
        1,
        2,
        3,
        size // 2 + 1,
        *(border + by for border in (256, 512) for by in (-1, 0, 1, 2)),
        size - 1,
        size,
    }
    for position in (at for at in near if 0 < at <= size):
        proof = InclusionProof.parse(str(prove(large, position, size)))
        assert proof.check(pinned(large), origin=ORIGIN).size == size
        row = large.log_recorder.row(position)
        assert row
        assert (proof.position, proof.extra) == (position, row.body)
        bare = InclusionProof.parse(str(prove(large, position, size, bare=True)))
        assert not bare.extra
        assert bare.check(pinned(large), body=row.body).size == size


@pytest.mark.parametrize("old", SIZES)
def test_every_checkpoint_goes_on_from_every_earlier_one(large: Ledger, old: int) -> None:
    earlier = Checkpoint.opened(sign_at(large, old), pinned(large))
    for size in (at for at in SIZES if at >= old):
        proof = ConsistencyProof.parse(str(prove_growth(large, old, size)))
        assert proof.check(earlier, pinned(large)).size == size
        with pytest.raises(NotContinuedError):
            proof.check(earlier._replace(root=bytes(32)), pinned(large))


def sign_at(ledger: Ledger, size: int) -> Note:
    return Note.parse((ledger.settings.checkpoints / f"{size:09d}.checkpoint").read_bytes())


@pytest.mark.parametrize("old", [0, 2, 254, 300, 599])
def test_growth_is_proved_from_sizes_that_were_never_signed(large: Ledger, old: int) -> None:
    earlier = Checkpoint(ORIGIN, old, large.log_recorder.root(old))
    assert prove_growth(large, old).check(earlier, pinned(large)).size == 600


def test_a_witness_cosigns_what_it_is_sent(home: Path) -> None:
    """The request of tlog-witness, its check, and its answer."""
    witness = Witness("witness.example/w", 1)
    with Ledger(home) as ledger:
        seen = Checkpoint.opened(sign(ledger), pinned(ledger))
        grow(ledger, 20)
        sign(ledger)
        asked = ConsistencyProof.parse(str(prove_growth(ledger, seen.size)).encode())
        later = asked.check(seen, pinned(ledger))
        assert later.size == 21
        cosign(ledger, f"{witness.cosign(asked.checkpoint.text)}\n".encode(), witness.verifier)
        assert prove(ledger, 3).checkpoint.verified(witness.verifier)


def test_the_last_checkpoint_is_taken_unless_another_is_named(large: Ledger) -> None:
    assert Checkpoint.parse(prove(large, 3).checkpoint.text).size == 600
    assert Checkpoint.parse(prove_growth(large, 3).checkpoint.text).size == 600


def test_what_cannot_be_proved_is_told(large: Ledger) -> None:
    for position in (0, -1, 601):
        with pytest.raises(NoSuchEntryError, match="#1 to #600"):
            prove(large, position)
    with pytest.raises(NotCoveredError, match="#300 lies beyond the checkpoint of 257"):
        prove(large, 300, 257)
    with pytest.raises(NoSuchCheckpointError, match=r"258 entries .* 1, 255, 256, 257"):
        prove(large, 3, 258)
    with pytest.raises(BackwardsError, match="257 entries does not reach back from 300"):
        prove_growth(large, 300, 257)


def test_before_anything_is_signed_nothing_can_be_proved(home: Path) -> None:
    with Ledger(home) as ledger:
        for act in (lambda: prove(ledger, 1), lambda: prove_growth(ledger, 0)):
            with pytest.raises(NothingSignedError):
                act()


def test_no_private_key_is_needed(home: Path) -> None:
    with Ledger(home) as ledger:
        sign(ledger)
        assert ledger.settings.key
        ledger.settings.key.unlink()
    with Ledger(home, read_only=True) as ledger:
        assert prove(ledger, 1).check(pinned(ledger)).size == 1


def test_a_lost_verifier_key_is_told(home: Path) -> None:
    with Ledger(home) as ledger:
        sign(ledger)
        ledger.settings.public_key.unlink()
        with pytest.raises(NoVerifierKeyError, match=r"ledger\.pub"):
            prove(ledger, 1)


def test_proofs_from_before_a_change_of_keys_hold_with_the_old_one(home: Path) -> None:
    with Ledger(home) as ledger:
        old = pinned(ledger)
        sign(ledger)
        change_key(ledger, by="林", reason="x")
        grow(ledger, 3)
        sign(ledger)
        assert prove(ledger, 1, 1).check(old).size == 1
        assert prove(ledger, 2, 2).check(old).size == 2
        assert prove(ledger, 4).check(pinned(ledger)).size == 5
        assert verifiers(ledger) == [pinned(ledger), old]


@pytest.mark.parametrize("what", ["position = 3", "position = 200", "position = 257"])
def test_an_altered_hash_is_told_and_not_handed_out(home: Path, what: str) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 300)
        sign(ledger)
    harm(home, f"UPDATE entries SET leaf_hash = zeroblob(32) WHERE {what}")
    with Ledger(home) as ledger:
        positions = range(1, 302)
        for position in positions:
            try:
                proof = prove(ledger, position)
            except UnsoundLogError:
                continue
            assert proof.check(pinned(ledger))  # whatever is handed out holds all the same
        with pytest.raises(UnsoundLogError):
            prove(ledger, 4 if what == "position = 3" else 201 if what == "position = 200" else 258)


def test_an_altered_tile_is_told(home: Path) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 300)
        sign(ledger)
    harm(home, "UPDATE tiles SET root = zeroblob(32)")
    with Ledger(home) as ledger:
        with pytest.raises(UnsoundLogError):
            prove(ledger, 300)
        with pytest.raises(UnsoundLogError):
            prove_growth(ledger, 257)


def test_a_missing_tile_is_told(home: Path) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 300)
        sign(ledger)
    harm(home, "DELETE FROM tiles")
    with Ledger(home) as ledger, pytest.raises(IncompleteTreeError, match="ledger verify"):
        prove(ledger, 300)


def test_a_rewritten_log_proves_nothing_in_what_was_signed(home: Path) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 10)
        sign(ledger)
    harm(home, "UPDATE entries SET body = CAST('{}' AS BLOB) WHERE position = 5")
    make_consistent(home)
    with Ledger(home) as ledger:
        for position in range(1, 12):
            with pytest.raises(UnsoundLogError):
                prove(ledger, position)


def test_a_damaged_checkpoint_is_told(home: Path) -> None:
    with Ledger(home) as ledger:
        path = ledger.settings.checkpoints / "000000001.checkpoint"
        path.parent.mkdir()
        path.write_text("x", encoding="utf-8")
        with pytest.raises(DamagedCheckpointError):
            prove(ledger, 1)
