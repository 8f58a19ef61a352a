"""Files of events: which are read, how they are encoded, groups, and where their problems are."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.parts.entries import as_json
from ledger.batch import Change
from ledger.catalogue import Catalogue
from ledger.entry import Entry
from ledger.errors import Problem
from ledger.intake import Intake, NoFileError, NoSuchFileError

CATALOGUE = Catalogue()
HELD = """\
- kind: 召开会议
  机构: board
  届: 2
  次: 23
  召开日期: 2024年3月4日
"""
GROUP = """\
meeting: {kind: meeting-held, body: board, term: 2, number: 23, held_on: 2024-03-04}
items:
- {kind: resolution-passed, item: 1.10, title: 修订章程}
- {kind: 签署会议记录, signed_on: 2024-03-06}
- {kind: body-established, body: risk-committee, title: 风险委员会, type: committee}
"""

Read = Callable[..., list[Change | Problem]]


def intake(*paths: Path | str, stdin: bytes = b"") -> Intake:
    return Intake(CATALOGUE, [str(path) for path in paths], io.BytesIO(stdin))


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """What a file of this text or these bytes holds; its path is told as it was given."""
    monkeypatch.chdir(tmp_path)

    def reading(content: str | bytes, name: str = "x.yaml") -> list[Change | Problem]:
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(intake(name).rows())

    return reading


def changes(rows: list[Change | Problem]) -> list[Change]:
    told = [row.text("en") for row in rows if isinstance(row, Problem)]
    assert not told, told
    return [row for row in rows if isinstance(row, Change)]


def problems(rows: list[Change | Problem]) -> list[str]:
    assert not any(isinstance(row, Change) for row in rows)
    assert all(row.text("zh") for row in rows if isinstance(row, Problem))
    return [row.text("en") for row in rows if isinstance(row, Problem)]


def test_a_file_of_yaml_and_one_of_json_lines_hold_the_same(read: Read) -> None:
    (held,) = changes(read(HELD))
    assert held.event.matter_id() == "meeting/board/2-23"
    row = {"kind": "meeting-held"} | held.event.cells()
    for name, text in (("x.jsonl", json.dumps(row)), ("x.json", json.dumps([row], indent=1))):
        (again,) = changes(read(text, name))
        assert again.event == held.event


def test_a_change_knows_the_file_and_row_that_it_came_from(read: Read) -> None:
    first, second = changes(read(f"{HELD}\n# 次日\n{HELD.replace('23', '24')}"))
    assert (first.file, first.line, second.line) == ("x.yaml", 1, 8)
    assert first.source
    assert second.source
    assert (first.source.row, second.source.row) == (1, 8)
    assert first.source.sha256 == second.source.sha256


@pytest.mark.parametrize("suffix", ["YAML", "yml", "txt", ""])
def test_the_suffix_may_be_any(read: Read, suffix: str) -> None:
    assert len(changes(read(HELD, f"x.{suffix}"))) == 1


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_line_ends_make_no_difference(read: Read, mark: str, end: str) -> None:
    (plain,) = changes(read(HELD))
    (held,) = changes(read((mark + HELD).replace("\n", end).encode()))
    assert held.event == plain.event
    (line,) = changes(
        read((mark + json.dumps({"kind": "meeting-held"} | held.event.cells()) + end).encode(), "x.jsonl")
    )
    assert line.event == plain.event


@pytest.mark.parametrize(("encoding", "line", "byte"), [("gbk", 2, 6), ("gb18030", 2, 6), ("utf-16", 1, 1)])
def test_another_encoding_is_one_problem_that_says_what_to_do(
    read: Read, encoding: str, line: int, byte: int
) -> None:
    (told,) = problems(read("a:\n  董事会: 2024\n".encode(encoding)))
    assert told.startswith(f"x.yaml:{line}: the file is not UTF-8 text (byte {byte}), perhaps GBK; save it")


@pytest.mark.parametrize("name", ["x.yaml", "x.jsonl"])
@pytest.mark.parametrize("content", ["", "\n  \n", "\ufeff"])
def test_an_empty_file_is_a_problem(read: Read, name: str, content: str) -> None:
    assert problems(read(content, name)) == [f"{name}: the file is empty; write the events into it"]
    assert problems(read("# 只有说明\n"))


def test_an_empty_list_is_no_problem(read: Read) -> None:
    assert read("[]") == read("[]\n", "x.json") == []


def test_many_problems_of_a_file_are_all_told_with_file_line_and_field(read: Read) -> None:
    text = "".join(
        f"- kind: meeting-held\n  body: board\n  held_on: 2024-02-3{i}\n  x: 1\n" for i in range(10)
    )
    told = problems(read(text))
    assert [problem.split(": ")[0] for problem in told] == [
        f"x.yaml:{line}" for line in range(1, 41, 4) for _ in range(2)
    ]
    assert [problem.split(": ")[1] for problem in told] == ["held_on（召开日期）", "x"] * 10


def test_a_broken_line_does_not_hide_those_after_it(read: Read) -> None:
    told = problems(read('{"kind": }\n{"kind": "x"}\n[]\n', "x.jsonl"))
    assert [problem.split(": ")[0] for problem in told] == ["x.jsonl:1", "x.jsonl:2", "x.jsonl:3"]


def test_a_group_gives_its_others_the_reference_to_its_first(read: Read) -> None:
    held, passed, signed, established = changes(read(GROUP))
    cells = passed.event.cells()
    assert (cells["meeting"], cells["item"]) == ("meeting/board/2-23", "1.10")
    assert signed.event.matter_id() == held.event.matter_id() == "meeting/board/2-23"
    assert established.event.matter_id() == "body/risk-committee"
    assert [change.line for change in (held, passed, signed, established)] == [1, 3, 4, 5]


@pytest.mark.parametrize("items", ["items", "明细"])
def test_a_group_is_a_row_like_others_whatever_its_first_is_called(read: Read, items: str) -> None:
    listed = (
        GROUP.replace("meeting:", "- 会议:").replace("\n- {", "\n  - {").replace("\nitems", f"\n  {items}")
    )
    assert len(changes(read(listed + HELD.replace("23", "24")))) == 5


def test_what_stands_beside_the_items_of_a_group_comes_after_them(read: Read) -> None:
    minutes = "minutes: {kind: minutes-signed, signed_on: 2024-03-06}\n"
    text = GROUP.replace("- {kind: 签署会议记录, signed_on: 2024-03-06}\n", "") + minutes
    assert [change.event.spec.slug for change in changes(read(text))] == [
        "meeting-held", "resolution-passed", "body-established", "minutes-signed",
    ]  # fmt: skip


def test_the_others_of_a_group_follow_the_matter_that_its_first_names(read: Read) -> None:
    named = GROUP.replace("kind: meeting-held,", "kind: meeting-held, matter: meeting/board/joint,")
    assert changes(read(named))[1].event.matter_id() == "meeting/board/joint"


def test_when_the_first_of_a_group_is_refused_only_problems_are_told(read: Read) -> None:
    told = problems(
        read(GROUP.replace("body: board", "body: ").replace("title: 修订章程", "titel: 修订章程"))
    )
    assert [problem.split(": ")[:2] for problem in told] == [
        ["x.yaml:1", "body（机构）"],
        ["x.yaml:3", "title（议案名称）"],
        ["x.yaml:3", "titel"],
    ]


@pytest.mark.parametrize(
    "group", ["items: []", "meeting: {kind: meeting-held}\nitems: {a: b}", "meeting: x\nitems: [{kind: x}]"]
)
def test_what_is_no_group_is_refused(read: Read, group: str) -> None:
    (told,) = problems(read(group))
    assert told.startswith("x.yaml:1: this is not a group; write one event and the list of those under it")


@pytest.mark.parametrize("row", ["- 召开会议：board", "- 5", "-", "- [a, b]", "召开会议"])
def test_what_is_no_row_is_refused(read: Read, row: str) -> None:
    (told,) = problems(read(row))
    assert told.startswith(
        "x.yaml:1: this is not an event; write kind and fields, each with a half-width colon"
    )


def test_what_history_prints_is_read_back_from_json_yaml_and_standard_input(read: Read) -> None:
    (held,) = changes(read(HELD))
    entry = Entry(1, "meeting/board/2-23", 1, held.event, "2024-08-28T09:00:00.000000Z", "林", "p", 1)
    told = json.dumps([as_json(entry)] * 2, ensure_ascii=False, indent=1)
    for rows in (read(told, "x.json"), read(told, "x.yaml"), list(intake("-", stdin=told.encode()).rows())):
        assert [change._replace(source=None, file="", line=0) for change in changes(rows)] == [
            Change(held.event, entry.matter)
        ] * 2


def test_entries_that_stand_are_read_back_file_by_file_though_they_corrected_others(read: Read) -> None:
    (held,) = changes(read(HELD))
    entry = Entry(1, "meeting/board/2-23", 1, held.event, "2024-08-28T09:00:00.000000Z", "林", "p", 1)
    rows = [
        as_json(entry),
        as_json(entry._replace(position=2, corrects=1, purpose="correction", reason="笔误")),
    ]
    Path("all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    Path("standing.jsonl").write_text(json.dumps(rows[1]), encoding="utf-8")
    made = list(intake("all.jsonl", "standing.jsonl").rows())
    assert [isinstance(row, Change) for row in made] == [True, False, True]


def test_standard_input_is_read_after_the_files(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HELD, encoding="utf-8")
    reading = intake("-", path, "-", stdin=HELD.encode())
    assert [change.file for change in changes(list(reading.rows()))] == [path.as_posix(), "-"]


def test_a_folder_is_read_in_the_order_of_its_names_and_nothing_twice(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/2.jsonl", "a/1.YML", "c.json", "readme.md", "d.yaml/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("[]", encoding="utf-8")
    reading = intake(tmp_path, tmp_path / "b.yaml")
    assert [path.relative_to(tmp_path).as_posix() for path in reading.paths] == [
        "a/1.YML", "a/2.jsonl", "b.yaml", "c.json",
    ]  # fmt: skip
    assert reading.total == 8
    assert list(reading.rows()) == []
    assert reading.done == 8


@pytest.mark.parametrize("name", ["gone.yaml", "x" * 5000, "a\0b"])
def test_a_file_that_is_not_there_is_said_not_to_exist(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoFileError, match="does not exist; mend the name"):
        intake(tmp_path / name)


@pytest.mark.parametrize("name", ["old.xls", "minutes.docx", "scan.pdf"])
def test_a_file_of_another_program_is_to_be_saved_as_a_workbook(tmp_path: Path, name: str) -> None:
    starts = {
        ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1",
        ".docx": b"PK\x03\x04\x14\0",
        ".pdf": b"%PDF-1.7\n\xe2\xe3",
    }
    (tmp_path / name).write_bytes(starts[Path(name).suffix])
    (told,) = intake(tmp_path / name).rows()
    assert isinstance(told, Problem)
    assert "save the table as .xlsx" in told.text("en")
    assert "GBK" not in told.text("en")


def test_where_there_is_nothing_to_load_it_says_what_to_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    named = r"\.yaml \.yml \.jsonl \.json \.xlsx \.xlsm \.csv \.tsv"
    with pytest.raises(NoSuchFileError, match=rf"nothing to load at .+: name a {named} file"):
        intake(tmp_path / "empty")


def test_a_file_that_is_gone_when_its_turn_comes_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HELD, encoding="utf-8")
    reading = intake(path)
    path.unlink()
    (told,) = problems(list(reading.rows()))
    assert (
        told
        == f"{path.as_posix()}: it cannot be read (No such file or directory); mend that and load it again"
    )


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(HELD * 3, encoding="utf-8")
    (tmp_path / "y.yaml").write_text(HELD, encoding="utf-8")
    reading = intake(tmp_path)
    told = [reading.done for _ in reading.rows()]
    assert told == sorted(told)
    assert reading.done == reading.total == len((HELD * 4).encode())


_BYTES = st.binary() | st.text().map(str.encode) | st.text("-: []{},'\"&*!|>\n kind事").map(str.encode)


@settings(deadline=None)
@given(content=_BYTES, name=st.sampled_from([".yaml", ".jsonl", ".json", ""]))
def test_no_bytes_whatever_are_more_than_changes_and_problems(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{name}"
    path.write_bytes(content)
    for rows in (list(intake(path).rows()), list(intake("-", stdin=content).rows())):
        assert all(isinstance(row, Change | Problem) for row in rows)


@settings(deadline=None)
@given(st.integers(0, len(GROUP.encode()) - 1), st.binary(min_size=1, max_size=2))
def test_no_slip_in_a_sound_file_is_more_than_changes_and_problems(at: int, slip: bytes) -> None:
    content = GROUP.encode()
    rows = list(intake("-", stdin=content[:at] + slip + content[at + 1 :]).rows())
    assert all(isinstance(row, Change | Problem) for row in rows)
