"""Replay: what was altered or damaged is found and located; what is only odd raises no alarm."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replays import ledger as run
from replays import replayed, sorts
from signed import founded, harm, make_consistent

from ledger.application import Ledger
from ledger.entry import Entry
from ledger.event import GovernanceEvent
from ledger.matter import Matter, NotAdmissibleError
from ledger.settings import Settings
from projections.replay import Finding, Sort, replay

TRAININGS = 300
"""Enough for a tile of the tree."""
POLICY = "instrument/policy"


def event(ledger: Ledger, slug: str, **cells: str) -> GovernanceEvent:
    return ledger.catalogue.spec(slug).cls.model_validate(cells)


def training(ledger: Ledger, title: str) -> GovernanceEvent:
    return event(ledger, "training-held", title=title, held_on="2024-03-04", side="internal")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a ledger without triggers, as an attacker would have it."""
    database = tmp_path_factory.mktemp("replay") / "ledger.db"
    with Ledger.create(Settings.beside(database), by="林") as ledger:
        for at in range(TRAININGS):
            ledger.record(training(ledger, f"培训{at}"), by="林")
        for at in range(1, 6):
            day = f"2024-0{at}-01"
            revised = event(ledger, "policy-revised", instrument=POLICY, revised_on=day, title="制度")
            ledger.record(revised, by="林")
    harm(database.parent)
    return database


@pytest.fixture
def database(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "ledger.db"))


@pytest.fixture
def ledger(database: Path) -> Iterator[Ledger]:
    with Ledger(database) as opened:
        yield opened


def found(database: Path, *statements: str) -> list[Finding]:
    """What a replay finds after this was done to the file behind the ledger's back."""
    harm(database.parent, *statements)
    with Ledger(database) as ledger:
        return replay(ledger).findings


def test_a_clean_ledger_has_nothing_to_find(database: Path) -> None:
    told = replayed(database)
    assert told["findings"] == []
    assert (told["entries"], told["batches"], told["matters"]) == (TRAININGS + 6,) * 2 + (TRAININGS + 2,)
    assert told["kinds"] == {"ledger-opened": 1, "policy-revised": 5, "training-held": TRAININGS}
    assert told["views"]["trainings"] == TRAININGS


def test_a_ledger_with_nothing_but_its_opening_is_clean(tmp_path: Path) -> None:
    Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林").close()
    assert replayed(tmp_path / "ledger.db")["findings"] == []


def test_the_half_year_is_clean(half_year: Ledger) -> None:
    told = replayed(half_year.settings.database)
    assert told["findings"] == []
    assert told["entries"] == half_year.point(None) > 100
    assert told["batches"] == 2
    assert told["matters"] == len(half_year.matters())
    assert told["views"]["register"] == told["entries"]
    assert all(rows or name in ("attendance", "checks") for name, rows in told["views"].items())


# -- altered behind the ledger's back


@pytest.mark.parametrize(("sql", "table", "position"), [
    ("UPDATE entries SET body = CAST(replace(body, '培训2', '培训3') AS BLOB) WHERE position = 4",
     "entries", 4),
    ("UPDATE entries SET leaf_hash = zeroblob(32) WHERE position = 5", "entries", 5),
    ("UPDATE entries SET matter = 'training/other' WHERE position = 6", "entries", 6),
    ("UPDATE entries SET version = 7 WHERE position = 7", "entries", 7),
    ("UPDATE entries SET kind = 'audit-performed' WHERE position = 8", "entries", 8),
    ("UPDATE entries SET kind = 'no-such-kind' WHERE position = 8", "entries", 8),
    ("UPDATE entries SET position = 9000 WHERE position = 9", "entries", 9),
    ("UPDATE entries SET body = x'' WHERE position = 10", "entries", 10),
    ("UPDATE entries SET body = CAST('[]' AS BLOB) WHERE position = 303", "entries", 303),
    ("DELETE FROM entries WHERE position = 1", "entries", 1),
    ("DELETE FROM entries WHERE position = 2", "entries", 2),
    ("DELETE FROM entries WHERE position IN (1, 2, 3, 5, 6, 7)", "entries", 5),
    ("DELETE FROM entries WHERE position = 304", "entries", 304),
    ("DELETE FROM entries WHERE position = 306", "head", 306),
    ("DELETE FROM entries", "head", 1),
    ("INSERT INTO entries SELECT 307, matter, 2, kind, body, leaf_hash FROM entries WHERE position = 3",
     "entries", 307),
    ("UPDATE head SET size = size - 1", "head", 306),
    ("UPDATE head SET size = size + 1", "head", 307),
    ("UPDATE head SET frontier = zeroblob(32)", "head", 0),
    ("UPDATE head SET recorded_at = '2999' || substr(recorded_at, 5)", "head", 0),
    ("DELETE FROM head", "head", 0),
    ("UPDATE tiles SET root = zeroblob(32)", "tiles", 1),
    ("DELETE FROM tiles", "tiles", 1),
])  # fmt: skip
def test_what_was_altered_is_located(database: Path, sql: str, table: str, position: int) -> None:
    harm(database.parent, sql)
    told = replayed(database)
    places = {(finding["table"], finding["position"]) for finding in told["findings"]}
    assert (table, position) in places
    assert told["alarmed"]
    assert any("views and issued reports" in what for what in told["unchecked"])


