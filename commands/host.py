"""ledger host: The same for many ledgers of one database. / 对同一数据库中的多本账执行同一操作。"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from commands.parts.host_rows import Asking, over_host
from commands.parts.session import Session, with_session
from commands.parts.speech import say
from ledger.language import Both
from projections.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = click.argument("names", nargs=-1)
BY = {
    "month": Both("month", "月"), "quarter": Both("quarter", "季度"),
    "half-year": Both("half-year", "半年"), "year": Both("year", "年"),
}  # fmt: skip
CUT_OFF = click.option(
    "--cut-off", metavar="DAY",
    help=say("Last day that may be told of.  [default: the period's last]",
             "可以述及的最后一日。[默认：期间末日]"),
)  # fmt: skip


@click.group(
    help=say(
        "Does the same for all ledgers of a PostgreSQL database, each in a schema of its own, or for those "
        "that are called NAMES (* and ? stand for other letters). Prints a line for each; what fails for one "
        "stops no other and is told in the end, with exit code 1. With --nl each line is printed at once.",
        "对 PostgreSQL 数据库中的全部账本（每本一个 schema）执行同一操作，或仅限 NAMES 所指的账本"
        "（可用 * 和 ?）。每本账输出一行；个别失败不影响其余，最后一并列出，退出码为 1。"
        "使用 --nl 时逐行即时输出。",
    )
)
def command() -> None:
    """See the help above."""


def part(name: str, en: str, zh: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a part of this command, with the options that all of them have."""

    def made(function: Callable[..., Any]) -> click.Command:
        one = over_host(click.command(name, help=say(en, zh))(with_session(function)))
        command.add_command(one)
        return one

    return made


@part("list", "List the ledgers, with length and root hash.", "列出账本及其分录数、根哈希。")
@NAMES
def list_command(session: Session, names: tuple[str, ...], **given: Any) -> None:
    """See the help above."""
    from projections.fleet import listed

    columns = {"origin": say("Origin", "名称"), "entries": say("Entries", "分录"),
               "recorded_at": say("Last entry", "最后记录"), "root": say("Root hash", "根哈希")}  # fmt: skip
    Asking(session, given).ask(names, listed, columns)


@part("verify", "Check that nothing recorded in them was altered.", "核对各账本已记录的内容未被改动。")
@NAMES
def verify_command(session: Session, names: tuple[str, ...], **given: Any) -> None:
    """See the help above."""
    from projections.fleet import verified

    columns = {"origin": say("Origin", "名称"), "entries": say("Entries", "分录"),
               "root": say("Root hash", "根哈希")}  # fmt: skip
    Asking(session, given).ask(names, verified, columns)


@part("summary", "Count what happened in PERIOD in each.", "统计各账本在期间内的事项数。")
@click.argument("period")
@NAMES
@CUT_OFF
def summary_command(
    session: Session, period: str, names: tuple[str, ...], cut_off: str | None, **given: Any
) -> None:
    """See the help above."""
    from projections.fleet import summed
    from projections.queries import Window

    Window.of(period, cut_off)  # a wrong period is told once, not by each ledger
    columns = {
        "meetings": say("Meetings", "会议"), "resolutions": say("Resolutions", "决议"),
        "trainings": say("Trainings", "培训"), "charter": say("Charter and policies", "章程及制度"),
        "incentives": say("Incentives", "股权激励"), "internal_audits": say("Internal audits", "内部审计"),
        "undecided": say("Undecided", "未定"), "as_known_at": say("As known at", "截至分录"),
    }  # fmt: skip
    Asking(session, given).ask(names, summed, columns, period=period, cut_off=cut_off)


@part("report", "Write the evaluation of PERIOD of each into a file in DIR.",
      "将各账本的期间评估报告写入 DIR，一本一个文件。")  # fmt: skip
@click.argument("period")
@NAMES
@CUT_OFF
@click.option("--output", "-o", metavar="DIR", required=True,
              type=click.Path(path_type=Path, file_okay=False),
              help=say("Folder for the files.", "存放文件的文件夹。"))  # fmt: skip
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="md", show_default=True,
              help=say("Format.", "格式。"))  # fmt: skip
def report_command(
    session: Session, period: str, *, names: tuple[str, ...], cut_off: str | None, output: Path, kind: str,
    **given: Any,
) -> None:  # fmt: skip
    """See the help above."""
    from projections.fleet import reported
    from projections.queries import Window

    Window.of(period, cut_off)
    output.mkdir(parents=True, exist_ok=True)
    columns = {"file": say("File", "文件"), "open_points": say("Open points", "待定事项")}
    Asking(session, given).ask(
        names, reported, columns, folder=output, period=period, cut_off=cut_off, form=kind, lang=session.lang
    )


