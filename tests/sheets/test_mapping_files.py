"""Mapping files: what they say, what is proposed for unknown sheets, and what is wrong with one."""

from __future__ import annotations

import io

import pytest
from office import CATALOGUE, cells, problems, read, tables, workbook

from ledger.errors import Problem
from ledger.sheets.mapping import Mapping
from ledger.sheets.mapping_files import mappings_of
from ledger.sheets.patterns import Pattern
from ledger.sheets.proposal import proposed
from ledger.sheets.sorts import base_of

LEARNING = {
    "学习记录": [
        ["学习日期", "组织单位名称", "学习主题", "参训名单", "督办"],
        ["2024-06-13", "上海证券交易所", "独董培训", "张三", "已办"],
    ]
}
OWN = """\
- kind: 现场工作
  label: {zh: 出差记录, en: Journeys}
  sheet: [出差]
  group: []
  blank: ['-']
  columns:
  - {heading: 谁, aka: [人], required: true}
  - {heading: 哪天, required: true}
  - {heading: 天, required: true}
  - {heading: 说明, aka: [事由]}
  - {heading: 报销, ignore: true}
  events:
  - kind: on-site-work-done
    when: {说明: 现场}
    unless: {说明: 取消}
    fields: {person: '{谁}', worked_on: '{哪天}', days: '{天|unit:天}', content: '[{说明}][；{谁}]'}
"""


def own(text: str) -> list[Mapping]:
    found = mappings_of(text, CATALOGUE, lambda name: base_of(name, CATALOGUE))
    told = [each.text("zh") for each in found if isinstance(each, Problem)]
    assert not told, told
    return [each for each in found if not isinstance(each, Problem)]


def flaws(text: str) -> list[str]:
    found = mappings_of(text, CATALOGUE, lambda name: base_of(name, CATALOGUE))
    assert all(each.text("en") for each in found if isinstance(each, Problem))
    return [each.at("m.yaml", each.line).text("zh") for each in found if isinstance(each, Problem)]


def proposal(data: bytes, name: str = "x.xlsx") -> str:
    return proposed(tables(), name, io.BytesIO(data))


def test_a_mapping_of_ones_own_says_all_that_the_programs_own_do() -> None:
    data = workbook(
        出差=[
            ["人", "哪天", "天", "事由", "报销"],
            ["李四", "2024-03-04", 0.5, "现场考察", 300],
            ["-", None, None, None, None],
            ["李四", "2024-03-05", 1, "现场，已取消", 0],
        ]
    )
    rows = read(data, "x.xlsx", *own(OWN))
    assert cells(rows[:1]) == [
        {
            "kind": "on-site-work-done",
            "person": "李四",
            "worked_on": "2024-03-04",
            "days": "0.5 天",
            "content": "现场考察；李四",
        }
    ]
    assert problems(rows) == [
        "x.xlsx:出差!A4: 人: 此行中该单元格没有用处（“李四”）；请清空，或更正说明此行事项的单元格"
    ]


def test_a_known_sheet_needs_no_mapping() -> None:
    told = proposal(workbook(培训台账=[["日期", "主办方", "主题"], ["2024-06-13", "公司", "培训"]]))
    assert "培训台账：按“培训台账”（trainings）读取，无需对应" in told
    assert flaws(told) == ["m.yaml: 这不是表格的对应文件；可先生成：ledger load --map 文件.xlsx"]


def test_the_best_guess_is_proposed_and_the_rest_is_left_to_decide() -> None:
    told = proposal(workbook(**LEARNING))
    assert '- register: trainings  # 培训台账\n  sheet: ["学习记录"]' in told
    assert '{heading: "学习日期", is: "日期"}' in told
    assert "{heading: \"督办\", to: '?'}" in told
    assert "缺少必需的列 The column is missing: 主办方" in told
    assert any("请写明“督办”：to: 字段（见 ledger kinds training-held）" in line for line in flaws(told))


def test_a_proposal_that_was_mended_reads_the_sheet() -> None:
    told = proposal(workbook(**LEARNING))
    told = told.replace("{heading: \"督办\", to: '?'}", '{heading: "督办", to: note}')
    told = told.replace("{heading: \"组织单位名称\", to: '?'}", '{heading: "组织单位名称", is: 主办方}')
    assert cells(read(workbook(**LEARNING), "x.xlsx", *own(told))) == [
        {
            "kind": "training-held",
            "title": "独董培训",
            "held_on": "2024-06-13",
            "side": "external",
            "organiser": "上海证券交易所",
            "attendees": "张三",
            "note": "已办",
        }
    ]


