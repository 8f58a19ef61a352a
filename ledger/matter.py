"""Matter: the history of one matter, and the one function that admits a change to it."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ledger.errors import LedgerError
from ledger.language import Both
from ledger.unread import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.entry import Entry

T = TypeVar("T")
RETRACTED, CHECKED = "entry-retracted", "entry-checked"


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


Moment = tuple[str, str, int, int]
"""Where an entry stands in the order of occurrence."""


class Standing(NamedTuple):
    """An entry that holds now, with its place and the position at which its line of corrections began."""

    entry: Entry
    root: int
    when: Moment


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
        matter, known = cls(matter_id), tuple(entries)
        return matter.standing_with(*known) if known else matter

    def admit(self, entry: Entry) -> Matter:
        """The matter with ``entry`` applied, or a refusal that names a contradiction it brings in."""
        changed = self.standing_with(entry)
        if new := changed.contradictions_since(self):
            kind, what = min(new)
            label = changed.entries(kind)[0].event.spec.label
            raise NotAdmissibleError(kind=label, matter=self.id, what=what)
        return changed

    def contradictions_since(self, before: Matter) -> frozenset[tuple[str, Both]]:
        """Those that were not in the matter ``before``."""
        return self.contradictions and self.contradictions - before.contradictions

    def standing_with(self, *entries: Entry) -> Matter:
        """The matter with ``entries`` in its history and their effect on what stands, one after the other."""
        changed = Matter(self.id, (*self.history, *entries), self.standing, self.fates)
        for entry in entries:
            changed._apply(entry)
        return changed

    def _apply(self, entry: Entry) -> None:
        if entry.kind == RETRACTED:
            self._replace(self.find(entry.event.position), entry)  # type: ignore[attr-defined]
        elif entry.corrects:
            old = self.find(entry.corrects)
            _check_correction(old.entry, entry)
            self._replace(old, entry)
            self._add(Standing(entry, old.root, _when(entry, old.root)))
        else:
            self._add(Standing(entry, entry.position, _when(entry, entry.position)))

    def _replace(self, old: Standing, by: Entry) -> None:
        """Let ``by`` take the place of an entry; the checks of it end with it."""
        at = old.entry.position
        checks = (held.entry for held in self.standing if held.entry.kind == CHECKED)
        gone = {at, *(check.position for check in checks if getattr(check.event, "position", 0) == at)}
        self.standing = tuple(held for held in self.standing if held.entry.position not in gone)
        self.fates = {**self.fates, **dict.fromkeys(gone, by.position)}

    def _add(self, added: Standing) -> None:
        at = bisect_right(self.standing, added.when, key=_WHEN)
        self.standing = (*self.standing[:at], added, *self.standing[at:])

    def without(self, positions: frozenset[int]) -> Matter:
        """The matter as if the entries at these positions did not stand."""
        kept = tuple(held for held in self.standing if held.entry.position not in positions)
        return self if len(kept) == len(self.standing) else Matter(self.id, self.history, kept, self.fates)

    def find(self, position: int) -> Standing:
        """The standing entry at ``position``, or a refusal that says what became of it."""
        for held in self.standing:
            if held.entry.position == position:
                return held
        raise NotStandingError(position=position, matter=self.id, fate=self.fate(position))

    def heir(self, position: int) -> Entry | None:
        """The entry that stands for the one at ``position``, perhaps itself; None if it was retracted."""
        while position in self.fates:
            position = self.fates[position]
        return next((held.entry for held in self.standing if held.entry.position == position), None)

    def fate(self, position: int) -> Both:
        """What became of an entry that does not stand."""
        by = self.fates.get(position)
        if by is None:
            return Both(f"{self.id} has no such entry", f"{self.id} 中没有这条分录")
        entry = next(entry for entry in self.history if entry.position == by)
        if position not in (entry.corrects, getattr(entry.event, "position", None)):
            return Both(
                f"void with the entry that it is about, since #{by}", f"所核对的分录已变，自 #{by} 起失效"
            )
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
        return [readable(entry.event) for entry in self.entries(*slugs)]

    def last(self, slug: str) -> Any | None:
        """The standing event of this kind that happened last."""
        entries = self.entries(slug)
        return readable(entries[-1].event) if entries else None

    def derived(self, fold: Callable[[Matter], T]) -> T:
        """What ``fold``, a pure function, makes of the matter; worked out once for all rules that ask."""
        if fold not in self._derived:
            self._derived[fold] = fold(self)
        made: T = self._derived[fold]
        return made


_WHEN = attrgetter("when")


def _when(entry: Entry, root: int) -> Moment:
    """Order of occurrence; what has no day of its own comes first, as it was recorded."""
    event = entry.event
    day = event.occurred_on
    first, last = day.sort_key if day else ("", "")
    return first, last, event.order_on_day or 0, root


def _check_correction(old: Entry, new: Entry) -> None:
    if new.kind != old.kind:
        was, now = old.event.spec.label, new.event.spec.label
        raise CorrectionKindError(position=old.position, was=was, now=now)
    if new.purpose == "completion":
        before, after = old.event.cells(), new.event.cells()
        changed = [name for name, cell in before.items() if after.get(name) != cell]
        if changed:
            raise CompletionError(position=old.position, fields=", ".join(changed))
