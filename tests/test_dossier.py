"""The dossier of a meeting: what ought to be in it, what is, and how it is handed out."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from commands.cli import cli
from commands.parts.outbox import TakenError, outbox
from ledger.application import Ledger
from ledger.batch import Change
from ledger.durable import UnwritableError
from ledger.entry import Evidence
from ledger.event import GovernanceEvent
from ledger.evidence.store import Store
from ledger.settings import Settings
from ledger.testing import MemoryLedger
from ledger.values import DocumentRole
from projections.dossier import dossier
from projections.expected_papers import expected

BOARD = "meeting/board/2-23"
ITEM = {"meeting": BOARD, "item": "1", "title": "回购方案", "votes": "3-0-0"}
HELD = {"body": "board", "term": 2, "number": 23, "held_on": "2024-03-04", "title": "第二十三次会议"}
CALLED = {"body": "board", "term": 2, "number": 23, "notice_given_on": "2024-02-28"}
MEMORY = MemoryLedger()


def event(kind: str, cells: dict[str, Any]) -> GovernanceEvent:
    return MEMORY.catalogue.spec(kind).cls.model_validate(cells)


def held(**cells: Any) -> GovernanceEvent:
    return event("meeting-held", HELD | cells)


def wanted(*events: GovernanceEvent, announced: bool = False) -> tuple[str, str]:
    """The roles that ought to be there, and those that perhaps ought to be."""
    ledger = MemoryLedger()
    ledger.record(*events)
    found = list(expected(ledger.matter(events[0].matter_id()), announced=announced))
    told = [" ".join(one.role.value for one in found if one.certain is certain) for certain in (True, False)]
    return told[0], told[1]


VOTED = event("resolution-passed", ITEM)
REPORT = event("report-heard", {"meeting": BOARD, "title": "工作报告"})
ALL = "张三；李四（通讯）；王五（委托张三：因公）"


@pytest.mark.parametrize(
    ("events", "certain", "perhaps"),
    [
        ([held()], "notice papers minutes", "sign-in proxy"),
        ([held(attendance=ALL), VOTED], "notice papers sign-in proxy ballot minutes resolution", ""),
        ([held(attendance="张三；李四")], "notice papers sign-in minutes", ""),
        ([held(attendance="张三（通讯）；李四（通讯）"), REPORT], "notice papers minutes", ""),
        ([held(attendance="张三（方式不详）")], "notice papers minutes", "sign-in"),
        ([held(mode="remote", attendance="张三；李四")], "notice papers minutes", ""),
        ([held(mode="on-site")], "notice papers sign-in minutes", "proxy"),
        ([held(mode="written"), event("resolution-failed", ITEM)],
         "notice papers ballot minutes resolution", "proxy"),
        ([held(mode="written", announcement="2024-014")], "notice papers minutes announcement", "proxy"),
        ([event("meeting-called", CALLED)], "notice", ""),
        ([event("meeting-called", CALLED | {"papers_sent_on": "2024-03-01"})], "notice papers", ""),
        ([event("meeting-called", CALLED | {"waived": "全体同意"}), held(mode="written")],
         "papers minutes", "proxy"),
        ([event("meeting-called", CALLED | {"papers_sent_on": "2024-03-01"}),
          event("meeting-cancelled", {"meeting": BOARD, "cancelled_on": "2024-03-02", "reason": "冲突"})],
         "notice", ""),
    ],
)  # fmt: skip
def test_what_ought_to_be_there_follows_from_what_the_meeting_was(
    events: list[GovernanceEvent], certain: str, perhaps: str
) -> None:
    assert wanted(*events) == (certain, perhaps)


def test_resolutions_of_shareholders_and_what_was_announced_have_an_announcement() -> None:
    general = event("meeting-held", {"body": "shareholders", "year": 2023, "type": "annual",
                                     "held_on": "2024-05-28", "mode": "on-site"})  # fmt: skip
    passed = event("resolution-passed", ITEM | {"meeting": "meeting/shareholders/2023-annual", "votes": None})
    assert wanted(general)[0] == "notice papers sign-in minutes"
    assert wanted(general, passed)[0] == "notice papers sign-in ballot minutes resolution announcement"
    assert wanted(held(mode="written"), announced=True)[0] == "notice papers minutes announcement"


class Case:
    """A meeting with its papers in a ledger on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "ledger").mkdir()
        self.settings = Settings.beside(folder / "ledger" / "ledger.db")
        self.ledger = Ledger.create(self.settings, by="林")

    def piece(self, role: str, name: str) -> Evidence:
        path = self.folder / name
        path.write_text(f"{role} {name}", encoding="utf-8")
        return Evidence(role, name, Store(self.settings.evidence).put(path))

    def run(self, *args: str) -> Any:
        told = ["dossier", *args, "--ledger", str(self.settings.database), "--lang", "zh"]
        result = CliRunner().invoke(cli, told)
        assert not result.exception or isinstance(result.exception, SystemExit), result.exception
        return result


