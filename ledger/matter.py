"""Matter: the history of one matter, and the one function that admits a change to it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.entry import Entry
    from ledger.event import GovernanceEvent

T = TypeVar("T")
RETRACTED = "entry-retracted"


class NotAdmissibleError(LedgerError):
    """The change would contradict the standing history of its matter."""

    sentence = Both(
        "{kind} cannot join {matter}: {what}. Mend the input, or correct the entry that it contradicts.",
        "“{kind}”不能记入 {matter}：{what}。请更正输入内容，或先更正与之矛盾的分录。",
    )


class NotStandingError(LedgerError):
    """The entry to correct or retract does not stand, or was never in the matter."""

    sentence = Both(
        "entry #{position} no longer stands: {fate}. Look at it with: ledger show {matter}",
        "分录 #{position} 已不再有效：{fate}。请先查看：ledger show {matter}",
    )


class CorrectionKindError(LedgerError):
    """A correction restates the same kind."""

    sentence = Both(
        "entry #{position} is {was}; a correction restates the same kind, not {now}. "
        "Retract it and record the other kind instead.",
        "分录 #{position} 的种类是“{was}”，更正须为同一种类，不能改为“{now}”。请撤回后另行记录。",
    )


class CompletionError(LedgerError):
    """A completion only fills empty fields."""

    sentence = Both(
        "a completion of #{position} only fills empty fields, but {fields} already has a value; "
        "correct the entry instead.",
        "补充分录 #{position} 只能填写空白字段，而 {fields} 已有内容；请改用更正。",
    )


class Standing(NamedTuple):
    """An entry that holds now, with the position at which its line of corrections began."""

    entry: Entry
    root: int


class Matter:
    """The history of one matter; unchangeable, each admitted entry gives the next Matter."""

    __slots__ = ("_contradictions", "_derived", "_entries", "fates", "history", "id", "standing")

    def __init__(
        self,
        matter_id: str,
        history: tuple[Entry, ...] = (),
        standing: tuple[Standing, ...] = (),
        fates: dict[int, int] | None = None,
    ) -> None:
        self.id, self.history, self.standing = matter_id, history, standing
        self.fates = fates or {}
        """Position of an entry that no longer stands -> position of what corrected or retracted it."""
        self._entries: dict[tuple[str, ...], list[Entry]] = {}
        """What ``entries`` found, for the rules of many entries ask the same."""
        self._derived: dict[Callable[[Matter], Any], Any] = {}
        self._contradictions: frozenset[tuple[str, Both]] | None = None

    @classmethod
    def of(cls, matter_id: str, entries: Iterable[Entry]) -> Matter:
        """The matter after these entries, taken as they are."""
        matter = cls(matter_id)
        for entry in entries:
            matter = matter.standing_with(entry)
        return matter

    def admit(self, entry: Entry) -> Matter:
        """The matter with ``entry`` applied, or a refusal that names the contradictions it brings in."""
        changed = self.standing_with(entry)
        after = changed.contradictions
        if after and (new := after - self.contradictions):
            kind, what = min(new)
            raise NotAdmissibleError(kind=changed.label(kind, entry), matter=self.id, what=what)
        return changed

    def standing_with(self, entry: Entry) -> Matter:
        """The matter with ``entry`` in its history and its effect on what stands."""
        history = (*self.history, entry)
        if entry.kind == RETRACTED:
            gone = self.find(entry.event.position)  # type: ignore[attr-defined]
            kept = tuple(held for held in self.standing if held is not gone)
            return Matter(self.id, history, kept, {**self.fates, gone.entry.position: entry.position})
        if entry.corrects:
            old = self.find(entry.corrects)
            _check_correction(old.entry, entry)
            new = Standing(entry, old.root)
            kept = tuple(new if held is old else held for held in self.standing)
            fates = {**self.fates, old.entry.position: entry.position}
            return Matter(self.id, history, _ordered(kept), fates)
        added = Standing(entry, entry.position)
        at = bisect_right(self.standing, _when(added), key=_when)
        return Matter(self.id, history, (*self.standing[:at], added, *self.standing[at:]), self.fates)

    def find(self, position: int) -> Standing:
        """The standing entry at ``position``, or a refusal that says what became of it."""
        for held in self.standing:
            if held.entry.position == position:
                return held
        raise NotStandingError(position=position, matter=self.id, fate=self.fate(position))

    def fate(self, position: int) -> Both:
        """What became of an entry that does not stand."""
        by = self.fates.get(position)
        if by is None:
            return Both(f"{self.id} has no such entry", f"{self.id} 中没有这条分录")
        entry = next(entry for entry in self.history if entry.position == by)
        if entry.kind == RETRACTED:
            return Both(f"retracted by #{by}", f"已由 #{by} 撤回")
        if entry.purpose == "completion":
            return Both(
                f"completed by #{by}, which {entry.recorded_by} recorded",
                f"已由 #{by} 补充（{entry.recorded_by}）",
            )
        return Both(
            f"corrected by #{by}, which {entry.recorded_by} recorded",
            f"已由 #{by} 更正（{entry.recorded_by}）",
        )

    @property
    def opened(self) -> bool:
        """Whether something stands that may begin a matter; an empty matter needs nothing."""
        return not self.standing or any(held.entry.event.spec.opens for held in self.standing)

    @property
    def contradictions(self) -> frozenset[tuple[str, Both]]:
        """What cannot be true at once in the standing history, each with the kind that says so."""
        if self._contradictions is None:
            self._contradictions = frozenset(self._contradict())
        return self._contradictions

    def _contradict(self) -> Iterator[tuple[str, Both]]:
        for held in self.standing:
            event, spec = held.entry.event, held.entry.event.spec
            if spec.once and len(self.entries(spec.slug)) > 1:
                label = spec.label
                yield (
                    spec.slug,
                    Both(
                        f"{label.en} is already recorded and can stand only once",
                        f"“{label.zh}”已有记录，同一事项只能有一条",
                    ),
                )
            if spec.ruled:
                for what in event.contradictions(self):
                    yield spec.slug, what

    def irregularities(self) -> Iterator[tuple[Entry, Both]]:
        """What is odd in the standing history, with the entry concerned."""
        for held in self.standing:
            for what in held.entry.event.irregularities(self):
                yield held.entry, what

    def entries(self, *slugs: str) -> list[Entry]:
        """The standing entries of these kinds, in order of occurrence."""
        found = self._entries.get(slugs)
        if found is None:
            found = [held.entry for held in self.standing if held.entry.event.spec.slug in slugs]
            self._entries[slugs] = found
        return found

    def all(self, *slugs: str) -> list[Any]:
        """The standing events of these kinds, in order of occurrence."""
        return [entry.event for entry in self.entries(*slugs)]

    def last(self, slug: str) -> Any | None:
        """The standing event of this kind that happened last."""
        entries = self.entries(slug)
        return entries[-1].event if entries else None

    def derived(self, fold: Callable[[Matter], T]) -> T:
        """What ``fold``, a pure function, makes of the matter; worked out once for all rules that ask."""
        if fold not in self._derived:
            self._derived[fold] = fold(self)
        made: T = self._derived[fold]
        return made

    def label(self, slug: str, entry: Entry) -> Both:
        """The label of the kind ``slug``, which stands here or is that of ``entry``."""
        events = [entry.event, *(held.entry.event for held in self.standing)]
        return next(event.spec.label for event in events if event.spec.slug == slug)


def _ordered(standing: tuple[Standing, ...]) -> tuple[Standing, ...]:
    return tuple(sorted(standing, key=_when))


def _when(held: Standing) -> tuple[str, str, int, int]:
    """Order of occurrence; what has no day of its own comes first, as it was recorded."""
    event: GovernanceEvent = held.entry.event
    day = event.occurred_on
    first, last = day.sort_key if day else ("", "")
    return first, last, event.order_on_day or 0, held.root


def _check_correction(old: Entry, new: Entry) -> None:
    if new.kind != old.kind:
        was, now = old.event.spec.label, new.event.spec.label
        raise CorrectionKindError(position=old.position, was=was, now=now)
    if new.purpose == "completion":
        before, after = old.event.cells(), new.event.cells()
        changed = [name for name, cell in before.items() if after.get(name) != cell]
        if changed:
            raise CompletionError(position=old.position, fields=", ".join(changed))
