"""An instructor's two tasks: to write the course in the admin, and to teach a class with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from lessons.accounts.models import User
from lessons.models import Lesson
from tests.browser.moves import LESSON, next_step

PASSWORD = "a-good-password"


@pytest.fixture
def signed_in(
    context: BrowserContext, instructor: User, sign_in: Callable[[BrowserContext, User], None]
) -> None:
    """The browser knows the instructor."""
    sign_in(context, instructor)


@pytest.fixture
def edit(page: Page, site: str, signed_in: None) -> str:
    """The address of the lesson's page in the admin, with the instructor signed in."""
    page.set_viewport_size(
        {"width": 1280, "height": 4_000}
    )  # so that nothing needs to be scrolled while dragged
    lesson = Lesson.objects.get(slug="assuming-a-role")
    return f"{site}/admin/lessons/lesson/{lesson.pk}/change/"


def unfold(page: Page, part: str) -> None:
    """Show the fields of one part of the lesson, such as its first step."""
    page.locator(f"#{part} summary").click()


def save(page: Page, button: str = "Save and continue editing") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def assert_saved(page: Page) -> None:
    expect(page.locator(".messagelist .success").first).to_be_visible()


def drag(page: Page, handle: Locator, to: Locator) -> None:
    """Drag by a handle, as a hand does: down, over there in small steps, up."""
    start, end = handle.bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 200, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 200, end["y"] + end["height"] / 2, steps=12)
    page.mouse.move(end["x"] + 200, end["y"] + 2, steps=4)
    page.mouse.up()


# -- the course ------------------------------------------------------------------------------------


def test_an_instructor_signs_in_and_finds_the_lessons(page: Page, site: str, instructor: User) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("User name").fill("teacher")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Admin", exact=True).click()
    page.locator("#content").get_by_role("link", name="Lessons", exact=True).last.click()
    expect(page.get_by_role("link", name="Assuming a role, step by step")).to_be_visible()
    expect(page.get_by_role("link", name="Users")).to_have_count(0)


def test_a_step_edited_in_the_admin_is_on_the_page_and_in_the_history(
    page: Page, site: str, edit: str
) -> None:
    page.goto(edit)
    unfold(page, "steps-0")
    page.locator("#id_steps-0-caption").fill("Alice knocks at the door of STS.")
    save(page)
    assert_saved(page)
    page.goto(f"{site}{LESSON}steps/1/")
    expect(page.locator(".caption-what")).to_have_text("Alice knocks at the door of STS.")
    page.goto(edit)
    page.get_by_role("link", name="History").click()
    changed = page.locator("#part-history tr", has_text="Alice starts").first
    expect(changed).to_contain_text("teacher")
    expect(changed).to_contain_text("changed")


def test_steps_are_dragged_into_another_order(page: Page, site: str, edit: str) -> None:
    page.goto(edit)
    drag(page, page.locator("#steps-1 h3"), to=page.locator("#steps-0 h3"))
    expect(page.locator("#id_steps-1-position")).to_have_value("1")
    expect(page.locator("#id_steps-0-position")).to_have_value("2")
    save(page)
    assert_saved(page)
    page.goto(f"{site}{LESSON}steps/1/")
    expect(page.locator("tr.is-now")).to_contain_text("STS processes the request")
    next_step(page)
    expect(page.locator("tr.is-now")).to_contain_text("Alice starts AssumeRole")


def test_a_draft_is_seen_by_its_author_alone_until_it_is_published(
    page: Page, browser: Browser, site: str, edit: str
) -> None:
    student = browser.new_context().new_page()
    page.goto(edit)
    save(page, "Save and unpublish")
    assert_saved(page)
    student.goto(f"{site}{LESSON}read/")
    expect(student.get_by_text("404 Not Found")).to_be_visible()
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("Draft: only instructors see this.")).to_be_visible()
    page.get_by_role("link", name="Edit or publish it").click()
    save(page, "Save and publish")
    assert_saved(page)
    student.reload()
    expect(student.get_by_role("heading", name="Assuming a role, step by step")).to_be_visible()
    expect(student.get_by_text("Draft")).to_have_count(0)
    student.context.close()


@pytest.fixture
def question(page: Page, edit: str) -> Page:
    """The form of the lesson's first question, reached from the lesson's page."""
    page.goto(edit)
    page.locator("#questions-group").get_by_role("link", name="Edit").first.click()
    expect(page.get_by_role("heading", name="As a learner sees it")).to_be_visible()
    return page


def test_a_question_needs_exactly_one_right_choice(question: Page) -> None:
    choices = question.get_by_label("Choices")
    for text, marked in (("*one\n*two", 2), ("one\ntwo", 0)):
        choices.fill(text)
        save(question)
        expect(question.locator(".field-choices .errorlist")).to_contain_text(
            f"exactly one choice as right with *; {marked} are"
        )
        expect(choices).to_have_value(text)


def test_a_question_is_shown_as_learners_see_it_while_it_is_written(question: Page) -> None:
    shown = question.frame_locator("iframe[name=preview]")
    question.get_by_label("Question:", exact=True).fill("Who may `AssumeRole`?")
    expect(shown.locator("legend code")).to_have_text("AssumeRole")
    question.get_by_label("Choices").fill("alice\n*bob | As the trust policy says.")
    expect(shown.locator(".choice.right")).to_contain_text("bob")
    expect(shown.get_by_text("As the trust policy says.")).to_be_visible()
    question.get_by_label("Choices").fill("alice\nbob")
    expect(shown.get_by_role("status")).to_contain_text("exactly one choice as right")


