"""LedgerError and its family: what is wrong, and what to do next.

Each class holds its sentence in both languages; the place that raises it only hands over the data.
Reading a ledger raises nothing but these, whatever the bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ledger.language import Both, Lang

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 60
"""Characters of a user's text that a message quotes."""
REFUSED, USAGE, UNAVAILABLE = 1, 2, 3
"""Exit codes of the command line: refused or a check failed; wrong call; ledger cannot be opened."""


class LedgerError(Exception):
    """Something the user can mend; ``sentence`` says what and how."""

    exit_code: ClassVar[int] = REFUSED
    sentence: ClassVar[Both] = Both("{detail}", "{detail}")

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__(self.text("en"))

    def text(self, lang: Lang) -> str:
        """The sentence in ``lang``, filled with the data."""
        told = {k: v.text(lang) if isinstance(v, Both) else v for k, v in self.data.items()}
        return self.sentence.text(lang).format_map(told)


class ValueProblem(ValueError):  # noqa: N818 - pydantic turns ValueErrors into errors with a place
    """A cell whose text is not a value of its type."""

    def __init__(self, en: str, zh: str) -> None:
        self.both = Both(en, zh)
        super().__init__(en)


class Problem:
    """One thing wrong with one place of the input: file, line or cell, field and what to do."""

    __slots__ = ("cell", "field", "file", "line", "what")

    def __init__(self, what: Both, *, field: str = "", file: str = "", line: int = 0, cell: str = "") -> None:
        self.what, self.field, self.file, self.line, self.cell = what, field, file, line, cell

    def at(self, file: str, line: int) -> Problem:
        """The same problem, found at this place."""
        return Problem(self.what, field=self.field, file=file, line=line, cell=self.cell)

    def text(self, lang: Lang) -> str:
        """``file:line: field: what``, as far as these are known; ``file!C7`` where there is a cell."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        place = f"{self.file}!{self.cell}" if self.cell else place
        return ": ".join(part for part in (place, self.field, self.what.text(lang)) if part)


def shown(given: object, most: int = SHOWN) -> str:
    """What the user gave as a message may show it: not too long, and nothing in it that cannot be seen."""
    told = given if isinstance(given, str) else repr(given)
    told = told if len(told) <= most else f"{told[:most]}…"
    return "".join(sign if sign.isprintable() or sign == "\u3000" else _escape(sign) for sign in told)


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


class RefusedInputError(LedgerError):
    """Input with problems; nothing of it was recorded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()

    def text(self, lang: Lang) -> str:
        """All problems, a line each."""
        return "\n".join(problem.text(lang) for problem in self.problems)
