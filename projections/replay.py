"""Replay: the whole history read again, from the stored bytes to the views, and everything compared.

What only an attacker or a fault can bring about is an *alarm*; an honest entry that today's rules would not
admit, or views that must be made anew, are findings without alarm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log.errors import NotALedgerError
from ledger.log.merkle import Frontier, leaf_hash
from ledger.matter import Matter, NotAdmissibleError
from ledger.uncollected import uncollected
from projections.catch_up import Views
from projections.view import table, views

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.log.recorder import Row


BEYOND = 2**62
"""Past every position: what stands after the end that the head tells of is read as well."""
DIFFERS = Both(
    "the view {name} differs from the entries; delete {path} to have it made anew",
    "视图 {name} 与分录不一致；删除 {path} 后会自动重建",
)


class Finding(NamedTuple):
    """Something that a replay came upon, at a position; 0 if it is about the whole."""

    position: int
    what: Both
    alarm: bool


class Replay(NamedTuple):
    """What was read, and what was found."""

    entries: int
    matters: int
    root: str
    findings: list[Finding]

    @property
    def alarmed(self) -> bool:
        """Whether the history was altered or damaged."""
        return any(finding.alarm for finding in self.findings)


def replay(ledger: Ledger, seen: Callable[[int], None] = lambda _: None) -> Replay:
    """Read everything again; ``seen`` is told each position."""
    found = _Replayed(ledger)
    with uncollected():
        for row in ledger.log_recorder.rows(0, BEYOND):
            found.take(row)
            seen(row.position)
        found.end()
    return Replay(found.frontier.size, len(found.versions), found.frontier.root.hex(), found.findings)


class _Replayed:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.frontier = Frontier()
        self.last = 0
        self.tiles: list[tuple[int, int, bytes]] = []
        self.matters: dict[str, Matter] = {}
        self.versions: dict[str, int] = {}
        self.broken: set[str] = set()
        self.findings: list[Finding] = []
        self.recorded_at = ""
        self.sound = True

    def _alarm(self, position: int, en: str, zh: str) -> None:
        self.sound = False
        self.findings.append(Finding(position, Both(en, zh), alarm=True))

    def _note(self, what: Both, position: int = 0) -> None:
        self.findings.append(Finding(position, what, alarm=False))

    def take(self, row: Row) -> None:
        """One row: its bytes, its columns, its place, its event and whether its matter admits it."""
        leaf = leaf_hash(row.body)
        self.tiles += self.frontier.push(leaf)
        self._follows(row.position)
        if leaf != row.leaf_hash:
            self._damaged(row, Both("the stored bytes do not have the stored hash", "存储内容与其哈希值不符"))
            return
        try:
            entry = self.ledger.decode(row)
        except LedgerError as error:
            self._damaged(row, Both(error.text("en"), error.text("zh")))
            return
        self._compare(row, entry)
        self._admit(entry)

    def _damaged(self, row: Row, what: Both) -> None:
        """An alarm at a row of which nothing more can be said."""
        self._broken(row.matter, row.version)
        self._alarm(row.position, *what)

    def _follows(self, position: int) -> None:
        """Whether nothing is missing before the position."""
        if position > self.last + 1:
            first = self.last + 1
            which = f"#{first}" if position == first + 1 else f"#{first} … #{position - 1}"
            self._alarm(first, f"missing: {which}", f"缺少分录 {which}")
        self.last = position

    def _compare(self, row: Row, entry: Entry) -> None:
        for name in ("matter", "version", "kind"):
            column, stored = getattr(row, name), getattr(entry, name)
            if column != stored:
                self._alarm(row.position, f"column {name} says {column}, the entry says {stored}",
                            f"列 {name} 为 {column}，分录内容为 {stored}")  # fmt: skip
        if entry.recorded_at < self.recorded_at:
            self._alarm(row.position, "recorded before the entry before it", "记录时间早于前一条分录")
        self.recorded_at = max(self.recorded_at, entry.recorded_at)

    def _admit(self, entry: Entry) -> None:
        """Whether its matter admits it; a matter of which an entry is damaged is not judged any more."""
        due = self.versions.get(entry.matter, 0) + 1
        if entry.version != due and entry.matter not in self.broken:
            self._broken(entry.matter, entry.version)
            self._alarm(entry.position, f"it is version {entry.version} of {entry.matter}, after {due - 1}",
                        f"它是 {entry.matter} 的第 {entry.version} 版，而此前为第 {due - 1} 版")  # fmt: skip
        self.versions[entry.matter] = entry.version
        if entry.matter in self.broken:
            return
        before = self.matters.get(entry.matter) or Matter(entry.matter)
        try:
            try:
                self.matters[entry.matter] = before.admit(entry)
            except NotAdmissibleError as refusal:
                self._note(Both(refusal.text("en"), refusal.text("zh")), entry.position)
                self.matters[entry.matter] = before.standing_with(entry)
        except LedgerError as error:
            self._broken(entry.matter, entry.version)
            self._alarm(entry.position, error.text("en"), error.text("zh"))

    def _broken(self, matter: str, version: int) -> None:
        self.broken.add(matter)
        self.versions[matter] = version

    def end(self) -> None:
        """The head, the tiles, the views."""
        log = self.ledger.log_recorder
        try:
            size, frontier, recorded_at = log.head()
        except NotALedgerError:
            size, frontier, recorded_at = 0, b"", ""
        self._follows(size + 1)
        if (size, frontier, recorded_at) != (self.frontier.size, bytes(self.frontier), self.recorded_at):
            self._alarm(
                0,
                f"the head tells of {size} entries up to {recorded_at}; the entries have another number, "
                "hash or time",
                f"账本首部记载截至 {recorded_at} 的 {size} 条分录，其条数、哈希或时间与分录不符",
            )
        if log.stored_tiles() != sorted(self.tiles):
            self._alarm(0, "the tiles of the tree are not those of the entries", "哈希树的分块与分录不符")
        if self.sound:
            self._views()

    def _views(self) -> None:
        fresh, kept = Views(self.ledger), Views(self.ledger, self.ledger.settings.views)
        try:
            with fresh.at() as new, kept.at() as old:
                for view in views():
                    query = select(table(view)).order_by(*table(view).c)
                    if new.all(query) != old.all(query):
                        self._note(Both(*(told.format(name=view.name, path=kept.path) for told in DIFFERS)))
        finally:
            fresh.close()
            kept.close()
