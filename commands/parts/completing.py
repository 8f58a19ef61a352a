"""What a shell may complete: kinds, fields and choices, and persons, bodies and matters of the ledger.

A shell waits for it at every Tab and shows whatever is printed, so names are read from the views as they
are, and what cannot be read gives no suggestions instead of a message.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from commands.parts.session import Session
from ledger.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from click.shell_completion import CompletionItem

    from ledger.event import FieldSpec, KindSpec
    from ledger.language import Lang
    from projections.names import Names

    Items = list[CompletionItem[str]]
    Completing = Callable[[click.Context, click.Parameter, str], Items]


def _quietly(complete: Completing) -> Completing:
    """No suggestions where the ledger cannot be read: a message would end up in the line being typed."""

    @wraps(complete)
    def run(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
        try:
            return complete(ctx, param, incomplete)
        except (LedgerError, OSError):
            return []

    return run


@_quietly
def kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Kinds by their slugs, or by their Chinese labels if the word begins so or the ledger speaks Chinese."""
    _ = param
    session = Session(ctx)
    chinese = _in_chinese(session, incomplete)
    both = [(one.slug, one.label.zh) for one in session.catalogue.declared.values()]
    return _fitting(incomplete, ((zh, slug) if chinese else (slug, zh) for slug, zh in both))


@_quietly
def matters(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Matters of the ledger, the latest first."""
    _ = param
    with _names(Session(ctx)) as known:
        return _fitting(incomplete, ((matter, "") for matter in known.matters(incomplete.partition("/")[0])
                                     or known.matters()))  # fmt: skip


@_quietly
def bodies(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Bodies, by slug or by name."""
    from ledger.bodies import STANDARD_BODIES

    _ = param
    with _names(Session(ctx)) as known:
        titles = {matter.partition("/")[2]: name.zh for matter, name in STANDARD_BODIES.items()}
        titles |= known.bodies()
    both = titles.items()
    return _fitting(incomplete, both if incomplete.isascii() else ((zh, slug) for slug, zh in both))


@_quietly
def people(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Persons whom the latest entries name."""
    _ = param
    with _names(Session(ctx)) as known:
        return _fitting(incomplete, ((name, "") for name in known.people()))


@_quietly
def values(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """What the field may hold whose option was typed last."""
    _ = param
    from commands.parts.suggesting import Suggestions, several_in

    session = Session(ctx)
    typed = [word for word in ctx.params.get("fields") or () if word != "="]
    spec = _spec(session)
    field = _field(spec, typed[-1]) if spec and typed else None
    if spec is None or field is None:
        return []
    cells = {one.name: text for name, text in pairwise(typed) if (one := _field(spec, name))}
    before, sign, begun = incomplete.rpartition("；") if several_in(field) else ("", "", incomplete)
    with _names(session) as known:
        lang: Lang = "zh" if _in_chinese(session, begun) else "en"
        options = Suggestions(None, known, lang).of(spec, field, cells)
    told = [(option.text, option.about) for option in options]
    told += [(about, text) for text, about in told if begun and about]
    return [_item(before + sign + item.value, item.help) for item in _fitting(begun, told)]


class Fielded(click.Command):
    """A command whose options are the fields of a kind, too."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        """Its own options, and the fields that were not given yet."""
        return [*super().shell_complete(ctx, incomplete), *_options(ctx, _KIND, incomplete)]


@_quietly
def _options(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    _ = param
    session = Session(ctx)
    spec = _spec(session) if incomplete.startswith("-") else None
    typed = set(ctx.params.get("fields") or ())
    chinese = _in_chinese(session, incomplete.lstrip("-"))
    told = []
    for field in spec.fields.values() if spec else ():
        names = (f"--{field.name.replace('_', '-')}", f"--{field.label.zh}")
        if typed.isdisjoint(names):
            told.append((names[chinese], field.label.text("en" if chinese else "zh")))
    return _fitting(incomplete, told)


_KIND = click.Argument(["kind"])


def _spec(session: Session) -> KindSpec | None:
    """The kind that the words so far name, by itself or by the position of an entry."""
    told = session.ctx.params
    if kind := told.get("kind"):
        return session.catalogue.spec(session.catalogue.find(kind))
    at = (told.get("position") or "").removeprefix("#")
    if not at.isdecimal():
        return None
    with _names(session) as known:
        slug = known.kind_at(int(at))
    return session.catalogue.spec(slug) if slug else None


def _field(spec: KindSpec, option: str) -> FieldSpec | None:
    """The field of an option, by its name or its Chinese label."""
    name = option.removeprefix("--")
    names = {field.label.zh: field for field in spec.fields.values()}
    return (spec.fields.get(name.replace("-", "_")) or names.get(name)) if name != option else None


@contextmanager
def _names(session: Session) -> Iterator[Names]:
    """The names of the ledger; none where there are no views yet."""
    from projections.names import Names, kept

    views = session.found.views if session.found else None
    if views is None or not views.is_file():
        yield Names(lambda _sql, _values: [])
        return
    with kept(views) as known:
        yield known


def _in_chinese(session: Session, begun: str) -> bool:
    return not begun.isascii() if begun else session.lang == "zh"


def _fitting(begun: str, told: Iterable[tuple[str, str]]) -> Items:
    return [_item(value, about) for value, about in told if value.startswith(begun)]


def _item(value: str, about: str | None) -> CompletionItem[str]:
    from click.shell_completion import CompletionItem

    return CompletionItem(value, help=about or None)
