"""Internal audit: audits performed, findings raised and closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, ITEM, JOINS, OCCURRENCE, About, GovernanceEvent, kind
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Count, PartialDate, Ref, Text, To

AREA = "内部审计"


class AuditType(Choice):
    """What sort of audit it is."""

    CONTROL_TEST = "control-test", "test of internal control", "内控测试"
    SPECIAL = "special", "special audit", "专项审计"
    DEPARTURE = "departure", "departure audit", "离任审计"
    FUNDS = "funds", "check of raised funds", "募集资金检查"
    OTHER = "other", "other audit", "其他审计"


class AuditSource(Choice):
    """What the audit was done for."""

    PLAN = "plan", "yearly plan", "年度审计计划"
    COMMITTEE = "committee", "asked for by the audit committee", "审计委员会要求"
    MANAGEMENT = "management", "asked for by management", "管理层要求"
    REPORT = "report", "a report of misconduct", "举报线索"


class Severity(Choice):
    """How grave a finding is, by the grades of a deficiency of internal control."""

    GENERAL = "general", "deficiency", "一般缺陷"
    SIGNIFICANT = "significant", "significant deficiency", "重要缺陷"
    MATERIAL = "material", "material weakness", "重大缺陷"


Owner = Annotated[
    Text | None,
    BREAKDOWN,
    About("责任部门", "owner", "负责整改的部门", "Department that must mend it", eg="采购部"),
]


@kind(
    "实施内部审计",
    matter="audit",
    opens=True,
    once=True,
    zh_says="{performed_on}[{owner}]实施{type}[“{title}”][，对象：{subject}][，结论：{result}]",
    en_says="Audit[ “{title}”] ({type}), {performed_on}[, by {owner}][, of {subject}][: {result}]",
)
class AuditPerformed(GovernanceEvent):
    """The internal audit function performed an audit.

    内部审计机构实施了审计。
    """

    performed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("实施日期", "performed on", "实施之日或期间", "Day or span in which it was done", eg="2024H1"),
    ]  # fmt: skip
    type: Annotated[
        AuditType,
        BREAKDOWN,
        About("类型", "type", "内控测试、专项审计、离任审计等", "What sort", eg="control-test"),
    ]
    number: Annotated[
        Count | None,
        About(
            "序号",
            "number",
            "同期同类审计不止一项时的序号",
            "Ordinal, where the span has several of this type",
            eg="2",
        ),
    ] = None
    title: Annotated[
        Text | None, About("名称", "title", "审计项目名称", "Name of the audit", eg="2024年上半年内控测试")
    ] = None
    subject: Annotated[
        Text | None,
        About(
            "审计对象", "subject", "被审计的部门、事项或人员", "What or who was audited", eg="采购与付款循环"
        ),
    ] = None
    source: Annotated[
        AuditSource | None, BREAKDOWN,
        About("来源", "source", "立项来源", "What it was done for", eg="plan"),
    ] = None  # fmt: skip
    owner: Annotated[
        Text | None,
        BREAKDOWN,
        About("实施部门", "owner", "实施审计的部门", "Department that did it", eg="内控审计部门"),
    ] = None
    covers: Annotated[
        PartialDate | None,
        About("被审计期间", "covers", "所审计的期间", "Span that was audited", eg="2024Q1"),
    ] = None
    due_on: Annotated[
        PartialDate | None, About("计划完成日", "due on", "计划完成之日", "Day it was due", eg="2024-06-30")
    ] = None
    result: Annotated[
        Text | None, About("审计结论", "result", "审计结论", "Conclusion", eg="未发现重大缺陷")
    ] = None
    reported_on: Annotated[
        PartialDate | None,
        About("报告日", "reported on", "出具审计报告之日", "Day of the report", eg="2024-07-10"),
    ] = None
    reported_to: Annotated[
        Ref | None, To("meeting"),
        About("汇报会议", "reported to", "听取汇报的审计委员会会议", "Audit committee meeting that heard it",
              eg="meeting/audit-committee/2024H1-1"),
    ] = None  # fmt: skip
    report_number: Annotated[
        Code | None,
        About("报告编号", "report number", "审计报告编号", "Number of the report", eg="NS-2024-03"),
    ] = None

    def matter_ref(self) -> str:
        """``2024H1-control-test``, with the number where there is one."""
        number = f"-{self.number}" if self.number else ""
        return f"{self.performed_on}-{self.type.value}{number}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """A report follows the audit."""
        _ = matter
        if self.reported_on and self.reported_on.before(self.performed_on):
            yield Both("it was reported before it was performed", "报告日早于实施日期")


class FindingEvent(GovernanceEvent):
    """A finding of an audit, by its number."""

    audit: Annotated[
        Ref, To("audit"), JOINS,
        About("审计", "audit", "账本中的审计事项", "The audit, as the ledger names it",
              eg="audit/2024H1-control-test"),
    ]  # fmt: skip
    item: Annotated[Code, ITEM, About("问题编号", "item", "问题编号", "Number of the finding", eg="1")]


@kind(
    "提出审计问题",
    matter="audit",
    zh_says="{raised_on}提出问题 {item}[（{severity}）]：{finding}[，责任部门：{owner}][，期限：{due_on}]",
    en_says="Finding {item}[ ({severity})] raised on {raised_on}: {finding}[, for {owner}][, due {due_on}]",
)
class FindingRaised(FindingEvent):
    """An audit raised a finding.

    审计发现问题。
    """

    raised_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("提出日", "raised on", "提出之日", "Day it was raised", eg="2024-07-10"),
    ]
    finding: Annotated[
        Text, About("问题", "finding", "问题描述", "What was found", eg="部分采购合同审批晚于签署")
    ]
    severity: Annotated[
        Severity | None, BREAKDOWN, About("缺陷等级", "severity", "缺陷等级", "How grave", eg="general")
    ] = None
    recommendation: Annotated[
        Text | None, About("整改建议", "recommendation", "整改建议", "What to do", eg="系统增加审批前置控制")
    ] = None
    owner: Owner = None
    due_on: Annotated[
        PartialDate | None,
        About("整改期限", "due on", "应完成整改之日", "Day it must be mended", eg="2024-09-30"),
    ] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """One finding for each number."""
        if sum(other.item == self.item for other in matter.all("finding-raised")) > 1:
            yield Both(f"number {self.item} is taken", f"问题编号 {self.item} 已被使用")


@kind(
    "关闭审计问题",
    matter="audit",
    zh_says="{closed_on}关闭问题 {item}[：{result}][，验证：{verified_by}]",
    en_says="Finding {item} closed on {closed_on}[: {result}][, verified by {verified_by}]",
)
class FindingClosed(FindingEvent):
    """A finding was mended and closed.

    问题已整改并关闭。
    """

    closed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("关闭日", "closed on", "确认整改之日", "Day it was closed", eg="2024-09-20"),
    ]
    result: Annotated[
        Text | None, About("整改结果", "result", "整改结果", "What was done", eg="系统控制已上线")
    ] = None
    verified_by: Annotated[
        Text | None,
        About("验证人", "verified by", "验证整改的人或部门", "Who verified it", eg="内控审计部门"),
    ] = None

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Closing what no entry raised, or before it was raised; closing twice."""
        raised = [other for other in matter.all("finding-raised") if other.item == self.item]
        if not raised:
            yield Both(f"no entry raised finding {self.item}", f"没有提出问题 {self.item} 的分录")
        if any(self.closed_on.before(other.raised_on) for other in raised):
            yield Both(
                f"finding {self.item} was closed before it was raised", f"问题 {self.item} 的关闭日早于提出日"
            )
        if sum(other.item == self.item for other in matter.all("finding-closed")) > 1:
            yield Both(f"finding {self.item} is closed more than once", f"问题 {self.item} 有多条关闭记录")
