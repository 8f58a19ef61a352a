"""The summary of a period: counts, attendance, resolutions, trainings and the rest, each with its entries.

The shape is published as ``docs/summary.schema.json``. Every figure carries ``positions``: of the entry that
contains it, or of all that it was counted from.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ledger.events.internal_audit import AuditType
from ledger.matter import CHECKED
from ledger.periods import Scope
from ledger.values import AttendanceMode, Topic
from projections import queries
from projections.catch_up import Views
from projections.figures import figures
from projections.queries import Window, within
from projections.view import table
from projections.views import (
    attendance,
    audits,
    charter,
    incentives,
    meetings,
    register,
    resolutions,
    trainings,
)

if TYPE_CHECKING:
    from datetime import date

    from ledger.application import Ledger
    from ledger.language import Lang
    from ledger.periods import Period
    from projections.catch_up import Reading

MODES = {
    AttendanceMode.ON_SITE: "on_site", AttendanceMode.REMOTE: "remote", AttendanceMode.PROXY: "by_proxy",
    AttendanceMode.ABSENT: "absent", AttendanceMode.UNKNOWN: "unknown",
}  # fmt: skip


def summary(  # noqa: PLR0913 - all but two by name
    ledger: Ledger,
    period: str | Period,
    *,
    cut_off: str | date | None = None,
    as_known_at: int | str | None = None,
    lang: Lang = "zh",
    views: Views | None = None,
) -> dict[str, Any]:
    """What the ledger holds of ``period``, and of later days up to ``cut_off``, as known at a position."""
    window = Window.of(period, cut_off)
    with (views or Views.of(ledger)).at(as_known_at) as reading:
        return _Summary(ledger, reading, window, lang).told()


class _Summary:
    def __init__(self, ledger: Ledger, reading: Reading, window: Window, lang: Lang) -> None:
        self.ledger, self.reading, self.window, self.lang = ledger, reading, window, lang
        self.names = queries.body_names(reading, window.period.last)
        self._read: dict[str, list[tuple[Scope, Any]]] = {}

    def told(self) -> dict[str, Any]:
        period = self.window.period
        return {
            "period": {"label": period.label, "from": str(period.first), "to": str(period.last)},
            "cut_off": str(self.window.cut_off),
            "as_known_at": self.reading.position,
            "meetings": self.meetings(),
            "attendance": self.attendance(),
            "resolutions": self.resolutions(),
            "trainings": [
                self._told(scope, row, "title", "title_en", "organiser", "audience", "persons",
                           internal=row.side == "internal")
                for scope, row in self._in(trainings)
            ],
            "charter": [
                self._told(scope, row, "kind", "instrument", "title", "clauses", "approved_at",
                           label=self._label(row.kind))
                for scope, row in self._in(charter)
            ],
            "incentives": [
                self._told(scope, row, "kind", "title", "instrument", "shares", "persons", "price",
                           label=self._label(row.kind), plan=row.matter)
                for scope, row in self._in(incentives)
            ],
            "internal_audits": [
                self._told(scope, row, "type", "title", "owner", "raised", "closed",
                           label=AuditType(row.type).show(self.lang))
                for scope, row in self._in(audits)
            ],
            "kinds": self.kinds(),
            "undecided": [{"position": row.position, "kind": row.kind, "matter": row.matter, "days": row.days}
                          for scope, row in self._in(register) if scope is Scope.UNDECIDED and row.days],
        }  # fmt: skip

    def _in(self, module: Any) -> list[tuple[Scope, Any]]:
        """The rows of a view that touch the window, read once; a check is nothing that happened."""
        name = module.VIEW.name
        if name not in self._read:
            rows = list(within(self.reading, module.VIEW, self.window))
            if "kind" in table(module.VIEW).c:
                rows = [(scope, row) for scope, row in rows if row.kind != CHECKED]
            self._read[name] = rows
        return self._read[name]

    def _label(self, slug: str) -> str:
        known = self.ledger.catalogue.declared.get(slug)
        return known.label.text(self.lang) if known else slug

    def _told(self, scope: Scope, row: Any, *names: str, **more: Any) -> dict[str, Any]:
        """A row as JSON: its filled columns, its days and their scope, its entry."""
        told = {name: value for name in names if (value := getattr(row, name)) is not None}
        return told | more | {"held_on": row.days, "scope": scope.value, "positions": [row.position]}

    def meetings(self) -> list[dict[str, Any]]:
        """How often each body met."""
        names = self.names
        by_body: dict[str, dict[Scope, list[int]]] = {}
        for scope, row in self._in(meetings):
            by_body.setdefault(row.body, {}).setdefault(scope, []).append(row.position)
        told = []
        for body, positions in sorted(by_body.items(), key=lambda item: _place(item[0], names)):
            name, kind = names.get(body, (None, ""))
            counted, after = positions.get(Scope.PERIOD, []), positions.get(Scope.AFTER, [])
            unsure = [*positions.get(Scope.UNDECIDED, []), *positions.get(Scope.SINCE, [])]
            told.append({
                "body": body, "type": kind, "label": name.text(self.lang) if name else body,
                "count": len(counted), "undecided": len(unsure), "positions": counted,
                "undecided_positions": unsure,
                "after_period": {"count": len(after), "positions": after},
            })  # fmt: skip
        return told

    def attendance(self) -> list[dict[str, Any]]:
        """How often each person was entitled to attend, and how they did, where names are known."""
        people: dict[tuple[str, str], list[Any]] = {}
        names = self.names
        for scope, row in self._in(attendance):
            if scope is Scope.PERIOD:
                people.setdefault((row.body, row.person), []).append(row)
        told = []
        for (body, person), rows in people.items():
            modes = Counter(row.mode for row in rows)
            counts = {name: modes[mode.value] for mode, name in MODES.items()}
            label = names[body][0].text(self.lang) if body in names else body
            told.append({"body": body, "label": label, "person": person, "entitled": len(rows)} | counts
                        | {"positions": [row.position for row in rows]})  # fmt: skip
        return told

    def resolutions(self) -> list[dict[str, Any]]:
        """How many items of each topic passed and failed in the period."""
        topics: dict[str, list[Any]] = {}
        for scope, row in self._in(resolutions):
            for topic in row.topics.split("；") if scope is Scope.PERIOD else ():
                topics.setdefault(topic, []).append(row)
        return [
            {"topic": topic, "label": Topic(topic).show(self.lang) if topic else "",
             "passed": sum(row.passed for row in rows), "failed": sum(not row.passed for row in rows),
             "positions": [row.position for row in rows]}
            for topic, rows in sorted(topics.items(), key=lambda item: _topic_place(item[0]))
        ]  # fmt: skip

    def kinds(self) -> list[dict[str, Any]]:
        """Every kind of which something happened: how often, with the totals and breakdowns it declares."""
        by_kind: dict[str, dict[Scope, list[Any]]] = {}
        for scope, row in self._in(register):
            by_kind.setdefault(row.kind, {}).setdefault(scope, []).append(row)
        known = self.ledger.catalogue.declared
        return [self._kind(slug, by_kind[slug]) for slug in (*known, *sorted(by_kind.keys() - known.keys()))
                if slug in by_kind]  # fmt: skip

    def _kind(self, slug: str, rows: dict[Scope, list[Any]]) -> dict[str, Any]:
        counted = sorted(rows.pop(Scope.PERIOD, []), key=lambda row: (row.first_day, row.last_day))
        cells = [(row.matter, json.loads(row.figures)) for row in counted if row.figures != "{}"]
        added_up = figures(self.ledger.catalogue.spec(slug), cells) if cells and self._is_known(slug) else {}
        others = {scope.value: [row.position for row in rows[scope]] for scope in Scope if scope in rows}
        return {"kind": slug, "label": self._label(slug), "count": len(counted), **added_up,
                "positions": sorted(row.position for row in counted), "others": others}  # fmt: skip

    def _is_known(self, slug: str) -> bool:
        return slug in self.ledger.catalogue


def _place(body: str, names: dict[str, Any]) -> tuple[int, str]:
    known = list(names)
    return known.index(body) if body in names else len(known), body


def _topic_place(topic: str) -> int:
    return list(Topic).index(Topic(topic)) if topic else len(Topic)
