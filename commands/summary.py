"""ledger summary: Sum up a period, every figure with its entries. / 汇总一个期间，每个数字均附分录。"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.parts.output import dumps, table
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@reading
@click.command(
    help=say(
        "Sum up what happened in PERIOD (2024H1, 2024Q3, 2024, 2024-01..2024-08), and after it up to the "
        "cut-off. The numbers behind # are the entries of a figure: ledger show N.",
        "汇总期间（2024H1、2024Q3、2024、2024-01..2024-08）内及其后至截止日的事项。"
        "# 后为所依据的分录，可用 ledger show N 查看。",
    )
)
@click.argument("period")
@click.option("--cut-off", metavar="DAY",
              help=say("Last day that may be told of.  [default: the period's last]",
                       "可以述及的最后一日。[默认：期间末日]"))  # fmt: skip
@click.option("--as-known-at", metavar="POSITION|TIME", help=say("As known then.", "以当时所知为准。"))
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON.", "输出 JSON。"))
@with_session
def command(
    session: Session, period: str, *, cut_off: str | None, as_known_at: str | None, as_json: bool
) -> None:
    """See the help above."""
    from projections import summary

    ledger = session.open(read_only=True)
    told = summary(ledger, period, cut_off=cut_off, as_known_at=as_known_at, lang=session.lang)
    if as_json:
        click.echo(dumps(told, indent=1))
        return
    head = told["period"]
    click.echo(say("{label}: {from} to {to}, cut-off {cut}, as known at #{at}",
                   "{label}：{from} 至 {to}，截止日 {cut}，以 #{at} 时所知为准")
               .format(**head, cut=told["cut_off"], at=told["as_known_at"]))  # fmt: skip
    for name, (title, columns) in _sections().items():
        _section(title, [_shown(row, session) for row in told[name]], columns)
    if told["undecided"]:
        session.tell("{n} entries may or may not belong to the period, as their day is not known: {which}",
                     "{n} 条分录日期不详，无法确定是否属于本期：{which}",
                     n=len(told["undecided"]),
                     which=_marks(row["position"] for row in told["undecided"]))  # fmt: skip


def _sections() -> dict[str, tuple[str, dict[str, str]]]:
    """Each part of the summary: its heading, and its columns with theirs."""
    days = {"held_on": say("Days", "日期"), "scope": say("Scope", "范围")}
    persons = {"persons": say("Persons", "人数")}
    return {
        "meetings": (say("Meetings", "会议"), {
            "label": say("Body", "机构"), "count": say("In the period", "期内"),
            "after": say("After it", "期后"), "undecided": say("Undecided", "未定")}),
        "attendance": (say("Attendance", "出席"), {
            "label": say("Body", "机构"), "person": say("Person", "姓名"), "entitled": say("Due", "应出席"),
            "on_site": say("On site", "现场"), "remote": say("Remote", "通讯"),
            "by_proxy": say("Proxy", "委托"), "absent": say("Absent", "缺席"),
            "unknown": say("Unknown", "不详")}),
        "resolutions": (say("Resolutions", "决议"), {
            "label": say("Topic", "主题"), "passed": say("Passed", "通过"),
            "failed": say("Failed", "未通过")}),
        "trainings": (say("Trainings", "培训"), {
            "title": say("Title", "名称"), "organiser": say("Organiser", "主办方"), **persons, **days}),
        "charter": (say("Charter and policies", "章程及制度"), {
            "title": say("Title", "名称"), "label": say("Change", "变动"), "clauses": say("Clauses", "条款"),
            **days}),
        "incentives": (say("Equity incentives", "股权激励"), {
            "label": say("Step", "事项"), "shares": say("Shares", "股数"), **persons,
            "price": say("Price", "价格"), **days}),
        "internal_audits": (say("Internal audits", "内部审计"), {
            "label": say("Type", "类型"), "owner": say("By", "部门"), **days}),
        "kinds": (say("All kinds of events", "全部事件种类"), {
            "label": say("Kind", "种类"), "count": say("In the period", "期内"),
            "others": say("Others", "其他范围"), "totals": say("Totals", "合计")}),
    }  # fmt: skip


def _shown(row: dict[str, Any], session: Session) -> dict[str, Any]:
    """A row with labels in the place of what is stored."""
    from ledger.periods import Scope

    shown = dict(row)
    if "scope" in row:
        shown["scope"] = Scope(row["scope"]).show(session.lang)
    if "others" in row:
        shown["others"] = {Scope(scope).show(session.lang): len(at) for scope, at in row["others"].items()}
    if "totals" in row:
        fields = session.catalogue.spec(row["kind"]).fields
        shown["totals"] = {
            fields[name].label.text(session.lang): sum_ for name, sum_ in row["totals"].items()
        }
    if "after_period" in row:
        after = row["after_period"]
        unsure = row["undecided_positions"]
        shown |= {"after": after["count"] or "", "undecided": row["undecided"] or "",
                  "positions": [*row["positions"], *after["positions"], *unsure]}  # fmt: skip
    return shown


def _section(title: str, rows: Sequence[dict[str, Any]], columns: dict[str, str]) -> None:
    if not rows:
        return
    click.echo(f"\n{title}")
    filled = {name: heading for name, heading in columns.items() if any(_cell(row.get(name)) for row in rows)}
    cells = ([*(_cell(row.get(name)) for name in filled), _marks(row["positions"])] for row in rows)
    table([*filled.values(), "#"], cells)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {count}" for name, count in value.items())
    return f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)


def _marks(positions: Iterable[int]) -> str:
    return " ".join(f"#{position}" for position in positions)
