"""The charter and the policies: amended, filed, adopted, revised, repealed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Annotated

from ledger.event import BREAKDOWN, JOINS, OCCURRENCE, About, GovernanceEvent, kind
from ledger.fields import AnnouncedOn, Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Names, PartialDate, Ref, Text, To

AREA = "章程与制度"

EffectiveOn = Annotated[
    PartialDate | None,
    About("生效日", "effective on", "生效之日", "Day from which it applies", eg="2024-05-28"),
]
Reason = Annotated[
    Text | None,
    About(
        "原因", "reason", "制定、修订或废止的原因和依据", "Why, and by what rule", eg="落实现金分红监管要求"
    ),
]
Title = Annotated[
    Text, About("文件名称", "title", "文件全称，不加书名号", "Full title, without title marks", eg="公司章程")
]
TitleEn = Annotated[
    Text | None,
    About(
        "英文名称",
        "English title",
        "英文报告所用名称",
        "Title in English reports",
        eg="Articles of Association",
    ),
]
Edition = Annotated[
    Code | None, About("版次", "edition", "文件的版本号", "Edition of the document", eg="2024-01")
]
Clauses = Annotated[
    Names | None,
    About("修订条款", "clauses", "修订的条款，可有多处", "Clauses that were changed", eg="利润分配相关条款"),
]
Summary = Annotated[
    Text | None,
    About("修订要点", "summary", "主要内容，各点以分号分隔", "What was changed, in Chinese, point by point",
          eg="以剩余股利为分红政策目标；年度股东大会可对下一年中期分红作出授权；授权以期间净利润为限"),
]  # fmt: skip
SummaryEn = Annotated[
    Text | None,
    About("英文要点", "English summary", "英文报告所用要点", "What was changed, in English",
          eg="residual dividends as the target of the cash dividend policy; the annual meeting may approve "
          "conditions and caps of the next interim dividend; the cap is the net profit of the period; the "
          "board decides the interim dividend within the mandate"),
]  # fmt: skip
Before = Annotated[
    Text | None,
    About("修订前", "before", "修订前的内容，可摘要", "What it said, in short", eg="未规定中期分红授权"),
]
After = Annotated[
    Text | None,
    About(
        "修订后",
        "after",
        "修订后的内容，可摘要",
        "What it says now, in short",
        eg="年度股东大会可授权中期分红",
    ),
]


class PolicyLevel(Choice):
    """Who decides on the document."""

    SHAREHOLDERS = "shareholders", "shareholders' meeting", "股东会"
    BOARD = "board", "board of directors", "董事会"
    MANAGEMENT = "management", "management", "管理层"


Level = Annotated[
    PolicyLevel | None, BREAKDOWN,
    About("审批层级", "level", "制度由谁审批", "Who decides on it", eg="board"),
]  # fmt: skip


class CharterEvent(GovernanceEvent):
    """Something that befell the charter."""

    instrument: Annotated[
        Ref, To("instrument"), JOINS,
        About("章程", "instrument", "账本中的章程，一般为 charter", "The charter, as the ledger names it",
              eg="instrument/charter"),
    ]  # fmt: skip


class PolicyEvent(GovernanceEvent):
    """Something that befell a policy."""

    instrument: Annotated[
        Ref, To("instrument"), JOINS,
        About("制度", "instrument", "账本中的制度", "The policy, as the ledger names it",
              eg="instrument/internal-audit"),
    ]  # fmt: skip


@kind(
    "修订章程",
    matter="instrument",
    opens=True,
    zh_says="{amended_on}修订《{title}》[{clauses}][：{summary}][，自{effective_on}起生效]",
    en_says="{title}[ ({title_en})] amended on {amended_on}[ ({clauses})][: {summary_en}]"
    "[, effective {effective_on}]",
)
class CharterAmended(CharterEvent):
    """The shareholders amended the charter.

    股东会审议通过修订公司章程。
    """

    amended_on: Annotated[
        PartialDate, OCCURRENCE,
        About("修订日", "amended on", "股东会审议通过之日", "Day the shareholders decided", eg="2024-05-28"),
    ]  # fmt: skip
    title: Title
    title_en: TitleEn = None
    edition: Edition = None
    clauses: Clauses = None
    summary: Summary = None
    summary_en: SummaryEn = None
    before: Before = None
    after: After = None
    reason: Reason = None
    approved_at: ApprovedAt = None
    effective_on: EffectiveOn = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """It applies from before the day on which it was decided."""
        _ = matter
        yield from _retroactive(self.amended_on, self.effective_on)


@kind(
    "章程备案",
    matter="instrument",
    opens=True,
    zh_says="{filed_on}办理章程备案[，登记机关：{authority}][（{filing_number}）]",
    en_says="Charter filed on {filed_on}[ with {authority}][ ({filing_number})]",
)
class CharterFiled(CharterEvent):
    """The amended charter was filed with the company registry.

    修订后的章程已在登记机关备案。
    """

    filed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("备案日", "filed on", "备案完成之日", "Day the filing was done", eg="2024-06-20"),
    ]
    authority: Annotated[
        Text | None,
        About("登记机关", "authority", "办理备案的登记机关", "Registry", eg="苏州市市场监督管理局"),
    ] = None
    filing_number: Annotated[
        Code | None,
        About(
            "备案号",
            "filing number",
            "备案通知书文号",
            "Number of the registry's notice",
            eg="05000123-2024-06200001",
        ),
    ] = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Nothing had been amended that could be filed."""
        amended = matter.all("charter-amended")
        if all(self.filed_on.before(other.amended_on) for other in amended):
            yield Both("no entry says that the charter was amended before", "此前没有修订章程的分录")


