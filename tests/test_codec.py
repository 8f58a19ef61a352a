"""Entries as stored bytes: what is written, what is read back, and what damage does."""

from __future__ import annotations

import json
import re
import sys
from typing import Annotated, Any

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.catalogue import Catalogue, UnknownKindError
from ledger.codec import LIMIT, Codec, DamagedEntryError, TooLargeError, UnfitTextError, event_bytes
from ledger.entry import Entry, Evidence, Source
from ledger.event import OCCURRENCE, About, GovernanceEvent, KindSpec, kind
from ledger.events.meetings import MeetingHeld
from ledger.matter import Matter
from ledger.unread import NewerKindError, Unread
from ledger.values import Money, PartialDate


@kind(
    "赠送纪念品",
    matter="keepsake",
    opens=True,
    zh_says="{made_on}赠送{amount}",
    en_says="Gave {amount} on {made_on}",
)
class KeepsakeGiven(GovernanceEvent):
    """A keepsake was given; at first its price was a bare number of yuan.

    赠送纪念品；第一版的金额只写元数。
    """

    class_version = 2
    made_on: Annotated[PartialDate, OCCURRENCE, About("赠送日", "made on", "日", "Day", eg="2024-05-20")]
    amount: Annotated[Money, About("金额", "amount", "金额", "Amount", eg="CNY 500.00")]

    def matter_ref(self) -> str:
        """The day."""
        return str(self.made_on)

    @staticmethod
    def upcast_v1_v2(event: dict[str, Any]) -> dict[str, Any]:
        """Yuan were meant."""
        return {"made_on": event["made_on"], "amount": f"CNY {event['yuan']}"}


CATALOGUE = Catalogue([__name__])
CODEC = Codec(CATALOGUE)
HELD = MeetingHeld.model_validate({"body": "board", "term": "2", "number": "23", "held_on": "2024-03-04"})
PLAIN = Entry(2, HELD.matter_id(), 1, HELD, "2024-08-28T09:00:00.000000Z", "林", "governance-ledger 0.1.0", 2)
FULL = PLAIN._replace(
    version=3, cause=1, source=Source("ab" * 32, 7), corrects=1, purpose="completion", reason="补充届次",
    evidence=(Evidence("minutes", "纪要.pdf", "cd" * 32),),
)  # fmt: skip
BODY = CODEC.encode(FULL)


def full(spec: KindSpec) -> Entry:
    """An entry of the kind with every field filled."""
    event = spec.cls.model_validate({name: field.example for name, field in spec.fields.items()})
    return FULL._replace(event=event, matter=event.matter_id() if spec.matter != "*" else FULL.matter)


def stored(entry: Entry = PLAIN, **changed: Any) -> bytes:
    """The bytes of an entry with something changed by another hand."""
    return json.dumps(json.loads(CODEC.encode(entry)) | changed, ensure_ascii=False).encode()


def decoded(body: bytes, slug: str = "meeting-held") -> Entry | None:
    """The entry, or None if the bytes are found to be damaged; nothing else may come of it."""
    try:
        entry = CODEC.decode(2, slug, body)
    except DamagedEntryError as error:
        told = error.text("zh")
    else:
        told = entry.event.sentence("zh") + "".join(entry.event.cells())
        assert told
        return entry
    assert told.isprintable()
    return None


@pytest.mark.parametrize("spec", CATALOGUE.specs(), ids=lambda spec: spec.slug)
def test_every_kind_reads_back_as_it_was_written(spec: KindSpec) -> None:
    entry = full(spec)
    body = CODEC.encode(entry)
    assert CODEC.decode(entry.position, spec.slug, body) == entry
    assert CODEC.encode(CODEC.decode(entry.position, spec.slug, body)) == body
    assert b"\n" not in body
    json.loads(body, parse_float=pytest.fail, parse_constant=pytest.fail)


