"""Exports: the same bytes each time, whole or not at all, and read with care whatever they hold."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ledger.durable import UnwritableError
from ledger.log import packing
from ledger.log.bundle import ENTRIES, BrokenOffError, Bundle, Lines, NotAnExportError, is_export
from ledger.log.verify import check

BODIES = [
    b'{"v":1,"kind":"k","class_version":1,"matter":"m","version":%d,"recorded_at":"2024-08-28T09:00:00.000000Z",'
    b'"recorded_by":"a","program":"p","batch":1,"event":{}}' % at
    for at in range(1, 6)
]
WHOLE = b"".join(body + b"\n" for body in BODIES)
MEMBERS: list[tuple[str, list[bytes]]] = [
    (ENTRIES, [body + b"\n" for body in BODIES]), ("evidence/ab/abcd", [b"a document", b" in two"]),
]  # fmt: skip
FORMS = "export", "export.zip"


@pytest.fixture(params=FORMS)
def export(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    packing.write(tmp_path / str(request.param), MEMBERS)
    return tmp_path / str(request.param)


def folder_of(path: Path, entries: bytes) -> Path:
    path.mkdir()
    (path / ENTRIES).write_bytes(entries)
    return path


def zip_of(path: Path, entries: bytes, name: str = ENTRIES, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr(name, entries)
    return path


# -- writing


@pytest.mark.parametrize("form", FORMS)
def test_the_same_contents_are_the_same_bytes(tmp_path: Path, form: str) -> None:
    found = []
    for number in range(2):
        place = tmp_path / str(number)
        place.mkdir()
        packing.write(place / form, MEMBERS)
        files = sorted(path for path in place.rglob("*") if path.is_file())
        found.append([(path.relative_to(place), path.read_bytes()) for path in files])
    assert found[0] == found[1]
    assert found[0]


def test_a_zip_tells_nothing_of_its_time_and_place(tmp_path: Path) -> None:
    packing.write(tmp_path / "export.zip", MEMBERS)
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        assert archive.testzip() is None
        assert {(info.date_time, info.create_system, info.compress_type) for info in archive.infolist()} == {
            (packing.EPOCH, packing.UNIX, zipfile.ZIP_STORED)
        }


def test_nothing_is_overwritten(export: Path) -> None:
    before = export.read_bytes() if export.is_file() else sorted(export.rglob("*"))
    with pytest.raises(packing.ExportExistsError):
        packing.write(export, MEMBERS)
    assert before == (export.read_bytes() if export.is_file() else sorted(export.rglob("*")))


def failing() -> Iterator[tuple[str, Iterable[bytes]]]:
    yield ENTRIES, [WHOLE]
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("form", FORMS)
def test_what_fails_half_way_leaves_nothing(tmp_path: Path, form: str) -> None:
    with pytest.raises(UnwritableError, match="No space left"):
        packing.write(tmp_path / form, failing())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", FORMS)
def test_what_a_crash_left_behind_is_in_nobodys_way(tmp_path: Path, form: str) -> None:
    (tmp_path / f".{form}.new").mkdir()
    (tmp_path / f".{form}.new" / "half").write_bytes(b"written")
    packing.write(tmp_path / form, MEMBERS)
    assert [path.name for path in tmp_path.iterdir()] == [form]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError):
        packing.write(tmp_path / "no" / "such" / "folder", MEMBERS)


# -- reading


def test_what_was_written_is_read(export: Path) -> None:
    assert is_export(export)
    bundle = Bundle(export)
    assert list(bundle.bodies()) == BODIES
    assert b"".join(bundle.pieces("evidence/ab/abcd")) == b"a document in two"
    assert bundle.names("evidence") == ["ab"]
    assert bundle.names("handovers") == []
    assert bundle.small("checkpoint") is None
    with pytest.raises(FileNotFoundError):
        list(bundle.pieces("evidence/ab/none"))


def test_its_lines_are_checked_like_rows(export: Path) -> None:
    lines = Lines(Bundle(export))
    for _ in range(2):  # it can be read again
        checked = check(lines)
        assert checked.sound
        assert checked.last == len(BODIES)


@pytest.mark.parametrize(("entries", "line"), [
    (WHOLE[:-1], 5), (WHOLE + b"x" * 70_000 + b"\n", 6), (b"x", 1),
])  # fmt: skip
@pytest.mark.parametrize("make", [folder_of, zip_of])
def test_a_line_without_an_end_is_located(tmp_path: Path, make: object, entries: bytes, line: int) -> None:
    assert callable(make)
    bundle = Bundle(make(tmp_path / "export", entries))
    with pytest.raises(BrokenOffError) as caught:
        list(bundle.bodies())
    assert caught.value.data["line"] == line
    assert line in {finding.position for finding in check(Lines(bundle)).findings}


def test_a_zip_that_breaks_off_is_told_where(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "export.zip", WHOLE * 5_000, compression=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[600_000] ^= 1
    path.write_bytes(data)
    findings = check(Lines(Bundle(path))).findings
    assert any("cannot be read" in finding.what.en and finding.position > 2_000 for finding in findings)


@pytest.mark.parametrize("at", range(0, 250, 7))
def test_a_damaged_zip_is_told_or_read(tmp_path: Path, at: int) -> None:
    path = zip_of(tmp_path / "export.zip", WHOLE)
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0xFF
    path.write_bytes(data)
    try:
        bundle = Bundle(path)
    except NotAnExportError:
        return
    checked = check(Lines(bundle))
    assert not checked.sound or list(bundle.bodies()) == BODIES


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "export.zip", WHOLE)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(ENTRIES, b"")
    with pytest.raises(NotAnExportError, match="twice"):
        Bundle(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAnExportError, match=ENTRIES):
        Bundle(zip_of(tmp_path / "other.zip", b"", name="other"))
    (tmp_path / "text").write_text("text", encoding="utf-8")
    assert not is_export(tmp_path / "text")
    with pytest.raises(NotAnExportError):
        Bundle(tmp_path / "text")


def test_names_that_lead_out_of_the_export_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    path = zip_of(tmp_path / "export.zip", WHOLE)
    with pytest.raises(FileNotFoundError):
        list(Bundle(path).pieces("evidence/../../secret"))
