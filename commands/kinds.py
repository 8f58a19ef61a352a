"""ledger kinds: What can be recorded, and each kind's fields. / 可以记录哪些事件，各有哪些字段。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts import completing
from commands.parts.output import dumps, emit, formatted
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue
    from ledger.event import KindSpec


@formatted
@reading
@click.command(
    help=say(
        "List all kinds of events, or those of an area or with a part of a name. With KIND, its manual page: "
        "fields, choices, rules, examples. --json prints its schema.",
        "列出全部事件种类，或某一领域、名称含有某些字的种类；指定种类则显示其字段、选项、规则和示例。"
        "--json 输出其 JSON Schema。",
    )
)
@click.argument("kind", default="", metavar="[KIND|AREA]", shell_complete=completing.kinds)
@with_session
def command(session: Session, kind: str, form: str) -> None:
    """See the help above."""
    catalogue = session.catalogue
    found = catalogue.matching(kind) if kind else list(catalogue.declared)
    if kind and (not found or (len(found) == 1 and not catalogue.area(kind))):
        _manual(catalogue, catalogue.spec(found[0] if found else catalogue.find(kind)), form, session)
        return
    rows = [
        {"kind": slug, "label": declared.label.text(session.lang), "area": declared.area,
         "heading": catalogue.areas[declared.area].text(session.lang), "zh": declared.label.zh}
        for slug, declared in catalogue.declared.items() if slug in found
    ]  # fmt: skip
    headings = {"heading": say("Area", "领域"), "kind": say("Kind", "种类"), "zh": say("In Chinese", "中文")}
    emit(rows, form, headings)


def _manual(catalogue: Catalogue, spec: KindSpec, form: str, session: Session) -> None:
    from commands.parts.fields import described

    if form in ("json", "nl"):
        from ledger.schema import schema

        click.echo(dumps(schema(spec), indent=1 if form == "json" else None))
        return
    rows = [{"field": field.name, "zh": field.label.zh, "help": described(field)}
            for field in spec.fields.values()]  # fmt: skip
    headings = {"field": say("Field", "字段"), "zh": say("In Chinese", "中文"), "help": say("What", "说明")}
    if form == "table":
        from commands.parts import manual

        click.echo(manual.head(spec, catalogue.areas[catalogue.declared[spec.slug].area], session.lang))
        emit(rows, form, headings)
        click.echo(manual.foot(spec, session.lang), nl=False)
        return
    emit(rows, form, headings)