def test_the_keys_stand_in_the_order_of_the_format() -> None:
    assert list(json.loads(BODY)) == [
        "v", "kind", "class_version", "matter", "version", "recorded_at", "recorded_by", "program", "batch",
        "cause", "source", "corrects", "purpose", "reason", "evidence", "event",
    ]  # fmt: skip
    assert CODEC.encode(PLAIN).decode() == (
        '{"v":1,"kind":"meeting-held","class_version":1,"matter":"meeting/board/2-23","version":1,'
        '"recorded_at":"2024-08-28T09:00:00.000000Z","recorded_by":"林","program":"governance-ledger 0.1.0",'
        '"batch":2,"event":{"body":"board","term":2,"number":23,"held_on":"2024-03-04"}}'
    )


def test_a_correction_without_a_purpose_is_one_of_what_was_wrong() -> None:
    assert CODEC.decode(2, "meeting-held", CODEC.encode(PLAIN._replace(corrects=1))).purpose == "correction"


@pytest.mark.parametrize(
    "written",
    [
        {"body": "body/board", "held_on": "2024年3月4日", "term": "二", "number": 23},
        {"number": "２３", "held_on": "4 March 2024", "term": "2届", "body": "Board", "note": None},
    ],
)
def test_equal_events_give_equal_bytes_however_they_were_written(written: dict[str, Any]) -> None:
    assert event_bytes(MeetingHeld.model_validate(written)) == event_bytes(HELD)


def test_an_entry_fills_the_limit_to_the_last_byte() -> None:
    texts = dict.fromkeys(("title", "place", "convener"), "苏" * 6_000)
    room = LIMIT - len(CODEC.encode(PLAIN._replace(event=HELD.model_copy(update=texts | {"chair": ""}))))
    brim = PLAIN._replace(event=HELD.model_copy(update=texts | {"chair": "x" * room}))
    assert len(CODEC.encode(brim)) == LIMIT
    with pytest.raises(TooLargeError, match=r"65,536 bytes .+ 65,535; shorten title"):
        CODEC.encode(brim._replace(recorded_by=brim.recorded_by + "a"))


@pytest.mark.parametrize(
    ("large", "en", "zh"),
    [
        (PLAIN._replace(reason="苏" * 20_000, evidence=FULL.evidence * 50), "reason", "原因"),
        (FULL._replace(evidence=FULL.evidence * 700), "evidence", "凭证"),
    ],
)
def test_an_entry_over_the_limit_names_what_is_too_long(large: Entry, en: str, zh: str) -> None:
    with pytest.raises(TooLargeError, match=f"shorten {en},") as refusal:
        CODEC.encode(
            large._replace(event=HELD.model_copy(update={"place": "苏" * 2_000, "note": "苏" * 2_000}))
        )
    assert f"请缩短“{zh}”" in refusal.value.text("zh")


@pytest.mark.parametrize(
    ("unfit", "told"),
    [
        ({"recorded_by": "\udcff"}, "recorded by: it holds half a character"),
        ({"recorded_by": "林\n\x07"}, "recorded by: it holds the control character U+0007"),
        ({"reason": "Cafe\u0301"}, "reason: it is not in Unicode normal form C"),
        ({"reason": " "}, "reason: it is empty"),
        ({"matter": "meeting/\ud800"}, "matter: it holds half a character"),
        (
            {"evidence": (Evidence("minutes", "\ud800.pdf", "cd" * 32),)},
            "evidence: it holds half a character",
        ),
    ],
)
def test_what_cannot_be_stored_unharmed_is_refused(unfit: dict[str, Any], told: str) -> None:
    with pytest.raises(UnfitTextError, match=re.escape(told)):
        CODEC.encode(FULL._replace(**unfit))


def test_a_kind_cannot_declare_what_is_not_stored_exactly() -> None:
    for name, annotation in (("ratio", float), ("ratio", float | None), ("event", str), ("evidence", str)):
        about = About("比例", "ratio", "比例", "Ratio", eg="0.5")
        made = type("RatioSet", (GovernanceEvent,), {"__annotations__": {name: Annotated[annotation, about]}})
        with pytest.raises(
            TypeError, match=f"field '{name}' needs another name, or a type that is stored exactly"
        ):
            kind("设定比例", matter="x", zh_says="", en_says="")(made)


