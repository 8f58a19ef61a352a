"""Address: a schema on a PostgreSQL server as the place of a ledger; what is shown of it has no password."""

from __future__ import annotations

import re
from typing import NamedTuple, Self
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from ledger.errors import USAGE, LedgerError
from ledger.language import Both

SCHEMES = "postgresql", "postgres"
USUAL_SCHEMA, USUAL_PORT = "ledger", "5432"
VIEWS = "_views"
"""What the schema of the views adds to the name of the ledger's."""
NAME = re.compile(r"[a-z_][a-z0-9_]{0,54}")
"""A schema that needs no quotes, short enough for what is added to it."""
SECRET = re.compile("password|secret")
"""What stands in the names of options that nobody may see."""


class AddressError(LedgerError):
    """An address that names no place for a ledger."""

    exit_code = USAGE
    sentence = Both(
        "{url}: {why}. An address reads postgresql://USER@HOST/DATABASE?schema=NAME",
        "{url}：{why}。地址应为 postgresql://用户@主机/数据库?schema=名称",
    )


class Address(NamedTuple):
    """One schema of one database; ``url`` is what libpq understands, password and all."""

    url: str
    schema: str

    @classmethod
    def parse(cls, told: str) -> Self:
        """The address in ``postgresql://…``; AddressError, which never shows a password."""
        try:
            parts = urlsplit(told)
        except ValueError as error:
            raise AddressError(url=f"{told.partition('://')[0]}://…", why=UNREADABLE) from error
        options = parse_qsl(parts.query, keep_blank_values=True)
        schema = dict(options).get("schema", USUAL_SCHEMA)
        kept = [(name, value) for name, value in options if name != "schema"]
        made = cls(parts._replace(query=urlencode(kept, quote_via=quote, safe="/,")).geturl(), schema)
        if not NAME.fullmatch(schema) or schema.startswith("pg_"):
            raise AddressError(url=made.shown(), why=Both(*(text.format(schema=schema) for text in BAD_NAME)))
        return made

    @property
    def views(self) -> Address:
        """The schema beside it for what is derived."""
        return self._replace(schema=self.schema + VIEWS)

    @property
    def folder(self) -> str:
        """A name for a folder that belongs to this ledger and to no other."""
        host, _, database, _ = self.where()
        return re.sub(r"[^\w.-]+", "-", f"{host or 'local'}-{database}").strip("-.")

    def shown(self) -> str:
        """The address as a message or a settings file may hold it: without a password."""
        parts = urlsplit(self.url)
        who, at, host = parts.netloc.rpartition("@")
        options = [pair for pair in parse_qsl(parts.query) if not SECRET.search(pair[0])]
        query = urlencode([*options, ("schema", self.schema)], quote_via=quote, safe="/,")
        return parts._replace(netloc=who.partition(":")[0] + at + host, query=query, fragment="").geturl()

    def secrets(self) -> list[str]:
        """What must not be shown."""
        parts = urlsplit(self.url)
        raw = parts.netloc.rpartition("@")[0].partition(":")[2]
        told = [value for name, value in parse_qsl(parts.query) if SECRET.search(name)]
        return [secret for secret in (raw, unquote(raw), *told) if secret]

    def is_same(self, other: object) -> bool:
        """Whether it is the same ledger, whoever asks for it."""
        return isinstance(other, Address) and self.where() == other.where()

    def where(self) -> tuple[str, str, str, str]:
        """Host, port, database and schema, the usual port left out; there may be several hosts."""
        parts = urlsplit(self.url)
        options = dict(parse_qsl(parts.query))
        host = parts.netloc.rpartition("@")[2] or options.get("host", "")
        named = unquote(parts.path.strip("/")) or options.get("dbname", "")
        database = named or unquote(parts.username or "")
        port = options.get("port", "")
        port = "" if port == USUAL_PORT else port
        return host.removesuffix(f":{USUAL_PORT}").lower(), port, database, self.schema

    def __str__(self) -> str:
        return self.shown()


UNREADABLE = Both("it cannot be read as an address", "无法解析为地址")
BAD_NAME = Both(
    "schema {schema} is not of small letters, digits and _, at most 55 of them",
    "schema {schema} 只能由小写字母、数字和下划线组成，且不超过 55 个字符",
)


def is_address(told: str) -> bool:
    """Whether the text names a server, not a file."""
    return told.partition("://")[0] in SCHEMES and "://" in told
