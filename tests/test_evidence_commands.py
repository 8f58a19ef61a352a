"""Documents at the prompt: kept before they are recorded, nothing of what is refused, erased for good."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands.cli import cli
from ledger.application import Ledger
from ledger.evidence.store import Store, Verdict
from ledger.evidence.supporting import pieces_of
from ledger.settings import Settings

HELD = (
    "record",
    "meeting-held",
    "--body",
    "board",
    "--term",
    "2",
    "--number",
    "23",
    "--held-on",
    "2024-03-04",
)
BOARD = "meeting/board/2-23"


class Office:
    """A ledger, its store, and a folder with papers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "ledger"
        self.home.mkdir()
        self.store = Store(self.home / "evidence")
        Ledger.create(Settings.beside(self.home / "ledger.db"), by="林").close()

    def paper(self, name: str, text: str | None = None) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text or name, encoding="utf-8")
        return path

    def __call__(self, *args: str, lang: str = "en") -> Result:
        told = [*args, "--ledger", str(self.home / "ledger.db"), "--lang", lang]
        result = CliRunner().invoke(cli, told, env={"LEDGER_BY": "林"})
        assert not result.exception or isinstance(result.exception, SystemExit), result.exception
        return result

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.store.folder.rglob("*") if path.is_file())

    def recorded(self) -> list[tuple[int, str, str]]:
        with Ledger(self.home, read_only=True) as ledger:
            return [(entry.position, piece.role, piece.name) for entry in ledger.entries()
                    for piece in pieces_of(entry)]  # fmt: skip

    def digest(self, name: str) -> str:
        listed = json.loads(self("evidence", "list", "--json").stdout)
        return str(next(row["sha256"] for row in listed if row["name"] == name))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_document_is_kept_and_recorded_with_its_event(office: Office) -> None:
    notice, signs = office.paper("通知.pdf"), office.paper("sub/签到.pdf")
    done = office(*HELD, "--evidence", f"会议通知={notice}", "--凭证", f"sign-in＝{signs}")
    assert done.output.splitlines()[2:] == ["Evidence: notice 通知.pdf", "Evidence: sign-in sheet 签到.pdf"]
    assert office.recorded() == [(2, "notice", "通知.pdf"), (2, "sign-in", "签到.pdf")]
    assert len(office.kept()) == 2


@pytest.mark.parametrize(
    "more", [("--dry-run",), ("--chair", "王五", "--number", "x"), ("--matter", "plan/2024")]
)
def test_nothing_is_kept_of_a_trial_or_of_what_is_refused(office: Office, more: tuple[str, ...]) -> None:
    office(*HELD, "--evidence", f"notice={office.paper('通知.pdf')}", *more)
    assert office.recorded() == []
    assert not office.store.folder.exists()


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ("minutes", 2, "the file is missing. Write ROLE=FILE"),
        ("minutes=", 2, "the file is missing"),
        ("纪要=a.pdf", 2, "there is no role “纪要”"),
        ("minutes=none.pdf", 1, "there is no such file"),
        ("minutes=/", 1, "it is a folder, a link or a device"),
    ],
)
def test_what_is_no_role_or_no_file_is_told(office: Office, given: str, code: int, told: str) -> None:
    done = office(*HELD, "--evidence", given)
    assert (done.exit_code, told in done.output) == (code, True), done.output
    assert office.recorded() == []


def load(office: Office, *rows: str, more: tuple[str, ...] = ()) -> Result:
    path = office.paper("in/rows.yaml", "\n".join(rows))
    return office("load", str(path), *more)


