"""Sentences under a heading: those stated and those computed, put in order and given their time once.

A sentence says of what time it speaks; the words for it stand before it unless the sentence before, in the
same paragraph, spoke of the same.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.periods import Scope
from ledger.plans import links
from projections.document import Block, Run
from projections.reports.evaluation.context import Context, Link, of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.entry import Entry
    from ledger.language import Lang
    from ledger.values import PartialDate

STOPS = {"zh": "。", "en": ". "}
SINCE = Both("Since the beginning of {year}, ", "{year} 年以来，")
IN = Both("In {days}, ", "{days}，")
ON = Both("On {days}, ", "{days}，")
AS_OF = Both("As of {days}, ", "截至 {days}，")


LANGS: tuple[Lang, Lang] = ("en", "zh")
NO_WRITER = Both(
    "{under} links {cites} as {use} (#{at}), but no sentence is known for that; write a statement instead",
    "{under} 引用 {cites}（{use}，#{at}），但没有相应的句式；请改用陈述",
)
NOTHING = Both(
    "{under} links {cites} as {use} (#{at}), which holds nothing that the period may tell of",
    "{under} 引用 {cites}（{use}，#{at}），其中没有本期可述的内容",
)
NO_ENGLISH = Both("{under} states #{at} in Chinese only", "{under} 的陈述 #{at} 没有英文")


class Sentence(NamedTuple):
    """Runs without a full stop, and the words for the time that they speak of."""

    when: Run | None
    runs: list[Run]


class Piece(NamedTuple):
    """A statement, or the links that share a place."""

    paragraph: int
    sentence: int
    entry: Entry


@cache
def writers() -> dict[tuple[str, str], Callable[[Context, list[Link]], Iterator[Sentence | Block]]]:
    """Every block's writer, by the type of matter and the use that it is for."""
    import projections.reports.evaluation.blocks as package  # noqa: PLC0415 - the blocks use this module

    found = {}
    for module in sorted(module.name for module in iter_modules(package.__path__)):
        block = import_module(f"{package.__name__}.{module}")
        found[block.OF, block.USE] = block.write
    return found


def paragraphs(context: Context, under: str) -> Iterator[Block]:
    """The paragraphs under a heading, each followed by the blocks that belong to it."""
    for _, pieces in groupby(_pieces(context, under), key=lambda piece: piece.paragraph):
        told: list[Sentence | Block] = []
        for _, together in groupby(pieces, key=lambda piece: piece.sentence):
            told += _written(context, [piece.entry for piece in together])
        if sentences := [one for one in told if isinstance(one, Sentence)]:
            yield Block("paragraph", tuple(_joined(context, sentences)))
        yield from (one for one in told if isinstance(one, Block))


def _pieces(context: Context, under: str) -> list[Piece]:
    said = [
        entry
        for entry in context.plan.entries("statement-made", "outlook-stated")
        if of(entry).under == under
    ]
    pieces = []
    for entry in sorted([*said, *links(context.plan, under)], key=lambda entry: entry.position):
        paragraph, _, sentence = (of(entry).place or "").partition(".")
        pieces.append(Piece(_whole(paragraph), _whole(sentence), entry))
    return sorted(pieces, key=lambda piece: (piece.paragraph, piece.sentence))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 2**31
    # What has no place comes last, in the order recorded.


def _written(context: Context, entries: list[Entry]) -> Iterator[Sentence | Block]:
    """The sentences of one place: each statement by itself, links of one type and use together."""
    for kind, together in groupby(entries, key=_sort):
        if kind is None:
            yield from (_stated(context, entry) for entry in together)
            continue
        linked = list(together)
        writer = writers().get(kind)
        told = list(writer(context, [link_of(entry) for entry in linked])) if writer else []
        if not told:
            _leave_open(context, linked, NOTHING if writer else NO_WRITER)
        yield from told


def _sort(entry: Entry) -> tuple[str, str] | None:
    if entry.kind != "evidence-linked":
        return None
    link = link_of(entry)
    return link.type, link.use


def link_of(entry: Entry) -> Link:
    """The link that an entry makes."""
    return Link(of(entry).cites, of(entry).use.value)


def _leave_open(context: Context, linked: list[Entry], why: Both) -> None:
    for entry in linked:
        event = of(entry)
        use = Both(event.use.show("en"), event.use.show("zh"))
        told = Both(*(text.replace("{use}", use.text(lang)) for text, lang in zip(why, LANGS, strict=True)))
        context.leave_open(told, under=event.under, cites=event.cites, at=entry.position)


def _stated(context: Context, entry: Entry) -> Sentence:
    event: Any = entry.event
    text = (event.en or event.zh) if context.lang == "en" else event.zh
    if context.lang == "en" and not event.en:
        context.leave_open(NO_ENGLISH, under=event.under, at=entry.position)
    when = time_of_statement(context, entry)
    return Sentence(when, [Run(text.rstrip("。. "), (entry.position,))])


def time_of_statement(context: Context, entry: Entry) -> Run | None:
    """The words for the scope that a statement has; none for the outlook."""
    event: Any = entry.event
    scope = getattr(event, "scope", None)
    at, lang = (entry.position,), context.lang
    if scope == "period":
        return in_the_period(context)
    if scope == "since":
        return since(context)
    days = event.occurred_on
    if scope == "as-of" and days:
        return Run(AS_OF.text(lang).format(days=days.show(lang)), at)
    if scope == "after" and days:
        return on(context, days, entry)
    return None


def in_the_period(context: Context) -> Run:
    """``2024 年上半年，``."""
    return Run(context.say(IN).format(days=context.window.period.show(context.lang)))


def since(context: Context) -> Run:
    """``2024 年以来，``."""
    return Run(context.say(SINCE).format(year=context.window.period.first.year))


def on(context: Context, days: PartialDate, *entries: Entry) -> Run:
    """``2024 年 8 月 13 日，``."""
    words = ON if days.is_day else IN
    positions = tuple(entry.position for entry in entries)
    return Run(context.say(words).format(days=days.show(context.lang)), positions)


def by_scope(context: Context, scope: Scope, days: PartialDate, *entries: Entry) -> Run | None:
    """The words for the time of an event: its day, or the span that it happened in."""
    if days.is_day:
        return on(context, days, *entries)
    if scope is Scope.PERIOD:
        return in_the_period(context)
    return since(context) if scope is Scope.SINCE else on(context, days, *entries)


def _joined(context: Context, sentences: Iterable[Sentence]) -> Iterator[Run]:
    """The sentences of a paragraph, each time named once."""
    before: str | None = None
    stop = STOPS[context.lang]
    told = list(sentences)
    for at, sentence in enumerate(told):
        repeated = sentence.when is None or sentence.when.text == before
        before = sentence.when.text if sentence.when else None
        runs = sentence.runs if repeated or not sentence.when else [sentence.when, *sentence.runs]
        first = runs[0]
        yield first._replace(text=first.text[:1].upper() + first.text[1:]) if context.lang == "en" else first
        yield from runs[1:]
        yield Run(stop.rstrip() if at == len(told) - 1 else stop)
