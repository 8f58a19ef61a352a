"""ledger verify as an auditor uses it: altered files, checkpoints, keys, documents, their own folder."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import load_half_year

from commands.cli import cli
from ledger.application import Ledger
from ledger.audit import presented, verification
from ledger.log import keys
from ledger.log.checkpoint import Checkpoint
from ledger.log.merkle import Frontier, leaf_hash
from ledger.log.note import Note
from ledger.log.sqlite import SQLite
from ledger.settings import Settings

FLIPS = 300
SMALL = 40


def run(*args: object, by: str = "林") -> tuple[int, str]:
    """Exit code and output of a call; nothing but an exit may come of it."""
    result = CliRunner(env={"LEDGER_BY": by, "LEDGER_LANG": "en"}).invoke(cli, list(map(str, args)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def verify(*args: object) -> dict[str, Any]:
    """What ``ledger verify --json`` tells, its exit code among it."""
    code, output = run("verify", *args, "--json")
    told: dict[str, Any] = json.loads(output)
    assert code == (0 if told["sound"] else 1)
    assert told["sound"] == (not told["findings"])
    return told


def tables(told: dict[str, Any]) -> set[str]:
    return {finding["table"] for finding in told["findings"]}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of the half year, its key, and a checkpoint that lies elsewhere."""
    home = tmp_path_factory.mktemp("company")
    run("init", home / "ledger", "--origin", "688030.SH/governance", "--key", home / "key")
    with Ledger(home / "ledger") as ledger:
        load_half_year(ledger)
    run("checkpoint", "--ledger", home / "ledger", "-o", home / "checkpoint")
    shutil.copy(home / "ledger" / "ledger.pub", home)
    return home


@pytest.fixture
def place(company: Path, tmp_path: Path) -> Path:
    """The folder of the ledger, for this test alone, without the triggers."""
    folder = Path(shutil.copytree(company / "ledger", tmp_path / "ledger"))
    shutil.copy(company / "key", tmp_path)
    toml = (folder / "ledger.toml").read_text(encoding="utf-8")
    (folder / "ledger.toml").write_text(toml.replace(str(company), str(tmp_path)), encoding="utf-8")
    unguarded(folder / "ledger.db")
    return folder


