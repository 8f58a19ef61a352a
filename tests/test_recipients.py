"""Recipients of awards: persons by name and classes by number, with their shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import ValueProblem
from ledger.values.recipients import Recipient, Recipients

CANONICAL = "张三: 50000; 其他 152 人: 9870000"


@pytest.mark.parametrize(
    "text",
    [
        CANONICAL,
        "张三：５００００；其他１５２人：９８７００００",
        "张三: 50,000股\n其他（152 人）: 987万股;",
        "张三:5万股；其他 152 名： 9,870,000",
    ],
)
def test_either_width_and_wan(text: str) -> None:
    recipients = Recipients.parse(text)
    assert str(recipients) == CANONICAL
    assert recipients.items == (Recipient("张三", 50_000), Recipient("其他", 9_870_000, 152))
    assert (recipients.persons, recipients.shares) == (153, 9_920_000)
    assert list(recipients) == ["张三"]


def test_in_english() -> None:
    recipients = Recipients.parse("Zhang San: 50000; Others (152 persons): 9870000 shares")
    assert str(recipients) == "Zhang San: 50000; Others 152 人: 9870000"
    assert recipients.show("en") == "Zhang San: 50,000 shares; Others (152 persons): 9,870,000 shares"
    assert recipients.show("zh") == "Zhang San：50,000 股；Others 152 人：9,870,000 股"


def test_people_of_one_name_and_a_class_of_one() -> None:
    recipients = Recipients.parse("张三#2: 1; 核心技术人员 1 人: 2")
    assert [(item.name, item.heads) for item in recipients.items] == [("张三#2", None), ("核心技术人员", 1)]
    assert recipients.persons == 2


@pytest.mark.parametrize(
    "text",
    [
        "", "张三", "张三 50000", ": 5", "张三:", "张三: 1.5", "张三: 一些", "张三: -5", "；",
        "其他 0 人: 5", "张三: 5; 张三: 6", "其他 3 人: 5; 其他 4 人: 6", "张三: 5; 李四",
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(ValueProblem):
        Recipients.parse(text)


def test_the_refusal_shows_how_to_write_it() -> None:
    with pytest.raises(ValueProblem) as refusal:
        Recipients.parse("张三 50000")
    assert all("50000" in sentence for sentence in refusal.value.both)


@pytest.mark.parametrize("item", [Recipient("其他 3 人", 5), Recipient(" 张三", 5), Recipient("其他", 5, 0)])
def test_parts_that_would_read_back_as_others_are_refused(item: Recipient) -> None:
    with pytest.raises(ValueProblem):
        Recipients([item])


NAMES = st.text(st.sampled_from("张三李#·（）()人名 :;；\\2"), min_size=1, max_size=8)
ITEMS = st.builds(Recipient, NAMES, st.integers(0, 10**9), st.none() | st.integers(1, 10**6))


@given(st.lists(ITEMS, min_size=1, max_size=4))
def test_what_can_be_made_reads_back(items: list[Recipient]) -> None:
    try:
        recipients = Recipients(items)
    except ValueProblem:
        return
    again = Recipients.parse(str(recipients))
    assert again == recipients
    assert again.items == tuple(items)


@given(st.text(st.sampled_from("张三其他人名:：;；\\（）()0１2,， 万股"), max_size=24))
def test_what_can_be_read_has_one_text(text: str) -> None:
    try:
        recipients = Recipients.parse(text)
    except ValueProblem:
        return
    assert Recipients.parse(str(recipients)) == recipients
