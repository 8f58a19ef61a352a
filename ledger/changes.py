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

from pydantic_core import ValidationError

from ledger.batch import Change
from ledger.codec import LIMIT, event_bytes
from ledger.commas import unparted
from ledger.errors import LedgerError, Problem, ValueProblem, shown
from ledger.evidence.rows import RowEvidence
from ledger.language import Both
from ledger.matter import CHECKED, RETRACTED
from ledger.problems import build
from ledger.rows import TWICE, problem
from ledger.values import Ref, Value

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue
    from ledger.event import FieldSpec, GovernanceEvent, KindSpec

KIND, MATTER, EVIDENCE = ("kind", "种类"), ("matter", "事项"), ("evidence", "凭证")
ENVELOPE = {key: keys[0] for keys in (KIND, MATTER, EVIDENCE) for key in keys}
"""The keys of a row that are no field's -> what they stand for."""
_OTHERS = {*ENVELOPE, "event"} - {"kind"}
SURELY_SMALL = LIMIT // 8
"""Characters of all cells below which an entry fits, whatever they are."""

NO_KIND = Both("is required; list the kinds with: ledger kinds", "为必填项；种类见：ledger kinds")
NOT_A_CELL = Both("write one text, not a structure", "请写成一段文字，不要写成结构")
NO_MATTER = Both("is required: the id of the matter that it is about", "为必填项：所涉事项的编号")
NOT_A_MATTER = Both(
    "“{given}” is not the id of a matter; write it such as meeting/board/2-23, or leave it out",
    "“{given}”不是事项编号；请写成如 meeting/board/2-23，或不填",
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
A_CHECK = Both(
    "whoever checks an entry off does so in this ledger: ledger check-off POSITION --by NAME; leave this "
    "out, as ledger history --standing --json does",
    "核对须由核对人在本账本中进行：ledger check-off 分录号 --by 姓名；请不要导入此行，"
    "ledger history --standing --json 不含此类分录",
)
_SEPARATOR = re.compile(r"(\\.)|([；;\n]|\\\Z)", re.DOTALL)


class Changes:
    """Reads rows as changes of the kinds in ``catalogue``."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.positions: set[str] = set()
        """Positions of the entries that the file has held so far."""
        self.evidence = RowEvidence()
        self._labels: dict[str, dict[str, str]] = {}

    def read(self, row: dict[str, Any], under: str | None = None) -> Change | list[Problem]:
        """The change, whose event joins the matter ``under`` where it can and names no other.

        An empty ``under`` stands for a matter that could not be made: only the problems are of use then.
        """
        envelope, rest, problems = _parts(row)
        spec = self._spec(envelope.get("kind"))
        if isinstance(spec, Problem):
            return [*problems, spec]
        if spec.slug == CHECKED:
            return [Problem(A_CHECK, field="kind（种类）")]
        if spec.slug == RETRACTED or ("event" in row and self._corrected(row)):
            return [Problem(A_CORRECTION, field="kind（种类）" if spec.slug == RETRACTED else "corrects")]
        cells = rest
        event: GovernanceEvent | list[Problem] | None = _at_once(spec, rest, under)
        if event is None:
            cells = self._cells(spec, rest, problems)
            _join(spec, cells, under)
            event = build(spec, cells)
        pieces = self.evidence.read(envelope["evidence"], problems) if envelope.get("evidence") else ()
        if isinstance(event, list):
            return problems + event
        problems += unparted(spec.cls, cells)
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
            return self.catalogue.spec(kind if kind in self.catalogue else self.catalogue.find(kind))
        except LedgerError as error:
            return Problem(Both(error.text("en"), error.text("zh")), field="kind（种类）")

    def _cells(self, spec: KindSpec, row: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
        """The cells by the names of their fields; what cannot be a cell is a problem."""
        if spec.slug not in self._labels:
            self._labels[spec.slug] = {_folded(field.label.zh): name for name, field in spec.fields.items()}
        labels, cells = self._labels[spec.slug], dict[str, Any]()
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


def _at_once(spec: KindSpec, row: dict[str, Any], under: str | None) -> GovernanceEvent | None:
    """The event of a row that is written just as it is kept, as most are; None if it needs care."""
    cells = row if under is None else {**row}
    _join(spec, cells, under)
    try:
        event: GovernanceEvent = spec.cls.__pydantic_validator__.validate_python(cells)
    except ValidationError:
        return None
    return event


def _parts(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], list[Problem]]:
    """The envelope of a row, its fields, and what of the envelope stands twice."""
    if "kind" in row and _OTHERS.isdisjoint(row):
        fields = {**row}
        return {"kind": fields.pop("kind")}, fields, []
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
    if under is None:
        return
    field = spec.fields.get(spec.joins or "")
    if field is None or field.name in cells:
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


def _check_size(event: GovernanceEvent, given: dict[str, object], problems: list[Problem]) -> None:
    if sum(map(len, map(str, given.values()))) < SURELY_SMALL:
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
