"""What an edited draft asks for: each statement compared with what it was and with what became of it since.

What somebody else corrected in the meantime is never overwritten, unless both say the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.batch import Change
from ledger.language import Both
from ledger.matter import RETRACTED
from ledger.plans import headings
from ledger.problems import build
from ledger.rows import problem
from projections.reports.evaluation.context import of
from projections.reports.evaluation.regions import cells_of

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.entry import Entry, Source
    from ledger.errors import Problem
    from ledger.event import GovernanceEvent
    from ledger.matter import Matter
    from projections.reports.evaluation.marks import Mark
    from projections.reports.evaluation.regions import Region, Regions

OUTSIDE = Both(
    "this text stands outside of a statement and would be lost; move it into a 【New statement】",
    "这段文字不在任何陈述之内，不会读回；请移到【新陈述】与【完】之间",
)
NOT_OF_DRAFT = Both(
    "#{at} is no statement of this draft; for something new write 【New statement｜…】",
    "#{at} 不是本草稿中的陈述；新的陈述请写成【新陈述｜…】",
)
TWICE = Both(
    "#{at} stands in the file twice, first in line {first}; for one more write 【New statement｜…】",
    "#{at} 在文件中出现两次，首次在第 {first} 行；另写一处请写成【新陈述｜…】",
)
NO_HEADING = Both(
    "the plan has no chapter or measure {under}; it has {known}",
    "行动方案中没有章或举措 {under}；现有：{known}",
)
LOST = Both(
    "#{at} was {fate} since the draft was written, and not as it is here; write a new draft and edit that",
    "#{at} 在草稿生成后{fate}，与此处的改动不一致；请重新生成草稿再改",
)
REMOVED = Both(
    "statement #{at} ({under}) was removed; to retract it add --removed retract, to leave it as it is "
    "--removed keep, or restore its text",
    "陈述 #{at}（{under}）已被删去；要撤回请加 --removed retract，要保留请加 --removed keep，否则请恢复文字",
)
COMPUTED = Both(
    "this line is computed and not read back; correct the entries behind it instead",
    "此行由账本生成，改动不会读回；有误请更正所依据的分录",
)
COMPUTED_GONE = Both(
    "{count} computed lines were removed; that has no effect, they come again from the ledger",
    "有 {count} 行由账本生成的文字被删去；删去无效，下次仍由账本生成",
)


class File(NamedTuple):
    """The file that is read: its name as the person wrote it, and its hash."""

    name: str
    source: Source


class Reason(NamedTuple):
    """Why statements are corrected or retracted, and what becomes of those that were removed.

    ``removed`` is ``retract``, ``keep``, or empty where nobody said.
    """

    corrected: str
    retracted: str
    removed: str = ""


class Comparison:
    """Compares the regions of a file with those of the draft as written; ``head`` is its first line."""

    def __init__(self, ledger: Ledger, base: Regions, head: Mark, file: File, reason: Reason) -> None:
        self.ledger, self.base, self.head, self.file, self.reason = ledger, base, head, file, reason
        self.read = self.known = 0
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def run(self, found: Regions) -> None:
        """Compare everything."""
        written = {one.mark.position: one for one in self.base.regions if one.mark.position}
        seen: dict[int, int] = {}
        for region in found.regions:
            at = region.mark.position
            if not at:
                self._new(region)
            elif at not in written:
                self._refuse(region.line, NOT_OF_DRAFT, at=at)
            elif at in seen:
                self._refuse(region.line, TWICE, at=at, first=seen[at])
            else:
                seen[at] = region.line
                self._stated(written[at], region)
        for at in sorted(written.keys() - seen.keys()):
            self._removed(written[at], 0)
        self._outside(found)

    def _refuse(self, line: int, why: Both, **data: Any) -> None:
        self.problems.append(problem(why, **data).at(self.file.name, line))

    def _new(self, region: Region) -> None:
        if region.empty:
            return
        self.read += 1
        cells = cells_of(region, self.head)
        plan = self.ledger.matter(cells["plan"])
        if not self._has_heading(plan, cells, region.line):
            return
        if event := self._event("statement-made", cells, region.line):
            if self._is_there(event, plan):
                self.known += 1
            else:
                self.changes.append(self._change(event, plan.id, region.line))

    def _has_heading(self, plan: Matter, cells: dict[str, str], line: int) -> bool:
        """Whether the plan has the heading that a region names; refuses the region if not."""
        numbers = [of(one).number for one in headings(plan, dropped=True)]
        if cells.get("under") in numbers:
            return True
        self._refuse(line, NO_HEADING, under=cells.get("under", "—"), known=", ".join(numbers) or "—")
        return False

    def _is_there(self, event: GovernanceEvent, plan: Matter) -> bool:
        """Whether it stands, or was recorded since the draft was written, perhaps from this very file."""
        then = self.ledger.point(self.head.parts.get("position"))
        since = [entry for entry in plan.history if entry.position > then]
        there = [*since, *(held.entry for held in plan.standing)]
        return event in [entry.event for entry in there] or event in [one.event for one in self.changes]

    def _stated(self, base: Region, region: Region) -> None:
        if region.empty:
            self._removed(base, region.line)
            return
        self.read += 1
        entry = self.ledger.entry(region.mark.position)
        told, asked = cells_of(base, self.head), cells_of(region, self.head)
        wanted = {name: asked.get(name, "") for name in told.keys() | asked.keys()
                  if told.get(name) != asked.get(name)}  # fmt: skip
        if not wanted:
            self.known += 1
        elif "under" in wanted and not self._has_heading(
            self.ledger.matter(entry.matter), asked, region.line
        ):
            return
        elif event := self._event(entry.kind, entry.event.cells() | wanted, region.line):
            cells = event.cells()
            self._correct(entry, {name: cells.get(name, "") for name in wanted}, region.line)

    def _correct(self, entry: Entry, wanted: dict[str, str], line: int) -> None:
        """Put the wanted cells in what stands now, unless somebody else has changed one of them otherwise."""
        matter, before = self.ledger.matter(entry.matter), entry.event.cells()
        latest = _latest(matter, entry)
        now = latest.event.cells()
        alike = all(now.get(name, "") in (before.get(name, ""), cell) for name, cell in wanted.items())
        if latest.kind == RETRACTED or not alike:
            self._refuse(line, _lost(matter, entry), at=entry.position)
        elif event := self._event(entry.kind, now | wanted, line):
            if event.cells() == now:
                self.known += 1
                return
            filled = all(event.cells().get(name) == cell for name, cell in now.items())
            change = self._change(event, latest.matter, line)
            purpose = "completion" if filled else "correction"
            self.changes.append(
                change._replace(corrects=latest.position, purpose=purpose, reason=self.reason.corrected)
            )

    def _removed(self, base: Region, line: int) -> None:
        self.read += 1
        entry = self.ledger.entry(base.mark.position)
        matter = self.ledger.matter(entry.matter)
        latest = _latest(matter, entry)
        if latest.kind == RETRACTED or self.reason.removed == "keep":
            self.known += 1
        elif not self.reason.removed:
            self._refuse(line, REMOVED, at=entry.position, under=base.mark.under)
        elif latest.position != entry.position:
            self._refuse(line, _lost(matter, entry), at=entry.position)
        elif event := self._event(
            RETRACTED, {"position": str(entry.position), "reason": self.reason.retracted}, line
        ):
            self.changes.append(self._change(event, entry.matter, line))

    def _event(self, slug: str, cells: dict[str, str], line: int) -> GovernanceEvent | None:
        made = build(self.ledger.catalogue.spec(slug), cells)
        if isinstance(made, list):
            self.problems += [one.at(self.file.name, line) for one in made]
            return None
        return made

    def _change(self, event: GovernanceEvent, matter: str, line: int) -> Change:
        source = self.file.source._replace(row=line)
        return Change(event, matter, source=source, file=self.file.name, line=line)

    def _outside(self, found: Regions) -> None:
        """Text where none is read back: what is computed has no effect, anything else would be lost."""
        computed = Counter(line for _, line in self.base.outside)
        for at, line in found.outside:
            if computed[line]:
                computed[line] -= 1
            elif line.startswith((">", "#")):
                self.notes.append(problem(COMPUTED).at(self.file.name, at))
            else:
                self._refuse(at, OUTSIDE)
        if (gone := computed.total() - len(self.notes)) > 0:
            self.notes.append(problem(COMPUTED_GONE, count=gone).at(self.file.name, 0))


def _latest(matter: Matter, entry: Entry) -> Entry:
    """What the line of corrections of an entry has come to: an entry that stands, or a retraction."""
    at = entry.position
    while at in matter.fates:
        at = matter.fates[at]
    return next(one for one in matter.history if one.position == at)


def _lost(matter: Matter, entry: Entry) -> Both:
    fate = matter.fate(entry.position)
    return Both(LOST.en.replace("{fate}", fate.en), LOST.zh.replace("{fate}", fate.zh))
