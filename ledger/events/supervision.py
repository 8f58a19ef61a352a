"""Supervision: inquiries and their answers, inspections, measures, rectification, insider lists, proxies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, JOINS, OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.fields import AnnouncedOn, Announcement
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Count, Names, PartialDate, Ref, Sha256, Shares, Text, To, segment

AREA = "监管"


class InquiryType(Choice):
    """What sort of paper asks."""

    INQUIRY = "inquiry", "letter of inquiry", "问询函"
    ATTENTION = "attention", "letter of attention", "关注函"
    WORK = "work", "working letter", "工作函"
    OTHER = "other", "other letter", "其他函件"


class MeasureType(Choice):
    """How grave a measure is: of a regulator, of an exchange, or a penalty."""

    TALK = "talk", "supervisory talk", "监管谈话"
    WARNING_LETTER = "warning-letter", "warning letter", "警示函"
    ORDER = "order", "order to rectify", "责令改正"
    REGULATORY_WARNING = "regulatory-warning", "regulatory warning of the exchange", "监管警示"
    CRITICISM = "criticism", "notice of criticism", "通报批评"
    CENSURE = "censure", "public censure", "公开谴责"
    PENALTY = "penalty", "administrative penalty", "行政处罚"
    OTHER = "other", "other measure", "其他措施"


class Addressee(Choice):
    """Whom a measure is against."""

    COMPANY = "company", "the company", "公司"
    PERSONS = "persons", "persons", "个人"
    BOTH = "both", "company and persons", "公司及个人"
    HOLDER = "holder", "a shareholder", "股东"


class SolicitationResult(Choice):
    """What came of a solicitation of proxies."""

    OPEN = "open", "under way", "征集中"
    DONE = "done", "completed", "已完成"
    NONE = "none", "nobody gave a proxy", "无人委托"


Authority = Annotated[
    Text, BREAKDOWN,
    About("监管机构", "authority", "发函或采取措施的机构", "Who asks or acts", eg="上海证券交易所"),
]  # fmt: skip
Subject = Annotated[
    Text, About("事由", "subject", "所涉事项，不加书名号", "What it is about", eg="2023年年度报告信息披露")
]
Number = Annotated[
    Code | None,
    About("文号", "number", "函件或决定书文号", "Number of the paper", eg="上证科创公函〔2024〕0123号"),
]
Case = Annotated[
    Ref, To("supervision"), JOINS,
    About("监管事项", "case", "账本中的监管事项", "The case, as the ledger names it",
          eg="supervision/2024-05-10-上海证券交易所"),
]  # fmt: skip


class CaseOpened(GovernanceEvent):
    """A case, named by its day and its authority; cases of one day are told apart by an ordinal."""

    authority: Authority
    subject: Subject
    number: Number = None
    ordinal: Annotated[
        Count | None,
        About("序号", "ordinal", "同日同一机构不止一项时的序号", "Where a day has several of one authority",
              eg="2"),
    ] = None  # fmt: skip

    def matter_ref(self) -> str:
        """``2024-05-10-上海证券交易所``, with the ordinal where there is one."""
        ordinal = f"-{self.ordinal}" if self.ordinal else ""
        return f"{self.occurred_on}-{segment(self.authority)}{ordinal}"


class CaseFollowed(GovernanceEvent):
    """What was done about a case that is in the ledger."""

    case: Case

    def _too_early(self, matter: Matter, what: Both) -> Iterator[Both]:
        """That it was done before the case began."""
        days = self.occurred_on
        began = [other.occurred_on for other in matter.all(*BEGINNINGS)]
        if days and began and all(first and days.before(first) for first in began):
            yield what


BEGINNINGS = "inquiry-received", "inspection-opened", "regulatory-measure-received"


@kind(
    "收到监管问询",
    matter="supervision",
    opens=True,
    once=True,
    zh_says="{received_on}收到{authority}{type}：{subject}[（{number}）][，应于 {due_on}前答复]",
    en_says="{type} of {authority} received on {received_on}: {subject}[ ({number})][, due {due_on}]",
)
class InquiryReceived(CaseOpened):
    """A regulator or an exchange asked the company in writing.

    收到监管机构或交易所的问询函、关注函、工作函。
    """

    received_on: Annotated[
        PartialDate, OCCURRENCE,
        About("收到日", "received on", "收到之日", "Day it came", eg="2024-05-10"),
    ]  # fmt: skip
    type: Annotated[
        InquiryType, BREAKDOWN, About("函件类型", "type", "函件类型", "What sort of letter", eg="inquiry")
    ]
    due_on: Annotated[
        PartialDate | None,
        About("答复期限", "due on", "应答复之日", "Day the answer is due", eg="2024-05-24"),
    ] = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None


@kind(
    "答复监管问询",
    matter="supervision",
    zh_says="{answered_on}答复问询[（公告编号：{announcement}）][，延期至 {postponed_to}]",
    en_says="Inquiry answered on {answered_on}[ (announcement {announcement})][, put off to {postponed_to}]",
)
class InquiryAnswered(CaseFollowed):
    """The company answered an inquiry, wholly or with a postponement of the rest.

    公司答复监管问询。
    """

    answered_on: Annotated[
        PartialDate, OCCURRENCE,
        About("答复日", "answered on", "答复之日", "Day of the answer", eg="2024-05-24"),
    ]  # fmt: skip
    postponed_to: Annotated[
        PartialDate | None,
        About(
            "延期至", "postponed to", "尚未答复部分延期至", "Until when the rest is put off", eg="2024-06-07"
        ),
    ] = None
    opinions: Annotated[
        Names | None,
        About("发表意见者", "opinions", "一并发表意见的机构或个人", "Who gave an opinion with it",
              eg="独立董事；年审会计师"),
    ] = None  # fmt: skip
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """An answer to nothing, before the question, or after it was due."""
        asked = matter.last("inquiry-received")
        if not asked:
            yield Both("no entry says that an inquiry was received", "没有收到问询的分录")
        elif asked.due_on and asked.due_on.before(self.answered_on):
            yield Both(f"answered after {asked.due_on.show('en')}, when it was due",
                       f"答复晚于期限 {asked.due_on.show('zh')}")  # fmt: skip
        yield from self._too_early(
            matter, Both("answered before the inquiry was received", "答复日早于收到日")
        )


@kind(
    "接受检查",
    matter="supervision",
    opens=True,
    once=True,
    zh_says="{opened_on}起{authority}检查：{subject}[（{number}）]",
    en_says="Inspection by {authority} opened on {opened_on}: {subject}[ ({number})]",
)
class InspectionOpened(CaseOpened):
    """A regulator opened an inspection or an investigation.

    监管机构开展现场检查或立案调查。
    """

    opened_on: Annotated[
        PartialDate, OCCURRENCE,
        About("开始日", "opened on", "检查开始或收到通知之日", "Day it began or was notified",
              eg="2024-06-03"),
    ]  # fmt: skip
    investigation: Annotated[
        Text | None,
        About("立案原因", "investigation", "如为立案调查，写明涉嫌事项", "What is suspected, if investigated",
              eg="涉嫌信息披露违法违规"),
    ] = None  # fmt: skip
    announced_on: AnnouncedOn = None
    announcement: Announcement = None


@kind(
    "收到监管措施",
    matter="supervision",
    opens=True,
    zh_says="{received_on}收到{authority}{type}：{subject}[，对象：{addressee}][（{persons}）][，文号：{number}]",
    en_says="{type} of {authority} received on {received_on}: {subject}[, against {addressee}][ ({persons})]"
    "[, {number}]",
)
class RegulatoryMeasureReceived(CaseOpened):
    """A supervisory measure, a disciplinary measure of an exchange or a penalty was received.

    收到行政监管措施、交易所纪律处分或行政处罚。
    """

    received_on: Annotated[
        PartialDate, OCCURRENCE,
        About("收到日", "received on", "收到之日", "Day it came", eg="2024-07-15"),
    ]  # fmt: skip
    type: Annotated[
        MeasureType, BREAKDOWN,
        About("措施类型", "type", "措施或处分的类型", "What sort of measure", eg="warning-letter"),
    ]  # fmt: skip
    addressee: Annotated[
        Addressee | None,
        BREAKDOWN,
        About("对象", "addressee", "公司、个人或股东", "Against whom", eg="company"),
    ] = None
    persons: Annotated[
        Names | None,
        PERSONS,
        About("涉及人员", "persons", "涉及的人员", "Persons concerned", eg="李四；王五"),
    ] = None
    due_on: Annotated[
        PartialDate | None,
        About("整改期限", "due on", "应提交整改报告之日", "Day the rectification is due", eg="2024-08-15"),
    ] = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Persons are named where the measure is against the company alone."""
        _ = matter
        if self.persons and self.addressee is Addressee.COMPANY:
            yield Both("persons are named though it is against the company alone",
                       "对象仅为公司而列有涉及人员")  # fmt: skip


