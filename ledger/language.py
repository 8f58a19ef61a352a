"""The two languages of the ledger: every label, help text and message exists in both."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Both(NamedTuple):
    """One text in English and in Chinese."""

    en: str
    zh: str

    def text(self, lang: Lang) -> str:
        """The text in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.en


def slug_of(class_name: str) -> str:
    """``MeetingHeld`` -> ``meeting-held``: the name under which a kind is stored for good."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", class_name).lower()
