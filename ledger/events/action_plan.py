"""The public action plan: its chapters and measures, the evidence for them, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import ANNOUNCES, BREAKDOWN, ITEM, JOINS, OCCURRENCE, About, GovernanceEvent, kind
from ledger.fields import Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Names, PartialDate, Ref, Text, To

AREA = "行动方案"


class EvidenceUse(Choice):
    """How a report uses an entry that is evidence for a measure."""

    COUNTED = "counted", "counted", "计数"
    NAMED = "named", "named", "列名"
    DESCRIBED = "described", "described", "叙述"


class StatementScope(Choice):
    """The span of time that a statement speaks of."""

    PERIOD = "period", "in the period", "报告期内"
    SINCE = "since", "since the beginning of the year", "年初以来"
    AS_OF = "as-of", "as of a day", "截至某日"
    AFTER = "after", "after the period", "期后事项"
    FORWARD = "forward", "forward-looking", "前瞻性陈述"


class ChapterOrigin(Choice):
    """Whether the plan itself has a chapter."""

    PLAN = "plan", "in the plan", "方案所载"
    EVALUATION = "evaluation", "only in its evaluations", "仅评估报告"


Plan = Annotated[
    Ref, To("plan"), JOINS,
    About("行动方案", "plan", "行动方案", "The action plan", eg="plan/2024"),
]  # fmt: skip
Under = Annotated[
    Code,
    About(
        "章节或举措",
        "under",
        "所属章节（4）或举措（4.1）",
        "Chapter (4) or measure (4.1) that it belongs to",
        eg="4.1",
    ),
]
Place = Annotated[
    Code | None,
    About(
        "位置",
        "place",
        "段落.句次，如 1.2；不填则按记录先后",
        "Paragraph.sentence, as in 1.2; in the order recorded where empty",
        eg="1.2",
    ),
]
ReasonEn = Annotated[
    Text | None,
    About("英文原因", "English reason", "英文报告所用文字", "Why, in English reports",
          eg="a change in the organisation"),
]  # fmt: skip
Number = Annotated[
    Code, ITEM,
    About("序号", "number", "章为 4，举措为 4.1", "4 for a chapter, 4.1 for a measure", eg="4.1"),
]  # fmt: skip


def declared(matter: Matter, number: str) -> bool:
    """Whether the plan has a standing chapter or measure of this number."""
    return any(part.number == number for part in matter.all("chapter-declared", "measure-committed"))


@kind(
    "公布行动方案",
    matter="plan",
    opens=True,
    once=True,
    zh_says="{published_on}公布《{title}》",
    en_says="“{title}”[ ({title_en})] published on {published_on}",
)
class ActionPlanPublished(GovernanceEvent):
    """The company published its action plan.

    公司公布行动方案。
    """

    plan: Plan
    published_on: Annotated[
        PartialDate,
        OCCURRENCE,
        ANNOUNCES,
        About("公布日", "published on", "公布之日", "Day it was published", eg="2024-04-26"),
    ]
    year: Annotated[Code, About("年度", "year", "方案的年度", "Year of the plan", eg="2024")]
    programme: Annotated[
        Text,
        About(
            "专项行动", "programme", "所属专项行动的名称", "Programme that it answers", eg="提质增效重回报"
        ),
    ]
    title: Annotated[
        Text, About("名称", "title", "方案全称", "Full title", eg="2024年度“提质增效重回报”行动方案")
    ]
    title_en: Annotated[
        Text | None, About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
                           eg="2024 action plan for quality, efficiency and returns"),
    ] = None  # fmt: skip
    short_title: Annotated[
        Text | None,
        About("简称", "short title", "下文简称", "Short form used after the first mention", eg="行动方案"),
    ] = None
    announcement: Announcement = None
    approved_at: ApprovedAt = None


@kind(
    "设章",
    matter="plan",
    zh_says="第 {number} 章：{title}",
    en_says="Chapter {number}: {title}[ ({title_en})]",
)
class ChapterDeclared(GovernanceEvent):
    """A chapter of the plan, or one that only its evaluation has.

    行动方案的章；也可以是只在评估报告中出现的章。
    """

    plan: Plan
    number: Number
    title: Annotated[Text, About("标题", "title", "章标题，不含编号", "Heading, without its number",
                                 eg="完善公司治理，坚持规范运作")]  # fmt: skip
    title_en: Annotated[
        Text | None, About("英文标题", "English title", "英文报告所用标题", "Heading in English reports",
                           eg="Sound governance and regulated operation"),
    ] = None  # fmt: skip
    origin: Annotated[
        ChapterOrigin | None,
        About("出处", "origin", "方案所载，或仅评估报告才有；不填为方案所载",
              "In the plan, or only in its evaluations; in the plan if empty", eg="plan"),
    ] = None  # fmt: skip

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """One chapter for each number."""
        yield from _numbered_once(self, matter)


@kind(
    "承诺举措",
    matter="plan",
    zh_says="举措 {number}：“{heading}”",
    en_says="Measure {number}: “{heading}”[ ({heading_en})]",
)
class MeasureCommitted(GovernanceEvent):
    """A measure that the plan commits the company to, quoted.

    行动方案承诺的举措，按原文引用。
    """

    plan: Plan
    number: Number
    heading: Annotated[Text, About("举措", "heading", "举措原文", "The measure as quoted", eg="完善内控建设")]
    heading_en: Annotated[
        Text | None,
        About(
            "英文举措",
            "English heading",
            "英文报告所用文字",
            "The measure in English reports",
            eg="Improving internal control",
        ),
    ] = None
    commitment: Annotated[
        Text | None,
        About("承诺内容", "commitment", "承诺的内容", "What was promised", eg="每季度召开审计委员会会议"),
    ] = None
    commitment_en: Annotated[
        Text | None,
        About("英文承诺内容", "English commitment", "英文报告所用文字", "What was promised, in English",
              eg="The audit committee meets every quarter."),
    ] = None  # fmt: skip
    owner: Annotated[
        Text | None,
        BREAKDOWN,
        About("责任部门", "owner", "负责部门", "Department in charge", eg="董事会办公室"),
    ] = None
    due_on: Annotated[
        PartialDate | None, About("完成期限", "due on", "应完成之日", "Day it is due", eg="2024-12-31")
    ] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """One measure for each number."""
        yield from _numbered_once(self, matter)


@kind(
    "调整举措",
    matter="plan",
    zh_says="{revised_on}调整举措 {measure}：{commitment}",
    en_says="Measure {measure} revised on {revised_on}: {commitment}",
)
class MeasureRevised(GovernanceEvent):
    """A measure was changed.

    举措经过调整。
    """

    plan: Plan
    measure: Under
    revised_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("调整日", "revised on", "调整之日", "Day it was changed", eg="2024-08-01"),
    ]
    commitment: Annotated[
        Text, About("调整后内容", "commitment", "调整后的内容", "What is promised now", eg="改为每半年")
    ]
    commitment_en: Annotated[
        Text | None,
        About("调整后英文内容", "English commitment", "英文报告所用文字", "What is promised now, in English",
              eg="The audit committee meets every half-year."),
    ] = None  # fmt: skip
    heading: Annotated[
        Text | None,
        About("调整后举措", "heading", "举措原文有变的填写，此后按新文字引用",
              "The measure as quoted from now on, if its wording changed", eg="完善内控与合规建设"),
    ] = None  # fmt: skip
    heading_en: Annotated[
        Text | None,
        About("调整后英文举措", "English heading", "英文报告所用文字", "The measure from now on, in English",
              eg="Improving internal control and compliance"),
    ] = None  # fmt: skip
    reason: Annotated[Text | None, About("原因", "reason", "调整原因", "Why", eg="组织调整")] = None
    reason_en: ReasonEn = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A measure that the plan does not have, or that had ended before."""
        yield from _undeclared(matter, self.measure)
        ends = matter.all("measure-completed", "measure-dropped")
        if any(end.measure == self.measure and end.occurred_on.before(self.revised_on) for end in ends):
            yield Both(f"measure {self.measure} was revised after it had ended",
                       f"举措 {self.measure} 已经完成或终止，其后又有调整")  # fmt: skip