def test_a_load_takes_files_beside_its_own_and_one_for_all_rows(office: Office) -> None:
    office.paper("in/签字版.pdf")
    book = office.paper("台账.xlsx")
    rows = (
        "- {kind: meeting-held, body: board, term: 2, number: 23, held_on: 2024-03-04}",
        f"- {{种类: 签署会议记录, 会议: {BOARD}, 签署日: 2024-03-06,",
        "   凭证: [{角色: 会议记录, 文件: 签字版.pdf}]}",
    )
    assert load(office, *rows, more=("--dry-run",)).exit_code == 0
    assert not office.store.folder.exists()
    assert load(office, *rows, more=("--evidence", f"other={book}")).exit_code == 0
    both = [(2, "other", "台账.xlsx"), (3, "minutes", "签字版.pdf"), (3, "other", "台账.xlsx")]
    assert office.recorded() == both
    assert len(office.kept()) == 2
    again = load(office, *rows, more=("--evidence", f"other={office.paper('b.xlsx')}"))
    assert "The documents went with the new rows only" in again.output
    assert (office.recorded(), len(office.kept())) == (both, 2)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("../out.pdf", "lies outside the folder of this file"),
        ("/etc/passwd", "lies outside the folder of this file"),
        ("link/out.pdf", "lies outside the folder of this file"),
        ("none.pdf", "there is no such file"),
        ('"a\\0b"', "cannot be taken as evidence"),
    ],
)
def test_a_row_cannot_take_files_from_elsewhere(office: Office, file: str, told: str) -> None:
    office.paper("out.pdf")
    office.paper("in/rows.yaml")
    (office.folder / "in" / "link").symlink_to(office.folder)
    row = "- {kind: meeting-held, body: board, held_on: 2024-03-04,"
    done = load(office, row, f"   evidence: [{{role: minutes, file: {file}}}]}}")
    assert done.exit_code == 1
    assert "rows.yaml:1: evidence（凭证）: " in done.output
    assert told in done.output
    assert office.kept() == []


def test_documents_come_weeks_later(office: Office) -> None:
    minutes = office.paper("记录.pdf")
    office(*HELD)
    trial = office("evidence", "add", "2", f"minutes={minutes}", "--dry-run")
    assert json.loads(trial.stdout)["event"]["entry"] == f"{BOARD}@1"
    assert office.kept() == []
    added = office(
        "evidence", "add", "#2", f"minutes={minutes}", f"other={minutes}", "--archive-number", "DSH-1"
    )
    assert added.stdout.splitlines() == [
        f"#3 {BOARD}", "Attached: minutes “记录.pdf” (archive number DSH-1)",
        f"#4 {BOARD}", "Attached: other “记录.pdf” (archive number DSH-1)",
    ]  # fmt: skip
    assert office("evidence", "add", BOARD, f"minutes={minutes}").stdout.startswith(f"#5 {BOARD}")
    shown = office("show", "2").output
    assert "minutes 记录.pdf [intact] (#3)" in shown


def test_a_document_added_again_is_put_back_without_an_entry(office: Office) -> None:
    minutes = office.paper("记录.pdf")
    office(*HELD, "--evidence", f"minutes={minutes}")
    path = office.store.path(office.digest("记录.pdf"))
    path.write_bytes(b"altered")
    assert "[altered]" in office("show", "2").output
    again = office("evidence", "add", "2", f"minutes={minutes}")
    assert again.output == "attached before, and in the store: 记录.pdf\n"
    assert "[intact]" in office("show", "2").output


def test_nothing_is_attached_to_what_was_retracted(office: Office) -> None:
    office(*HELD)
    office("retract", "2", "--why", "重复")
    done = office("evidence", "add", "2", f"minutes={office.paper('记录.pdf')}")
    assert done.exit_code == 1
    assert "entry #2 no longer stands: retracted by #3" in done.output
    assert office.kept() == []


def test_a_correction_replaces_a_document_and_a_completion_adds_one(office: Office) -> None:
    office(*HELD, "--evidence", f"notice={office.paper('错.pdf')}")
    office("correct", "2", "--evidence", f"notice={office.paper('对.pdf')}", "--why", "附错文件")
    office("correct", "3", "--evidence", f"papers={office.paper('材料.pdf')}")
    listed = json.loads(office("evidence", "list", BOARD, "--json").stdout)
    assert [(row["name"], row["supports"], row["counts"]) for row in listed] == [
        ("错.pdf", None, False), ("对.pdf", 4, True), ("材料.pdf", 4, True)
    ]  # fmt: skip
    nothing = office("correct", "4", "--evidence", "notice=none.pdf")
    assert nothing.exit_code == 1


