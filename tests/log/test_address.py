"""Addresses: read as libpq reads them, and shown without a password, whatever is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.address import Address, AddressError
from ledger.log.dialects import dialect_of
from ledger.log.errors import LogError
from ledger.settings import LedgerUrlError, Settings

SECRET = "gehe1m"  # noqa: S105 - nobody's


@pytest.mark.parametrize(("told", "url", "schema"), [
    ("postgresql://h/db", "postgresql://h/db", "ledger"),
    ("postgres://u:p@h:99/db?schema=x", "postgres://u:p@h:99/db", "x"),
    ("postgresql://u@/db?host=/var/run&schema=x_1", "postgresql://u@/db?host=/var/run", "x_1"),
    ("postgresql://h/db?sslmode=require&schema=x&connect_timeout=3",
     "postgresql://h/db?sslmode=require&connect_timeout=3", "x"),
])  # fmt: skip
def test_the_schema_is_ours_and_the_rest_libpqs(told: str, url: str, schema: str) -> None:
    assert Address.parse(told) == (url, schema)


@pytest.mark.parametrize("told", [
    f"postgresql://u:{SECRET}@h/db?schema=x", f"postgresql://u@h/db?password={SECRET}&schema=x",
    f"postgresql://u:{SECRET}%40@h/db?schema=x&sslpassword={SECRET}",
])  # fmt: skip
def test_a_password_is_not_shown(told: str) -> None:
    assert str(Address.parse(told)) == "postgresql://u@h/db?schema=x"


@pytest.mark.parametrize("told", [
    f"postgresql://u:{SECRET}@[h/db",
    f"postgresql://u:{SECRET}@h/db?schema=Upper", f"postgresql://u:{SECRET}@h/db?schema=a;b",
    f"postgresql://u:{SECRET}@h/db?schema=pg_x", f"postgresql://u:{SECRET}@h/db?schema={'x' * 56}",
    f"postgresql://u:{SECRET}@h/db?schema=", f"mysql://u:{SECRET}@h/db",
])  # fmt: skip
def test_what_is_no_address_is_told_without_its_password(told: str) -> None:
    with pytest.raises((AddressError, LedgerUrlError)) as refused:
        Settings.find(told)
    assert refused.value.exit_code == 2
    assert SECRET not in refused.value.text("en") + refused.value.text("zh")


@pytest.mark.parametrize("told", [
    f"postgresql://u:{SECRET}@127.0.0.1:1/db", f"postgresql://u:{SECRET}%zz@127.0.0.1:1/db",
    f"postgresql://u@127.0.0.1:1/db?password={SECRET}&oauth_client_secret={SECRET}&no_such_option=1",
    f"postgresql://u:{SECRET}@127.0.0.1:1/db?port=x", f"postgresql://u:{SECRET}@127.0.0.1:port/db",
    f"postgresql://u:{SECRET}@127.0.0.1:1,localhost:2/db",
    f"postgresql://u:{SECRET}@/db?host=/nowhere",
])  # fmt: skip
def test_who_cannot_connect_is_told_without_the_password(told: str) -> None:
    address = Address.parse(told)
    for act in (dialect_of(address).create, lambda: dialect_of(address).connect(read_only=True, patience=1)):
        with pytest.raises(LogError, match="cannot connect") as refused:
            act()
        assert refused.value.exit_code == 3
        assert SECRET not in refused.value.text("en") + refused.value.text("zh")


@given(st.text(max_size=30))
def test_any_text_after_the_scheme_is_an_address_or_refused(told: str) -> None:
    try:
        address = Address.parse(f"postgresql://{told}")
    except AddressError:
        return
    assert Address.parse(str(address)).is_same(address)
    assert "/" not in address.folder


def test_a_ledger_is_the_same_whoever_asks_for_it() -> None:
    one = Address.parse("postgresql://lin:a@h/db?schema=x")
    assert one.is_same(Address.parse("postgresql://wang@h:5432/db?schema=x"))
    for other in (
        "postgresql://h/db?schema=y",
        "postgresql://h/other?schema=x",
        "postgresql://i/db?schema=x",
    ):
        assert not one.is_same(Address.parse(other))
    assert not one.is_same(None)


# -- in settings


def test_settings_name_a_server(tmp_path: Path) -> None:
    toml = tmp_path / "ledger.toml"
    toml.write_text('database = "postgresql://u@h/db?schema=x"\n', encoding="utf-8")
    settings = Settings.read(toml)
    assert settings.place == Address("postgresql://u@h/db", "x")
    assert settings.kept_views == Address("postgresql://u@h/db", "x_views")
    assert settings.evidence == tmp_path / "evidence"
    assert settings.public_key == tmp_path / "ledger.pub"
    assert settings.checkpoints == tmp_path / "checkpoints"


def test_views_may_be_kept_in_a_file_all_the_same(tmp_path: Path) -> None:
    toml = tmp_path / "ledger.toml"
    toml.write_text('database = "postgresql://h/db"\nviews = "mine.db"\n', encoding="utf-8")
    assert Settings.read(toml).kept_views == tmp_path / "mine.db"


def test_an_address_finds_the_settings_that_name_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toml = tmp_path / "ledger.toml"
    toml.write_text('database = "postgresql://u@h/db?schema=x"\norigin = "me"\n', encoding="utf-8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    monkeypatch.setenv("LEDGER", "postgresql://wang:secret@h/db?schema=x")
    found = Settings.find()
    assert found.origin == "me"
    assert found.place == Address("postgresql://wang:secret@h/db", "x")
    other = Settings.find("postgresql://h/db?schema=y")
    assert not other.origin
    assert other.evidence == Path("~/.governance-ledger/h-db/y/evidence").expanduser()