def test_a_flipped_bit_gives_damage_or_another_text_but_no_error_of_another_sort() -> None:
    read = [
        decoded(BODY[:at] + bytes([BODY[at] ^ 1 << bit]) + BODY[at + 1 :])
        for at in range(len(BODY))
        for bit in range(8)
    ]
    assert read.count(None) > len(read) // 2


@settings(deadline=None)
@given(body=st.binary(), slug=st.sampled_from(["meeting-held", "keepsake-given", "from-the-future"]))
def test_bytes_of_any_sort_are_damage(body: bytes, slug: str) -> None:
    assert decoded(body, slug) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(), parts, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(
    spec=st.sampled_from(CATALOGUE.specs()),
    key=st.sampled_from(list(json.loads(BODY))),
    value=_JSON,
    known=st.booleans(),
)
def test_another_value_under_any_key_is_damage_or_another_entry(
    spec: KindSpec, key: str, value: Any, *, known: bool
) -> None:
    decoded(stored(full(spec), **{key: value}), spec.slug if known else "from-the-future")
    event = json.loads(event_bytes(full(spec).event))
    for name in event:
        decoded(stored(full(spec), event=event | {name: value}), spec.slug)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        BODY[:-1],
        BODY + b"x",
        BODY.decode().encode("utf-16"),
        b"[" * 100_000,
        b'{"event":' * 100_000,
        BODY.replace(b'"version":3', b'"version":NaN'),
        BODY.replace("林".encode(), rb"\ud800"),
        stored(v=2),
        stored(v=1.0),
        stored(kind="meeting-called"),
        stored(kind="MeetingHeld"),
        stored(more="x"),
        stored(event=None),
        stored(event=[]),
        stored(event={}),
        stored(event={"body": "board", "held_on": "2024-02-30"}),
        stored(event={"body": "board", "held_on": "2024-03-04", "place": 1.5}),
        stored(event={"body": "board", "held_on": "2024-03-04", "plase": "苏州"}),
        stored(version="1"),
        stored(version=-1),
        stored(version=1.0),
        stored(batch=None),
        stored(matter=1),
        stored(recorded_at="2024-02-30T09:00:00.000000Z"),
        stored(recorded_at="2025-02-29T09:00:00.000000Z"),
        stored(recorded_at="2024-08-28T24:00:00.000000Z"),
        stored(recorded_at="2024-08-28T09:00:00Z"),
        stored(recorded_at="２０２４-08-28T09:00:00.000000Z"),
        stored(class_version=0),
        stored(class_version=-1),
        stored(class_version=True),
        stored(class_version="1"),
        stored(class_version=None),
        stored(class_version=1.0),
        stored(class_version=10**30, event=None),
        stored(source={"sha256": "ab"}),
        stored(source={"sha256": "ab", "row": 1, "column": 2}),
        stored(evidence=[{"role": "minutes"}]),
        stored(evidence={}),
        stored(purpose="fun"),
    ],
)
def test_what_is_no_entry_is_damage(body: bytes) -> None:
    assert decoded(body) is None


def test_damage_is_told_with_its_place_and_what_to_do() -> None:
    with pytest.raises(DamagedEntryError) as damage:
        CODEC.decode(17, "meeting-held", stored(event={"body": "board", "held_on": "2024-02-30"}))
    told = damage.value.text("en")
    assert told.startswith("entry #17 is damaged (event.held_on: Value error, there is no 2024-02-30 in the")
    assert told.endswith("restore the ledger from a copy and compare it with a checkpoint kept elsewhere.")
    assert "分录 #17 已损坏" in damage.value.text("zh")


FUTURE = stored(kind="from-the-future", class_version=3, event={"what": "甲", "count": 3, "whom": ["乙"]})


def test_a_kind_that_is_not_known_is_shown_as_stored() -> None:
    entry = CODEC.decode(2, "from-the-future", FUTURE)
    assert isinstance(entry.event, Unread)
    assert entry._replace(event=HELD) == PLAIN
    assert entry.kind == "from-the-future"
    assert entry.event.cells() == {"what": "甲", "count": "3", "whom": "['乙']"}
    assert entry.event.sentence("en") == "from-the-future (not known to this program)"
    assert entry.event.sentence("zh") == "from-the-future（本程序不认识的种类）"


