"""The second verifier, which shares no code with the first, agrees with it; so do plain commands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.cli import cli
from commands.parts.verdict import PLACES
from ledger.application import Ledger
from ledger.log import keys
from ledger.log.bundle import CHECKPOINT, ENTRIES, KEY
from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "auditor.md"
TOOLS = "bash", "sqlite3", "sha256sum", "xxd", "openssl"


def call(*args: object) -> str:
    result = CliRunner(env={"LEDGER_BY": "林"}).invoke(cli, list(map(str, args)))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of the half year that has documents and has changed its key, and its export."""
    home = tmp_path_factory.mktemp("company")
    place = home / "ledger"
    call("init", place, "--origin", "688030.SH/governance", "--key", home / "old.key")
    here = ("--ledger", place)
    call("load", ROOT / "examples" / "half-year-2024", *here)
    call("checkpoint", *here, "-o", home / "earlier")
    shutil.copy(place / KEY, home / "old.pub")
    for name in ("签到.txt", "记录.txt", "名单.txt"):
        (home / name).write_text(f"{name} 的内容", encoding="utf-8")
        call("evidence", "add", 40, f"minutes={home / name}", *here)
    call("key", "new", "--why", "换人", *here)
    call("evidence", "add", 41, f"minutes={home / name}", *here)
    call("export", home / "export", *here)
    return home


@pytest.fixture
def export(company: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(company / "export", tmp_path / "export"))


def first(export: Path, key: Path, *more: object) -> bool:
    """Whether ``ledger verify`` finds nothing."""
    result = CliRunner().invoke(cli, ["verify", str(export), "--key", str(key), *map(str, more)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1), result.output
    return result.exit_code == 0


def second(export: Path, key: Path, *more: object) -> bool:
    """Whether the other one finds nothing."""
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "docs" / "verify.py", export, "--key", key, *map(str, more)],
        check=False, capture_output=True, text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert not done.stderr
    assert done.returncode == ("FOUND" in done.stdout)
    return done.returncode == 0


@pytest.mark.parametrize("key", ["old.pub", "ledger/ledger.pub"])
def test_both_find_nothing_in_what_is_sound(company: Path, tmp_path: Path, key: str) -> None:
    held = ("--checkpoint", company / "earlier")
    assert first(company / "export", company / key, *held)
    assert second(company / "export", company / key, *held)
    call("export", tmp_path / "export.zip", "--ledger", company / "ledger")
    assert first(tmp_path / "export.zip", company / key)
    assert second(tmp_path / "export.zip", company / key)


def lines(export: Path, change: Callable[[list[bytes]], object]) -> None:
    """Change the lines of the entries in place."""
    file = export / ENTRIES
    held = file.read_bytes().splitlines(keepends=True)
    change(held)
    file.write_bytes(b"".join(held))


