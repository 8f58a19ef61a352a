"""ledger show: One entry, or the history of one matter. / 查看一条分录，或一个事项的历史。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts import completing, entries, kept
from commands.parts.output import dumps, emit, formatted, table
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.checking import checks
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.matter import Matter


@formatted
@reading
@click.command(
    help=say(
        "Show the entry at a position (31 or #31) with all its fields and what became of it, "
        "or every entry of a matter.",
        "按位置（31 或 #31）查看分录的全部字段及其现状，或查看一个事项的全部分录。",
    )
)
@click.argument("what", metavar="POSITION|MATTER", shell_complete=completing.matters)
@with_session
def command(session: Session, what: str, form: str) -> None:
    """See the help above."""
    ledger = session.open(read_only=True)
    matter, entry = entries.target(ledger, what)
    if entry:
        _entry(session, ledger, matter, entry, form)
    else:
        _matter(session, ledger, matter, form)


def _entry(session: Session, ledger: Ledger, matter: Matter, entry: Entry, form: str) -> None:
    lang = session.lang
    papers = kept.shelf(ledger).at(matter, entry.position)
    odd = [what for _, what in entries.own_flags(entry, ledger, lang)]
    fate, check = _fate(matter, entry), checks(matter).get(entry.position)
    if form in ("json", "nl"):
        told = entries.as_json(entry)
        told |= {"checked": entries.as_json(check)} if check else {}
        told |= {"sentence": entries.sentence(entry, ledger, lang), "stands": fate is None}
        told |= {"fate": fate.text(lang)} if fate else {}
        told |= {"documents": [kept.row(one, lang) for one in papers]} if papers else {}
        told |= {"flags": odd} if odd else {}
        click.echo(dumps(told, indent=1 if form == "json" else None))
        return
    click.echo(f"#{entry.position} {entries.sentence(entry, ledger, lang)}\n")
    rows = [(label.text(lang), text) for label, text in _envelope(entry)]
    fields = entry.event.spec.fields
    rows += [(fields[name].label.text(lang), cell) for name, cell in entry.event.cells().items()]
    rows += [(say("checked", "核对"), _checked(check).text(lang))] if check else []
    rows += [(say("evidence", "凭证"), kept.line(one, entry, lang)) for one in papers]
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
    return rows


def _fate(matter: Matter, entry: Entry) -> Both | None:
    return matter.fate(entry.position) if entry.position in matter.fates else None


def _checked(check: Entry) -> Both:
    """Who checked an entry off, and when."""
    who, when, at = check.recorded_by, check.recorded_at, check.position
    note = f": {check.event.note}" if check.event.note else ""
    return Both(f"checked off by {who}, {when} (#{at}){note}", f"{who}已核对，{when}（#{at}）{note}")


def _matter(session: Session, ledger: Ledger, matter: Matter, form: str) -> None:
    lang = session.lang
    rows = []
    seen = checks(matter)
    for entry in matter.history:
        fate = _fate(matter, entry)
        check = seen.get(entry.position)
        since = fate or (_checked(check) if check else None)
        rows.append(
            entries.as_json(entry)
            | {"sentence": entries.sentence(entry, ledger, lang), "stands": fate is None,
               "fate": fate.text(lang) if fate else "", "since": since.text(lang) if since else ""}
        )  # fmt: skip
    emit(rows, form, {"position": "#", "sentence": say("Entry", "分录"), "recorded_by": say("By", "记录人"),
                      "since": say("Since then", "现状")})  # fmt: skip
    if form == "table":
        session.tell_flags(entries.flags(matter.history[:1], ledger, lang))
