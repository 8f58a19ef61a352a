"""How the program says that it was called wrongly, and its help pages, in the language of the call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from commands.parts.speech import say

_NO_COMMAND = re.compile(r"""No such command (['"])(?P<name>.*?)\1\.""")
_TOO_MANY = re.compile(r"unexpected extra arguments? \((?P<given>.*)\)", re.DOTALL)
_NO_TEXT_TAKEN = re.compile("does not take a value")
"""What click says in plain text alone, whatever its version."""


class Misuse(click.UsageError):
    """A wrong call, told in one sentence with what to look at next."""

    def __init__(self, error: click.UsageError) -> None:
        path = error.ctx.command_path if error.ctx else "ledger"
        see = say(f" See: {path} --help", f"用法见：{path} --help")
        super().__init__(_told(error) + see, error.ctx)

    def show(self, file: object = None) -> None:
        """The sentence, on standard error."""
        _ = file
        click.echo(self.message, err=True)


def misuse(error: click.UsageError) -> click.UsageError:
    """``error`` in our words; the plain wish for help stays what it is."""
    return error if isinstance(error, Misuse | NoArgsIsHelpError) else Misuse(error)


def _told(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        told = say(f"There is no option {error.option_name}.", f"没有选项 {error.option_name}。")
        return told + _meant(error.possibilities or ())
    if isinstance(error, click.MissingParameter) and error.param:
        name = _name(error.param)
        return say(f"{name} is missing.", f"缺少 {name}。")
    if isinstance(error, click.BadParameter) and error.param:
        wanted = _wanted(error.param.type) or error.message.rstrip(".")
        return say(f"{_name(error.param)}: {wanted}.", f"{_name(error.param)}：{wanted}。")
    if isinstance(error, click.BadOptionUsage):
        return _option(error)
    return _said(error)


def _said(error: click.UsageError) -> str:
    """What click told in plain text alone."""
    from difflib import get_close_matches

    if (found := _NO_COMMAND.match(error.message)) and error.ctx:
        group, name = error.ctx.command, found["name"]
        known = group.list_commands(error.ctx) if isinstance(group, click.Group) else ()
        told = say(f"There is no command {name}.", f"没有命令 {name}。")
        return told + _meant(get_close_matches(name, known, 1, 0.5))
    if found := _TOO_MANY.search(error.message):
        return say(f"More was written than is wanted: {found['given']}.", f"多写了内容：{found['given']}。")
    return error.format_message()


def _option(error: click.BadOptionUsage) -> str:
    name = error.option_name
    if _NO_TEXT_TAKEN.search(error.message):
        return say(f"{name} takes no text.", f"选项 {name} 之后不能有内容。")
    return say(f"{name}: its text is missing.", f"选项 {name} 之后缺少内容。")


def _meant(possibilities: Iterable[str]) -> str:
    near = ", ".join(possibilities)
    return say(f" Did you mean {near}?", f"是否为 {near}？") if near else ""


def _name(param: click.Parameter) -> str:
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(_any)


def _wanted(kind: click.ParamType[Any]) -> str:
    """What a parameter of this type takes; nothing where only click knows what is wrong."""
    if isinstance(kind, click.Choice):
        given = [str(choice) for choice in kind.choices]
        return say(f"write one of {', '.join(given)}", f"请填写其中之一：{'、'.join(given)}")
    if isinstance(kind, click.IntRange):
        least, most = kind.min, kind.max
        if most is None:
            return say(f"write a whole number from {least} on", f"请填写不小于 {least} 的整数")
        return say(f"write a whole number from {least} to {most}", f"请填写 {least} 至 {most} 的整数")
    if isinstance(kind, click.Path) and not kind.file_okay:
        return say("name a folder", "请指定文件夹")
    return ""


_OWN = {
    "Show this message and exit.": say("Show this message and exit.", "显示本页。"),
    "Show the version and exit.": say("Show the version and exit.", "显示版本。"),
}
_any = click.Context(click.Command("ledger"))


class Pages(click.HelpFormatter):
    """Help pages with the headings of the language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line of a page."""
        super().write_usage(prog, args, prefix or say("Usage: ", "用法："))

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        super().write_heading(say(heading, {"Options": "选项", "Commands": "命令"}.get(heading, heading)))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """The options or commands of a section."""
        told = [(name, text.replace("[required]", say("[required]", "[必填]"))) for name, text in rows]
        super().write_dl([(name, _OWN.get(text, text)) for name, text in told], col_max, col_spacing)
