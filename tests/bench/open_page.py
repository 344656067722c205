"""An open sandbox page, while somebody calls with a client."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.bench.measure import Timings, milliseconds
from tests.bench.servers import client
from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.browser.moves import exports, open_sandbox

SHOWN = "count => document.querySelectorAll('#events .event').length === count"


def until_shown(site: str, calls: int) -> Timings:
    """How long after its answer each call stands on the open page."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS) as browser,
    ):
        page = browser.new_page()
        open_sandbox(page, site)
        told = exports(page)
        sts = client(f"{site}/aws", told["AWS_ACCESS_KEY_ID"], told["AWS_SECRET_ACCESS_KEY"])
        taken = []
        for number in range(1, calls + 1):
            page.wait_for_timeout(1000 * number / calls)  # at every phase of the page's poll
            sts.get_caller_identity()
            taken.append(milliseconds(lambda count=number: page.wait_for_function(SHOWN, arg=count)))
    return Timings(taken)
