"""The columns beside the stored bytes: copies, for the database to search by, that must say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.errors import shown
from ledger.log.shape import out_of_place, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.log.finding import Findings

Envelope = dict[str, Any]
"""The stored bytes as JSON; empty where they are none."""
COLUMNS = "matter", "version", "kind"


class Columns:
    """Compares row by row; the bytes are read as JSON and nothing more, so that every kind can be."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.recorded_at: str | None = ""
        """When the last row was recorded; None if that is not known."""

    def compare(self, row: tuple[Any, ...], *, trusted: bool) -> Envelope:
        """Hold the columns of a row against its bytes, which have their hash if ``trusted``."""
        position, matter, version, kind, body, _ = row
        before, self.recorded_at = self.recorded_at, None
        try:
            envelope, wrong = read(body)
            found = envelope["matter"].encode(), envelope["version"], envelope["kind"].encode()
            at = str(envelope["recorded_at"])
        except (ValueError, TypeError, LookupError, AttributeError):
            if body is not None:
                self.findings.entry(position, "the stored bytes are no entry", "存储内容不是分录")
            return {}
        if found != (matter, version, kind):
            self._differs(position, (matter, version, kind), found)
        if trusted:
            for fault in wrong or out_of_place(position, envelope):
                self.findings.entry(position, fault.en, fault.zh)
            if before and at < before:
                self.findings.entry(position, "recorded before the entry before it", "记录时间早于前一条分录")
            self.recorded_at = at
        return envelope

    def _differs(self, position: int, columns: tuple[Any, ...], found: tuple[Any, ...]) -> None:
        for name, column, stored in zip(COLUMNS, columns, found, strict=True):
            if column != stored:
                told, meant = text(column), text(stored)
                self.findings.entry(position, f"column {name} says {told}, the entry says {meant}",
                                    f"列 {name} 为 {told}，分录内容为 {meant}")  # fmt: skip


def ordered(rows: Iterable[tuple[Any, ...]], findings: Findings) -> None:
    """Whether the versions of each matter count from 1 without gaps, in the order of their positions."""
    matter, version, last = None, 0, 0
    for name, number, position in rows:
        if name != matter:
            matter, version, last = name, 0, 0
        if number != version + 1:
            told = text(name), text(number)
            findings.entry(position, f"it is version {told[1]} of {told[0]}, after {version}",
                           f"它是 {told[0]} 的第 {told[1]} 版，而此前为第 {version} 版")  # fmt: skip
        elif position < last:
            findings.entry(position, f"it stands before version {version} of its matter",
                           f"它位于其事项的第 {version} 版之前")  # fmt: skip
        version, last = number if isinstance(number, int) else version + 1, position


def text(value: Any) -> str:
    """A column as a message may show it."""
    return shown(value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value)
