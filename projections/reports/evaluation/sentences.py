"""Sentences under a heading: those stated and those computed, put in order and given their time once.

A sentence says of what time it speaks; the words for it stand before it unless the sentence before, in the
same paragraph, spoke of the same.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.plans import links
from projections.document import Block, Run
from projections.reports.evaluation.context import Context, Link, of
from projections.reports.evaluation.current import current, is_forward
from projections.reports.evaluation.times import time_of_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.entry import Entry
    from ledger.language import Lang

STOPS = {"zh": "。", "en": ". "}
ENDED = re.compile(r"[。！？!?…][”’」』）)]*$|[.][”’)]+$")
"""The end of a sentence that has its full stop, other than a plain one."""
NOWHERE = 2**31
"""Where what has no place stands: last, in the order recorded."""


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
NO_CHINESE = Both("{under} states #{at} in English only", "{under} 的陈述 #{at} 没有中文")


class Sentence(NamedTuple):
    """Runs that may lack a full stop, and the words for the time that they speak of."""

    when: Run | None
    runs: list[Run]
    entry: Entry | None = None
    """The statement that it is of; none if it is computed."""
    opens: bool = False
    """Whether it begins a paragraph of its own, as the later ones of a statement do."""


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


def paragraphs(context: Context, under: str, *, forward: bool = False) -> Iterator[Block]:
    """The paragraphs under a heading, each followed by its blocks; ``forward``: of what is to come only."""
    pieces = _pieces(context, under, forward)
    for told in _told(context, pieces):
        if context.drafting:
            yield from _drafted(context, told)
            continue
        for sentences in _apart(one for one in told if isinstance(one, Sentence)):
            yield paragraph(context, sentences)
        yield from (one for one in told if isinstance(one, Block))
    if context.drafting and not forward:
        yield Block("place", (Run(_free_place(pieces)),), under=f"{context.plan.id}#{under}")


def paragraph(context: Context, sentences: Iterable[Sentence]) -> Block:
    """The paragraph that sentences make, each time named once."""
    timed = _timed(context, list(sentences))
    return Block("paragraph", tuple(run for runs in timed for run in runs))


def _told(context: Context, pieces: list[Piece]) -> Iterator[list[Sentence | Block]]:
    """What each paragraph under a heading tells, in the order of its places."""
    for _, near in groupby(pieces, key=lambda piece: piece.paragraph):
        told: list[Sentence | Block] = []
        for _, together in groupby(near, key=lambda piece: piece.sentence):
            told += _written(context, [piece.entry for piece in together])
        yield told


def _apart(sentences: Iterable[Sentence]) -> list[list[Sentence]]:
    """The sentences, apart where one begins a paragraph of its own."""
    parts: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.opens or not parts:
            parts.append([])
        parts[-1].append(sentence)
    return parts


def _drafted(context: Context, told: list[Sentence | Block]) -> Iterator[Block]:
    """The paragraph as a draft has it: each statement by itself, and between them what is computed."""
    sentences = [one for one in told if isinstance(one, Sentence)]
    timed = list(zip(sentences, _timed(context, sentences), strict=True))
    for entry, together in groupby(timed, key=lambda pair: pair[0].entry):
        if entry is not None:
            yield Block("statement", entry=entry)
        else:
            yield Block("paragraph", tuple(run for _, runs in together for run in runs))
    yield from (one for one in told if isinstance(one, Block))


def _free_place(pieces: list[Piece]) -> str:
    """A place after all that has one; none where something without a place comes last."""
    last = max((piece.paragraph for piece in pieces), default=0)
    return f"{last + 1}.1" if last < NOWHERE else ""


def _pieces(context: Context, under: str, forward: bool) -> list[Piece]:
    said = [
        entry
        for entry in context.plan.entries("statement-made", "outlook-stated")
        if of(entry).under == under
    ]
    pieces = []
    meant = filter(is_forward, said) if forward else [*said, *links(context.plan, under)]
    entries = sorted(meant, key=lambda entry: entry.position)
    for entry in current(context, entries):
        paragraph, _, sentence = (of(entry).place or "").partition(".")
        pieces.append(Piece(_whole(paragraph), _whole(sentence), entry))
    return sorted(pieces, key=lambda piece: (piece.paragraph, piece.sentence))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else NOWHERE


def _written(context: Context, entries: list[Entry]) -> Iterator[Sentence | Block]:
    """The sentences of one place: each statement by itself, links of one type and use together."""
    for kind, together in groupby(entries, key=_sort):
        if kind is None:
            yield from (sentence for entry in together for sentence in _stated(context, entry))
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


def _stated(context: Context, entry: Entry) -> Iterator[Sentence]:
    """What a statement says: a line of it is a paragraph."""
    event: Any = entry.event
    own, other = (event.en, event.zh) if context.lang == "en" else (event.zh, event.en)
    if not own:
        missing = NO_ENGLISH if context.lang == "en" else NO_CHINESE
        context.leave_open(missing, under=event.under, at=entry.position)
    first, *others = filter(None, (line.strip() for line in (own or other).split("\n")))
    yield Sentence(time_of_statement(context, entry), [Run(_unstopped(first), (entry.position,))], entry)
    for line in others:
        yield Sentence(None, [Run(_unstopped(line), (entry.position,))], entry, opens=True)


def _unstopped(text: str) -> str:
    """The text without its last full stop, which follows from its place in the paragraph."""
    return text if text.endswith("...") else text.removesuffix("。").removesuffix(".").rstrip()


def _timed(context: Context, sentences: list[Sentence]) -> Iterator[list[Run]]:
    """The runs of each sentence of a paragraph, each time named once, with their full stops."""
    before: str | None = None
    stop = STOPS[context.lang]
    for at, sentence in enumerate(sentences):
        before = None if sentence.opens else before
        repeated = sentence.when is None or sentence.when.text == before
        before = sentence.when.text if sentence.when else None
        runs = sentence.runs if repeated or not sentence.when else [sentence.when, *sentence.runs]
        first = runs[0]
        capital = first._replace(text=first.text[:1].upper() + first.text[1:])
        own = bool(ENDED.search(runs[-1].text))
        end = stop.lstrip("。.") if own else stop
        yield [
            capital if context.lang == "en" else first,
            *runs[1:],
            Run(end.rstrip() if at == len(sentences) - 1 else end),
        ]
