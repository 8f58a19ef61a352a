"""GovernanceEvent and @kind: how a kind of event is declared.

A kind is one frozen pydantic class. Its fields carry their label, help and example in both languages;
from the declaration come the command, the schema, the manual page, the register row, the figures of a
summary and the contract tests.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ConfigDict

from ledger.language import Both, Lang, slug_of
from ledger.values import Choice, Count, PartialDate, Ref, Text, To, Topics
from ledger.values.refs import joined, refs_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic.fields import FieldInfo

    from ledger.matter import Matter


class Role(Enum):
    """What a field is for, beyond being data."""

    OCCURRENCE = "the day or days on which the event happened"
    JOINS = "names the matter that the event joins"
    ITEM = "names the event inside its matter, as in meeting/board/2-23#1.01"
    TOTAL = "a flow: summaries add it up"
    LATEST = "a level or cumulative figure: summaries take the latest"
    BREAKDOWN = "summaries count by it"
    PERSONS = "names persons"
    ANNOUNCES = "says when or under which number it was announced"


OCCURRENCE, JOINS, ITEM = Role.OCCURRENCE, Role.JOINS, Role.ITEM
TOTAL, LATEST, BREAKDOWN, PERSONS = Role.TOTAL, Role.LATEST, Role.BREAKDOWN, Role.PERSONS
ANNOUNCES = Role.ANNOUNCES


class About:
    """Label, help and example of a field: ``About("召开日期", "held on", "……", "…", eg="2024-03-04")``."""

    __slots__ = ("example", "help", "label")

    def __init__(self, zh: str, en: str, help_zh: str, help_en: str, *, eg: str) -> None:
        self.label, self.help, self.example = Both(en, zh), Both(help_en, help_zh), eg


class Basis(Choice):
    """How the ledger knows it."""

    STATED = "stated", "stated in a document", "有文件载明"
    DEDUCED = "deduced", "deduced from other facts", "据其他事实推断"
    ASSUMED = "assumed", "assumed", "推定"


class GovernanceEvent(BaseModel):
    """Something that happened in a company's governance."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    spec: ClassVar[KindSpec]
    class_version: ClassVar[int] = 1

    topics: Annotated[
        Topics | None,
        About("主题", "topics", "所涉主题；行动方案据此提议引用", "What it is about", eg="remuneration"),
    ] = None
    basis: Annotated[
        Basis | None,
        About(
            "依据", "basis", "载明、推断或推定；不填为载明", "How it is known; stated if empty", eg="stated"
        ),
    ] = None
    note: Annotated[
        Text | None,
        About(
            "备注", "note", "给同事看的说明，不进报告", "For colleagues; never printed", eg="届次由编号推断"
        ),
    ] = None
    order_on_day: Annotated[
        Count | None,
        About("当日顺序", "order on day", "同一天内的先后，从 1 起", "Order within one day, from 1", eg="1"),
    ] = None

    def matter_ref(self) -> str:
        """What follows the matter's type in its id, for a kind that opens a matter without naming it."""
        raise NotImplementedError(type(self).__name__)

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Why it cannot have happened beside the rest of the standing history (none by default)."""
        _ = matter
        yield from ()

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """What is odd about it but did happen (none by default)."""
        _ = matter
        yield from ()

    def announcements(self, matter: Matter) -> tuple[object, ...] | None:
        """Days and numbers of its announcement, if any; None where public reports do not wait for one."""
        _ = matter
        told = (getattr(self, field.name) for field in self.spec.having(ANNOUNCES))
        return tuple(one for one in told if one is not None) if self.spec.waits else None

    @property
    def occurred_on(self) -> PartialDate | None:
        """The day or days on which it happened, where the kind has them."""
        name = self.spec.occurrence
        return getattr(self, name) if name else None

    def matter_id(self) -> str:
        """The id of the matter that it joins or opens."""
        spec = self.spec
        if spec.joins:
            return spec.fields[spec.joins].matter_of(getattr(self, spec.joins))
        return f"{spec.matter}/{self.matter_ref()}" if "/" not in spec.matter else spec.matter[:-1]

    def sentence(self, lang: Lang, names: Mapping[str, Both] | None = None) -> str:
        """The register's sentence for it."""
        return fill(self.spec.sentence.text(lang), self, lang, names or {})

    def cells(self) -> dict[str, str]:
        """Each filled field as the text of one cell."""
        return {name: str(value) for name, value in self if value is not None}


class FieldSpec(NamedTuple):
    """One field of a kind."""

    name: str
    label: Both
    help: Both
    example: str
    required: bool
    roles: frozenset[Role]
    to: To | None
    annotation: object

    def matter_of(self, ref: Ref) -> str:
        """The full id of the matter that ``ref`` in this field points to."""
        return self.to.matter(ref) if self.to else ref.matter

    @property
    def choices(self) -> type[Choice] | None:
        """The choices of the field, where it has them."""
        for candidate in getattr(self.annotation, "__args__", (self.annotation,)):
            if isinstance(candidate, type) and issubclass(candidate, Choice):
                return candidate
        return None


