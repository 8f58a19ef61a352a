"""The questions for one event, one after the other and back again, and the look at what they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from commands.parts import entries
from commands.parts.asking_field import Question
from commands.parts.speech import say
from commands.parts.suggesting import Suggestions
from commands.parts.terminal import (
    NoSuchNumberError,
    Option,
    StepBack,
    ask,
    chosen,
    listed,
    no_such,
    several,
    spread,
    tell,
)
from ledger.batch import Change
from ledger.errors import LedgerError
from ledger.problems import build

if TYPE_CHECKING:
    from commands.parts.session import Session
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.event import GovernanceEvent, KindSpec
    from ledger.language import Lang

MATTER, OTHERS, REVIEW = "/matter", "/others", "/review"
"""Steps that are no fields."""
YES, NO = ("y", "yes", "是", "好"), ("n", "no", "否", "不")


class Answers(NamedTuple):
    """What was asked for and agreed to."""

    spec: KindSpec
    cells: dict[str, str]
    matter: str | None


class Form:
    """The questions for one event: required fields, which others, those, and whether it is right."""

    def __init__(  # noqa: PLR0917 - what the whole conversation is about
        self, session: Session, ledger: Ledger, suggestions: Suggestions, spec: KindSpec,
        cells: dict[str, str], matter: str | None,
    ) -> None:  # fmt: skip
        self.session, self.ledger, self.suggestions = session, ledger, suggestions
        self.lang: Lang = session.lang
        self.spec, self.cells, self.matter = spec, cells, matter
        needs = [field.name for field in spec.fields.values() if field.required and field.name not in cells]
        self.steps = [*([MATTER] if spec.matter == "*" and not matter else []), *needs, OTHERS, REVIEW]

    def filled(self) -> Answers:
        """The answers, once they are agreed to; StepBack from the first question."""
        tell(f"\n{self.spec.label.text(self.lang)}（{self.spec.slug}）{self.spec.help.text(self.lang)}")
        at = 0
        while at < len(self.steps):
            try:
                self._take(self.steps[at], at)
            except StepBack:
                if at == 0:
                    raise
                at -= 1
            else:
                at += 1
        return Answers(self.spec, self.cells, self.matter)

    def _take(self, step: str, at: int) -> None:
        if step == MATTER:
            self._ask_matter()
        elif step == OTHERS:
            self.steps[at + 1 :] = [*self._others(), REVIEW]
        elif step == REVIEW:
            self._review()
        else:
            self._ask(step)

    def _ask_matter(self) -> None:
        options = self.suggestions.matters("")
        listed(options)
        while True:
            told = ask(say("Matter that it is about", "所涉事项"), options=options)
            try:
                self.matter = chosen(told, options) or None
            except NoSuchNumberError as number:
                no_such(number)
            else:
                return

    def _ask(self, name: str) -> None:
        options = self.suggestions.of(self.spec, self.spec.fields[name], self.cells)
        Question(self.spec, self.spec.fields[name], options, self.lang).put(self.cells)

    def _others(self) -> list[str]:
        """The optional fields that are to be asked for."""
        fields = {field.label.text(self.lang): name for name, field in self.spec.fields.items()
                  if not field.required and name not in self.cells}  # fmt: skip
        options = [Option(label) for label in fields]
        tell("\n" + say("Optional:", "选填项："))
        spread(options)
        while True:
            told = ask(say("Fill in which (numbers, a for all, Enter for none)",
                           "要填哪些（编号；a 全部；回车不填）"), options=options)  # fmt: skip
            if told in ("a", "A", "全部"):
                return list(fields.values())
            try:
                picked = several(told, options).split("；") if told not in ("", "?") else []
                if told != "?":
                    return [fields[label.strip()] for label in picked]
            except LookupError:
                tell("! " + say("Write numbers such as 1 3 or 2-5.", "请填编号，如 1 3 或 2-5。"))
            else:
                helps = [self.spec.fields[name].help.text(self.lang) for name in fields.values()]
                listed(list(map(Option, fields, helps)), most=len(fields))

    def tried(self, event: GovernanceEvent) -> Entry:
        """The entry as it would be recorded."""
        return self.ledger.record(Change(event, self.matter), by=self.session.by, dry_run=True)[0]

    def _review(self) -> None:
        """Show what would be recorded until it is agreed to; click.Abort if it is not wanted."""
        while True:
            sound = self._shown()
            yes = say("y to record, ", "y 记录，") if sound else ""
            told = ask(say(f"{yes}a number to change that, + for more fields, n to leave",
                           f"{yes}编号改该项，+ 补填，n 放弃")).lower()  # fmt: skip
            if told in YES and sound:
                return
            if told in NO:
                raise click.Abort
            fields = self._others() if told in ("+", "＋") else []
            for name in fields:
                self._ask(name)
            fields = self._filled()
            if told == "0" and self.spec.matter == "*":
                self._ask_matter()
            elif told.isdecimal() and 0 < int(told) <= len(fields):
                self._ask(fields[int(told) - 1])

    def _filled(self) -> list[str]:
        return [name for name in self.spec.fields if name in self.cells]

    def _shown(self) -> bool:
        """Show the fields, and the sentence with what is odd about it; whether it could be recorded."""
        tell()
        if self.spec.matter == "*":
            tell(f"   0  {say('matter', '事项')}  {self.matter or '—'}")
        told = [Option(self.spec.fields[name].label.text(self.lang), self.cells[name])
                for name in self._filled()]  # fmt: skip
        listed(told, most=len(told))
        event = build(self.spec, dict(self.cells))
        if isinstance(event, list):
            for problem in event:
                tell("! " + problem.text(self.lang))
            return False
        try:
            entry = self.tried(event)
        except LedgerError as refusal:
            tell("! " + refusal.text(self.lang))
            return False
        tell(f"\n{entry.matter}\n{entries.sentence(entry, self.ledger, self.lang)}")
        matter = self.ledger.matter(entry.matter).standing_with(entry)
        for at, odd in self.ledger.irregularities(matter):
            if at is entry:
                tell("! " + odd.text(self.lang))
        return True
