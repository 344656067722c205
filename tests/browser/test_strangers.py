"""What a stranger reads stays in their browser, until they do something that makes them somebody."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from lessons.accounts.models import User
from lessons.models import StepSeen, StyleProgress
from tests.browser.moves import LESSON, next_step

SLUG = LESSON.split("/")[2]


def kept(page: Page) -> list[str]:
    """The marks in the browser."""
    return list(json.loads(page.evaluate("localStorage.getItem('learnsts.marks')") or "[]"))


def read_a_little(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    page.goto(f"{site}{LESSON}steps/1/")
    next_step(page)
    expect(page.locator(".caption-number")).to_have_text("Step 2")
    page.wait_for_function("localStorage.getItem('learnsts.marks').includes('steps/2')")


def test_a_strangers_reading_is_kept_by_the_browser_alone(page: Page, site: str) -> None:
    read_a_little(page, site)
    steps = ("steps/1#alice-starts-assume-role", "steps", "steps/2#sts-processes-request")
    assert kept(page) == [f"{SLUG}/{mark}" for mark in ("read", *steps)]
    assert page.context.cookies() == []
    assert not User.objects.filter(is_guest=True).exists()


def test_the_course_map_of_a_stranger_shows_it(page: Page, site: str) -> None:
    read_a_little(page, site)
    page.goto(site)
    expect(page.get_by_text("2 of 5 steps seen")).to_have_count(1)
    expect(page.get_by_text("Begin here")).to_have_count(0)
    page.get_by_role("link", name="Go on where you stopped").click()
    expect(page).to_have_url(f"{site}{LESSON}steps/2/")


def test_the_first_act_hands_it_over(page: Page, site: str) -> None:
    read_a_little(page, site)
    with page.expect_response("**/marks/") as handed_over:
        page.get_by_role("button", name="Helpful 0", exact=True).click()
    assert handed_over.value.status == 204
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()
    page.wait_for_function("localStorage.getItem('learnsts.marks') === null")
    guest = User.objects.get(is_guest=True)
    assert set(StyleProgress.objects.filter(user=guest).values_list("style", flat=True)) == {"read", "steps"}
    assert set(StepSeen.objects.filter(user=guest).values_list("number", flat=True)) == {1, 2}


def test_an_act_that_leads_to_another_page_hands_it_over_there(page: Page, site: str) -> None:
    read_a_little(page, site)
    page.goto(f"{site}{LESSON}read/")
    with page.expect_response("**/marks/"):
        page.get_by_role("button", name="Done. Next: Flow").click()
    page.wait_for_function("localStorage.getItem('learnsts.marks') === null")
    page.goto(site)
    expect(page.get_by_text("2 of 5 steps seen")).to_have_count(1)


def test_junk_in_the_browser_does_no_harm(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    for junk in ("not json", '{"a": 1}', "[1, null, {}]", '["nowhere/read", "<b>"]'):
        page.evaluate("junk => localStorage.setItem('learnsts.marks', junk)", junk)
        page.goto(site)
        page.goto(f"{site}{LESSON}flow/")
        assert kept(page)[-1] == f"{SLUG}/flow"


def test_no_more_than_two_hundred_are_kept_the_newest(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate(
        "localStorage.setItem('learnsts.marks', JSON.stringify([...Array(200).keys()].map(n => `old/${n}`)))"
    )
    page.goto(f"{site}{LESSON}flow/")
    marks = kept(page)
    assert len(marks) == 200
    assert (marks[0], marks[-1]) == ("old/1", f"{SLUG}/flow")


def test_a_guest_leaves_and_the_next_person_begins_anew(page: Page, site: str) -> None:
    read_a_little(page, site)
    with page.expect_response("**/marks/"):
        page.get_by_role("button", name="Helpful 0", exact=True).click()
    page.get_by_role("link", name="Not you?").click()
    page.get_by_role("button", name="Give me a code").click()
    code = page.locator(".return-code").inner_text()
    page.get_by_role("button", name="I have it: leave now").click()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    assert page.context.cookies() == []
    assert kept(page) == []
    page.get_by_role("link", name="Begin anew").click()
    expect(page.get_by_role("link", name="Start the first lesson")).to_be_visible()
    expect(page.get_by_role("link", name="Not you?")).to_have_count(0)
    page.goto(f"{site}/accounts/return/")
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("Welcome back.")).to_be_visible()
    expect(page.get_by_text("2 of 5 steps seen")).to_have_count(1)
