"""Rederived: reports that were issued, made again from the entries that they rest on, and judged by that."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from ledger.errors import LedgerError, shown
from ledger.language import Both
from ledger.log.anchors import filled
from ledger.unread import readable
from ledger.version import PROGRAM
from projections.issued import ISSUED, REPORTS, again

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.matter import Matter
    from projections.catch_up import Views


class Outcome(StrEnum):
    """What came of making a report again."""

    label: Both

    REPRODUCED = "reproduced", Both("reproduced", "一致")
    DIFFERS = "differs", Both("differs", "不一致")
    UNKNOWN = "cannot-tell", Both("cannot tell", "无法判断")

    def __new__(cls, value: str, label: Both) -> Self:
        """Make a member of its value and its label."""
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member


SAME = Both("made again from #1 to #{upto}: the same digest", "由 #1 至 #{upto} 重新生成，摘要相同")
OTHER = Both(
    "the report {report} of {period}, made again from #1 to #{upto}, has another digest than {named}",
    "{period}的报告 {report} 由 #1 至 #{upto} 重新生成，摘要与所记 {named} 不同",
)
NO_DIGEST = Both("its entry names no digest or no position", "其分录未载明文稿摘要或账本位置")
NO_SUCH_REPORT = Both("this program makes no report {report}", "本程序不生成报告 {report}")
OTHER_PROGRAM = Both(
    "it was recorded by {program}, whose wording may be another than that of this one, {own}; make it again "
    "with that version",
    "记录时的程序为 {program}，其文字模板可能与本程序 {own} 不同；请用该版本重新生成",
)


class Rederived(NamedTuple):
    """One issued report, by the position of its entry."""

    position: int
    report: str
    period: str
    outcome: Outcome
    what: Both


def rederived(ledger: Ledger, matters: Iterable[Matter], views: Views) -> list[Rederived]:
    """Every report that stands as issued in the matters, made again with these views."""
    entries = [entry for matter in matters for entry in matter.entries(*ISSUED)]
    return [judged(ledger, entry, views) for entry in sorted(entries, key=lambda entry: entry.position)]


def judged(ledger: Ledger, entry: Entry, views: Views) -> Rederived:
    """One report that was issued, made again with these views."""
    try:
        event: Any = readable(entry.event)
        told = entry.position, event.report, str(event.period)
    except LedgerError as error:  # of a version that this program does not know
        return Rederived(entry.position, "", "", Outcome.UNKNOWN, _told(error))
    try:
        outcome, what = _judged(ledger, entry, event, views)
    except LedgerError as error:
        outcome, what = Outcome.UNKNOWN, _told(error)
    return Rederived(*told, outcome, what)


def _judged(ledger: Ledger, entry: Entry, event: Any, views: Views) -> tuple[Outcome, Both]:
    if event.report not in REPORTS:
        return Outcome.UNKNOWN, filled(NO_SUCH_REPORT, report=shown(event.report))
    if not event.digest or not event.position:
        return Outcome.UNKNOWN, NO_DIGEST
    if again(ledger, entry, views):
        return Outcome.REPRODUCED, filled(SAME, upto=event.position)
    if entry.program != PROGRAM:
        return Outcome.UNKNOWN, filled(OTHER_PROGRAM, program=shown(entry.program), own=PROGRAM)
    period = Both(event.period.show("en"), event.period.show("zh"))
    return Outcome.DIFFERS, filled(OTHER, report=event.report, period=period, upto=event.position,
                                   named=event.digest)  # fmt: skip


def _told(error: LedgerError) -> Both:
    return Both(error.text("en"), error.text("zh"))
