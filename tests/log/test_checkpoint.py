"""Checkpoints and their cosignatures against the specification and against logs that are in the world."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.checkpoint import Checkpoint, OtherLogError
from ledger.log.note import (
    COSIGNATURE,
    LATEST_TIME,
    BadSignatureError,
    MalformedNoteError,
    Note,
    NotSignedError,
    Signature,
    VerifierKey,
    cosigned_at,
    encoded,
)
from ledger.log.signing_key import SigningKey

NOTES = Path(__file__).with_name("notes")
SOFA = (NOTES / "behind-the-sofa.txt").read_text(encoding="utf-8")
"""The example of c2sp.org/tlog-cosignature; the page does not say by which keys."""
GO_SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_SUM = (NOTES / "go-sum.txt").read_text(encoding="utf-8")
"""A checkpoint of Go's checksum database."""
WITNESS_KEY = "witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G"
WITNESSED = (NOTES / "witnessed.txt").read_text(encoding="utf-8")
"""A checkpoint of a Certificate Transparency log that a public witness cosigned."""

ROOT = bytes(range(32))
KEY = SigningKey("688030.SH/governance", bytes(32))


def signed(checkpoint: Checkpoint) -> Note:
    return Note(str(checkpoint)).with_signatures(KEY.sign(str(checkpoint)))


def test_the_specified_example_is_read() -> None:
    note = Note.parse(SOFA)
    checkpoint = Checkpoint.parse(note.text)
    assert checkpoint[:2] == ("example.com/behind-the-sofa", 20852163)
    assert encoded(checkpoint.root) == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    assert cosigned_at(note.signatures[1]) == 1679315147
    assert str(checkpoint) == note.text
    assert str(note) == SOFA


def test_a_checkpoint_of_another_implementation_verifies() -> None:
    checkpoint = Checkpoint.opened(GO_SUM, VerifierKey.parse(GO_SUM_KEY), origin="go.sum database tree")
    assert checkpoint.size == 6476701


def test_a_cosignature_of_a_public_witness_verifies() -> None:
    key = VerifierKey.parse(WITNESS_KEY)
    assert key.algorithm == COSIGNATURE
    ((_, cosignature),) = Note.parse(WITNESSED).verified(key)
    assert cosigned_at(cosignature) == 1785704691


@pytest.mark.parametrize("change", [("185550722", "185550723"), ("o+AP4gAAAABqb7Dz", "o+AP4gAAAABqb7Dy")])
def test_a_cosignature_holds_for_its_checkpoint_and_time_only(change: tuple[str, str]) -> None:
    with pytest.raises(BadSignatureError, match="navigli"):
        Note.parse(WITNESSED.replace(*change)).verified(VerifierKey.parse(WITNESS_KEY))


def test_a_cosignature_is_no_signature_of_the_log() -> None:
    """The same public key as a log's has another id, and its signature another message."""
    witness = VerifierKey.parse(WITNESS_KEY)
    as_log = VerifierKey(witness.name, witness.public)
    with pytest.raises(NotSignedError):
        Note.parse(WITNESSED).verified(as_log)
    (_, line) = Note.parse(WITNESSED).signatures
    claimed = Note(Note.parse(WITNESSED).text, (Signature(as_log.name, as_log.key_id, line.value[8:]),))
    with pytest.raises(BadSignatureError):
        claimed.verified(as_log)


@pytest.mark.parametrize(
    "value", [b"x", bytes(8), bytes(71), bytes(73), (LATEST_TIME + 1).to_bytes(8, "big") + bytes(64)]
)
def test_a_cosignature_of_another_shape_is_refused(value: bytes) -> None:
    key = VerifierKey.parse(WITNESS_KEY)
    with pytest.raises(BadSignatureError):
        Note("a\n", (Signature(key.name, key.key_id, value),)).verified(key)


def test_extension_lines_are_kept_and_signed() -> None:
    checkpoint = Checkpoint("688030.SH/governance", 3, ROOT, ("one", "二"))
    assert Checkpoint.opened(str(signed(checkpoint)), KEY.verifier) == checkpoint
    with pytest.raises(BadSignatureError):
        Checkpoint.opened(str(signed(checkpoint)).replace("二", "三"), KEY.verifier)


def test_the_checkpoint_of_another_log_is_refused() -> None:
    note = signed(Checkpoint("688031.SH/governance", 3, ROOT))
    with pytest.raises(OtherLogError, match=r"688031\.SH/governance"):
        Checkpoint.opened(note, KEY.verifier, origin="688030.SH/governance")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n1\n",
        f"a\n1\n{encoded(ROOT)}",
        f"\n1\n{encoded(ROOT)}\n",
        f"a\n1\n{encoded(ROOT)}\n\n",
        f"a\n1\n{encoded(ROOT)}\n\nx\n",
        f"a\n01\n{encoded(ROOT)}\n",
        f"a\n+1\n{encoded(ROOT)}\n",
        f"a\n-1\n{encoded(ROOT)}\n",
        f"a\n1_0\n{encoded(ROOT)}\n",
        f"a\n１\n{encoded(ROOT)}\n",
        f"a\n{'9' * 19}\n{encoded(ROOT)}\n",
        f"a\n\n{encoded(ROOT)}\n",
        f"a\n1\n{encoded(ROOT[:31])}\n",
        f"a\n1\n{ROOT.hex()}\n",
        f"a\n1\n {encoded(ROOT)}\n",
    ],
)
def test_what_is_no_checkpoint_is_told(text: str) -> None:
    with pytest.raises(MalformedNoteError, match="this is no checkpoint"):
        Checkpoint.parse(text)


LINE = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(LINE, st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32), st.lists(LINE, max_size=3))
def test_a_checkpoint_reads_back(origin: str, size: int, root: bytes, more: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(more))
    assert Checkpoint.opened(str(signed(checkpoint)).encode(), KEY.verifier, origin=origin) == checkpoint
