"""Reports made from the ledger: approved, issued, corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from ledger.event import ANNOUNCES, BREAKDOWN, OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.fields import Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Count, Names, PartialDate, Text, segment

AREA = "报告"

SHA_256 = re.compile(r"[0-9a-f]{64}")


class Edition(Choice):
    """The language of a report; each is issued and corrected by itself."""

    CHINESE = "zh", "Chinese", "中文"
    ENGLISH = "en", "English", "英文"


Position = Annotated[
    Count | None,
    About("账本位置", "position", "报告所依据的最后一条分录", "Last entry of the ledger that it rests on",
          eg="102"),
]  # fmt: skip
Digest = Annotated[
    Code | None,
    About("文稿摘要", "digest", "文稿 JSON 的 SHA-256，小写十六进制", "SHA-256 of its JSON, in hexadecimal",
          eg="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
]  # fmt: skip
Files = Annotated[
    Names | None,
    About("文件摘要", "files", "各文件的名称和 SHA-256，以分号分隔", "Files, each with its name and SHA-256",
          eg="report.docx 60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
]  # fmt: skip
TemplateVersion = Annotated[
    Code | None, About("模板版本", "template version", "所用模板的版本", "Version of its templates", eg="1")
]
RulesVersion = Annotated[
    Code | None,
    About("规则版本", "rules version", "所用规则的版本", "Version of the dated rules", eg="2024-07-01"),
]
PreparedBy = Annotated[
    Names | None, PERSONS,
    About("编制人", "prepared by", "编制的人员或部门", "Who prepared it", eg="证券事务部"),
]  # fmt: skip
ReviewedBy = Annotated[
    Names | None, PERSONS,
    About("复核人", "reviewed by", "复核的人员", "Who reviewed it", eg="唐琰"),
]  # fmt: skip
OpenPoints = Annotated[
    Count | None,
    About("待办数", "open points", "发布时尚待处理的事项数", "Points that were still open when it was issued",
          eg="4"),
]  # fmt: skip
CheckpointSize = Annotated[
    Count | None,
    About("检查点条数", "checkpoint size", "所依据检查点的分录条数", "Entries of the checkpoint behind it",
          eg="102"),
]  # fmt: skip
CheckpointRoot = Annotated[
    Code | None,
    About("检查点根哈希", "checkpoint root", "所依据检查点的根哈希，小写十六进制",
          "Root hash of that checkpoint, in hexadecimal",
          eg="a3c5d2c04f2b5c7e8d1f9e6b7a0c4d3e2f1b5a6978c0d1e2f3a4b5c6d7e8f901"),
]  # fmt: skip


class ReportEvent(GovernanceEvent):
    """Something that befell a report of one period."""

    report: Annotated[
        Code, BREAKDOWN,
        About("报告", "report", "报告的短名，如 evaluation", "Short name of the report", eg="evaluation"),
    ]  # fmt: skip
    period: Annotated[
        PartialDate, About("报告期", "period", "报告所涉的期间", "Span that it is about", eg="2024H1")
    ]
    title: Annotated[
        Text | None,
        About("报告名称", "title", "全称，不加书名号", "Full title, without title marks",
              eg="关于公司2024年度“提质增效重回报”行动方案的半年度评估报告"),
    ] = None  # fmt: skip
    title_en: Annotated[
        Text | None,
        About("英文名称", "English title", "英文报告所用名称", "Title in English",
              eg="Half-year evaluation of the 2024 action plan"),
    ] = None  # fmt: skip
    cut_off: Annotated[
        PartialDate | None,
        About("截止日", "cut-off", "可提及的期后事项的末日", "Last day whose events it may mention",
              eg="2024-08-28"),
    ] = None  # fmt: skip
    dated_on: Annotated[
        PartialDate | None,
        About("落款日", "dated on", "报告落款之日", "Day that stands under it", eg="2024-08-28"),
    ] = None
    position: Position = None
    digest: Digest = None
    template_version: TemplateVersion = None
    rules_version: RulesVersion = None
    prepared_by: PreparedBy = None
    reviewed_by: ReviewedBy = None
    language: Annotated[
        Edition | None,
        About(
            "语言", "language", "文本的语言，不填为中文", "Language of its text; Chinese if empty", eg="zh"
        ),
    ] = None

    def matter_ref(self) -> str:
        """``evaluation-2024H1``: the report and its period; ``evaluation-2024H1-en`` in English."""
        edition = "-en" if self.language is Edition.ENGLISH else ""
        return f"{segment(self.report)}-{self.period}{edition}"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The days follow one another; positions begin at 1; a digest is a SHA-256."""
        _ = matter
        if self.cut_off and self.cut_off.before(self.period):
            yield Both("the cut-off lies before the period", "截止日早于报告期")
        if self.cut_off and self.dated_on and self.dated_on.before(self.cut_off):
            yield Both("it is dated before its cut-off", "落款日早于截止日")
        if self.position == 0:
            yield Both("positions begin at 1", "账本位置从 1 起")
        if self.digest is not None and not SHA_256.fullmatch(self.digest):
            yield Both("the digest is no SHA-256 of 64 hexadecimal digits in lower case",
                       "文稿摘要不是 64 位小写十六进制的 SHA-256")  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Reviewed by none but those who prepared it; another cut-off than elsewhere."""
        prepared, reviewed = set(self.prepared_by or ()), set(self.reviewed_by or ())
        if reviewed and reviewed <= prepared:
            yield Both("reviewed by none but those who prepared it", "复核人均为编制人")
        last, end = self.cut_off and self.cut_off.last, self.period.last
        if last and end and last < end:
            yield Both("the cut-off lies before the end of the period", "截止日早于报告期末")
        cut_offs = {one.cut_off for one in matter.all("report-approved", "report-issued") if one.cut_off}
        if self.cut_off in cut_offs and len(cut_offs) > 1:
            yield Both("the report has more than one cut-off", "报告有不同的截止日")


@kind(
    "批准报告",
    matter="report",
    opens=True,
    zh_says="{approved_on}批准{period}的报告 {report}[：《{title}》][，截止日{cut_off}]"
    "[，依据分录至 #{position}]",
    en_says="Report {report} for {period} approved on {approved_on}[: “{title_en}”][, cut-off {cut_off}]"
    "[, resting on entries up to #{position}]",
)
class ReportApproved(ReportEvent):
    """The text of a report was approved, to be issued.

    报告文本获得批准。
    """

    approved_on: Annotated[
        PartialDate, OCCURRENCE,
        About("批准日", "approved on", "批准之日", "Day it was approved", eg="2024-08-28"),
    ]  # fmt: skip
    approved_by: Annotated[
        Names | None, PERSONS,
        About("批准人", "approved by", "批准的人员；会议批准的另填", "Persons; a meeting has its own field",
              eg="罗东平"),
    ] = None  # fmt: skip
    approved_at: ApprovedAt = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Nothing is approved before its period began."""
        yield from super().contradictions(matter)
        if self.approved_on.before(self.period):
            yield Both("approved before its period began", "批准日早于报告期")


