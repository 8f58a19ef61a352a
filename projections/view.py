"""View: how a read model is declared: a pure function from one standing matter to rows.

A view is a file in ``projections/views/`` that declares its row as a NamedTuple and ends with ``VIEW``.
Every row begins with the position of the entry that it comes from; a row that is about days holds them as
written and as first and last day, so that a period can ask for them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_type_hints

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text, text

from ledger.values.value import REMEMBERED
from ledger.version import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.types import TypeEngine

    from ledger.catalogue import Catalogue
    from ledger.event import GovernanceEvent
    from ledger.matter import Matter
    from ledger.values import PartialDate

FOREVER = 2**62
"""``known_until`` of a row that still holds."""
_TYPES: dict[type, type[TypeEngine[Any]]] = {int: BigInteger, str: Text, bool: Boolean}


class Days(NamedTuple):
    """The columns of a row that is about days; ``spans`` if they are more than one."""

    days: str
    first_day: str
    last_day: str
    spans: bool

    @classmethod
    @lru_cache(maxsize=REMEMBERED)
    def of(cls, days: PartialDate | None) -> Days:
        """The columns for these days; nothing known is every day."""
        if days is None:
            return cls("", "0001-01-01", "9999-12-31", True)
        return cls(str(days), *days.sort_key, not days.is_day)


class View(NamedTuple):
    """A read model made from the types of matter in ``of``; raise ``version`` when its rows change."""

    name: str
    version: int
    row: type[Any]
    rows: Callable[[Matter], Iterator[Any]]
    of: tuple[str, ...] = ()

    def concerns(self, matter_id: str) -> bool:
        """Whether the matter can have rows in it."""
        return not self.of or matter_id.partition("/")[0] in self.of


METADATA = MetaData()


@cache
def views() -> tuple[View, ...]:
    """All views, found among the files of ``projections/views/``."""
    import projections.views as package  # noqa: PLC0415 - the package holds this module's users

    modules = sorted(module.name for module in iter_modules(package.__path__))
    return tuple(import_module(f"projections.views.{name}").VIEW for name in modules)


@cache
def table(view: View) -> Table:
    """The table of a view: its row's columns, and the positions between which each row held."""
    hints = get_type_hints(view.row)
    columns = [_column(name, hint) for name, hint in hints.items()]
    indexes = [Index(f"{view.name}_matter", "matter", "position")]
    if "first_day" in hints:
        indexes += [
            Index(f"{view.name}_first_day", "first_day"),
            Index(
                f"{view.name}_spans",
                "last_day",
                "first_day",
                sqlite_where=text("spans = 1"),
                postgresql_where=text("spans"),
            ),
        ]
    return Table(
        view.name, METADATA,
        Column("matter", Text, nullable=False), Column("ordinal", BigInteger, nullable=False),
        Column("known_from", BigInteger, nullable=False), Column("known_until", BigInteger, nullable=False),
        *columns, *indexes,
    )  # fmt: skip


def _column(name: str, hint: Any) -> Column[Any]:
    kinds = set(get_args(hint)) if isinstance(hint, UnionType) else {hint}
    (kind,) = kinds - {NoneType}
    return Column(name, _TYPES[kind], nullable=NoneType in kinds)


def made_by(catalogue: Catalogue) -> str:
    """What changes with any view, the program or the kinds that it knows; other views are made anew."""
    told = [f"{view.name} {view.version} {get_type_hints(view.row)}" for view in views()]
    return sha256("\n".join([PROGRAM, *catalogue.declared, *told]).encode()).hexdigest()


def day_of(matter: Matter, event: GovernanceEvent) -> PartialDate | None:
    """When the event happened: its own days, else those of the one event that makes its matter what it is.

    That is the opener that can stand only once (the meeting held, the plan approved), else the first one.
    """
    if event.occurred_on:
        return event.occurred_on
    openers = [held.entry.event for held in matter.standing if held.entry.event.spec.opens]
    dated = sorted(
        (opener for opener in openers if opener.occurred_on), key=lambda opener: not opener.spec.once
    )
    return dated[0].occurred_on if dated else None


def text_of(value: object) -> str | None:
    """A value as a column keeps it."""
    return None if value is None else str(value)
