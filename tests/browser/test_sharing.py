"""A run is shared: a stranger in a browser of their own reads it, and can change nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from lessons.accounts.models import User
from lessons.sandbox.models import Sandbox, SharedRun
from lessons.sandbox.runs.sharing.masks import secrets_of
from tests.browser.moves import assume_the_role, next_step, open_sandbox, share_the_run, skip_to_the_end, use

# All but the search, what opens a world of the reader's own, and what chooses a pane to look at.
WRITES = (
    "form:not(.try-it form, [role=search]), [hx-post], [hx-put], [hx-patch], [hx-delete],"
    " input:not([name=pane], [data-search]), textarea, [type=submit]"
)
REFUSED = (403, 405)


def share_a_run(page: Page, site: str) -> str:
    """Assume the role, use it, let it end and share what happened; the link."""
    open_sandbox(page, site)
    assume_the_role(page)
    use(page, "Write a file")
    expect(page.locator("#answer")).to_contain_text("AccessDenied")
    skip_to_the_end(page)
    page.get_by_role("link", name="Play this run as steps").click()
    return share_the_run(page)


def test_a_stranger_reads_a_shared_run_and_can_change_nothing(
    page: Page, site: str, new_context: Callable[[], BrowserContext]
) -> None:
    link = share_a_run(page, site)
    context = new_context()
    stranger = context.new_page()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="My first role")).to_be_visible()
    secrets = secrets_of(Sandbox.objects.get())
    for number in (1, 2, 3):
        expect(stranger.locator(".caption-number")).to_have_text(f"Step {number}")
        expect(stranger.locator(WRITES)).to_have_count(0)
        assert not [secret for secret in secrets if secret in stranger.content()]
        if number < 3:
            next_step(stranger)
    expect(stranger.locator(".known")).to_contain_text("expired")
    for url in (link, stranger.url, f"{link}lesson/"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert context.request.fetch(url, method=method).status in REFUSED
    assert SharedRun.objects.count() == 1
    assert User.objects.filter(is_guest=True).count() == 1  # the owner: whoever reads becomes nobody


def test_a_link_ends_when_its_owner_says_so(
    page: Page, site: str, new_context: Callable[[], BrowserContext]
) -> None:
    link = share_a_run(page, site)
    page.get_by_role("button", name=re.compile("^Stop sharing")).click()
    expect(page.get_by_role("list", name="Your links")).to_have_count(0)
    stranger = new_context().new_page()
    response = stranger.goto(link)
    assert response is not None
    assert response.status == 404
    expect(stranger.get_by_role("heading", name="There is no such page")).to_be_visible()


def test_an_instructor_makes_a_shared_run_a_draft_in_one_action(
    page: Page,
    site: str,
    new_context: Callable[[], BrowserContext],
    instructor: User,
    sign_in: Callable[[BrowserContext, User], None],
) -> None:
    link = share_a_run(page, site)
    context = new_context()
    sign_in(context, instructor)
    teacher = context.new_page()
    teacher.goto(link)
    teacher.get_by_role("button", name="Make it a draft lesson").click()
    expect(teacher.get_by_text("“My first role” is a draft now")).to_be_visible()
    teacher.locator("input[name=_save]").first.click()
    expect(teacher.get_by_text("was changed successfully")).to_be_visible()
    teacher.goto(f"{site}/lessons/my-first-role/steps/2/")
    expect(teacher.locator(".caption-what")).to_contain_text("s3:PutObject")


def test_a_stranger_opens_the_world_of_a_shared_run_as_their_own(
    page: Page, site: str, new_context: Callable[[], BrowserContext]
) -> None:
    stranger = new_context().new_page()
    stranger.goto(share_a_run(page, site))
    stranger.get_by_role("button", name="Open this world").click()
    expect(stranger.get_by_role("heading", name="No temporary credentials yet")).to_be_visible()
    expect(stranger.locator(".sandbox-head code")).not_to_have_text(
        page.locator(".sandbox-head code").all_inner_texts()
    )
    assert Sandbox.objects.count() == 2
