"""How the program says that it was called wrongly, and its help pages, in the language of the call."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.exceptions import NoArgsIsHelpError

from commands.parts.speech import say


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
        near = ", ".join(error.possibilities or ())
        hint = say(f" Did you mean {near}?", f"是否为 {near}？") if near else ""
        return say(f"There is no option {error.option_name}.", f"没有选项 {error.option_name}。") + hint
    if isinstance(error, click.MissingParameter) and error.param:
        name = (
            error.param.opts[0] if isinstance(error.param, click.Option) else error.param.make_metavar(_any)
        )
        return say(f"{name} is missing.", f"缺少 {name}。")
    if isinstance(error, click.BadOptionUsage):
        return say(f"{error.option_name}: its text is missing.", f"选项 {error.option_name} 之后缺少内容。")
    return error.format_message()


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
        super().write_heading(say(heading, {"Options": "选项"}.get(heading, heading)))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """The options or commands of a section."""
        told = [(name, text.replace("[required]", say("[required]", "[必填]"))) for name, text in rows]
        super().write_dl([(name, _OWN.get(text, text)) for name, text in told], col_max, col_spacing)
