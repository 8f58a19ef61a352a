"""Signed notes against the examples of the specification and of Go's ``note``, and against damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.log.note import (
    MOST_BYTES,
    BadSignatureError,
    MalformedNoteError,
    Note,
    NotSignedError,
    Signature,
    VerifierKey,
    decoded,
    encoded,
)
from ledger.log.signing_key import KeyNameError, SigningKey

NOTES = Path(__file__).with_name("notes")
SPECIFIED_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPECIFIED = (NOTES / "message.txt").read_text(encoding="utf-8")
"""The example of c2sp.org/signed-note."""
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # noqa: S105
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN = (NOTES / "neumann.txt").read_text(encoding="utf-8")
GO_TEXT = NEUMANN.partition("\n\n")[0] + "\n"
"""Key, note and text of the documentation of golang.org/x/mod/sumdb/note."""

PETER, FOO = SigningKey.parse(GO_SECRET), VerifierKey.parse(SPECIFIED_KEY)
LIN = SigningKey("公司/治理", bytes(range(32)))


def signed(text: str, *keys: SigningKey) -> Note:
    return Note(text).with_signatures(*(key.sign(text) for key in keys))


def test_the_specified_example_verifies() -> None:
    note = Note.parse(SPECIFIED)
    assert note.text == "This is an example message.\n"
    assert [key for key, _ in note.verified(FOO)] == [FOO]
    assert str(note) == SPECIFIED


def test_the_text_goes_up_to_the_last_empty_line() -> None:
    whole = (NOTES / "salvatore.txt").read_text(encoding="utf-8")
    note = Note.parse(whole)
    assert note.text.endswith(":\n\ned è subito sera.\n")
    assert note.signatures[0].name == "quasimodo.example/salvatore"
    assert str(note) == whole


def test_keys_and_signatures_are_those_of_the_reference() -> None:
    assert str(PETER.verifier) == GO_KEY
    assert PETER.secret == GO_SECRET
    assert str(signed(GO_TEXT, PETER)) == NEUMANN
    assert Note.parse(NEUMANN).verified(VerifierKey.parse(GO_KEY))


@pytest.mark.parametrize("text", ["\n", "a\n", "\n\n\n", "a\n\nb\n", "会议\n— a b\n\nc\n"])
def test_what_was_signed_reads_back(text: str) -> None:
    note = signed(text, LIN, PETER)
    again = Note.parse(str(note).encode())
    assert again == note
    assert [key.name for key, _ in again.verified(PETER.verifier, LIN.verifier)] == [LIN.name, PETER.name]


def test_signatures_of_unknown_keys_are_kept_and_ignored() -> None:
    note = signed(GO_TEXT, PETER)
    later_kind = Signature("witness.example/pq", b"\1\2\3\4", b"\xff" * 2_428)
    with_more = Note.parse(str(note.with_signatures(later_kind, LIN.sign("another text\n"))))
    assert with_more.signatures[1:] == (later_kind, LIN.sign("another text\n"))
    assert [signature.name for _, signature in with_more.verified(PETER.verifier)] == ["PeterNeumann"]


def test_a_key_that_shares_only_the_name_or_the_id_is_unknown() -> None:
    good = PETER.sign(GO_TEXT)
    strange = (good._replace(name="Peter"), good._replace(key_id=b"\0\0\0\0"))
    assert Note(GO_TEXT, (*strange, good)).verified(PETER.verifier) == [(PETER.verifier, good)]
    with pytest.raises(NotSignedError, match=r"PeterNeumann\+c74f20a3"):
        Note(GO_TEXT, strange).verified(PETER.verifier)


def test_one_bad_signature_of_a_known_key_condemns_the_note() -> None:
    note = signed(GO_TEXT, LIN).with_signatures(PETER.sign("another text\n"))
    with pytest.raises(BadSignatureError, match="PeterNeumann"):
        note.verified(LIN.verifier, PETER.verifier)
    assert note.verified(LIN.verifier)


def test_a_signature_is_added_once() -> None:
    note = signed(GO_TEXT, PETER)
    assert note.with_signatures(*note.signatures) == note


def test_sixteen_signatures_are_read_and_a_flood_is_not() -> None:
    lines = [f"— w{at} {encoded(bytes(8))}\n" for at in range(101)]
    assert len(Note.parse("a\n\n" + "".join(lines[:16])).signatures) == 16
    with pytest.raises(MalformedNoteError, match="more than 100 signatures"):
        Note.parse("a\n\n" + "".join(lines))
    with pytest.raises(MalformedNoteError, match="more than 100 signatures"):
        Note("a\n").with_signatures(*(Signature(f"w{at}", bytes(4), b"x") for at in range(101)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty line"),
        (b"a\n", "empty line"),
        (SPECIFIED.encode()[:-1], "empty line"),
        (b"a\n\n", "empty line"),
        (SPECIFIED.encode().replace(b"\n\n", b"\n"), "empty line"),
        (SPECIFIED.encode().replace(b"\n", b"\r\n"), "control characters"),
        (SPECIFIED.encode().replace(b"example m", b"example\0m"), "control characters"),
        (SPECIFIED.encode().replace(b"This", b"\xffhis"), "not UTF-8"),
        (SPECIFIED.encode() + b"\n", "empty line"),
        (SPECIFIED.encode() + b"\xe2\x80\x94 a\n", "no signature line"),
        (SPECIFIED.encode().replace("— ".encode(), b"- "), "no signature line"),
        (SPECIFIED.encode().replace(b"example.com/foo", b"example.com+foo"), "no signature line"),
        (
            SPECIFIED.encode().replace(b"example.com/foo", "example.com\u3000foo".encode()),
            "no signature line",
        ),
        (SPECIFIED.encode().replace(b"aQM=", b"aQM"), "no signature line"),
        (SPECIFIED.encode().replace(b"aQM=", b"aQN="), "no signature line"),  # bits that stand for nothing
        (SPECIFIED.encode().replace(b"Uw2Q", b"Uw!Q"), "no signature line"),
        ("a\n\n— n AAAAAA==\n".encode(), "no signature line"),  # an id without a signature
        (b"a" * (MOST_BYTES + 1), "more than"),
    ],
)
def test_what_is_no_note_is_told(data: bytes, why: str) -> None:
    with pytest.raises(MalformedNoteError, match=why):
        Note.parse(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        SPECIFIED_KEY.replace("530d903a", "530d903b"),
        SPECIFIED_KEY.replace("530d903a", "530D903A"),
        SPECIFIED_KEY.replace("example.com/foo", "example.com/bar"),
        SPECIFIED_KEY.replace("example.com", "example com"),
        SPECIFIED_KEY[:-4],
        SPECIFIED_KEY + "AAAA",
        SPECIFIED_KEY.replace("+Aeky", "+Auky"),  # ECDSA
        "a+" + "0" * 8 + "+",
    ],
)
def test_what_is_no_verifier_key_is_told(text: str) -> None:
    with pytest.raises(MalformedNoteError, match="this is no verifier key"):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text", ["", "PRIVATE+KEY+", GO_KEY, GO_SECRET[:-3], GO_SECRET.replace("c74f", "c74e"), "x" + GO_SECRET]
)
def test_what_is_no_signing_key_is_told_without_showing_it(text: str) -> None:
    with pytest.raises(MalformedNoteError, match="this is no signing key") as refusal:
        SigningKey.parse(text)
    assert "AYEKFALV" not in str(refusal.value)


def test_a_signing_key_does_not_show_itself() -> None:
    assert "AYEKFALV" not in repr(PETER) + str(PETER)


@pytest.mark.parametrize("name", ["", "a b", "a\u3000b", "a+b", "x" * 101])
def test_a_key_cannot_have_such_a_name(name: str) -> None:
    with pytest.raises(KeyNameError):
        SigningKey.generate(name)


def test_new_keys_differ() -> None:
    one, other = SigningKey.generate("688030.SH/governance"), SigningKey.generate("688030.SH/governance")
    assert one.verifier != other.verifier
    assert SigningKey.parse(f"{one.secret}\n").verifier == one.verifier


def test_every_flipped_bit_of_a_note_is_noticed() -> None:
    whole = SPECIFIED.encode()
    for bit in range(len(whole) * 8):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises(LedgerError):
            Note.parse(bytes(data)).verified(FOO)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_note_or_refused(data: bytes) -> None:
    for whole in (data, b"a\n\n" + data, SPECIFIED.encode()[:-5] + data):
        try:
            note = Note.parse(whole)
        except MalformedNoteError:
            continue
        assert str(note).encode() == whole


@given(st.binary(max_size=80))
def test_bytes_have_one_base64_text(raw: bytes) -> None:
    assert decoded(encoded(raw)) == raw
    assert decoded(encoded(raw) + "\n") is None
    assert decoded(encoded(raw) + "=") is None
