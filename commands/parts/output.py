"""Printing rows: a table for people; JSON, JSON Lines and CSV for programs. Data goes to standard output."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.parts.files import WRITTEN, write_new
from commands.parts.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from commands.parts.session import Session

FORMATS = {
    "json": say("Print a JSON array.", "输出 JSON 数组。"),
    "nl": say("Print JSON Lines.", "输出 JSON Lines，一行一条。"),
    "csv": say("Print CSV.", "输出 CSV。"),
    "table": say("Print a table.  [default]", "输出表格。[默认]"),
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell as a formula."""


def formatted(command: click.Command) -> click.Command:
    """Give a command the options --json --nl --csv --table, as the argument ``form``."""
    for name, told in FORMATS.items():
        command.params.append(
            click.Option([f"--{name}", "form"], flag_value=name, default=name == "table", help=told)
        )
    return command


def dumps(value: object, *, indent: int | None = None) -> str:
    """JSON as this program prints it: Chinese readable, nothing sorted away."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def hand_out(session: Session, text: str, output: str | None) -> None:
    """Write a text whose bytes matter to a new file, or to standard output."""
    if output:
        write_new(session, Path(output), text)
        session.tell(*WRITTEN, path=output)
    else:
        click.echo(text.encode(), nl=False)


def emit(rows: Iterable[Mapping[str, Any]], form: str, columns: Mapping[str, str]) -> None:
    """Print ``rows`` in this form; ``columns`` names the keys of a table and their headings."""
    if form == "json":
        click.echo(dumps(list(rows), indent=1))
    elif form == "nl":
        for row in rows:
            click.echo(dumps(row))
    elif form == "csv":
        click.echo(_csv(rows, columns), nl=False)
    else:
        table(list(columns.values()), ([_cell(row.get(key)) for key in columns] for row in rows))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table whose columns line up with Chinese text, wrapped to the width of the terminal."""
    from rich.console import Console  # costs 50 ms that programs need not pay
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold" if sys.stdout.isatty() else "")
    for heading in headings:
        shown.add_column(Text(heading), overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "160"))
    Console(file=sys.stdout, markup=False, highlight=False, soft_wrap=False, width=width).print(shown)


def _csv(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_harmless(_cell(row.get(key))) for key in columns])
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value)


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(DANGEROUS) else cell
