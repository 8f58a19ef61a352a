"""ledger report: Write a report from the ledger. / 由账本生成报告。"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.files import WRITTEN, write
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from projections.render import FORMATS, format_of, rendered

if TYPE_CHECKING:
    from ledger.application import Ledger
    from projections.document import Document

FOR_FILES = ("docx", "pdf", "xlsx")
"""What no terminal can show."""
WITH_ANNEX = FOR_FILES
"""What has room for the annex; HTML has the entries at its end, JSON and CSV at each place."""


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
@click.option("--with-plan", metavar="YEAR",
              help=say("Let the plan of that year follow the evaluation.",
                       "在评估之后附上该年度的行动方案。"))  # fmt: skip
@click.option("--as-known-at", metavar="POSITION|TIME", help=say("As known then.", "以当时所知为准。"))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default=None,
              help=say("Format.  [default: by the name of the file, else md]",
                       "格式。[默认：按文件名，否则为 md]"))  # fmt: skip
@click.option("--output", "-o", metavar="FILE",
              help=say("File to write; standard output if none.",
                       "写入的文件；不填则输出到屏幕。"))  # fmt: skip
@click.option("--header", is_flag=True,
              help=say("Put codes and short names of the listed securities at the head.",
                       "在文首写出证券代码和证券简称。"))  # fmt: skip
@click.option("--number", metavar="NUMBER",
              help=say("Number of the announcement, for the header.  [implies --header]",
                       "文首的公告编号。[即含 --header]"))  # fmt: skip
@click.option("--annex", is_flag=True,
              help=say("Add an annex with the entries behind each sentence and cell (docx, pdf, xlsx).",
                       "附上各句、各单元格所依据的分录（docx、pdf、xlsx）。"))  # fmt: skip
@click.option("--draft", metavar="FILE",
              help=say("Write a draft to FILE instead, to be edited and read back: ledger plan statements.",
                       "改为写一份草稿，编辑后用 ledger plan statements 读回。"))  # fmt: skip
@click.option("--overwrite", is_flag=True,
              help=say("Write the draft over another file.", "草稿覆盖已有的不同文件。"))  # fmt: skip
@with_session
def evaluation_command(
    session: Session,
    period: str,
    *,
    cut_off: str | None,
    with_plan: str | None,
    as_known_at: str | None,
    form: str | None,
    output: str | None,
    header: bool,
    number: str | None,
    annex: bool,
    draft: str | None,
    overwrite: bool,
) -> None:
    """See the help above."""
    from projections import evaluation

    _check_draft(draft, overwrite=overwrite, others=bool(form or output or header or number or annex))
    form = form or (format_of(output) if output and Path(output).suffix else "md")
    _check_form(form, output, annex=annex)
    ledger = session.open(read_only=True)
    document = evaluation(
        ledger, period, cut_off=cut_off, as_known_at=as_known_at, lang=session.lang, with_plan=with_plan,
        draft=bool(draft),
    )  # fmt: skip
    if draft:
        from commands.parts.drafts import write_draft

        write_draft(session, ledger, document, Path(draft), with_plan=with_plan, overwrite=overwrite)
        return
    document = _dressed(ledger, document, header=header, number=number, annex=annex)
    told = rendered(document, form, session.settings)
    if output:
        write(session, Path(output), told)
        session.tell(*WRITTEN, path=output)
    else:
        click.echo(told if form in FOR_FILES else told.decode(), nl=False)
    for point in document.open_points:
        click.echo("! " + point.text(session.lang), err=True)


def _dressed(
    ledger: Ledger, document: Document, *, header: bool, number: str | None, annex: bool
) -> Document:
    """The document with the header and the annex that are asked for."""
    if header or number:
        from projections.securities import headed

        document = headed(ledger, document, number)
    if annex:
        from projections.annex import annexed

        document = annexed(ledger, document)
    return document


def _check_draft(draft: str | None, *, overwrite: bool, others: bool) -> None:
    """Refuse the options of a report at a draft, and those of a draft at a report."""
    if draft and others:
        raise click.UsageError(say("A draft has its own file and format: leave out the options of a report.",
                                   "草稿有自己的文件和格式，不能同时用报告的其他选项。"))  # fmt: skip
    if overwrite and not draft:
        raise click.UsageError(
            say("--overwrite goes with --draft FILE.", "--overwrite 须与 --draft 文件同用。")
        )


def _check_form(form: str, output: str | None, *, annex: bool) -> None:
    """Refuse an annex where there is no room for one, and a terminal as the place for a binary file."""
    if annex and form not in WITH_ANNEX:
        raise click.UsageError(say(f"--annex goes with {', '.join(WITH_ANNEX)} only.",
                                   f"--annex 只能与 {'、'.join(WITH_ANNEX)} 同用。"))  # fmt: skip
    if form in FOR_FILES and not output and sys.stdout.isatty():
        raise click.UsageError(say(f"A {form} file is not for the terminal: name a file with --output FILE.",
                                   f"{form} 文件不能输出到屏幕：请用 --output 文件 指定。"))  # fmt: skip


command.add_command(evaluation_command)
