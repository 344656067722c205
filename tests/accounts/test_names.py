"""Names that look alike are the same name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.accounts.names import fold, is_invisible

ALIKE = [
    "maya",
    "Maya",
    " MAYA ",
    "\uff2d\uff41\uff59\uff41",
    "ma\u200dya",
    "maya\u0007",
    "maya\u3164",
    "ma\u00adya",
]


@pytest.mark.parametrize("name", ALIKE)
def test_case_width_and_what_cannot_be_seen_make_no_difference(name: str) -> None:
    assert fold(name) == "maya"


@pytest.mark.parametrize("name", ["maja", "maya b", "m aya", ""])
def test_other_names_stay_others(name: str) -> None:
    assert fold(name) != "maya"


@given(name=st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(name=st.text())
def test_a_folded_name_shows_all_it_has(name: str) -> None:
    assert not any(map(is_invisible, fold(name)))
