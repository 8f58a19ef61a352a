"""``ledger record`` and ``ledger correct`` at a real terminal: what is asked, refused, shown and recorded."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from terminals import END, INTERRUPT, ROOT, Terminal

from ledger.application import Ledger
from ledger.settings import Settings

BOARD = "张三；李四；王五；赵六；钱七；孙八；周九；吴十；郑一"
HELD = {"body": "board", "term": "2", "number": "22", "held_on": "2024-02-04", "attendance": BOARD}
OPTIONAL = {"届": 3, "次": 4, "出席情况": 12}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that knows nine directors from one meeting."""
    (tmp_path / "ledger.toml").write_text("", encoding="utf-8")
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林") as made:
        made.record(made.catalogue.spec("meeting-held").cls.model_validate(HELD), by="林")
        yield made


def terminal(ledger: Ledger, *call: str, lang: str = "zh", **extra: str) -> Terminal:
    return Terminal(ledger.settings.database.parent, *call, lang=lang, **extra)


def last(ledger: Ledger) -> Any:
    return ledger.entry(ledger.log_recorder.size())


def number(of: str) -> str:
    """The numbers of optional fields of a meeting, as the list shows them."""
    return " ".join(str(OPTIONAL[label]) for label in of.split())


def test_a_board_meeting_in_a_few_answers(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record").answered(
        "会议", "召开会议", "2", "2024-13-04", "2024年3月4日", number("届 次 出席情况"), "2", "23",
        "1-7；8（通讯） 9 (委托1：因公)", "y", "",
    )  # fmt: skip
    assert code == 0
    entry = last(ledger)
    assert (entry.position, entry.matter) == (3, "meeting/board/2-23")
    assert entry.event.cells() == HELD | {
        "number": "23", "held_on": "2024-03-04",
        "attendance": "张三；李四；王五；赵六；钱七；孙八；周九；吴十（通讯）；郑一（委托张三：因公）",
    }  # fmt: skip
    assert "! “2024-13-04”" in seen, "a wrong value is refused at once, and asked again"
    shown = seen.index("2024 年 3 月 4 日董事会召开会议，出席：")
    assert shown < seen.index("y 记录") < seen.index("#3 meeting/board/2-23")


def test_what_follows_in_the_same_meeting_is_asked_next(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record", "签署会议记录", "--会议", "meeting/board/2-22").answered(
        "2024-02-06", "", "y", "99", "无此种类", "通过决议", "议案一", "5", "8-0-0", "y", "6", INTERRUPT
    )
    assert code == 0
    assert [entry.kind for entry in ledger.entries(2)] == ["minutes-signed", "resolution-passed"]
    assert last(ledger).event.cells()["votes"] == "8-0-0"
    assert seen.index("meeting/board/2-22 的下一条") < seen.index("! 没有编号 99。") < seen.index("未再记录")


def test_the_same_in_english_with_help_and_a_step_back(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record", lang="en").answered(
        "meeting hold", "held", "<", "meetings", "meeting held", "?", "board", "2024-03-04", "<",
        "2024-03-05", "", "y", "",
    )  # fmt: skip
    assert code == 0
    assert last(ledger).event.cells() == {"body": "board", "held_on": "2024-03-05"}
    assert "Did you mean meeting-held" in seen
    assert "Body that meets, as established in the ledger" in seen
    assert "board of directors: meeting held, 5 March 2024" in seen


