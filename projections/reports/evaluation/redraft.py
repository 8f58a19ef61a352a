"""An edited draft read back: what is new, changed or gone, as changes to record together.

The draft as it was written is made anew, from the ledger as known at the position that its first line names.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledger.entry import Source
from ledger.errors import LedgerError, Problem
from ledger.intake import NOT_TEXT
from ledger.language import Both
from ledger.rows import problem
from projections.reports.evaluation import evaluation
from projections.reports.evaluation.comparison import Comparison, File, Reason
from projections.reports.evaluation.draft import draft_of, origin_of
from projections.reports.evaluation.regions import Regions

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.batch import Change
    from projections.reports.evaluation.marks import Mark

NO_HEAD = Both(
    "the first line of the draft, 【Draft｜…】, is missing; restore it, or write a new draft: "
    "ledger report evaluation PERIOD --draft FILE",
    "缺少草稿的首行【草稿｜…】；请恢复该行，或重新生成草稿：ledger report evaluation 期间 --draft 文件",
)


class OtherLedgerError(LedgerError):
    """A draft of another ledger."""

    sentence = Both(
        "this is a draft of the ledger {theirs}, not of {ours}; read it into that one",
        "这是账本 {theirs} 的草稿，不属于 {ours}；请读入该账本",
    )


class Redraft(NamedTuple):
    """What a draft holds: how many statements, what is to record, and what is already there."""

    read: int
    known: int
    changes: list[Change]
    problems: list[Problem]
    notes: list[Problem]
    """What was changed without effect."""


def redraft(ledger: Ledger, name: str, data: bytes, reason: Reason) -> Redraft:
    """The changes that the edited draft in a file asks for, or everything that is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _refused(problem(NOT_TEXT, at=error.start + 1).at(name, line))
    found = Regions(text)
    misfits = [one.at(name, line) for line, one in found.problems]
    if found.head is None:
        return _refused(problem(NO_HEAD).at(name, 1), *misfits)
    line, head = found.head
    try:
        base = _base(ledger, head)
    except LedgerError as error:
        return _refused(Problem(Both(error.text("en"), error.text("zh"))).at(name, line), *misfits)
    file = File(name, Source(sha256(data).hexdigest(), 0))
    told = Comparison(ledger, base, head, file, reason)
    told.run(found)
    return Redraft(told.read, told.known, told.changes, [*misfits, *told.problems], told.notes)


def _refused(*problems: Problem) -> Redraft:
    return Redraft(0, 0, [], list(problems), [])


def _base(ledger: Ledger, head: Mark) -> Regions:
    """The draft as it was written."""
    told, origin = head.parts, origin_of(ledger)
    if told.get("ledger") != origin:
        raise OtherLedgerError(theirs=told.get("ledger") or "—", ours=origin)
    document = evaluation(
        ledger, told.get("period", ""), cut_off=told.get("cut_off"), as_known_at=told.get("position"),
        lang="en" if told.get("lang") == "en" else "zh", with_plan=told.get("with_plan"), draft=True,
    )  # fmt: skip
    return Regions(draft_of(document, origin, told.get("with_plan")).text)
