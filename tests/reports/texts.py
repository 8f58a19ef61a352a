"""Texts that a statement may have, many of them full of what marks and Markdown are made of."""

from __future__ import annotations

from hypothesis import strategies as st

from ledger.errors import ValueProblem
from ledger.values.text import checked


def _sound(text: str) -> bool:
    try:
        return checked(text) == text
    except ValueProblem:
        return False


TEXTS = st.text(
    st.sampled_from("中，。！“”‘’《》（）；…—㊣éa1.#>\\|*【】完英文陈述｜\n \u3000") | st.characters(),
    max_size=60,
).filter(_sound)
