"""Asking which kind of event: by area and number, or by its name or a part of it, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.parts.speech import say
from commands.parts.terminal import NoSuchNumberError, Option, StepBack, ask, chosen, listed, no_such, tell
from ledger.errors import LedgerError

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue
    from ledger.language import Lang


def ask_kind(catalogue: Catalogue, lang: Lang) -> str:
    """The slug of the kind that is meant; from a list of kinds, a step back leads to the areas."""
    kinds: list[str] = []
    while True:
        options = _kinds(catalogue, kinds, lang) if kinds else _areas(catalogue, lang)
        tell()
        listed(options)
        try:
            told = chosen(_asked(options, kinds), options)
        except StepBack:
            kinds = []
            continue
        except NoSuchNumberError as number:
            no_such(number)
            continue
        found = _meant(catalogue, told, lang)
        if len(found) == 1 and not catalogue.area(told):
            return found[0]
        kinds = found or kinds


def _asked(options: list[Option], kinds: list[str]) -> str:
    of = say("Kind", "种类") if kinds else say("Area or kind", "领域或种类")
    told = ""
    while not told:
        told = ask(
            of + say(" (number, name, or part of a name)", "（编号、名称或名称的一部分）"), options=options
        )
        if told == "?":
            tell(say("  Such as 召开会议, meeting-held or minutes. < shows the areas.",
                     "  如 召开会议、meeting-held 或 记录。< 显示全部领域。"))  # fmt: skip
            told = ""
    return told


def _meant(catalogue: Catalogue, told: str, lang: Lang) -> list[str]:
    """The kinds that an answer may mean; if none, what is near was told."""
    found = catalogue.matching(told)
    if not found:
        try:
            return [catalogue.find(told)]
        except LedgerError as unknown:
            tell("! " + unknown.text(lang))
    return found


def _areas(catalogue: Catalogue, lang: Lang) -> list[Option]:
    labels: dict[str, list[str]] = {}
    for declared in catalogue.declared.values():
        labels.setdefault(declared.area, []).append(declared.label.text(lang))
    between = "、" if lang == "zh" else ", "
    return [
        Option(catalogue.areas[area].text(lang), _cut(between.join(kinds))) for area, kinds in labels.items()
    ]


def _kinds(catalogue: Catalogue, slugs: list[str], lang: Lang) -> list[Option]:
    kinds = [catalogue.declared[slug] for slug in slugs]
    return [Option(kind.label.text(lang), kind.slug if lang == "zh" else kind.label.zh) for kind in kinds]


def _cut(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
