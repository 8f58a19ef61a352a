"""ledger.toml: where a ledger is and how it speaks."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ledger.errors import UNAVAILABLE, USAGE, LedgerError
from ledger.language import Both
from ledger.log.address import Address, is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.log.dialects import Place

NAME = "ledger.toml"
OWN = "~/.governance-ledger"
"""The user's own folder for what belongs to no ledger's folder."""


class NoLedgerHereError(LedgerError):
    """No ledger was named and none is found upward from here."""

    exit_code = UNAVAILABLE
    sentence = Both(
        "there is no ledger here: no ledger.toml in this folder or above it. "
        "Make one with ledger init FOLDER, or name one with --ledger FILE.",
        "此处没有账本：当前文件夹及其上级均无 ledger.toml。"
        "可用 ledger init 文件夹 新建，或用 --ledger 文件 指定。",
    )


class SettingsError(LedgerError):
    """A ledger.toml that cannot be read."""

    exit_code = USAGE
    sentence = Both("{path}: {why}. Mend it and try again.", "{path}：{why}。请修改后重试。")


class LedgerUrlError(LedgerError):
    """A kind of address that this version cannot open."""

    exit_code = USAGE
    sentence = Both(
        "{url}: a ledger is a ledger.toml, its folder, a ledger.db, or "
        "postgresql://USER@HOST/DATABASE?schema=NAME; name one of these.",
        "{url}：账本应为 ledger.toml、其文件夹、ledger.db 或 postgresql://用户@主机/数据库?schema=名称；请指定其一。",
    )


class Settings(NamedTuple):
    """The settings of one ledger; paths are absolute."""

    database: Path
    """The file of the log; where ``server`` has the log, only its folder counts, for the other files."""
    views: Path
    evidence: Path
    origin: str = ""
    key: Path | None = None
    """The file with the private key that signs checkpoints; the log is read and written without it."""
    language: str = ""
    time_zone: str = "Asia/Shanghai"
    kinds: tuple[str, ...] = ()
    checked_only: bool = False
    fonts: Path | None = None
    """The folder with the Chinese fonts of a PDF; by default those that came with the program."""
    server: Address | None = None

    @property
    def place(self) -> Place:
        """Where the log lives."""
        return self.server or self.database

    @property
    def kept_views(self) -> Place:
        """Where the views live: beside the log, on its server too unless a file was named for them."""
        usual = self.views == Settings.beside(self.database).views
        return self.server.views if self.server and usual else self.views

    @property
    def public_key(self) -> Path:
        """The file with the verifier key: what others need to check a checkpoint."""
        return self.database.with_name("ledger.pub")

    @property
    def checkpoints(self) -> Path:
        """The folder of the checkpoints that were signed."""
        return self.database.with_name("checkpoints")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days are told."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            why = Both(
                f"time_zone = {self.time_zone!r} is no time zone, such as Asia/Shanghai",
                f"time_zone = {self.time_zone!r} 不是时区，应如 Asia/Shanghai",
            )
            raise SettingsError(path=self.database.with_name(NAME), why=why) from error

    @classmethod
    def beside(cls, database: Path) -> Settings:
        """The defaults for a database that has no ledger.toml."""
        folder = database.parent
        return cls(database, folder / f"{database.stem}.views.db", folder / "evidence")

    @classmethod
    def at(cls, server: Address, folder: Path | None = None) -> Settings:
        """The defaults for a ledger on a server; without a folder, what it has of files is the user's own."""
        own = folder or _place(Path(NAME), f"{OWN}/{server.folder}/{server.schema}")
        return cls.beside(own / "ledger.db")._replace(server=server)

    @classmethod
    def read(cls, path: Path) -> Settings:
        """The settings in this ledger.toml; its paths are relative to it."""
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(path=path, why=error) from error
        if unknown := sorted(set(told) - set(cls._fields) | set(told) & {"server"}):
            names = ", ".join(unknown)
            raise SettingsError(path=path, why=Both(f"unknown setting {names}", f"没有设置项 {names}"))
        database = str(told.get("database", "ledger.db"))
        if is_address(database):
            defaults = cls.at(Address.parse(told.pop("database")), path.parent.resolve())
        else:
            defaults = cls.beside(path.parent.resolve() / database)
        values: dict[str, Any] = {}
        for name, value in told.items():
            expected = defaults._field_defaults.get(name, "")
            if name in ("database", "views", "evidence", "key", "fonts"):
                values[name] = _place(path, str(value))
            elif name == "kinds" and isinstance(value, list):
                values[name] = tuple(map(str, value))
            elif type(value) is not type(expected):
                why = Both(f"{name} = {value!r} is not of its type", f"{name} = {value!r} 的类型不符")
                raise SettingsError(path=path, why=why)
            else:
                values[name] = value
        return defaults._replace(**values)

    @classmethod
    def find(cls, named: str | None = None) -> Settings:
        """The ledger that is named (a ledger.toml, a folder or a database), else the one found upward."""
        named = named or os.environ.get("LEDGER")
        if named:
            return cls._named(named)
        for toml in _upward():
            return cls.read(toml)
        raise NoLedgerHereError

    @classmethod
    def _named(cls, named: str) -> Settings:
        if is_address(named):
            return cls._of(Address.parse(named))
        scheme, found, rest = named.partition("://")
        if found and scheme not in ("sqlite", "file"):
            raise LedgerUrlError(url=f"{scheme}://…")  # what follows may hold a password
        path = Path(rest.removeprefix("/") if found and scheme == "sqlite" else rest or named)
        if path.is_dir():
            return cls.read(path / NAME) if (path / NAME).is_file() else cls.beside(path / "ledger.db")
        if path.suffix == ".toml":
            return cls.read(path)
        toml = path.parent / NAME
        if toml.is_file() and (settings := cls.read(toml)).database == path.resolve():
            return settings
        return cls.beside(path.resolve())

    @classmethod
    def _of(cls, server: Address) -> Settings:
        """The settings found upward from here, if they are of this ledger; it is opened as it was named."""
        for toml in _upward():
            settings = cls.read(toml)
            if server.is_same(settings.server):
                return settings._replace(server=server)
        return cls.at(server)


def _upward() -> Iterator[Path]:
    """The ledger.toml of this folder, and of those above it."""
    here = Path.cwd()
    return (folder / NAME for folder in (here, *here.parents) if (folder / NAME).is_file())


def _place(toml: Path, told: str) -> Path:
    """A path of a ledger.toml: relative to it, or in the user's own folder if it begins with ``~``."""
    try:
        return toml.parent.resolve() / Path(told).expanduser()
    except RuntimeError as error:
        why = Both(f"{told}: this user has no folder of their own", f"{told}：当前用户没有主目录")
        raise SettingsError(path=toml, why=why) from error


def written(**values: str) -> str:
    """The text of settings in a ledger.toml, empty ones left out; TOML's basic strings are JSON's."""
    import json  # noqa: PLC0415 - only a new ledger needs it

    return "".join(
        f"{name} = {json.dumps(told, ensure_ascii=False)}\n" for name, told in values.items() if told
    )