def unguarded(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def record(folder: Path, title: str = "培训") -> None:
    fields = ("--title", title, "--held-on", "2024-03-04", "--side", "internal")
    assert run("record", "training-held", *fields, "--ledger", folder)[0] == 0


def execute(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


def resealed(folder: Path) -> None:
    """What a thorough forger does: make hashes, tiles and head anew for whatever rows there are."""
    with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as raw:
        frontier, tiles, last = Frontier(), [], ""
        for position, body in raw.execute("SELECT position, body FROM entries ORDER BY position").fetchall():
            tiles += frontier.push(leaf_hash(body))
            last = json.loads(body)["recorded_at"]
            raw.execute("UPDATE entries SET leaf_hash = ? WHERE position = ?", (leaf_hash(body), position))
        raw.execute("DELETE FROM tiles")
        raw.executemany("INSERT INTO tiles VALUES (?, ?, ?)", tiles)
        raw.execute("UPDATE head SET size = ?, frontier = ?, recorded_at = ?",
                    (frontier.size, bytes(frontier), last))  # fmt: skip


# -- no false alarm


def test_an_honest_ledger_raises_no_alarm(company: Path) -> None:
    told = verify("--ledger", company / "ledger")
    assert told["findings"] == []
    assert told["entries"] > 100
    assert verify(company / "ledger") == verify(company / "ledger" / "ledger.db") == told


def test_ledgers_with_all_that_can_happen_raise_no_alarm(company: Path, place: Path) -> None:
    here = ("--ledger", place)
    samples = sorted((Path(__file__).parent / "samples").glob("*.jsonl"))
    bodies = [json.loads(file.read_text(encoding="utf-8").splitlines()[0]) for file in samples]
    with Ledger(place) as ledger, ledger.log_recorder.writing() as writing:
        for number, body in enumerate(bodies, 1):  # of every kind and version that was ever stored
            told = body | {"matter": f"sample/{number}", "version": 1, "recorded_at": writing.recorded_at}
            stored = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
            ledger.log_recorder.append([(told["matter"], 1, told["kind"], stored)])
    assert run("retract", 5, "--why", "重复", *here)[0] == 0
    assert run("key", "new", "--why", "换人", *here)[0] == 0
    assert run("correct", 20, "--note", "补注", "--why", "补充", *here)[0] == 0
    assert run("checkpoint", *here)[0] == 0
    told = verify(*here, "--key", company / "ledger.pub", "--checkpoint", company / "checkpoint")
    assert told["findings"] == []
    assert told["entries"] > len(bodies) > 50


def test_entries_recorded_meanwhile_raise_no_alarm(place: Path) -> None:
    with presented.ledger(Settings.find(str(place))) as given, Ledger(place) as ledger:
        size, training = ledger.log_recorder.size(), ledger.catalogue.spec("training-held").cls

        def record(position: int) -> None:
            cells = {"title": f"培训{position}", "held_on": "2024-03-04", "side": "internal"}
            ledger.record(training.model_validate(cells), by="林")

        verified = verification.verify(given, progress=record)
        assert verified.sound
        assert verified.checked.last == size
        assert ledger.log_recorder.size() == 2 * size


def test_what_only_the_wal_holds_is_verified(place: Path) -> None:
    with Ledger(place) as ledger:
        training = ledger.catalogue.spec("training-held").cls
        cells = {"title": "培训", "held_on": "2024-03-04", "side": "internal"}
        ledger.record(training.model_validate(cells), by="林")
        size = ledger.log_recorder.size()
        assert (place / "ledger.db-wal").stat().st_size
        assert verify(place)["entries"] == size


def test_a_file_beside_which_nothing_can_be_written_is_verified(place: Path, tmp_path: Path) -> None:
    """SQLite cannot make its index of the WAL where something else has its name, as if on read-only media."""
    copy = tmp_path / "copy"
    copy.mkdir()
    with Ledger(place) as ledger:
        training = ledger.catalogue.spec("training-held").cls
        cells = {"title": "培训", "held_on": "2024-03-04", "side": "internal"}
        ledger.record(training.model_validate(cells), by="林")
        size = ledger.log_recorder.size()
        for suffix in ("", "-wal"):
            shutil.copy(place / f"ledger.db{suffix}", copy)
    (copy / "ledger.db-shm").mkdir()
    before = {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()}
    assert verify(copy)["entries"] == size
    (copy / "ledger.db-wal").unlink()
    assert verify(copy)["entries"] == size - 1
    assert all((copy / name).read_bytes() == data for name, data in before.items() if name == "ledger.db")


def test_verifying_changes_nothing(place: Path) -> None:
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    verify(place)
    made = {"ledger.db-shm", "ledger.db-wal"}  # by SQLite, which cannot read a WAL without; left empty
    after = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert before == {path: data for path, data in after.items() if path.name not in made}
    assert not after.get(place / "ledger.db-wal")


# -- through the file and the command


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a ledger of forty entries, with the checkpoint of all."""
    folder = tmp_path_factory.mktemp("forty")
    run("init", folder / "ledger", "--origin", "688030.SH/governance", "--key", folder / "key")
    with Ledger(folder / "ledger") as ledger:
        load_half_year(ledger, SMALL - 1)
        assert ledger.log_recorder.size() == SMALL
    unguarded(folder / "ledger" / "ledger.db")
    return folder / "ledger" / "ledger.db"


def cells(database: Path) -> list[tuple[str, int, int, int]]:
    """Table, position, and the first byte and length in the file of every body, hash, and of the head."""
    data = database.read_bytes()
    with closing(sqlite3.connect(database)) as raw:
        found = [("entries", *row) for row in raw.execute("SELECT position, body FROM entries").fetchall()]
        found += [
            ("entries", *row) for row in raw.execute("SELECT position, leaf_hash FROM entries").fetchall()
        ]
        found += [("head", 0, row[0]) for row in raw.execute("SELECT frontier FROM head").fetchall()]
    assert all(data.count(cell) == 1 for *_, cell in found)
    return [(table, position, data.index(cell), len(cell)) for table, position, cell in found]


def test_bits_flipped_in_the_file_are_located_by_the_command(forty: Path, tmp_path: Path) -> None:
    assert verify(forty)["findings"] == []
    chance, found, data = Random(40), cells(forty), forty.read_bytes()  # noqa: S311 - repeatable, not secret
    copy = tmp_path / "ledger.db"
    for _ in range(FLIPS):
        table, position, first, length = chance.choice(found)
        at, bit = first + chance.randrange(length), chance.randrange(8)
        copy.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        told = verify(copy)
        assert table in tables(told)
        assert {finding["position"] for finding in told["findings"]} == {position} or table == "head"


def test_bits_flipped_anywhere_are_never_silently_wrong(forty: Path, tmp_path: Path) -> None:
    chance, data = Random(41), forty.read_bytes()  # noqa: S311 - repeatable, not secret
    copy, sound = tmp_path / "ledger.db", rows_of(forty)
    outcomes = []
    for _ in range(FLIPS):
        at, bit = chance.randrange(len(data)), chance.randrange(8)
        copy.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        code, _ = run("verify", copy)
        outcomes.append(code)
        assert code in (0, 1, 3)
        assert code or rows_of(copy) == sound
    assert {0, 1} <= set(outcomes)


def rows_of(database: Path) -> list[Any]:
    with closing(SQLite(database).connect(read_only=True, patience=1)) as connection:
        connection.text_factory = bytes
        tables = "entries", "tiles", "head"
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


@pytest.mark.parametrize("cut", [0, 1, 50, 100, 101, 4_096, 20_000, -1, -4_096])
def test_a_truncated_file_is_told_so(forty: Path, tmp_path: Path, cut: int) -> None:
    copy = tmp_path / "ledger.db"
    copy.write_bytes(forty.read_bytes()[:cut])
    assert run("verify", copy)[0] in (1, 3)


def test_no_ledger_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no ledger", encoding="utf-8")
    assert run("verify", tmp_path / "nowhere")[0] == 3
    assert run("verify", tmp_path)[0] == 3
    assert run("verify", tmp_path / "text")[0] == 3


# -- against a checkpoint from outside


def cut_off(folder: Path) -> None:
    execute(folder, "DELETE FROM entries WHERE position > (SELECT size - 3 FROM head)")
    resealed(folder)


def rewritten(at: str) -> Callable[[Path], None]:
    def forge(folder: Path) -> None:
        where = f"position = (SELECT {at} FROM head)"
        execute(folder, "UPDATE entries SET body = CAST(replace(body, '\"recorded_by\":\"林\"', "
                        f"'\"recorded_by\":\"森\"') AS BLOB) WHERE {where}")  # fmt: skip
        resealed(folder)

    return forge


def replaced(folder: Path) -> None:
    shutil.rmtree(folder)
    run("init", folder, "--origin", "688030.SH/governance", "--key", folder.with_name("forged"))
    with Ledger(folder) as ledger:
        load_half_year(ledger)


FORGERIES = {
    "tail cut off": cut_off,
    "first rewritten": rewritten("1"),
    "second rewritten": rewritten("2"),
    "last but one rewritten": rewritten("size - 1"),
    "last rewritten": rewritten("size"),
    "whole file replaced": replaced,
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forgery_that_agrees_with_itself_shows_against_a_checkpoint_from_outside(
    company: Path, place: Path, what: str
) -> None:
    FORGERIES[what](place)
    held = ("--checkpoint", company / "checkpoint", "--key", company / "ledger.pub")
    assert tables(verify(place, *held)) == {"checkpoint"}
    shutil.rmtree(place / "checkpoints", ignore_errors=True)
    alone = verify(place)
    assert alone["findings"] == []
    assert alone["proven_to"] == 0
    assert "cannot show whether entries were cut off" in alone["limits"]


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forgery_shows_against_what_the_auditor_saw_last(place: Path, tmp_path: Path, what: str) -> None:
    visits = ("--auditor", tmp_path / "auditor")
    first, _ = run("verify", place, *visits), verify(place, *visits)
    assert "First use of" in first[1]
    kept = {path.name: path.read_bytes() for path in (tmp_path / "auditor").iterdir()}
    FORGERIES[what](place)
    shutil.rmtree(place / "checkpoints", ignore_errors=True)
    assert tables(verify(place, *visits)) == {"checkpoint"}
    assert kept == {path.name: path.read_bytes() for path in (tmp_path / "auditor").iterdir()}


def test_the_auditor_goes_on_from_visit_to_visit(company: Path, place: Path, tmp_path: Path) -> None:
    visits = ("--auditor", tmp_path / "auditor")
    size = verify(place, *visits)["entries"]
    seen = []
    for number in range(3):
        record(place, f"培训{number}")
        told = verify(place, *visits)
        assert told["proven_to"] == size + number
        assert told["findings"] == []
        seen.append((tmp_path / "auditor" / "seen").read_text(encoding="utf-8"))
    assert (tmp_path / "auditor" / "checkpoint").read_bytes() == (company / "checkpoint").read_bytes()
    assert len(set(seen)) == 3
    assert f"\n{size + 3}\n" in seen[-1]


def test_an_older_copy_is_not_what_the_auditor_saw(company: Path, place: Path, tmp_path: Path) -> None:
    visits = ("--auditor", tmp_path / "auditor")
    record(place)
    verify(place, *visits)
    (finding,) = verify(company / "ledger", *visits)["findings"]
    assert "older copy" in finding["what"]


def test_a_pinned_key_is_not_given_up(company: Path, place: Path, tmp_path: Path) -> None:
    visits = ("--auditor", tmp_path / "auditor")
    verify(place, *visits, "--key", company / "ledger.pub")
    run("init", tmp_path / "other", "--key", tmp_path / "other.key")
    code, output = run("verify", place, *visits, "--key", tmp_path / "other" / "ledger.pub")
    assert code == 1
    assert "has another key pinned" in output
    (tmp_path / "auditor" / "seen").write_text("garbage", encoding="utf-8")
    assert "is damaged" in run("verify", place, *visits)[1]
    (tmp_path / "auditor" / "ledger.pub").write_text("garbage", encoding="utf-8")
    assert "is damaged" in run("verify", place, *visits)[1]


def test_entries_after_the_checkpoint_are_said_to_be_uncovered(company: Path, place: Path) -> None:
    record(place)
    told = verify(place, "--checkpoint", company / "checkpoint")
    assert told["proven_to"] == told["entries"] - 1
    assert [what.partition(",")[0] for what in told["agrees"]] == [
        f"{whose} of {told['proven_to']} entries{end}"
        for whose, end in (("the ledger's own checkpoint", ""), ("the checkpoint", " that you hold"))
    ]
    assert f"#{told['entries']} came later" in told["limits"]


@pytest.mark.parametrize(("old", "new", "words"), [
    ("688030", "688031", "does not fit"), ("— ", "— x", "not signed"), ("\n\n", "\n", "empty line"),
])  # fmt: skip
def test_a_checkpoint_that_is_none_is_told_so(
    company: Path, tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (company / "checkpoint").read_text(encoding="utf-8")
    (tmp_path / "held").write_text(text.replace(old, new, 1), encoding="utf-8")
    held = ("--checkpoint", tmp_path / "held", "--key", company / "ledger.pub")
    code, output = run("verify", company / "ledger", *held)
    assert code == 1
    assert words in output


def test_own_checkpoints_are_held_against_the_entries(place: Path) -> None:
    rewritten("7")(place)
    assert tables(verify(place)) == {"checkpoint"}
    (kept,) = (place / "checkpoints").iterdir()
    kept.write_bytes(b"garbage")
    assert tables(verify(place)) == {"checkpoint"}


def test_where_entries_are_missing_only_what_is_held_outside_cannot_be_compared(
    company: Path, place: Path
) -> None:
    execute(place, "DELETE FROM entries WHERE position = 9")
    assert tables(verify(place)) == {"entries"}
    told = verify(place, "--checkpoint", company / "checkpoint")
    assert tables(told) == {"entries", "checkpoint"}
    assert any("cannot be compared" in finding["what"] for finding in told["findings"])


def test_an_altered_row_leaves_the_others_proven_by_their_hashes(company: Path, place: Path) -> None:
    execute(place, "UPDATE entries SET body = CAST(replace(body, 'v', 'w') AS BLOB) WHERE position = 9")
    told = verify(place, "--checkpoint", company / "checkpoint")
    assert {(finding["table"], finding["position"]) for finding in told["findings"]} == {("entries", 9)}
    assert told["proven_to"] == 0
    assert len(told["agrees"]) == 2
    assert all("but for the entries named below" in what for what in told["agrees"])


def test_a_checkpoint_of_another_ledger_is_a_finding(company: Path, tmp_path: Path) -> None:
    note = Note.parse((company / "checkpoint").read_bytes())
    other = str(Checkpoint.parse(note.text)._replace(origin="other/ledger"))
    signature = keys.read(company / "key").sign(other)
    (tmp_path / "held").write_text(str(Note(other, (signature,))), encoding="utf-8")
    held = ("--checkpoint", tmp_path / "held", "--key", company / "ledger.pub")
    (finding,) = verify(company / "ledger", *held)["findings"]
    assert "it is of other/ledger, this ledger is 688030.SH/governance" in finding["what"]


# -- keys


def test_a_key_that_the_old_one_handed_over_to_is_followed(
    company: Path, place: Path, tmp_path: Path
) -> None:
    visits = ("--auditor", tmp_path / "auditor")
    verify(place, *visits)
    for _ in range(2):
        assert run("key", "new", "--why", "换人", "--ledger", place)[0] == 0
    run("checkpoint", "--ledger", place)
    old = verify(place, "--key", company / "ledger.pub")
    assert old["findings"] == []
    assert old["signed_to"] == old["entries"]
    assert old["key"] == (place / "ledger.pub").read_text(encoding="utf-8").strip()
    assert verify(place, "--key", place / "ledger.pub", "--checkpoint", company / "checkpoint")["sound"]
    assert verify(place, *visits)["sound"]
    pinned = (tmp_path / "auditor" / "ledger.pub").read_bytes()
    assert pinned == (place / "ledger.pub").read_bytes()


def test_a_key_that_the_old_one_did_not_hand_over_to_is_a_finding(company: Path, place: Path) -> None:
    changed = {"changed_on": "2024-09-01", "old_key": (company / "ledger.pub").read_text().strip(),
               "new_key": "688030.SH/governance+902b61d6+AcQhPgWXIm2WliY5I2pit7EoxeuZtQ/Fi65Jbg0n58Sj",
               "reason": "forged"}  # fmt: skip
    with Ledger(place) as ledger:
        (entry,) = ledger.record(
            ledger.catalogue.spec("signing-key-changed").cls.model_validate(changed), by="森"
        )
    assert verify(place)["findings"] == []
    (finding,) = verify(place, "--key", company / "ledger.pub")["findings"]
    assert (finding["table"], finding["position"]) == ("checkpoint", entry.position)
    assert "hands over" in finding["what"]


# -- documents


@pytest.fixture
def documents(place: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Attaches a document of this name; where it is stored."""

    def attach(name: str) -> Path:
        (tmp_path / name).write_text(f"content of {name}", encoding="utf-8")
        before = set((place / "evidence").rglob("*"))
        assert run("evidence", "add", 40, f"minutes={tmp_path / name}", "--ledger", place)[0] == 0
        return next(path for path in set((place / "evidence").rglob("*")) - before if path.is_file())

    return attach


def verdicts(told: dict[str, Any]) -> dict[str, list[str]]:
    return {verdict: [one["name"] for one in named] for verdict, named in told["evidence"].items()}


def test_each_document_gets_its_own_verdict(place: Path, documents: Callable[[str], Path]) -> None:
    stored = {name: documents(name) for name in ("intact", "altered", "missing", "erased", "kept", "odd")}
    stored["altered"].write_text("other", encoding="utf-8")
    stored["missing"].unlink()
    for name in ("erased", "kept"):
        erased = {"sha256": stored[name].name, "reason": "个人信息已无保存必要"}
        with Ledger(place) as ledger:
            ledger.record(ledger.catalogue.spec("evidence-erased").cls.model_validate(erased), by="林")
    stored["erased"].unlink()
    stored["odd"].unlink()
    stored["odd"].mkdir()
    told = verify(place)
    assert verdicts(told) == {
        "intact": ["intact"], "altered": ["altered", "odd"], "missing": ["missing"], "erased": ["erased"],
        "not-erased": ["kept"],
    }  # fmt: skip
    assert [finding["row"] for finding in told["findings"]] == [
        stored[name].name for name in ("altered", "kept", "odd")
    ]
    assert "missing is not here" in run("verify", place)[1]


def test_a_document_that_came_with_its_entry_is_checked(place: Path, tmp_path: Path) -> None:
    (tmp_path / "课件").write_text("内容", encoding="utf-8")
    fields = ("--title", "培训", "--held-on", "2024-03-04", "--side", "internal")
    evidence = ("--evidence", f"papers={tmp_path / '课件'}")
    assert run("record", "training-held", *fields, *evidence, "--ledger", place)[0] == 0
    assert verdicts(verify(place)) == {"intact": ["课件"]}
    next((place / "evidence").glob("*/*")).write_text("其他", encoding="utf-8")
    (finding,) = verify(place)["findings"]
    assert (finding["table"], finding["position"]) == ("evidence", verify(place)["entries"])


def test_a_retracted_erasure_is_none(place: Path, documents: Callable[[str], Path]) -> None:
    stored = documents("paper")
    with Ledger(place) as ledger:
        erased = {"sha256": stored.name, "reason": "误记"}
        (entry,) = ledger.record(ledger.catalogue.spec("evidence-erased").cls.model_validate(erased), by="林")
        assert tables(verify(place)) == {"evidence"}
        ledger.retract(entry.position, by="林", reason="误记")
    assert verdicts(verify(place)) == {"intact": ["paper"]}


# -- proofs


def test_a_proof_is_verified(company: Path, tmp_path: Path) -> None:
    proof, key = tmp_path / "31.tlog-proof", ("--key", company / "ledger.pub")
    run("prove", 31, "-o", proof, "--ledger", company / "ledger")
    for call in ((proof,), ("--proof", proof)):
        code, output = run("verify", *call, *key)
        assert code == 0
        assert "#31 is in the checkpoint" in output
    told = json.loads(run("verify", proof, *key, "--json")[1])
    with Ledger(company / "ledger", read_only=True) as ledger:
        row = ledger.log_recorder.row(31)
    assert row
    assert (told["position"], told["entry"].encode()) == (31, row.body)
    lines = proof.read_text(encoding="utf-8").splitlines(keepends=True)
    proof.write_text("".join([*lines[:2], "index 31\n", *lines[3:]]), encoding="utf-8")
    assert run("verify", proof, *key)[0] == 1
    assert run("verify", proof)[0] == 2


def test_a_proof_of_growth_is_verified(company: Path, place: Path, tmp_path: Path) -> None:
    record(place)
    run("checkpoint", "--ledger", place)
    size = verify(company / "ledger")["entries"]
    proof, key = tmp_path / "proof", ("--key", company / "ledger.pub")
    run("prove", "--from", size, "-o", proof, "--ledger", place)
    code, output = run("verify", proof, *key, "--checkpoint", company / "checkpoint")
    assert code == 0
    assert f"goes on from the {size} entries" in output
    assert run("verify", proof, *key)[0] == 2
    with_other = tmp_path / "other"
    assert run("checkpoint", "--ledger", place, "-o", with_other)[0] == 0
    assert run("verify", proof, *key, "--checkpoint", with_other)[0] == 1


# -- words


def test_the_outcome_is_told_in_both_languages(place: Path) -> None:
    execute(place, "DELETE FROM entries WHERE position = 9")
    result = {lang: run("verify", place, "--lang", lang)[1] for lang in ("en", "zh")}
    assert "FOUND: entry #9: missing: #9" in result["en"]
    assert "不符：分录 #9：缺少分录 #9" in result["zh"]


def test_many_findings_are_counted(place: Path) -> None:
    with Ledger(place) as ledger:
        training = ledger.catalogue.spec("training-held").cls
        told = [{"title": f"培训{at}", "held_on": "2024-03-04", "side": "internal"} for at in range(100)]
        ledger.record(*map(training.model_validate, told), by="林")
    execute(place, "UPDATE entries SET kind = 'x', matter = position, version = 7, leaf_hash = x''")
    found = verify(place)
    assert len(found["findings"]) == 1_000
    assert found["more"]
    assert f"and {found['more']} more" in run("verify", place)[1]


def test_a_proof_is_not_mixed_with_what_it_does_not_touch(company: Path, tmp_path: Path) -> None:
    proof, key = tmp_path / "31.tlog-proof", ("--key", company / "ledger.pub")
    run("prove", 31, "-o", proof, "--ledger", company / "ledger")
    assert run("verify", "--proof", proof, *key)[0] == 0
    for more in ((company / "ledger",), ("--checkpoint", company / "checkpoint"), ("--report", proof)):
        code, output = run("verify", "--proof", proof, *key, *more)
        assert code == 2, output


# -- the folder of an auditor that lost its memory


def test_a_pinned_key_without_what_was_seen_is_refused(company: Path, tmp_path: Path) -> None:
    call = ("verify", company / "ledger", "--auditor", tmp_path, "--key", company / "ledger.pub")
    assert run(*call)[0] == run(*call)[0] == 0
    seen = (tmp_path / "seen").read_bytes()
    (tmp_path / "seen").unlink()
    code, output = run(*call)
    assert code == 1
    assert "is not there" in output
    (tmp_path / "seen").write_bytes(seen.replace(seen.split(b"\n")[1], b"1", 1))
    code, output = run(*call)
    assert code == 1
    assert "does not agree with what you saw last" in output


def test_recording_after_a_time_that_is_none_is_refused(place: Path) -> None:
    execute(place, "UPDATE head SET recorded_at = '2024-13-45'")
    fields = ("--title", "培训", "--held-on", "2024-03-04", "--side", "internal")
    code, output = run("record", "training-held", *fields, "--ledger", place)
    assert code == 1
    assert "which is no time" in output
