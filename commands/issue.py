"""ledger issue: Issue a report, or correct one that was issued. / 发布报告，或更正已发布的报告。"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.parts.files import UnwritableError, check_not_own, write
from commands.parts.session import Session, with_session, writing
from commands.parts.speech import say
from ledger.language import Both
from projections.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.application import Ledger
    from projections.issuing import Issue

NO_FOLDER = Both("there is no such folder", "没有该文件夹")
SAME = Both(
    "{ref} was issued before as #{at}, and says the same; nothing was recorded. Its files: "
    "ledger reproduce {ref}",
    "{ref} 已由 #{at} 发布，内容相同，未作记录。取回文件：ledger reproduce {ref}",
)
SAME_WORDS = Both(
    "{ref} was issued before as #{at}, and says the same, word for word, though some of it now rests on "
    "other entries; nothing was recorded. Its files: ledger reproduce {ref}",
    "{ref} 已由 #{at} 发布，各句相同，仅所依据的分录有变，未作记录。取回文件：ledger reproduce {ref}",
)
OWN = ("cut_off", "as_known_at")
"""Options of a report that its correction shares with it."""


@writing
@click.command(
    help=say(
        "Make REPORT (evaluation, evaluation-and-plan) of PERIOD from the ledger, keep it as it is, and "
        "record that it was issued: the position that it rests on, the digests of the document and of each "
        "file, and a signed checkpoint. ledger reproduce gives it back, ledger diff shows what would be said "
        "otherwise since, and --corrects REF issues the correction, in place of REPORT and PERIOD.",
        "由账本生成 PERIOD 期间的 REPORT（evaluation 评估报告；evaluation-and-plan 另附下一年度方案），"
        "原样留存，并记录其发布：所依据的账本位置、文稿和各文件的摘要、签署的检查点。"
        "ledger reproduce 可原样取回，ledger diff 列出此后会有不同的各句；"
        "以 --corrects REF 代替 REPORT 和 PERIOD，则发布更正。",
    )
)
@click.argument("report", required=False)
@click.argument("period", required=False)
@click.option("--cut-off", metavar="DAY",
              help=say("Last day that may be told of.  [default: the period's last]",
                       "可以述及的最后一日。[默认：期间末日]"))  # fmt: skip
@click.option("--corrects", metavar="REF",
              help=say("Correct the report that was issued so, such as evaluation/2024H1.",
                       "更正已发布的报告，如 evaluation/2024H1。"))  # fmt: skip
@click.option("--reason", "--原因", "reason", metavar="TEXT",
              help=say("Why it is corrected, where the entries do not say so.",
                       "更正原因；分录未载明原因处用此。"))  # fmt: skip
@click.option("--disclosed-on", "--披露日", "disclosed_on", metavar="DAY",
              help=say("Day of its disclosure.  [default: the cut-off; required with --corrects]",
                       "披露日。[默认：截止日；更正时必填]"))  # fmt: skip
@click.option("--announcement", "--公告编号", "announcement", metavar="NUMBER",
              help=say("Number of its announcement.", "公告编号。"))  # fmt: skip
@click.option("--prepared-by", "--编制人", "prepared_by", metavar="NAMES",
              help=say("Who prepared it.", "编制的人员或部门。"))  # fmt: skip
@click.option("--reviewed-by", "--复核人", "reviewed_by", metavar="NAMES",
              help=say("Who reviewed it.", "复核的人员。"))  # fmt: skip
@click.option("--as-known-at", metavar="POSITION|TIME", help=say("As known then.", "以当时所知为准。"))
@click.option("--format", "formats", type=click.Choice(list(FORMATS)), multiple=True,
              help=say("Format of an issued file; several may be given.  [default: md]",
                       "所发布文件的格式，可多次填写。[默认：md]"))  # fmt: skip
@click.option("--output", "-o", "outputs", metavar="FILE", multiple=True,
              help=say("File to issue by this name, and to write there as well; several may be given.",
                       "以此文件名发布，并另存一份到该处；可多次填写。"))  # fmt: skip
@click.option("--document", "--定稿", "documents", metavar="FILE", multiple=True,
              help=say("Final text of the office, issued as it is; several may be given.",
                       "定稿文件，原样发布；可多次填写。"))  # fmt: skip
@click.option("--header", is_flag=True,
              help=say("Put codes and short names of the listed securities at the head.",
                       "在文首写出证券代码和证券简称。"))  # fmt: skip
@click.option("--annex", is_flag=True,
              help=say("Add an annex with the entries behind each sentence and cell (docx, pdf, xlsx).",
                       "附上各句、各单元格所依据的分录（docx、pdf、xlsx）。"))  # fmt: skip
@click.option("--with-open-points", is_flag=True,
              help=say("Issue it though points are open; that is recorded.",
                       "尚有待办仍予发布，将一并记录。"))  # fmt: skip
@with_session
def command(
    session: Session, report: str | None, period: str | None, *, corrects: str | None,
    formats: tuple[str, ...], outputs: tuple[str, ...], documents: tuple[str, ...], annex: bool,
    header: bool, **told: Any,
) -> None:  # fmt: skip
    """See the help above."""
    _check(report, period, corrects, told)
    _check_places(session, map(Path, outputs))
    from projections.issuing import Papers, issue, issue_correction

    papers = Papers(formats, tuple(Path(output).name for output in outputs), documents, annex, header)
    told |= {"by": session.by, "papers": papers}
    ledger = session.open()
    if corrects:
        told = {name: value for name, value in told.items() if name not in OWN}
        done = issue_correction(ledger, corrects, **told)
    else:
        told.pop("reason")
        done = issue(ledger, str(report), str(period), lang=session.lang, **told)
    _tell(session, ledger, done, dry_run=told["dry_run"])
    if not told["dry_run"]:
        _write(session, done, map(Path, outputs))


def _check(report: str | None, period: str | None, corrects: str | None, told: dict[str, Any]) -> None:
    if not corrects and not period:
        raise click.UsageError(say(
            "Name the report and its period, as in evaluation 2024H1, or --corrects REF.",
            "请写明报告和期间，如 evaluation 2024H1；更正则用 --corrects REF。"))  # fmt: skip
    if corrects and (report or not told["disclosed_on"] or any(told[name] for name in OWN)):
        raise click.UsageError(say(
            "--corrects REF needs --disclosed-on DAY; report, period and cut-off are those of REF.",
            "--corrects REF 须填 --disclosed-on 日期；报告、期间和截止日沿用原报告。"))  # fmt: skip
    if not corrects and told["reason"]:
        raise click.UsageError(
            say("--reason goes with --corrects REF.", "--reason 须与 --corrects REF 同用。")
        )


def _check_places(session: Session, outputs: Iterable[Path]) -> None:
    """Refuse before anything is recorded what could not be written afterwards."""
    for output in outputs:
        if not output.parent.is_dir():
            raise UnwritableError(path=output, why=NO_FOLDER)
        check_not_own(session, output)


def _write(session: Session, done: Issue, outputs: Iterable[Path]) -> None:
    """Put each file that was asked for where it was, a correction beside the report that it is of."""
    from projections.issuing import CORRECTION

    made = {file.name: file.data for file in done.files}
    for output in outputs:
        write(session, output, made[output.name])
        beside = f"{output.stem}{CORRECTION}{output.suffix}"
        if done.new and done.entry.kind == "report-corrected":
            write(session, output.with_name(beside), made[beside])


def _tell(session: Session, ledger: Ledger, done: Issue, *, dry_run: bool) -> None:
    from commands.parts import documents, entries
    from commands.parts.output import dumps
    from projections.issued import ref_of

    entry, ref = done.entry, ref_of(done.entry)
    if not done.new:
        session.tell(*(SAME if done.same else SAME_WORDS), ref=ref, at=entry.position)
    elif dry_run:
        click.echo(dumps(entries.as_json(entry)))
    else:
        sentence = entries.sentence(entry, ledger, session.lang)
        kept = documents.told(entry.evidence, session.lang)
        click.echo(f"#{entry.position} {entry.matter}\n{sentence}{kept}")
        session.tell_flags(entries.own_flags(entry, ledger, session.lang))
