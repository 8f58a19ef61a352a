"""The charter is amended and filed, policies are adopted, revised, repealed; none of it is impossible."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from walks import Step, day, event, maybe, steps, text, walk

from ledger.events.charter import (
    CharterAmended,
    CharterFiled,
    PolicyAdopted,
    PolicyRepealed,
    PolicyRevised,
)
from projections.views import charter

C = {"instrument": text("instrument/charter")}
P = {"instrument": text("instrument/internal-audit"), "title": text("内部审计制度")}
LIFE = st.one_of(
    event(CharterAmended, **C, title=text("公司章程"), amended_on=day(), effective_on=maybe(day())),
    event(CharterFiled, **C, filed_on=day()),
    event(PolicyAdopted, **P, adopted_on=day()),
    event(PolicyRevised, **P, revised_on=day()),
    event(PolicyRepealed, **P, repealed_on=day()),
)


@settings(max_examples=60, deadline=None)
@given(steps(LIFE))
def test_what_is_odd_about_a_charter_follows_from_its_days(tried: list[Step]) -> None:
    for matter in walk(tried, lambda _: True).matters():
        assert len(list(charter.rows(matter))) == len(matter.standing)
        told = [
            (str(one.occurred_on), one.spec.slug) for one in (held.entry.event for held in matter.standing)
        ]
        odd = {entry.position: what.en for entry, what in matter.irregularities()}
        for entry in matter.entries("charter-filed"):
            on = str(entry.event.occurred_on)
            amended = any(slug == "charter-amended" and day <= on for day, slug in told)
            assert (entry.position in odd) == (not amended)
        for entry in matter.entries("charter-amended"):
            assert (entry.position in odd) == retroactive(entry.event)
        for entry in matter.entries("policy-revised"):
            on = str(entry.event.occurred_on)
            assert ("repealed" in odd.get(entry.position, "")) == repealed(told, on)


def retroactive(amended: Any) -> bool:
    return amended.effective_on is not None and str(amended.effective_on) < str(amended.amended_on)


def repealed(told: list[tuple[str, str]], on: str) -> bool:
    """Whether a policy was repealed before that day and not adopted again since."""
    ends = [day for day, slug in told if slug == "policy-repealed" and day < on]
    again = [day for day, slug in told if slug == "policy-adopted" and day <= on]
    return bool(ends) and not any(day > max(ends) for day in again)
