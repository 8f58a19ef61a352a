"""ledger template: Workbooks to fill in, of any kinds or of an office's ledgers. / 供填写的模板。"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.errors import USAGE, LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.sheets.templates import Template

FORMATS = ("xlsx", "csv", "yaml", "jsonl")


class AlreadyThereError(LedgerError):
    """A file that a template would replace; somebody may have filled it in."""

    exit_code = USAGE
    sentence = Both("{path} is there already; choose another name.", "{path} 已存在；请换一个文件名。")


class NoSuchRegisterError(LedgerError):
    """No ledger of the office is called so."""

    exit_code = USAGE
    sentence = Both("there is no ledger of the office called {name}; they are: {known}",
                    "没有名为 {name} 的台账；可选：{known}")  # fmt: skip


class OneSheetError(LedgerError):
    """Several sheets for a format that has but one."""

    exit_code = USAGE
    sentence = Both(
        "a {form} file holds one sheet and there are {count}; name a folder with -o, or one kind",
        "一个 {form} 文件只有一张表，而此处有 {count} 张；请用 -o 指定文件夹，或只选一个种类",
    )


class NoSuchFormatError(LedgerError):
    """A name that ends as files of another program do."""

    exit_code = USAGE
    sentence = Both(
        "no {suffix} file can be written; end the name with one of {known}",
        "不能生成 {suffix} 文件；文件名请以 {known} 之一结尾",
    )


class NoRegisterInError(LedgerError):
    """A ledger of the office in a format that has no columns."""

    exit_code = USAGE
    sentence = Both(
        "the office's ledgers are sheets: choose --format xlsx or csv",
        "台账是表格：请用 --format xlsx 或 csv",
    )


@reading
@click.command(
    help=say(
        "Write a workbook with a sheet for each KIND, or for each kind of an AREA (all kinds, if none is "
        "named); --office: the office's own ledgers instead, all or those named. ledger load reads them as "
        "they are, headings, help and example left out. --filled: with the entries that stand in the ledger.",
        "生成供填写的工作簿，每个种类（或某领域的各种类；不指定则为全部）一张表；"
        "--office 则为董办的各本台账，全部或所指定的。填好后用 ledger load 直接导入，"
        "列名、说明和示例行不会导入。--filled 填入账本中现行有效的分录。",
    )
)
@click.argument("names", nargs=-1, metavar="[AREA|KIND|NAME]...")
@click.option("--office", is_flag=True, help=say("The office's own ledgers.", "董办的台账。"))
@click.option("--filled", is_flag=True, help=say("With what stands in the ledger.", "填入现行有效的分录。"))
@click.option(
    "--period", metavar="2024H1", help=say("With --filled: of this period.", "与 --filled 合用：该期间。")
)
@click.option("--format", "form", type=click.Choice(FORMATS), help=say(
    "Form of the file.  [default: by the ending of its name]", "文件格式。[默认：按文件名后缀]"))  # fmt: skip
@click.option("-o", "--output", required=True, metavar="FILE|FOLDER", help=say(
    "Where to write it; of csv, yaml and jsonl a folder takes a file for each sheet.",
    "写入的文件；csv、yaml、jsonl 可写文件夹，每张表一个文件。"))  # fmt: skip
@with_session
def command(
    session: Session, names: tuple[str, ...], *, office: bool, filled: bool, period: str | None,
    form: str | None, output: str,
) -> None:  # fmt: skip
    """See the help above."""
    path = Path(output)
    form = _form(path, form)
    if office:
        if filled:
            raise click.UsageError(say("--filled goes with kinds only.", "--filled 只用于种类模板。"))
        if form not in ("xlsx", "csv"):
            raise NoRegisterInError
        templates = _registers(names)
    else:
        templates = _kinds(session, names, filled=filled, period=period)
    for told in _write(templates, path, form, session):
        session.tell(
            "Wrote {path}: {count} sheets", "已写入 {path}：{count} 张表", path=told[0], count=told[1]
        )


def _form(path: Path, named: str | None) -> str:
    """The form that is named, or that the name of the file says."""
    suffix = path.suffix[1:].lower()
    form = named or suffix or "xlsx"
    if form not in FORMATS or (form == "xlsx" and suffix not in ("", "xlsx")):
        raise NoSuchFormatError(suffix=path.suffix, known=" ".join(f".{each}" for each in FORMATS))
    return form


def _registers(names: Sequence[str]) -> list[Template]:
    from ledger.sheets.registers import named, registers
    from ledger.sheets.templates import Template

    found = []
    for name in names or registers():
        mapping = named(name)
        if mapping is None:
            known = "、".join(f"{each.name}（{each.label.zh}）" for each in registers().values())
            raise NoSuchRegisterError(name=name, known=known)
        found.append(Template(mapping))
    return found


def _kinds(session: Session, names: Sequence[str], *, filled: bool, period: str | None) -> list[Template]:
    from ledger.sheets.kinds import fillable, mapping_of
    from ledger.sheets.templates import Template

    catalogue = session.catalogue
    every = fillable(catalogue)
    areas = {catalogue.declared[slug].area for slug in every}
    slugs: list[str] = []
    for name in names:
        in_area = name.replace("-", "_").replace(" ", "_")
        slugs += (
            [slug for slug in every if catalogue.declared[slug].area == in_area]
            if in_area in areas
            else [catalogue.find(name)]
        )
    chosen = list(dict.fromkeys(slugs)) or every
    if not filled:
        return [Template(mapping_of(catalogue.spec(slug))) for slug in chosen]
    rows = _standing(session, period)
    made = [Template(mapping_of(catalogue.spec(slug)), rows(slug)) for slug in chosen]
    return made if names else [template for template in made if any(True for _ in template.body())]


def _standing(
    session: Session, period: str | None
) -> Callable[[str], Callable[[], Iterable[dict[str, str]]]]:
    """For a kind, its entries that stand in the ledger, as rows."""
    from ledger.periods import Period
    from ledger.sheets.templates import row_of
    from projections import Views, history

    ledger = session.open(read_only=True)
    views = Views.of(ledger)
    span = Period.parse(period) if period else None

    def of(slug: str) -> Callable[[], Iterable[dict[str, str]]]:
        with views.at(None) as reading:
            positions = history(reading, period=span, kind=slug, standing=True)
        spec = session.catalogue.spec(slug)
        return lambda: (row_of(ledger.entry(position), spec) for position in positions)

    return of


def _write(templates: list[Template], path: Path, form: str, session: Session) -> Iterable[tuple[Path, int]]:
    """The files written, each with the number of its sheets."""
    from ledger.durable import put
    from ledger.sheets.templates import json_of, yaml_of
    from ledger.sheets.writing import csv_of

    if form == "xlsx":
        yield _workbook(templates, path, session), len(templates)
        return
    if path.suffix and len(templates) > 1:
        raise OneSheetError(form=form, count=len(templates))
    texts = {"csv": lambda each: csv_of(each, session.lang), "yaml": lambda each: yaml_of(each).encode(),
             "jsonl": lambda each: json_of(each).encode()}  # fmt: skip
    for template in templates:
        target = path if path.suffix else path / f"{template.name}.{form}"
        _free(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        put(target, texts[form](template))
        yield target, 1


def _workbook(templates: list[Template], path: Path, session: Session) -> Path:
    from io import BytesIO

    from ledger.durable import put
    from ledger.sheets.writing import workbook_of

    target = path if path.suffix else path.with_suffix(".xlsx")
    _free(target)
    made = BytesIO()
    workbook_of(templates, made, session.lang)
    put(target, made.getvalue())
    return target


def _free(path: Path) -> None:
    if path.exists():
        raise AlreadyThereError(path=path)
