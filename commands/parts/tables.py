"""What ``ledger load`` does with sheets: mapping files, and rows that are nearly there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import USAGE, LedgerError, Problem, RefusedInputError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commands.parts.session import Session
    from ledger.application import Ledger
    from ledger.batch import Change
    from ledger.entry import Entry
    from ledger.event import GovernanceEvent
    from ledger.sheets.mapping import Mapping


class UnreadableMappingError(LedgerError):
    """A mapping file that is not there, or is no text."""

    exit_code = USAGE
    sentence = Both("{path} cannot be read: {why}.", "无法读取 {path}：{why}。")


def proposal(session: Session, path: str) -> str:
    """A mapping file for the sheets of a file, to be edited."""
    from ledger.changes import Changes
    from ledger.sheets.intake import Tables
    from ledger.sheets.proposal import proposed

    try:
        with Path(path).open("rb") as file:
            return proposed(Tables(Changes(session.catalogue)), path, file)
    except OSError as error:
        raise UnreadableMappingError(path=path, why=error.strerror or error) from error


def mappings(session: Session, path: str | None) -> tuple[Mapping, ...]:
    """The mappings of the user's own file, or every problem with it."""
    from ledger.sheets.mapping_files import mappings_of
    from ledger.sheets.sorts import base_of

    if path is None:
        return ()
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnreadableMappingError(path=path, why=why) from error
    found = mappings_of(text, session.catalogue, lambda name: base_of(name, session.catalogue))
    if problems := [each.at(path, each.line) for each in found if isinstance(each, Problem)]:
        raise RefusedInputError(problems)
    return tuple(each for each in found if not isinstance(each, Problem))


def similar(ledger: Ledger, rows: Iterable[Change | Problem]) -> Iterator[Problem]:
    """The rows that are nearly the same as an entry or another row."""
    from ledger.similar import Similar

    return Similar(lambda matter: ledger.matter(matter).history, _Around(ledger)).problems(rows)


class _Around:
    """The entries of a kind near a day, asked of the ledger once for each."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._asked: set[tuple[str, str]] = set()

    def __call__(self, event: GovernanceEvent) -> Iterable[Entry]:
        from datetime import timedelta

        from ledger.periods import Period
        from ledger.similar import NEAR
        from projections import Views, history

        days = event.occurred_on
        asked = (event.spec.slug, str(days))
        if asked in self._asked or days is None or days.first is None or days.last is None:
            return ()
        self._asked.add(asked)
        period = Period("", days.first - timedelta(NEAR), days.last + timedelta(NEAR))
        with Views.of(self._ledger).at(None) as reading:
            positions = history(reading, period=period, kind=event.spec.slug, standing=True)
        return [self._ledger.entry(position) for position in positions]
