"""Fields that kinds of several areas share."""

from __future__ import annotations

from typing import Annotated

from ledger.event import ANNOUNCES, About
from ledger.values import Code, PartialDate, Ref, To

ApprovedAt = Annotated[
    Ref | None, To("meeting"),
    About("审议会议", "approved at", "审议通过的会议及议案", "Meeting and item that decided it",
          eg="meeting/shareholders/2023-annual#8"),
]  # fmt: skip
AnnouncedOn = Annotated[
    PartialDate | None, ANNOUNCES,
    About("公告日", "announced on", "公告之日", "Day it was announced", eg="2024-05-29"),
]  # fmt: skip
Announcement = Annotated[
    Code | None, ANNOUNCES,
    About("公告编号", "announcement", "公告编号", "Number of the announcement", eg="2024-045"),
]  # fmt: skip