@kind(
    "完成举措",
    matter="plan",
    zh_says="{completed_on}完成举措 {measure}[：{result}]",
    en_says="Measure {measure} completed on {completed_on}[: {result}]",
)
class MeasureCompleted(GovernanceEvent):
    """A measure was completed.

    举措已经完成。
    """

    plan: Plan
    measure: Under
    completed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("完成日", "completed on", "完成之日", "Day it was completed", eg="2024-08-01"),
    ]
    result: Annotated[Text | None, About("成效", "result", "成效", "What came of it", eg="制度已发布")] = None
    result_en: Annotated[
        Text | None,
        About("英文成效", "English result", "英文报告所用文字", "What came of it, in English reports",
              eg="the rules were issued"),
    ] = None  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A measure that the plan does not have, or that was dropped as well."""
        yield from _undeclared(matter, self.measure)
        yield from _ended_twice(matter, self.measure)


@kind(
    "终止举措",
    matter="plan",
    zh_says="{dropped_on}终止举措 {measure}：{reason}",
    en_says="Measure {measure} dropped on {dropped_on}: {reason}",
)
class MeasureDropped(GovernanceEvent):
    """A measure was given up.

    举措不再实施。
    """

    plan: Plan
    measure: Under
    dropped_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("终止日", "dropped on", "终止之日", "Day it was given up", eg="2024-08-01"),
    ]
    reason: Annotated[Text, About("原因", "reason", "终止原因", "Why", eg="市场变化")]
    reason_en: ReasonEn = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A measure that the plan does not have, or that was completed as well."""
        yield from _undeclared(matter, self.measure)
        yield from _ended_twice(matter, self.measure)


