"""What may be answered to the question for a field: choices, and the names that the ledger knows already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.parts.terminal import SHOWN, Option
from ledger.bodies import STANDARD_BODIES
from ledger.event import PERSONS
from ledger.naming import matter_name
from ledger.values import Attendance, Names, Topic, Topics
from projections.names import MOST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.application import Ledger
    from ledger.event import FieldSpec, KindSpec
    from ledger.language import Lang
    from projections.names import Names as Known


def types_of(field: FieldSpec) -> tuple[object, ...]:
    """The types of the values that a field takes."""
    return getattr(field.annotation, "__args__", (field.annotation,))


def names_people(field: FieldSpec) -> bool:
    """Whether the field names persons."""
    return PERSONS in field.roles or bool({Attendance, Names} & set(types_of(field)))


def several_in(field: FieldSpec) -> bool:
    """Whether the cell may hold several of what is suggested, between ``；``."""
    return bool({Attendance, Names, Topics} & set(types_of(field)))


class Suggestions:
    """Options for the fields of an event, from the ledger's own names; without it, all matters, untitled."""

    def __init__(self, ledger: Ledger | None, known: Known, lang: Lang) -> None:
        self.ledger, self.known, self.lang = ledger, known, lang

    def of(self, spec: KindSpec, field: FieldSpec, cells: Mapping[str, str]) -> list[Option]:
        """The options for a field where the event holds these cells so far."""
        if field.choices:
            return [Option(choice.show(self.lang), choice.value) for choice in field.choices]
        if Topics in types_of(field):
            return [Option(topic.show(self.lang), topic.value) for topic in Topic]
        if names_people(field):
            return [Option(name) for name in self._people(_body(spec, cells))]
        if field.to is None:
            return []
        return self._bodies() if field.to.type == "body" else self.matters(field.to.type)

    def matters(self, matter_type: str) -> list[Option]:
        """The matters of a type, or of any, that something was recorded in lately."""
        return [Option(matter_id, self._called(matter_id))
                for matter_id in self.known.matters(matter_type, SHOWN if self.ledger else MOST)]  # fmt: skip

    def _people(self, body: str) -> list[str]:
        """Those of the body first, in the order of its last meeting; then everybody."""
        own = [*self.known.attending(body), *self.known.in_office(body)] if body else []
        return list(dict.fromkeys([*own, *self.known.people()]))

    def _bodies(self) -> list[Option]:
        titles = {matter.partition("/")[2]: name.text(self.lang) for matter, name in STANDARD_BODIES.items()}
        titles |= (
            self.known.bodies() if self.lang == "zh" else dict.fromkeys(self.known.bodies(), "") | titles
        )
        return [Option(slug, title) for slug, title in titles.items()]

    def _called(self, matter_id: str) -> str:
        name = matter_name(self.ledger.matter(matter_id)) if self.ledger else None
        return name.text(self.lang) if name else ""


def _body(spec: KindSpec, cells: Mapping[str, str]) -> str:
    """The body that the event is about, as far as that is known."""
    joined = cells.get(spec.joins or "", "").removeprefix("meeting/")
    return cells.get("body") or (joined.partition("/")[0] if "/" in joined else "")
