"""Evidence: documents that come after the entry they support, and those that had to be erased."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, PERSONS, About, GovernanceEvent, kind
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Code, DocumentRole, Ref, Sha256, Text, To

AREA = "凭证"

Digest = Annotated[
    Sha256,
    About("文件哈希", "SHA-256", "文件的 SHA-256", "SHA-256 of the document",
          eg="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
]  # fmt: skip


@kind(
    "补充凭证",
    matter="*",
    zh_says="补充{role}“{name}”[（归档号 {archive_number}）]",
    en_says="Attached: {role} “{name}”[ (archive number {archive_number})]",
)
class EvidenceAttached(GovernanceEvent):
    """A document was attached to an entry, or to its matter as a whole, after it was recorded.

    为已记录的分录或其事项补充凭证。
    """

    entry: Annotated[
        Ref, To(""),
        About("所附分录", "entry", "所附的事项；附于其中一条分录的，在 @ 后写明是第几条",
              "Matter that it supports; one entry of it as in @3, its place there",
              eg="meeting/board/2-23"),
    ]  # fmt: skip
    role: Annotated[
        DocumentRole, BREAKDOWN,
        About("文件角色", "role", "文件在凭证中的角色", "Part that the document plays", eg="minutes"),
    ]  # fmt: skip
    name: Annotated[
        Code,
        About("文件名", "name", "文件名，不含文件夹；不要写入个人信息",
              "Name of the file without its folders; no personal data in it", eg="会议记录.pdf"),
    ]  # fmt: skip
    sha256: Digest
    archive_number: Annotated[
        Code | None,
        About("归档号", "archive number", "纸质原件的档案编号", "Number of the original in the archive",
              eg="DSH-2-23"),
    ] = None  # fmt: skip

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """It stands in the matter of the entry that it supports, which is another one."""
        if self.entry.matter != matter.id:
            yield Both(f"it supports {self.entry.matter}, not {matter.id}; record it there",
                       f"它所附的是 {self.entry.matter}，不是 {matter.id}；请记入前者")  # fmt: skip
        if any(entry.event is self and entry.version == self.entry.version for entry in matter.history):
            yield Both("it cannot support itself", "不能为其自身的凭证")


@kind(
    "删除凭证",
    matter="evidence",
    opens=True,
    once=True,
    zh_says="删除凭证文件 {sha256}：{reason}[（批准人：{approved_by}）]",
    en_says="Document {sha256} erased: {reason}[ (approved by {approved_by})]",
)
class EvidenceErased(GovernanceEvent):
    """A document was erased from the evidence for good; its digest stays wherever it was named.

    凭证文件已从存储中永久删除；各处所记的哈希保留。
    """

    sha256: Digest
    reason: Annotated[
        Text,
        About("原因", "reason", "删除的理由和依据", "Why, and on what ground",
              eg="个人信息已无保存必要（个人信息保护法第四十七条）"),
    ]  # fmt: skip
    approved_by: Annotated[
        Text | None, PERSONS,
        About("批准人", "approved by", "批准删除的人", "Who approved it", eg="张三"),
    ] = None  # fmt: skip

    def matter_ref(self) -> str:
        """The digest of the document."""
        return self.sha256
