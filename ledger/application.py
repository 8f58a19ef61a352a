"""Ledger: the one door through which everything is recorded and read."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, TypeVar

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import Environment

from ledger.batch import Batch, Change, problem_of
from ledger.catalogue import Catalogue
from ledger.codec import FORMAT, Codec
from ledger.errors import LedgerError, Problem, RefusedInputError, shown
from ledger.language import Both
from ledger.log.dialects import dialect_of
from ledger.log.errors import LogError
from ledger.log.recorder import LogRecorder
from ledger.log.shape import is_moment
from ledger.matter import RETRACTED, Matter
from ledger.moments import moment_of, stamp
from ledger.problems import build
from ledger.references import unresolved
from ledger.settings import Settings
from ledger.uncollected import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from eventsourcing.utils import EnvType

    from ledger.entry import Entry, Evidence
    from ledger.event import GovernanceEvent
    from ledger.log.reading import Row

MANY = 500
"""Rows from which on it is quicker to read the ids of all matters once than to ask for each."""
CHUNK = 1_000
"""Entries saved at a time inside the one transaction of a load."""
PROBLEMS = 200
"""Problems of one load that are told; more would not be read."""
BEHIND = timedelta(minutes=5)
OPENED = "ledger-opened"


class NoSuchEntryError(LedgerError):
    """No entry stands at this position."""

    sentence = Both(
        "there is no entry #{position}; the ledger holds #1 to #{size}. List them with: ledger history",
        "没有分录 #{position}；账本现有 #1 至 #{size}。可用 ledger history 列出。",
    )


class ClockBehindError(LedgerError):
    """The clock shows a time well before the last entry."""

    sentence = Both(
        "the clock of this computer shows {now}, but the last entry was recorded at {last}; "
        "set the clock right and try again. Nothing was recorded.",
        "本机时钟为 {now}，早于最后一条分录的记录时间 {last}；请校准时钟后重试。未作任何记录。",
    )


class NoTimeError(LedgerError):
    """The time that the head tells of is none."""

    sentence = Both(
        "the last entry is said to be recorded at “{last}”, which is no time: the ledger was altered or "
        "damaged. Nothing was recorded; find out more with ledger verify, and restore it from a copy.",
        "最后一条分录的记录时间“{last}”不是时间：账本已被改动或损坏。未作任何记录；"
        "请用 ledger verify 查明，并从备份恢复。",
    )


class UnknownPointError(LedgerError):
    """A position that the ledger has not reached yet."""

    sentence = Both(
        "#{point} lies beyond the ledger, which ends at #{size}; name a position in it, or a time.",
        "#{point} 超出账本范围（现有分录至 #{size}）；请指定已有的位置或时间。",
    )


class OpeningStaysError(LedgerError):
    """The entry that opens the ledger cannot be taken back."""

    sentence = Both(
        "entry #{position} opens the ledger and cannot be retracted; correct it instead.",
        "分录 #{position} 是账本的启用记录，不能撤回；如有错误请更正。",
    )


class UnnamedRecorderError(LedgerError):
    """Nobody is named as the recorder."""

    exit_code = 2
    sentence = Both(
        "say who records: --by NAME, or set LEDGER_BY.",
        "请说明由谁记录：--by 姓名，或设置环境变量 LEDGER_BY。",
    )


class Closing(Protocol):
    """Something that is closed once."""

    def close(self) -> None:
        """Give everything back."""


K = TypeVar("K", bound=Closing)


class Outcome(NamedTuple):
    """What a write did: rows read, new ones, those already there; ``entries`` unless a load wrote them."""

    read: int
    new: int
    known: int
    entries: list[Entry]


class _Undo(Exception):  # noqa: N818 - a signal, not an error
    """Ends a dry run: the transaction is rolled back."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Ledger(Application[str]):
    """One issuer's ledger."""

    def __init__(
        self,
        where: str | Path | Settings | None = None,
        *,
        catalogue: Catalogue | None = None,
        clock: Callable[[], datetime] = _utc_now,
        read_only: bool = False,
    ) -> None:
        """Open the ledger at ``where``: a folder, ledger.toml or database; None for the one found upward."""
        named = str(where) if where else None
        self.settings = where if isinstance(where, Settings) else Settings.find(named)
        self.catalogue = catalogue or Catalogue(self.settings.kinds)
        self.clock = clock
        self.log_recorder = LogRecorder(self.settings.place, read_only=read_only)
        self._companions: dict[type, Any] = {}
        self.notices: list[Both] = []
        """What the user should know beside what was asked."""
        super().__init__()

    @classmethod
    def create(cls, settings: Settings, *, by: str, clock: Callable[[], datetime] = _utc_now) -> Self:
        """Make the database of a new ledger with the entry that opens it, or nothing; open it."""
        if not by.strip():
            raise UnnamedRecorderError
        catalogue = Catalogue(settings.kinds)
        opened = _opening(catalogue, settings, clock())
        database = dialect_of(settings.place)
        database.create()
        with ExitStack() as undo:
            undo.callback(database.discard)
            ledger = cls(settings, catalogue=catalogue, clock=clock)
            undo.callback(ledger.close)
            ledger.record(opened, by=by)
            undo.pop_all()
        return ledger

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Nothing of the library is configured by the environment of the process."""
        _ = env
        return Environment(name, {})

    def construct_mapper(self) -> Codec:
        """Our codec is the mapper."""
        self.codec = Codec(self.catalogue)
        return self.codec

    def construct_recorder(self) -> LogRecorder:
        """Our recorder over the tamper-evident log."""
        return self.log_recorder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database, and what was kept beside it."""
        for companion in self._companions.values():
            companion.close()
        self.log_recorder.close()
        super().close()

    def keep(self, kind: type[K], make: Callable[[], K]) -> K:
        """The one companion of this kind, such as the views, made when first asked for and closed with us."""
        if kind not in self._companions:
            self._companions[kind] = make()
        companion: K = self._companions[kind]
        return companion

    # -- recording

    def record(self, *changes: GovernanceEvent | Change, by: str, dry_run: bool = False) -> list[Entry]:
        """Record events together, or refuse them all with the first reason."""
        return self._write([_change(change) for change in changes], by, dry_run=dry_run).entries

    def correct(  # noqa: PLR0913 - all but two by name
        self, position: int, event: GovernanceEvent, *, by: str, reason: str,
        completion: bool = False, evidence: tuple[Evidence, ...] = (), dry_run: bool = False,
    ) -> Entry:  # fmt: skip
        """Restate the entry at ``position`` in full; a completion may only fill what was empty."""
        purpose = "completion" if completion else "correction"
        matter_id = self.entry(position).matter
        change = Change(event, matter_id, evidence, corrects=position, purpose=purpose, reason=reason)
        return self._write([change], by, dry_run=dry_run).entries[0]

    def retract(self, *positions: int, by: str, reason: str, dry_run: bool = False) -> list[Entry]:
        """Take entries out of what stands; they stay in the history, with the reason."""
        changes = []
        for position in positions:
            entry = self.entry(position)
            if entry.kind == OPENED:
                raise OpeningStaysError(position=position)
            retracted = _built(self.catalogue, RETRACTED, {"position": position, "reason": reason})
            changes.append(Change(retracted, entry.matter))
        return self._write(changes, by, dry_run=dry_run).entries

    def load(self, rows: Iterable[Change | Problem], *, by: str, dry_run: bool = False) -> Outcome:
        """Record all rows or none; rows that are already there are counted and left alone."""
        with uncollected():
            parsed = list(rows)  # before the lock is taken, so that others wait for the writing only
            return self._write(parsed, by, dry_run=dry_run, loading=True)

    def _write(
        self, rows: Sequence[Change | Problem], by: str, *, dry_run: bool = False, loading: bool = False
    ) -> Outcome:
        if not by.strip():
            raise UnnamedRecorderError
        return self.log_recorder.retried(lambda: self._attempt(rows, by, dry_run=dry_run, loading=loading))

    def _attempt(self, rows: Sequence[Change | Problem], by: str, *, dry_run: bool, loading: bool) -> Outcome:
        outcome = None
        try:
            with self.log_recorder.writing() as writing:
                batch = Batch(self, writing.size, self._now(writing.recorded_at), by.strip())
                if len(rows) > MANY:
                    batch.every = set(self.matters())
                outcome = self._fill(batch, rows, loading=loading, keeping=dry_run or not loading)
                writing.recorded_at = batch.recorded_at if outcome.new else writing.recorded_at
                if dry_run:
                    raise _Undo  # noqa: TRY301 - only an error keeps the transaction from its commit
        except _Undo:
            pass
        except IntegrityError as error:
            raise LedgerError(detail=str(error)) from error
        assert outcome is not None  # noqa: S101 - set unless an error was raised
        return outcome

    def _fill(
        self, batch: Batch, rows: Sequence[Change | Problem], *, loading: bool, keeping: bool
    ) -> Outcome:
        read = known = 0
        problems: list[Problem] = []
        kept: list[Entry] | None = [] if keeping else None
        for row in rows:
            read += 1
            if isinstance(row, Problem):
                problems.append(row)
            else:
                known += _take(batch, row, problems, loading=loading)
            if len(batch.entries) >= CHUNK:
                self._save(batch, kept)
            if len(problems) >= PROBLEMS:
                break
        new = batch.size - batch.first + 1
        for error, change in batch.refusals() if problems else batch.problems():
            _refuse(error, change, problems)
        if problems:
            raise RefusedInputError(_in_order(problems, rows)[:PROBLEMS])
        self._save(batch, kept)
        return Outcome(read, new, known, kept or [])

    def _save(self, batch: Batch, kept: list[Entry] | None) -> None:
        entries = batch.drain()
        if entries:
            # Not the library's save(): it asks of each entry by reflection whether it is one,
            # which takes a tenth of the time of a record.
            self.log_recorder.append((entry.matter, entry.version, entry.kind, self.codec.encode(entry))
                                     for entry in entries)  # fmt: skip
        if kept is not None:
            kept += entries

    def _now(self, last: str) -> str:
        if last and not is_moment(last):
            raise NoTimeError(last=shown(last))
        now = self.clock()
        told = stamp(now)
        if told < last and datetime.fromisoformat(last) - now > BEHIND:
            raise ClockBehindError(now=told, last=last)
        return max(told, last)

    # -- reading

    def entry(self, position: int) -> Entry:
        """The entry at ``position``."""
        size = self.log_recorder.size()
        row = self.log_recorder.row(position) if 0 < position <= size else None
        if row is None:
            raise NoSuchEntryError(position=position, size=size)
        return self.decode(row)

    def decode(self, row: Row) -> Entry:
        """The entry that a row of the log holds."""
        return self.codec.decode(row.position, row.kind, row.body)

    def entries(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """All entries in the order of their positions."""
        return starmap(self.codec.decode, self.log_recorder.bodies(after, upto))

    def point(self, told: str | int | None) -> int:
        """The position that ``told`` means: a position, a time, or None for the end of the ledger.

        A time without a zone is one of the ledger's; a day alone is its end.
        """
        size = self.log_recorder.size()
        if told is None:
            return size
        text = str(told).strip().removeprefix("#")
        at = int(text) if text.isdecimal() and len(text) <= len(str(2**62)) else self._size_at(text)
        if at > size:
            raise UnknownPointError(point=at, size=size)
        return at

    def _size_at(self, text: str) -> int:
        """How many entries had been recorded at a time; recorded_at never runs backwards."""
        moment = moment_of(text, self.settings.zone, self.clock())
        at, low, high = stamp(moment), 0, self.log_recorder.size()
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.entry(middle).recorded_at <= at else (low, middle - 1)
        return low

    def matter(self, matter_id: str, upto: int | None = None) -> Matter:
        """One matter, as known at position ``upto``; empty if nothing was recorded in it."""
        rows = self.log_recorder.matter_rows(matter_id, upto)
        return Matter.of(matter_id, map(self.decode, rows))

    def has_matter(self, matter_id: str) -> bool:
        """Whether anything was ever recorded in it."""
        return self.log_recorder.has_matter(matter_id)

    def matters(self, prefix: str = "") -> list[str]:
        """Ids of all matters that begin so."""
        return list(self.log_recorder.matters(prefix))

    def openers(self, matter_type: str) -> list[str]:
        """Slugs of the kinds that may begin a matter of this type."""
        kinds = self.catalogue.specs()
        return [spec.slug for spec in kinds if spec.opens and spec.matter.rstrip("/") in (matter_type, "*")]

    def irregularities(self, matter: Matter) -> Iterator[tuple[Entry, Both]]:
        """What is odd in a matter, references to nothing included."""
        yield from matter.irregularities()
        for held in matter.standing:
            for what in unresolved(held.entry, self):
                yield held.entry, what


def _opening(catalogue: Catalogue, settings: Settings, now: datetime) -> GovernanceEvent:
    """The event that opens a ledger; without an origin it is called after its folder."""
    cells = {
        "opened_on": now.astimezone(settings.zone).date().isoformat(),
        "origin": settings.origin or settings.database.parent.name,
        "time_zone": settings.time_zone,
        "format": FORMAT,
    }
    return _built(catalogue, OPENED, cells)


def _built(catalogue: Catalogue, kind: str, cells: dict[str, Any]) -> GovernanceEvent:
    event = build(catalogue.spec(kind), cells)
    if isinstance(event, list):
        raise RefusedInputError(event)
    return event


def _change(row: GovernanceEvent | Change) -> Change:
    return row if isinstance(row, Change) else Change(row)


def _take(batch: Batch, change: Change, problems: list[Problem], *, loading: bool) -> bool:
    """Add a change to the batch; True if it is left alone, as the ledger has it already."""
    try:
        if loading and batch.is_known(change):
            return True
        batch.add(change)
    except LedgerError as error:
        _refuse(error, change, problems)
    return False


def _in_order(problems: list[Problem], rows: Sequence[Change | Problem]) -> list[Problem]:
    """Those of one file together and by their lines, the files as they were read."""
    files = list(dict.fromkeys(row.file for row in rows))
    return sorted(problems, key=lambda told: (files.index(told.file), told.line))


def _refuse(error: LedgerError, change: Change, problems: list[Problem]) -> None:
    """A refusal with a place is one problem among others; one without, or a failing disk, ends the write."""
    if not change.file or isinstance(error, LogError):
        raise error
    problems.append(problem_of(error, change.file, change.line))
