"""Asking for one field: with its example, choices and suggestions, until the answer is one that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.parts.speech import say
from commands.parts.suggesting import names_people
from commands.parts.terminal import NoSuchNumberError, Option, ask, chosen, listed, no_such, several, tell
from ledger.problems import build

if TYPE_CHECKING:
    from ledger.event import FieldSpec, KindSpec
    from ledger.language import Lang


class Question:
    """The question for a field of an event."""

    def __init__(self, spec: KindSpec, field: FieldSpec, options: list[Option], lang: Lang) -> None:
        self.spec, self.field, self.options, self.lang = spec, field, options, lang

    def put(self, cells: dict[str, str]) -> None:
        """Ask until the answer is one that the field takes; it is kept among ``cells``."""
        field, options = self.field, self.options
        tell(self._heading(cells.get(field.name)))
        listed(options)
        while True:
            told = ask(field.label.text(self.lang), options=options)
            if told == "?":
                tell(self._explained())
                listed(options)
            elif self._accepts(told, cells):
                return

    def _heading(self, now: str | None) -> str:
        """What stands above the question: an example, and what an empty answer does."""
        field = self.field
        told = say(f"such as {field.example}", f"如 {field.example}")
        if now:
            told += say(f"; Enter keeps {now}", f"；回车保留 {now}")
            told += "" if field.required else say(", - empties it", "，- 清空")
        elif not field.required:
            told += say("; Enter skips it", "；回车跳过")
        return f"\n  {told}"

    def _accepts(self, told: str, cells: dict[str, str]) -> bool:
        """Whether the answer is taken; if not, the reason was told."""
        field, options = self.field, self.options
        if not told:
            if field.required and field.name not in cells:
                tell("! " + say(f"It is required, such as {field.example}", f"必填，例如 {field.example}"))
                return False
            return True
        if told == "-" and not field.required:
            cells.pop(field.name, None)
            return True
        try:
            cell = several(told, options) if names_people(field) else chosen(told, options)
        except NoSuchNumberError as number:
            no_such(number)
            return False
        return self._sound(cell, cells)

    def _sound(self, cell: str, cells: dict[str, str]) -> bool:
        """Whether the field takes the cell; it is kept as the event writes it."""
        name = self.field.name
        made = build(self.spec, {**cells, name: cell})
        if not isinstance(made, list):
            cells[name] = made.cells()[name]
            return True
        own = [problem for problem in made if problem.field.startswith(f"{name}（")]
        for problem in own:
            tell("! " + problem.what.text(self.lang))
        if not own:
            cells[name] = cell
        return not own

    def _explained(self) -> str:
        field, options = self.field, self.options
        told = [field.help.text(self.lang), say(f"Such as {field.example}", f"例如 {field.example}")]
        if options:
            told.append(say("A number chooses from the list, and so does Tab; anything else can be typed.",
                            "可填列表中的编号，或按 Tab 补全；也可直接输入。"))  # fmt: skip
        if options and names_people(field):
            told.append(say("Several at once: 1-7 8 (remote) 9 (by proxy to 1)",
                            "可一次填多人：1-7 8（通讯） 9（委托1：因公）"))  # fmt: skip
        return "\n".join(f"  {line}" for line in told)
