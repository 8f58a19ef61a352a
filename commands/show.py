"""ledger show: One entry, or the history of one matter. / 查看一条分录，或一个事项的历史。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands import entries
from commands.output import dumps, emit, formatted, table
from commands.session import Session, reading, with_session
from commands.speech import say
from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.matter import Matter


class NoSuchMatterError(LedgerError):
    """Nothing was recorded under this id."""

    sentence = Both(
        "there is no matter {matter} in the ledger.{hint} List entries with: ledger history",
        "账本中没有事项 {matter}。{hint}可用 ledger history 列出分录。",
    )


@formatted
@reading
@click.command(
    help=say(
        "Show the entry at a position (31 or #31) with all its fields and what became of it, "
        "or every entry of a matter.",
        "按位置（31 或 #31）查看分录的全部字段及其现状，或查看一个事项的全部分录。",
    )
)
@click.argument("what", metavar="POSITION|MATTER")
@with_session
def command(session: Session, what: str, form: str) -> None:
    """See the help above."""
    ledger = session.open(read_only=True)
    if what.removeprefix("#").isdecimal():
        _entry(session, ledger, ledger.entry(entries.position_of(what)), form)
    else:
        _matter(session, ledger, _known(ledger, what), form)


def _known(ledger: Ledger, told: str) -> Matter:
    matter = ledger.matter(told.partition("#")[0].partition("@")[0])
    if not matter.history:
        from difflib import get_close_matches

        near = get_close_matches(told, ledger.matters(), 1, 0.6)
        hint = Both(f" Did you mean {near[0]}?", f"是否为 {near[0]}？") if near else Both("", "")
        raise NoSuchMatterError(matter=told, hint=hint)
    return matter


def _entry(session: Session, ledger: Ledger, entry: Entry, form: str) -> None:
    matter, lang = ledger.matter(entry.matter), session.lang
    odd = [what for _, what in entries.own_flags(entry, ledger, lang)]
    fate = _fate(matter, entry)
    if form in ("json", "nl"):
        told = entries.as_json(entry)
        told |= {"sentence": entries.sentence(entry, ledger, lang), "stands": fate is None}
        told |= {"fate": fate.text(lang)} if fate else {}
        told |= {"flags": odd} if odd else {}
        click.echo(dumps(told, indent=1 if form == "json" else None))
        return
    click.echo(f"#{entry.position} {entries.sentence(entry, ledger, lang)}\n")
    rows = [(label.text(lang), text) for label, text in _envelope(entry)]
    fields = entry.event.spec.fields
    rows += [(fields[name].label.text(lang), cell) for name, cell in entry.event.cells().items()]
    table([say("Field", "字段"), say("Text", "内容")], rows)
    for what in [*([fate.text(lang)] if fate else []), *odd]:
        click.echo("! " + what)


def _envelope(entry: Entry) -> list[tuple[Both, str]]:
    rows = [
        (Both("matter", "事项"), f"{entry.matter}@{entry.version}"),
        (Both("kind", "种类"), f"{entry.kind}（{entry.event.spec.label.zh}）"),
        (Both("recorded at", "记录时间"), entry.recorded_at),
        (Both("recorded by", "记录人"), entry.recorded_by),
    ]
    if entry.corrects:
        does = Both("completes", "补充") if entry.purpose == "completion" else Both("corrects", "更正")
        rows += [(does, f"#{entry.corrects}"), (Both("reason", "原因"), entry.reason or "")]
    if entry.source:
        rows.append((Both("source", "来源"), f"{entry.source.sha256[:16]}… : {entry.source.row}"))
    documents = [f"{piece.role} {piece.name} {piece.sha256}" for piece in entry.evidence]
    return rows + [(Both("evidence", "凭证"), document) for document in documents]


def _fate(matter: Matter, entry: Entry) -> Both | None:
    return matter.fate(entry.position) if entry.position in matter.fates else None


def _matter(session: Session, ledger: Ledger, matter: Matter, form: str) -> None:
    lang = session.lang
    rows = []
    for entry in matter.history:
        fate = _fate(matter, entry)
        rows.append(
            entries.as_json(entry)
            | {"sentence": entries.sentence(entry, ledger, lang), "stands": fate is None,
               "fate": fate.text(lang) if fate else ""}
        )  # fmt: skip
    emit(rows, form, {"position": "#", "sentence": say("Entry", "分录"), "recorded_by": say("By", "记录人"),
                      "fate": say("Since then", "现状")})  # fmt: skip
    if form == "table":
        session.tell_flags(entries.flags(matter.history[:1], ledger, lang))
