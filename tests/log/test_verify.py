"""Verify: every bit of a stored log is watched, and whatever was altered is located."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import load_half_year

from ledger.application import Ledger
from ledger.log.columns import Columns
from ledger.log.finding import Finding, Findings
from ledger.log.merkle import Frontier, leaf_hash
from ledger.log.regrown import Regrown
from ledger.log.sqlite import SQLite
from ledger.log.stored import Stored
from ledger.log.verify import Checked, check
from ledger.settings import Settings

ROOT = Path(__file__).parents[2]
SMALL, LARGE = 40, 600
"""Entries: enough to flip every bit of, and enough for two tiles and a rest."""
COLUMNS = "position", "matter", "version", "kind", "body", "leaf_hash"


class Given(NamedTuple):
    """A log in memory, of which tests alter single cells."""

    entries: list[tuple[Any, ...]]
    roots: list[tuple[Any, ...]]
    head: list[tuple[Any, ...]]

    @property
    def size(self) -> int:
        return len(self.entries)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        return iter(sorted(self.entries, key=lambda row: row[0]))

    def by_matter(self) -> Iterator[tuple[Any, ...]]:
        return iter(sorted((row[1], row[2], row[0]) for row in self.entries))

    def tile(self, level: int, number: int) -> Any:
        return next((root for *place, root in self.roots if place == [level, number]), None)

    def tiles(self) -> Iterator[tuple[Any, ...]]:
        return ((level, number) for level, number, _ in self.roots)

    def heads(self) -> list[tuple[Any, ...]]:
        return self.head

    def faults(self) -> Iterator[Finding]:
        return iter(())


def stored(database: Path) -> Checked:
    with closing(SQLite(database).connect(read_only=True, patience=1)) as connection:
        return check(Stored(connection))


def read(database: Path) -> Given:
    """The rows of a database, as a check reads them."""
    with closing(SQLite(database).connect(read_only=True, patience=1)) as connection:
        connection.text_factory = bytes
        return Given(*(connection.execute(f"SELECT * FROM {table}").fetchall()
                       for table in ("entries", "tiles", "head")))  # fmt: skip


def flips(value: Any) -> Iterator[Any]:
    """The value with each of its bits flipped in turn."""
    if isinstance(value, int):
        yield from (value ^ 1 << bit if bit < 63 else value - 2**63 for bit in range(64))
        return
    for at in range(len(value)):
        for bit in range(8):
            yield value[:at] + bytes([value[at] ^ 1 << bit]) + value[at + 1 :]


def with_cell(rows: list[tuple[Any, ...]], row: int, column: int, value: Any) -> list[tuple[Any, ...]]:
    changed = list(rows[row])
    changed[column] = value
    return [*rows[:row], tuple(changed), *rows[row + 1 :]]


def places(checked: Checked) -> set[tuple[str, int]]:
    return {(finding.table, finding.position) for finding in checked.findings}


def made(folder: Path, count: int) -> Path:
    """A ledger of so many entries: the half year of 2024, and trainings after it."""
    database = folder / "ledger.db"
    with Ledger.create(Settings.beside(database), by="林") as ledger:
        load_half_year(ledger, count - 1)
        training = ledger.catalogue.spec("training-held").cls
        cells = {"held_on": "2024-03-04", "side": "internal"}
        more = range(count - ledger.log_recorder.size())
        ledger.record(*(training.model_validate({"title": f"培训{at}", **cells}) for at in more), by="林")
        assert ledger.log_recorder.size() == count
        ledger.log_recorder.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(database)) as raw:  # as an attacker would have it
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
    return database


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("small"), SMALL)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("large"), LARGE)


# -- every bit, flipped in the process


def test_every_bit_of_every_body_and_leaf_hash_is_watched(small: Path) -> None:
    flipped = 0
    for position, *_, body, leaf in read(small).entries:
        findings = Findings()
        tree = Regrown((), None, findings)
        tree.gapless = False
        assert tree.grow(position, body, leaf)
        assert not findings
        cells = [(other, leaf) for other in flips(body)] + [(body, other) for other in flips(leaf)]
        assert not any(tree.grow(position, *cell) for cell in cells)
        assert findings.total == len(cells)
        assert {finding[:3] for finding in findings} == {("entries", str(position), position)}
        flipped += len(cells)
    assert flipped > SMALL * 8 * (200 + 32)


def test_every_bit_of_the_columns_beside_the_body_is_watched(small: Path) -> None:
    for row in read(small).entries:
        findings = Findings()
        columns = Columns(findings)
        assert columns.compare(row, trusted=True)
        assert not findings
        cells = [(at, other) for at in (1, 2, 3) for other in flips(row[at])]
        for at, other in cells:
            columns.compare((*row[:at], other, *row[at + 1 :]), trusted=True)
        assert findings.total == len(cells)
        assert {finding[:3] for finding in findings} == {("entries", str(row[0]), row[0])}


def test_every_bit_of_every_position_is_watched(small: Path) -> None:
    log = read(small)
    for at, row in enumerate(log.entries):
        for other in flips(row[0]):
            checked = check(log._replace(entries=with_cell(log.entries, at, 0, other)))
            assert ("entries", row[0]) in places(checked) or ("head", row[0]) in places(checked)


def test_every_bit_of_the_head_is_watched(small: Path) -> None:
    log = read(small)
    for column, value in enumerate(log.head[0]):
        for other in flips(value):
            checked = check(log._replace(head=with_cell(log.head, 0, column, other)))
            assert {finding.table for finding in checked.findings} == {"head"}


def test_every_bit_of_every_tile_is_watched(large: Path) -> None:
    log = read(large)
    assert [row[:2] for row in log.roots] == [(1, 0), (1, 1)]
    for at, row in enumerate(log.roots):
        for column, value in enumerate(row):
            for other in flips(value):
                checked = check(log._replace(roots=with_cell(log.roots, at, column, other)))
                assert {finding.table for finding in checked.findings} == {"tiles"}
                assert f"{row[0]}/{row[1]}" in {finding.row for finding in checked.findings}


@pytest.mark.parametrize("column", [4, 5])
def test_one_altered_row_raises_an_alarm_at_that_row_alone(small: Path, column: int) -> None:
    log = read(small)
    for at, row in enumerate(log.entries):
        for other in islice(flips(row[column]), 0, None, 97):
            checked = check(log._replace(entries=with_cell(log.entries, at, column, other)))
            assert places(checked) == {("entries", row[0])}


# -- what is done to the file


def altered(database: Path, folder: Path, *statements: str) -> Checked:
    """What a check finds after this was done to a copy of the file."""
    copy = Path(shutil.copy(database, folder / "ledger.db"))
    with closing(sqlite3.connect(copy, isolation_level=None)) as raw:
        raw.create_function("leaf", 1, leaf_hash)
        for statement in statements:
            assert raw.execute(statement).rowcount, "nothing was altered"
    return stored(copy)


SPOTS = 1, 2, 3, 255, 256, 257, 258, 511, 512, 513, 514, LARGE - 2, LARGE - 1, LARGE
"""Positions at the ends of the log and at the borders of its tiles."""
UPDATES = {
    "body": "body = CAST(replace(body, 'recorded', 'Recorded') AS BLOB)",
    "body cut": "body = substr(body, 1, length(body) - 1)",
    "leaf_hash": "leaf_hash = zeroblob(32)",
    "matter": "matter = matter || 'x'",
    "version": "version = version + 1000",
    "kind": "kind = 'no-such-kind'",
    "position": "position = position + 1000000",
    "position below": "position = -position",
}


@pytest.mark.parametrize("position", SPOTS)
@pytest.mark.parametrize("what", UPDATES)
def test_an_updated_row_is_located(large: Path, tmp_path: Path, what: str, position: int) -> None:
    checked = altered(large, tmp_path, f"UPDATE entries SET {UPDATES[what]} WHERE position = {position}")
    blamed = {at for table, at in places(checked) if table == "entries" and 0 < at <= LARGE}
    at_the_end = what.startswith("position") and position == LARGE
    assert position in (blamed | {at for table, at in places(checked) if table == "head"})
    assert blamed <= {position, position + 1} or (what, position) == ("position", LARGE), checked.findings
    assert at_the_end or position in blamed


@pytest.mark.parametrize("position", SPOTS)
def test_a_row_rewritten_with_its_hash_is_located_by_what_lies_above_it(
    large: Path, tmp_path: Path, position: int
) -> None:
    checked = altered(
        large, tmp_path,
        "UPDATE entries SET body = CAST(replace(body, '\"program\":\"', '\"program\":\"1') AS BLOB) "
        f"WHERE position = {position}",
        f"UPDATE entries SET leaf_hash = leaf(body) WHERE position = {position}",
    )  # fmt: skip
    tile = (position - 1) // 256
    assert all(finding.table in ("tiles", "head") for finding in checked.findings)
    assert [finding.row for finding in checked.findings if finding.table == "tiles"] == (
        [f"1/{tile}"] if tile < LARGE // 256 else []
    )
    (head,) = (finding for finding in checked.findings if finding.table == "head")
    span = {1: 512, 513: 576, 577: 592, 593: 600}
    assert head.position <= position <= span[head.position]


@pytest.mark.parametrize("position", SPOTS)
def test_a_deleted_row_is_missed(large: Path, tmp_path: Path, position: int) -> None:
    checked = altered(large, tmp_path, f"DELETE FROM entries WHERE position = {position}")
    assert ("head" if position == LARGE else "entries", position) in places(checked)


@pytest.mark.parametrize("position", SPOTS)
def test_a_row_deleted_and_the_gap_closed_is_found(large: Path, tmp_path: Path, position: int) -> None:
    checked = altered(
        large, tmp_path, f"DELETE FROM entries WHERE position = {position}",
        "UPDATE head SET size = size - 1",
        *([f"UPDATE entries SET position = -position WHERE position > {position}",
           "UPDATE entries SET position = -position - 1 WHERE position < 0"] if position < LARGE else []),
    )  # fmt: skip
    located = {at for _, at in places(checked) if at}
    assert min(located) <= position + 256 if position <= 512 else not checked.sound


@pytest.mark.parametrize("position", SPOTS)
def test_an_inserted_row_is_found(large: Path, tmp_path: Path, position: int) -> None:
    copied = (
        "matter, (SELECT max(version) + 1 FROM entries f WHERE f.matter = e.matter), kind, body, leaf_hash"
    )
    checked = altered(
        large, tmp_path,
        f"UPDATE entries SET position = -position WHERE position >= {position}",
        "UPDATE entries SET position = -position + 1 WHERE position < 0",
        f"INSERT INTO entries SELECT {position}, {copied} FROM entries e WHERE position = {position + 1}",
    )  # fmt: skip
    assert ("entries", position) in places(checked)
    assert ("head", LARGE + 1) in places(checked)


@pytest.mark.parametrize("position", SPOTS)
def test_a_row_said_twice_at_the_end_is_found(large: Path, tmp_path: Path, position: int) -> None:
    copied = (
        "matter, (SELECT max(version) + 1 FROM entries f WHERE f.matter = e.matter), kind, body, leaf_hash"
    )
    checked = altered(
        large, tmp_path,
        f"INSERT INTO entries SELECT {LARGE + 1}, {copied} FROM entries e WHERE position = {position}",
    )  # fmt: skip
    assert {("entries", LARGE + 1), ("head", LARGE + 1)} <= places(checked)


@pytest.mark.parametrize("position", [spot for spot in SPOTS if spot < LARGE])
def test_two_rows_that_changed_places_are_found(large: Path, tmp_path: Path, position: int) -> None:
    checked = altered(
        large, tmp_path, f"UPDATE entries SET position = -1 WHERE position = {position}",
        f"UPDATE entries SET position = {position} WHERE position = {position + 1}",
        f"UPDATE entries SET position = {position + 1} WHERE position = -1",
    )  # fmt: skip
    assert not checked.sound
    assert any(at and at - 256 <= position for _, at in places(checked)), checked.findings


@pytest.mark.parametrize("statement", [
    "UPDATE head SET size = size + 1", "UPDATE head SET size = 0", "UPDATE head SET frontier = x''",
    "UPDATE head SET recorded_at = '2999'", "DELETE FROM head",
    "UPDATE head SET frontier = CAST(frontier || zeroblob(32) AS BLOB)",
])  # fmt: skip
def test_an_altered_head_is_found(large: Path, tmp_path: Path, statement: str) -> None:
    assert {table for table, _ in places(altered(large, tmp_path, statement))} == {"head"}


@pytest.mark.parametrize(("statement", "rows"), [
    ("DELETE FROM tiles", {"1/0", "1/1"}), ("DELETE FROM tiles WHERE number = 1", {"1/1"}),
    ("UPDATE tiles SET root = zeroblob(32) WHERE number = 0", {"1/0"}),
    ("UPDATE tiles SET number = 2 WHERE number = 1", {"1/1", "1/2"}),
    ("INSERT INTO tiles VALUES (2, 0, zeroblob(32))", {"2/0"}),
    ("INSERT INTO tiles VALUES (0, 0, zeroblob(32))", {"0/0"}),
    ("INSERT INTO tiles VALUES (9223372036854775807, 0, zeroblob(32))", {"9223372036854775807/0"}),
])  # fmt: skip
def test_altered_tiles_are_found(large: Path, tmp_path: Path, statement: str, rows: set[str]) -> None:
    checked = altered(large, tmp_path, statement)
    assert {(finding.table, finding.row) for finding in checked.findings} == {("tiles", row) for row in rows}


def test_a_file_that_lost_a_table_is_told_so(small: Path, tmp_path: Path) -> None:
    for table in ("entries", "tiles", "head"):
        copy = Path(shutil.copy(small, tmp_path / "ledger.db"))
        with closing(sqlite3.connect(copy, isolation_level=None)) as raw:
            raw.execute(f"DROP TABLE {table}")
        assert any("no such table" in finding.what.en for finding in stored(copy).findings)


@pytest.mark.parametrize("page", range(2, 12))
def test_what_a_lost_page_leaves_is_still_read(large: Path, tmp_path: Path, page: int) -> None:
    copy = Path(shutil.copy(large, tmp_path / "ledger.db"))
    data = bytearray(copy.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\x99" * 4096
    copy.write_bytes(data)
    checked = stored(copy)
    assert not checked.sound
    assert {finding.table for finding in checked.findings} <= {"entries", "tiles", "head", "file"}
    if any("it cannot be read" in finding.what.en for finding in checked.findings):
        assert checked.last == LARGE


WRITTEN: dict[str, Any] = {
    "v": 1, "kind": "k", "class_version": 1, "matter": "m", "version": 1,
    "recorded_at": "2024-08-28T09:00:00.000000Z", "recorded_by": "林", "program": "p", "batch": 7, "cause": 6,
    "source": {"sha256": "5a" * 32, "row": 0}, "corrects": 6, "purpose": "completion", "reason": "\x7f\x1f/é",
    "evidence": [{"role": "minutes", "name": "纪要", "sha256": "e1" * 32}], "event": {},
}  # fmt: skip
"""An entry at position 7 that has all that the format knows."""
PIECE, TIME = WRITTEN["evidence"][0], "recorded_at"
UNFIT: list[dict[str, Any]] = [
    {"v": True}, {"v": 1.0}, {"v": 2}, {"class_version": True}, {"class_version": 0}, {"version": 1.0},
    {"version": True}, {TIME: "2024-02-30T09:00:00.000000Z"}, {TIME: "2024-08-28T09:00:60.000000Z"},
    {TIME: "2024-08-28 09:00:00.000000Z"}, {TIME: "2024-08-28T09:00:00Z"}, {TIME: ""}, {TIME: 5},
    {"recorded_by": None}, {"program": 1}, {"batch": 8}, {"batch": 0}, {"batch": True}, {"cause": 7},
    {"cause": None}, {"corrects": 7}, {"corrects": "6"}, {"purpose": "other"}, {"purpose": ["correction"]},
    {"reason": None}, {"source": {}}, {"source": {"row": 0, "sha256": "5a" * 32}},
    {"source": {"sha256": "5A" * 32, "row": 0}}, {"evidence": []}, {"evidence": {}}, {"evidence": [None]},
    {"evidence": [PIECE | {"sha256": "E1" * 32}]}, {"evidence": [PIECE | {"sha256": "e1" * 31}]},
    {"evidence": [PIECE | {"sha256": "../" + "e1" * 32}]}, {"evidence": [PIECE | {"more": ""}]},
    {"event": []}, {"event": None}, {"more": 1}, {"reason": "x" * 65_536},
]  # fmt: skip


def compact(envelope: dict[str, Any]) -> bytes:
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def findings_in(body: bytes) -> list[int]:
    findings = Findings()
    Columns(findings).compare((7, b"m", 1, b"k", body, b""), trusted=True)
    return [finding.position for finding in findings]


def test_what_the_format_allows_is_no_finding() -> None:
    assert findings_in(compact(WRITTEN)) == []
    required = set(WRITTEN) - {"cause", "source", "corrects", "purpose", "reason", "evidence"}
    assert findings_in(compact({key: WRITTEN[key] for key in WRITTEN if key in required})) == []
    for key in required | {"corrects", "purpose"}:
        assert 7 in findings_in(compact({name: WRITTEN[name] for name in WRITTEN if name != key}))


@pytest.mark.parametrize("unfit", UNFIT, ids=str)
def test_a_value_that_the_format_does_not_allow_is_found(unfit: dict[str, Any]) -> None:
    assert findings_in(compact(WRITTEN | unfit)) == [7]


@pytest.mark.parametrize(("old", "new"), [
    (b'"v":1', b'"v": 1'), (b"{", b"{\n"), (b"{", b" {"), (b'"v":1,', b'"v":1,"v":1,'),
    (b'"event":{', b'"event":{"a":"1","a":"2"'), (b'"row":0', b'"row":1,"row":0'),
    (b'"matter":"m"', b'"matter":"\\u006d"'), (b"\xe6\x9e\x97", b"\\u6797"), (b"/", b"\\/"),
    (b'"kind":"k","class_version":1', b'"class_version":1,"kind":"k"'), (b'"batch":7', b'"batch":7e0'),
])  # fmt: skip
def test_bytes_that_could_be_read_in_two_ways_are_found(old: bytes, new: bytes) -> None:
    body = compact(WRITTEN)
    assert old in body
    assert findings_in(body.replace(old, new, 1)) == [7]


@pytest.mark.parametrize(
    "sample", sorted((ROOT / "tests" / "samples").glob("*.jsonl")), ids=lambda it: it.stem
)
def test_every_sample_is_of_the_shape_that_is_checked(sample: Path) -> None:
    body = sample.read_bytes().splitlines()[0]
    envelope = json.loads(body)
    findings = Findings()
    columns = (*(envelope[name].encode() for name in ("matter", "kind")),)
    Columns(findings).compare((2, columns[0], envelope["version"], columns[1], body, b""), trusted=True)
    assert list(findings) == []


@pytest.mark.parametrize("position", [0, -1, -(2**63)])
def test_a_row_before_the_first_is_found(small: Path, tmp_path: Path, position: int) -> None:
    copied = "'m', 1, kind, body, leaf_hash FROM entries WHERE position = 1"
    checked = altered(small, tmp_path, f"INSERT INTO entries SELECT {position}, {copied}")
    assert places(checked) == {("entries", position)}


# -- what agrees with its hashes, and cannot have been recorded so


TIMES = "2024-08-28T09:00:0{}.000000Z"


def sealed(*entries: tuple[str, int, str]) -> Given:
    """A log of entries, each its matter, version and time, with all hashes as they should be."""
    rows, tiles, frontier = [], [], Frontier()
    for position, (matter, version, at) in enumerate(entries, 1):
        own = {"matter": matter, "version": version, "recorded_at": TIMES.format(at), "batch": position}
        left_out = "cause", "source", "corrects", "purpose", "reason", "evidence"
        body = compact({key: value for key, value in (WRITTEN | own).items() if key not in left_out})
        rows.append((position, matter.encode(), version, b"k", body, leaf_hash(body)))
        tiles += frontier.push(leaf_hash(body))
    last = TIMES.format(entries[-1][2]).encode() if entries else b""
    return Given(rows, [tuple(tile) for tile in tiles], [(1, len(rows), bytes(frontier), last)])


@pytest.mark.parametrize(("entries", "found"), [
    ([], {}),
    ([("a", 1, "1"), ("b", 1, "1"), ("a", 2, "2"), ("b", 2, "2"), ("a", 3, "3")], {}),
    ([("a", 1, "1")] * 300, dict.fromkeys(range(2, 301), "is version 1 of a, after 1")),
    ([("a", 2, "1"), ("a", 3, "2")], {1: "is version 2 of a, after 0"}),
    ([("a", 1, "1"), ("a", 3, "2"), ("a", 4, "3")], {2: "is version 3 of a, after 1"}),
    ([("a", 1, "1"), ("b", 2, "1"), ("b", 3, "1")], {2: "is version 2 of b, after 0"}),
    ([("a", 0, "1"), ("a", 1, "1")], {1: "is version 0 of a, after 0"}),
    ([("a", 2, "1"), ("a", 1, "1")], {1: "stands before version 1"}),
    ([("a", 1, "1"), ("a", 3, "1"), ("a", 2, "1")], {2: "stands before version 2"}),
    ([("a", 1, "2"), ("b", 1, "1"), ("c", 1, "1")], {2: "recorded before the entry before it"}),
])  # fmt: skip
def test_what_cannot_have_been_recorded_so_is_found(
    entries: list[tuple[str, int, str]], found: dict[int, str]
) -> None:
    checked = check(sealed(*entries))
    assert {finding.position for finding in checked.findings} == set(found)
    told = [(finding.position, finding.what.en) for finding in checked.findings]
    assert all(any(at == position and what in en for at, en in told) for position, what in found.items())


@pytest.mark.parametrize("cells", [(None, 1), (1, None), (b"1", 0), (1, -1), (1, b"")])
def test_tiles_whose_keys_are_damaged_are_found(small: Path, cells: tuple[Any, Any]) -> None:
    log = read(small)
    checked = check(log._replace(roots=[(*cells, b"")]))
    assert [finding.row for finding in checked.findings] == [f"{cells[0]}/{cells[1]}"]


@pytest.mark.parametrize("column", range(1, 6))
@pytest.mark.parametrize("cell", [None, 1.5, -(2**63), b"", b"\xff\xfe", b"[]", b'"x"', b"{}", b"null"])
def test_cells_of_any_type_are_found_at_their_row(small: Path, column: int, cell: object) -> None:
    log = read(small)
    changed = log._replace(entries=with_cell(log.entries, 6, column, cell))

    class Unsorted(Given):
        def by_matter(self) -> Iterator[tuple[Any, ...]]:
            rows = sorted(self.entries, key=lambda row: (repr(row[1]), repr(row[2])))
            return iter([(row[1], row[2], row[0]) for row in rows])

    checked = check(Unsorted(*changed))
    assert 7 in {finding.position for finding in checked.findings if finding.table == "entries"}


@pytest.mark.parametrize("cell", [None, 1.5, b"", b"\xff", 2**63 - 1, -(2**63)])
@pytest.mark.parametrize("column", range(4))
def test_cells_of_any_type_are_found_in_the_head(small: Path, column: int, cell: object) -> None:
    log = read(small)
    checked = check(log._replace(head=with_cell(log.head, 0, column, cell)))
    assert {finding.table for finding in checked.findings} == {"head"}
