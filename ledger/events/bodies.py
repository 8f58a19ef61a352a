"""Bodies: established, renamed or given other roles, and dissolved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from ledger.event import BREAKDOWN, JOINS, OCCURRENCE, About, GovernanceEvent, kind
from ledger.fields import ApprovedAt
from ledger.language import Both, Lang
from ledger.matter import Matter
from ledger.values import Choice, Count, Names, PartialDate, Ref, Text, To

AREA = "机构"


class BodyType(Choice):
    """What sort of body it is."""

    SHAREHOLDERS = "shareholders", "shareholders' meeting", "股东会"
    BOARD = "board", "board of directors", "董事会"
    SUPERVISORY_BOARD = "supervisory-board", "supervisory board", "监事会"
    COMMITTEE = "committee", "board committee", "董事会专门委员会"
    INDEPENDENT_DIRECTORS = "independent-directors", "independent directors' meeting", "独立董事专门会议"
    MANAGEMENT = "management", "executive management", "高级管理人员"
    OTHER = "other", "other", "其他"


class BodyRole(Choice):
    """What the rules ask of a committee, whatever its name."""

    AUDIT = "audit", "audit", "审计"
    NOMINATION = "nomination", "nomination", "提名"
    REMUNERATION = "remuneration", "remuneration and appraisal", "薪酬与考核"
    STRATEGY = "strategy", "strategy", "战略"
    SUSTAINABILITY = "sustainability", "sustainability", "可持续发展"
    RISK = "risk", "risk control", "风险控制"


class BodyRoles(Names):
    """Roles of one body in one cell: a merged committee carries two, ``nomination；remuneration``."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read slugs or labels in either language."""
        return cls(BodyRole.of(name).value for name in Names.parse(text))

    def show(self, lang: Lang) -> str:
        """The labels, joined as the language joins them."""
        return Names(BodyRole(slug).show(lang) for slug in self).show(lang)


Body = Annotated[
    Ref, To("body", prefixed=False), JOINS,
    About("机构", "body", "账本中机构的名称", "The body, as the ledger names it",
          eg="nomination-remuneration-committee"),
]  # fmt: skip


@kind(
    "设立机构",
    matter="body",
    opens=True,
    zh_says="[{established_on}]设立{title}[，成员 {members} 名][，承担{roles}职责]",
    en_says="{title}[ ({title_en})] established[ on {established_on}][, {members} members][, for {roles}]",
)
class BodyEstablished(GovernanceEvent):
    """A governance body exists from this day; a later entry restates its name or its roles from its day on.

    治理机构自该日起设立；名称或职责变更的（如股东大会改称股东会），自变更之日另行记录。
    """

    body: Body
    title: Annotated[
        Text, About("名称", "title", "机构名称，按公司文件", "Name as printed", eg="提名与薪酬委员会")
    ]
    title_en: Annotated[
        Text | None,
        About("英文名称", "English title", "英文报告所用名称", "Name in English reports",
              eg="Nomination and Remuneration Committee"),
    ] = None  # fmt: skip
    type: Annotated[
        BodyType, BREAKDOWN, About("类型", "type", "机构的类型", "What sort of body", eg="committee")
    ]
    roles: Annotated[
        BodyRoles | None,
        About("法定职责", "roles", "规则所称的职责；合并设立的可填多项", "Roles under the rules; a merged "
              "committee has several", eg="nomination；remuneration"),
    ] = None  # fmt: skip
    established_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("设立日", "established on", "设立或变更之日；不详可不填", "Day from which this holds",
              eg="2018-12-24"),
    ] = None  # fmt: skip
    term: Annotated[
        Count | None,
        About("届", "term", "自该日起为第几届；不分届的不填", "Term that begins then; none if it has none",
              eg="2"),
    ] = None  # fmt: skip
    members: Annotated[
        Count | None,
        About("成员人数", "members", "章程或细则规定的人数", "Number set by the charter", eg="3"),
    ] = None
    approved_at: ApprovedAt = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """On one day a body has one name."""
        same = [
            other for other in matter.all("body-established") if other.established_on == self.established_on
        ]
        if len(same) > 1:
            yield Both("it is already recorded for the same day; give each change its own day",
                       "同一日期已有设立记录；变更请分别填写日期")  # fmt: skip


@kind(
    "撤销机构",
    matter="body",
    zh_says="{dissolved_on}撤销机构[，职权由{successor}行使][：{reason}]",
    en_says="Body dissolved on {dissolved_on}[, its powers passing to {successor}][: {reason}]",
)
class BodyDissolved(GovernanceEvent):
    """A governance body exists no more.

    治理机构不再设置。
    """

    body: Body
    dissolved_on: Annotated[
        PartialDate, OCCURRENCE,
        About("撤销日", "dissolved on", "不再设置的首日", "First day without it", eg="2025-12-01"),
    ]  # fmt: skip
    successor: Annotated[
        Ref | None, To("body", prefixed=False),
        About("承接机构", "successor", "承接其职权的机构", "Body that takes over its powers",
              eg="audit-committee"),
    ] = None  # fmt: skip
    reason: Annotated[
        Text | None, About("原因", "reason", "撤销原因", "Why", eg="由审计委员会行使监事会职权")
    ] = None
    approved_at: ApprovedAt = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It had been established before."""
        days = [body.established_on for body in matter.all("body-established")]
        if days and all(day and self.dissolved_on.before(day) for day in days):
            yield Both("it was dissolved before the day on which it was established", "撤销日早于设立日")