def replaced(at: int, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(held: list[bytes]) -> None:
        assert old in held[at]
        held[at] = held[at].replace(old, new, 1)

    return lambda export: lines(export, change)


def altered(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(export: Path) -> None:
        text = (export / name).read_text(encoding="utf-8")
        assert re.search(old, text)
        (export / name).write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    return change


def a_document(export: Path) -> Path:
    return next(path for path in sorted((export / "evidence").rglob("*")) if path.is_file())


DAMAGES: dict[str, Callable[[Path], object]] = {
    "first entry": replaced(0, b"688030", b"688031"),
    "second entry": replaced(1, b"recorded_by", b"recorded_bY"),
    "last entry": replaced(-1, b"minutes", b"ballots"),
    "a version": replaced(30, b'"version":', b'"version":1'),
    "a format": replaced(9, b'"v":1', b'"v":2'),
    "no JSON": replaced(9, b"{", b"["),
    "not a number": replaced(9, b'"batch":', b'"batch":NaN,"x":'),
    "no UTF-8": replaced(9, b"recorded_by", b"\xff\xfe"),
    "a line gone": lambda export: lines(export, lambda held: held.pop(50)),
    "the first gone": lambda export: lines(export, lambda held: held.pop(0)),
    "the end gone": lambda export: lines(export, lambda held: held.pop()),
    "all gone": lambda export: (export / ENTRIES).write_bytes(b""),
    "a line twice": lambda export: lines(export, lambda held: held.insert(50, held[50])),
    "two swapped": lambda export: lines(export, lambda held: held.insert(20, held.pop(21))),
    "no end of line": lambda export: lines(export, lambda held: held.append(held.pop()[:-1])),
    "an empty line": lambda export: lines(export, lambda held: held.append(b"\n")),
    "one more": lambda export: lines(export, lambda held: held.append(held[-1])),
    "size": altered(CHECKPOINT, r"\n\d+\n", "\n7\n"),
    "larger size": altered(CHECKPOINT, r"\n\d+\n", "\n99999\n"),
    "root": altered(CHECKPOINT, r"\n(.)(.)", r"\n\2\1"),
    "origin": altered(CHECKPOINT, "688030", "688031"),
    "signature": altered(CHECKPOINT, "AB|[A-Y][a-y]|[0-9][a-z]", "zz"),
    "other signer": altered(CHECKPOINT, "— ", "— x"),
    "no checkpoint": altered(CHECKPOINT, "\n\n", "\n"),
    "handover": lambda export: shutil.rmtree(export / "handovers"),
    "a document": lambda export: a_document(export).write_bytes(b"other"),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGES)
def test_both_find_every_damage(company: Path, export: Path, what: str) -> None:
    before = {path: path.read_bytes() for path in export.rglob("*") if path.is_file()}
    DAMAGES[what](export)
    assert before != {path: path.read_bytes() for path in export.rglob("*") if path.is_file()}
    key = company / ("old.pub" if what == "handover" else "ledger/ledger.pub")
    assert not second(export, key)
    assert not first(export, key)
    packed = export.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(export.rglob("*")):
            archive.write(path, path.relative_to(export))
    assert not second(packed, key)
    assert not first(packed, key)


def test_both_leave_a_document_that_is_not_there_without_a_finding(company: Path, export: Path) -> None:
    a_document(export).unlink()
    assert first(export, company / "ledger" / KEY)
    assert second(export, company / "ledger" / KEY)


def test_both_refuse_a_checkpoint_of_another_ledger(company: Path, export: Path) -> None:
    note = Note.parse((export / CHECKPOINT).read_bytes())
    other = str(Checkpoint.parse(note.text)._replace(origin="other/ledger"))
    signature = keys.read(company / "old.key").sign(other)  # by now the new one
    (export / CHECKPOINT).write_text(str(Note(other, (signature,))), encoding="utf-8")
    assert not first(export, company / "ledger" / KEY)
    assert not second(export, company / "ledger" / KEY)


def test_both_refuse_another_key(company: Path, tmp_path: Path) -> None:
    call(
        "init",
        tmp_path / "other",
        "--key",
        tmp_path / "key",
        "--origin",
        "688030.SH/governance",
        "--by",
        "林",
    )
    assert not first(company / "export", tmp_path / "other" / KEY)
    assert not second(company / "export", tmp_path / "other" / KEY)


def test_both_find_that_all_was_replaced_since_an_earlier_checkpoint(company: Path, tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    call("init", place, "--origin", "688030.SH/governance", "--key", tmp_path / "key")
    call("load", ROOT / "examples" / "half-year-2024", "--ledger", place)
    call("export", tmp_path / "export", "--ledger", place)
    key, held = place / KEY, ("--checkpoint", company / "earlier")
    assert first(tmp_path / "export", key)
    assert second(tmp_path / "export", key)
    assert not first(tmp_path / "export", key, *held)
    assert not second(tmp_path / "export", key, *held)


@pytest.mark.parametrize(("old", "new"), [
    (b'"v":1,', b'"v":1,"v":1,'), (b'"v":1', b'"v": 1'), (b'"v":1', b'"v":1.0'), (b'"v":1', b'"v":true'),
    (b'"program":', b'"Program":'), (b'"batch":', b'"batch":999'), (b'"program":"g', b'"program":"\\u0067'),
    (b'"recorded_at":"2', b'"recorded_at":"X'), (b'"event":', b'"more":1,"event":'),
    (b'"class_version":1,', b""), (b'"batch":', b'"cause":99,"batch":'),
    (b'"event":{', b'"event":{"a":1,"a":1,'),
    (b'"sha256":"', b'"sha256":"../'),
])  # fmt: skip
def test_both_find_a_line_that_the_format_does_not_allow(tmp_path: Path, old: bytes, new: bytes) -> None:
    place = tmp_path / "ledger"
    call("init", place, "--origin", "688030.SH/governance", "--key", tmp_path / "key")
    call("load", ROOT / "examples" / "half-year-2024", "--ledger", place)
    call("export", tmp_path / "export", "--ledger", place)
    key = tmp_path / "export" / KEY
    (tmp_path / "export" / CHECKPOINT).unlink()  # so that nothing else tells
    assert first(tmp_path / "export", key)
    assert second(tmp_path / "export", key)
    replaced(-1, old, new)(tmp_path / "export")
    assert not first(tmp_path / "export", key)
    assert not second(tmp_path / "export", key)


def told_by_the_second(export: Path, key: Path, *more: object) -> str:
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "docs" / "verify.py", export, "--key", key, *map(str, more)],
        check=False, capture_output=True, text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert not done.stderr
    return done.stdout


def test_the_second_says_what_nothing_vouches_for(company: Path, export: Path) -> None:
    key, file = company / "ledger" / KEY, export / CHECKPOINT
    assert "nothing vouches" not in told_by_the_second(export, key)
    shutil.copy(company / "earlier", file)
    handed_over = max(int(path.name) for path in (export / "handovers").iterdir())
    assert f"Beyond the last checkpoint 最后检查点之后: #{handed_over + 1} … #" in told_by_the_second(
        export, company / "old.pub"
    )
    file.unlink()
    shutil.rmtree(export / "handovers")
    assert "No checkpoint signed with the key was seen" in told_by_the_second(export, company / "old.pub")


@pytest.mark.parametrize("damage", ["missing", "no entries", "cut", "crc", "twice", "no held"])
def test_the_second_has_a_sentence_for_what_cannot_be_read(
    company: Path, export: Path, tmp_path: Path, damage: str
) -> None:
    packed, held = tmp_path / "export.zip", []
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(export.rglob("*")):
            archive.write(path, path.relative_to(export))
        if damage == "twice":
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.write(export / ENTRIES, ENTRIES)
    data = packed.read_bytes()
    if damage == "missing":
        packed.unlink()
    elif damage == "no entries":
        (export / ENTRIES).unlink()
        packed = export
    elif damage == "cut":
        packed.write_bytes(data[:-100])
    elif damage == "crc":
        packed.write_bytes(data.replace("换人".encode(), "人换".encode(), 1))
        assert packed.read_bytes() != data
    elif damage == "no held":
        held = ["--checkpoint", tmp_path / "none"]
    assert "cannot be read to its end" in told_by_the_second(packed, company / "ledger" / KEY, *held)


def test_it_shares_no_code_with_the_program() -> None:
    text = (ROOT / "docs" / "verify.py").read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:import|from) ([\w.]+)", text, re.MULTILINE))
    ours = {"base64", "hashlib", "json", "re", "sys", "zipfile", "zlib", "argparse", "datetime", "pathlib"}
    crypto = {name for name in imported - ours if name.startswith("cryptography.")}
    assert imported == ours | crypto


def commands_of_the_page() -> str:
    return "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}")