@kind(
    "报告整改",
    matter="supervision",
    zh_says="{reported_on}报告整改情况[：{result}][，审议会议 {approved_at}]",
    en_says="Rectification reported on {reported_on}[: {result}][, reviewed at {approved_at}]",
)
class RectificationReported(CaseFollowed):
    """The company reported how it rectified what was found.

    公司报送整改报告。
    """

    reported_on: Annotated[
        PartialDate, OCCURRENCE,
        About("报告日", "reported on", "报送整改报告之日", "Day of the report", eg="2024-08-12"),
    ]  # fmt: skip
    result: Annotated[
        Text | None, About("整改情况", "result", "整改情况", "What was done", eg="已修订信息披露管理制度")
    ] = None
    approved_at: Annotated[
        Ref | None, To("meeting"),
        About("审议会议", "approved at", "审议整改报告的会议及议案", "Meeting and item that reviewed it",
              eg="meeting/board/2-28#5"),
    ] = None  # fmt: skip
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A report on nothing, before the measure, or after it was due."""
        found = matter.all("regulatory-measure-received", "inspection-opened")
        if not found:
            yield Both("no entry says what had to be rectified", "没有监管措施或检查的分录")
        due = [other.due_on for other in found if getattr(other, "due_on", None)]
        if due and all(day.before(self.reported_on) for day in due):
            yield Both("reported after it was due", "报告日晚于整改期限")
        yield from self._too_early(
            matter, Both("reported before the measure was received", "报告日早于收到措施之日")
        )


@kind(
    "报备内幕信息知情人",
    matter="insiders",
    opens=True,
    zh_says="{filed_on}报备内幕信息知情人：{subject}[，{persons} 人][，名单摘要 {digest}]",
    en_says="List of insiders filed on {filed_on}: {subject}[, {persons} persons][, digest {digest}]",
)
class InsiderListFiled(GovernanceEvent):
    """A list of insiders was filed. The names stay out of the ledger: only the digest of the list is kept.

    报备内幕信息知情人档案。名单不入账，只记文件的 SHA-256 摘要。
    """

    filed_on: Annotated[
        PartialDate, OCCURRENCE, About("报备日", "filed on", "报备之日", "Day it was filed", eg="2024-07-22")
    ]
    subject: Annotated[
        Text,
        About("内幕信息", "subject", "所涉内幕信息", "The inside information", eg="2024年限制性股票激励计划"),
    ]
    persons: Annotated[Count | None, About("人数", "persons", "知情人人数", "How many insiders", eg="46")] = (
        None
    )
    digest: Annotated[
        Sha256 | None,
        About("名单摘要", "digest", "名单文件的 SHA-256", "SHA-256 of the list",
              eg="2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
    ] = None  # fmt: skip

    def matter_ref(self) -> str:
        """Day and subject."""
        return f"{self.filed_on}-{segment(self.subject)}"


@kind(
    "征集委托投票权",
    matter="proxies",
    opens=True,
    zh_says="{solicited_on}{solicitor}就{meeting}公开征集委托投票权[，征集结果：{result}][，{shares}]",
    en_says="Proxies for {meeting} solicited by {solicitor} on {solicited_on}[: {result}][, {shares}]",
)
class ProxySolicited(GovernanceEvent):
    """Proxies were solicited publicly for a shareholders' meeting (Securities Law, article 90).

    公开征集委托投票权（证券法第九十条）。
    """

    solicited_on: Annotated[
        PartialDate, OCCURRENCE,
        About("征集日", "solicited on", "公告征集之日", "Day it was announced", eg="2024-07-20"),
    ]  # fmt: skip
    solicitor: Annotated[Text, PERSONS, About("征集人", "solicitor", "征集人", "Who solicits", eg="李四")]
    meeting: Annotated[
        Ref, To("meeting"),
        About("股东会", "meeting", "所征集的股东会", "Meeting concerned",
              eg="meeting/shareholders/2024-extraordinary-2"),
    ]  # fmt: skip
    proposals: Annotated[
        Text | None, About("征集议案", "proposals", "征集的议案序号", "Items concerned", eg="1；2；3")
    ] = None
    result: Annotated[
        SolicitationResult | None,
        BREAKDOWN,
        About("结果", "result", "征集结果", "What came of it", eg="none"),
    ] = None
    shares: Annotated[
        Shares | None, About("委托股数", "shares", "受托的股数", "Shares entrusted", eg="120000")
    ] = None
    announced_on: AnnouncedOn = None
    announcement: Announcement = None

    def matter_ref(self) -> str:
        """The meeting and the solicitor."""
        return f"{segment(self.meeting.matter.removeprefix('meeting/'))}-{segment(self.solicitor)}"
