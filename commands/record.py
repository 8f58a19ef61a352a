"""ledger record: Record an event that happened. / 记录一项已发生的事件。"""

from __future__ import annotations

import click

from commands import entries
from commands.fields import event_of, given, manual
from commands.output import dumps
from commands.session import Session, with_session, writing
from commands.speech import say
from ledger.batch import Change


@writing
@click.command(
    help=say(
        "Record an event. Each field of the kind is an option: ledger record KIND --help shows them. "
        "KIND may be written in Chinese.",
        "记录一项事件。种类的各字段即为选项，见 ledger record 种类 --help；种类可用中文，如 召开会议。",
    ),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    options_metavar="",
)
@click.argument("kind", default="", metavar="KIND")
@click.argument("fields", nargs=-1, type=click.UNPROCESSED, metavar="[--FIELD TEXT]...")
@click.option("--matter", help=say("Id of the matter, where it is not to be made from the fields.",
                                   "事项编号；不填则由各字段生成。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print the entry as JSON.", "以 JSON 输出分录。"))
@with_session
def command(
    session: Session, kind: str, fields: tuple[str, ...], *, matter: str | None, as_json: bool, dry_run: bool
) -> None:
    """See the help above."""
    if not kind or kind in ("--help", "-h"):
        click.echo(session.ctx.get_help())
        return
    catalogue = session.catalogue
    spec = catalogue.spec(catalogue.find(kind))
    usage = f"ledger record {spec.slug}"
    if {"--help", "-h"} & set(fields):
        click.echo(manual(spec, usage))
        return
    event = event_of(spec, given(spec, fields, usage))
    ledger = session.open()
    (entry,) = ledger.record(Change(event, matter), by=session.by, dry_run=dry_run)
    if dry_run or as_json:
        click.echo(dumps(entries.as_json(entry)))
        return
    click.echo(f"#{entry.position} {entry.matter}\n{entries.sentence(entry, ledger, session.lang)}")
    session.tell_flags(entries.own_flags(entry, ledger, session.lang))
