"""The office's own ledgers: what comes of their rows, and what is told when a row cannot be read."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import CATALOGUE, cells, changes, problems, read, saved, tables, workbook
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ledger.batch import Change
from ledger.sheets.cells import Cell, Row
from ledger.sheets.mapping import unused
from ledger.sheets.registers import named, registers

DIRECTORS = "张三、李四、王五、赵六、钱七、孙八、周九、吴十、郑一"
BOARD = [
    "届次",
    "召开日",
    "方式",
    "应到",
    "实到",
    "委托",
    "缺席",
    "委托人—受托人",
    "议案序号",
    "议案",
    "前置程序",
    "回避",
    "表决",
    "异议",
    "是否提交股东会",
    "公告编号",
    "签字文件齐全",
    "签字日",
    "归档号",
]


def row(**told: Any) -> list[Any]:
    return [told.get(heading) for heading in BOARD]


def board(*rows: dict[str, Any], merged: tuple[str, ...] = ()) -> bytes:
    return workbook(merged, 董事会台账=[BOARD, *(row(**told) for told in rows)])


MEETING = {"届次": "第二届董事会第二十三次会议", "召开日": "2024-03-04"}
VOTE = {"表决": "同意9票，反对0票，弃权0票"}


def test_there_are_ten_and_each_is_found_by_its_names() -> None:
    assert len(registers()) == 10
    for name, mapping in registers().items():
        assert named(name) is named(mapping.label.zh) is named(mapping.sheets[0]) is mapping
        assert mapping.label.en
        assert mapping.label.zh
        assert mapping.help.en
        assert mapping.help.zh
        assert not list(unused(mapping))
        assert mapping.examples
        for column in mapping.shown:
            assert column.ignore or (column.help.zh and column.help.en), (name, column.heading)
    assert named("没有") is None


@pytest.mark.parametrize("name", registers())
def test_the_rules_of_each_name_kinds_and_fields_that_there_are(name: str) -> None:
    for rule in registers()[name].rules:
        spec = CATALOGUE.spec(rule.kind)
        required = {field.name for field in spec.fields.values() if field.required}
        assert required <= rule.fields.keys() | {spec.joins}, rule.kind


def test_a_board_meeting_of_four_proposals_is_one_group_of_rows() -> None:
    first = (
        MEETING
        | VOTE
        | {
            "方式": "现场",
            "应到": DIRECTORS,
            "实到": 8,
            "委托": 1,
            "委托人—受托人": "王五—张三（因公）",
            "议案序号": 1,
            "议案": "关于回购公司股份方案的议案",
            "公告编号": "2024-014",
            "签字文件齐全": "是",
            "签字日": "2024-03-06",
            "归档号": "DSH-2-23",
        }
    )
    rows = [
        first,
        {
            "议案序号": 2,
            "议案": "《关于2023年度财务决算报告的议案》",
            "前置程序": "第二届董事会审计委员会第八次会议",
            "是否提交股东会": "是",
        }
        | VOTE,
        {"议案序号": 3, "议案": "关于关联交易的议案", "回避": "李四", "表决": "8-0-0"},
        {
            "议案序号": 4,
            "议案": "关于总经理工作报告的议案",
            "表决": "通过（同意8票、反对1票、弃权0票）",
            "异议": "赵六：依据不足",
        },
    ]
    meeting = "meeting/board/2-23"
    assert cells(read(board(*rows))) == [
        {
            "kind": "meeting-held",
            "body": "board",
            "title": MEETING["届次"],
            "term": "2",
            "number": "23",
            "held_on": "2024-03-04",
            "mode": "on-site",
            "present": "9",
            "announcement": "2024-014",
            "attendance": "张三；李四；王五（委托张三：因公）；赵六；钱七；孙八；周九；吴十；郑一",
            "note": "签字文件齐全：是",
        },
        {
            "kind": "resolution-passed",
            "meeting": meeting,
            "item": "1",
            "title": "关于回购公司股份方案的议案",
            "votes": "9-0-0",
        },
        {
            "kind": "resolution-passed",
            "meeting": meeting,
            "item": "2",
            "title": "关于2023年度财务决算报告的议案",
            "votes": "9-0-0",
            "earlier_approval": "meeting/audit-committee/2-8",
        },
        {
            "kind": "proposal-referred",
            "meeting": meeting,
            "item": "2",
            "title": "关于2023年度财务决算报告的议案",
        },
        {
            "kind": "resolution-passed",
            "meeting": meeting,
            "item": "3",
            "title": "关于关联交易的议案",
            "votes": "8-0-0",
            "recused": "李四",
        },
        {
            "kind": "resolution-passed",
            "meeting": meeting,
            "item": "4",
            "title": "关于总经理工作报告的议案",
            "votes": "8-1-0",
            "dissent": "赵六：依据不足",
        },
        {
            "kind": "minutes-signed",
            "meeting": meeting,
            "signed_on": "2024-03-06",
            "archive_number": "DSH-2-23",
        },
    ]


def test_it_makes_no_difference_whether_the_cells_of_a_meeting_are_merged_empty_or_repeated() -> None:
    items = [{"议案": f"关于事项{at}的议案"} | VOTE for at in range(3)]
    empty = read(board(MEETING | items[0], *items[1:]))
    merged = read(board(MEETING | items[0], *items[1:], merged=("A2:A4", "B2:B4")))
    repeated = read(board(*(MEETING | item for item in items)))
    events = [change.event for change in changes(empty)]
    assert len(events) == 4
    assert events == [change.event for change in changes(merged)]
    assert events == [change.event for change in changes(repeated)]


@pytest.mark.parametrize(
    ("told", "kind", "votes"),
    [
        ("同意9票，反对0票，弃权0票", "resolution-passed", "9-0-0"),
        ("9票同意、0票反对、0票弃权", "resolution-passed", "9-0-0"),
        ("9/0/0", "resolution-passed", "9-0-0"),
        ("全票通过", "resolution-passed", None),
        ("审议通过，同意 9 票，反对 0 票，弃权 0 票。", "resolution-passed", "9-0-0"),
        ("未通过（3-6-0）", "resolution-failed", "3-6-0"),
        ("暂缓表决", "proposal-deferred", None),
        ("撤回", "proposal-withdrawn", None),
        ("听取汇报，不作表决", "report-heard", None),
        (None, "resolution-passed", None),
    ],
)
def test_the_outcome_of_a_proposal_is_told_from_the_vote(told: str, kind: str, votes: str | None) -> None:
    event = cells(read(board(MEETING | {"议案": "关于事项的议案", "表决": told})))[1]
    assert (event["kind"], event.get("votes")) == (kind, votes)


@pytest.mark.parametrize(
    ("told", "entitled", "present", "note"),
    [
        ({"应到": 9, "实到": 8, "委托": 1, "缺席": 0}, "9", "9", None),
        ({"应到": 9, "实到": 9, "委托": 1}, "9", "9", None),
        ({"应到": "9人", "实到": "7", "委托": 1, "缺席": "赵六"}, "9", "8", "缺席：赵六"),
        ({"应到": 9, "实到": 8, "委托": 1, "委托人—受托人": "王五—张三"}, "9", "9", "委托出席：王五—张三"),
        ({"实到": 3}, None, "3", None),
    ],
)
def test_numbers_of_those_present_are_counted_as_offices_do(
    told: dict[str, Any], entitled: str | None, present: str, note: str | None
) -> None:
    (held, *_) = cells(read(board(MEETING | told | {"议案": "关于事项的议案"})))
    assert (held.get("entitled"), held.get("present"), held.get("note")) == (entitled, present, note)


@pytest.mark.parametrize(
    ("told", "attendance"),
    [
        ({"方式": "通讯", "应到": "张三、李四"}, "张三（通讯）；李四（通讯）"),
        ({"方式": "现场结合通讯", "应到": "张三、李四（通讯）"}, "张三（方式不详）；李四（通讯）"),
        ({"方式": "现场", "应到": "张三、李四", "缺席": "李四（因病）"}, "张三；李四（缺席：因病）"),
        ({"应到": "张三，李四", "委托": "李四"}, "张三；李四（委托）"),
        ({"应到": "张三\n李四", "委托人—受托人": "李四委托张三"}, "张三；李四（委托张三）"),
    ],
)
def test_each_attendance_is_told_where_the_names_are(told: dict[str, Any], attendance: str) -> None:
    assert cells(read(board(MEETING | told | {"议案": "关于事项的议案"})))[0]["attendance"] == attendance


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ({**MEETING, "应到": 9, "实到": 7, "委托": 1, "议案": "一"},),
            "D2: 应到: 应到 9、实到 7、委托 1、缺席 0 对不上",
        ),
        (
            ({**MEETING, "应到": "张三、李四", "委托人—受托人": "王五—张三", "议案": "一"},),
            "D2: 应到: “王五”不在应到人员之列",
        ),
        (
            ({**MEETING, "应到": "张三、李四", "委托人—受托人": "李四", "议案": "一"},),
            "D2: 应到: “李四”没有写明谁委托谁",
        ),
        (
            ({**MEETING, "是否提交股东会": "待定", "议案": "一"},),
            "O2: 是否提交股东会: “待定”不在可选之列；请填写 是、否 之一",
        ),
        (({**MEETING, "公告编号": 2024014, "议案": "一"},), "P2: 公告编号: 单元格中是数值"),
        (
            ({**MEETING, "议案": "一"}, {"召开日": "2024-03-05", "议案": "二"}),
            "B3: 召开日: “2024-03-05”与 B2 的“2024-03-04”不同",
        ),
        (({"议案": "一"},), "A2: 届次: 首行必须填写"),
        (({**MEETING, "议案": "一", "表决": "9票"},), "M2: 表决: “9票”：不是表决结果"),
        (({**MEETING, "表决": "9-0-0"},), "J2: 议案: 为必填项"),
        (({**MEETING, "议案": "一", "议案序号": 1.1},), "I2: 议案序号: 单元格中是数值或日期（1.1）"),
    ],
)
def test_a_mistake_is_told_by_sheet_and_cell(rows: tuple[dict[str, Any], ...], told: str) -> None:
    found = problems(read(board(*rows)))
    assert found[0].startswith(f"x.xlsx:董事会台账!{told}"), found
    assert len(found) == 1


def test_the_archive_number_is_kept_without_the_day_of_signing() -> None:
    held = cells(read(board(MEETING | {"议案": "一", "归档号": "DSH-2-23"})))[0]
    assert held["note"] == "归档号：DSH-2-23"


def test_the_office_writes_two_things_in_one_cell_and_means_both() -> None:
    headings = [
        "会议届次",
        "类型",
        "召开日",
        "地点/方式",
        "召集人/主持人",
        "议案序号/名称",
        "类型",
        "同意/反对/弃权",
    ]
    rows = [
        [
            "2024年第二次临时股东大会",
            "临时",
            "2024-08-13",
            "苏州/现场+网络",
            "董事会/张三",
            "1.01/关于激励计划的议案",
            "特别",
            "5,000,000股/0/0",
        ]
    ]
    held, passed = cells(read(workbook(股东大会=[headings, *rows])))
    assert held == {
        "kind": "meeting-held",
        "body": "shareholders",
        "title": "2024年第二次临时股东大会",
        "type": "extraordinary",
        "year": "2024",
        "number": "2",
        "held_on": "2024-08-13",
        "mode": "hybrid",
        "place": "苏州",
        "convener": "董事会",
        "chair": "张三",
    }
    assert passed == {
        "kind": "resolution-passed",
        "meeting": "meeting/shareholders/2024-extraordinary-2",
        "item": "1.01",
        "title": "关于激励计划的议案",
        "type": "special",
        "votes": "5000000-0-0",
    }


def test_an_announcement_with_its_title_is_an_entry_of_its_own() -> None:
    headings = [*BOARD, "公告日期", "公告标题"]
    told = row(**MEETING, 议案="关于回购的议案", 公告编号="2024-014")
    data = workbook(董事会台账=[headings, [*told, "2024-03-05", "《董事会决议公告》"]])
    assert cells(read(data))[-1] == {
        "kind": "announcement-published",
        "number": "2024-014",
        "title": "董事会决议公告",
        "published_on": "2024-03-05",
        "trigger_on": "2024-03-04",
        "about": "meeting/board/2-23",
    }


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("第二届董事会审计委员会第八次会议", "meeting/audit-committee/2-8"),
        ("第二届董事会提名与薪酬委员会第3次会议", "meeting/nomination-remuneration-committee/2-3"),
        ("第二届监事会第十五次会议", "meeting/supervisory-board/2-15"),
        ("第二届董事会第二十次独立董事专门会议", "meeting/independent-directors-meeting/2-20"),
        ("审计委员会2024年第一次会议", "meeting/audit-committee/2024-03-04-1"),
    ],
)
def test_the_body_is_told_by_the_title(title: str, matter: str) -> None:
    assert changes(read(board({**MEETING, "届次": title, "议案": "一"})))[0].matter == matter


def test_the_sheet_tells_the_body_where_the_title_does_not() -> None:
    rows = [["届次", "召开日", "议案"], ["第二届第八次会议", "2024-03-04", "一"]]
    assert changes(read(workbook(审计委员会=rows)))[0].matter == "meeting/audit-committee/2-8"
    (told,) = problems(read(workbook(三会台账=rows)))
    assert told.startswith("x.xlsx:三会台账!A2: 届次: “第二届第八次会议”没有写明机构")


def test_a_row_of_which_nothing_comes_is_told_once() -> None:
    headings = ["计划", "激励工具", "授予日", "授予数量", "公告"]
    data = workbook(股权激励台账=[headings, ["2024", "第二类限制性股票", None, None, "2024-070"]])
    (told,) = problems(read(data))
    assert told.startswith("x.xlsx:股权激励台账!A2: 计划: 此行中该单元格没有用处（“2024”）")


def test_a_cell_that_has_no_use_in_its_row_is_told() -> None:
    headings = ["姓名", "日期", "事项", "天数", "内容", "对象"]
    data = workbook(独立董事履职台账=[headings, ["李四", "2024-03-04", "现场", 1, "考察", "某会计师事务所"]])
    (told,) = problems(read(data))
    assert told.startswith("x.xlsx:独立董事履职台账!F2: 对象: 此行中该单元格没有用处")


def test_buybacks_and_increases_of_holdings_stand_in_one_sheet() -> None:
    headings = [
        "方案",
        "股东",
        "通过日",
        "上下限",
        "期间",
        "成交日",
        "数量",
        "价格",
        "金额（万元）",
        "累计",
        "公告日",
    ]
    rows = [
        [
            "2024",
            None,
            "2024-03-04",
            "1500—3000万元",
            "2024-03-04至2024-09-03",
            "2024-04-10",
            100000,
            "10.14-13.29",
            115,
            None,
            None,
        ],
        [None, None, None, None, None, "2024-06-28", None, None, None, "1,414,450股", "2024-07-02"],
        ["2024", "神州云科", None, None, None, "2024-02-06", 50000, 11.5, None, None, None],
    ]
    found = cells(read(workbook(回购增持台账=[headings, *rows])))
    assert [event["kind"] for event in found] == [
        "buyback-approved",
        "shares-repurchased",
        "buyback-progress-reported",
        "shares-bought",
    ]
    approved, trade, progress, bought = found
    assert (approved["floor"], approved["ceiling"]) == ("at-least 1500 万元", "at-most 3000 万元")
    assert (trade["cash"], trade["low"], trade["high"]) == ("CNY 1150000.00", "CNY 10.14", "CNY 13.29")
    assert (progress["shares"], progress["as_of"]) == ("1414450", "2024-06-28")
    assert (bought["holding"], bought["low"], bought["high"]) == (
        "holding/神州云科/2024",
        "CNY 11.50",
        "CNY 11.50",
    )


def test_no_name_of_an_insider_comes_into_the_ledger() -> None:
    headings = ["序号", "内幕信息", "报备日", "姓名", "身份证号", "单位"]
    rows: list[list[Any]] = [
        [1, "激励计划", "2024-07-22", "李四", "110101199001011234", "某公司"],
        [2, None, None, "王五", "110101199001011235", "某所"],
    ]
    (filed,) = cells(read(workbook(内幕信息知情人=[headings, *rows])))
    assert filed["persons"] == "2"
    assert "李四" not in str(filed)
    lines = (
        "激励计划\t2024-07-22\t李四\t110101199001011234\t某公司"
        + "\t" * 6
        + "\n\t\t王五\t110101199001011235\t某所"
        + "\t" * 6
    )
    assert filed["digest"] == hashlib.sha256(lines.encode()).hexdigest()
    rows[0][4] = 110101199001011234
    assert "证件号" in problems(read(workbook(内幕信息知情人=[headings, *rows])))[0].replace(
        "身份证号", "证件号"
    )


def test_a_meeting_may_be_told_without_its_proposals() -> None:
    (held,) = cells(read(board(MEETING | {"应到": 9, "实到": 9})))
    assert held["kind"] == "meeting-held"
    headings = ["会议届次", "召开日", "议案名称", "同意"]
    (held,) = cells(read(workbook(股东会台账=[headings, ["2023年年度股东大会", "2024-05-28", None, None]])))
    assert held["kind"] == "meeting-held"


ODD = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.dates(date(1900, 3, 1)),
    st.sampled_from(["-", "无", "9-0-0", "同意", "1.01", "2024-13-01", "第二届", "王五—", "（", "；；", "0"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(registers())), st.data())
def test_whatever_stands_in_a_cell_is_read_or_told_and_never_an_error(name: str, data: st.DataObject) -> None:
    mapping = registers()[name]
    headings = [column.heading for column in mapping.columns]
    rows: list[list[Any]] = [[row.get(heading) for heading in headings] for row in mapping.examples]
    for _ in range(data.draw(st.integers(1, 6))):
        row = data.draw(st.integers(0, len(rows) - 1))
        value = data.draw(ODD)
        if not isinstance(value, str) or not ILLEGAL_CHARACTERS_RE.search(value):
            rows[row][data.draw(st.integers(0, len(headings) - 1))] = value
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = mapping.sheets[0].replace("/", "、")[:31]
    for line in [headings, *rows]:
        sheet.append(line)
    for told in read(saved(book)):
        assert told.file.startswith("x.xlsx")
        assert isinstance(told, Change) or (told.text("zh") and told.text("en"))


TYPICAL = {
    "shareholders": "序号 会议届次 类型 通知日 股权登记日 召开日 地点/方式 召集人/主持人 "
    "出席股东人数 代表股份 占比 议案序号/名称 类型(普通/特别/累积) 同意/反对/弃权 "
    "中小股东表决 回避情况 律所 决议公告编号/日期 归档号",
    "board": "序号 届次 通知日/方式 召开日 方式(现场/通讯/结合) 应到/实到/委托/缺席 委托人—受托人 议案 "
    "前置程序(审计委/提名委/薪酬委/独董专门会议) 回避 表决 异议 是否提交股东会 公告编号 签字文件齐全 归档号",
    "duties": "姓名 日期 事项(会议/现场/沟通/培训) 天数 内容 材料 签字",
    "trainings": "日期 主办方 主题 参加人 学时 证书编号 有效期",
    "disclosures": "公告编号 标题 披露日 触发事件/日期 是否及时 经办",
    "dealings": "方案 上下限 期间 成交日 数量 价格 金额 累计 占比 公告日",
    "incentives": "计划 对象 授予数量/价格 归属/解锁批次 离职作废 公告",
    "investors": "日期 方式 来访单位/人 接待人 主要内容 记录表编号 e互动_问/答/时点",
    "insiders": "内幕信息 报备日 姓名 证件号码 所在单位 知悉时间",
    "charter": "版本 修订条款 审议机构 日期 备案日",
}


@pytest.mark.parametrize("name", registers())
def test_the_columns_that_offices_usually_have_are_all_known(name: str) -> None:
    headings = TYPICAL[name].replace("_", "　").split(" ")
    (found,) = tables().sorts.of("Sheet1", [Row(1, {at: Cell(told) for at, told in enumerate(headings, 1)})])
    assert found.mapping.name == name
    assert [heading.text for heading in found.unknown] == []
    assert found.missing == []


def test_of_several_announcements_the_first_is_the_meetings_and_the_others_are_noted() -> None:
    held = cells(read(board(MEETING | {"议案": "一", "公告编号": "2024-010／2024-011、2024-012"})))[0]
    assert (held["announcement"], held["note"]) == ("2024-010", "另有公告：2024-011、2024-012")


def test_several_numbers_may_stand_in_one_cell() -> None:
    headings = ["届次", "召开日", "应到/实到/委托/缺席", "议案"]
    row = ["第二届董事会第一次会议", "2024-03-04", "9/8/1/0", "一"]
    held = cells(read(workbook(董事会=[headings, row])))[0]
    assert (held["entitled"], held["present"]) == ("9", "9")
    headings = ["日期", "方式", "主要内容", "e互动 问/答/时点"]
    row = ["2024H1", "e互动", "经营情况", "32/30/2024-06-30"]
    (answered,) = cells(read(workbook(投资者关系台账=[headings, row])))
    assert (answered["asked"], answered["answered"], answered["note"]) == (
        "32 条", "30 条", "统计时点：2024-06-30",
    )  # fmt: skip


def test_a_charter_may_be_told_by_its_edition_alone() -> None:
    headings = ["版本", "修订条款", "审议机构", "日期", "备案日"]
    rows = [["公司章程（2024年5月）", "第一百条", "2023年年度股东大会", "2024-05-28", "2024-06-20"]]
    amended, filed = cells(read(workbook(章程=[headings, *rows])))
    assert (amended["title"], amended["approved_at"]) == (
        "公司章程（2024年5月）",
        "meeting/shareholders/2023-annual",
    )
    assert filed["kind"] == "charter-filed"
    rows[0][0] = "第三版"
    assert "!A2: 版本: 为必填项，例如：公司章程" in problems(read(workbook(章程=[headings, *rows])))[0]
