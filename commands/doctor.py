"""ledger doctor: Say how the ledger is; mend what can be made anew. / 检查账本状况并重建视图。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts.output import dumps
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.checkup import Sign, Weight


@reading
@click.command(
    help=say(
        "Look at every part of the ledger: settings, database, entries not yet in ledger.db, key, "
        "checkpoints, evidence, disk and views. Views that are behind or damaged are made anew; nothing else "
        "is changed. Exit code 1 if something is to be mended.",
        "检查账本的各个部分：设置、数据库、尚未并入 ledger.db 的分录、密钥、检查点、凭证、磁盘和视图。"
        "落后或损坏的视图会重建，其余不作改动。有需要处理的问题时退出码为 1。",
    )
)
@click.option("--rebuild", is_flag=True, help=say("Make the views anew in any case.", "无论如何都重建视图。"))
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON.", "输出 JSON。"))
@with_session
def command(session: Session, *, rebuild: bool, as_json: bool) -> None:
    """See the help above."""
    from ledger.checkup import Weight

    signs = list(_signs(session, rebuild=rebuild))
    lang = spoken()  # what the settings say as well, where they can be read
    if as_json:
        told = [{"part": sign.part, "weight": sign.weight, "what": sign.what.text(lang)} for sign in signs]
        click.echo(dumps(told, indent=1))
    else:
        for sign in signs:
            words = sign.part.label.text(lang), sign.what.text(lang)
            click.echo(_mark(sign.weight) + " " + say("{}: {}", "{}：{}").format(*words))
    session.ctx.exit(1 if any(sign.weight is Weight.BAD for sign in signs) else 0)


def _signs(session: Session, *, rebuild: bool) -> Iterator[Sign]:
    from ledger.checkup import Part, checkup, failed, fine, surroundings
    from ledger.errors import LedgerError
    from ledger.settings import NoLedgerHereError
    from projections.freshness import freshened

    part = Part.SETTINGS
    try:
        settings, _ = session.settings, session.settings.zone
        _ = session.lang, session.catalogue
        name = settings.origin or settings.server or settings.database.name
        yield fine(part, f"of {name}, sound", f"{name} 的设置正常")
        yield from surroundings(settings.database)
        part = Part.DATABASE
        ledger = session.open(read_only=True)
        yield from checkup(ledger)
        part = Part.VIEWS
        yield from freshened(ledger, anew=rebuild)
    except NoLedgerHereError:
        raise
    except LedgerError as error:
        yield failed(part, error)


def _mark(weight: Weight) -> str:
    return {"fine": "✓", "note": "·", "bad": "✗"}[weight]
