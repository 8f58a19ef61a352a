"""Hosting: the ledgers of one PostgreSQL database, a schema each, and where the other files of each lie."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import parse_qsl, quote, urlsplit

from ledger.errors import UNAVAILABLE, USAGE, LedgerError
from ledger.language import Both
from ledger.log.address import Address, is_address
from ledger.settings import NAME, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class HostError(LedgerError):
    """What was named is no database that many ledgers are in."""

    exit_code = USAGE
    sentence = Both(
        "--ledgers names a database, without a schema: postgresql://USER@HOST/DATABASE. "
        "One ledger is named with --ledger, at the other commands.",
        "--ledgers 用于指定数据库，不含 schema：postgresql://用户@主机/数据库。"
        "单本账请用其他命令的 --ledger。",
    )


class NoSuchLedgersError(LedgerError):
    """No ledger is called so."""

    exit_code = UNAVAILABLE
    sentence = Both(
        "no ledger in that database is called {names}. See which there are: ledger host list",
        "该数据库中没有名为 {names} 的账本。可用 ledger host list 查看现有账本。",
    )


class Host(NamedTuple):
    """One database; the folders of its ledgers are in ``folder``, else in the user's own."""

    database: Address
    folder: Path | None = None

    @classmethod
    def at(cls, told: str, folder: Path | None = None) -> Self:
        """The database in ``postgresql://…``; HostError, AddressError."""
        if not is_address(told):
            raise HostError
        found = cls(Address.parse(told), folder.absolute() if folder else None)
        if "schema" in dict(parse_qsl(urlsplit(told).query, keep_blank_values=True)):
            raise HostError
        return found

    def names(self, patterns: Sequence[str] = ()) -> list[str]:
        """The ledgers that are called so (``*`` and ``?`` stand for others), or all; NoSuchLedgersError."""
        from ledger.log.postgres import Postgres  # noqa: PLC0415 - nothing else needs the driver

        there = Postgres(self.database).ledgers()
        missing = [told for told in patterns if not any(fnmatchcase(name, told) for name in there)]
        if missing:
            raise NoSuchLedgersError(names=", ".join(missing))
        return [name for name in there if _is_one_of(name, patterns)]

    def address(self, name: str) -> Address:
        """Where a ledger is, or is to be; AddressError if no schema can be called so."""
        joint = "&" if "?" in self.database.url else "?"
        return Address.parse(f"{self.database.url}{joint}schema={quote(name)}")

    def settings(self, name: str) -> Settings:
        """The settings in the ledger's folder, or the defaults; opened as the host was named."""
        address = self.address(name)
        defaults = Settings.at(address, self.folder / name if self.folder else None)
        toml = defaults.database.with_name(NAME)
        return Settings.read(toml)._replace(server=address) if toml.is_file() else defaults


def _is_one_of(name: str, patterns: Iterable[str]) -> bool:
    return not patterns or any(fnmatchcase(name, told) for told in patterns)
