"""Signing real ledgers: what is signed, what is refused, which signatures are kept, how keys change."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from signed import ALTERED, AT, ORIGIN, Witness, founded, grow, harm, make_consistent

from ledger.application import Ledger, UnnamedRecorderError
from ledger.audit.signing import (
    DenialError,
    NothingSignedError,
    NotSignedHereError,
    UnsoundLogError,
    change_key,
    cosign,
    last_signed,
    sign,
    signed_at,
)
from ledger.audit.signing_keys import NoKeyNamedError, OtherKeyError, next_to, verifiers
from ledger.errors import LedgerError
from ledger.log import keys
from ledger.log.checkpoint import Checkpoint
from ledger.log.kept import DamagedCheckpointError, Kept
from ledger.log.merkle import Frontier, leaf_hash
from ledger.log.note import BadSignatureError, MalformedNoteError, Note, NotSignedError, cosigned_at, encoded
from ledger.log.signing_key import SigningKey
from ledger.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return founded(tmp_path)


@pytest.fixture
def ledger(home: Path) -> Iterator[Ledger]:
    with Ledger(home) as opened:
        yield opened


def key_path(ledger: Ledger) -> Path:
    assert ledger.settings.key
    return ledger.settings.key


def names(note: Note) -> list[str]:
    return [signature.name for signature in note.signatures]


# -- what is signed


def test_the_root_of_the_stored_bytes_is_signed(ledger: Ledger) -> None:
    grow(ledger, 300)
    frontier = Frontier()
    for row in ledger.log_recorder.rows():
        frontier.push(leaf_hash(row.body))
    note = sign(ledger)
    key = keys.read(key_path(ledger))
    assert Checkpoint.opened(note, key.verifier) == Checkpoint(ORIGIN, 301, frontier.root)
    assert names(note) == [ORIGIN]


def test_the_same_state_gives_the_same_note(ledger: Ledger) -> None:
    first = sign(ledger)
    assert sign(ledger) == first
    with Ledger(ledger.settings, read_only=True) as again:
        assert sign(again) == first


def test_every_checkpoint_is_kept_under_its_size(ledger: Ledger) -> None:
    notes = []
    for _ in range(3):
        notes.append(sign(ledger))
        grow(ledger, 5)
    kept = Kept(ledger.settings.checkpoints)
    assert kept.sizes() == [1, 6, 11]
    assert [kept.note(size) for size in kept.sizes()] == notes
    assert sorted(path.name for path in kept.folder.iterdir()) == [
        "000000001.checkpoint", "000000006.checkpoint", "000000011.checkpoint",
    ]  # fmt: skip
    assert kept.path(6).read_text(encoding="utf-8") == str(notes[1])


def test_honest_growth_is_always_signed(ledger: Ledger) -> None:
    for count in (1, 254, 1, 1, 300):
        grow(ledger, count)
        assert Checkpoint.parse(sign(ledger).text).root == ledger.log_recorder.root()


# -- what is refused


@pytest.mark.parametrize("at", [1, 2, 255, 256, 257, 300, 301])
def test_a_rewritten_history_is_refused(home: Path, at: int) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 300)
        signed = sign(ledger)
    harm(home, f"UPDATE entries SET body = {ALTERED} WHERE position = {at}")
    make_consistent(home)
    with Ledger(home) as ledger:
        grow(ledger, 5)
        with pytest.raises(DenialError, match="301 entries"):
            sign(ledger)
        assert last_signed(ledger)[1] == signed


@pytest.mark.parametrize("kept", [1, 200, 256, 300])
def test_a_log_that_was_cut_is_refused(home: Path, kept: int) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 300)
        sign(ledger)
    harm(home, f"DELETE FROM entries WHERE position > {kept}")
    make_consistent(home)
    with Ledger(home) as ledger, pytest.raises(DenialError):
        sign(ledger)
    with Ledger(home) as ledger:
        grow(ledger, 400, "other")
        with pytest.raises(DenialError):
            sign(ledger)


def test_what_was_altered_before_any_checkpoint_cannot_be_known(home: Path) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 10)
    harm(home, f"UPDATE entries SET body = {ALTERED} WHERE position = 5")
    make_consistent(home)
    with Ledger(home) as ledger:
        assert Checkpoint.parse(sign(ledger).text).size == 11


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (f"UPDATE entries SET body = {ALTERED} WHERE position = 7", "entry #7 "),
        ("UPDATE entries SET leaf_hash = x'00' WHERE position = 3", "entry #3 "),
        ("DELETE FROM entries WHERE position = 5", "entry #5 "),
        ("DELETE FROM entries WHERE position = 11", "the head "),
        ("UPDATE entries SET position = 12 WHERE position = 11", "the head "),
        ("UPDATE head SET size = 10", "the head "),
        ("UPDATE head SET frontier = zeroblob(96)", "the head "),
    ],
)
def test_a_damaged_log_is_refused_with_the_place(home: Path, statement: str, what: str) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 10)
    harm(home, statement)
    with Ledger(home) as ledger:
        with pytest.raises(UnsoundLogError, match=what):
            sign(ledger)
        assert not ledger.settings.checkpoints.exists()


def test_the_last_checkpoint_is_not_believed(home: Path) -> None:
    """Whoever rewrites the log and the note alike has no key to sign the note with."""
    with Ledger(home) as ledger:
        grow(ledger, 10)
        note = sign(ledger)
        honest = ledger.log_recorder.root()
    harm(home, f"UPDATE entries SET body = {ALTERED} WHERE position = 5")
    make_consistent(home)
    with Ledger(home) as ledger:
        forged = str(note).replace(encoded(honest), encoded(ledger.log_recorder.root()))
        Kept(ledger.settings.checkpoints).path(11).write_text(forged, encoding="utf-8")
        with pytest.raises(DamagedCheckpointError, match="does not fit the text"):
            sign(ledger)


@pytest.mark.parametrize("data", [b"", b"\xff", b"nonsense\n", b"a\n1\n\n"])
def test_a_damaged_checkpoint_is_told_with_its_file(ledger: Ledger, data: bytes) -> None:
    sign(ledger)
    path = Kept(ledger.settings.checkpoints).path(1)
    path.write_bytes(data)
    with pytest.raises(DamagedCheckpointError, match=r"000000001\.checkpoint"):
        sign(ledger)


def test_a_checkpoint_under_the_wrong_size_is_told(ledger: Ledger) -> None:
    sign(ledger)
    kept = Kept(ledger.settings.checkpoints)
    shutil.copy(kept.path(1), kept.path(9))
    with pytest.raises(DamagedCheckpointError, match="it is of 1 entries"):
        sign(ledger)


def test_the_checkpoints_of_another_ledger_are_told(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger(founded(tmp_path / "other", "688031.SH/governance")) as other:
        sign(other)
        shutil.copytree(other.settings.checkpoints, ledger.settings.checkpoints)
    with pytest.raises(DamagedCheckpointError, match=r"688031\.SH/governance"):
        sign(ledger)


def test_other_files_among_the_checkpoints_do_not_matter(ledger: Ledger) -> None:
    sign(ledger)
    for name in (".000000005.checkpoint.new", "notes.txt", "5.checkpoint", "000000005.checkpoint~"):
        (ledger.settings.checkpoints / name).write_text("x", encoding="utf-8")
    assert Kept(ledger.settings.checkpoints).sizes() == [1]
    sign(ledger)


# -- the key


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o777])
def test_a_key_that_others_may_read_does_not_sign(ledger: Ledger, mode: int) -> None:
    key_path(ledger).chmod(mode)
    with pytest.raises(keys.LooseKeyFileError, match=f"{mode:04o}"):
        sign(ledger)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_key_of_its_owner_alone_signs(ledger: Ledger, mode: int) -> None:
    key_path(ledger).chmod(mode)
    assert sign(ledger)


def test_a_missing_key_is_told(ledger: Ledger) -> None:
    key_path(ledger).unlink()
    with pytest.raises(keys.NoKeyFileError, match=r"signing\.key"):
        sign(ledger)


def test_something_else_in_the_place_of_the_key_is_told(ledger: Ledger) -> None:
    key_path(ledger).unlink()
    key_path(ledger).mkdir()
    with pytest.raises(keys.UnreadableKeyFileError, match=r"signing\.key"):
        sign(ledger)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"ssh-ed25519 AAAA", b"PRIVATE+KEY+a+00000000+AAAA"])
def test_a_damaged_key_is_told(ledger: Ledger, data: bytes) -> None:
    key_path(ledger).write_bytes(data)
    with pytest.raises(keys.DamagedKeyFileError, match=r"signing\.key"):
        sign(ledger)


def test_the_key_of_another_ledger_does_not_sign(ledger: Ledger) -> None:
    keys.write(key_path(ledger), SigningKey.generate(ORIGIN), replacing=True)
    with pytest.raises(OtherKeyError, match=r"688030\.SH/governance\+"):
        sign(ledger)


def test_a_ledger_without_a_key_says_how_to_get_one(home: Path) -> None:
    settings = Settings.read(home / "ledger.toml")._replace(key=None)
    with Ledger(settings) as ledger:
        for act in (lambda: sign(ledger), lambda: change_key(ledger, by="林", reason="x")):
            with pytest.raises(NoKeyNamedError, match="key ="):
                act()


def test_a_lost_verifier_key_is_written_again(ledger: Ledger) -> None:
    before = ledger.settings.public_key.read_bytes()
    ledger.settings.public_key.unlink()
    sign(ledger)
    assert ledger.settings.public_key.read_bytes() == before


# -- changing the key


def test_the_old_key_hands_over_to_the_new_one(ledger: Ledger) -> None:
    old_note, old = sign(ledger), keys.read(key_path(ledger)).verifier
    entry, note = change_key(ledger, by="王", reason="保管人离任")
    new = keys.read(key_path(ledger)).verifier
    assert new != old
    cells = entry.event.cells()
    assert (cells["old_key"], cells["new_key"], cells["reason"]) == (str(old), str(new), "保管人离任")
    assert (entry.position, entry.recorded_by) == (2, "王")
    for pinned in (old, new):
        assert Checkpoint.opened(note, pinned, origin=ORIGIN).size == 2
    assert verifiers(ledger) == [new, old]
    assert ledger.settings.public_key.read_text(encoding="utf-8") == f"{new}\n"
    assert Checkpoint.opened(old_note, old).size == 1
    assert not next_to(key_path(ledger)).exists()
    if sys.platform != "win32":
        assert key_path(ledger).stat().st_mode & 0o777 == 0o600


def test_after_a_change_the_new_key_signs_alone_and_old_checkpoints_still_count(ledger: Ledger) -> None:
    old = keys.read(key_path(ledger)).verifier
    sign(ledger)
    change_key(ledger, by="林", reason="x")
    grow(ledger, 3)
    note = sign(ledger)
    with pytest.raises(NotSignedError):
        note.verified(old)
    assert note.verified(keys.read(key_path(ledger)).verifier)
    assert signed_at(ledger, 1)[0].size == 1


def test_keys_change_again_and_again(ledger: Ledger) -> None:
    seen = [keys.read(key_path(ledger)).verifier]
    for _ in range(3):
        change_key(ledger, by="林", reason="x")
        seen.insert(0, keys.read(key_path(ledger)).verifier)
        sign(ledger)
    assert verifiers(ledger) == seen
    assert len(set(seen)) == 4


@pytest.mark.parametrize("lost", [True, False])
def test_where_the_old_key_is_lost_the_new_one_signs_alone(ledger: Ledger, lost: bool) -> None:
    old = keys.read(key_path(ledger)).verifier
    if lost:
        key_path(ledger).unlink()
    else:
        key_path(ledger).write_text("damaged", encoding="utf-8")
    _, note = change_key(ledger, by="林", reason="遗失")
    assert note.verified(keys.read(key_path(ledger)).verifier)
    with pytest.raises(NotSignedError):
        note.verified(old)


def test_a_refused_change_leaves_everything_as_it_was(ledger: Ledger) -> None:
    before = key_path(ledger).read_bytes()
    for by, reason in ((" ", "x"), ("林", " ")):
        with pytest.raises((UnnamedRecorderError, LedgerError)):
            change_key(ledger, by=by, reason=reason)
    assert key_path(ledger).read_bytes() == before
    assert not next_to(key_path(ledger)).exists()
    assert ledger.log_recorder.size() == 1


def test_no_key_is_changed_in_a_log_that_could_not_be_signed(home: Path) -> None:
    with Ledger(home) as ledger:
        grow(ledger, 10)
        sign(ledger)
    harm(home, "DELETE FROM entries WHERE position > 5")
    make_consistent(home)
    with Ledger(home) as ledger:
        with pytest.raises(DenialError):
            change_key(ledger, by="林", reason="x")
        assert ledger.log_recorder.size() == 5
        assert not next_to(key_path(ledger)).exists()


def test_a_change_that_was_cut_short_is_finished_by_the_next_checkpoint(ledger: Ledger) -> None:
    """The entry is recorded, and the program dies before it signs."""
    old_key = key_path(ledger).read_bytes()
    old = keys.read(key_path(ledger)).verifier
    change_key(ledger, by="林", reason="x")
    new = keys.read(key_path(ledger)).verifier
    shutil.move(key_path(ledger), next_to(key_path(ledger)))
    key_path(ledger).write_bytes(old_key)
    key_path(ledger).chmod(0o600)
    shutil.rmtree(ledger.settings.checkpoints)
    ledger.settings.public_key.write_text(f"{old}\n", encoding="utf-8")
    grow(ledger, 2)
    note = sign(ledger)
    assert [key for key, _ in note.verified(old, new)] == [old, new]
    assert keys.read(key_path(ledger)).verifier == new
    assert not next_to(key_path(ledger)).exists()
    assert ledger.settings.public_key.read_text(encoding="utf-8") == f"{new}\n"


def test_the_next_change_finishes_one_that_was_cut_short(ledger: Ledger) -> None:
    old_key = key_path(ledger).read_bytes()
    first = keys.read(key_path(ledger)).verifier
    change_key(ledger, by="林", reason="x")
    second = keys.read(key_path(ledger)).verifier
    shutil.move(key_path(ledger), next_to(key_path(ledger)))
    keys.write(key_path(ledger), SigningKey.parse(old_key.decode()))
    shutil.rmtree(ledger.settings.checkpoints)
    change_key(ledger, by="林", reason="y")
    third = keys.read(key_path(ledger)).verifier
    assert verifiers(ledger) == [third, second, first]
    for size, pair in ((2, (first, second)), (3, (second, third))):
        assert len(Kept(ledger.settings.checkpoints).note(size).verified(*pair)) == 2


def test_a_new_key_that_no_entry_names_is_left_over_and_ignored(ledger: Ledger) -> None:
    """The program dies after it wrote the new key and before it recorded the change."""
    keys.write(next_to(key_path(ledger)), SigningKey.generate(ORIGIN))
    assert names(sign(ledger)) == [ORIGIN]
    _, note = change_key(ledger, by="林", reason="x")
    assert len(note.verified(*verifiers(ledger))) == 2


def test_a_retracted_change_counts_for_nothing(ledger: Ledger) -> None:
    entry, _ = change_key(ledger, by="林", reason="x")
    ledger.retract(entry.position, by="林", reason="误操作")
    ledger.settings.public_key.unlink()
    assert names(sign(ledger)) == [ORIGIN]


# -- cosignatures


def test_cosignatures_are_kept_with_the_checkpoint(ledger: Ledger) -> None:
    one, other = Witness("witness.example/one", 1), Witness("witness.example/two", 2)
    note = sign(ledger)
    line = f"{one.cosign(note.text)}\n".encode()
    merged, unknown = cosign(ledger, line, one.verifier)
    assert (names(merged), unknown) == ([ORIGIN, one.verifier.name], [])
    whole = note.with_signatures(other.cosign(note.text))
    merged, unknown = cosign(ledger, str(whole).encode(), other.verifier)
    assert names(merged) == [ORIGIN, one.verifier.name, other.verifier.name]
    assert sign(ledger) == merged
    ((_, cosignature),) = merged.verified(one.verifier)
    assert cosigned_at(cosignature) == AT


def test_a_cosignature_comes_back_for_an_earlier_checkpoint(ledger: Ledger) -> None:
    witness, early = Witness("w", 1), sign(ledger)
    grow(ledger, 4)
    sign(ledger)
    cosign(ledger, str(early.with_signatures(witness.cosign(early.text))).encode(), witness.verifier)
    assert names(signed_at(ledger, 1)[1]) == [ORIGIN, "w"]
    assert names(last_signed(ledger)[1]) == [ORIGIN]


def test_an_unknown_cosignature_is_kept_unverified_and_said_to_be(ledger: Ledger) -> None:
    note, strange = sign(ledger), Witness("w", 1).cosign("another text\n")
    merged, unknown = cosign(ledger, f"{strange}\n".encode())
    assert unknown == [strange]
    assert merged == note.with_signatures(strange) == sign(ledger)


def test_a_bad_cosignature_of_a_known_witness_is_refused(ledger: Ledger) -> None:
    witness, note = Witness("w", 1), sign(ledger)
    with pytest.raises(BadSignatureError, match="of w "):
        cosign(ledger, f"{witness.cosign('another text' + chr(10))}\n".encode(), witness.verifier)
    with pytest.raises(NotSignedError, match=r"by w\+"):
        cosign(ledger, f"{Witness('v', 2).cosign(note.text)}\n".encode(), witness.verifier)
    assert last_signed(ledger)[1] == note


def test_cosignatures_of_another_checkpoint_are_refused(ledger: Ledger) -> None:
    witness, note = Witness("w", 1), sign(ledger)
    other = Note(note.text.replace("=\n", "=\nmore\n"), note.signatures)
    with pytest.raises((NotSignedHereError, BadSignatureError)):
        cosign(ledger, str(other.with_signatures(witness.cosign(other.text))).encode(), witness.verifier)
    strange = Note(other.text).with_signatures(witness.cosign(other.text))
    with pytest.raises(NotSignedHereError, match="1 entries"):
        cosign(ledger, str(strange).encode(), witness.verifier)
    with pytest.raises(MalformedNoteError):
        cosign(ledger, b"nonsense", witness.verifier)
    assert last_signed(ledger)[1] == note


def test_nothing_can_be_cosigned_before_something_is_signed(ledger: Ledger) -> None:
    with pytest.raises(NothingSignedError):
        cosign(ledger, f"{Witness('w', 1).cosign('x' + chr(10))}\n".encode())
