"""A student's way through the first lesson, as somebody who came by without an account."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.moves import (
    LESSON,
    answer,
    assume_the_role,
    next_step,
    open_sandbox,
    open_style,
    sign_up,
    start_the_quiz,
    take_the_quiz,
    use,
)

# -- reading ---------------------------------------------------------------------------------------


def test_a_stranger_starts_the_first_lesson_and_reads_on(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_role("link", name="Start the first lesson").click()
    expect(page).to_have_url(f"{site}/lessons/long-term-keys/read/")
    expect(page.get_by_role("heading", name="The key under the flowerpot")).to_be_visible()
    page.get_by_role("button", name="Done. Next: Flow").click()
    expect(page.get_by_role("heading", name="The whole process")).to_be_visible()
    expect(page.locator(".tabs a", has_text="Read").locator(".tab-done")).to_have_count(1)


def test_the_home_page_continues_where_the_student_stopped(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    page.get_by_role("button", name="Done. Next: Flow").click()
    expect(page).to_have_url(f"{site}{LESSON}flow/")
    page.goto(site)
    page.get_by_role("link", name="Continue: Flow").click()
    expect(page).to_have_url(f"{site}{LESSON}flow/")


@pytest.mark.parametrize(("width", "screens"), [(1280, 2.6), (360, 7)])
def test_the_home_page_can_be_overlooked(width: int, screens: float, page: Page, site: str) -> None:
    """Chapters beside one another where there is room, whatever is to be done first above them."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site)
    assert page.evaluate("document.documentElement.scrollHeight") <= screens * 800
    heads = [page.locator(f".chapter:nth-of-type({number}) h2").bounding_box() for number in (1, 2)]
    assert heads[0]
    assert heads[1]
    assert (heads[0]["y"] == heads[1]["y"]) == (width == 1280)
    tops = [
        part.bounding_box()
        for part in (
            page.get_by_role("link", name="Start the first lesson"),
            page.get_by_role("link", name="Look into it"),
            page.locator(".chapter h2").first,
        )
    ]
    places = [box["y"] for box in tops if box]
    assert len(places) == 3
    assert places == sorted(places)


def test_the_flow_shows_six_lines_and_leads_to_the_steps(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}flow/")
    page.get_by_role("heading", name="The whole process").click()
    expect(page.get_by_role("list", name="Process flow").get_by_role("listitem")).to_have_count(6)
    page.get_by_role("link", name="returns temporary credentials").click()
    expect(page).to_have_url(f"{site}{LESSON}steps/2/")


def test_the_state_shows_the_credentials_from_none_to_invalid(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}state/")
    page.get_by_role("heading", name="Status tracker").click()
    page.get_by_role("heading", name="What changes, and when").click()
    row = page.locator(".tracker").get_by_role("row", name="TemporaryCredentials")
    for value in ("none", "issued (three parts)", "used for access", "expired", "invalid"):
        expect(row).to_contain_text(value)
    page.get_by_role("link", name="Step 4", exact=True).click()
    expect(page).to_have_url(f"{site}{LESSON}steps/4/")


