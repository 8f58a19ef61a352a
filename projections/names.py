"""The names that a ledger knows: persons, bodies and matters, the latest first, as the views hold them.

Of a file it asks SQLite directly, for the completion of a shell must answer at once and can import little.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from projections.catch_up import Reading

    Run = Callable[[str, tuple[Any, ...]], list[Any]]
    """Runs a statement with its values; the rows."""

MOST = 500
"""Names that are given at most; more would not be read."""
LATELY = 5_000
"""Entries in which persons are looked for, counted from the last."""
FOREVER = 2**62
"""As in ``projections.view``, which is not imported: ``known_until`` of a row that still holds."""

ATTENDING = """
SELECT person FROM attendance WHERE known_until = ? AND position =
    (SELECT position FROM attendance WHERE known_until = ? AND body = ? ORDER BY last_day DESC LIMIT 1)
ORDER BY ordinal"""
IN_OFFICE = """
SELECT person FROM offices WHERE known_until = ? AND body = ? AND until_day IS NULL ORDER BY position"""
PEOPLE = """
SELECT persons FROM register WHERE known_until = ? AND persons != '' ORDER BY position DESC LIMIT ?"""
BODIES = """
SELECT body, title FROM bodies WHERE known_until = ? AND dissolved IS NULL ORDER BY first_day"""
MATTERS = """
SELECT matter FROM register WHERE known_until = ? AND matter LIKE ?
GROUP BY matter ORDER BY max(position) DESC LIMIT ?"""

KIND_AT = """
SELECT kind FROM register WHERE known_until <= ? AND position = ?"""


class UnreadableNamesError(LedgerError):
    """The file of the views cannot be read as it is."""

    sentence = Both(
        "the views in {path} cannot be read ({why}); ledger doctor makes them anew.",
        "无法读取 {path} 中的视图（{why}）；可用 ledger doctor 重新生成。",
    )


class Names:
    """Names out of views that somebody else has brought up to date."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def of(cls, reading: Reading) -> Names:
        """The names in views that are being read, on whatever database they are."""
        from sqlalchemy import text  # noqa: PLC0415 - the views that are open have imported it

        def run(sql: str, values: tuple[Any, ...]) -> list[Any]:
            named = {f"v{at}": value for at, value in enumerate(values)}
            marks = iter(f":{name}" for name in named)
            return list(reading.connection.execute(text(re.sub(r"\?", lambda _: next(marks), sql)), named))

        return cls(run)

    def attending(self, body: str) -> list[str]:
        """Who was entitled to attend the last meeting of a body, in the order of its attendance."""
        return self._first(ATTENDING, FOREVER, body)

    def in_office(self, body: str) -> list[str]:
        """Who holds an office of a body."""
        return self._first(IN_OFFICE, body)

    def people(self) -> list[str]:
        """Everybody whom the latest entries name."""
        several = (name for told in self._first(PEOPLE, LATELY) for name in told.strip("；").split("；"))
        return list(dict.fromkeys(several))[:MOST]

    def bodies(self) -> dict[str, str]:
        """Slug and Chinese title of the bodies that were established and last."""
        return dict(self.run(BODIES, (FOREVER,)))

    def matters(self, matter_type: str = "", most: int = MOST) -> list[str]:
        """Ids of matters of a type, or of any, the one with the latest entry first."""
        return self._first(MATTERS, f"{matter_type}/%" if matter_type else "%", most)

    def kind_at(self, position: int) -> str:
        """The slug of the kind of an entry, empty if there is none."""
        return next(iter(self._first(KIND_AT, position)), "")

    def _first(self, sql: str, *values: str | int) -> list[str]:
        return [row[0] for row in self.run(sql, (FOREVER, *values))]


@contextmanager
def kept(path: Path) -> Iterator[Names]:
    """The names in a file of views as it is; UnreadableNamesError where there is none, or a damaged one."""
    try:
        uri = f"file:{quote(str(path))}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=0.2)) as connection:
            yield Names(lambda sql, values: connection.execute(sql, values).fetchall())
    except sqlite3.Error as error:
        raise UnreadableNamesError(path=path, why=error) from error
