"""How the outcome of a replay is told at the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.parts import verdict
from ledger.language import Both
from ledger.log.anchors import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.finding import Finding
    from projections.replay import Replay

PLACES = verdict.PLACES | {
    "views": Both("view {row}", "视图 {row}"),
    "reports": Both("report issued by #{row}", "#{row} 所发布的报告"),
}
WHOLE = {"views": Both("views", "视图")}
"""What is about all rows of a table, not one."""
NO_ROOT = Both("none, since entries are missing", "无（缺少分录）")
CLEAN = Both("Everything agrees.", "全部一致。")
IN_PART = Both("All that was checked agrees; not checked: {n}.", "已核对的全部一致；未核对：{n} 项。")
NOTED = Both(
    "Nothing was found altered. There are findings ({n}) that raise no alarm.",
    "未发现改动。另有 {n} 项不构成警报的提示。",
)
ALARMED = Both(
    "Alarms: {n}. Change nothing; keep a copy of all of it as it is, and compare with a backup and with the "
    "checkpoints that are kept elsewhere.",
    "共 {n} 项警报。请勿改动任何内容，原样留存副本，并与备份及另存的检查点比对。",
)
READ = Both(
    "{n} entries in {m} matters read again; root {root}", "重读 {m} 个事项的 {n} 条分录；根哈希 {root}"
)
REMADE = Both(
    "entries of {kinds} kinds admitted again in {batches} batches; made again: {rows} rows of {views} views, "
    "issued reports: {reports}",
    "{kinds} 个种类的分录按 {batches} 批重新审查；重建 {views} 个视图 {rows} 行，已发布的报告 {reports} 份",
)
ALARM = Both("ALARM: {place}: {what}", "警报：{place}：{what}")
NOTE = Both("finding: {place}: {what}", "提示：{place}：{what}")
NOT_CHECKED = Both("not checked: {what}", "未核对：{what}")


def place(finding: Finding) -> Both:
    """Where a finding is."""
    told = PLACES[finding.table] if finding.row or finding.table not in WHOLE else WHOLE[finding.table]
    return filled(told, row=finding.row, position=finding.position)


def conclusion(found: Replay) -> Both:
    """The whole in a sentence."""
    alarms = sum(finding.alarm for finding in found.findings)
    if alarms:
        return filled(ALARMED, n=alarms + more(found))
    if found.findings:
        return filled(NOTED, n=len(found.findings))
    return filled(IN_PART, n=len(found.unchecked)) if found.unchecked else CLEAN


def more(found: Replay) -> int:
    """Findings of the verification that were only counted."""
    findings = found.verified.findings
    return findings.total - len(findings)


def lines(found: Replay) -> Iterator[Both]:
    """The outcome, a sentence a line."""
    yield filled(READ, n=found.entries, m=found.matters, root=found.root or NO_ROOT)
    yield filled(REMADE, **counts(found))
    for what in found.verified.agrees:
        yield filled(verdict.AGREES, what=what)
    yield from verdict.documents(found.verified)
    for finding in found.findings:
        yield filled(ALARM if finding.alarm else NOTE, place=place(finding), what=finding.what)
    if uncounted := more(found):
        yield filled(verdict.MORE, n=f"{uncounted:,}")
    for what in found.unchecked:
        yield filled(NOT_CHECKED, what=what)
    yield conclusion(found)
    if not found.alarmed:
        yield verdict.limits(found.verified)


def counts(found: Replay) -> dict[str, int]:
    """How many of each were made or admitted again."""
    return {
        "batches": found.again.batches, "kinds": len(found.again.kinds), "views": len(found.views.rows),
        "rows": sum(found.views.rows.values()), "reports": len(found.reports),
    }  # fmt: skip
