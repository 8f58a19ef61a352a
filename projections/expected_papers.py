"""Which documents a meeting ought to have left behind, by what the entries say that it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.values import AttendanceMode, DocumentRole, Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.matter import Matter

VOTED = ("resolution-passed", "resolution-failed")
FROM_AFAR = ("remote", "written")
"""Modes of a meeting at which nobody was in the room."""

CALLED = Both("the meeting was called", "会议已经通知")
HELD = Both("the meeting was held", "会议已经召开")
PAPERS_SENT = Both("the papers were sent", "会议材料已经送达")
ON_SITE = Both("somebody was in the room", "有人现场出席")
PERHAPS_ON_SITE = Both("nothing says whether anybody was in the room", "未记录是否有人现场出席")
PERHAPS_PROXIES = Both("nothing says whether anybody attended by proxy", "未记录是否有人委托出席")
OF_SHAREHOLDERS = Both("the resolutions of shareholders are announced", "股东会决议须公告")
ANNOUNCED = Both("an entry says that it was announced", "分录载明已经公告")


class Expected(NamedTuple):
    """A document that ought to be there; or, where the ledger cannot tell, perhaps ought to be."""

    role: DocumentRole
    why: Both
    certain: bool = True


def expected(meeting: Matter, *, announced: bool) -> Iterator[Expected]:
    """The documents that ought to be there; ``announced`` if an entry tells of an announcement."""
    called, held = meeting.last("meeting-called"), meeting.last("meeting-held")
    if not (called and called.waived):
        yield Expected(DocumentRole.NOTICE, CALLED if called else HELD)
    if meeting.last("meeting-cancelled"):
        return
    if held:
        yield from _of_held(meeting, held, announced=announced)
    elif called and called.papers_sent_on:
        yield Expected(DocumentRole.PAPERS, PAPERS_SENT)


def _of_held(meeting: Matter, held: Any, *, announced: bool) -> Iterator[Expected]:
    yield Expected(DocumentRole.PAPERS, HELD)
    yield from _sign_in(held)
    yield from _proxy(held)
    voted = len(meeting.entries(*VOTED))
    votes = Both(f"{voted} of its items came to a vote", f"表决了 {voted} 项议案")
    if voted:
        yield Expected(DocumentRole.BALLOT, votes)
    yield Expected(DocumentRole.MINUTES, HELD)
    if voted:
        yield Expected(DocumentRole.RESOLUTION, votes)
    if announced or held.announced_on or held.announcement:
        yield Expected(DocumentRole.ANNOUNCEMENT, ANNOUNCED)
    elif str(held.body) == "shareholders" and voted:
        yield Expected(DocumentRole.ANNOUNCEMENT, OF_SHAREHOLDERS)


def _sign_in(held: Any) -> Iterator[Expected]:
    """Those in the room sign; where neither the meeting's mode nor theirs is known, perhaps somebody was."""
    modes = {one.mode for one in held.attendance.attendees} if held.attendance else {AttendanceMode.UNKNOWN}
    if held.mode in FROM_AFAR:
        return
    if held.mode or AttendanceMode.ON_SITE in modes:
        yield Expected(DocumentRole.SIGN_IN, ON_SITE)
    elif AttendanceMode.UNKNOWN in modes:
        yield Expected(DocumentRole.SIGN_IN, PERHAPS_ON_SITE, certain=False)


def _proxy(held: Any) -> Iterator[Expected]:
    if not held.attendance:
        yield Expected(DocumentRole.PROXY, PERHAPS_PROXIES, certain=False)
    elif absent := held.attendance.represented:
        names = Names(absent)
        yield Expected(DocumentRole.PROXY, Both(f"{names.show('en')} attended by proxy",
                                                f"{names.show('zh')}委托出席"))  # fmt: skip
