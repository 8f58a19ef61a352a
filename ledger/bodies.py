"""The bodies that listed companies have: named before the ledger says that they were established."""

from __future__ import annotations

from ledger.language import Both

STANDARD_BODIES = {
    "body/shareholders": Both("shareholders' meeting", "股东大会"),
    "body/board": Both("board of directors", "董事会"),
    "body/supervisory-board": Both("supervisory board", "监事会"),
    "body/audit-committee": Both("audit committee", "审计委员会"),
    "body/nomination-committee": Both("nomination committee", "提名委员会"),
    "body/remuneration-committee": Both("remuneration committee", "薪酬与考核委员会"),
    "body/nomination-remuneration-committee": Both(
        "nomination and remuneration committee", "提名与薪酬委员会"
    ),
    "body/strategy-committee": Both("strategy committee", "战略委员会"),
    "body/independent-directors-meeting": Both(
        "special meeting of independent directors", "独立董事专门会议"
    ),
    "body/management": Both("executive management", "高级管理层"),
}
"""Matter id -> name. Other bodies are established with a slug of their own."""

ANNOUNCING = ("shareholders", "board", "supervisory-board")
"""Slugs of the bodies whose resolutions are announced; committees report to the board, which decides."""


def body_named(text: str) -> str:
    """The slug of a standard body that is called by its name in either language; any other text as it is."""
    return _SLUGS.get(text.strip().casefold(), text)


_SLUGS = {
    name.casefold(): matter.partition("/")[2] for matter, both in STANDARD_BODIES.items() for name in both
} | {"股东会": "shareholders"}
