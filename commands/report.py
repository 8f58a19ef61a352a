"""ledger report: Write a report from the ledger. / 由账本生成报告。"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from commands.session import Session, reading, with_session
from commands.speech import say
from ledger.errors import USAGE, LedgerError
from ledger.language import Both


class UnwritableError(LedgerError):
    """The report cannot be written where it should."""

    sentence = Both(
        "{path} cannot be written: {why}; choose another file or make its folder.",
        "无法写入 {path}：{why}；请更换文件或先建立文件夹。",
    )


class UnknownFormatError(LedgerError):
    """The name of the file asks for a format that is not written."""

    exit_code = USAGE
    sentence = Both(
        "{path}: reports are written as {formats}; name the file so, or say --format.",
        "{path}：报告可写成 {formats}；请相应命名文件，或用 --format 指明。",
    )


FORMATS = {"md": "markdown", "html": "html", "json": "json"}


@click.group(help=say("Write a report from the ledger.", "由账本生成报告。"))
def command() -> None:
    """See the help above."""


@reading
@click.command(
    "evaluation",
    help=say(
        "Evaluate the action plan of PERIOD's year: its chapters and measures, with what was stated and what "
        "the linked entries show.",
        "评估期间所属年度的行动方案：按章和举措，写出已作陈述和所引用分录的情况。",
    ),
)
@click.argument("period")
@click.option("--cut-off", metavar="DAY",
              help=say("Last day that may be told of.  [default: the period's last]",
                       "可以述及的最后一日。[默认：期间末日]"))  # fmt: skip
@click.option("--as-known-at", metavar="POSITION|TIME", help=say("As known then.", "以当时所知为准。"))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default=None,
              help=say("Format.  [default: by the name of the file, else md]",
                       "格式。[默认：按文件名，否则为 md]"))  # fmt: skip
@click.option("--output", "-o", metavar="FILE",
              help=say("File to write; standard output if none.",
                       "写入的文件；不填则输出到屏幕。"))  # fmt: skip
@with_session
def evaluation_command(
    session: Session,
    period: str,
    *,
    cut_off: str | None,
    as_known_at: str | None,
    form: str | None,
    output: str | None,
) -> None:
    """See the help above."""
    from projections import evaluation

    form = form or _format_of(output)
    ledger = session.open(read_only=True)
    document = evaluation(ledger, period, cut_off=cut_off, as_known_at=as_known_at, lang=session.lang)
    name = FORMATS[form]
    text = import_module(f"projections.render.{name}").render(document)
    if output:
        _write(Path(output), text)
    else:
        click.echo(text, nl=False)
    for point in document.open_points:
        click.echo("! " + point.text(session.lang), err=True)


def _format_of(output: str | None) -> str:
    """The format that the name of the file asks for."""
    suffix = Path(output).suffix.lstrip(".") if output else ""
    if suffix and suffix not in FORMATS:
        raise UnknownFormatError(path=output, formats=", ".join(FORMATS))
    return suffix or "md"


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise UnwritableError(path=path, why=error.strerror) from error


command.add_command(evaluation_command)