def test_a_known_sheet_with_a_column_more_is_completed() -> None:
    sheet = {
        "董事会": [
            ["届次", "召开日", "议案", "表决", "督办"],
            ["第二届董事会第一次会议", "2024-03-04", "一", "9-0-0", "已办"],
        ]
    }
    told = proposal(workbook(**sheet))
    assert told.count("heading:") == 1
    assert own(told.replace("to: '?'", "ignore: true"))
    kept = own(told.replace("to: '?'", "to: resolution-passed.note"))
    assert cells(read(workbook(**sheet), "x.xlsx", *kept))[-1]["note"] == "已办"


def test_a_sheet_of_a_kind_may_be_mapped_by_its_fields() -> None:
    rows = [
        ["公司", "代码", "类别", "所"],
        ["某公司", "000001", "A股", "SZSE"],
        ["另一公司", "688030", "A股", "SSE"],
    ]
    text = """\
- kind: security-listed
  sheet: [名单]
  columns:
  - {heading: 公司, to: note}
  - {heading: 代码, is: 证券代码}
  - {heading: 类别, is: 证券类别}
  - {heading: 所, to: exchange}
"""
    found = read(workbook(名单=rows), "x.xlsx", *own(text))
    assert problems(found) == [
        "x.xlsx:名单:1: 上市地: 缺少“上市地”列；请补上，或说明是哪一列：ledger load --map x.xlsx"
    ]
    rows[0][3] = "上市地"
    found = read(workbook(名单=rows), "x.xlsx", *own(text.replace("  - {heading: 所, to: exchange}\n", "")))
    assert [event["code"] for event in cells(found)] == ["000001", "688030"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "m.yaml: 这不是表格的对应文件"),
        ("- 1\n", "m.yaml:1: 这不是表格的对应文件"),
        ("- {register: nothing, columns: []}\n", "m.yaml:1: 没有名为 nothing 的台账或种类"),
        ("- {register: trainings, columns: [], colums: []}\n", "m.yaml:1: 此处没有 colums 这一项"),
        (
            "- register: trainings\n  columns:\n  - {heading: 甲, to: tilte}\n",
            "m.yaml:3: training-held 没有字段 tilte",
        ),
        ("- register: trainings\n  columns:\n  - {heading: 甲, is: 乙}\n", "m.yaml:3: 没有“乙”这一列"),
        ("- register: trainings\n  columns:\n  - {heading: 甲}\n", "m.yaml:3: 请写明“甲”"),
        (OWN.replace("{天|unit:天}", "{天|unot:天}"), "m.yaml:1: 没有“unot”这种推导"),
        (OWN.replace("days:", "dayz:"), "m.yaml:13: on-site-work-done 没有字段 dayz"),
        (OWN.replace("'{谁}'", "'{何人}'"), "m.yaml:1: 没有“何人”这一列"),
        (OWN.replace("{说明: 取消}", "{说明: '('}"), "m.yaml:13: ( 不是正则表达式"),
        (OWN.replace("报销, ignore: true", "报销"), "m.yaml:1: 没有字段取用“报销”列"),
        ("- {register: trainings, columns: 甲}\n", "m.yaml:1: 这不是表格的对应文件"),
        ("a: [\n", "m.yaml:"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_by_its_line(text: str, told: str) -> None:
    assert flaws(text)[0].startswith(told), flaws(text)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("{甲}", "1"),
        ("{乙}", ""),
        ("甲={甲}", "甲=1"),
        ("{甲}{乙}", ""),
        ("[{乙}；][{甲}]", "1"),
        ("[{甲}][；{乙}][；{丙}]", "1；x|y"),
        ("{丙|word:x\\|y=both}", "both"),
        ("{甲,乙|joined}", "1"),
        ("{甲|unit:元|joined}", "1元"),
        ("plain", "plain"),
        ("[注：{乙}]", ""),
    ],
)
def test_a_pattern_joins_what_is_there(pattern: str, told: str) -> None:
    look = {"甲": "1", "乙": "", "丙": "x|y"}
    assert Pattern(pattern).text(look.__getitem__) == told
