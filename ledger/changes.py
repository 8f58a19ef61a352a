"""A row of a file -> the change that it states, or all that is wrong with it.

A row is flat, ``{kind, matter?, evidence?, field: text, …}``; a key is the field's name or its Chinese label.
What ``ledger history --json`` prints is read as well: there the fields stand under ``event``, and the rest
of what is told of the entry is left alone. A correction restates its event in full, so it is an event like
others unless the file holds what it corrects, too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ledger.batch import Change
from ledger.codec import LIMIT, event_bytes
from ledger.entry import Evidence
from ledger.errors import LedgerError, Problem, ValueProblem, shown
from ledger.language import Both
from ledger.matter import RETRACTED
from ledger.problems import build
from ledger.rows import TWICE, problem
from ledger.values import Ref, Value
from ledger.values.text import LONGEST_CODE, checked

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue
    from ledger.event import FieldSpec, GovernanceEvent, KindSpec

KIND, MATTER, EVIDENCE = ("kind", "种类"), ("matter", "事项"), ("evidence", "凭证")
ENVELOPE = {key: keys[0] for keys in (KIND, MATTER, EVIDENCE) for key in keys}
"""The keys of a row that are no field's -> what they stand for."""
SURELY_SMALL = LIMIT // 8
"""Characters of all cells below which an entry fits, whatever they are."""
PIECE = {"role": "role", "角色": "role", "name": "name", "名称": "name", "sha256": "sha256"}
"""The keys of a piece of evidence -> what they stand for."""

