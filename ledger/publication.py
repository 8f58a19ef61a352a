"""Publication: a file that readers have, held against the reports that a ledger says it issued.

It is known by its SHA-256; a PDF also by the document that it carries, which stays as it was when stamps or
signatures are added to the file. Everything is read from the entries as stored, so it works on exports, too.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json

from ledger.errors import shown
from ledger.language import Both
from ledger.log.anchors import filled
from ledger.log.merkle import Frontier, leaf_hash
from ledger.matter import RETRACTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.audit.presented import Presented

ISSUED = "report-issued", "report-corrected"
LARGEST = 64 << 20
"""Bytes of one document that a PDF carries, at most; it is more than a thousand pages of text."""
_FILE = re.compile(r"([^；]+) ([0-9a-f]{64})")
"""A file as the entry lists it: its name and its digest."""
_STREAM = re.compile(rb"stream\r?\n")

EXACT = Both(
    "{file} is, byte for byte, “{name}”, which #{position} issued: {report} of {period}",
    "{file} 与 #{position} 所发布的“{name}”逐字节相同：{period} 的 {report}",
)
CARRIED = Both(
    "{file} is not byte for byte what was issued, but carries unchanged the document that #{position} "
    "issued: {report} of {period}. Whether its pages show that document is for you to see",
    "{file} 与所发布的文件并非逐字节相同，但其中所附文稿与 #{position} 所发布的一致：{period} 的 {report}。"
    "页面所示是否即该文稿，请自行核对",
)
UNKNOWN = Both(
    "{file} (SHA-256 {sha256}) is none of the files that this ledger issued. Issued: {known}",
    "{file}（SHA-256 {sha256}）不是本账本发布的文件。已发布的有：{known}",
)
STANDS_ON = Both(
    "it rests on the checkpoint of {size} entries with the root hash {root}, as the stored entries give it",
    "所依据的 {size} 条分录的检查点根哈希为 {root}，与存储的分录一致",
)
OTHER_ROOT = Both(
    "#{position} says that it rests on {size} entries with the root hash {root}; those stored give {found}",
    "#{position} 载明所依据的 {size} 条分录的根哈希为 {root}，而存储的分录得出 {found}",
)
NO_CHECKPOINT = Both("#{position} names no checkpoint", "#{position} 未载明检查点")
CORRECTED = Both("it was corrected since, by #{by}", "此后已由 #{by} 更正")
WITHDRAWN = Both("the entry was corrected or retracted since, by #{by}", "该分录此后已由 #{by} 更正或撤回")


class Publication(NamedTuple):
    """What a file turned out to be."""

    position: int | None
    """Position of the entry that issued it; None if none did."""
    told: list[Both]
    """What is to be known of it."""
    wrong: list[Both]
    """What is not as it should be."""

    @property
    def sound(self) -> bool:
        """Whether the ledger issued it, and holds what it rests on."""
        return not self.wrong


class _Issue(NamedTuple):
    position: int
    matter: str
    event: dict[str, Any]
    names: dict[str, str]
    """Digest -> name of every file that it lists or that is kept with it."""
    later: list[Both]
    """What became of it since."""


def publication(given: Presented, path: Path) -> Publication:
    """What a file is by the ledger or export, which was verified before; OSError if it cannot be read."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    issues = _issues(given)
    for issue in reversed(issues):
        if sha256 == issue.event.get("digest") or sha256 in str(issue.event.get("files")):
            return _judged(given, issue, _told(EXACT, path, issue, name=shown(issue.names.get(sha256, "?"))))
    carried = set(_carried(data)) if data.startswith(b"%PDF") else set()
    for issue in reversed(issues):
        if issue.event.get("digest") in carried:
            return _judged(given, issue, _told(CARRIED, path, issue))
    known = ", ".join(f"#{issue.position}" for issue in issues) or "—"
    unknown = filled(UNKNOWN, file=shown(path.name), sha256=sha256, known=known)
    return Publication(None, [], [unknown])


def _told(sentence: Both, path: Path, issue: _Issue, **more: str) -> Both:
    report, period = (shown(issue.event.get(name)) for name in ("report", "period"))
    return filled(
        sentence, file=shown(path.name), position=issue.position, report=report, period=period, **more
    )


def _judged(given: Presented, issue: _Issue, what: Both) -> Publication:
    """A file that was issued, and the checkpoint of its entry held against the stored entries."""
    size, root = (issue.event.get(name) for name in ("checkpoint_size", "checkpoint_root"))
    if not isinstance(size, int) or not isinstance(root, str):
        return Publication(
            issue.position, [what, filled(NO_CHECKPOINT, position=issue.position), *issue.later], []
        )
    found = _root(given, size)
    about = {"position": issue.position, "size": size, "root": shown(root, 64), "found": found}
    if root != found:
        return Publication(issue.position, [what, *issue.later], [filled(OTHER_ROOT, **about)])
    return Publication(issue.position, [what, filled(STANDS_ON, **about), *issue.later], [])


def _root(given: Presented, size: int) -> str:
    """The root hash of the first ``size`` entries, from their bytes; empty if they are not all there."""
    frontier = Frontier()
    for row in given.source.rows():
        if frontier.size == size or not isinstance(row[4], bytes):
            break
        frontier.push(leaf_hash(row[4]))
    return frontier.root.hex() if frontier.size == size else ""


def _issues(given: Presented) -> list[_Issue]:
    """Every entry that issued a report, whether it stands or not, with what became of it since."""
    issues: list[_Issue] = []
    for position, matter, _, kind, body, _ in given.source.rows():
        slug = kind.decode(errors="replace") if isinstance(kind, bytes) else ""
        if slug not in (*ISSUED, RETRACTED):
            continue
        try:
            envelope = from_json(body)
            event, pieces = dict(envelope["event"]), [dict(one) for one in envelope.get("evidence", ())]
        except (ValueError, TypeError, LookupError, AttributeError):
            continue  # damaged, which verification told of
        old = event.get("position") if slug == RETRACTED else envelope.get("corrects")
        for issue in issues:
            if issue.position == old:
                issue.later.append(filled(WITHDRAWN, by=position))
            elif issue.matter == matter and slug == ISSUED[1] and old is None:
                issue.later.append(filled(CORRECTED, by=position))
        if slug in ISSUED:
            names = {sha256: name for name, sha256 in _FILE.findall(str(event.get("files")))}
            names |= {str(one.get("sha256")): str(one.get("name")) for one in pieces}
            issues.append(_Issue(position, matter, event, names, []))
    return issues


def _carried(data: bytes) -> Iterator[str]:
    """The SHA-256 of every stream of a PDF (ISO 32000-1, 7.3.8) that is compressed, as it is unpacked."""
    whole = memoryview(data)
    for found in _STREAM.finditer(data):
        unpacking = zlib.decompressobj()
        try:
            unpacked = unpacking.decompress(whole[found.end() :], LARGEST)
        except zlib.error:
            continue  # a stream that is not compressed
        if unpacking.eof:
            yield hashlib.sha256(unpacked).hexdigest()
