"""How the outcome of a verification is told: in sentences for people, as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.errors import shown
from ledger.evidence.store import Verdict
from ledger.language import Both
from ledger.log.anchors import filled
from ledger.log.shape import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.audit.verification import Verified
    from ledger.language import Lang
    from ledger.log.finding import Finding
    from ledger.log.note import VerifierKey
    from ledger.publication import Publication

READ = Both(
    "{n} entries of {origin} read again; root hash {root}", "重读 {origin} 的 {n} 条分录；根哈希 {root}"
)
READ_IN_PART = Both(
    "{origin} read again up to #{n}; entries are missing, so it has no root hash",
    "重读 {origin} 至 #{n}；因缺少分录，没有根哈希",
)
AGREES = Both("agrees: {what}", "相符：{what}")
DOCUMENTS = Both("documents: {told}", "凭证文件：{told}")
COUNTED = Both("{count} {verdict}", "{verdict} {count} 份")
NOT_HERE = Both(
    "#{position} {name} is not here; its digest is recorded, so ask for it",
    "#{position} {name} 不在此处；账本中有其哈希，可索取核对",
)
FOUND = Both("FOUND: {place}: {what}", "不符：{place}：{what}")
MORE = Both("… and {n} more", "……另有 {n} 处")
SOUND = Both("Nothing was found altered.", "未发现改动。")
UNSOUND = Both(
    "Found: {n}. Change nothing; keep a copy of all of it as it is, and compare with a backup and with the "
    "checkpoints that are kept elsewhere.",
    "共 {n} 处不符。请勿改动任何内容，原样留存副本，并与备份及另存的检查点比对。",
)
ALONE = Both(
    "The ledger alone cannot show whether entries were cut off its end, or whether all of it was replaced by "
    "another that agrees with itself. Compare with a checkpoint kept outside the company: "
    "--checkpoint FILE --key KEY, or --auditor DIR.",
    "仅凭账本自身，无法得知末尾的分录是否被截去、整体是否被换成另一份自相一致的账本。"
    "请与公司之外留存的检查点核对：--checkpoint 文件 --key 公钥，或 --auditor 文件夹。",
)
SIGNED = Both(
    "Up to #{signed} it is signed with the key that you hold, so nobody altered it who has not the company's "
    "private key. Whether the company itself replaced it, or handed over an older copy, shows only against a "
    "checkpoint kept outside: --checkpoint FILE, or --auditor DIR.",
    "截至 #{signed} 由您所持公钥对应的私钥签名，没有公司私钥者无法改动。公司自身是否作过替换、"
    "或提供的是较早的副本，须与公司之外留存的检查点核对方可得知：--checkpoint 文件，或 --auditor 文件夹。",
)
AFTER = Both(
    "Up to #{proven} it is what the checkpoint from outside tells of; {later} came later, and nothing from "
    "outside covers that yet.",
    "截至 #{proven} 与外部检查点一致；{later} 为其后记录，尚无外部检查点覆盖。",
)
ALL = Both(
    "All {proven} entries are those of the checkpoint from outside: none altered, cut off or replaced since.",
    "全部 {proven} 条分录与外部检查点一致：此后未被改动、截去或替换。",
)
PINNED = Both(
    "First use of {folder}: the key {key} was taken from what was verified and is pinned from now on. "
    "Compare it with the one that the company gave you by another way. What was altered before today "
    "cannot be known.",
    "首次使用 {folder}：公钥 {key} 取自被核对的内容，自此固定。请与公司另行告知的公钥比对。"
    "此前的改动无从得知。",
)
INCLUDED = Both(
    "The proof holds: #{position} is in the checkpoint of {size} entries of {origin}.",
    "证明成立：#{position} 包含于 {origin} 的 {size} 条分录的检查点。",
)
CONTINUED = Both(
    "The proof holds: {origin} with {size} entries goes on from the {from} entries of the checkpoint that "
    "you hold.",
    "证明成立：{origin} 的 {size} 条分录的账本由您所持检查点的 {from} 条分录延续而来。",
)
REPORT = Both("report: {what}", "报告：{what}")
NOT_THE_REPORT = Both("FOUND: report: {what}", "不符：报告：{what}")
PLACES = {
    "entries": Both("entry #{row}", "分录 #{row}"),
    "tiles": Both("tile {row} of the tree", "哈希树分块 {row}"),
    "head": Both("head", "首部"),
    "evidence": Both("document of #{position}", "#{position} 的凭证"),
    "checkpoint": Both("checkpoint", "检查点"),
    "file": Both("database file", "数据库文件"),
}
"""Table -> how a place in it is told."""


def place(finding: Finding) -> Both:
    """Where a finding is."""
    return filled(PLACES[finding.table], row=finding.row, position=finding.position)


def limits(verified: Verified) -> Both:
    """What was shown, and what cannot be known from what there was."""
    last, proven = verified.checked.last, verified.proven
    if not proven:
        return filled(SIGNED, signed=verified.signed) if verified.signed else ALONE
    if proven == last:
        return filled(ALL, proven=proven)
    later = f"#{last}" if proven + 1 == last else f"#{proven + 1} … #{last}"
    return filled(AFTER, proven=proven, later=later)


def lines(verified: Verified) -> Iterator[Both]:
    """The whole outcome, a sentence a line."""
    checked = verified.checked
    read = READ if checked.tree.size == checked.last else READ_IN_PART
    yield filled(
        read, n=checked.last, origin=shown(verified.testimony.origin or "?"), root=checked.tree.root.hex()
    )
    for what in verified.agrees:
        yield filled(AGREES, what=what)
    yield from documents(verified)
    for finding in checked.findings:
        yield filled(FOUND, place=place(finding), what=finding.what)
    if more := checked.findings.total - len(checked.findings):
        yield filled(MORE, n=f"{more:,}")
    if checked.findings:
        yield filled(UNSOUND, n=f"{checked.findings.total:,}")
    else:
        yield SOUND
        yield limits(verified)


def documents(verified: Verified) -> Iterator[Both]:
    """How many documents are how, and those that are not here."""
    told = [
        filled(COUNTED, count=len(verified.evidence[verdict]), verdict=verdict.label)
        for verdict in Verdict if verdict in verified.evidence
    ]  # fmt: skip
    if told:
        yield filled(
            DOCUMENTS, told=Both(", ".join(one.en for one in told), "，".join(one.zh for one in told))
        )
    yield from missing(verified)


def missing(verified: Verified) -> Iterator[Both]:
    """The documents that are not here."""
    for named in verified.evidence.get(Verdict.MISSING, ()):
        yield filled(NOT_HERE, position=named.position, name=shown(named.name))


def pinned(folder: Path, key: VerifierKey) -> Both:
    """What to think of a key that was taken from what it is to check."""
    return filled(PINNED, folder=folder, key=key)


def report_lines(found: Publication) -> Iterator[Both]:
    """What an issued report turned out to be."""
    for what in found.told:
        yield filled(REPORT, what=what)
    for what in found.wrong:
        yield filled(NOT_THE_REPORT, what=what)


def of_report(found: Publication, lang: Lang) -> dict[str, Any]:
    """The same for programs."""
    told, wrong = ([what.text(lang) for what in one] for one in (found.told, found.wrong))
    return {"position": found.position, "sound": found.sound, "told": told, "wrong": wrong}


def proof_lines(proven: dict[str, Any]) -> Iterator[Both]:
    """What a proof shows."""
    if "position" not in proven:
        yield filled(CONTINUED, **proven)
        return
    yield filled(INCLUDED, **proven)
    entry = shown(proven["entry"], LONGEST)
    yield Both(entry, entry)


def as_json(verified: Verified, lang: Lang) -> dict[str, Any]:
    """The whole outcome for programs."""
    checked = verified.checked
    return {
        "origin": verified.testimony.origin,
        "entries": checked.last,
        "root": checked.tree.root.hex(),
        "sound": verified.sound,
        "key": str(verified.key) if verified.key else None,
        "agrees": [what.text(lang) for what in verified.agrees],
        "proven_to": verified.proven,
        "signed_to": verified.signed,
        "limits": limits(verified).text(lang),
        "evidence": {
            verdict.value: [named._asdict() for named in named_ones]
            for verdict, named_ones in verified.evidence.items()
        },
        "findings": [finding._asdict() | {"what": finding.what.text(lang)} for finding in checked.findings],
        "more": checked.findings.total - len(checked.findings),
    }