def test_without_scripts_a_button_shows_the_question(
    browser: Browser, site: str, instructor: User, sign_in: Callable[[BrowserContext, User], None]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, instructor)
    page = context.new_page()
    page.goto(f"{site}/admin/quizzes/question/add/?type=fill_in")
    page.get_by_label("Question:", exact=True).fill("Which call?")
    page.get_by_label("Accepted answers").fill("AssumeRole")
    page.get_by_role("button", name="Preview").click()
    shown = page.frame_locator("iframe[name=preview]")
    expect(shown.locator("legend")).to_have_text("Which call?")
    expect(page.get_by_label("Accepted answers")).to_have_value("AssumeRole")
    context.close()


def test_a_policy_is_written_in_the_editor_and_its_statement_is_shown(
    page: Page, site: str, signed_in: None
) -> None:
    page.goto(f"{site}/admin/quizzes/question/add/")
    page.get_by_role("link", name="Read the policy").click()
    page.get_by_label("Who asks").fill("arn:aws:iam::111122223333:user/alice")
    page.get_by_label("Action").fill("s3:GetObject")
    page.get_by_label("Resource").fill("arn:aws:s3:::reports/q1.csv")
    page.locator("#id_policy_0_kind").select_option("identity")
    page.get_by_role("textbox", name="Document").first.click()
    statements = ", ".join(
        f'{{"Sid": "{sid}", "Effect": "Allow", "Action": "s3:{sid}", "Resource": "*"}}'
        for sid in ("GetObject", "PutObject")
    )
    page.keyboard.insert_text(f'{{"Version": "2012-10-17", "Statement": [{statements}]}}')
    shown = page.frame_locator("iframe[name=preview]")
    expect(shown.locator(".policy-statement.right")).to_contain_text("Statement 1: GetObject")


def test_credentials_cannot_be_left_for_longer_than_they_live(page: Page, edit: str) -> None:
    page.goto(edit)
    unfold(page, "steps-1")
    page.locator("#id_steps-1-seconds_left").fill("9999")
    save(page)
    expect(page.locator("#steps-1 .errorlist")).to_contain_text("9999 cannot be left")


# -- the class -------------------------------------------------------------------------------------


@pytest.fixture
def classroom(page: Page, site: str, signed_in: None) -> str:
    """The join code of a class that was just opened; the page shows the class, its clock in our hands."""
    page.clock.install()
    page.goto(f"{site}/classes/")
    page.get_by_label("Name of the class").fill("Cloud evening")
    page.get_by_role("button", name="Open the class").click()
    expect(page.get_by_text("Nobody has joined yet")).to_be_visible()
    return page.locator(".big-code").inner_text()


def wait_for_the_poll(page: Page) -> None:
    """Let the ten seconds pass after which the page asks again."""
    with page.expect_response("**/progress/**"):
        page.clock.fast_forward(10_000)


def test_a_guest_joins_and_their_progress_appears_by_itself(
    page: Page, browser: Browser, site: str, classroom: str
) -> None:
    student = browser.new_context().new_page()
    student.goto(f"{site}/classes/")
    student.get_by_label("Join code").fill(classroom)
    student.get_by_role("button", name="Find the class").click()
    student.get_by_label("Your name").fill("Noor from Oslo")
    student.get_by_role("button", name="Join the class").click()
    expect(student.get_by_role("heading", name="How far you are")).to_be_visible()
    wait_for_the_poll(page)
    row = page.get_by_role("row", name="Noor from Oslo")
    expect(row).to_contain_text("guest")
    expect(row).to_contain_text("0/5")
    student.goto(f"{site}{LESSON}steps/1/")
    next_step(student)
    expect(student.locator(".caption-number")).to_have_text("Step 2")
    wait_for_the_poll(page)
    expect(row).to_contain_text("2/5")
    student.context.close()


def test_the_progress_downloads_as_csv(page: Page, browser: Browser, site: str, classroom: str) -> None:
    student = browser.new_context().new_page()
    student.goto(f"{site}/classes/join/{classroom}/")
    student.get_by_label("Your name").fill("Noor")
    student.get_by_role("button", name="Join the class").click()
    expect(student.get_by_role("heading", name="How far you are")).to_be_visible()
    student.context.close()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert download.value.suggested_filename == "cloud-evening-progress.csv"
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith('"Student","Account","Joined (UTC)"')
    assert '\n"Noor","guest",' in text


def test_a_closed_class_takes_nobody_and_can_be_reopened(
    page: Page, browser: Browser, site: str, classroom: str
) -> None:
    page.get_by_text("Manage this class").click()
    page.get_by_role("button", name="Close the class").click()
    expect(page.get_by_role("heading", name="The class is closed")).to_be_visible()
    student = browser.new_context().new_page()
    student.goto(f"{site}/classes/join/{classroom}/")
    expect(student.get_by_text("This class takes no new students")).to_be_visible()
    page.get_by_role("button", name="Reopen the class").click()
    expect(page.get_by_text("students can join by its code")).to_be_visible()
    student.reload()
    expect(student.get_by_role("button", name="Join the class")).to_be_visible()
    student.context.close()
