"""``张三,李四`` in a cell of names: one name as the values read it, and surely two as it was meant.

Only what people hand in is checked: the values themselves go on to read whatever was recorded.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ledger.errors import Problem, shown
from ledger.language import Both
from ledger.rows import problem
from ledger.values import Attendance, Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.event import GovernanceEvent

SEVERAL = Both(
    "“{told}” stands for one name here; write ； between names, as in 张三；李四 (or \\, if the comma "
    "belongs to the name)",
    "“{told}”会成为一个名称；各名称之间请写“；”，如 张三；李四（逗号确属名称的，请写成 \\,）",
)
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_BETWEEN_CHINESE = re.compile(r"[\u3400-\u9fff]\s*(?<!\\),\s*[\u3400-\u9fff]")


def unparted(kind: type[GovernanceEvent], cells: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem for each field of names with a half-width comma between Chinese ones, outside brackets."""
    for name in _of_names(kind) & cells.keys():
        told = cells[name]
        if isinstance(told, str) and "," in told and _BETWEEN_CHINESE.search(_BRACKETS.sub("", told)):
            label = kind.spec.fields[name].label.zh
            yield problem(SEVERAL, field=f"{name}（{label}）", told=shown(told))


@cache
def _of_names(kind: type[GovernanceEvent]) -> frozenset[str]:
    return frozenset(
        field.name
        for field in kind.spec.fields.values()
        if not {Names, Attendance}.isdisjoint(getattr(field.annotation, "__args__", (field.annotation,)))
    )