@pytest.fixture
def case(tmp_path: Path) -> Any:
    case = Case(tmp_path)
    announced = {"number": "2024-014", "title": "回购公告", "published_on": "2024-03-05"}
    book = case.piece("other", "台账.xlsx")
    case.ledger.record(
        Change(held(attendance=ALL), evidence=(book, case.piece("sign-in", "签到.pdf"))),
        Change(VOTED, evidence=(book, case.piece("resolution", "决议.pdf"))),
        Change(event("announcement-published", announced | {"about": f"{BOARD}#1"}),
               evidence=(case.piece("announcement", "2024-014.pdf"),)),
        Change(event("announcement-published", announced | {"number": "2024-015"}),
               evidence=(case.piece("announcement", "2024-015.pdf"),)),
        Change(event("minutes-signed", {"meeting": BOARD, "signed_on": "2024-03-06"}),
               evidence=(case.piece("minutes", "签字版.pdf"),)),
        by="林",
    )  # fmt: skip
    yield case
    case.ledger.close()


def test_the_documents_stand_in_order_and_once_and_gaps_are_named(case: Case) -> None:
    made = dossier(case.ledger, case.ledger.matter(BOARD))
    assert [(one.piece.role, one.piece.name, one.named_by.position) for one in made.documents] == [
        ("sign-in", "签到.pdf", 2), ("minutes", "签字版.pdf", 6), ("resolution", "决议.pdf", 3),
        ("announcement", "2024-014.pdf", 4), ("other", "台账.xlsx", 2),
    ]  # fmt: skip
    assert [gap.what.zh for gap in made.gaps] == [
        "缺会议通知：会议已经召开", "缺会议材料：会议已经召开", "缺授权委托书：王五委托出席",
        "缺表决票：表决了 1 项议案",
    ]  # fmt: skip
    assert all(gap.certain for gap in made.gaps)


def test_an_announcement_is_found_by_the_number_that_the_meeting_names(case: Case) -> None:
    case.ledger.correct(2, held(announcement="2024-015"), by="林", reason="补充公告")
    names = [one.piece.name for one in dossier(case.ledger, case.ledger.matter(BOARD)).documents]
    assert names[3:5] == ["2024-014.pdf", "2024-015.pdf"]


def test_minutes_that_no_entry_says_were_signed_are_told(case: Case) -> None:
    case.ledger.retract(6, by="林", reason="未签")
    minutes = case.piece("minutes", "草稿.pdf")
    attached = {"entry": f"{BOARD}@1", **minutes._asdict()}
    case.ledger.record(Change(event("evidence-attached", attached), BOARD), by="林")
    told = case.run(BOARD).stdout
    assert "! 没有签署会议记录的分录" in told
    assert "草稿.pdf" in told
    assert "签字版.pdf" not in told


