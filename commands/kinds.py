"""ledger kinds: What can be recorded, and each kind's fields. / 可以记录哪些事件，各有哪些字段。"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.fields import described
from commands.output import dumps, emit, formatted
from commands.session import Session, reading, with_session
from commands.speech import say

if TYPE_CHECKING:
    from ledger.event import KindSpec
    from ledger.language import Lang


@formatted
@reading
@click.command(
    help=say(
        "List all kinds of events; with KIND, its manual page: fields, choices, examples. "
        "--json prints its schema.",
        "列出全部事件种类；指定种类则显示其字段、选项和示例。--json 输出其 JSON Schema。",
    )
)
@click.argument("kind", default="", metavar="[KIND]")
@with_session
def command(session: Session, kind: str, form: str) -> None:
    """See the help above."""
    catalogue = session.catalogue
    lang = session.lang
    if kind:
        _manual(catalogue.spec(catalogue.find(kind)), form, lang)
        return
    rows = [
        {"kind": slug, "label": declared.label.text(lang), "area": declared.area, "zh": declared.label.zh}
        for slug, declared in catalogue.declared.items()
    ]
    headings = {"area": say("Area", "领域"), "kind": say("Kind", "种类"), "zh": say("In Chinese", "中文")}
    emit(rows, form, headings)


def _manual(spec: KindSpec, form: str, lang: Lang) -> None:
    if form in ("json", "nl"):
        click.echo(dumps(schema(spec), indent=1 if form == "json" else None))
        return
    rows = [{"field": field.name, "zh": field.label.zh, "help": described(field)}
            for field in spec.fields.values()]  # fmt: skip
    if form == "table":
        click.echo(f"{spec.slug}（{spec.label.zh}）\n{spec.help.text(lang)}\n")
    headings = {"field": say("Field", "字段"), "zh": say("In Chinese", "中文"), "help": say("What", "说明")}
    emit(rows, form, headings)
    if form == "table":
        click.echo("\n" + say("Such as:", "示例：") + "\n  " + example(spec))


def example(spec: KindSpec) -> str:
    """A command line that records the kind."""
    cells = [f'--{field.name.replace("_", "-")} "{field.example}"'
             for field in spec.fields.values() if field.required]  # fmt: skip
    return " ".join([f"ledger record {spec.slug}", *cells])


def schema(spec: KindSpec) -> dict[str, Any]:
    """The JSON Schema of the event, with labels and help in both languages."""
    found = spec.cls.model_json_schema()
    found.pop("$defs", None)
    found |= {"title": spec.slug, "x-label": spec.label._asdict(), "description": spec.help.en}
    for name, field in spec.fields.items():
        found["properties"][name] |= {
            "title": field.label.en, "description": field.help.en, "examples": [field.example],
            "x-label": field.label._asdict(), "x-help": field.help._asdict(),
        }  # fmt: skip
    return found
