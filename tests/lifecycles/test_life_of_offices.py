"""People come into office and leave it: half-open terms, two posts, gaps, two terms of one body."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import DAYS, Events, Step, day, event, maybe, steps, text, walk

from ledger.events.bodies import BodyDissolved, BodyEstablished
from ledger.events.offices import PersonAppointed, PersonLeft, PersonNominated
from ledger.testing import MemoryLedger
from projections.views import bodies, offices

WHO = {"body": text("board", "audit-committee"), "person": text("张三", "李四")}
POST = {"post": text("member", "chair"), "term": text(None, "2", "3")}
LIFE = st.one_of(
    event(PersonNominated, **WHO, **POST, nominated_on=day()),
    event(PersonAppointed, **WHO, **POST, appointed_on=day(), expected_end=maybe(day())),
    event(PersonAppointed, **WHO, **POST, appointed_on=day()),
    event(
        PersonLeft, **WHO, post=text("member", "chair", None), effective_on=day(), resigned_on=maybe(day())
    ),
)
BODY = {"body": text("nomination-remuneration-committee", "nomination-committee")}
BODIES = st.one_of(
    event(BodyEstablished, **BODY, title=text("提名与薪酬委员会", "提名委员会"), type=text("committee"),
          roles=text("nomination；remuneration", "nomination"), term=text(None, "2", "3"),
          established_on=maybe(day())),
    event(BodyDissolved, **BODY, dissolved_on=day(), successor=text(None, "board")),
)  # fmt: skip


def possible(events: Events) -> bool:
    """Nobody leaves before the first appointment, nor before resigning; no term ends before it begins."""
    appointed = [each for each in events if isinstance(each, PersonAppointed)]
    if any(each.expected_end and str(each.expected_end) < str(each.appointed_on) for each in appointed):
        return False
    for left in (each for each in events if isinstance(each, PersonLeft)):
        days = [str(each.appointed_on) for each in appointed if left.post in (None, each.post)]
        if days and str(left.effective_on) < min(days):
            return False
        if left.resigned_on and str(left.effective_on) < str(left.resigned_on):
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(steps(LIFE))
def test_offices_hold_in_any_order(tried: list[Step]) -> None:
    for matter in walk(tried, possible).matters():
        rows = list(offices.rows(matter))
        for post in ("member", "chair"):
            for each in DAYS:
                terms = [row for row in rows if row.post == post and row.first_day <= each
                         and (row.until_day is None or each < row.until_day)]  # fmt: skip
                begun = {row.first_day for row in terms}
                assert len(begun) <= 1, f"two terms of one post at once: {terms}"
                assert bool(begun) == in_office(matter, post, each), f"{post} on {each}"


def in_office(matter: Any, post: str, at: str) -> bool:
    """Whether the last that happened to the post by that day was an appointment; of one day, that counts."""
    told = [(str(one.occurred_on), isinstance(one, PersonAppointed))
            for one in matter.all("person-appointed", "person-left")
            if one.post is None or one.post.value == post]  # fmt: skip
    by_then = [(on, appointed) for on, appointed in told if on <= at]
    return bool(by_then) and max(by_then)[1]


def possible_bodies(events: Events) -> bool:
    """One name on one day; nothing is dissolved before it was first established."""
    begun = [str(each.established_on or "") for each in events if isinstance(each, BodyEstablished)]
    ended = [str(each.dissolved_on) for each in events if isinstance(each, BodyDissolved)]
    if len(set(begun)) < len(begun):
        return False
    return not begun or "" in begun or all(day >= min(begun) for day in ended)


@settings(max_examples=100, deadline=None)
@given(steps(BODIES))
def test_bodies_hold_in_any_order(tried: list[Step]) -> None:
    for matter in walk(tried, possible_bodies).matters():
        assert len(list(bodies.rows(matter))) == len(matter.all("body-established"))


def terms_of(*events: dict[str, str]) -> list[tuple[str, str | None]]:
    ledger = MemoryLedger()
    who = {"body": "audit-committee", "person": "张三"}
    for cells in events:
        cls = PersonLeft if "effective_on" in cells else PersonAppointed
        ledger.record(cls.model_validate(who | ({} if cls is PersonLeft else {"post": "member"}) | cells))
    found = offices.rows(ledger.matter("office/audit-committee/张三"))
    return [(row.first_day, row.until_day) for row in found]


def test_who_leaves_and_is_elected_again_on_one_day_stays_in_office() -> None:
    assert terms_of(
        {"appointed_on": "2021-12-26", "term": "2"}, {"effective_on": "2024-12-26", "reason": "expired"},
        {"appointed_on": "2024-12-26", "term": "3"},
    ) == [("2021-12-26", "2024-12-26"), ("2024-12-26", None)]  # fmt: skip


def test_a_new_term_ends_the_one_before_though_nobody_left() -> None:
    assert terms_of(
        {"appointed_on": "2021-12-26", "term": "2"}, {"appointed_on": "2024-12-26", "term": "3"}
    ) == [("2021-12-26", "2024-12-26"), ("2024-12-26", None)]


def test_who_is_appointed_and_leaves_on_one_day_in_that_order_was_in_office_for_no_day() -> None:
    assert terms_of(
        {"appointed_on": "2024-12-26", "order_on_day": "1"},
        {"effective_on": "2024-12-26", "order_on_day": "2"},
    ) == [("2024-12-26", "2024-12-26")]