NO_KIND = Both("is required; list the kinds with: ledger kinds", "为必填项；种类见：ledger kinds")
NOT_A_CELL = Both("write one text, not a structure", "请写成一段文字，不要写成结构")
NO_MATTER = Both("is required: the id of the matter that it is about", "为必填项：所涉事项的编号")
NOT_A_MATTER = Both(
    "“{given}” is not the id of a matter; write it such as meeting/board/2-23, or leave it out",
    "“{given}”不是事项编号；请写成如 meeting/board/2-23，或不填",
)
NOT_EVIDENCE = Both(
    "write a list of {{role, name, sha256}}, the last as 64 hexadecimal digits",
    "请写成由 {{role, name, sha256}} 组成的列表，其中 sha256 为 64 位十六进制数",
)
TOO_LARGE = Both(
    "the event takes {size:,} bytes, an entry holds 65,535; shorten this, or attach the text as evidence",
    "该事件占 {size:,} 字节，一条分录最多 65,535 字节；请缩短此项，或将全文作为凭证附上",
)
A_CORRECTION = Both(
    "this entry corrects or retracts another of its own ledger; load only the entries that hold, as in "
    "ledger history --standing --json",
    "这是一条更正或撤回分录，只在原账本中有意义；请只导入现行有效的分录，"
    "如 ledger history --standing --json 所列",
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SEPARATOR = re.compile(r"(\\.)|([；;\n]|\\\Z)", re.DOTALL)


class Changes:
    """Reads rows as changes of the kinds in ``catalogue``."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.positions: set[str] = set()
        """Positions of the entries that the file has held so far."""
        self._labels: dict[str, dict[str, str]] = {}

    def read(self, row: dict[str, Any], under: str | None = None) -> Change | list[Problem]:
        """The change, whose event joins the matter ``under`` where it can and names no other.

        An empty ``under`` stands for a matter that could not be made: only the problems are of use then.
        """
        envelope, rest, problems = _parts(row)
        spec = self._spec(envelope.get("kind"))
        if isinstance(spec, Problem):
            return [*problems, spec]
        if spec.slug == RETRACTED or ("event" in row and self._corrected(row)):
            return [Problem(A_CORRECTION, field="kind（种类）" if spec.slug == RETRACTED else "corrects")]
        cells = self._cells(spec, rest, problems)
        _join(spec, cells, under)
        pieces = _evidence(envelope.get("evidence") or [], problems)
        event = build(spec, cells)
        if isinstance(event, list):
            return problems + event
        _check_size(event, cells, problems)
        matter = _matter(envelope.get("matter"), spec, problems)
        return problems or Change(event, matter, pieces)

    def _corrected(self, row: dict[str, Any]) -> bool:
        """Whether the file holds what this entry corrects; notes the entry."""
        self.positions.add(str(row.get("position")))
        return str(row.get("corrects") or "") in self.positions

    def _spec(self, kind: object) -> KindSpec | Problem:
        if not kind or not isinstance(kind, str):
            return Problem(NO_KIND, field="kind（种类）")
        try:
            return self.catalogue.spec(self.catalogue.find(kind))
        except LedgerError as error:
            return Problem(Both(error.text("en"), error.text("zh")), field="kind（种类）")

    def _cells(self, spec: KindSpec, row: dict[str, Any], problems: list[Problem]) -> dict[str, object]:
        """The cells by the names of their fields; what cannot be a cell is a problem."""
        if spec.slug not in self._labels:
            self._labels[spec.slug] = {_folded(field.label.zh): name for name, field in spec.fields.items()}
        labels, cells = self._labels[spec.slug], dict[str, object]()
        for key, value in row.items():
            if value is None or value == "":
                continue
            name = key if key in spec.fields else labels.get(_folded(key), key)
            field = spec.fields.get(name)
            cell = _cell(value, field)
            if name in cells:
                problems.append(Problem(TWICE, field=_told(name, spec)))
            elif field and cell is None:
                problems.append(Problem(NOT_A_CELL, field=_told(name, spec)))
            cells.setdefault(name, cell if cell is not None else field.example if field else "?")
        return cells


def _parts(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], list[Problem]]:
    """The envelope of a row, its fields, and what of the envelope stands twice."""
    envelope: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    problems = []
    for key, value in row.items():
        name = ENVELOPE.get(key)
        if name is None:
            rest[key] = value
        elif envelope.get(name):
            problems.append(Problem(TWICE, field=f"{name}（{key}）"))
        else:
            envelope[name] = value
    return envelope, rest["event"] if isinstance(rest.get("event"), dict) else rest, problems


def _join(spec: KindSpec, cells: dict[str, object], under: str | None) -> None:
    field = spec.fields.get(spec.joins or "")
    if under is None or field is None or field.name in cells:
        return
    if not under:
        cells[field.name] = field.example
    elif field.to is None or field.to.type in ("", under.partition("/")[0]):
        cells[field.name] = under


def _cell(value: object, field: FieldSpec | None) -> object:
    """One cell as it is kept, text in NFC; a list of texts where the field takes several; else None."""
    if isinstance(value, list):
        listed = all(isinstance(part, str) for part in value) and _takes_several(field)
        value = "；".join(_SEPARATOR.sub(_kept, part) for part in value) if listed else None
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    return None if isinstance(value, dict) else value


def _takes_several(field: FieldSpec | None) -> bool:
    """Whether the cell may hold parts with separators: that of a Value may, free text and codes may not."""
    types = getattr(field and field.annotation, "__args__", (field and field.annotation,))
    return any(isinstance(each, type) and issubclass(each, Value) for each in types)


def _kept(sign: re.Match[str]) -> str:
    """A separator inside one part of a list, escaped unless it is already."""
    return sign[1] or f"\\{sign[2]}"


def _matter(given: object, spec: KindSpec, problems: list[Problem]) -> str | None:
    """The id of the matter that the row names, in its one form."""
    if not given:
        if spec.matter == "*":
            problems.append(Problem(NO_MATTER, field="matter（事项）"))
        return None
    told = _cell(given, None)
    try:
        ref = Ref.parse(told) if isinstance(told, str) else None
    except ValueProblem:
        ref = None
    if ref is None or ref.item or ref.version:
        problems.append(problem(NOT_A_MATTER, field="matter（事项）", given=shown(given)))
        return None
    return ref.matter


def _evidence(given: object, problems: list[Problem]) -> tuple[Evidence, ...]:
    if isinstance(given, list):
        pieces = [_piece(piece) for piece in given if isinstance(piece, dict)]
        sound = tuple(piece for piece in pieces if piece)
        if len(sound) == len(given):
            return sound
    problems.append(problem(NOT_EVIDENCE, field="evidence（凭证）"))
    return ()


def _piece(given: dict[str, Any]) -> Evidence | None:
    told: dict[str, Any] = {PIECE.get(key, key): _cell(text, None) for key, text in given.items()}
    texts = [told.get(key) for key in Evidence._fields]
    if len(told) != len(given) or len(told) != len(texts) or not all(isinstance(text, str) for text in texts):
        return None
    try:
        role, name, digest = (checked(str(text), LONGEST_CODE) for text in texts)
    except ValueProblem:
        return None
    return Evidence(role, name, digest.lower()) if _SHA256.fullmatch(digest.lower()) else None


def _check_size(event: GovernanceEvent, given: dict[str, object], problems: list[Problem]) -> None:
    if sum(len(str(cell)) for cell in given.values()) < SURELY_SMALL:
        return
    size = len(event_bytes(event))
    if size > LIMIT:
        cells = event.cells()
        longest = max(cells, key=lambda name: len(cells[name].encode()))
        problems.append(problem(TOO_LARGE, field=_told(longest, event.spec), size=size))


def _told(name: str, spec: KindSpec) -> str:
    return f"{name}（{spec.fields[name].label.zh}）" if name in spec.fields else shown(name)


def _folded(label: str) -> str:
    return unicodedata.normalize("NFKC", label).strip()
