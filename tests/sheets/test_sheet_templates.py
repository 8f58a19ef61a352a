"""Templates: what is written in their shape is read back as it was, and what they say beside is not read."""

from __future__ import annotations

import io
import zipfile

import pytest
from office import CATALOGUE, changes, problems, read, tables
from openpyxl import load_workbook

from ledger.batch import Change
from ledger.changes import Changes
from ledger.entry import Entry
from ledger.kind_contract import example
from ledger.language import Lang
from ledger.rows import rows_of
from ledger.sheets.kinds import fillable, is_code, mapping_of
from ledger.sheets.mapping import EXAMPLE, HELP
from ledger.sheets.registers import registers
from ledger.sheets.templates import Template, json_of, row_of, yaml_of
from ledger.sheets.writing import csv_of, width, workbook_of

KINDS = fillable(CATALOGUE)
MATTER = "meeting/board/2-23"


def made(*templates: Template) -> bytes:
    file = io.BytesIO()
    workbook_of(templates, file, "zh")
    return file.getvalue()


def filled(slug: str, *, required_only: bool = False) -> tuple[Entry, Template]:
    """The entry of a kind's examples, and the template with it."""
    spec = CATALOGUE.spec(slug)
    event = example(spec, required_only=required_only)
    matter = MATTER if spec.matter == "*" else event.matter_id()
    entry = Entry(7, matter, 1, event, "2024-09-01T00:00:00.000000Z", "林", "test", 1)
    return entry, Template(mapping_of(spec), lambda: [row_of(entry, spec)])


def test_what_the_ledger_records_of_itself_has_no_template() -> None:
    own = {slug for slug in CATALOGUE.declared if CATALOGUE.spec(slug).matter == "ledger/"}
    assert own
    assert set(CATALOGUE.declared) - set(KINDS) == own | {"entry-retracted", "entry-checked"}


@pytest.mark.parametrize("slug", KINDS)
@pytest.mark.parametrize("required_only", [False, True])
def test_a_row_of_each_kind_comes_back_from_a_workbook_and_from_csv(slug: str, required_only: bool) -> None:
    entry, template = filled(slug, required_only=required_only)
    for name, data in (("x.xlsx", made(template)), ("x.csv", csv_of(template, "zh"))):
        (change,) = changes(read(data, name))
        assert change.event == entry.event, name
        assert change.matter == entry.matter, name


