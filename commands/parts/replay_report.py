"""The replay report: what was checked, how many of each, what was found; as a document to file, and as JSON.

The same ledger, held against the same, gives the same bytes with the same version of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commands.parts import verdict
from commands.parts.replay_steps import steps
from commands.parts.replayed import NO_ROOT, conclusion, place
from ledger.errors import shown
from ledger.language import Both
from ledger.log.anchors import filled
from ledger.version import PROGRAM
from projections.document import Block, Document, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.language import Lang
    from projections.replay import Replay

Row = tuple[Both | str | int, ...]
"""Cells, each in both languages or the same in each."""
Table = list[Row]
"""Its header, then its rows."""

TITLE = Both("Replay of a governance ledger", "治理账本重放报告")
SUBJECT = Both(
    "{origin}, replayed as known at #{upto} by {program}; root hash {root}. The ledger holds #1 to #{last}.",
    "{origin}，由 {program} 以 #{upto} 时所知为准重放；根哈希 {root}。账本现有 #1 至 #{last}。",
)
STEPS: Row = (Both("Step", "步骤"), Both("How many", "数量"), Both("Outcome", "结果"))
FINDINGS: Row = (
    Both("Where", "位置"), Both("Sort", "类别"), Both("What", "发现"), Both("Means", "含义"),
    Both("To do", "处理"),
)  # fmt: skip
REPORTS: Row = (
    Both("Entry", "分录"), Both("Report", "报告"), Both("Period", "报告期"), Both("Outcome", "结果"),
    Both("Why", "说明"),
)  # fmt: skip
KINDS: Row = (Both("Kind", "种类"), Both("Slug", "代号"), Both("Entries", "分录数"))
VIEWS: Row = (Both("View", "视图"), Both("Rows", "行数"))
NOTHING = Both("Nothing.", "无。")
TRUTH = Both(
    "Whether what was recorded is true, and what the documents say, is for the auditor to judge.",
    "所记录的是否属实、凭证文件的内容如何，由审计师判断。",
)
"""What no replay can check."""


def document(found: Replay, lang: Lang) -> Document:
    """The report as a document."""
    blocks = [Block("title", (Run(TITLE.text(lang)),))]
    for heading, body in _parts(found):
        if heading and body:
            blocks.append(Block("heading", (Run(heading.text(lang)),), 1))
        blocks += [_paragraph(part, lang) if isinstance(part, Both) else _table(part, lang) for part in body]
    return Document("replay", "", "", found.upto, lang, tuple(blocks))


def _parts(found: Replay) -> Iterator[tuple[Both | None, list[Both | Table]]]:
    """Headings, each with what stands under it."""
    checked = found.verified.checked
    subject = filled(SUBJECT, origin=_origin(found), upto=found.upto, last=checked.last, program=PROGRAM,
                     root=found.root or NO_ROOT)  # fmt: skip
    yield None, [subject, conclusion(found)]
    yield Both("What was checked", "核对内容"), _tables(STEPS, steps(found))
    yield Both("Held against", "比对的检查点"), [*found.verified.agrees, verdict.limits(found.verified)]
    yield Both("Findings", "发现"), _tables(FINDINGS, _findings(found)) or [NOTHING]
    yield Both("Not checked, and why", "未核对的内容及原因"), [*_unchecked(found)]
    yield Both("Issued reports", "已发布的报告"), _tables(REPORTS, _reports(found))
    yield Both("Entries by kind", "各种类的分录"), _tables(KINDS, _kinds(found))
    yield Both("Rows by view", "各视图的行"), _tables(VIEWS, found.views.rows.items())


def _unchecked(found: Replay) -> list[Both]:
    """What was not checked, and what no replay can."""
    return [*found.unchecked, *verdict.missing(found.verified), TRUTH]


def _origin(found: Replay) -> str:
    return shown(found.verified.testimony.origin or "?")


def _findings(found: Replay) -> Iterator[Row]:
    for finding in found.findings:
        yield place(finding), finding.sort.label, finding.what, finding.sort.means, finding.remedy


def _reports(found: Replay) -> Iterator[Row]:
    for report in found.reports:
        yield f"#{report.position}", report.report, report.period, report.outcome.label, report.what


def _kinds(found: Replay) -> Iterator[Row]:
    declared = found.again.codec.catalogue.declared
    for slug, entries in sorted(found.again.kinds.items()):
        yield declared[slug].label if slug in declared else "", shown(slug), entries


def _tables(header: Row, rows: Iterable[Row]) -> list[Both | Table]:
    """A table, or none without rows."""
    table = [header, *rows]
    return [table] if len(table) > 1 else []


def _paragraph(told: Both, lang: Lang) -> Block:
    return Block("paragraph", (Run(told.text(lang)),))


def _table(table: Table, lang: Lang) -> Block:
    header, *rows = (
        tuple((Run(cell.text(lang) if isinstance(cell, Both) else str(cell)),) for cell in row)
        for row in table
    )
    return Block("table", header=header, rows=tuple(rows))


def as_json(found: Replay, lang: Lang) -> dict[str, Any]:
    """The report for programs."""
    verified = verdict.as_json(found.verified, lang)
    kept = ("origin", "key", "agrees", "proven_to", "signed_to", "limits", "evidence", "more")
    return {
        "report": "replay",
        "program": PROGRAM,
        "as_known_at": found.upto,
        "last": found.verified.checked.last,
        "root": found.root,
        "alarmed": found.alarmed,
        **{name: verified[name] for name in kept},
        "entries": found.entries,
        "kinds": dict(sorted(found.again.kinds.items())),
        "batches": found.again.batches,
        "matters": found.matters,
        "views": found.views.rows,
        "kept_views": found.views.kept,
        "reports": [report._asdict() | {"what": report.what.text(lang)} for report in found.reports],
        "findings": [
            {"sort": finding.sort.value, "alarm": finding.alarm, "table": finding.table, "row": finding.row,
             "position": finding.position, "what": finding.what.text(lang),
             "means": finding.sort.means.text(lang), "remedy": finding.remedy.text(lang)}
            for finding in found.findings
        ],
        "unchecked": [what.text(lang) for what in _unchecked(found)],
    }  # fmt: skip
