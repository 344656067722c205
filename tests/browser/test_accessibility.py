"""Every page in every state: it fits a phone and 400 %; axe finds nothing, light or dark, hovered or focused.

What is chosen can be told in forced colors too.
"""

from __future__ import annotations

import pytest

from tests.browser.axe import AT_A_DESK, ON_A_PHONE, Auditor, unseen
from tests.browser.phone import PHONE, misfits, misfits_zoomed
from tests.browser.states import ALL, States, Visit
from tests.sizes import size

WIDE = {"width": 1280, "height": 900}
WINDOWS = ((WIDE, AT_A_DESK), (PHONE, ON_A_PHONE))


@pytest.fixture(scope="session")
def auditor() -> Auditor:
    """One for all pages, so that what they have in common is pointed at once."""
    return Auditor()


@pytest.mark.parametrize("states", ALL, ids=lambda states: states.__name__)
def test_every_page_fits_and_is_accessible_in_every_state(
    visit: Visit, auditor: Auditor, states: States
) -> None:
    """In a sample the states take turns, the first at a desk and the next on a phone."""
    for number, state in enumerate(states(visit)):
        visit.page.set_viewport_size(PHONE)
        assert misfits(visit.page) == [], state
        assert misfits_zoomed(visit.page) == [], state
        assert unseen(visit.page) == [], state
        for window, looks in WINDOWS if size(0, 1) else WINDOWS[number % 2 :][:1]:
            visit.page.set_viewport_size(window)
            auditor.check(visit.page, looks)


def test_the_audit_sees_what_a_pointer_changes(visit: Visit) -> None:
    """Links that fade when they are hovered are found, and only then."""
    visit.to("/accounts/login/")
    fade = "sheet => sheet.insertRule('main a:hover { color: #ddd !important }', sheet.cssRules.length)"
    visit.page.evaluate(f"({fade})(document.styleSheets[0])")
    Auditor().check_at_rest(visit.page)
    with pytest.raises(AssertionError, match="hover"):
        Auditor().check(visit.page)
