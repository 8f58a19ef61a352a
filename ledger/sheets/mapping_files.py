"""Mapping files -> mappings, or every problem with its file and line.

A mapping is YAML::

    register: trainings            # or: kind: training-held, or: a name of your own with events
    sheet: [培训台账]              # what the sheet may be called
    group: [届次]                  # headings that tell which matter a row is about
    columns:
    - {heading: 日期, aka: [培训日期], required: true, example: 2024-06-13}
    - {heading: 序号, ignore: true}
    events:
    - {kind: training-held, fields: {title: '{主题}', held_on: '{日期}'}}

A user's own may build on one that the program has: ``register:`` or ``kind:`` with columns that say ``is:``
(another heading for a column of it), ``to:`` (a field of its kind) or ``ignore: true``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeGuard

from ledger.errors import LedgerError, Problem, shown
from ledger.language import Both
from ledger.rows import problem, rows_of
from ledger.sheets.mapping import Column, Mapping, Rule, fields_of, unused
from ledger.sheets.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.catalogue import Catalogue

    Found = Callable[[str], Mapping | None]

UNDECIDED = "?"
"""What ``ledger load --map`` writes where it does not know a field."""
KEYS = {"register", "kind", "label", "help", "sheet", "group", "blank", "columns", "events", "examples"}
COLUMN_KEYS = {
    "heading", "aka", "help", "example", "required", "instead", "shared", "code", "choices", "closed",
    "ignore", "shown", "is", "to",
}  # fmt: skip
EVENT_KEYS = {"kind", "fields", "each", "any", "when", "unless", "matter"}

NOT_A_MAPPING = Both(
    "it is no mapping of a sheet; make one to begin with by: ledger load --map FILE.xlsx",
    "这不是表格的对应文件；可先生成：ledger load --map 文件.xlsx",
)
NO_SUCH_KEY = Both(
    "there is no key {key} here; the keys are: {keys}", "此处没有 {key} 这一项；可用的有：{keys}"
)
NO_SUCH_BASE = Both(
    "there is neither a ledger of the office nor a kind called {name}; the former are named by "
    "ledger template --office, the latter by ledger kinds",
    "没有名为 {name} 的台账或种类；台账见 ledger template --office，种类见 ledger kinds",
)
UNDECIDED_TO = Both(
    "say what “{heading}” is: to: FIELD (fields: ledger kinds {kind}), is: HEADING, or ignore: true",
    "请写明“{heading}”：to: 字段（见 ledger kinds {kind}）、is: 已有列名，或 ignore: true",
)
NO_SUCH_FIELD = Both(
    "{kind} has no field {name}; its fields: ledger kinds {kind}",
    "{kind} 没有字段 {name}；见 ledger kinds {kind}",
)
NO_SUCH_HEADING = Both(
    "there is no column {heading}; its headings are: {known}", "没有“{heading}”这一列；已有的列：{known}"
)
NO_SUCH_DERIVATION = Both(
    "nothing derives “{name}”; the derivations are: {known}", "没有“{name}”这种推导；可用：{known}"
)
NOTHING_TAKES = Both(
    "nothing takes the column {heading}; use it in a field, or say ignore: true",
    "没有字段取用“{heading}”列；请在字段中使用，或写 ignore: true",
)
NO_REGEX = Both("{sign} is no regular expression", "{sign} 不是正则表达式")


def mappings_of(text: str, catalogue: Catalogue, base: Found) -> list[Mapping | Problem]:
    """The mappings of a file, and all that is wrong with it; ``base`` finds what they build on."""
    found: list[Mapping | Problem] = []
    for line, row in rows_of(text, ".yaml"):
        if isinstance(row, Problem):
            found.append(row.at("", line))
        elif not _is_shaped(row):
            found.append(problem(NOT_A_MAPPING).at("", line))
        else:
            made = _Reading(catalogue, base)
            mapping = made.mapping(row)
            found += [flaw if flaw.line else flaw.at("", line) for flaw in made.flaws] or [mapping]
    return found or [problem(NOT_A_MAPPING)]


class _Reading:
    """One mapping being read; what is wrong with it is kept."""

    def __init__(self, catalogue: Catalogue, base: Found) -> None:
        self.catalogue, self.base = catalogue, base
        self.flaws: list[Problem] = []

    def mapping(self, row: dict[str, Any]) -> Mapping:
        self._keys(row, KEYS)
        name = str(row.get("register") or row.get("kind"))
        sheets = _several(row.get("sheet"))
        if "events" not in row:
            return self._built_on(name, row, sheets)
        mapping = Mapping(
            name=name, label=_both(row.get("label") or name), help=_both(row.get("help")), sheets=sheets,
            group=_several(row.get("group")), blank=_several(row.get("blank")),
            columns=tuple(map(self._column, row["columns"])), rules=tuple(self._rules(row["events"])),
            examples=tuple({key: str(told) for key, told in each.items() if told is not None}
                           for each in row.get("examples") or ()),
        )  # fmt: skip
        self._check(mapping)
        return mapping

    def _built_on(self, name: str, row: dict[str, Any], sheets: tuple[str, ...]) -> Mapping:
        """What the program has, with the columns of the user's own sheet."""
        base = self.base(name)
        if base is None:
            self._flaw(NO_SUCH_BASE, row, name=shown(name))
            return Mapping(name, Both(name, name), (), ())
        columns, rules = list(base.columns), list(base.rules)
        for told in row["columns"]:
            self._keys(told, COLUMN_KEYS)
            heading = str(told.get("heading"))
            if told.get("ignore"):
                columns.append(Column(heading, ignore=True))
            elif "is" in told:
                self._renamed(columns, told, heading)
            elif told.get("to") in (None, UNDECIDED):
                self._flaw(UNDECIDED_TO, told, heading=shown(heading), kind=rules[0].kind)
            else:
                columns.append(Column(heading, code=str(told.get("code") or ""), shared=rules[0].shared))
                self._taken(rules, told, heading)
        return replace(base, sheets=sheets or base.sheets, columns=tuple(columns), rules=tuple(rules))

    def _renamed(self, columns: list[Column], told: dict[str, Any], heading: str) -> None:
        for at, column in enumerate(columns):
            if column.heading == told["is"]:
                columns[at] = replace(column, aka=(*column.aka, heading))
                return
        known = "、".join(column.heading for column in columns)
        self._flaw(NO_SUCH_HEADING, told, heading=shown(told["is"]), known=known)

    def _taken(self, rules: list[Rule], told: dict[str, Any], heading: str) -> None:
        """Let the first rule, or that of the kind before a point, fill a field from the column."""
        kind, _, name = str(told["to"]).rpartition(".")
        at = next((at for at, rule in enumerate(rules) if rule.kind == (kind or rules[0].kind)), None)
        if at is None or not self._has_field(rules[at].kind, name):
            self._flaw(NO_SUCH_FIELD, told, kind=kind or rules[0].kind, name=shown(name))
            return
        given = (*rules[at].fields.get(name, ()), Pattern(f"{{{heading}}}"))
        rules[at] = replace(rules[at], fields=rules[at].fields | {name: given})

    def _column(self, told: dict[str, Any]) -> Column:
        self._keys(told, COLUMN_KEYS)
        return Column(
            heading=str(told.get("heading")), aka=_several(told.get("aka")), help=_both(told.get("help")),
            example=str(told.get("example") or ""), required=_true(told.get("required")),
            instead=str(told.get("instead") or ""),
            shared=_true(told.get("shared")), code=str(told.get("code") or ""),
            choices=_several(told.get("choices")), closed=_true(told.get("closed")),
            ignore=_true(told.get("ignore")),
            shown=told.get("shown") is None or _true(told["shown"]),
        )  # fmt: skip

    def _rules(self, events: list[dict[str, Any]]) -> Iterator[Rule]:
        for told in events:
            self._keys(told, EVENT_KEYS)
            kind = str(told.get("kind"))
            fields = fields_of(told.get("fields") or {})
            for name in fields:
                if not self._has_field(kind, name):
                    self._flaw(NO_SUCH_FIELD, told, kind=shown(kind), name=shown(name))
            yield Rule(
                kind, {name: tuple(map(Pattern, several)) for name, several in fields.items()},
                shared=told.get("each") == "matter", given=_several(told.get("any")),
                when=self._conditions(told, "when"), unless=self._conditions(told, "unless"),
                matter=Pattern(told["matter"]) if told.get("matter") else None,
            )  # fmt: skip

    def _conditions(self, told: dict[str, Any], name: str) -> dict[str, re.Pattern[str]]:
        made = {}
        for heading, sign in (told.get(name) or {}).items():
            try:
                made[heading] = re.compile(sign or ".", re.DOTALL)
            except re.error:
                self._flaw(NO_REGEX, told, sign=shown(sign))
        return made

    def _has_field(self, kind: str, name: str) -> bool:
        try:
            return name in self.catalogue.spec(self.catalogue.find(kind)).fields
        except LedgerError:
            return False

    def _check(self, mapping: Mapping) -> None:
        """Patterns name columns that there are, and derivations; each column is used or ignored."""
        from ledger.sheets.derivations import DERIVATIONS  # noqa: PLC0415 - only those with events have any

        known = [column.heading for column in mapping.columns]
        for rule in mapping.rules:
            for heading in rule.headings:
                if heading not in known:
                    self._flaw(NO_SUCH_HEADING, {}, heading=shown(heading), known="、".join(known))
            for pattern in (pattern for several in rule.fields.values() for pattern in several):
                for name in pattern.unknown():
                    self._flaw(NO_SUCH_DERIVATION, {}, name=shown(name), known=", ".join(DERIVATIONS))
        for column in unused(mapping):
            self._flaw(NOTHING_TAKES, {}, heading=shown(column.heading))

    def _keys(self, told: Any, known: set[str]) -> None:
        for key in told.keys() - known if isinstance(told, dict) else ("",):
            self._flaw(NO_SUCH_KEY, told, key=shown(key), keys=", ".join(sorted(known)))

    def _flaw(self, what: Both, told: Any, **data: str) -> None:
        self.flaws.append(problem(what, **data).at("", getattr(told, "line", 0)))


def _is_shaped(row: object) -> TypeGuard[dict[str, Any]]:
    """Whether it is a mapping as far as its form goes: what the columns and events are is looked at later."""
    if not isinstance(row, dict) or not {"register", "kind"} & row.keys():
        return False
    listed = [row.get("columns"), row.get("events", []), row.get("examples") or []]
    if not all(isinstance(told, list) and all(isinstance(one, dict) for one in told) for told in listed):
        return False
    parts = [event.get(key) or {} for event in row.get("events", []) for key in ("fields", "when", "unless")]
    return all(isinstance(part, dict) for part in parts)


def _several(told: object) -> tuple[str, ...]:
    if told is None:
        return ()
    return tuple(map(str, told)) if isinstance(told, list) else (str(told),)


def _both(told: object) -> Both:
    """A text in both languages: ``{zh: …, en: …}``, or one for both."""
    if isinstance(told, dict):
        return Both(str(told.get("en") or ""), str(told.get("zh") or ""))
    return Both(str(told or ""), str(told or ""))


def _true(told: object) -> bool:
    return str(told).lower() in ("true", "yes", "是")