def test_a_tick_in_the_tabs_does_not_widen_the_page_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{site}{LESSON}transcript/")
    page.get_by_role("button", name="Done. Next: Sandbox").click()
    page.goto(f"{site}{LESSON}read/")
    expect(page.locator(".tab-done")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_snapshot_is_printed_alone(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}snapshot/")
    page.emulate_media(media="print")
    expect(page.locator(".snapshot")).to_be_visible()
    for other in (".site-header", ".tabs", ".style-nav", ".votes", "button.print"):
        expect(page.locator(other)).to_be_hidden()


def test_an_insight_leads_to_the_step_that_proves_it(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}insights/")
    expect(page.locator("details.moment")).to_have_count(4)
    page.get_by_text("Why do the credentials expire at all?").click()
    page.get_by_role("link", name="See it at step 4").click()
    expect(page).to_have_url(f"{site}{LESSON}steps/4/")


def test_snapshot_and_transcript_hold_the_whole_concept(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}snapshot/")
    expect(page.locator(".snapshot li")).to_have_count(6)
    expect(page.get_by_role("button", name="Print this card")).to_be_visible()
    page.get_by_role("button", name="Done. Next: Transcript").click()
    expect(page.locator(".transcript p").first).to_contain_text("Alice is a user in an AWS account")
    expect(page.get_by_role("button", name="Read aloud")).to_be_visible()


def test_a_vote_counts_once_and_can_be_changed(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    helpful, not_helpful = (
        page.get_by_role("button", name=re.compile(name)) for name in ("^Helpful", "^Not helpful")
    )
    for button in (helpful, helpful, not_helpful):  # one after the other, as an impatient finger does
        button.click()
    expect(helpful).to_have_accessible_name("Helpful 0")
    expect(not_helpful).to_have_accessible_name("Not helpful 1 your vote")
    page.reload()
    expect(not_helpful).to_have_accessible_name("Not helpful 1 your vote")


def test_the_last_click_counts_however_late_the_first_is_answered(page: Page, site: str) -> None:
    """A vote that is on its way is answered before the next one leaves."""
    held: list[Route] = []
    page.route("**/vote/", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks its handler
    page.goto(f"{site}{LESSON}read/")
    for name in ("^Helpful", "^Not helpful"):
        page.get_by_role("button", name=re.compile(name)).click()
    assert len(held) == 1
    with page.expect_request("**/vote/"):
        held[0].continue_()
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()
    held[1].continue_()
    expect(page.get_by_role("button", name="Not helpful 1 your vote", exact=True)).to_be_visible()


def test_a_button_that_is_held_down_outlives_the_answer(page: Page, site: str) -> None:
    """The answer to one click comes while the next is half done."""
    page.goto(f"{site}{LESSON}read/")
    page.get_by_role("button", name=re.compile("^Helpful")).click(no_wait_after=True)
    page.get_by_role("button", name=re.compile("^Not helpful")).hover()
    page.mouse.down()
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()
    page.mouse.up()
    expect(page.get_by_role("button", name="Not helpful 1 your vote", exact=True)).to_be_visible()


# -- stepping --------------------------------------------------------------------------------------


def test_the_student_steps_by_button_by_row_and_by_node(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    next_step(page)
    expect(page.locator(".caption-what")).to_contain_text("returns three values")
    expect(page.locator(".flow-badge")).to_contain_text("60:00")
    page.locator("#row-3").click()
    expect(page.locator(".caption-what")).to_contain_text("lists the bucket")
    expect(page.locator(".flow-badge")).to_contain_text("40:00")
    page.get_by_role("link", name=re.compile("^Step 5 .*not reached")).click()
    expect(page.locator(".caption-what")).to_contain_text("S3 refuses it")
    expect(page.get_by_text("Where it stops.")).to_be_visible()


def test_what_comes_later_stays_hidden_until_its_step(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}steps/1/")
    table = page.get_by_role("table").first
    expect(table).not_to_contain_text("access blocked")
    page.keyboard.press("End")
    expect(table).to_contain_text("access blocked")


def test_play_goes_through_all_steps_and_stops_at_the_last(page: Page, site: str) -> None:
    page.clock.install()
    page.goto(f"{site}{LESSON}steps/1/")
    page.get_by_role("button", name="Play").click()
    for number in (2, 3, 4, 5):
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.clock.fast_forward(4_000)
        expect(page).to_have_url(f"{site}{LESSON}steps/{number}/")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


# -- the first credential --------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_first_credential_takes_two_clicks(width: int, height: int, page: Page, site: str) -> None:
    """By the buttons that are offered, and by whoever has never been here."""
    count = "localStorage.clicks = 1 + Number(localStorage.clicks ?? 0)"
    page.add_init_script(f"addEventListener('click', () => {{ {count} }})")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site)
    page.get_by_role("button", name="Get a credential now").click()
    assume = page.get_by_role("button", name="Assume the role")
    expect(assume).to_be_in_viewport()
    assume.click()
    expect(page.get_by_role("heading", name="Temporary credentials", exact=True)).to_be_visible()
    assert page.evaluate("localStorage.clicks") == "2"


# -- being quizzed ---------------------------------------------------------------------------------


def test_a_hint_points_into_the_table(page: Page, site: str) -> None:
    start_the_quiz(page, site)
    expect(page.get_by_role("table")).to_have_count(0)
    page.get_by_label("An access denied error", exact=True).check()
    page.get_by_role("button", name="Show hint and table").click()
    expect(page.get_by_text("Read row 2 in the column Output")).to_be_focused()
    expect(page.get_by_label("An access denied error", exact=True)).to_be_checked()
    page.get_by_role("link", name="Find it in the table").click()
    expect(page.locator("#row-2")).to_be_in_viewport()
    expect(page.locator("td.is-lit")).to_contain_text("AccessKeyId")


def test_a_wrong_answer_is_explained_and_proved(page: Page, site: str) -> None:
    start_the_quiz(page, site)
    answer(page, "An access denied error")
    expect(page.get_by_role("heading", name="Not quite.")).to_be_focused()
    explanation = page.get_by_text("STS found the role ARN and the permissions in order")
    expect(explanation).to_be_hidden()
    page.get_by_text("Show the answer, and why").click()
    expect(explanation).to_be_visible()
    page.get_by_role("link", name="See step 2, which proves it").click()
    expect(page).to_have_url(f"{site}{LESSON}steps/2/")


def test_the_best_and_the_latest_score_are_kept(page: Page, site: str) -> None:
    start_the_quiz(page, site)
    take_the_quiz(page)
    all_right = page.get_by_role("heading", name=re.compile(" right$")).inner_text()
    total = all_right.split()[0]
    assert all_right == f"{total} of {total} right"
    start_the_quiz(page, site)
    take_the_quiz(page, "An access denied error")
    all_but_one = f"{int(total) - 1} of {total}"
    expect(page.get_by_role("heading", name=f"{all_but_one} right")).to_be_visible()
    page.goto(f"{site}{LESSON}quiz/")
    expect(page.locator("dt:text('Best') + dd")).to_contain_text(f"{total} of {total}")
    expect(page.locator("dt:text('Latest') + dd")).to_contain_text(all_but_one)


# -- staying ---------------------------------------------------------------------------------------


def test_signing_up_keeps_everything_a_guest_has_done(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}read/")
    page.get_by_role("button", name="Helpful 0", exact=True).click()
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()
    page.get_by_role("button", name="Done. Next: Flow").click()
    start_the_quiz(page, site)
    answer(page, "Credentials, newly issued")
    open_sandbox(page, site)
    assume_the_role(page)
    key = page.locator("#part-id").inner_text()
    sign_up(page, site, "maya")
    page.goto(f"{site}{LESSON}read/")
    expect(page.get_by_role("button", name="Helpful 1 your vote", exact=True)).to_be_visible()
    expect(page.locator(".tabs a", has_text="Read").locator(".tab-done")).to_have_count(1)
    open_style(page, "Quiz")
    expect(page.get_by_text(re.compile(r"1 of \d+ answered"))).to_be_visible()
    open_style(page, "Sandbox")
    page.get_by_role("button", name="Go on in your sandbox").click()
    expect(page.locator("#part-id")).to_have_text(key)
    use(page, "Who am I?")
    expect(page.locator("#answer")).to_contain_text(":assumed-role/demo/session1")
