"""Entry <-> stored bytes: the envelope of docs/log-format.md, and the library's Mapper over it.

The stored bytes are the truth: they are written once and only ever read. A kind is looked up by its slug
in the closed catalogue, never by a path in the data, and every field is validated on the way in and out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from eventsourcing.persistence import Mapper, StoredEvent
from pydantic import ValidationError
from pydantic_core import SchemaValidator, from_json, to_json

from ledger.entry import Entry, Evidence, Source
from ledger.envelope import FORMAT, UNREAD, validator_of
from ledger.errors import LedgerError, ValueProblem, shown
from ledger.event import GovernanceEvent
from ledger.language import Both
from ledger.unread import unread
from ledger.values.text import checked

if TYPE_CHECKING:
    from ledger.catalogue import Catalogue

__all__ = ["FORMAT", "LIMIT", "Codec", "DamagedEntryError", "TooLargeError", "UnfitTextError", "event_bytes"]

LIMIT = 65_535
"""Bytes of one entry at most, so that an export as C2SP tiles stays possible."""


WHY = 200
"""Characters of a reason that are told."""


class DamagedEntryError(LedgerError):
    """Stored bytes that are no entry."""

    sentence = Both(
        "entry #{position} is damaged ({why}). Nothing was changed; restore the ledger from a copy "
        "and compare it with a checkpoint kept elsewhere.",
        "分录 #{position} 已损坏（{why}）。程序未作任何改动；请从备份恢复，并与另存的检查点核对。",
    )


class TooLargeError(LedgerError):
    """An entry that does not fit the format."""

    sentence = Both(
        "an entry of {size:,} bytes is over the limit of 65,535; shorten {field}, "
        "or attach the text as evidence.",
        "分录共 {size:,} 字节，超过 65,535 字节的上限；请缩短“{field}”，或将全文作为凭证附上。",
    )


class UnfitTextError(LedgerError):
    """A text of the envelope that could not be stored unharmed."""

    sentence = Both("{field}: {why}. Nothing was recorded.", "{field}：{why}。未作任何记录。")


class Codec(Mapper[str]):
    """Encodes and decodes entries of the kinds in ``catalogue``."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._validators: dict[str, SchemaValidator] = {}

    def encode(self, entry: Entry) -> bytes:
        """The bytes to store: one line of UTF-8 JSON with its keys in the fixed order."""
        head: dict[str, Any] = {
            "v": FORMAT,
            "kind": entry.event.spec.slug,
            "class_version": type(entry.event).class_version,
            "matter": _fit(_MATTER, entry.matter),
            "version": entry.version,
            "recorded_at": entry.recorded_at,
            "recorded_by": _fit(_BY, entry.recorded_by),
            "program": entry.program,
            "batch": entry.batch,
        }
        if entry.cause is not None:
            head["cause"] = entry.cause
        if entry.source is not None:
            head["source"] = {"sha256": entry.source.sha256, "row": entry.source.row}
        if entry.corrects is not None:
            head |= {"corrects": entry.corrects, "purpose": entry.purpose or "correction"}
        if entry.reason is not None:
            head["reason"] = _fit(_REASON, entry.reason)
        if entry.evidence:
            head["evidence"] = [
                {key: _fit(_EVIDENCE, text) for key, text in piece._asdict().items()}
                for piece in entry.evidence
            ]
        body = to_json(head)[:-1] + b',"event":' + event_bytes(entry.event) + b"}"
        if len(body) > LIMIT:
            raise TooLargeError(size=len(body), field=_longest(entry))
        return body

    def decode(self, position: int, kind: str, body: bytes) -> Entry:
        """The entry that ``body`` holds, validated; raises only LedgerErrors."""
        validator = self._validators.get(kind)
        if validator is None:
            if kind not in self.catalogue:
                return self._entry(position, _unread(position, kind, body))
            validator = self._validators[kind] = validator_of(self.catalogue.spec(kind))
        try:
            envelope = validator.validate_json(body)
        except ValidationError as error:
            envelope = self._with_care(position, kind, body, error)
        return self._entry(position, envelope)

    def _with_care(self, position: int, kind: str, body: bytes, error: ValidationError) -> dict[str, Any]:
        """An envelope of an older version brought up to date, or the exact damage."""
        cls = self.catalogue.spec(kind).cls
        try:
            envelope = from_json(body, allow_inf_nan=False)
            stored = envelope["class_version"]
            newer = stored > cls.class_version
            older = type(stored) is int and 0 < stored < cls.class_version
        except (ValueError, TypeError, LookupError):
            raise DamagedEntryError(position=position, why=_why(error)) from error
        if newer:
            return _unread(position, kind, body)
        if not older or envelope.get("kind") != kind:
            raise DamagedEntryError(position=position, why=_why(error)) from error
        try:
            for version in range(stored, cls.class_version):
                envelope["event"] = getattr(cls, f"upcast_v{version}_v{version + 1}")(envelope["event"])
            envelope["class_version"] = cls.class_version
            validated: dict[str, Any] = self._validators[kind].validate_python(envelope)
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as failure:
            raise DamagedEntryError(position=position, why=_why(failure)) from failure
        return validated

    def _entry(self, position: int, envelope: dict[str, Any]) -> Entry:
        get = envelope.get
        source, evidence = get("source"), get("evidence", ())
        return Entry(
            position, envelope["matter"], envelope["version"], envelope["event"], envelope["recorded_at"],
            envelope["recorded_by"], envelope["program"], envelope["batch"], get("cause"),
            Source(source["sha256"], source["row"]) if source else None,
            get("corrects"), get("purpose"), get("reason"),
            tuple(Evidence(**piece) for piece in evidence) if evidence else (),
        )  # fmt: skip

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """An entry as the library stores it."""
        entry: Entry = domain_event
        return StoredEvent(entry.matter, entry.version, entry.event.spec.slug, self.encode(entry))

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The entry of a stored event; a plain one has no position, which is then 0."""
        position = getattr(stored_event, "id", 0)
        return self.decode(position, stored_event.topic, stored_event.state)


def event_bytes(event: GovernanceEvent) -> bytes:
    """The event as canonical JSON, empty fields left out: equal events give equal bytes."""
    return event.__pydantic_serializer__.to_json(event, exclude_none=True)


def _unread(position: int, kind: str, body: bytes) -> dict[str, Any]:
    """The envelope of a kind or version that is not known here, its event as stored."""
    try:
        envelope: dict[str, Any] = UNREAD.validate_json(body)
    except ValidationError as error:
        raise DamagedEntryError(position=position, why=_why(error)) from error
    if envelope["kind"] != kind:
        raise DamagedEntryError(position=position, why=f"kind: {envelope['kind']} stands under {kind}")
    envelope["event"] = unread(kind, envelope["matter"], envelope["event"])
    return envelope


def _why(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return shown(f"{type(error).__name__}: {error}", WHY)
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return shown(f"{'.'.join(map(str, first['loc'])) or 'body'}: {first['msg']}", WHY)


_MATTER, _BY = Both("matter", "事项"), Both("recorded by", "记录人")
_REASON, _EVIDENCE = Both("reason", "原因"), Both("evidence", "凭证")


@lru_cache(maxsize=1024)
def _fit(field: Both, text: str) -> str:
    """``text``, unless it could not be stored unharmed."""
    try:
        checked(text)
    except ValueProblem as problem:
        raise UnfitTextError(field=field, why=problem.both) from problem
    return text


def _longest(entry: Entry) -> Both:
    """The part of an entry that takes the most room."""
    fields = entry.event.spec.fields
    room = {Both(name, fields[name].label.zh): cell for name, cell in entry.event.cells().items()}
    room |= {_EVIDENCE: "".join(map("".join, entry.evidence)), _REASON: entry.reason or ""}
    return max(room, key=lambda part: len(room[part].encode()))
