"""A year of an office in Excel: seven mistakes told at once, mended, loaded, loaded again, written out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from commands.cli import cli
from ledger.application import Ledger
from ledger.event import GovernanceEvent
from ledger.settings import Settings

Run = Callable[..., Result]
DIRECTORS = "张三、李四、王五、赵六、钱七"
BOARD = [
    "序号",
    "会议届次",
    "通知日期",
    "召开日期",
    "召开方式",
    "应到人员",
    "实到人数",
    "委托人数",
    "委托人/受托人",
    "议案序号",
    "议案名称",
    "回避",
    "表决情况",
    "是否提交股东大会",
    "公告编号",
    "公告日期",
    "归档号",
]
TRAININGS = ["序号", "培训时间", "主办单位", "培训主题", "参训人员", "课时", "证书编号"]
DISCLOSURES = ["序号", "公告编号", "公告标题", "披露日期", "触发事件", "是否及时", "经办人"]
NUMERALS = "一二三四五六七八九十"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program, in a folder of its own with a ledger."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEDGER_BY", "林")
    Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林").close()

    def call(*args: str, to: str = "ledger.db", lang: str = "zh") -> Result:
        result = CliRunner().invoke(cli, [*args, "--ledger", to, "--lang", lang])
        assert not result.exception or isinstance(result.exception, SystemExit), result.exception
        return result

    return call


def office() -> Workbook:
    """Sixty rows as an office has them: board meetings over several rows, trainings, disclosures."""
    book = Workbook()
    board = book.worksheets[0]
    board.title = "三会台账2024"
    board.append(["某公司2024年度三会台账"])
    board.merge_cells("A1:Q1")
    board.append(BOARD)
    for meeting in range(10):
        held = date(2024, 1, 15) + timedelta(28 * meeting)
        for item in range(1, 4):
            first: list[Any] = [None] * 9
            if item == 1:
                first = [
                    meeting + 1,
                    f"第二届董事会第{NUMERALS[meeting]}次会议",
                    held - timedelta(10),
                    held,
                    "现场",
                    DIRECTORS,
                    4,
                    1,
                    "王五—张三（因公）",
                ]
            last = (
                [f"2024-{meeting + 1:03}", held + timedelta(1), f"DSH-2-{meeting + 1}"] if item == 1 else []
            )
            board.append(
                [
                    *first,
                    str(item),
                    f"关于第{meeting * 3 + item}号事项的议案",
                    "李四" if item == 2 else "无",
                    "同意4票，反对0票，弃权0票" if item == 2 else "5/0/0",
                    "是" if item == 3 else "否",
                    *last,
                ]
            )
        if meeting < 5:
            top = 3 + 3 * meeting
            for column in "ABCDEFGHI":
                board.merge_cells(f"{column}{top}:{column}{top + 2}")
    trainings = book.create_sheet("培训台账")
    trainings.append(TRAININGS)
    for at in range(15):
        trainings.append(
            [
                at + 1,
                f"2024年{at % 12 + 1}月{at + 1}日",
                "上海证券交易所、上市公司协会",
                f"第{at + 1}期专题培训",
                "李四、王五",
                at % 4 + 1.5,
                f"{at:06}",
            ]
        )
    disclosures = book.create_sheet("信息披露台账")
    disclosures.append(DISCLOSURES)
    for at in range(15):
        day = date(2024, 2, 1) + timedelta(14 * at)
        disclosures.append(
            [
                at + 1,
                f"2024-{at + 101}",
                f"《关于第{at + 1}项进展的公告》",
                f"{day:%Y.%m.%d}",
                f"董事会决议/{day - timedelta(1):%Y-%m-%d}",
                "是",
                "林某",
            ]
        )
    return book


MISTAKES: dict[tuple[str, str], tuple[Any, str]] = {
    ("三会台账2024", "O6"): (20240020, "公告编号: 单元格中是数值或日期（20240020）"),
    ("三会台账2024", "M8"): ("同意5票", "表决情况: “同意5票”：不是表决结果"),
    ("三会台账2024", "D9"): ("2024-02-30", "召开日期: “2024-02-30”：日历上没有 2024-02-30"),
    ("三会台账2024", "N20"): ("待定", "是否提交股东大会: “待定”不在可选之列"),
    ("培训台账", "G5"): (3, "证书编号: 单元格中是数值或日期（3）"),
    ("培训台账", "C7"): (None, "主办单位: 为必填项"),
    ("信息披露台账", "D4"): ("三月上旬", "披露日期: “三月上旬”：不是日期或期间"),
}


def events(folder: Path) -> list[GovernanceEvent]:
    with Ledger(folder, read_only=True) as ledger:
        return sorted(
            (entry.event for entry in ledger.entries(after=1)), key=lambda event: str(event.cells())
        )


def test_seven_mistakes_in_sixty_rows_are_told_at_once_and_mended_loaded_again_and_written_out(
    run: Run, tmp_path: Path
) -> None:
    book = office()
    sound: dict[tuple[str, str], Any] = {}
    assert sum(sheet.max_row for sheet in book.worksheets) - 4 == 60
    for (sheet, cell), (wrong, _) in MISTAKES.items():
        sound[sheet, cell] = book[sheet][cell].value
        book[sheet][cell] = wrong
    book.save("台账.xlsx")
    refused = run("load", "台账.xlsx")
    assert refused.exit_code == 1
    told = refused.stderr.splitlines()
    for (sheet, cell), (_, what) in MISTAKES.items():
        assert any(line.startswith(f"台账.xlsx:{sheet}!{cell}: {what}") for line in told), (sheet, cell, told)
    assert len([line for line in told if line.startswith("台账.xlsx:")]) == len(MISTAKES), "\n".join(told)
    assert events(tmp_path) == []

    for (sheet, cell), value in sound.items():
        book[sheet][cell] = value
    book.save("台账.xlsx")
    loaded = json.loads(run("load", "台账.xlsx", "--json").stdout)
    assert loaded == {"read": 90, "new": 90, "known": 0, "refused": 0}
    assert json.loads(run("load", "台账.xlsx", "--json").stdout) == loaded | {"new": 0, "known": 90}

    assert run("template", "--filled", "-o", "out.xlsx").exit_code == 0
    assert json.loads(run("load", "out.xlsx", "--json").stdout) == loaded | {"new": 0, "known": 90}
    (tmp_path / "other").mkdir()
    Ledger.create(Settings.beside(tmp_path / "other" / "ledger.db"), by="林").close()
    assert json.loads(run("load", "out.xlsx", "--json", to="other/ledger.db").stdout) == loaded
    assert events(tmp_path / "other") == events(tmp_path)


def test_a_dry_run_shows_the_events_and_records_none(run: Run, tmp_path: Path) -> None:
    office().save("台账.xlsx")
    lines = [json.loads(line) for line in run("load", "台账.xlsx", "--dry-run").stdout.splitlines()]
    assert len(lines) == 90
    assert {line["kind"] for line in lines} == {
        "meeting-called",
        "meeting-held",
        "resolution-passed",
        "proposal-referred",
        "training-held",
        "announcement-published",
    }
    assert events(tmp_path) == []


def test_a_contradiction_is_told_by_its_sheet_and_row(run: Run) -> None:
    book = office()
    book["三会台账2024"]["D3"] = "2024-01-20"
    book.save("a.xlsx")
    assert run("load", "a.xlsx").exit_code == 0
    book["三会台账2024"]["D3"] = "2024-01-21"
    book.save("b.xlsx")
    refused = run("load", "b.xlsx")
    assert refused.exit_code == 1
    assert "b.xlsx:三会台账2024:3: “召开会议”不能记入 meeting/board/2-1" in refused.stderr


def test_near_duplicates_are_listed_and_recorded_only_when_asked(run: Run, tmp_path: Path) -> None:
    book = office()
    book.save("a.xlsx")
    assert run("load", "a.xlsx").exit_code == 0
    book["培训台账"]["F3"] = 40
    book["信息披露台账"]["C3"] = "关于第2项进展的公告。"
    book.save("b.xlsx")
    refused = run("load", "b.xlsx")
    assert refused.exit_code == 1
    listed = [line for line in refused.stderr.splitlines() if "相近" in line]
    assert len(listed) == 2
    assert listed[0].startswith("b.xlsx:培训台账:3: 与 #")
    assert "仅“每人学时”不同：彼为“2.5 学时”，此为“40 学时”" in listed[0]
    assert "仅“公告标题”不同" in listed[1]
    assert len(events(tmp_path)) == 90
    assert json.loads(run("load", "b.xlsx", "--similar", "--json").stdout)["new"] == 2


def test_a_mapping_is_proposed_edited_and_used(run: Run) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "学习记录"
    sheet.append(["学习日期", "组织单位名称", "学习主题", "参训名单", "督办"])
    sheet.append(["2024-06-13", "公司", "合规培训", "张三", "已办"])
    book.save("学习.xlsx")
    refused = run("load", "学习.xlsx")
    assert refused.exit_code == 1
    assert "ledger load --map 学习.xlsx" in refused.stderr
    told = run("load", "--map", "学习.xlsx")
    assert told.exit_code == 0
    Path("map.yaml").write_text(told.stdout, encoding="utf-8")
    undecided = run("load", "学习.xlsx", "--map", "map.yaml")
    assert undecided.exit_code == 1
    assert "map.yaml:" in undecided.stderr
    mended = told.stdout.replace("\"督办\", to: '?'", '"督办", ignore: true')
    mended = mended.replace("\"组织单位名称\", to: '?'", '"组织单位名称", is: 主办方')
    Path("map.yaml").write_text(mended, encoding="utf-8")
    assert json.loads(run("load", "学习.xlsx", "--map", "map.yaml", "--json").stdout)["new"] == 1


def test_what_was_left_out_or_guessed_is_said(run: Run) -> None:
    text = "日期,主办方,主题,学时\r\n2024-06-13,公司,合规培训,8\r\n合计,,,8\r\n"
    Path("x.csv").write_bytes(text.encode("gbk"))
    loaded = run("load", "x.csv")
    assert loaded.exit_code == 0
    assert "x.csv：按 GB18030 编码读取" in loaded.stderr
    assert "x.csv：未导入的行：第 3 行（合计）" in loaded.stderr


def test_a_folder_is_read_with_its_workbooks_and_without_what_excel_keeps_beside_them(run: Run) -> None:
    Path("in").mkdir()
    office().save("in/台账.xlsx")
    Path("in/~$台账.xlsx").write_bytes(b"open in Excel")
    assert json.loads(run("load", "in", "--json").stdout)["new"] == 90


@pytest.mark.parametrize(
    ("args", "exit_code", "told"),
    [
        (("load",), 2, "缺少"),
        (("load", "--map", "gone.xlsx"), 2, "无法读取 gone.xlsx"),
        (("load", "x.csv", "--map", "gone.yaml"), 2, "无法读取 gone.yaml"),
        (("template", "nonsense", "-o", "a.xlsx"), 2, "没有名为“nonsense”的事件种类"),
        (("template", "--office", "nonsense", "-o", "a.xlsx"), 2, "没有名为 nonsense 的台账"),
        (("template", "--office", "-o", "a.yaml"), 2, "台账是表格"),
        (("template", "--office", "--filled", "-o", "a.xlsx"), 2, "--filled 只用于种类模板"),
        (("template", "meetings", "-o", "a.csv"), 2, "一个 csv 文件只有一张表"),
        (("template", "training-held", "-o", "there.xlsx"), 2, "there.xlsx 已存在"),
        (("template", "training-held", "-o", "no/a.xlsx"), 3, "无法写入"),
        (("template", "training-held"), 2, "缺少"),
        (("template", "training-held", "-o", "台账.xls"), 2, "不能生成 .xls 文件"),
        (("template", "training-held", "-o", "台账.doc"), 2, "不能生成 .doc 文件"),
        (("load", "gone.yaml"), 1, "gone.yaml 不存在"),
    ],
)
def test_a_wrong_call_is_told(run: Run, args: tuple[str, ...], exit_code: int, told: str) -> None:
    Path("x.csv").write_text("日期,主办方,主题\n2024-06-13,公司,培训\n", encoding="utf-8")
    Path("there.xlsx").write_bytes(b"mine")
    result = run(*args)
    assert (result.exit_code, told in result.stderr) == (exit_code, True), result.stderr
    assert Path("there.xlsx").read_bytes() == b"mine"


def test_templates_are_written_in_each_form(run: Run) -> None:
    assert run("template", "trainings", "-o", "t.xlsx").exit_code == 0
    assert load_workbook("t.xlsx").sheetnames == ["举办培训"]
    assert run("template", "--office", "培训台账", "董事会台账", "-o", "o.xlsx").exit_code == 0
    assert load_workbook("o.xlsx").sheetnames == ["培训台账", "董事会及委员会台账"]
    assert run("template", "meetings", "--format", "csv", "-o", "sheets").exit_code == 0
    assert Path("sheets/召开会议.csv").read_bytes().startswith(b"\xef\xbb\xbf#,")
    for form in ("yaml", "jsonl", "csv"):
        assert run("template", "举办培训", "-o", f"t.{form}").exit_code == 0
    assert json.loads(run("load", "t.jsonl", "--json").stdout)["new"] == 1


def test_a_filled_template_may_be_of_a_period_and_holds_what_stands(run: Run) -> None:
    office().save("台账.xlsx")
    run("load", "台账.xlsx")
    assert run("template", "training-held", "--filled", "--period", "2024H1", "-o", "h1.xlsx").exit_code == 0
    rows = list(load_workbook("h1.xlsx")["举办培训"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == 9
    assert run("template", "meeting-held", "--filled", "--format", "jsonl", "-o", "m").exit_code == 0
    assert len(Path("m/召开会议.jsonl").read_text(encoding="utf-8").splitlines()) == 10
