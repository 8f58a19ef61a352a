"""The program: finds its commands among the files of this folder and turns errors into exit codes.

A file whose first line reads ``\"\"\"ledger NAME: English. / 中文。`` is the command NAME and holds a click
command called ``command``. Nothing is imported until it is called.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from commands.parts.session import anywhere
from commands.parts.speech import say, spoken
from commands.parts.usage import Pages, misuse
from ledger.errors import UNAVAILABLE, LedgerError
from ledger.language import Both, Lang
from ledger.version import VERSION

_HEAD = re.compile(r'^"""ledger ([\w-]+): (.+?) / (.+?)("""|$)')


@cache
def found() -> dict[str, tuple[str, Both]]:
    """Name of each command -> its module and its short help."""
    commands = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        with path.open(encoding="utf-8") as lines:
            head = _HEAD.match(lines.readline().rstrip())
        if head:
            commands[head[1]] = (f"commands.{path.stem}", Both(head[2], head[3]))
    return commands


class Ledger(click.Group):
    """The group of all commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, without importing them."""
        _ = ctx
        return sorted(found())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that is called."""
        _ = ctx
        if cmd_name not in found():
            return None
        command: click.Command = import_module(found()[cmd_name][0]).command
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name and short help of each."""
        _ = ctx
        lang = spoken()
        with formatter.section(say("Commands", "命令")):
            formatter.write_dl([(name, short.text(lang)) for name, (_, short) in sorted(found().items())])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options that stand before the command."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise misuse(error) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            place = f"{error.filename}: " if error.filename else ""
            told = say("cannot be read or written", "无法读写")
            click.echo(_safe(f"{place}{told}（{error.strerror}）"), err=True)
            ctx.exit(UNAVAILABLE)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of the ledger becomes one message and an exit code."""
        try:
            return super().invoke(ctx)
        except LedgerError as error:
            click.echo(_safe(error.text(language(ctx))), err=True)
            ctx.exit(error.exit_code)
        except click.UsageError as error:
            raise misuse(error) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            place = f"{error.filename}: " if error.filename else ""
            told = say("cannot be read or written", "无法读写")
            click.echo(_safe(f"{place}{told}（{error.strerror}）"), err=True)
            ctx.exit(UNAVAILABLE)


def language(ctx: click.Context) -> Lang:
    """The language of this call: ``--lang`` or the ledger's own, as far as it got to be known."""
    return ctx.meta.get("lang") or spoken()


def _safe(text: str) -> str:
    """Text that any terminal takes: lone surrogates and control characters shown as escapes."""
    shown = text.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() or c in "\n\u3000" else f"\\x{ord(c):02x}" for c in shown)


click.Context.formatter_class = Pages


@anywhere
@click.group(
    cls=Ledger,
    help=say(
        "Records what a company's governance did, and draws its reports from it.",
        "记录公司治理事项，并据此生成报告。",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(VERSION, prog_name="governance-ledger")
def cli() -> None:
    """See the help above."""


def main() -> None:
    """Entry point of ``ledger`` and ``governance-ledger``."""
    if "_LEDGER_COMPLETE" in os.environ:  # a shell is asking: a message would garble the line being typed
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="ledger")


if __name__ == "__main__":
    main()
