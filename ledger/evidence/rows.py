"""The evidence that a row names: documents by their digest, or files that lie beside the row's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ledger.entry import Evidence
from ledger.errors import Problem, ValueProblem, shown
from ledger.evidence.documents import NotADocumentError, digest_of, name_of
from ledger.language import Both
from ledger.rows import problem
from ledger.values import DocumentRole
from ledger.values.digest import sha256 as digest
from ledger.values.text import LONGEST_CODE, checked

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELD = "evidence（凭证）"
KEYS = {
    "role": "role", "角色": "role", "name": "name", "名称": "name", "sha256": "sha256",
    "file": "file", "文件": "file",
}  # fmt: skip
"""The keys of a piece of evidence -> what they stand for."""
SHAPES = ({"role", "name", "sha256"}, {"role", "file"}, {"role", "name", "file"})

NOT_EVIDENCE = Both(
    "write a list of {{role, name, sha256}}, the last as 64 hexadecimal digits, or of {{role, file}}",
    "请写成由 {{role, name, sha256}}（sha256 为 64 位十六进制数）或 {{role, file}} 组成的列表",
)
OUTSIDE = Both(
    "“{file}” lies outside the folder of this file; move it there, or attach it with: ledger load --evidence",
    "“{file}”不在本文件所在的文件夹内；请移入，或用 ledger load --evidence 附上",
)


class RowEvidence:
    """Reads the evidence of rows; ``files`` are those to keep once the rows are sound."""

    def __init__(self) -> None:
        self.folder = Path()
        """Where the file is whose rows are read; the files that they name are in it."""
        self.files: dict[str, Path] = {}
        """Digest -> file."""
        self._digests: dict[Path, str] = {}

    def read(self, given: object, problems: list[Problem]) -> tuple[Evidence, ...]:
        """The pieces of evidence; what is none is a problem."""
        if not isinstance(given, list):
            problems.append(problem(NOT_EVIDENCE, field=FIELD))
            return ()
        return tuple(self._pieces(given, problems))

    def _pieces(self, given: list[object], problems: list[Problem]) -> Iterable[Evidence]:
        for one in given:
            told = _told(one)
            if told is None:
                problems.append(problem(NOT_EVIDENCE, field=FIELD))
                return
            try:
                yield self._piece(**told)
            except ValueProblem as refusal:
                problems.append(Problem(refusal.both, field=FIELD))
            except NotADocumentError as refusal:
                problems.append(Problem(Both(refusal.text("en"), refusal.text("zh")), field=FIELD))

    def _piece(self, role: str, name: str = "", sha256: str = "", file: str = "") -> Evidence:
        part = DocumentRole.of(role).value
        if not file:
            return Evidence(part, checked(normalize("NFC", name), LONGEST_CODE), digest(sha256))
        path = self._beside(file)
        return Evidence(part, name_of(name or path), self._kept(path))

    def _beside(self, file: str) -> Path:
        """The file that a row names, which is in the folder of the row's own, whatever links lead there."""
        path = self.folder / file
        try:
            inside = path.parent.resolve().is_relative_to(self.folder.resolve())
        except (OSError, ValueError):
            inside = False
        if not inside:
            raise ValueProblem(*(told.format(file=shown(file)) for told in OUTSIDE))
        return path

    def _kept(self, path: Path) -> str:
        if path not in self._digests:
            self._digests[path] = digest_of(path)
            self.files.setdefault(self._digests[path], path)
        return self._digests[path]


def _told(given: object) -> dict[str, str] | None:
    """The parts of a piece, all of them texts; None if it is not in a shape that is known."""
    if not isinstance(given, dict):
        return None
    told: dict[Any, Any] = {KEYS.get(key, key): text for key, text in given.items()}
    texts = all(isinstance(text, str) for text in told.values())
    return told if texts and len(told) == len(given) and set(told) in SHAPES else None