def test_a_damaged_entry_raises_no_alarm_at_the_sound_ones_after_it(database: Path) -> None:
    findings = found(database, "UPDATE entries SET body = x'00' WHERE position = 303")
    assert {finding.position for finding in findings} == {303}
    with Ledger(database) as ledger:
        assert any("impossible: 1" in what.en for what in replay(ledger).unchecked)


def test_a_database_of_which_nothing_is_sound_is_told_so_once(tmp_path: Path) -> None:
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林") as ledger:
        ledger.load([], by="林")
        ledger.log_recorder.insert_events(
            [StoredEvent(f"bulk/{at}", 1, "bulk", b"{}") for at in range(1_200)]
        )
    told = replayed(tmp_path / "ledger.db")
    assert told["alarmed"]
    assert told["entries"] == 0
    assert any("so many are altered" in what for what in told["unchecked"])


def test_a_history_forged_in_itself_shows_against_a_checkpoint_from_outside(tmp_path: Path) -> None:
    home = founded(tmp_path)
    with Ledger(home) as ledger:
        ledger.record(training(ledger, "培训"), training(ledger, "又一次"), by="林")
    assert run("checkpoint", "--ledger", home, "-o", tmp_path / "checkpoint")[0] == 0
    outside = ("--checkpoint", tmp_path / "checkpoint", "--key", shutil.copy(home / "ledger.pub", tmp_path))
    honest = replayed(home, *outside)
    assert (honest["findings"], honest["proven_to"]) == ([], 3)
    harm(home, "UPDATE entries SET body = CAST(replace(body, 'internal', 'external') AS BLOB)")
    make_consistent(home)
    shutil.rmtree(home / "checkpoints")
    assert sorts(replayed(home, *outside)) == [("checkpoint", 0)]
    alone = replayed(home)
    assert alone["findings"] == []
    assert "cannot show" in alone["limits"]


def test_a_key_that_nobody_handed_over_to_is_an_alarm_and_all_else_is_replayed(tmp_path: Path) -> None:
    home = founded(tmp_path)
    pinned = (home / "ledger.pub").read_text(encoding="utf-8").strip()
    forged = founded(tmp_path / "forged") / "ledger.pub"
    told = {
        "changed_on": "2024-09-01",
        "old_key": pinned,
        "new_key": forged.read_text().strip(),
        "reason": "x",
    }
    with Ledger(home) as ledger:
        (entry,) = ledger.record(event(ledger, "signing-key-changed", **told), by="森")
    assert replayed(home)["findings"] == []
    found = replayed(home, "--key", pinned)
    assert sorts(found) == [("checkpoint", entry.position)]
    assert found["views"]["register"] == entry.position