def test_a_newer_version_of_a_known_kind_is_shown_as_stored() -> None:
    entry = CODEC.decode(
        2, "meeting-held", stored(class_version=2, event={"body": "board", "held": "2024-03-04"})
    )
    assert isinstance(entry.event, Unread)
    assert entry.kind == "meeting-held"
    assert entry.event.cells() == {"body": "board", "held": "2024-03-04"}


def test_what_is_not_known_stands_in_its_matter_but_no_rule_may_read_it() -> None:
    entry = CODEC.decode(2, "from-the-future", FUTURE)
    matter = Matter.of(entry.matter, [entry])
    assert matter.opened
    assert not matter.contradictions
    assert entry.event.occurred_on is None
    assert getattr(entry.event, "title", None) is None
    with pytest.raises(NewerKindError, match="from-the-future that this program does not know"):
        _ = matter.all("from-the-future")[0].what


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "from-another-future"},
        {"kind": "{x}"},
        {"kind": ""},
        {"class_version": 0},
        {"event": "x"},
        {"event": {"x": 1.5}},
        {"event": {"x": [{"y": 10**18}]}},
        {"event": {"x": float("nan")}},
        {"event": {"x": float("inf")}},
        {"evidence": [{}]},
        {"source": {}},
        {"version": "1"},
        {"recorded_at": "yesterday"},
    ],
)
def test_damage_shows_in_what_is_not_known_too(changed: dict[str, Any]) -> None:
    assert decoded(json.dumps(json.loads(FUTURE) | changed).encode(), "from-the-future") is None


V1 = (
    '{"v":1,"kind":"keepsake-given","class_version":1,"matter":"keepsake/2024-05-20","version":1,'
    '"recorded_at":"2024-08-28T09:00:00.000000Z","recorded_by":"林","program":"p 1","batch":1,'
    '"evidence":[{"role":"receipt","name":"a.pdf","sha256":"00"}],"event":{"made_on":"2024-05-20","yuan":"500"}}'
).encode()


def test_an_older_version_is_brought_up_to_date_as_it_is_read() -> None:
    entry = CODEC.decode(1, "keepsake-given", V1)
    assert isinstance(entry.event, KeepsakeGiven)
    assert entry.event.cells() == {"made_on": "2024-05-20", "amount": "CNY 500.00"}
    assert entry.evidence == (Evidence("receipt", "a.pdf", "00"),)


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        (b'"yuan":"500"', b'"yuan":"viel"'),
        (b'"yuan"', b'"yaun"'),
        (b'"event":{"made_on":"2024-05-20","yuan":"500"}', b'"event":[]'),
        (b'"event":{"made_on":"2024-05-20","yuan":"500"}', b'"event":null'),
        (b'"class_version":1', b'"class_version":0'),
        (b'"class_version":1', b'"class_version":true'),
        (b'"version":1', b'"version":"1"'),
        (b'"kind":"keepsake-given"', b'"kind":"keepsake-gived"'),
        (b'"batch":1,', b""),
        (b'"role":"receipt",', b""),
    ],
)
def test_damage_shows_in_an_older_version_too(sound: bytes, damaged: bytes) -> None:
    assert decoded(V1, "keepsake-given")
    assert decoded(V1.replace(sound, damaged), "keepsake-given") is None


@pytest.mark.parametrize(
    "name",
    [
        "MeetingHeld",
        "召开会议",
        "ledger.events.meetings:MeetingHeld",
        "os:system",
        "antigravity",
        "__class__",
    ],
)
def test_a_stored_kind_is_found_by_its_slug_only_and_never_leads_to_code(name: str) -> None:
    assert name not in CATALOGUE
    with pytest.raises(UnknownKindError):
        CATALOGUE.spec(name)
    entry = decoded(stored(kind=name), name)
    assert entry is None or isinstance(entry.event, Unread)
    assert "antigravity" not in sys.modules


def test_the_library_stores_entries_by_matter_version_and_kind() -> None:
    told = CODEC.to_stored_event(FULL)
    assert told == StoredEvent(FULL.matter, 3, "meeting-held", BODY)
    assert CODEC.to_domain_event(told) == FULL._replace(position=0)