class KindSpec(NamedTuple):
    """A kind as declared: all that the rest of the program derives from."""

    slug: str
    label: Both
    help: Both
    sentence: Both
    matter: str
    opens: bool
    once: bool
    ruled: bool
    cls: type[GovernanceEvent]
    fields: dict[str, FieldSpec]
    occurrence: str | None
    joins: str | None
    item: str | None
    refers: tuple[str, ...] = ()
    waits: bool = False
    """Whether public reports may have to wait for an announcement."""

    def having(self, role: Role) -> list[FieldSpec]:
        """The fields with this role."""
        return [field for field in self.fields.values() if role in field.roles]


E_ = TypeVar("E_", bound=type[GovernanceEvent])


def kind(  # noqa: PLR0913 - a declaration, all of it by name
    zh: str,
    *,
    matter: str,
    zh_says: str,
    en_says: str,
    opens: bool = False,
    once: bool = False,
    waits: bool = True,
) -> Callable[[E_], E_]:
    """Declare a kind: its Chinese label, the type of its matter and the register's sentences.

    ``matter`` ending in ``/`` is a single matter (``company/``). ``opens``: it may begin a matter;
    ``once``: it can stand only once in a matter; ``waits=False``: public reports tell of it before its
    announcement, too. In a sentence ``{field}`` shows a field and a part in ``[…]`` is left out where one
    of its fields is empty. The class's docstring is its help: English in the first paragraph, Chinese in
    the second.
    """

    def declare(cls: E_) -> E_:
        help_en, _, help_zh = (cls.__doc__ or "").strip().partition("\n\n")
        fields = dict(_fields(cls))
        by_role = {role: name for name, field in fields.items() for role in field.roles}
        cls.spec = KindSpec(
            slug=slug_of(cls.__name__),
            label=Both(slug_of(cls.__name__).replace("-", " "), zh),
            help=Both(" ".join(help_en.split()), "".join(help_zh.split())),
            sentence=Both(en_says, zh_says),
            matter=matter,
            opens=opens,
            once=once,
            ruled=cls.contradictions is not GovernanceEvent.contradictions,
            cls=cls,
            fields=fields,
            occurrence=by_role.get(OCCURRENCE),
            joins=by_role.get(JOINS),
            item=by_role.get(ITEM),
            refers=tuple(name for name, field in fields.items() if field.to and JOINS not in field.roles),
            waits=waits and (ANNOUNCES in by_role or cls.announcements is not GovernanceEvent.announcements),
        )
        return cls

    return declare


RESERVED = ("kind", "matter", "evidence", "event", "items")
"""Keys of a row of a file that are never a field's."""


def _fields(cls: type[GovernanceEvent]) -> Iterator[tuple[str, FieldSpec]]:
    """The kind's own fields first, then those that all events have."""
    common = GovernanceEvent.model_fields
    own = [name for name in cls.model_fields if name not in common]
    for name in [*own, *common]:
        yield name, _field(name, cls.model_fields[name])


def _field(name: str, info: FieldInfo) -> FieldSpec:
    about = next((meta for meta in info.metadata if isinstance(meta, About)), None)
    if about is None:
        raise TypeError(f"field {name!r} needs its About(...)")
    if name in RESERVED or float in (info.annotation, *get_args(info.annotation)):
        raise TypeError(f"field {name!r} needs another name, or a type that is stored exactly")
    return FieldSpec(
        name=name,
        label=about.label,
        help=about.help,
        example=about.example,
        required=info.is_required(),
        roles=frozenset(meta for meta in info.metadata if isinstance(meta, Role)),
        to=next((meta for meta in info.metadata if isinstance(meta, To)), None),
        annotation=info.annotation,
    )


_PART = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def fill(sentence: str, event: GovernanceEvent, lang: Lang, names: Mapping[str, Both]) -> str:
    """``sentence`` with the fields of ``event``, parts in ``[…]`` dropped where one is empty."""

    def shown(slot: re.Match[str]) -> str:
        value = getattr(event, slot[1])
        if refs := refs_in(value):
            matters = {ref: event.spec.fields[slot[1]].matter_of(ref) for ref in refs}
            return joined((names[of].text(lang) if of in names else str(ref) for ref, of in matters.items()),
                          lang)  # fmt: skip
        return value.show(lang) if hasattr(value, "show") else str(value)

    def part(match: re.Match[str]) -> str:
        known = all(getattr(event, slot) is not None for slot in _SLOT.findall(match[1]))
        return match[1] if known else ""

    return _SLOT.sub(shown, _PART.sub(part, sentence))