@pytest.mark.parametrize("slug", KINDS)
def test_no_two_columns_of_a_kind_share_a_heading(slug: str) -> None:
    columns = mapping_of(CATALOGUE.spec(slug)).columns
    names = [name for column in columns for name in set(column.names)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", registers())
def test_the_examples_of_each_ledger_of_the_office_load_as_they_are(name: str) -> None:
    mapping = registers()[name]
    rows = [{mapping.line: str(at)} | row for at, row in enumerate(mapping.examples, 1)]
    template = Template(mapping, lambda: rows)
    book, text = changes(read(made(template))), changes(read(csv_of(template, "zh"), "x.csv"))
    assert len(book) >= len(rows) - (name == "insiders")
    assert [change.event for change in book] == [change.event for change in text]


def test_empty_templates_of_everything_hold_nothing_to_record() -> None:
    assert read(made(*(Template(mapping_of(CATALOGUE.spec(slug))) for slug in KINDS))) == []
    assert read(made(*map(Template, registers().values()))) == []


def test_a_kind_is_told_by_the_title_when_its_sheet_is_renamed() -> None:
    book = load_workbook(io.BytesIO(made(filled("awards-released")[1])))
    book.worksheets[0].title = "第一季度"
    file = io.BytesIO()
    book.save(file)
    assert changes(read(file.getvalue()))[0].event.spec.slug == "awards-released"


def test_what_is_written_over_an_example_is_not_lost_unsaid() -> None:
    book = load_workbook(io.BytesIO(made(Template(registers()["trainings"]))))
    sheet = book.worksheets[0]
    assert sheet["A4"].value == EXAMPLE
    sheet["D4"] = "另一培训"
    file = io.BytesIO()
    book.save(file)
    (told,) = problems(read(file.getvalue()))
    assert told.startswith("x.xlsx:培训台账!A4: 此行标为“示例”，但不是模板的示例")


def test_a_workbook_looks_as_it_should() -> None:
    book = load_workbook(io.BytesIO(made(Template(mapping_of(CATALOGUE.spec("announcement-published"))))))
    sheet = book["发布公告"]
    headings = {cell.value: cell for cell in sheet[2]}
    assert sheet["A1"].value == "发布公告（announcement-published）"
    assert sheet.freeze_panes == "B3"
    assert headings["公告编号"].coordinate == "B2"
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet["B4"].number_format == "@"
    assert sheet.column_dimensions["C"].width >= width("公告标题*")
    assert sheet["A3"].value == "说明"
    assert sheet["A4"].value == EXAMPLE


def test_choices_are_offered_and_closed_ones_are_enforced() -> None:
    sheet = load_workbook(io.BytesIO(made(Template(registers()["board"])))).worksheets[0]
    offered = {one.formula1: one.showErrorMessage for one in sheet.data_validations.dataValidation}
    assert offered == {'"现场,通讯,现场结合通讯"': False, '"是,否"': True}
    sheet = load_workbook(io.BytesIO(made(filled("meeting-held")[1]))).worksheets[0]
    assert any("现场结合通讯" in one.formula1 for one in sheet.data_validations.dataValidation)


def test_codes_are_told_from_texts() -> None:
    spec = CATALOGUE.spec("announcement-published")
    assert is_code(spec.fields["number"], spec)
    assert not is_code(spec.fields["title"], spec)
    assert is_code(CATALOGUE.spec("security-listed").fields["code"], CATALOGUE.spec("security-listed"))


def test_a_workbook_is_the_same_bytes_whenever_it_is_made() -> None:
    data = made(Template(registers()["board"]))
    assert data == made(Template(registers()["board"]))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"modified" not in parts.read("docProps/core.xml")


@pytest.mark.parametrize("text", ["=1+1", "-5%", "+86", "@张三", "'=x", "''-", "张三\n李四"])
def test_a_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    rows = [{"主题": text, "日期": "2024-06-13", "主办方": "公司", "备注": text}]
    template = Template(registers()["trainings"], lambda: rows)
    sheet = load_workbook(io.BytesIO(made(template))).worksheets[0]
    assert sheet["D4"].data_type == "s"
    for name, data in (("x.xlsx", made(template)), ("x.csv", csv_of(template, "zh"))):
        (change,) = changes(read(data, name))
        assert change.event.cells()["note"] == text


@pytest.mark.parametrize("slug", KINDS)
def test_a_row_of_each_kind_comes_back_from_yaml_and_json_lines(slug: str) -> None:
    entry, template = filled(slug)
    for suffix, text in ((".yaml", yaml_of(template)), (".jsonl", json_of(template))):
        ((_, row),) = rows_of(text, suffix)
        assert isinstance(row, dict)
        change = Changes(CATALOGUE).read(row)
        assert isinstance(change, Change)
        assert change.event == entry.event


def test_yaml_and_json_lines_hold_what_load_accepts() -> None:
    entry, template = filled("training-held")
    assert '- 种类: training-held\n  培训名称: "' in yaml_of(template)
    assert json_of(template).startswith('{"kind": "training-held", "培训名称": "')
    assert all(line.startswith("#") for line in yaml_of(Template(template.mapping)).splitlines())
    assert entry.event.spec.slug == "training-held"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_and_examples_are_known_when_the_column_that_marks_them_is_deleted(lang: Lang) -> None:
    file = io.BytesIO()
    workbook_of([Template(registers()["trainings"])], file, lang)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    sheet.delete_cols(1)
    sheet.append(["2024-06-14", "公司", "合规培训"])
    book.save(file := io.BytesIO())
    reader = tables()
    (change,) = changes(reader.rows("x.xlsx", io.BytesIO(file.getvalue())))
    assert change.event.cells()["title"] == "合规培训"
    assert reader.notes[0].zh.endswith("未导入的行：第 3 行（模板的说明）；第 4 行（模板的示例）")


def test_a_real_row_that_says_what_an_example_says_is_recorded() -> None:
    mapping = registers()["investors"]
    reader = tables()
    data = made(Template(mapping, lambda: mapping.examples))
    assert len(changes(reader.rows("x.xlsx", io.BytesIO(data)))) == len(mapping.examples)
    assert reader.notes == []


def test_a_row_that_somebody_marked_as_help_is_left_out_and_said() -> None:
    mapping = registers()["trainings"]
    rows = [mapping.examples[0] | {mapping.line: HELP}]
    reader = tables()
    assert changes(reader.rows("x.xlsx", io.BytesIO(made(Template(mapping, lambda: rows))))) == []
    assert reader.notes[0].zh.endswith("未导入的行：第 4 行（标为“说明”）")


def test_the_columns_of_which_excel_would_make_dates_are_text_throughout() -> None:
    for name, headings in (("board", ("表决", "备注")), ("shareholders", ("中小股东表决",))):
        sheet = load_workbook(io.BytesIO(made(Template(registers()[name])))).worksheets[0]
        column = {cell.value: cell.coordinate.rstrip("2") for cell in sheet[2]}
        assert all(sheet.column_dimensions[column[told]].number_format == "@" for told in headings)
        assert sheet.column_dimensions[column["召开日*"]].number_format != "@"