@pytest.mark.parametrize("sign", [INTERRUPT, END], ids=["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize(("lang", "told"), [("zh", "未作任何记录"), ("en", "Nothing was recorded")])
@pytest.mark.parametrize("answers", [[], ["召开会议"], ["召开会议", "board", "2024-03-04", ""]], ids=len)
def test_leaving_records_nothing_and_says_so(
    ledger: Ledger, sign: str, lang: str, told: str, answers: list[str]
) -> None:
    seen, code = terminal(ledger, "record", lang=lang).answered(*answers, sign)
    assert (code, ledger.log_recorder.size()) == (1, 2)
    assert told in seen
    assert "Traceback" not in seen


def test_only_what_is_missing_is_asked(ledger: Ledger) -> None:
    call = ("record", "通过决议", "--议案名称", "关于修订公司章程的议案")
    seen, code = terminal(ledger, *call).answered("1", "", "y", "")
    assert code == 0
    assert last(ledger).event.cells() == {"meeting": "meeting/board/2-22", "title": "关于修订公司章程的议案"}
    assert "议案名称：" not in seen


def test_whoever_gives_all_is_asked_nothing(ledger: Ledger) -> None:
    call = ("record", "training-held", "--title", "后续培训", "--held-on", "2024-06-13", "--side", "external")
    seen, code = terminal(ledger, *call).answered()
    assert code == 0
    assert last(ledger).event.title == "后续培训"
    assert "：" not in seen.splitlines()[0]


def test_choices_by_number_and_what_is_required(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record", "举办培训").answered(
        "", "后续培训", "2024-06-13", "9", "2", "", "y"
    )
    assert code == 0
    assert last(ledger).event.side.value in ("internal", "external")
    assert "! 必填，例如" in seen
    assert "! 没有编号 9。" in seen


def test_bytes_that_are_no_text_and_far_too_much_of_it_are_refused_with_a_reason(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record", "举办培训").answered(
        "\udcff\udcfe", "长" * 1_000, "2024-06-13", "2", "", "1", "后续培训", "y"
    )
    assert "Traceback" not in seen
    assert "! " in seen.partition("培训日期")[0]
    assert (code, last(ledger).event.title) == (0, "后续培训")


def test_a_document_that_is_missing_is_told_before_anything_is_asked(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record", "--evidence", "minutes=没有.txt").answered()
    assert code == 1
    assert "没有这个文件" in seen
    assert "种类" not in seen


def test_tab_completes_what_is_suggested(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record", "召开会议").answered("audit\t", "2024-03-04", "", "y", "")
    assert code == 0, seen
    assert str(last(ledger).event.body) == "audit-committee"


def test_a_refusal_is_shown_and_can_be_mended(ledger: Ledger) -> None:
    call = ("record", "minutes-signed", "--meeting", "meeting/board/2-32")
    seen, code = terminal(ledger, *call).answered("2024-02-05", "", "1", "1", "y", "")
    assert code == 0
    assert last(ledger).matter == "meeting/board/2-22"
    assert "! 账本中没有开启 meeting/board/2-32 的分录" in seen


def test_what_is_odd_is_shown_before_it_is_recorded(ledger: Ledger) -> None:
    call = ("record", "通过决议", "--会议", "meeting/board/2-22", "--表决结果", "8-1-0")
    seen, code = terminal(ledger, *call).answered("议案", "", "n")
    assert (code, ledger.log_recorder.size()) == (1, 2)
    assert "! 有反对或弃权票但未说明理由" in seen


def test_who_records_is_asked_where_nobody_is_named(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "record", "召开会议", LEDGER_BY="").answered(
        "王", "audit-committee", "2024-03-04", "", "y", ""
    )
    assert code == 0
    assert last(ledger).recorded_by == "王"
    assert "记录人：" in seen


def test_a_correction_is_asked_for_and_shown_before_it_is_recorded(ledger: Ledger) -> None:
    seen, code = terminal(ledger, "correct", "2").answered(
        "4", "2024-02-05", "+", "7", "苏州", "5", "<", "3", "-", "y", "日期有误"
    )
    assert code == 0
    entry = last(ledger)
    assert (entry.corrects, entry.reason) == (2, "日期有误")
    assert entry.event.cells()["held_on"] == "2024-02-05"
    assert seen.index("召开日期: 2024-02-04 → 2024-02-05") < seen.index("更正原因")


def test_without_a_terminal_nothing_is_asked(ledger: Ledger) -> None:
    def told(*call: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "commands.cli", *call], cwd=ledger.settings.database.parent,
            check=False, text=True, capture_output=True, stdin=subprocess.DEVNULL, encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(ROOT), "LEDGER_BY": "林", "LEDGER_LANG": "en"},
        )  # fmt: skip

    assert "Usage" in told("record").stdout
    done = told("record", "meeting-held", "--body", "board")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is required" in done.stderr
    assert "nothing would change" in told("correct", "2").stderr