@kind(
    "发布报告",
    matter="report",
    opens=True,
    once=True,
    zh_says="{disclosed_on}披露{period}的报告 {report}[：《{title}》][（公告编号：{announcement}）]"
    "[，截止日{cut_off}][，落款日{dated_on}][，依据分录至 #{position}]",
    en_says="Report {report} for {period} issued on {disclosed_on}[: “{title_en}”]"
    "[ (announcement {announcement})][, cut-off {cut_off}][, dated {dated_on}]"
    "[, resting on entries up to #{position}]",
)
class ReportIssued(ReportEvent):
    """A report was issued; what was issued is kept as it was, with its digests.

    报告对外发布；所发布的文件原样保存并记录其摘要。
    """

    disclosed_on: Annotated[
        PartialDate, OCCURRENCE, ANNOUNCES,
        About("披露日", "disclosed on", "对外披露之日", "Day it was disclosed", eg="2024-08-29"),
    ]  # fmt: skip
    files: Files = None
    announcement: Announcement = None
    open_points: OpenPoints = None
    checkpoint_size: CheckpointSize = None
    checkpoint_root: CheckpointRoot = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Nothing is issued before its period began; its checkpoint covers what it rests on."""
        yield from super().contradictions(matter)
        yield from _wrong_checkpoint(self.checkpoint_size, self.checkpoint_root, self.position)
        if self.disclosed_on.before(self.period):
            yield Both("issued before its period began", "披露日早于报告期")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Issued before it was approved, or other than approved; dated later than disclosed."""
        yield from super().irregularities(matter)
        yield from _late_date(self, self.disclosed_on)
        yield from _still_open(self.open_points)
        approved = matter.all("report-approved")
        if approved and all(self.disclosed_on.before(one.approved_on) for one in approved):
            yield Both("issued before it was approved", "披露日早于批准日")
        digests = {one.digest for one in approved if one.digest}
        if self.digest and digests and self.digest not in digests:
            yield Both("what was issued is not what was approved", "发布的文稿与批准的文稿不同")


