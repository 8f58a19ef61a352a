"""ledger.toml: where a ledger's files are and how it speaks."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ledger.errors import UNAVAILABLE, USAGE, LedgerError
from ledger.language import Both

NAME = "ledger.toml"


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
        "{url}: this version opens SQLite files only; name a ledger.db or ledger.toml.",
        "{url}：本版本只支持 SQLite 文件；请指定 ledger.db 或 ledger.toml。",
    )


class Settings(NamedTuple):
    """The settings of one ledger; paths are absolute."""

    database: Path
    views: Path
    evidence: Path
    origin: str = ""
    key: str = ""
    language: str = ""
    time_zone: str = "Asia/Shanghai"
    kinds: tuple[str, ...] = ()
    checked_only: bool = False

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
    def read(cls, path: Path) -> Settings:
        """The settings in this ledger.toml; its paths are relative to it."""
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(path=path, why=error) from error
        if unknown := sorted(set(told) - set(cls._fields)):
            names = ", ".join(unknown)
            raise SettingsError(path=path, why=Both(f"unknown setting {names}", f"没有设置项 {names}"))
        defaults = cls.beside(path.parent.resolve() / str(told.get("database", "ledger.db")))
        values: dict[str, Any] = {}
        for name, value in told.items():
            expected = defaults._field_defaults.get(name, "")
            if name in ("database", "views", "evidence"):
                values[name] = path.parent.resolve() / str(value)
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
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / NAME).is_file():
                return cls.read(folder / NAME)
        raise NoLedgerHereError

    @classmethod
    def _named(cls, named: str) -> Settings:
        scheme, found, rest = named.partition("://")
        if found and scheme not in ("sqlite", "file"):
            raise LedgerUrlError(url=named)
        path = Path(rest.removeprefix("/") if found and scheme == "sqlite" else rest or named)
        if path.is_dir():
            return cls.read(path / NAME) if (path / NAME).is_file() else cls.beside(path / "ledger.db")
        if path.suffix == ".toml":
            return cls.read(path)
        toml = path.parent / NAME
        if toml.is_file() and (settings := cls.read(toml)).database == path.resolve():
            return settings
        return cls.beside(path.resolve())


def written(origin: str, language: str, time_zone: str) -> str:
    """The text of a new ledger.toml; TOML's basic strings are JSON's."""
    import json  # noqa: PLC0415 - only a new ledger needs it

    values = {"origin": origin, "database": "ledger.db", "language": language, "time_zone": time_zone}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value]
    return "\n".join(lines) + "\n"
