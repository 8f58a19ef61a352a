"""The manual page of a kind around its fields: where it is recorded, its rules, and examples."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from commands.parts.rules import flags, refusals
from commands.parts.speech import say
from ledger.entry import Entry
from ledger.event import GovernanceEvent
from ledger.matter import Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.event import KindSpec
    from ledger.language import Both, Lang


def head(spec: KindSpec, area: Both, lang: Lang) -> str:
    """The name of the kind, what it is, and the matter that it belongs to."""
    told = [f"{spec.slug}（{spec.label.zh}） {area.text(lang)}", spec.help.text(lang), "", *_matter(spec)]
    return "\n".join([*told, ""])


def _matter(spec: KindSpec) -> Iterator[str]:
    if spec.matter == "*":
        yield say("It may join any matter: say which, as in --matter meeting/board/2-23.",
                  "可记入任何事项，须指明，如 --matter meeting/board/2-23。")  # fmt: skip
        return
    matter = worked(spec).matter_id()
    yield say(f"Its matter is such as {matter}", f"所记入的事项，如 {matter}") + _how(spec)
    if spec.once:
        yield say("It can stand only once in a matter.", "同一事项中只能有一条。")
    if spec.waits:
        yield say("Public reports wait until it is announced.", "公开报告待其公告后方写入。")


def _how(spec: KindSpec) -> str:
    if spec.joins:
        label = spec.fields[spec.joins].label
        joined = say(f", as “{label.en}” says", f"，由“{label.zh}”指明")
    else:
        joined = say(", made from its fields", "，由各字段生成")
    begins = (
        say("; it may begin one.", "；可由此开启。")
        if spec.opens
        else say("; it begins none.", "；须已开启。")
    )
    return joined + begins


def foot(spec: KindSpec, lang: Lang) -> str:
    """The rules, and the example as a command and as a file."""
    return "".join([
        _listed(say("Refused:", "不予记录："), refusals(spec), lang),
        _listed(say("Recorded and flagged:", "照记并提示："), flags(spec), lang),
        f"\n{say('Such as:', '示例：')}\n  {example(spec, lang)}\n",
        f"\n{say('In a file for ledger load:', '写入文件，用 ledger load 导入：')}\n{_as_yaml(spec, lang)}",
    ])  # fmt: skip


def _listed(heading: str, rules: Sequence[Both], lang: Lang) -> str:
    return f"\n{heading}\n" + "".join(f"  {rule.text(lang)}\n" for rule in rules) if rules else ""


def example(spec: KindSpec, lang: Lang) -> str:
    """A command line that records the kind, with what is required."""
    cells = [f"{_option(spec, name, lang)} {shlex.quote(field.example)}"
             for name, field in spec.fields.items() if field.required]  # fmt: skip
    matter = ["--matter meeting/board/2-23"] if spec.matter == "*" else []
    name = spec.label.zh if lang == "zh" else spec.slug
    return " ".join([f"ledger record {name}", *cells, *matter])


def _option(spec: KindSpec, name: str, lang: Lang) -> str:
    return f"--{spec.fields[name].label.zh}" if lang == "zh" else f"--{name.replace('_', '-')}"


def worked(spec: KindSpec) -> GovernanceEvent:
    """The event of the examples of its own fields, or of the required ones where they exclude each other."""
    own = {
        name: field.example for name, field in spec.fields.items() if name not in GovernanceEvent.model_fields
    }
    full = spec.cls.model_validate(own)
    matter = "meeting/board/2-23" if spec.matter == "*" else full.matter_id()
    entry = Entry(1, matter, 1, full, "", "", "", 1)
    if not list(full.contradictions(Matter.of(matter, [] if spec.matter == "*" else [entry]))):
        return full
    return spec.cls.model_validate({name: cell for name, cell in own.items() if spec.fields[name].required})


def _as_yaml(spec: KindSpec, lang: Lang) -> str:
    import yaml

    zh = lang == "zh"
    row = {"种类" if zh else "kind": spec.label.zh if zh else spec.slug}
    if spec.matter == "*":
        row["事项" if zh else "matter"] = "meeting/board/2-23"
    cells = worked(spec).cells().items()
    row |= {spec.fields[name].label.zh if zh else name: cell for name, cell in cells}
    text = yaml.safe_dump([row], allow_unicode=True, sort_keys=False, width=200)
    return "".join(f"  {line}\n" for line in text.splitlines())
