"""The pages of a run that is shared, in every state."""

from __future__ import annotations

from playwright.sync_api import expect

from lessons.accounts.models import User
from lessons.sandbox.models import SharedRun
from tests.browser.moves import assume_the_role, open_sandbox, share_the_run, skip_to_the_end
from tests.browser.visit import States, Visit

__all__ = ["shared"]


def shared(visit: Visit) -> States:
    """A run and its links for the owner; the shared run for a reader, for an instructor, and withdrawn."""
    page = visit.page
    open_sandbox(page, visit.site)
    bench = page.url
    assume_the_role(page)
    skip_to_the_end(page)
    page.get_by_role("link", name="Play this run as steps").click()
    page.locator(".share-form").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("#shares .errorlist")).to_be_visible()
    yield "a link without a title"
    link = share_the_run(page)
    yield "a run with a link"
    page.goto(f"{bench}run/shares/")
    yield "the links on a page of their own"
    page.goto(link)
    yield "a shared run"
    visit.become(User.objects.get(username="teacher"))
    page.goto(link)
    expect(page.get_by_role("button", name="Make it a draft lesson")).to_be_visible()
    yield "a shared run for an instructor"
    SharedRun.objects.all().delete()
    page.goto(link)
    yield "a shared run that is shared no longer"
