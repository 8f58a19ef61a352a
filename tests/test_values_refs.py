"""Refs: several references in one cell, as typed and as stored."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter

from ledger.errors import ValueProblem
from ledger.events.agenda import ProposalTabled
from ledger.events.disclosures import AnnouncementPublished
from ledger.language import Both
from ledger.references import references
from ledger.values import Ref, Refs, Text, To

TWO = "meeting/board/2-23#1；buyback/2024"


@pytest.mark.parametrize("typed", [
    TWO, "meeting/board/2-23#1; buyback/2024", "meeting/board/2-23#1、buyback/2024",
    "meeting/board/2-23#1，buyback/2024,", "Meeting/Board/2-23＃1\nbuyback/2024", TWO + "；buyback/2024",
])  # fmt: skip
def test_references_are_read_however_they_are_separated(typed: str) -> None:
    refs = Refs.parse(typed)
    assert str(refs) == TWO
    assert [ref.item for ref in refs] == ["1", ""]
    assert (refs.show("en"), refs.show("zh")) == (TWO.replace("；", ", "), TWO.replace("；", "、"))
    assert Refs.parse(str(refs)) == refs


@pytest.mark.parametrize("typed", ["", " ；", "两项议案 审议", "buyback/2024；#1", ";" * 9])
def test_what_names_no_matter_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem):
        Refs.parse(typed)


def test_too_many_to_store_are_refused() -> None:
    with pytest.raises(ValueProblem, match="characters"):
        Refs(Ref(f"meeting/board/2-{number}") for number in range(2_000))


def test_each_is_completed_by_the_type_of_its_field() -> None:
    cell = TypeAdapter[Any](Annotated[Refs | None, To("meeting")])
    assert str(cell.validate_python("board/2-23#1；meeting/board/2-24")) == (
        "meeting/board/2-23#1；meeting/board/2-24"
    )
    assert cell.validate_python(None) is None


def test_a_type_of_matter_belongs_on_references_alone() -> None:
    with pytest.raises(TypeError, match="belongs on a Ref or Refs"):
        TypeAdapter[Any](Annotated[Text, To("meeting")])


def test_every_one_counts_as_a_reference() -> None:
    tabled = ProposalTabled.model_validate(
        {
            "meeting": "meeting/board/2-24",
            "title": "预算",
            "earlier_approval": "audit-committee/2-8#1；board/2-23",
        }
    )
    assert [str(ref) for _, ref in references(tabled)] == [
        "meeting/audit-committee/2-8#1", "meeting/board/2-23",
    ]  # fmt: skip


def test_a_sentence_names_each() -> None:
    told = AnnouncementPublished.model_validate(
        {"title": "公告", "published_on": "2024-03-05", "about": TWO + "；holding/x/1"}
    )
    names = {
        "meeting/board/2-23": Both("23rd meeting", "第二十三次会议"),
        "buyback/2024": Both("Buyback", "回购"),
    }
    assert told.sentence("zh", names).endswith("涉及第二十三次会议、回购、holding/x/1")
    assert told.sentence("en", names).endswith("about 23rd meeting, Buyback, holding/x/1")
