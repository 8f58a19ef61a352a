"""Finding: what a replay came upon, what it means and what to do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Self

from ledger.language import Both


class Sort(StrEnum):
    """What a finding says about the ledger; an alarm is what only an attacker or a fault can bring about."""

    label: Both
    means: Both
    remedy: Both
    alarm: bool

    ALTERED = (
        "altered", True,
        Both("altered or damaged", "改动或损坏"),
        Both("what is stored is not what was recorded: it was altered, deleted, inserted or damaged",
             "现存内容不是记录时的内容：有改动、删除、插入或损坏"),
        Both("Change nothing, keep a copy of all of it as it is, and compare with a backup and with "
             "checkpoints kept elsewhere.",
             "请勿改动任何内容，原样留存副本，并与备份及另存的检查点比对。"),
    )  # fmt: skip
    IMPOSSIBLE = (
        "impossible", True,
        Both("not recorded by the program", "非由程序记录"),
        Both("the bytes are whole, but no version of the program records this: it was written by other means",
             "字节完整，但程序任何版本都不会这样记录：系以其他方式写入"),
        Both("Keep a copy, and find out who could write to the database.",
             "请留存副本，并查明谁可以写入数据库。"),
    )  # fmt: skip
    CHECKPOINT = (
        "checkpoint", True,
        Both("against a checkpoint", "与检查点不符"),
        Both("what somebody kept of an earlier state is not what the ledger holds now",
             "他人留存的早先状态与账本现状不符"),
        Both("Ask the company for the history that the checkpoint was made of; change nothing meanwhile.",
             "请向公司索取该检查点所对应的历史；其间请勿改动任何内容。"),
    )  # fmt: skip
    EVIDENCE = (
        "evidence", True,
        Both("document", "凭证文件"),
        Both("the document that is kept is not the one that the entry names",
             "现存文件不是分录所载明的文件"),
        Both("Ask for the original and compare its SHA-256 with the entry.",
             "请索取原件，并将其 SHA-256 与分录核对。"),
    )  # fmt: skip
    RULES = (
        "rules", False,
        Both("today's rules", "现行规则"),
        Both("recorded honestly under the rules of its day; the rules of this program would refuse it, but "
             "it stands",
             "按记录时的规则如实记录；本程序的规则现不会准予记入，但该分录依然有效"),
        Both("Look at it with: ledger show {position}. If it is wrong, correct or retract it.",
             "可用 ledger show {position} 查看；如有错误，请更正或撤回。"),
    )  # fmt: skip
    VIEWS = (
        "views", False,
        Both("derived data", "派生数据"),
        Both("the view is derived from the entries; the history is not concerned and nothing is lost",
             "视图由分录派生；不涉及历史，没有内容损失"),
        Both("Have it made anew with: ledger doctor --rebuild", "可用 ledger doctor --rebuild 重建。"),
    )  # fmt: skip
    REPORT = (
        "report", False,
        Both("issued report", "已发布报告"),
        Both("the entries that the report rests on give another document: it was changed after it was made, "
             "or the digest is of another file",
             "报告所依据的分录得出的是另一份文稿：报告生成后有改动，或所记摘要属于其他文件"),
        Both("Make it again as known then with ledger report, and compare it with what was issued.",
             "请用 ledger report 以当时所知重新生成，并与所发布的文件比对。"),
    )  # fmt: skip

    def __new__(cls, value: str, alarm: bool, label: Both, means: Both, remedy: Both) -> Self:
        """Make a member of its value and what there is to say of it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.alarm, member.label, member.means, member.remedy = alarm, label, means, remedy
        return member


class Finding(NamedTuple):
    """Something in one row of one table, at a position; 0 if it is about the whole."""

    sort: Sort
    table: str
    row: str
    position: int
    what: Both

    @property
    def alarm(self) -> bool:
        """Whether the history was altered or damaged."""
        return self.sort.alarm

    @property
    def remedy(self) -> Both:
        """What to do about it."""
        return Both(*(told.format(position=self.position) for told in self.sort.remedy))
