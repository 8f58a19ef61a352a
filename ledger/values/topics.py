"""Topics: what a proposal, meeting or measure is about, several in one cell."""

from __future__ import annotations

from typing import Self

from ledger.language import Lang
from ledger.values.choice import Choice
from ledger.values.names import Names


class Topic(Choice):
    """The subjects by which forms ask for resolutions and plans propose evidence."""

    RELATED_PARTY = "related-party", "related-party transactions", "关联交易"
    REMUNERATION = "remuneration", "directors' and executives' remuneration", "董事和高级管理人员薪酬"
    FINANCIAL_REPORTING = "financial-reporting", "financial reporting", "财务报告披露"
    INTERNAL_CONTROL = "internal-control", "internal control", "内部控制"
    AUDITOR = "auditor", "appointment of the auditor", "聘任会计师事务所"
    DISTRIBUTION = "distribution", "profit distribution", "利润分配"
    BUYBACK = "buyback", "share buyback", "股份回购"
    HOLDING = "holding", "increase of holdings", "股东增持"
    INCENTIVE = "incentive", "equity incentive", "股权激励"
    CHARTER = "charter", "charter and internal rules", "公司章程及制度"
    APPOINTMENT = "appointment", "elections and appointments", "选举与聘任"
    RAISED_FUNDS = "raised-funds", "use of raised funds", "募集资金使用"
    FINANCING = "financing", "financing", "融资"
    INVESTMENT = "investment", "investments and disposals", "投资与资产处置"
    GUARANTEE = "guarantee", "guarantees", "对外担保"
    DISCLOSURE = "disclosure", "disclosure", "信息披露"
    INVESTORS = "investors", "investor relations", "投资者关系"
    COMPLIANCE = "compliance", "compliance and training", "合规与培训"
    OPERATIONS = "operations", "operations", "经营管理"
    RESEARCH = "research", "research and development", "研发"
    OTHER = "other", "other", "其他"


class Topics(Names):
    """Topics in one cell: ``remuneration；charter`` or ``董事和高级管理人员薪酬；公司章程及制度``."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read slugs or labels in either language."""
        return cls(tuple(Topic.of(name).value for name in Names.parse(text)))

    def show(self, lang: Lang) -> str:
        """The labels, joined as the language joins them."""
        return Names(tuple(Topic(slug).show(lang) for slug in self)).show(lang)
