"""Attendance: who was entitled to attend, and how each did, in one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from ledger.errors import ValueProblem
from ledger.language import Both, Lang
from ledger.values.attendee import AttendanceMode, Attendee, read, sound, written
from ledger.values.names import parts
from ledger.values.text import checked
from ledger.values.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOBODY = Both("it names nobody; write such as Zhang San; Li Si (remote); Zhao Liu (absent: ill)",
               "没有姓名；请写成如 张三；李四（通讯）；赵六（缺席：因病）")  # fmt: skip
_TWICE = Both("{name} stands twice; tell two people of one name apart as in 张三 and 张三#2",
              "“{name}”重复；同名者请区分，如 张三、张三#2")  # fmt: skip


class Attendance(Value):
    """Attendees in the order written, canonically as in ``张三；李四（通讯）；王五（委托张三：因公）``."""

    __slots__ = ("_voting", "attendees")
    attendees: tuple[Attendee, ...]
    _voting: tuple[str, ...]
    """Kept, because the rule of every resolution asks for it."""
    example: ClassVar[str] = "张三；李四（通讯）；王五（委托张三：因公）"

    def __init__(self, attendees: Iterable[Attendee]) -> None:
        kept = tuple(map(sound, attendees))
        if not kept:
            raise ValueProblem(*_NOBODY)
        names: set[str] = set()
        for name in (attendee.name for attendee in kept):
            if name in names:
                raise ValueProblem(*(told.format(name=name) for told in _TWICE))
            names.add(name)
        voting = tuple(attendee.name for attendee in kept if attendee.mode is not AttendanceMode.ABSENT)
        self._fill(checked("；".join(map(written, kept))), attendees=kept, _voting=voting)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read attendees separated by ``；`` or ``;``; the manner stands in brackets after the name.

        Brackets without a manner belong to the name; a backslash keeps a sign from being read as one.
        """
        return cls(map(read, parts(checked(text))))

    def show(self, lang: Lang) -> str:
        """All attendees, written as the language writes them."""
        return ("；" if lang == "zh" else "; ").join(attendee.show(lang) for attendee in self.attendees)

    @property
    def entitled(self) -> tuple[str, ...]:
        """The names of all who were entitled to attend."""
        return self._names(*AttendanceMode)

    @property
    def present(self) -> tuple[str, ...]:
        """Those who certainly attended themselves, on site or remotely."""
        return self._names(AttendanceMode.ON_SITE, AttendanceMode.REMOTE)

    @property
    def represented(self) -> tuple[str, ...]:
        """Those for whom a proxy stood in."""
        return self._names(AttendanceMode.PROXY)

    @property
    def may_vote(self) -> tuple[str, ...]:
        """Everyone not absent: no more can have voted, though of some the manner may be unknown."""
        return self._voting

    @property
    def absent_without_reason(self) -> tuple[str, ...]:
        """Those absent for whom no reason is stated."""
        return tuple(
            attendee.name
            for attendee in self.attendees
            if attendee.mode is AttendanceMode.ABSENT and not attendee.reason
        )

    def _names(self, *modes: AttendanceMode) -> tuple[str, ...]:
        return tuple(attendee.name for attendee in self.attendees if attendee.mode in modes)