@pytest.mark.parametrize("sound", [True, False])
def test_the_commands_of_the_page_do_what_it_says(company: Path, tmp_path: Path, *, sound: bool) -> None:
    with Ledger(company / "ledger", read_only=True) as ledger:
        ledger.log_recorder.connection.execute("VACUUM INTO ?", (str(tmp_path / "ledger.db"),))
    shutil.copy(company / "ledger" / KEY, tmp_path)
    shutil.copytree(company / "export", tmp_path / "export")
    shutil.copy(company / "export" / CHECKPOINT, tmp_path)
    if not sound:
        replaced(5, b"recorded_by", b"recorded_bY")(tmp_path / "export")
        altered(CHECKPOINT, "688030", "688031")(tmp_path)
    done = subprocess.run(
        ["bash", "-c", commands_of_the_page()], cwd=tmp_path, check=False, capture_output=True, text=True,
        encoding="utf-8",
    )  # fmt: skip
    told = ["the same bytes", "the same hashes", "the same root", "Signature Verified Successfully"]
    assert [words in done.stdout for words in told] == [sound] * 4, done.stdout + done.stderr


def test_the_page_names_each_place_in_which_something_is_found() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for place in PLACES.values():
        assert re.sub(r"\{\w+\}|[ #的]", "", place.zh) in page


def test_json_tells_the_same(company: Path) -> None:
    told = json.loads(call("verify", company / "export", "--key", company / "old.pub", "--json"))
    assert (told["sound"], told["findings"], told["signed_to"]) == (True, [], told["entries"])
    assert len(told["evidence"]["intact"]) == 3