def test_erasing_is_recorded_first_and_told_of_all_that_named_the_document(office: Office) -> None:
    proxy = office.paper("委托书.pdf")
    office(*HELD, "--evidence", f"proxy={proxy}")
    office("evidence", "add", BOARD, f"proxy={proxy}")
    digest = office.digest("委托书.pdf")
    assert office("evidence", "erase", digest).exit_code == 2
    assert office("evidence", "erase", digest, "--why", "x", "--dry-run").exit_code == 0
    assert office.kept() == [digest]
    done = office("evidence", "erase", digest[:8], "--reason", "无保存必要", "--approved-by", "张三")
    assert f"#4 evidence/{digest}" in done.stdout
    assert "for every entry that names it: #2 #3" in done.stderr
    assert office.kept() == []
    listed = json.loads(office("evidence", "list", "--json").stdout)
    assert [row["verdict"] for row in listed] == ["erased", "erased"]
    refused = office("evidence", "add", "2", f"proxy={proxy}")
    assert "was erased (#4), so it is not kept again" in refused.output
    assert office("evidence", "add", "2", f"minutes={proxy}").exit_code == 1
    assert office.kept() == []
    office("retract", "4", "--why", "仍须保存")
    assert office("evidence", "add", "2", f"proxy={proxy}").exit_code == 0
    assert office.kept() == [digest]


def test_an_erasure_that_could_not_remove_the_file_is_finished_later(office: Office) -> None:
    office(*HELD, "--evidence", f"proxy={office.paper('委托书.pdf')}")
    digest = office.digest("委托书.pdf")
    path = office.store.path(digest)
    path.unlink()
    path.mkdir()  # nothing can remove a folder as a file, not even root
    failed = office("evidence", "erase", "2", "--why", "无保存必要")
    assert (failed.exit_code, "cannot be written" in failed.stderr) == (3, True)
    assert office.store.verdict(digest, erased=True) is Verdict.NOT_ERASED
    path.rmdir()
    path.write_bytes("委托书.pdf".encode())
    listed = " ".join(office("evidence", "list").stdout.split())  # a narrow terminal breaks the line
    assert "but still there" in listed
    finished = office("evidence", "erase", "2", "--why", "无保存必要")
    assert (finished.exit_code, finished.stdout) == (0, "")
    assert office.kept() == []
    with Ledger(office.home, read_only=True) as ledger:
        assert [entry.kind for entry in ledger.entries()].count("evidence-erased") == 1


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("3", "no entry names a document 3"),
        ("ab" * 32, "no entry names a document abab"),
        ("abc", "no entry names a document abc"),
        ("2", "2 names several documents; erase one by its SHA-256: "),
        ("99", "there is no entry #99"),
    ],
)
def test_the_document_to_erase_must_be_the_one(office: Office, what: str, told: str) -> None:
    office(
        *HELD,
        "--evidence",
        f"notice={office.paper('a.pdf')}",
        "--evidence",
        f"papers={office.paper('b.pdf')}",
    )
    office("record", "minutes-signed", "--meeting", BOARD, "--signed-on", "2024-03-06")
    done = office("evidence", "erase", what, "--why", "x")
    assert (done.exit_code, told in done.output) == (1, True), done.output
    assert len(office.kept()) == 2


def test_documents_are_handed_out_under_their_names(office: Office) -> None:
    one, other = office.paper("a/记录.pdf", "一"), office.paper("b/记录.pdf", "二")
    office(*HELD, "--evidence", f"minutes={one}", "--evidence", f"other={other}")
    out = office.folder / "out"
    done = office("evidence", "export", "2", str(out))
    assert done.output.splitlines() == ["记录.pdf", "记录 (2).pdf"]
    assert [path.read_text("utf-8") for path in (out / "记录.pdf", out / "记录 (2).pdf")] == ["一", "二"]
    assert office("evidence", "export", "2", str(out)).exit_code == 1
    office.store.path(office.digest("记录.pdf")).write_bytes(b"x")
    damaged = office("evidence", "export", BOARD, str(office.folder / "out.zip"))
    assert damaged.exit_code == 1
    assert "! #2 记录.pdf is left out: altered" in damaged.stderr
    assert zipfile.ZipFile(office.folder / "out.zip").namelist() == ["记录.pdf"]
    assert office("evidence", "export", "1", str(office.folder / "none")).exit_code == 1
    assert not (office.folder / "none").exists()


def test_files_that_no_entry_names_are_told(office: Office) -> None:
    office.store.put(office.paper("scan.pdf"))
    told = office("evidence", "list", lang="zh")
    assert "下列文件没有分录记载" in told.stderr
    assert office.kept()[0] in told.stderr
