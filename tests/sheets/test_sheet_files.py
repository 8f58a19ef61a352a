"""What Excel and CSV make of cells on the way: encodings, dates, numbers, formulas, merged cells."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import cells, problems, read, saved, tables, workbook
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import coordinate_to_tuple

from ledger.batch import Change
from ledger.sheets import delimited, intake
from ledger.sheets import workbook as workbook_reader
from ledger.sheets.cells import address, cell_of, number_text
from ledger.sheets.delimited import shielded
from ledger.sheets.registers import registers
from ledger.sheets.templates import Template
from ledger.sheets.writing import csv_of, workbook_of

HEADINGS = ["日期", "主办方", "主题"]
ROW = ["2024-06-13", "上海证券交易所", "独董培训"]
TRAINING = {
    "kind": "training-held",
    "held_on": "2024-06-13",
    "side": "external",
    "organiser": "上海证券交易所",
    "title": "独董培训",
}


def text(*rows: list[str], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def formula(value: str) -> bytes:
    """A workbook whose cell D2 holds a formula with this XML for its value."""
    data = workbook(培训=[[*HEADINGS, "学时"], [*ROW, "=1+1"]])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, re.sub(rb"<v ?/>|<v></v>", value.encode(), old.read(part)))
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_any_usual_encoding_and_with_any_usual_separator(
    encoding: str, separator: str
) -> None:
    assert cells(read(text(HEADINGS, ROW, separator=separator).encode(encoding), "x.csv")) == [TRAINING]


def test_what_separates_names_is_not_taken_for_what_separates_cells() -> None:
    data = "日期,主办方,主题,参加人\n2024-06-13,公司,培训,张三;李四;王五;赵六;钱七\n"
    assert cells(read(data.encode(), "x.csv"))[0]["attendees"] == "张三；李四；王五；赵六；钱七"


def test_an_encoding_that_was_guessed_is_said() -> None:
    reader = tables()
    assert list(reader.rows("x.csv", io.BytesIO(text(HEADINGS, ROW).encode("gbk"))))
    assert [note.zh for note in reader.notes] == ["x.csv：按 GB18030 编码读取"]
    reader = tables()
    assert list(reader.rows("x.csv", io.BytesIO(text(HEADINGS, ROW).encode())))
    assert reader.notes == []


def test_what_is_no_text_is_one_problem() -> None:
    (told,) = problems(read(b"\xff\xff\xfe\x00\x81", "x.csv"))
    assert told == "x.csv: 文件既不是 UTF-8 也不是 GBK 编码；请另存为“CSV UTF-8”后重新导入"


def test_a_quoted_cell_of_csv_keeps_separators_and_lines_and_rows_are_counted_as_excel_does() -> None:
    data = '日期,主办方,主题\r\n2024-06-13,公司,"第一行\n第二行, 续"\r\n2024-06-32,公司,培训二\r\n'
    rows = read(data.encode(), "x.csv")
    assert cells(rows[:1])[0]["title"] == "第一行\n第二行, 续"
    assert problems(rows)[0].startswith("x.csv!A3: 日期: “2024-06-32”")


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b",,\r\n"])
def test_an_empty_file_is_a_problem(data: bytes) -> None:
    assert problems(read(data, "x.csv")) == ["x.csv: 文件中没有内容；请写入事件"]


def test_an_empty_workbook_is_a_problem() -> None:
    assert problems(read(workbook(Sheet1=[]))) == ["x.xlsx: 文件中没有内容；请写入事件"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0rest", "旧版 .xls 文件，或设有密码"),
        (b"PK\x03\x04broken", "文件已损坏"),
        (b"plain text", "文件已损坏"),
        (b"", "文件已损坏"),
    ],
)
def test_what_is_no_workbook_is_one_problem(data: bytes, why: str) -> None:
    (told,) = problems(read(data))
    assert why in told
    assert "另存为 .xlsx" in told


@given(st.binary(max_size=200), st.integers(0, 5_000), st.integers(1, 50))
def test_a_damaged_workbook_is_a_problem_and_never_an_error(junk: bytes, at: int, much: int) -> None:
    sound = workbook(培训=[HEADINGS, ROW])
    at %= len(sound)
    for row in read(sound[:at] + junk + sound[at + much :]):
        assert row


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (datetime.fromisoformat("2024-05-28"), "2024-05-28"),
        (date(2024, 5, 28), "2024-05-28"),
        ("2024年5月28日", "2024-05-28"),
        ("2024.5.28", "2024-05-28"),
        ("2024/5/28", "2024-05-28"),
        ("２０２４－０５－２８", "2024-05-28"),
        ("2024年5月", "2024-05"),
        ("2024年上半年", "2024H1"),
    ],
)
def test_a_day_may_be_written_in_any_way(value: object, told: str) -> None:
    assert cells(read(workbook(培训=[HEADINGS, [value, *ROW[1:]]])))[0]["held_on"] == told


@pytest.mark.parametrize(
    ("number", "number_format", "told"),
    [
        (3, "General", "3"),
        (2.50, "General", "2.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "General", "1000000000000000"),
        (0.055, "0.00%", "5.50%"),
        (0.055, "0%", "5.5%"),
        (0.00784812, "0.00%", "0.784812%"),
        (1, "0%", "100%"),
        (-0.5, "General", "-0.5"),
        (0, "0.00", "0"),
        (1_000_000, "#,##0.00", "1000000"),
    ],
)
def test_a_number_is_told_as_it_was_meant(number: float, number_format: str, told: str) -> None:
    assert number_text(number, number_format) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (True, "是"),
        (False, "否"),
        (time(9, 15), "09:15"),
        (datetime.fromisoformat("2024-05-28T09:15"), "2024-05-28 09:15"),
        (timedelta(hours=1.5), "1.5"),
        ("  空格  ", "空格"),
        ("张三_x000D_\n李四", "张三\n李四"),
    ],
)
def test_other_cells_are_told_as_text(value: object, told: str) -> None:
    cell = cell_of(value)
    assert cell
    assert cell.text == told


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_an_address_is_that_of_the_spreadsheet(column: int, row: int) -> None:
    assert coordinate_to_tuple(address(column, row)) == (row, column)


@pytest.mark.parametrize("plain", ["张三", "2024-014", "'quoted'", ""])
def test_only_what_a_spreadsheet_would_run_is_shielded(plain: str) -> None:
    assert shielded(plain) == plain


@pytest.mark.parametrize("value", ["", "<v />", "<v></v>"])
def test_a_formula_without_a_value_is_refused_by_its_address(value: str) -> None:
    (told,) = problems(read(formula(value)))
    assert told == "x.xlsx:培训!D2: 学时: 公式没有已计算的值；请用 Excel 打开并保存，或直接填写数值"


def test_a_formula_is_read_by_its_value() -> None:
    assert cells(read(formula("<v>2</v>"))) == [TRAINING | {"hours": "2 学时"}]


def test_an_error_of_a_formula_is_refused_by_its_address() -> None:
    (told,) = problems(read(workbook(培训=[[*HEADINGS, "学时"], [*ROW, "#REF!"]])))
    assert told == "x.xlsx:培训!D2: 学时: 单元格为错误值 #REF!；请修正公式"


@pytest.mark.parametrize("value", [123, 123.0, 1.5, datetime.fromisoformat("2024-01-14")])
def test_a_number_where_a_code_belongs_is_refused_by_its_address(value: object) -> None:
    rows = [[*HEADINGS, "证书编号"], [*ROW, "000123"], [*ROW[:2], "另一培训", value]]
    (told,) = problems(read(workbook(培训=rows)))
    assert told.startswith("x.xlsx:培训!D3: 证书编号: 单元格中是数值或日期（")
    assert told.endswith("请将单元格设为文本格式后重新输入")


BOARD = ["届次", "召开日", "议案序号", "议案", "表决"]
MEETING = ["第二届董事会第二十三次会议", "2024-03-04", "1", "关于回购公司股份方案的议案"]


@pytest.mark.parametrize("vote", [datetime(2005, 2, 2), date(2005, 2, 2), time(5, 2, 2), timedelta(hours=30)])  # noqa: DTZ001
def test_a_vote_of_which_excel_made_a_date_or_time_is_refused_by_its_address(vote: object) -> None:
    (told,) = problems(read(workbook(董事会=[BOARD, [*MEETING, vote]])))
    assert told.startswith("x.xlsx:董事会!E2: 表决: Excel 已将其变为日期或时间（")
    assert told.endswith("请将该列设为文本格式后重新输入")


def test_a_date_belongs_under_days_and_under_what_the_template_shows_with_one() -> None:
    rows = [
        ["日期", "方式", "e互动 问", "e互动 答", "e互动 时点"],
        ["2024H1", "e互动", 30, 30, date(2024, 6, 30)],
    ]
    (made,) = cells(read(workbook(投资者关系台账=rows)))
    assert made["note"] == "统计时点：2024-06-30"
    assert cells(
        read(workbook(培训=[[*HEADINGS, "学时"], [date(2024, 6, 13), *ROW[1:], timedelta(hours=8)]]))
    )
    (told,) = problems(read(workbook(培训=[HEADINGS, [*ROW[:2], date(2024, 6, 13)]])))
    assert told.startswith("x.xlsx:培训!C2: 主题: Excel 已将其变为日期")


@pytest.mark.parametrize("told", ["2005-02-02", "2005/2/2", "2005/02/02"])
def test_a_date_in_the_place_of_a_vote_is_refused_in_csv_too(told: str) -> None:
    assert problems(read(text(BOARD, [*MEETING, told]).encode(), "x.csv"))


def test_titles_and_blank_rows_stand_where_they_like_and_totals_and_remarks_are_left_out_and_said() -> None:
    rows = [
        ["2024年度培训台账"],
        [],
        ["单位：某公司"],
        ["序号", *HEADINGS, "学时"],
        [],
        [1, *ROW, 8],
        ["二、内部培训"],
        ["合计", None, None, None, 8],
        ["制表人：林某"],
    ]
    reader = tables()
    found = list(reader.rows("x.xlsx", io.BytesIO(workbook(["A1:E1"], 培训=rows))))
    assert cells(found) == [TRAINING | {"hours": "8 学时"}]
    assert [note.zh for note in reader.notes] == [
        "x.xlsx:培训：未导入的行：第 7 行（行间标题）；第 8 行（合计）；第 9 行（表尾附注）"
    ]


def test_headings_may_take_two_rows_and_lines_and_stars() -> None:
    rows = [["日期*", "主办方", "内容", None], [None, None, "主　题", "学\n时"], [*ROW, 8]]
    merged = ["C1:D1", "A1:A2", "B1:B2"]
    assert cells(read(workbook(merged, 培训=rows))) == [TRAINING | {"hours": "8 学时"}]
    assert cells(read(workbook(培训=rows))) == [TRAINING | {"hours": "8 学时"}]


def test_a_unit_in_a_heading_belongs_to_the_numbers_below() -> None:
    assert cells(read(workbook(培训=[[*HEADINGS, "学时（小时）"], [*ROW, 1.5]])))[0]["hours"] == "1.5 小时"


def test_a_cell_merged_over_rows_stands_in_each_of_them() -> None:
    rows = [HEADINGS, ROW, [None, None, "另一培训"]]
    found = cells(read(workbook(["A2:A3", "B2:B3"], 培训=rows)))
    assert found == [TRAINING, TRAINING | {"title": "另一培训"}]


def test_a_number_merged_over_rows_is_not_counted_twice() -> None:
    rows = [[*HEADINGS, "学时"], [*ROW, 8], [*ROW[:2], "另一培训", None]]
    (told,) = problems(read(workbook(["D2:D3"], 培训=rows)))
    assert told == "x.xlsx:培训!D3: 学时: 一个数值合并在多行上；请取消合并，逐行填写各自的数值"


def test_hidden_sheets_and_colours_make_no_difference() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "培训"
    for row in (HEADINGS, ROW):
        sheet.append(row)
    sheet["A2"].fill = PatternFill("solid", fgColor="FF0000")
    sheet["Z900"].fill = PatternFill("solid", fgColor="FF0000")
    hidden = book.create_sheet("参数")
    hidden["A1"] = "随便"
    hidden.sheet_state = "hidden"
    assert cells(read(saved(book))) == [TRAINING]


def test_each_sheet_is_read_and_an_unknown_one_is_a_problem() -> None:
    data = workbook(
        培训一=[HEADINGS, ROW], 培训二=[HEADINGS, [*ROW[:2], "二"]], 杂项=[["甲", "乙"], ["1", "2"]]
    )
    rows = read(data)
    assert len(rows) == 3
    assert problems(rows) == [
        "x.xlsx:杂项: 其列名不属于任何模板或台账；请说明各列的含义：ledger load --map x.xlsx"
    ]


def test_a_column_with_content_is_never_dropped_unsaid() -> None:
    rows = [[*HEADINGS, "督办", "空列"], ROW, [*ROW[:2], "二", "已办"], [*ROW[:2], "三", "未办"]]
    assert problems(read(workbook(培训=rows))) == [
        "x.xlsx:培训!D3: 督办: 不认识“督办”这一列，而此处有内容；请说明其含义：ledger load --map x.xlsx"
    ]


def test_content_beside_the_headings_is_never_dropped_unsaid() -> None:
    (told,) = problems(read(workbook(培训=[HEADINGS, [*ROW, None, "随手记"]])))
    assert told.startswith("x.xlsx:培训!E2: E2: 不认识“E2”这一列")


def test_a_missing_column_is_told_once() -> None:
    rows = [["日期", "主题"], ["2024-06-13", "一"], ["2024-06-14", "二"]]
    told = problems(read(workbook(培训台账=rows)))
    assert (
        told[0]
        == "x.xlsx:培训台账:1: 主办方: 缺少“主办方”列；请补上，或说明是哪一列：ledger load --map x.xlsx"
    )


def test_a_sheet_with_the_headings_of_a_kind_is_of_that_kind_whatever_it_is_called() -> None:
    headings = ["培训名称", "培训日期", "内部/外部", "主办方", "每人学时"]
    data = workbook(Sheet1=[headings, ["独董培训", "2024-06-13", "外部", "上海证券交易所", "8 小时"]])
    assert cells(read(data)) == [TRAINING | {"hours": "8 小时"}]


def test_rows_of_another_kind_in_a_file_of_csv_are_refused() -> None:
    data = "种类,姓名,工作日期,天数\r\n现场工作,李四,2024-03-04,1 天\r\n履职沟通,李四,2024-03-05,1 天\r\n"
    told = problems(read(data.encode(), "x.csv"))
    assert any(line.startswith("x.csv!A3: 种类: “履职沟通”不在可选之列") for line in told), told


def peak(rows: int, name: str) -> int:
    """The most memory that reading so many rows takes, each let go once it is read."""
    told = {"日期": "2024-06-13", "主办方": "公司"}
    made = (told | {"序号": str(at), "主题": f"第{at % 50}期"} for at in range(rows))
    template = Template(registers()["trainings"], lambda: made)
    file = io.BytesIO()
    if name.endswith("xlsx"):
        workbook_of([template], file, "zh")
    else:
        file.write(csv_of(template, "zh"))
    file.seek(0)
    tracemalloc.start()
    try:
        assert sum(isinstance(row, Change) for row in tables().rows(name, file)) == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_reading_takes_no_more_memory_for_more_rows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (delimited, workbook_reader, intake):
        monkeypatch.setattr(module, "CHUNK", 4096)
    peak(500, name)  # what is remembered for good
    few, many = peak(500, name), peak(2_500, name)
    assert many < 2 * few
