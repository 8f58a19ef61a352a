"""The language that help and messages are in, chosen before anything is parsed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ledger.language import Both, Lang

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def spoken(environ: Mapping[str, str] = os.environ, setting: str = "") -> Lang:
    """What this call has settled on; else ``LEDGER_LANG``, the ledger's setting, the locale, English."""
    context = click.get_current_context(silent=True)
    settled: Lang | None = (context.meta.get("lang") if context else None) or _asked(sys.argv)
    if settled:
        return settled
    locale = [environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    told = next(filter(None, (environ.get("LEDGER_LANG"), setting, *locale)), "en")
    return "zh" if told.lower().startswith("zh") else "en"


def _asked(args: Sequence[str]) -> Lang | None:
    """The ``--lang`` of the call, for the help texts that are made before click reads it."""
    told = " ".join(args).replace("--lang=", "--lang ").partition("--lang ")[2][:2]
    return "zh" if told == "zh" else "en" if told == "en" else None


def say(en: str, zh: str) -> str:
    """The text in the language of this call, as far as it is known when the text is asked for."""
    return Both(en, zh).text(spoken())
