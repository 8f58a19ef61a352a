"""The steps of a replay, each with how many it went through and what came of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from commands.parts.replayed import counts
from ledger.language import Both
from ledger.log.anchors import filled
from projections.finding import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from projections.replay import Replay

BYTES = Both("Stored bytes, hashes, columns, tree, head", "存储的字节、哈希、各列、哈希树、首部")
CHECKPOINTS = Both("Checkpoints", "检查点")
DOCUMENTS = Both("Documents", "凭证文件")
DECODED = Both("Entries decoded and validated", "解码并校验分录")
ADMITTED = Both("Batches admitted to their matters again", "按批次重新审查能否记入其事项")
REBUILT = Both("Views made anew", "重建视图")
REMADE = Both("Issued reports made again", "重新生成已发布的报告")

ENTRIES = Both("{n} entries", "{n} 条分录")
IN_MATTERS = Both("{n} batches, {m} matters", "{n} 个批次，{m} 个事项")
OF_ROWS = Both("{n} views, {m} rows", "{n} 个视图，{m} 行")
AGREES, FOUND = Both("agrees", "相符"), Both("findings: {n}", "发现 {n} 处")
NONE, NOT_MADE = Both("none", "没有"), Both("not made", "未进行")
KEPT = Both("those kept are the same, up to #{kept}", "所存视图截至 #{kept} 与之一致")
NOT_KEPT = Both("none were kept to compare", "没有所存视图可比对")


def steps(found: Replay) -> Iterator[tuple[Both, Both | int, Both]]:
    """Each step with its number and its outcome."""
    verified, many = found.verified, counts(found)
    sorts = Counter(finding.sort for finding in found.findings)

    def outcome(sort: Sort, otherwise: Both = AGREES) -> Both:
        return filled(FOUND, n=sorts[sort]) if sorts[sort] else otherwise

    evidence = {verdict.label: len(named) for verdict, named in verified.evidence.items()}
    reports = Counter(report.outcome.label for report in found.reports)
    yield BYTES, filled(ENTRIES, n=verified.checked.last), outcome(Sort.ALTERED)
    yield CHECKPOINTS, len(verified.agrees), outcome(Sort.CHECKPOINT, AGREES if verified.agrees else NONE)
    yield DOCUMENTS, sum(evidence.values()), _counted(evidence)
    yield DECODED, filled(ENTRIES, n=found.again.decoded), outcome(Sort.IMPOSSIBLE)
    yield ADMITTED, filled(IN_MATTERS, n=many["batches"], m=found.matters), outcome(Sort.RULES)
    yield REBUILT, filled(OF_ROWS, n=many["views"], m=many["rows"]), outcome(Sort.VIEWS, _kept(found))
    yield REMADE, many["reports"], _counted(reports) if found.views.rows else NOT_MADE


def _kept(found: Replay) -> Both:
    if not found.views.rows:
        return NOT_MADE
    return NOT_KEPT if found.views.kept is None else filled(KEPT, kept=found.views.kept)


def _counted(told: Mapping[Both, int]) -> Both:
    """How many have which outcome."""
    if not told:
        return NONE
    return Both(", ".join(f"{n} {label.en}" for label, n in told.items()),
                "，".join(f"{label.zh} {n}" for label, n in told.items()))  # fmt: skip
