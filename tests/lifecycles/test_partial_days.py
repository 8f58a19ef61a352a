"""Life cycles of which many days are known only in part: whatever is admitted holds, told in any order."""

from __future__ import annotations

import pytest
import test_life_of_buybacks
import test_life_of_charter
import test_life_of_distributions
import test_life_of_incentives
import test_life_of_meetings
import test_life_of_offices
import test_life_of_shareholdings
from hypothesis import given, settings
from hypothesis import strategies as st
from walks import blurred, steps, walk

LIVES = {
    "meetings": steps(test_life_of_meetings.LIFE, test_life_of_meetings.CALLED),
    "incentives": steps(test_life_of_incentives.LIFE, test_life_of_incentives.DRAFTED),
    "buybacks": steps(test_life_of_buybacks.LIFE, test_life_of_buybacks.APPROVED),
    "shareholdings": steps(test_life_of_shareholdings.LIFE),
    "distributions": steps(test_life_of_distributions.LIFE),
    "charter": steps(test_life_of_charter.LIFE),
    "offices": steps(test_life_of_offices.LIFE),
}


@pytest.mark.parametrize("name", LIVES)
@settings(max_examples=40, deadline=None)
@given(drawn=st.data())
def test_partial_days_hold_in_any_order(name: str, drawn: st.DataObject) -> None:
    walk(drawn.draw(blurred(LIVES[name])), None)
