"""DocumentRole: the part that a document plays as evidence."""

from __future__ import annotations

from ledger.values.choice import Choice


class DocumentRole(Choice):
    """The parts, in the order in which the papers of a meeting are filed."""

    NOTICE = "notice", "notice", "会议通知"
    PAPERS = "papers", "papers", "会议材料"
    SIGN_IN = "sign-in", "sign-in sheet", "签到"
    PROXY = "proxy", "proxy", "授权委托书"
    BALLOT = "ballot", "ballot", "表决票"
    MINUTES = "minutes", "minutes", "会议记录"
    RESOLUTION = "resolution", "resolution", "决议"
    ANNOUNCEMENT = "announcement", "announcement", "公告"
    OTHER = "other", "other", "其他"