@part("meetings",
      "Count the meetings of a body by parts of PERIOD, and the ledgers where it met in each.",
      "统计某机构在期间内各段的会议次数，及每段均有会议的账本数。")  # fmt: skip
@click.argument("period")
@NAMES
@click.option("--body", default="audit-committee", show_default=True,
              help=say("Body, by its name or slug.", "机构的名称或代号。"))  # fmt: skip
@click.option("--by", default="quarter", show_default=True,
              type=click.Choice(list(BY)),
              help=say("Parts of the period.", "期间的分段。"))  # fmt: skip
def meetings_command(
    session: Session, period: str, names: tuple[str, ...], body: str, by: str, **given: Any
) -> None:
    """See the help above."""
    from ledger.bodies import STANDARD_BODIES, body_named
    from ledger.periods import Period
    from projections.fleet import met, parts

    columns = {part.label: part.label for part in parts(Period.parse(period), by)}
    columns |= {"every": say("In every one", "每段均有"), "undecided": say("Undecided", "未定")}
    asking, slug = Asking(session, given), body_named(body).removeprefix("body/")
    tally: Counter[bool | None] = Counter()
    asking.seen = lambda row: tally.update([row["every"]])
    name = STANDARD_BODIES.get(f"body/{slug}", Both(slug, slug)).text(session.lang)

    def conclude() -> None:
        if tally:
            session.tell(
                "{body}, {period} by {by}: met in every one in {n} of {all} ledgers; in {unsure} it is not "
                "known.",
                "{body}，{period}（按{by}）：{all} 本账中 {n} 本每段均有会议；"
                "{unsure} 本因日期不详无法确定。",
                body=name, by=BY[by].text(session.lang), period=period, n=tally[True], unsure=tally[None],
                all=tally.total(),
            )  # fmt: skip

    session.ctx.call_on_close(conclude)
    asking.ask(names, met, columns, period=period, body=slug, by=by)


@part("create", "Make new ledgers: NAME or NAME=ORIGIN each; NAME becomes the schema.",
      "新建账本：每项为 NAME 或 NAME=ORIGIN，NAME 即 schema 名。")  # fmt: skip
@NAMES
@click.option("--from", "file", metavar="FILE", type=click.File("r", encoding="utf-8-sig"),
              help=say("Read more of them, one a line; - is standard input.",
                       "由文件读入，一行一项；- 为标准输入。"))  # fmt: skip
@click.option("--time-zone", default="Asia/Shanghai", show_default=True,
              help=say("Time zone of the companies.", "公司所在时区。"))  # fmt: skip
@click.option("--by", metavar="NAME", help=say("Who records.  [default: LEDGER_BY]",
                                               "由谁记录。[默认：LEDGER_BY 变量]"))  # fmt: skip
def create_command(
    session: Session,
    names: tuple[str, ...],
    file: TextIO | None,
    time_zone: str,
    by: str | None,
    **given: Any,
) -> None:
    """See the help above."""
    from ledger.application import UnnamedRecorderError
    from projections.fleet import created

    by = by or session.by
    if not by.strip():
        raise UnnamedRecorderError
    asking = Asking(session, given)
    chosen = {"language": session.lang, "time_zone": time_zone}
    work = partial(created, asking.host, chosen, by)
    asking.run(_wanted([*names, *_lines(file)]), work, {"origin": say("Origin", "名称")})


def _lines(file: TextIO | None) -> list[str]:
    try:
        return [told for line in file or () if (told := line.strip())]
    except UnicodeDecodeError as error:
        raise click.UsageError(say("The list of --from is not in UTF-8; save it so.",
                                   "--from 的文件不是 UTF-8 编码；请另存为 UTF-8。")) from error  # fmt: skip


def _wanted(told: list[str]) -> list[str]:
    """NAME=ORIGIN of each; a name that is there twice, or none at all, is a wrong call."""
    origins: dict[str, str] = {}
    for one in told:
        name, _, origin = (part.strip() for part in one.partition("="))
        if name in origins:
            raise click.UsageError(say(f"{name} is named twice.", f"{name} 重复。"))
        origins[name] = origin or name
    if not origins:
        raise click.UsageError(say("Name the ledgers to make: NAME or NAME=ORIGIN.",
                                   "请指明要新建的账本：NAME 或 NAME=ORIGIN。"))  # fmt: skip
    return [f"{name}={origin}" for name, origin in origins.items()]
