"""The summary of a period, on the half year of 2024 and on made-up years."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import load_half_year
from jsonschema import Draft202012Validator

from commands.cli import cli
from ledger.application import Ledger
from ledger.event import GovernanceEvent
from ledger.periods import Period
from ledger.settings import Settings
from projections import Views, history
from projections import summary as summed
from projections.queries import CutOffError

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "summary.schema.json").read_text(encoding="utf-8"))
CUT_OFF = "2024-08-28"
AUDIT = "audit-committee"


def summary(ledger: Ledger, period: str = "2024H1", **how: Any) -> dict[str, Any]:
    """The summary, which is always of the published shape."""
    told: dict[str, Any] = summed(ledger, period, **how)
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(told)))
    return told


def counts(ledger: Ledger, period: str = "2024H1", **how: Any) -> dict[str, tuple[int, int]]:
    """Meetings of each body in the period and after it."""
    rows = summary(ledger, period, **how)["meetings"]
    for row in rows:
        assert len(row["positions"]) == row["count"]
        assert len(row["undecided_positions"]) == row["undecided"]
        assert len(row["after_period"]["positions"]) == row["after_period"]["count"]
    return {row["body"]: (row["count"], row["after_period"]["count"]) for row in rows}


def kind(told: dict[str, Any], slug: str) -> dict[str, Any]:
    (row,) = (row for row in told["kinds"] if row["kind"] == slug)
    return dict(row)


def event(ledger: Ledger, slug: str, **cells: str) -> GovernanceEvent:
    return ledger.catalogue.spec(slug).cls.model_validate(cells)


def record(ledger: Ledger, slug: str, **cells: str) -> int:
    return ledger.record(event(ledger, slug, **cells), by="林")[0].position


def bodies(ledger: Ledger) -> list[bytes]:
    """The stored bytes of every entry."""
    with closing(sqlite3.connect(ledger.settings.database)) as raw:
        return [row[0] for row in raw.execute("SELECT body FROM entries ORDER BY position")]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林") as made:
        yield made


# -- the half year of 2024


def test_the_half_year_counts_the_meetings_of_the_report(half_year: Ledger) -> None:
    assert counts(half_year, cut_off=CUT_OFF) == {
        "shareholders": (1, 1), "board": (4, 2), "supervisory-board": (1, 1), AUDIT: (3, 0),
        "nomination-remuneration-committee": (1, 0), "independent-directors-meeting": (1, 0),
    }  # fmt: skip


def test_the_half_year_tells_of_trainings_charter_and_incentive(half_year: Ledger) -> None:
    told = summary(half_year, cut_off=CUT_OFF)
    assert [row["scope"] for row in told["trainings"]] == ["since"] * 4 + ["after"]
    assert [row["internal"] for row in told["trainings"]] == [False] * 4 + [True]
    (amended,) = told["charter"]
    assert (amended["kind"], amended["label"], amended["scope"]) == ("charter-amended", "修订章程", "period")
    (granted,) = (row for row in told["incentives"] if row["kind"] == "awards-granted")
    assert (granted["persons"], granted["shares"], granted["price"]) == (159, 9_920_000, "CNY 8.59")
    assert {row["label"] for row in told["internal_audits"]} == {"内控测试", "专项审计", "离任审计"}


def test_every_position_leads_to_an_entry_of_its_figure(half_year: Ledger) -> None:
    for row in summary(half_year, cut_off=CUT_OFF)["kinds"]:
        for position in (*row["positions"], *(at for found in row["others"].values() for at in found)):
            assert half_year.entry(position).kind == row["kind"]


def test_without_a_cut_off_nothing_after_the_period_is_told(half_year: Ledger) -> None:
    told = summary(half_year)
    assert told["cut_off"] == "2024-06-30"
    assert all(row["after_period"]["count"] == 0 for row in told["meetings"])
    assert told["incentives"] == []
    assert {row["scope"] for row in told["trainings"]} == {"undecided"}
    assert not any("after" in row["others"] for row in told["kinds"])


def test_labels_are_in_the_language_that_is_asked_for(half_year: Ledger) -> None:
    told = summary(half_year, lang="en")
    assert told["meetings"][1]["label"] == "Board of Directors"
    assert told["charter"][0]["label"] == "charter amended"


@pytest.mark.parametrize(("lang", "labels"), [
    ("zh", ("修订章程", "期初以来", "授予权益", "9,920,000", "内控测试", "期后 2", "董事会")),
    ("en", ("charter amended", "since the beginning", "awards granted", "9,920,000", "after the period 2",
            "test of internal control", "Board of Directors")),
])  # fmt: skip
def test_people_read_labels_and_not_what_is_stored(
    half_year: Ledger, monkeypatch: pytest.MonkeyPatch, lang: str, labels: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    where = str(half_year.settings.database)
    shown = CliRunner().invoke(
        cli, ["summary", "2024H1", "--cut-off", CUT_OFF, "--ledger", where, "--lang", lang]
    )
    assert shown.exit_code == 0
    assert not [label for label in labels if label not in shown.stdout]
    assert not [slug for slug in half_year.catalogue.declared if "-" in slug and slug in shown.stdout]


def test_loading_the_example_again_changes_nothing(half_year: Ledger) -> None:
    before, stored = summary(half_year, cut_off=CUT_OFF), bodies(half_year)
    assert load_half_year(half_year) == (0, len(stored) - 1)
    assert summary(half_year, cut_off=CUT_OFF) == before
    assert bodies(half_year) == stored


def audits(ledger: Ledger) -> list[int]:
    (row,) = (row for row in summary(ledger)["meetings"] if row["body"] == AUDIT)
    return list(row["positions"])


def test_a_retracted_meeting_no_longer_counts_but_did_as_known_before(half_year: Ledger) -> None:
    position, stored = audits(half_year)[0], bodies(half_year)
    before = len(stored)
    known = half_year.entry(before).recorded_at
    half_year.clock = lambda: datetime.fromisoformat(known) + timedelta(days=1)
    (gone,) = half_year.retract(position, by="林", reason="误记")
    assert counts(half_year)[AUDIT] == (2, 0)
    assert counts(half_year, as_known_at=before)[AUDIT] == (3, 0)
    assert counts(half_year, as_known_at=known)[AUDIT] == (3, 0)
    with closing(Views.of(half_year)) as kept, kept.at() as reading:
        matter = half_year.entry(position).matter
        assert history(reading, matter=matter) == [position, gone.position]
        assert history(reading, matter=matter, standing=True) == []
    assert bodies(half_year)[:before] == stored


def test_corrected_twice_completed_and_retracted_it_counts_right_each_time(half_year: Ledger) -> None:
    position = audits(half_year)[0]
    for held_on, expected in (("2024-07-01", 2), ("2024-05-06", 3)):
        old = half_year.entry(position).event.cells()
        told = event(half_year, "meeting-held", **old | {"held_on": held_on})
        position = half_year.correct(position, told, by="林", reason="日期有误").position
        assert counts(half_year, cut_off=CUT_OFF)[AUDIT] == (expected, 3 - expected)
    old = half_year.entry(position).event.cells()
    told = event(half_year, "meeting-held", **old | {"place": "苏州"})
    position = half_year.correct(position, told, by="林", reason="补地点", completion=True).position
    assert counts(half_year)[AUDIT] == (3, 0)
    assert position in audits(half_year)
    half_year.retract(position, by="林", reason="误记")
    assert counts(half_year)[AUDIT] == (2, 0)
    assert load_half_year(half_year)[0] == 0
    assert counts(half_year)[AUDIT] == (2, 0)


# -- made-up years


def meeting(ledger: Ledger, number: int, held_on: str, **cells: str) -> int:
    return record(
        ledger, "meeting-held", body="board", term="1", number=str(number), held_on=held_on, **cells
    )


def test_entries_may_come_in_any_order(ledger: Ledger) -> None:
    for number, day in ((3, "2024-09-30"), (1, "2024-01-31"), (2, "2024-06-30"), (4, "2023-12-31")):
        meeting(ledger, number, day)
    assert counts(ledger) == {"board": (2, 0)}
    assert counts(ledger, cut_off="2024-12-31") == {"board": (2, 1)}
    assert counts(ledger, "2023") == {"board": (1, 0)}
    assert counts(ledger, "2024-01-01..2024-06-29") == {"board": (1, 0)}


def test_only_days_that_straddle_are_undecided(ledger: Ledger) -> None:
    for number, days in enumerate(("2023-12-01..2024-01-31", "2024-06-01..2024-07-31", "2024-03", "2025"), 1):
        meeting(ledger, number, days)
    record(ledger, "body-established", body="board", title="董事会", type="board")
    told = summary(ledger)
    assert [row["position"] for row in told["undecided"]] == [2, 3]
    assert (told["meetings"][0]["count"], told["meetings"][0]["undecided_positions"]) == (1, [2, 3])
    assert [row["position"] for row in summary(ledger, cut_off="2024-07-31")["undecided"]] == [2]


def test_attendance_is_counted_for_each_person(ledger: Ledger) -> None:
    for number, attended in enumerate(
        (
            "张三；李四（通讯）",
            "张三；李四（委托张三：因公）",
            "张三（缺席：因病）；李四（方式不详）",
            "张三",
        ),
        1,
    ):
        meeting(ledger, number, f"2024-0{number}-15", attendance=attended)
    meeting(ledger, 5, "2025-01-01", attendance="张三")
    names = ("person", "entitled", "on_site", "remote", "by_proxy", "absent", "unknown", "positions")
    found = [tuple(row[name] for name in names) for row in summary(ledger, "2024")["attendance"]]
    assert found == [("张三", 4, 3, 0, 0, 1, 0, [2, 3, 4, 5]), ("李四", 3, 0, 1, 1, 0, 1, [2, 3, 4])]


def test_resolutions_are_counted_by_topic(ledger: Ledger) -> None:
    meeting(ledger, 1, "2024-01-15")
    for slug, item, topics in (
        ("resolution-passed", "1", "charter；distribution"),
        ("resolution-failed", "2", "charter"),
        ("resolution-passed", "3", ""),
    ):
        more = {"topics": topics} if topics else {}
        record(ledger, slug, meeting="meeting/board/1-1", item=item, title=f"议案{item}", **more)
    found = {row["topic"]: (row["passed"], row["failed"], row["positions"])
             for row in summary(ledger)["resolutions"]}  # fmt: skip
    assert found == {"charter": (1, 1, [3, 4]), "distribution": (1, 0, [3]), "": (1, 0, [5])}


def test_kinds_add_up_break_down_and_take_the_latest_level(ledger: Ledger) -> None:
    for persons, side in (("20", "internal"), ("4", "internal"), ("1", "external")):
        record(
            ledger, "training-held", title=f"培训{persons}", held_on="2024-03-04", side=side, persons=persons
        )
    trained = kind(summary(ledger), "training-held")
    assert (trained["count"], trained["totals"]) == (3, {"persons": "25"})
    assert trained["breakdowns"]["side"] == {"internal": 2, "external": 1}
    record(ledger, "company-registered", name="某某股份有限公司")
    for as_of, total in (("2024-06-30", "200股"), ("2024-01-01", "100股"), ("2024-12-31", "300股")):
        record(ledger, "share-capital-reported", as_of=as_of, total=total)
    assert kind(summary(ledger), "share-capital-reported")["latest"] == {"total": {"company": "200"}}


EMBEDDED = '''
"""Kinds of our own."""

from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, TOTAL, About, GovernanceEvent, kind
from ledger.values import Money, PartialDate, Text


@kind(
    "审议关联交易", matter="related-party", opens=True,
    zh_says="{reviewed_on}审议与{party}的关联交易[，金额{amount}]",
    en_says="Transaction with {party} reviewed on {reviewed_on}[, {amount}]",
)
class RelatedPartyTransactionReviewed(GovernanceEvent):
    """A transaction with a related party was reviewed.

    审议了一项关联交易。
    """

    reviewed_on: Annotated[
        PartialDate, OCCURRENCE, About("审议日", "reviewed on", "日", "Day", eg="2024-03-04")
    ]
    party: Annotated[Text, BREAKDOWN, About("关联方", "party", "对方", "Other side", eg="某公司")]
    amount: Annotated[Money, TOTAL, About("金额", "amount", "金额", "Amount", eg="CNY 100.00")]

    def matter_ref(self) -> str:
        return f"{self.reviewed_on}-{self.party}"
'''


def test_a_kind_of_an_embedder_is_recorded_listed_and_summed_up_without_more_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = "related-party-transaction-reviewed"
    (tmp_path / "our_kinds.py").write_text(EMBEDDED, encoding="utf-8")
    (tmp_path / "ledger.toml").write_text('kinds = ["our_kinds"]\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        with Ledger.create(Settings.read(tmp_path / "ledger.toml"), by="林") as ledger:
            for day, party, amount in (("2024-03-04", "甲", "CNY 100.50"), ("2024-04-05", "甲", "CNY 1.25"),
                                       ("2024-05-06", "乙", "USD 3")):  # fmt: skip
                record(ledger, slug, reviewed_on=day, party=party, amount=amount)
            with closing(Views.of(ledger)) as kept, kept.at() as reading:
                assert history(reading, kind=slug, period=Period.parse("2024H1")) == [2, 3, 4]
            row = kind(summary(ledger), slug)
            assert (row["label"], row["count"]) == ("审议关联交易", 3)
            assert row["totals"] == {"amount": "CNY 101.75；USD 3.00"}
            assert row["breakdowns"] == {"party": {"甲": 2, "乙": 1}}
    finally:
        sys.modules.pop("our_kinds", None)


def test_what_a_program_without_the_kind_cannot_read_is_still_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "our_kinds.py").write_text(EMBEDDED, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    settings = Settings.beside(tmp_path / "ledger.db")
    slug = "related-party-transaction-reviewed"
    try:
        with Ledger.create(settings._replace(kinds=("our_kinds",)), by="林") as ledger:
            record(ledger, slug, reviewed_on="2024-03-04", party="甲", amount="CNY 1")
        with Ledger(settings) as without:
            assert kind(summary(without), slug)["others"] == {"undecided": [2]}
        with Ledger(settings._replace(kinds=("our_kinds",))) as ledger:
            assert kind(summary(ledger), slug)["count"] == 1, "views made without the kind are made anew"
    finally:
        sys.modules.pop("our_kinds", None)


def test_an_empty_ledger_has_an_empty_summary(ledger: Ledger) -> None:
    told = summary(ledger, f"{datetime.now(UTC).year - 1}")
    assert [name for name, rows in told.items() if isinstance(rows, list) and rows] == []


def test_a_cut_off_inside_the_period_is_refused(half_year: Ledger) -> None:
    with pytest.raises(CutOffError):
        summed(half_year, "2024H1", cut_off="2024-05-01")


def test_a_body_called_by_its_name_is_the_body(half_year: Ledger) -> None:
    cls = half_year.catalogue.spec("meeting-held").cls
    named = cls.model_validate({"body": "董事会", "held_on": "2024-07-01"})
    assert named.matter_id() == "meeting/board/2024-07-01-1"
    with Views.of(half_year).at() as reading:
        assert history(reading, body="董事会") == history(reading, body="board")
