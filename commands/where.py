"""ledger where: Which ledger is meant here, and where its files are. / 当前使用哪个账本，文件在何处。"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.parts.output import emit, formatted
from commands.parts.session import Session, changing, with_session
from commands.parts.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.settings import Settings


@formatted
@changing
@click.command(
    help=say(
        "Say which ledger a command would use here and what names it, where its files are, and which "
        "language, time zone and recorder hold. Nothing is opened.",
        "说明在此处运行命令会使用哪个账本及其依据、各文件的位置，以及语言、时区和记录人。不打开账本。",
    )
)
@with_session
def command(session: Session, form: str) -> None:
    """See the help above."""
    asked = "lang" in session.ctx.meta  # later it holds what was settled on, asked for or not
    names = ("setting", "label", "value", "because")
    rows = [dict(zip(names, row, strict=True)) for row in _rows(session, asked=asked)]
    headings = {"label": say("What", "项目"), "value": say("Is", "内容"), "because": say("Because", "说明")}
    if form == "table":
        rows = [row | {"value": _SAID.get(row["value"], row["value"])} for row in rows]
    emit(rows, form, headings if form == "table" else {"setting": "setting"} | headings)


_SAID = {True: say("yes", "是"), False: say("no", "否")}


def _rows(session: Session, *, asked: bool) -> Iterator[tuple[str, str, Any, str]]:
    """Each setting: its name for programs, its label, what it is, and why or whether it is there."""
    settings = session.settings
    toml = _toml(session)
    yield "ledger", say("ledger", "账本"), str(toml or settings.place), _named(session)
    yield "origin", say("origin", "账本标识"), settings.origin or None, ""
    yield from _files(settings)
    yield "language", say("language", "语言"), session.lang, _spoken(session, asked=asked)
    yield "time_zone", say("time zone", "时区"), settings.time_zone, ""
    yield "recorder", say("recorder", "记录人"), session.by or None, _by(session)
    only = say("reports take checked entries only", "报告只采用已核对的分录") if settings.checked_only else ""
    yield "checked_only", say("checked only", "仅用已核对"), settings.checked_only, only


def _files(settings: Settings) -> Iterator[tuple[str, str, str | None, str]]:
    places = {
        "database": (say("database", "数据库"), settings.place),
        "views": (say("views", "视图"), settings.kept_views),
        "evidence": (say("evidence", "凭证"), settings.evidence),
        "key": (say("signing key", "签名私钥"), settings.key),
        "public_key": (say("public key", "验证公钥"), settings.public_key),
        "checkpoints": (say("checkpoints", "检查点"), settings.checkpoints),
    }
    for name, (label, place) in places.items():
        told = "" if not isinstance(place, Path) or place.exists() else say("not there yet", "尚未生成")
        yield name, label, str(place) if place else None, told


def _toml(session: Session) -> Path | None:
    """The ledger.toml that is read, where one is."""
    from ledger.settings import NAME, Settings

    if named := session.named or os.environ.get("LEDGER"):
        beside = Path(named) if named.endswith(".toml") else session.settings.database.with_name(NAME)
        read = beside.is_file() and Settings.read(beside).place == session.settings.place
        return beside.resolve() if read else None
    here = Path.cwd()
    return next(folder / NAME for folder in (here, *here.parents) if (folder / NAME).is_file())


def _named(session: Session) -> str:
    if session.named:
        return say("named by --ledger", "由 --ledger 指定")
    if os.environ.get("LEDGER"):
        return say("named by LEDGER", "由 LEDGER 变量指定")
    return say("found from this folder upward", "自当前文件夹向上找到")


def _spoken(session: Session, *, asked: bool) -> str:
    if asked:
        return say("given by --lang", "由 --lang 指定")
    if os.environ.get("LEDGER_LANG"):
        return say("given by LEDGER_LANG", "由 LEDGER_LANG 变量指定")
    if session.settings.language:
        return say("set in ledger.toml", "在 ledger.toml 中设定")
    return say("taken from the locale", "取自系统区域设置")


def _by(session: Session) -> str:
    if session.ctx.meta.get("by"):
        return say("given by --by", "由 --by 指定")
    if session.by:
        return say("given by LEDGER_BY", "由 LEDGER_BY 变量指定")
    return say("nobody: say --by NAME, or set LEDGER_BY", "未指定：请用 --by 姓名，或设置 LEDGER_BY")
