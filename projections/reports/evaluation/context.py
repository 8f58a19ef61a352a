"""Context: what the blocks of an evaluation share: the ledger as known then, the window, the language."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.naming import matter_name
from ledger.values import fold
from projections.document import Run, listed
from projections.queries import body_names, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.language import Lang
    from ledger.matter import Matter
    from ledger.periods import Scope
    from ledger.values import PartialDate, Ref
    from projections.catch_up import Reading
    from projections.queries import Window
    from projections.view import View

LANGS: tuple[Lang, Lang] = ("en", "zh")
HAN = re.compile(r"[一-鿿]")
"""A Chinese character."""
NO_ENGLISH = Both(
    "{field} of #{at} is in Chinese only and left out; complete the entry",
    "#{at} 的“{field}”没有英文，未写入英文报告；请补充该分录",
)
IN_CHINESE = Both(
    "{field} of #{at} has no English and stands in Chinese; complete the entry",
    "#{at} 的“{field}”没有英文，在英文报告中仍为中文；请补充该分录",
)
UNREGISTERED = Both(
    "“{name}” of #{at} has no English name and stands in Chinese; record it: ledger record party-registered",
    "#{at} 的“{name}”没有英文名称，在英文报告中仍为中文；请登记：ledger record 登记相关方",
)


def of(entry: Entry) -> Any:
    """The event of an entry, whose kind the caller knows."""
    return entry.event


class Link(NamedTuple):
    """Evidence for a heading: what it points to and how it is used."""

    to: Ref
    use: str

    @property
    def type(self) -> str:
        """The type of matter that it points to."""
        return self.to.matter.partition("/")[0]

    @property
    def name(self) -> str:
        """The matter within its type: of ``body/board``, ``board``."""
        return self.to.matter.partition("/")[2]


class Context:
    """Reads the ledger as known at one position; a MatterReader."""

    def __init__(self, ledger: Ledger, reading: Reading, window: Window, lang: Lang, plan: Matter) -> None:
        self.ledger, self.reading, self.window, self.lang, self.plan = ledger, reading, window, lang, plan
        self.bodies = body_names(reading, window.period.last)
        self.commas = ("、", None) if lang == "zh" else (", ", " and ")
        """What stands between the parts of an enumeration, and before its last one."""
        self.open_points: list[Both] = []
        self.withheld: frozenset[int] = frozenset()
        """Positions of the entries that the report must not tell of before they are announced."""
        self.checked_only = ledger.settings.checked_only
        """Whether it may tell of entries only that were checked off."""
        self.drafting = False
        """Whether statements are kept apart from what is computed, to be redrafted."""
        self.following: Matter | None = None
        """The plan that a joint report gives after the evaluation of this one."""

    def again(self, withheld: frozenset[int], *, drafting: bool = False) -> Context:
        """A context to tell the same report anew, with other entries withheld."""
        anew = Context(self.ledger, self.reading, self.window, self.lang, self.plan)
        anew.withheld, anew.drafting, anew.following = withheld, drafting, self.following
        return anew

    def on(self, plan: Matter) -> Context:
        """The context of another plan in the same report, with the same open points."""
        other = Context(self.ledger, self.reading, self.window, self.lang, plan)
        other.withheld, other.drafting, other.open_points = self.withheld, self.drafting, self.open_points
        return other

    def matter(self, matter_id: str) -> Matter:
        """The matter as known then, as far as the report may tell of it."""
        return self.ledger.matter(matter_id, self.reading.position).without(self.withheld)

    def within(self, view: View, **equal: Any) -> Iterator[tuple[Scope, Any]]:
        """The rows of a view that touch the window, as far as the report may tell of them."""
        rows = within(self.reading, view, self.window, **equal)
        return ((scope, row) for scope, row in rows if row.position not in self.withheld)

    def has_matter(self, matter_id: str) -> bool:
        """Whether anything had been recorded in it."""
        return bool(self.matter(matter_id).history)

    def matters(self, prefix: str = "") -> list[str]:
        """Ids of all matters that begin so."""
        return self.ledger.matters(prefix)

    def openers(self, matter_type: str) -> list[str]:
        """Slugs of the kinds that may begin a matter of this type."""
        return self.ledger.openers(matter_type)

    def scope(self, days: PartialDate) -> Scope:
        """Where days lie in relation to the period and the cut-off."""
        return self.window.scope(str(days))

    def say(self, both: Both) -> str:
        """The text in the language of the report."""
        return both.text(self.lang)

    def run(self, value: Any, *entries: Entry) -> Run:
        """A value as the language shows it, with the entries that it comes from."""
        text = value.show(self.lang) if hasattr(value, "show") else str(value)
        return Run(text, tuple(entry.position for entry in entries))

    def titled(self, entry: Entry, name: str = "title") -> Run:
        """The title of an event in the language of the report."""
        event = entry.event
        english = getattr(event, f"{name}_en", None) if self.lang == "en" else None
        told = english or getattr(event, name)
        if self.lang == "en" and HAN.search(str(told)):
            self.leave_open(IN_CHINESE, field=event.spec.fields[name].label, at=entry.position)
        return self.run(told, entry)

    def words(self, entry: Entry, name: str) -> Run | None:
        """What a field of an event says; nothing, and an open point, if not in the language."""
        event = of(entry)
        english = getattr(event, f"{name}_en", None) if self.lang == "en" else None
        told = english or getattr(event, name)
        if told is None:
            return None
        if self.lang == "en" and HAN.search(str(told)):
            self.leave_open(NO_ENGLISH, field=event.spec.fields[name].label, at=entry.position)
            return None
        return self.run(told, entry)

    def party(self, name: str, *entries: Entry) -> Run:
        """A name that entries give, in English if a party is registered under it with an English one."""
        english = self._parties.get(fold(name)) if self.lang == "en" else None
        if self.lang == "en" and entries and HAN.search(english or name):
            self.leave_open(UNREGISTERED, name=name, at=entries[0].position)
        return self.run(english or name, *entries)

    def parties(self, entry: Entry, name: str) -> list[Run]:
        """The names in a field of an event."""
        return listed([[self.party(one, entry)] for one in getattr(of(entry), name)], *self.commas)

    @cached_property
    def _parties(self) -> dict[str, str]:
        registered = [self.matter(matter_id).last("party-registered") for matter_id in self.matters("party/")]
        return {fold(party.name): party.name_en for party in registered if party and party.name_en}

    def meeting(self, held: Entry) -> list[Run]:
        """A meeting by its title, else by its body."""
        event = of(held)
        name = self.titled(held) if event.title else Run(self.body(str(event.body)), (held.position,))
        return [name] if self.lang == "zh" else [Run("the " if event.title else "a meeting of its "), name]

    def leave_open(self, point: Both, **data: object) -> None:
        """Note what a person must still decide; what is given in both languages is told in each."""
        spoken = [
            {name: value.text(lang) if isinstance(value, Both) else value for name, value in data.items()}
            for lang in LANGS
        ]
        told = Both(*(text.format(**one) for text, one in zip(point, spoken, strict=True)))
        if told not in self.open_points:
            self.open_points.append(told)

    def body(self, slug: str) -> str:
        """The name of a body in the period."""
        names = self.bodies.get(slug)
        return names[0].text(self.lang) if names else slug

    def body_run(self, slug: str) -> Run:
        """The name of a body, from the entries that gave it."""
        named = self.matter(f"body/{slug}").entries("body-established", "body-renamed")
        return Run(self.body(slug), tuple(entry.position for entry in named[-1:]))

    def named(self, matter_id: str) -> str:
        """The name of a matter, or its id."""
        name = matter_name(self.matter(matter_id))
        return name.text(self.lang) if name else matter_id