def test_a_folder_holds_the_documents_a_page_and_their_digests(case: Case) -> None:
    out = case.folder / "档案"
    assert case.run(BOARD, "-o", str(out)).exit_code == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == ["00 目录.html", "01 签到 签到.pdf", "02 会议记录 签字版.pdf", "03 决议 决议.pdf",
                     "04 公告 2024-014.pdf", "05 其他 台账.xlsx", "SHA256SUMS"]  # fmt: skip
    sums = [line.split("  ", 1) for line in (out / "SHA256SUMS").read_text("utf-8").splitlines()]
    assert {name: digest for digest, name in sums} == {
        name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names[:-1]
    }
    page = (out / "00 目录.html").read_text("utf-8")
    for told in (
        "会议档案",
        "第二十三次会议",
        "02 会议记录 签字版.pdf",
        "缺表决票",
        'id="entry-6"',
        sums[0][0][:32],
    ):
        assert told in page
    assert case.run(BOARD, "-o", str(out)).exit_code == 1


def test_equal_ledgers_give_equal_zip_files(case: Case) -> None:
    one, other = case.folder / "a.zip", case.folder / "b.ZIP"
    for path in (one, other):
        assert case.run(BOARD, "-o", str(path)).exit_code == 0
    assert one.read_bytes() == other.read_bytes()
    assert zipfile.ZipFile(one).testzip() is None
    assert len(zipfile.ZipFile(one).namelist()) == 7


def test_what_is_altered_or_erased_is_left_out_and_told(case: Case) -> None:
    store, made = Store(case.settings.evidence), dossier(case.ledger, case.ledger.matter(BOARD))
    digests = {one.piece.name: one.piece.sha256 for one in made.documents}
    store.path(digests["签到.pdf"]).write_bytes(b"x")
    store.path(digests["决议.pdf"]).unlink()
    erased = {"sha256": digests["台账.xlsx"], "reason": "无保存必要"}
    case.ledger.record(event("evidence-erased", erased), by="林")
    store.remove(digests["台账.xlsx"])
    told = json.loads(case.run(BOARD, "-o", str(case.folder / "x"), "--json").stdout)
    assert [row["verdict"] for row in told["documents"]] == [
        "altered",
        "intact",
        "missing",
        "intact",
        "erased",
    ]
    lost = [(gap["what"], gap["certain"]) for gap in told["gaps"][4:]]
    assert lost == [("“签到.pdf”已被改动", True), ("“决议.pdf”缺失", True), ("“台账.xlsx”已依规删除", False)]
    assert sorted(path.name for path in (case.folder / "x").iterdir())[1:3] == [
        "02 会议记录 签字版.pdf", "04 公告 2024-014.pdf",
    ]  # fmt: skip
    page = (case.folder / "x" / "00 目录.html").read_text("utf-8")
    assert "—（决议.pdf）" in page


def test_a_role_of_a_later_program_is_filed_with_the_others(case: Case) -> None:
    case.ledger.record(Change(REPORT, evidence=(Evidence("recording", "录音.mp3", "ab" * 32),)), by="林")
    made = dossier(case.ledger, case.ledger.matter(BOARD))
    assert made.documents[-1].piece.role == "recording"
    assert made.gaps[-1].role is DocumentRole.OTHER
    assert "recording" in case.run(BOARD).stdout


@pytest.mark.parametrize(
    ("what", "code"), [("announcement/2024-014", 2), ("meeting/board/9-9", 1), ("99", 1)]
)
def test_only_a_meeting_has_a_dossier(case: Case, what: str, code: int) -> None:
    assert case.run(what).exit_code == code


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_what_fails_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    def broken() -> Any:
        yield b"begun"
        raise OSError(5, "Input/output error")

    def fill(*documents: Any) -> None:
        with outbox(str(tmp_path / name)) as box:
            for number, document in enumerate(documents):
                box.add(f"{number}.pdf", document)

    with pytest.raises(UnwritableError, match="Input/output error"):
        fill([b"whole"], broken())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / f".{name}.new").mkdir()
    fill([b"whole"])
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with pytest.raises(TakenError):
        fill()