@kind(
    "引用凭据",
    matter="plan",
    zh_says="{under} 引用 {cites}（{use}）",
    en_says="{cites} linked to {under} as {use}",
)
class EvidenceLinked(GovernanceEvent):
    """An event is evidence for a chapter or measure, and how the report uses it.

    以某事项作为章或举措的凭据，并说明报告如何使用。
    """

    plan: Plan
    under: Under
    cites: Annotated[
        Ref,
        To(""),
        About(
            "引用事项",
            "cites",
            "事项，可指明议案（#1）或分录版次（@2）",
            "Matter, perhaps with an item (#1) or the version of an entry (@2)",
            eg="meeting/audit-committee/2024H1-1",
        ),
    ]
    use: Annotated[
        EvidenceUse,
        BREAKDOWN,
        About("用法", "use", "计数、列名或叙述", "Counted, named or described", eg="counted"),
    ]
    place: Place = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """What is linked once under a heading is not linked again for the same use."""
        own = (self.under, self.cites, self.use)
        links = [link for link in matter.all("evidence-linked")
                 if (link.under, link.cites, link.use) == own]  # fmt: skip
        if len(links) > 1:
            yield Both(
                f"{self.cites} is already linked to {self.under} as {self.use.show('en')}",
                f"{self.cites} 已被 {self.under} 引用（{self.use.show('zh')}）",
            )

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Evidence for a heading that the plan does not have."""
        yield from _undeclared(matter, self.under)


@kind(
    "不再引用",
    matter="plan",
    zh_says="{under} 不再引用 {cites}[：{reason}]",
    en_says="{cites} unlinked from {under}[: {reason}]",
)
class EvidenceUnlinked(GovernanceEvent):
    """An event that was linked, or that topics propose, is not evidence for a chapter or measure.

    某事项不作为章或举措的凭据（撤销引用，或否定按主题提议的引用）。
    """

    plan: Plan
    under: Under
    cites: Annotated[
        Ref, To(""), About("引用事项", "cites", "事项", "Matter", eg="meeting/audit-committee/2024H1-1")
    ]
    reason: Annotated[Text | None, About("原因", "reason", "原因", "Why", eg="与本举措无关")] = None


@kind(
    "核准写入",
    matter="plan",
    zh_says="核准公告前写入报告：{cites}（{reason}）",
    en_says="{cites} cleared for reports before its announcement: {reason}",
)
class DisclosureCleared(GovernanceEvent):
    """Reports may tell of a matter, an item or a version of an entry that no announcement tells of yet.

    准许报告写入尚未公告（或账本中没有公告记录）的事项、议案或某一版次的分录。
    """

    plan: Plan
    cites: Annotated[
        Ref, To(""),
        About("核准事项", "cites", "事项至此的全部分录，或指明议案（#1）、版次（@2）",
              "All of a matter so far, or its item (#1) or the version of an entry (@2)",
              eg="buyback/2024@2"),
    ]  # fmt: skip
    reason: Annotated[
        Text, About("原因", "reason", "为何可以写入", "Why it may be told", eg="随本报告一并披露")
    ]


@kind(
    "作出陈述",
    matter="plan",
    zh_says="{under} 的陈述（{scope}）[：{zh}]",
    en_says="Statement under {under} ({scope})[: {en}]",
)
class StatementMade(GovernanceEvent):
    """What a department states under a chapter or measure, approved for the report.

    部门就章或举措作出、经批准写入报告的陈述。
    """

    plan: Plan
    under: Under
    scope: Annotated[
        StatementScope,
        BREAKDOWN,
        About("时间范围", "scope", "所述的时间范围", "Span that it speaks of", eg="since"),
    ]
    zh: Annotated[
        Text | None,
        About("中文", "Chinese", "中文文字", "The text in Chinese", eg="公司持续完善法人治理结构。"),
    ] = None
    en: Annotated[
        Text | None, About("英文", "English", "英文文字", "The text in English",
                           eg="The company keeps improving its governance."),
    ] = None  # fmt: skip
    stated_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("陈述日", "stated on", "陈述对应的日期或期间；前瞻性陈述写作出之日",
              "Day or span that it is true of; of a forward-looking one, its day", eg="2024H1"),
    ] = None  # fmt: skip
    department: Annotated[
        Text | None,
        BREAKDOWN,
        About("部门", "department", "提供的部门", "Department that gave it", eg="董事会办公室"),
    ] = None
    facts: Annotated[
        Names | None,
        About("所含事实", "facts", "其中的名称、数字", "Names and figures in it", eg="内控测试；专项审计"),
    ] = None
    place: Place = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Text in one language at least."""
        _ = matter
        yield from _wordless(self)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A statement under a heading that the plan does not have."""
        yield from _undeclared(matter, self.under)


@kind(
    "展望",
    matter="plan",
    zh_says="{under} 的展望[：{zh}]",
    en_says="Outlook under {under}[: {en}]",
)
class OutlookStated(GovernanceEvent):
    """What the company intends to do next under a chapter or measure.

    公司在某章或举措下的后续计划。
    """

    plan: Plan
    under: Under
    zh: Annotated[
        Text | None,
        About("中文", "Chinese", "中文文字", "The text in Chinese", eg="公司将持续评估各项举措的进展。"),
    ] = None
    en: Annotated[
        Text | None, About("英文", "English", "英文文字", "The text in English",
                           eg="The company will keep evaluating the measures."),
    ] = None  # fmt: skip
    stated_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("陈述日", "stated on", "作出展望的日期，或所属报告的期间；较后的展望取代较早的",
              "Day of it, or period of its report; a later one takes its place", eg="2024H1"),
    ] = None  # fmt: skip
    place: Place = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Text in one language at least."""
        _ = matter
        yield from _wordless(self)

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """An outlook under a heading that the plan does not have."""
        yield from _undeclared(matter, self.under)


def _numbered_once(part: ChapterDeclared | MeasureCommitted, matter: Matter) -> Iterator[Both]:
    same = [other for other in matter.all("chapter-declared", "measure-committed")
            if other.number == part.number]  # fmt: skip
    if len(same) > 1:
        yield Both(f"number {part.number} is taken", f"序号 {part.number} 已被使用")


def _wordless(said: StatementMade | OutlookStated) -> Iterator[Both]:
    if said.zh is None and said.en is None:
        yield Both("it has no text; fill in “Chinese” or “English”", "没有文字；请填写“中文”或“英文”")


def _undeclared(matter: Matter, number: str) -> Iterator[Both]:
    if not declared(matter, number):
        yield Both(f"the plan has no chapter or measure {number}", f"行动方案中没有章或举措 {number}")


def _ended_twice(matter: Matter, number: str) -> Iterator[Both]:
    ends = {
        end.spec.slug for end in matter.all("measure-completed", "measure-dropped") if end.measure == number
    }
    if len(ends) > 1:
        yield Both(f"measure {number} was both completed and dropped", f"举措 {number} 既完成又终止")
