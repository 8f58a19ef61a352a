"""Asking what is wrong with an entry, field by field: what ``ledger correct N`` does at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.parts.asking import greet, suggesting
from commands.parts.asking_form import REVIEW, Form
from commands.parts.fields import changed
from commands.parts.speech import say
from commands.parts.terminal import StepBack, ask, tell

if TYPE_CHECKING:
    from commands.parts.session import Session
    from commands.parts.suggesting import Suggestions
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.event import GovernanceEvent


def asked(session: Session, ledger: Ledger, old: Entry, why: str) -> tuple[dict[str, str], str]:
    """All cells as they should be, those to be emptied as empty texts, and why; click.Abort if not wanted."""
    greet()
    with suggesting(session, ledger) as suggestions:
        cells = Correction(session, ledger, suggestions, old).corrected()
        while not why.strip() and any(cells[name] != cell for name, cell in old.event.cells().items()):
            try:
                why = ask(say("Why it is corrected", "更正原因"))
            except StepBack:
                continue
        return cells, why


class Correction(Form):
    """An entry laid out for review, to be changed until it is right."""

    def __init__(self, session: Session, ledger: Ledger, suggestions: Suggestions, old: Entry) -> None:
        self.old, self.before = old, old.event.cells()
        super().__init__(session, ledger, suggestions, old.event.spec, dict(self.before), old.matter)
        self.steps = [REVIEW]

    def corrected(self) -> dict[str, str]:
        """The cells once they are agreed to."""
        while True:
            try:
                filled = self.filled().cells
            except StepBack:
                continue
            return dict.fromkeys(self.spec.fields, "") | filled

    def tried(self, event: GovernanceEvent) -> Entry:
        """The correction as it would be recorded, after what it changes was shown."""
        tell()
        for line in changed(self.spec, self.before, event.cells(), self.lang):
            tell(f"  {line}")
        return self.ledger.correct(
            self.old.position, event, by=self.session.by, reason=say("corrected", "更正"), dry_run=True
        )
