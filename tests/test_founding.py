"""Founding a ledger makes its key, its database and its settings, or nothing."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from signed import ORIGIN, founded

from ledger.application import Ledger, UnnamedRecorderError
from ledger.durable import UnwritableError
from ledger.founding import KeyInLedgerError, found, usual_origin
from ledger.log import keys
from ledger.log.errors import LedgerExistsError
from ledger.log.note import VerifierKey
from ledger.log.signing_key import KeyNameError
from ledger.settings import Settings


def chosen(home: Path, origin: str = ORIGIN) -> Settings:
    return Settings.beside(home / "ledger.db")._replace(origin=origin, language="zh")


def test_the_key_lies_outside_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    home = founded(tmp_path)
    path = tmp_path / "signing.key"
    assert sorted(file.name for file in home.iterdir()) == [
        "ledger.db",
        "ledger.db-lock",
        "ledger.pub",
        "ledger.toml",
    ]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = keys.read(path)
    assert key.name == ORIGIN
    assert VerifierKey.parse((home / "ledger.pub").read_text(encoding="utf-8")) == key.verifier
    assert Settings.read(home / "ledger.toml").key == path
    assert key.secret.encode() not in (home / "ledger.db").read_bytes()


def test_without_a_place_named_the_key_is_made_in_the_users_own_folder(tmp_path: Path) -> None:
    places = []
    for name in ("a", "b"):
        home = tmp_path / name
        found(home, chosen(home), by="林")
        toml = (home / "ledger.toml").read_text(encoding="utf-8")
        assert 'key = "~/.governance-ledger/688030.SH-governance' in toml
        with Ledger(home) as ledger:
            assert ledger.settings.key
            places.append(ledger.settings.key)
    first, second = places
    assert first.is_relative_to(Path.home() / ".governance-ledger")
    assert keys.read(first).verifier != keys.read(second).verifier
    if sys.platform != "win32":
        assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("origin", ["a b", "a+b", "公\u3000司"])
def test_a_name_that_cannot_sign_is_refused(tmp_path: Path, origin: str) -> None:
    with pytest.raises(KeyNameError):
        found(tmp_path / "x", chosen(tmp_path / "x", origin), by="林", key_at=str(tmp_path / "x.key"))
    assert not list(tmp_path.iterdir())


def test_a_folder_gives_a_name_that_can_sign(tmp_path: Path) -> None:
    assert usual_origin(tmp_path / "我的 账本 + 2024") == "我的-账本-2024"


def test_the_key_is_kept_out_of_what_is_handed_on(tmp_path: Path) -> None:
    home = tmp_path / "ledger"
    for key_at in (home / "x.key", home / "keys" / "x.key"):
        with pytest.raises(KeyInLedgerError, match="ledger"):
            found(home, chosen(home), by="林", key_at=str(key_at))
    assert not list(tmp_path.iterdir())


def test_no_key_is_overwritten(tmp_path: Path) -> None:
    key = tmp_path / "x.key"
    key.write_text("precious", encoding="utf-8")
    with pytest.raises(keys.KeyFileExistsError):
        found(tmp_path / "x", chosen(tmp_path / "x"), by="林", key_at=str(key))
    assert key.read_text(encoding="utf-8") == "precious"
    assert not list((tmp_path / "x").iterdir())


def test_nothing_is_left_when_the_ledger_cannot_be_made(tmp_path: Path) -> None:
    home, key = tmp_path / "x", tmp_path / "x.key"
    with pytest.raises(UnnamedRecorderError):
        found(home, chosen(home), by=" ", key_at=str(key))
    (home / "ledger.db").write_bytes(b"mine")
    with pytest.raises(LedgerExistsError):
        found(home, chosen(home), by="林", key_at=str(key))
    (home / "ledger.db").unlink()
    (home / "ledger.pub").mkdir()
    with pytest.raises(UnwritableError):
        found(home, chosen(home), by="林", key_at=str(key))
    assert [path.name for path in home.iterdir()] == ["ledger.pub"]
    assert not key.exists()


def test_a_ledger_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    home = founded(tmp_path)
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with pytest.raises(LedgerExistsError):
        found(home, chosen(home), by="林", key_at=str(tmp_path / "other.key"))
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before
    assert not (tmp_path / "other.key").exists()


def test_the_ledger_is_read_and_written_without_its_key(tmp_path: Path) -> None:
    home = founded(tmp_path)
    (tmp_path / "signing.key").unlink()
    with Ledger(home) as ledger:
        ledger.correct(1, ledger.entry(1).event, by="林", reason="再次确认")
        assert [entry.position for entry in ledger.entries()] == [1, 2]
