"""Asking at a terminal: one line at a time, with help, numbers to choose by, and a step back."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import click

from commands.parts.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHOWN = 12
"""Options that are listed at most; any other can be typed."""
_NUMBERS = r"(?:\d+(?:-\d+)?(?:\s?[（(][^（）()]*[）)])?[\s,，、]*)+"
_NUMBER = r"(\d+)(?:-(\d+))?\s?([（(][^（）()]*[）)])?"
_PROXY = r"(?<=委托)\d+|(?<=proxy to )\d+"
_WIDTHS = str.maketrans("？＜《０１２３４５６７８９－～~", "?<<0123456789---")


class StepBack(Exception):  # noqa: N818 - a wish, not an error
    """The wish to go back to the question before."""


class NoSuchNumberError(LookupError):
    """A number that no option has."""


class Option(NamedTuple):
    """Something to choose: what is written when it is chosen, and what it is called beside."""

    text: str
    about: str = ""


def attended() -> bool:
    """Whether a person sits there who reads questions and types answers."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def tell(text: str = "") -> None:
    """A line for that person; standard output is left to what is recorded."""
    click.echo(text, err=True)


def no_such(number: NoSuchNumberError) -> None:
    """Say that no option has the number."""
    tell("! " + say(f"There is no number {number}.", f"没有编号 {number}。"))


def width(text: str) -> int:
    """Columns that a text takes on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def listed(options: Sequence[Option], most: int = 2 * SHOWN) -> None:
    """Show the options with their numbers, what they are called in a column; of too many the first ones."""
    shown = options[:SHOWN] if len(options) > most else options
    column = max((width(option.text) for option in shown), default=0)
    for number, (text, about) in enumerate(shown, 1):
        tell(f"  {number:>2}  {text}{' ' * (column - width(text) + 2)}{about}".rstrip())
    if len(shown) < len(options):
        tell("      …")


def spread(options: Sequence[Option]) -> None:
    """Show the options with their numbers, as many on a line as fit."""
    from shutil import get_terminal_size

    line = " "
    for number, (text, _) in enumerate(options, 1):
        told = f" {number} {text} "
        if width(line + told) > get_terminal_size().columns:
            tell(line)
            line = " "
        line += told
    tell(line)


def ask(prompt: str, *, options: Sequence[Option] = ()) -> str:
    """One line; StepBack for ``<``; a question mark comes back as ``?``, and Tab completes the options."""
    told = _line(f"{prompt}{say(': ', '：')}", options).strip()
    sign = told.translate(_WIDTHS)
    if sign == "<":
        raise StepBack
    return "?" if sign == "?" else told


def chosen(told: str, options: Sequence[Option]) -> str:
    """The text of the option whose number was typed, else what was typed; or NoSuchNumberError."""
    number = told.translate(_WIDTHS)
    if not options or not number.isdecimal() or len(number) > len(str(SHOWN)):
        return told
    if not 0 < int(number) <= len(options):
        raise NoSuchNumberError(told)
    return options[int(number) - 1].text


def several(told: str, options: Sequence[Option]) -> str:
    """What was typed, with numbers such as ``1-7 8（通讯） 9（委托1）`` replaced by what they stand for.

    NoSuchNumberError if an option is missing.
    """
    return "；".join(_named(part, options) for part in re.split("[；;]", told)) if options else told


def _named(part: str, options: Sequence[Option]) -> str:
    plain = part.translate(_WIDTHS).strip()
    return "；".join(_picked(plain, options)) if re.fullmatch(_NUMBERS, plain) else part


def _picked(told: str, options: Sequence[Option]) -> Iterator[str]:
    for first, last, manner in re.findall(_NUMBER, told):
        if not 0 < int(first) <= int(last or first) <= len(options):
            raise NoSuchNumberError(f"{first}-{last}" if last else first)
        named = re.sub(_PROXY, lambda found: chosen(found[0], options), manner)
        yield from (option.text + named for option in options[int(first) - 1 : int(last or first)])


def _line(prompt: str, options: Sequence[Option]) -> str:
    """What is typed after the prompt; click.Abort at Ctrl-C and at the end of the input."""
    try:
        if sys.stdout.isatty():
            _completing(options)
            return input(prompt)
        click.echo(prompt, nl=False, err=True)
        return input()
    except (EOFError, KeyboardInterrupt) as end:
        raise click.Abort from end


def _completing(options: Sequence[Option]) -> None:
    """Let Tab complete the options, and the cursor move over Chinese; where the platform has readline."""
    try:
        import readline
    except ImportError:
        return

    def complete(begun: str, state: int) -> str | None:
        fitting = [option.text for option in options if option.text.startswith(begun)]
        return fitting[state] if state < len(fitting) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" ；;，,、（(")
    readline.set_auto_history(False)
    libedit = "libedit" in (readline.__doc__ or "")  # what Python on macOS has in its place
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