def test_the_auditors_folder_remembers_what_was_replayed(tmp_path: Path) -> None:
    home, visits = founded(tmp_path), ("--auditor", tmp_path / "auditor")
    with Ledger(home) as ledger:
        ledger.record(training(ledger, "培训"), training(ledger, "又一次"), by="林")
    assert run("checkpoint", "--ledger", home)[0] == 0
    assert "First use of" in run("replay", "--ledger", home, *visits)[1]
    assert replayed(home, *visits)["proven_to"] == 3
    harm(home, "DELETE FROM entries WHERE position = 3")
    make_consistent(home)
    shutil.rmtree(home / "checkpoints")
    assert ("checkpoint", 0) in sorts(replayed(home, *visits))


def test_the_alarm_is_told_in_words(database: Path) -> None:
    harm(database.parent, "DELETE FROM entries WHERE position = 304")
    for lang, words in (("en", "ALARM: entry #304: missing: #304"), ("zh", "警报：分录 #304：缺少分录 #304")):
        code, output = run("replay", "--ledger", database, lang=lang)
        assert code == 1
        assert words in output


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(position=st.integers(1, 5), at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_stored_entry_is_located(
    position: int, at: float, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = tmp_path_factory.mktemp("flipped") / "ledger.db"
    with Ledger.create(Settings.beside(database), by="林") as ledger:
        ledger.record(*(training(ledger, f"培训{n}") for n in range(4)), by="林")
        row = ledger.log_recorder.row(position)
        assert row
    body = bytearray(row.body)
    body[int(at * len(body))] ^= 1 << bit
    findings = found(database, f"UPDATE entries SET body = x'{body.hex()}' WHERE position = {position}")
    assert {(finding.position, finding.sort) for finding in findings} == {(position, Sort.ALTERED)}


# -- whole bytes, but an event that is refused


def appended(ledger: Ledger, **told: object) -> None:
    """An entry made and hashed as the program would, but without being asked."""
    recorded_at = ledger.log_recorder.head().recorded_at
    size = ledger.log_recorder.size()
    entry = {
        "v": 1,
        "kind": "training-held",
        "class_version": 1,
        "matter": "training/x",
        "version": 1,
        "recorded_at": recorded_at,
        "recorded_by": "林",
        "program": "p",
        "batch": size + 1,
    } | told
    body = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    matter, version, kind = (entry[name] for name in ("matter", "version", "kind"))
    ledger.log_recorder.insert_events([StoredEvent(matter, version, kind, body)])  # type: ignore[arg-type]


@pytest.mark.parametrize("told", [
    {"event": {"title": "没有日期"}},
    {"event": {"title": "培训", "held_on": "2024-02-30", "side": "internal"}},
    {"corrects": 3, "purpose": "correction",
     "event": {"title": "培训", "held_on": "2024-03-04", "side": "internal"}},
    {"kind": "entry-retracted", "event": {"position": 3, "reason": "不在此事项中"}},
])  # fmt: skip
def test_whole_bytes_that_no_program_records_are_an_alarm(ledger: Ledger, told: dict[str, object]) -> None:
    appended(ledger, **told)
    size = ledger.point(None)
    assert sorts(replayed(ledger.settings.database)) == [("impossible", size)]


def test_an_honest_entry_that_rules_would_refuse_today_is_found_without_alarm(ledger: Ledger) -> None:
    held = event(ledger, "meeting-held", body="board", term="1", number="1", held_on="2024-03-04")
    (first,) = ledger.record(held, by="林")
    again = Entry(first.position + 1, first.matter, 2, held, first.recorded_at, "林", "", first.position + 1)
    with pytest.raises(NotAdmissibleError):
        Matter.of(first.matter, [first]).admit(again)
    ledger.log_recorder.insert_events([ledger.codec.to_stored_event(again)])
    told = replayed(ledger.settings.database)
    assert sorts(told) == [("rules", again.position)]
    assert f"ledger show {again.position}" in told["findings"][0]["remedy"]


SOURCE = '''"""Kinds of the tests' own."""

from collections.abc import Iterator
from typing import Annotated

from ledger.event import OCCURRENCE, About, GovernanceEvent, kind
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import PartialDate


@kind("浇花", matter="garden", opens=True, zh_says="{{watered_on}}浇花", en_says="Watered on {{watered_on}}")
class FlowersWatered(GovernanceEvent):
    """Flowers were watered.

    浇了花。
    """

    watered_on: Annotated[
        PartialDate, OCCURRENCE, About("浇花日", "watered on", "浇花之日", "The day", eg="2024-03-04")
    ]

    def matter_ref(self) -> str:
        """One garden."""
        return "front"

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """{rule}"""
        if len(matter.all("flowers-watered")) > {most}:
            yield Both("watered too often", "浇花过多")
'''


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Path]]:
    """A ledger with a kind of its own; its rule is how often flowers may be watered."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    home = tmp_path / "ledger"

    def ruled(most: int) -> Path:
        text = SOURCE.format(rule=f"At most {most} times.", most=most)
        (tmp_path / "gardening.py").write_text(text, encoding="utf-8")
        sys.modules.pop("gardening", None)
        importlib.invalidate_caches()
        if not home.exists():
            run("init", home, "--origin", "688030.SH/governance", "--key", tmp_path / "key")
            with (home / "ledger.toml").open("a", encoding="utf-8") as toml:
                toml.write('kinds = ["gardening"]\n')
        return home

    yield ruled
    sys.modules.pop("gardening", None)


def water(home: Path, *days: str) -> None:
    for day in days:
        assert run("record", "flowers-watered", "--watered-on", day, "--ledger", home)[0] == 0


def test_entries_of_before_a_rule_was_made_stricter_are_found_without_alarm(
    garden: Callable[[int], Path],
) -> None:
    home = garden(3)
    water(home, "2024-03-04", "2024-03-05", "2024-03-06")
    assert replayed(home)["findings"] == []
    garden(1)
    told = replayed(home)
    assert sorts(told) == [("rules", 3)]
    assert "watered too often" in told["findings"][0]["what"]
    assert told["views"]["register"] == 4
    code, output = run("replay", "--ledger", home, lang="zh")
    assert code == 0
    assert "提示：分录 #3" in output


def test_kinds_that_are_not_known_are_verified_and_named_as_not_checked(
    garden: Callable[[int], Path],
) -> None:
    home = garden(3)
    water(home, "2024-03-04")
    toml = home / "ledger.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('kinds = ["gardening"]', ""), encoding="utf-8")
    told = replayed(home)
    assert told["findings"] == []
    assert told["kinds"]["flowers-watered"] == 1
    assert any("flowers-watered" in what for what in told["unchecked"])


def test_a_matter_whose_rules_ask_what_only_a_newer_program_knows_is_not_judged(ledger: Ledger) -> None:
    (held,) = ledger.record(
        event(ledger, "meeting-held", body="board", term="1", number="1", held_on="2024-03-04"), by="林"
    )
    newer = {"class_version": 9, "matter": held.matter, "version": 2, "event": {"cancelled": "为何"}}
    appended(ledger, kind="meeting-cancelled", **newer)
    told = replayed(ledger.settings.database)
    assert told["findings"] == []
    rules, fields = (f"the rules of {held.matter}", "entries (1) of kinds or versions")
    assert any(rules in what for what in told["unchecked"])
    assert any(fields in what for what in told["unchecked"])


def test_a_batch_is_judged_as_a_whole_as_it_was_when_it_was_recorded(ledger: Ledger) -> None:
    plan = {"plan": "incentive/2024"}
    drafted = event(ledger, "incentive-plan-drafted", title="计划", drafted_on="2024-07-19", shares="1000",
                    **plan)  # fmt: skip
    smaller = event(ledger, "incentive-plan-amended", amended_on="2024-08-05", changes="调减", shares="900",
                    **plan)  # fmt: skip
    granted = event(ledger, "awards-granted", granted_on="2024-08-13", instrument="restricted-2",
                    shares="950", **plan)  # fmt: skip
    approved = event(ledger, "incentive-plan-approved", approved_on="2024-08-13", shares="1000", **plan)
    ledger.record(drafted, smaller, granted, approved, by="林")
    assert replay(ledger).findings == []


def test_how_far_it_is_is_told_at_each_entry(ledger: Ledger) -> None:
    seen: list[int] = []
    replayed = replay(ledger, progress=seen.append)
    assert seen == list(range(1, 3 * (TRAININGS + 6) + 1))
    assert (replayed.entries, replayed.matters) == (TRAININGS + 6, len(ledger.matters()))
    assert replayed.root == ledger.log_recorder.root().hex()
