"""Patterns that make the text of a field from the cells of a row: ``[{地点}，]{方式|mode_of}``.

A slot names one heading or several, and perhaps what is derived from them, step by step; several are handed
over in their order to the first step. A part in ``[…]`` is left out where one of its slots is empty; outside
of such parts an empty slot makes the whole text empty. Signs that join parts are dropped at both ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledger.sheets.derivations import DERIVATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Look = Callable[[str], str]
    """Heading -> text of its cell, "" where it is empty."""

_SLOT = re.compile(r"\{([^{}|]+)(?:\|([^{}]*))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
JOINTS = "；;，, "


class Step(NamedTuple):
    """One derivation with its argument, as in ``unit:元``."""

    name: str
    argument: str


class Slot(NamedTuple):
    """A place in a pattern: the headings that fill it, and what is derived from them."""

    headings: tuple[str, ...]
    steps: tuple[Step, ...] = ()

    def text(self, look: Look) -> str:
        """What stands there; ValueProblem if nothing can be derived from the cells."""
        cells = [look(heading) for heading in self.headings]
        for step in self.steps:
            if not any(cells):
                return ""
            cells = [DERIVATIONS[step.name](step.argument, *cells)]
        return cells[0]


class Pattern:
    """A pattern, taken to pieces once."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.parts = tuple(_parts(text))
        self.slots = tuple(slot for _, part in self.parts for slot in part if isinstance(slot, Slot))
        self.headings = tuple(dict.fromkeys(name for slot in self.slots for name in slot.headings))
        self.plain = text[1:-1] if text == f"{{{''.join(self.headings[:1])}}}" else ""
        """The heading, if it is but the cell under one."""

    def text(self, look: Look) -> str:
        """The text of the pattern with the cells of a row."""
        told = ""
        for optional, part in self.parts:
            pieces = [piece if isinstance(piece, str) else piece.text(look) for piece in part]
            if "" in pieces:
                if not optional:
                    return ""
            else:
                told += "".join(pieces)
        return told.strip(JOINTS) if len(self.parts) > 1 else told

    def unknown(self) -> list[str]:
        """The derivations that do not exist."""
        return [step.name for slot in self.slots for step in slot.steps if step.name not in DERIVATIONS]


def _parts(text: str) -> Iterator[tuple[bool, tuple[str | Slot, ...]]]:
    """Parts of the pattern, each with whether it may be left out."""
    for at, part in enumerate(_OPTIONAL.split(text)):
        if part:
            yield at % 2 == 1, tuple(_pieces(part))


def _pieces(part: str) -> Iterator[str | Slot]:
    at = 0
    for match in _SLOT.finditer(part):
        if match.start() > at:
            yield part[at : match.start()]
        headings = tuple(name.strip() for name in match[1].split(","))
        yield Slot(headings, tuple(_steps(match[2] or "")))
        at = match.end()
    if at < len(part):
        yield part[at:]


def _steps(text: str) -> Iterator[Step]:
    """The derivations of a slot; a ``|`` inside an argument begins none, as no derivation is called so."""
    told = ""
    for part in text.split("|") if text else ():
        if told and part.partition(":")[0] in DERIVATIONS:
            yield _step(told)
            told = part
        else:
            told = f"{told}|{part}" if told else part
    if told:
        yield _step(told)


def _step(told: str) -> Step:
    name, _, argument = told.partition(":")
    return Step(name.strip(), argument)