@kind(
    "制定制度",
    matter="instrument",
    opens=True,
    waits=False,
    zh_says="{adopted_on}制定《{title}》[，自{effective_on}起施行]",
    en_says="{title}[ ({title_en})] adopted on {adopted_on}[, effective {effective_on}]",
)
class PolicyAdopted(PolicyEvent):
    """A policy was adopted.

    新制定一项制度。
    """

    adopted_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("制定日", "adopted on", "审议通过之日", "Day it was decided", eg="2024-04-26"),
    ]
    title: Annotated[
        Text, About("制度名称", "title", "制度全称，不加书名号", "Full title", eg="市值管理制度")
    ]
    title_en: TitleEn = None
    edition: Edition = None
    level: Level = None
    summary: Summary = None
    summary_en: SummaryEn = None
    reason: Reason = None
    approved_at: ApprovedAt = None
    effective_on: EffectiveOn = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Adopted again without having been repealed; applied from before it was decided."""
        yield from _retroactive(self.adopted_on, self.effective_on)
        adopted, repealed = matter.all("policy-adopted"), matter.all("policy-repealed")
        before = list(takewhile(lambda one: one is not self, adopted))
        if before and not any(_between(before[-1], end.repealed_on, self) for end in repealed):
            yield Both(
                "adopted more than once, and no entry says that it was repealed", "重复制定，且无废止的分录"
            )


@kind(
    "修订制度",
    matter="instrument",
    opens=True,
    waits=False,
    zh_says="{revised_on}修订《{title}》[{clauses}][：{summary}][，自{effective_on}起施行]",
    en_says="{title}[ ({title_en})] revised on {revised_on}[ ({clauses})][: {summary_en}]"
    "[, effective {effective_on}]",
)
class PolicyRevised(PolicyEvent):
    """A policy was revised.

    修订一项制度。
    """

    revised_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("修订日", "revised on", "审议通过之日", "Day it was decided", eg="2024-03-14"),
    ]
    title: Annotated[
        Text, About("制度名称", "title", "制度全称，不加书名号", "Full title", eg="内部审计制度")
    ]
    title_en: TitleEn = None
    edition: Edition = None
    level: Level = None
    clauses: Clauses = None
    summary: Summary = None
    summary_en: SummaryEn = None
    before: Before = None
    after: After = None
    reason: Reason = None
    approved_at: ApprovedAt = None
    effective_on: EffectiveOn = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Revised before it was adopted or after it was repealed; applied from before it was decided."""
        yield from _before_adoption(self.revised_on, matter)
        yield from _retroactive(self.revised_on, self.effective_on)
        ends = [end for end in matter.all("policy-repealed") if end.repealed_on.before(self.revised_on)]
        again = [new for new in matter.all("policy-adopted") if not self.revised_on.before(new.adopted_on)]
        if ends and not any(ends[-1].repealed_on.before(new.adopted_on) for new in again):
            day = ends[-1].repealed_on
            yield Both(f"it was repealed on {day.show('en')}", f"该制度已于{day.show('zh')}废止")


@kind(
    "废止制度",
    matter="instrument",
    opens=True,
    waits=False,
    zh_says="{repealed_on}废止《{title}》[，由{replaced_by}替代][：{reason}]",
    en_says="{title} repealed on {repealed_on}[, replaced by {replaced_by}][: {reason}]",
)
class PolicyRepealed(PolicyEvent):
    """A policy was repealed.

    废止一项制度。
    """

    repealed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("废止日", "repealed on", "不再施行的首日", "First day without it", eg="2025-12-01"),
    ]
    title: Annotated[
        Text, About("制度名称", "title", "制度全称，不加书名号", "Full title", eg="监事会议事规则")
    ]
    replaced_by: Annotated[
        Ref | None, To("instrument"),
        About("替代制度", "replaced by", "替代它的制度", "Policy in its place",
              eg="instrument/audit-committee-rules"),
    ] = None  # fmt: skip
    reason: Reason = None
    approved_at: ApprovedAt = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Repealed before it was adopted."""
        yield from _before_adoption(self.repealed_on, matter)


def _before_adoption(day: PartialDate, matter: Matter) -> Iterator[Both]:
    adopted = matter.all("policy-adopted")
    if adopted and all(day.before(other.adopted_on) for other in adopted):
        first = adopted[0].adopted_on
        yield Both(f"before the day on which it was adopted, {first.show('en')}",
                   f"早于制定日{first.show('zh')}")  # fmt: skip


def _between(first: PolicyAdopted, day: PartialDate, last: PolicyAdopted) -> bool:
    """Whether ``day`` may lie between the days of two adoptions."""
    return not (day.before(first.adopted_on) or last.adopted_on.before(day))


def _retroactive(decided_on: PartialDate, effective_on: PartialDate | None) -> Iterator[Both]:
    if effective_on and effective_on.before(decided_on):
        yield Both("effective before it was decided", "生效日早于审议通过之日")