@kind(
    "更正报告",
    matter="report",
    opens=True,
    zh_says="{disclosed_on}更正{period}的报告 {report}：{changes}[（公告编号：{announcement}）]"
    "[，原公告 {original}]",
    en_says="Report {report} for {period} corrected on {disclosed_on}[ (announcement {announcement})]"
    "[, first announced as {original}]: {changes}",
)
class ReportCorrected(ReportEvent):
    """A report that had been issued was corrected, and issued anew.

    已发布的报告更正后重新发布。
    """

    disclosed_on: Annotated[
        PartialDate, OCCURRENCE, ANNOUNCES,
        About("更正披露日", "disclosed on", "更正后披露之日", "Day the correction was disclosed",
              eg="2024-09-05"),
    ]  # fmt: skip
    changes: Annotated[
        Text, About("更正内容", "changes", "更正的内容", "What was corrected", eg="更正投资者调研次数")
    ]
    reason: Annotated[Text | None, About("原因", "reason", "更正原因", "Why", eg="统计口径有误")] = None
    original: Annotated[
        Code | None,
        About("原公告编号", "original announcement", "被更正报告的公告编号", "Number of the one corrected",
              eg="2024-080"),
    ] = None  # fmt: skip
    files: Files = None
    announcement: Announcement = None
    open_points: OpenPoints = None
    checkpoint_size: CheckpointSize = None
    checkpoint_root: CheckpointRoot = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """A correction follows what it corrects, and differs from it; its checkpoint covers it."""
        yield from super().contradictions(matter)
        yield from _wrong_checkpoint(self.checkpoint_size, self.checkpoint_root, self.position)
        issued = matter.all("report-issued")
        if any(self.disclosed_on.before(one.disclosed_on) for one in issued):
            yield Both("corrected before it was issued", "更正早于发布")
        if self.digest and any(self.digest == one.digest for one in issued):
            yield Both("it is the same as what it corrects", "更正后的文稿与原文稿相同")
        if self.original and self.original == self.announcement:
            yield Both("it has the number of the announcement that it corrects", "更正公告与原公告编号相同")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A correction of what no entry issued, of another number, or that knows less."""
        yield from super().irregularities(matter)
        yield from _late_date(self, self.disclosed_on)
        yield from _still_open(self.open_points)
        issued = matter.all("report-issued")
        if not issued:
            yield Both("no entry says that it was issued", "没有发布该报告的分录")
        numbers = {one.announcement for one in issued if one.announcement}
        numbers |= {one.announcement for one in matter.all("report-corrected") if one is not self}
        if self.original and issued and self.original not in numbers:
            yield Both(
                f"no entry has the announcement {self.original}", f"没有公告编号为 {self.original} 的发布分录"
            )
        if any(self.position and one.position and self.position < one.position for one in issued):
            yield Both("it rests on fewer entries than what it corrects", "所依据的分录少于原报告")


def _late_date(report: ReportEvent, disclosed_on: PartialDate) -> Iterator[Both]:
    """It bears a day later than that of its disclosure."""
    if report.dated_on and disclosed_on.before(report.dated_on):
        yield Both("dated later than it was disclosed", "落款日晚于披露日")


def _still_open(points: int | None) -> Iterator[Both]:
    """It was issued though a person had still something to decide."""
    if points:
        yield Both(f"issued with {points} points open", f"发布时尚有 {points} 项待办")


def _wrong_checkpoint(size: int | None, root: str | None, position: int | None) -> Iterator[Both]:
    """The root is a hash, and the checkpoint holds all entries that the report rests on."""
    if root is not None and not SHA_256.fullmatch(root):
        yield Both("the root of the checkpoint is no SHA-256 of 64 hexadecimal digits in lower case",
                   "检查点根哈希不是 64 位小写十六进制的 SHA-256")  # fmt: skip
    if size is not None and position is not None and size < position:
        yield Both("the checkpoint ends before what the report rests on", "检查点未覆盖报告所依据的分录")
