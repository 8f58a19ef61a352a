"""Replay: the whole history read again, from the stored bytes to the issued reports, and all of it compared.

First everything is verified as stored; then every entry is decoded, validated and admitted to its matter,
batch by batch; then views and issued reports are made again. What only an attacker or a fault can bring about
is an *alarm*; an honest entry that today's rules would not admit, or derived data that must be made anew, is
a finding without alarm. Nothing is written.
"""

from __future__ import annotations

from contextlib import closing, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from ledger.audit import presented
from ledger.audit.verification import NOTHING, verify
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log.anchors import filled
from projections.finding import Finding, Sort
from projections.readmitted import Readmitted
from projections.rebuilt import Anew, Rebuilt, rebuilt
from projections.rederived import Outcome, Rederived, rederived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.application import Ledger
    from ledger.audit.presented import Presented
    from ledger.audit.verification import Outside, Verified
    from ledger.log.finding import Finding as Fault
    from ledger.matter import Matter

__all__ = ["Finding", "Replay", "Sort", "replay"]

BEYOND = 2**62
"""Past every position: what is about the whole stands at the end."""
ASIDE = {"evidence": Sort.EVIDENCE, "checkpoint": Sort.CHECKPOINT}
"""Tables of what verification finds outside of the log itself."""
REPORTS = "report/"
"""How the matters of issued reports begin."""
UNREAD = Both(
    "fields and rules of entries ({n}) of kinds or versions that this program does not know: {kinds}. "
    "Their bytes were verified; replay them with the program, or the module of kinds, that knows them.",
    "{n} 条分录的字段和规则：其种类或版本为本程序所不认识（{kinds}）。其字节已核对；"
    "请用认识这些种类的程序版本或模块重放。",
)
UNJUDGED = Both("the rules of {matter}: {why}", "{matter} 的规则：{why}")
BROKEN = Both(
    "the rules of matters with an entry that is altered, damaged or impossible: {n}",
    "{n} 个事项的规则：其中有被改动、损坏或不可能的分录",
)
TOO_MUCH = Both(
    "what the entries say: so many are altered or damaged that nothing is to be gained from it",
    "分录的内容：被改动或损坏的过多，已无意义",
)
NOT_SOUND = Both(
    "views and issued reports: they cannot be made from a history that is altered or damaged",
    "视图和已发布的报告：历史被改动或损坏，无法据以生成",
)
NOT_MADE = Both("views and issued reports: {why}", "视图和已发布的报告：{why}")
CANNOT_TELL = Both("the report issued by #{position}: {why}", "#{position} 所发布的报告：{why}")
NO_VIEWS = Rebuilt({}, None, [])


class Replay(NamedTuple):
    """What was read again as known at a position, and what was found."""

    verified: Verified
    upto: int
    root: str
    """The root hash as known then; empty where entries are missing."""
    again: Readmitted
    views: Rebuilt
    reports: list[Rederived]
    findings: list[Finding]
    unchecked: list[Both]
    """What could not be checked, and why."""

    @property
    def entries(self) -> int:
        """How many entries were read."""
        return self.again.read

    @property
    def matters(self) -> int:
        """How many matters they are about."""
        return len(self.again.matters)

    @property
    def alarmed(self) -> bool:
        """Whether the history was altered or damaged."""
        return any(finding.alarm for finding in self.findings)


def replay(
    ledger: Ledger,
    outside: Outside = NOTHING,
    *,
    as_known_at: int | str | None = None,
    given: Presented | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Replay:
    """Verify everything, and replay it as known at a position or time.

    ``given``: what is verified, if it was opened before; ``progress`` is told how many entries are done, each
    of them three times: verified, admitted, made views of.
    """
    with nullcontext(given) if given else presented.ledger(ledger.settings) as handed:
        verified = verify(handed, outside, progress)
        last = verified.checked.last
        upto = last if as_known_at is None else min(ledger.point(as_known_at), last)
        return _replayed(ledger, handed, verified, upto, lambda done: progress(last + done))


def _replayed(
    ledger: Ledger, given: Presented, verified: Verified, upto: int, progress: Callable[[int], None]
) -> Replay:
    """Everything after the verification."""
    faults, last = verified.findings, verified.checked.last
    bearable = faults.total == len(faults)
    again = Readmitted(ledger.codec, {fault.position for fault in faults if fault.table == "entries"})
    again.run(given.source.rows() if bearable else [], upto, progress)
    found = [*map(_told_of, faults), *again.findings]
    unchecked = [*_unjudged(again), *([] if bearable else [TOO_MUCH])]
    views, reports = NO_VIEWS, list[Rederived]()
    if any(finding.alarm and finding.table not in ASIDE for finding in found):
        unchecked.append(NOT_SOUND)
    else:
        try:
            with closing(Anew(ledger, lambda done: progress(last + done))) as fresh:
                views = rebuilt(ledger, fresh, upto)
                reports = rederived(ledger, _reported(again), fresh)
        except LedgerError as error:
            unchecked.append(filled(NOT_MADE, why=Both(error.text("en"), error.text("zh"))))
    found += [*views.findings, *_differing(reports)]
    found.sort(key=lambda finding: finding.position or BEYOND)
    unchecked += _unknown(reports)
    return Replay(verified, upto, _root(ledger, verified, upto), again, views, reports, found, unchecked)


def _reported(again: Readmitted) -> Iterator[Matter]:
    """The matters of reports that were issued."""
    return (matter for name, matter in again.admission.matters.items() if name.startswith(REPORTS))


def _told_of(fault: Fault) -> Finding:
    return Finding(ASIDE.get(fault.table, Sort.ALTERED), *fault)


def _root(ledger: Ledger, verified: Verified, upto: int) -> str:
    checked = verified.checked
    if checked.tree.size != checked.last:
        return ""
    if upto == checked.last:
        return checked.tree.root.hex()
    try:
        return ledger.log_recorder.root(upto).hex()
    except LedgerError:  # the tree has holes, which verification told of
        return ""


def _unjudged(again: Readmitted) -> Iterator[Both]:
    if again.unread:
        yield filled(UNREAD, n=again.unread.total(), kinds=", ".join(sorted(again.unread)))
    for matter, error in sorted(again.admission.unjudged.items()):
        yield filled(UNJUDGED, matter=matter, why=Both(error.text("en"), error.text("zh")))
    if again.broken:
        yield filled(BROKEN, n=len(again.broken))


def _differing(reports: list[Rederived]) -> Iterator[Finding]:
    for report in reports:
        if report.outcome is Outcome.DIFFERS:
            yield Finding(Sort.REPORT, "reports", str(report.position), report.position, report.what)


def _unknown(reports: list[Rederived]) -> Iterator[Both]:
    for report in reports:
        if report.outcome is Outcome.UNKNOWN:
            yield filled(CANNOT_TELL, position=report.position, why=report.what)
