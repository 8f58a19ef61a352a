"""Options derived from the fields of a kind; the values are checked by the kind, not by click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from commands.parts.speech import say, spoken
from ledger.errors import RefusedInputError
from ledger.problems import build

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.event import FieldSpec, GovernanceEvent, KindSpec
    from ledger.language import Lang

_PLAIN_WORD = re.compile(r"[^\W_]+")


def options(spec: KindSpec) -> list[click.Option]:
    """An option for each field, under its name and under its Chinese label."""
    return [_option(field) for field in spec.fields.values()]


def _option(field: FieldSpec) -> click.Option:
    names = [f"--{field.name.replace('_', '-')}"]
    if _PLAIN_WORD.fullmatch(field.label.zh) and not field.label.zh.isascii():
        names.append(f"--{field.label.zh}")
    return click.Option([*names, field.name], help=described(field), metavar="TEXT")


def described(field: FieldSpec) -> str:
    """The help of a field: what it is, its choices, an example."""
    lang = spoken()
    told = field.help.text(lang)
    if field.choices:
        told += say("; one of ", "；可选：") + say(
            ", ".join(choice.value for choice in field.choices),
            "、".join(f"{choice.label.zh}（{choice.value}）" for choice in field.choices),
        )
    told += say(f". Such as {field.example}", f"。例如 {field.example}")
    return told + (say("  [required]", "  [必填]") if field.required else "")


def given(spec: KindSpec, args: Sequence[str], usage: str) -> dict[str, str]:
    """The cells that the arguments of a command give, an empty text where one is emptied."""
    command = click.Command(usage, params=[*options(spec)], add_help_option=False)
    context = command.make_context(usage, _by_name(spec, args), allow_extra_args=True)
    if context.args:
        words = " ".join(context.args)
        en, zh = (
            f"“{words}” belongs to no field; write --FIELD TEXT.",
            f"“{words}”不属于任何字段；请写成 --字段 文字。",
        )
        raise click.UsageError(say(en, zh), context)
    return {name: value for name, value in context.params.items() if value is not None}


def _by_name(spec: KindSpec, args: Sequence[str]) -> list[str]:
    """The arguments with every label as the name of its field: a label need not be one word."""
    names = {f"--{field.label.zh}": f"--{field.name.replace('_', '-')}" for field in spec.fields.values()}
    split = [arg.partition("=") for arg in args]
    return [names.get(name, name) + sign + text for name, sign, text in split]


def changed(spec: KindSpec, before: Mapping[str, str], after: Mapping[str, str], lang: Lang) -> list[str]:
    """Each field that a correction changes, as it was and as it is."""
    return [
        f"{field.label.text(lang)}: {before.get(name, '—')} → {after.get(name, '—')}"
        for name, field in spec.fields.items()
        if before.get(name) != after.get(name)
    ]


def event_of(spec: KindSpec, cells: Mapping[str, Any]) -> GovernanceEvent:
    """The event with these cells, or a refusal that names every problem."""
    from ledger.commas import unparted

    event = build(spec, dict(cells))
    problems = event if isinstance(event, list) else [*unparted(spec.cls, cells)]
    if isinstance(event, list) or problems:
        raise RefusedInputError(problems)
    return event


def manual(spec: KindSpec, usage: str) -> str:
    """The help page of a kind's options."""
    lang = spoken()
    command = click.Command(
        usage, params=[*options(spec)], help=spec.help.text(lang), add_help_option=False, options_metavar=""
    )
    return command.get_help(click.Context(command, info_name=usage, max_content_width=110))
