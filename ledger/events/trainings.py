"""Trainings of directors, executives and others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, PERSONS, TOTAL, About, GovernanceEvent, kind
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Count, Names, PartialDate, Quantity, Text, fold

AREA = "培训"


class TrainingSide(Choice):
    """Whether the company itself or somebody else organised it."""

    INTERNAL = "internal", "internal", "内部"
    EXTERNAL = "external", "external", "外部"


class TrainingMode(Choice):
    """How it was held."""

    ON_SITE = "on-site", "on site", "现场"
    ONLINE = "online", "online", "线上"
    HYBRID = "hybrid", "on site and online", "现场结合线上"
    READING = "reading", "reading of materials", "阅读材料"


class TrainingTopic(Choice):
    """What it was about, by the topics that Hong Kong asks for."""

    DUTIES = "duties", "roles and duties of the board and its directors", "董事会及董事职责"
    LAW = "law", "law, regulation and listing rules", "法律法规及监管规则"
    GOVERNANCE = "governance", "corporate governance and ESG", "公司治理及 ESG"
    CONTROL = "control", "risk management and internal control", "风险管理及内部控制"
    INDUSTRY = "industry", "industry, business and strategy", "行业、业务及战略"
    OTHER = "other", "other", "其他"


HOURS = ("小时", "学时", "课时", "h", "hour", "hours")
"""Units that count as hours."""


@kind(
    "举办培训",
    matter="training",
    opens=True,
    zh_says="{held_on}{side}培训“{title}”[，主办：{organiser}][，讲授：{trainer}][，{audience}参加]"
    "[，共 {persons} 人]",
    en_says="Training ({side}) “{title}”[ ({title_en})], {held_on}[, organised by {organiser}]"
    "[, given by {trainer}][, for {audience}][, {persons} persons]",
)
class TrainingHeld(GovernanceEvent):
    """A training took place that people of the company attended, organised by it or by others.

    公司人员参加的培训，由公司内部或外部机构组织。
    """

    title: Annotated[
        Text,
        About("培训名称", "title", "培训全称，不加引号", "Full title, without quotation marks",
              eg="2024年第2期上市公司独立董事后续培训"),
    ]  # fmt: skip
    title_en: Annotated[
        Text | None,
        About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
              eg="Follow-up training of independent directors, second session of 2024"),
    ] = None  # fmt: skip
    held_on: Annotated[
        PartialDate, OCCURRENCE,
        About("培训日期", "held on", "举办之日；多日或日期不详的写成区间", "Day it was held; an interval "
              "where it took several days or the day is not known", eg="2024-01-01..2024-08-28"),
    ]  # fmt: skip
    side: Annotated[
        TrainingSide, BREAKDOWN,
        About("内部/外部", "side", "公司内部组织或外部机构组织", "Organised by the company or by others",
              eg="external"),
    ]  # fmt: skip
    organiser: Annotated[
        Names | None, BREAKDOWN,
        About("主办方", "organiser", "主办机构，可有多家", "Who organised it, perhaps jointly",
              eg="江苏证监局；江苏省上市公司协会"),
    ] = None  # fmt: skip
    trainer: Annotated[
        Text | None, About("讲师", "trainer", "讲授的人或机构", "Who gave it", eg="某律师事务所")
    ] = None
    mode: Annotated[
        TrainingMode | None, BREAKDOWN, About("方式", "mode", "培训方式", "How it was held", eg="online")
    ] = None
    topic: Annotated[
        TrainingTopic | None,
        BREAKDOWN,
        About("培训主题", "topic", "按主题分类", "What it was about", eg="law"),
    ] = None
    content: Annotated[
        Text | None, About("培训内容", "content", "主要内容", "What it taught", eg="独立董事制度改革要点")
    ] = None
    attendees: Annotated[
        Names | None, PERSONS,
        About("参加人员", "attendees", "已知姓名的参加人员", "Those known by name who attended",
              eg="张三；李四"),
    ] = None  # fmt: skip
    audience: Annotated[
        Text | None,
        About(
            "参加对象",
            "audience",
            "参加人员的类别",
            "Classes of people who attended",
            eg="全体董监高及关键岗位人员",
        ),
    ] = None
    persons: Annotated[
        Count | None,
        TOTAL,
        About("参加人数", "persons", "参加的人数，含已列名者", "How many attended in all", eg="24"),
    ] = None
    hours: Annotated[
        Quantity | None,
        About(
            "每人学时",
            "hours",
            "每人的学时，可为半小时",
            "Hours for each person; halves occur",
            eg="1.5 小时",
        ),
    ] = None
    certificate: Annotated[
        Code | None,
        About("证书编号", "certificate", "培训证书编号", "Number of the certificate", eg="DM-2024-0613"),
    ] = None
    expires_on: Annotated[
        PartialDate | None,
        About(
            "证书有效期至",
            "expires on",
            "证书有效期的末日",
            "Last day for which it is valid",
            eg="2026-06-30",
        ),
    ] = None

    def matter_ref(self) -> str:
        """Year of the first day and the title: its letters of any script and digits, in lower case."""
        day = self.held_on.first or self.held_on.last
        title = "".join(sign for sign in fold(self.title).lower() if sign.isalnum())
        return f"{day.year if day else ''}-{title}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No more names than persons; no certificate that ran out before the training."""
        _ = matter
        named = len(set(self.attendees)) if self.attendees else 0
        if self.persons is not None and named > self.persons:
            yield Both(
                f"{named} names for {self.persons} persons", f"列名 {named} 人多于参加人数 {self.persons} 人"
            )
        if self.expires_on and self.expires_on.before(self.held_on):
            yield Both("the certificate expired before the training", "证书有效期早于培训日期")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """One name twice; hours in something other than hours."""
        _ = matter
        names = list(self.attendees or ())
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Both(f"{name} is named twice", f"{name}重复列名")
        if self.hours and self.hours.unit.lower() not in HOURS:
            yield Both(f"{self.hours.unit} are not hours", f"“{self.hours.unit}”不是学时单位")
