"""What learners do on the pages, as the tests do it in many places."""

from __future__ import annotations

import re
import shlex

from playwright.sync_api import Locator, Page, expect

LESSON = "/lessons/assuming-a-role/"
PASSWORD = "alps-lantern-42"


def open_sandbox(page: Page, site: str) -> None:
    """Through the lesson's lab into a sandbox of one's own."""
    page.goto(f"{site}{LESSON}sandbox/")
    page.get_by_role("button", name="Open the sandbox").click()
    expect(page.get_by_role("heading", name="No temporary credentials yet")).to_be_visible()


def exports(page: Page) -> dict[str, str]:
    """What the terminal card of an open sandbox tells a shell, its secret shown."""
    page.get_by_role("link", name="Show me what to type").click()
    lines = page.get_by_label("What to type")
    expect(lines).to_contain_text("export AWS_ENDPOINT_URL=")
    expect(lines).to_contain_text("•••")
    page.get_by_role("link", name="Show the secret", exact=True).click()
    expect(lines).not_to_contain_text("•••")
    words = [shlex.split(line) for line in lines.inner_text().splitlines()]
    return dict(word[1].split("=", 1) for word in words if word[0] == "export")


def assume_the_role(page: Page, seconds: int = 900) -> None:
    """Ask for the role that the form is filled in with."""
    page.get_by_label("DurationSeconds").fill(str(seconds))
    page.get_by_role("button", name="Assume the role").click()
    expect(page.get_by_role("heading", name="Temporary credentials", exact=True)).to_be_visible()


def use(page: Page, button: str) -> None:
    """Press a button of the credentials' card, once the page has come to rest."""
    expect(page.locator(".htmx-request, .htmx-settling")).to_have_count(0)
    page.locator("#credential").get_by_role("button", name=button).click()


def write(page: Page, name: str | re.Pattern[str], text: str) -> None:
    """Replace what is in the policy editor of this name, as if it were typed."""
    editor = page.locator(".cm-content").and_(page.get_by_role("textbox", name=name))
    editor.focus()  # not the field that it is about to replace
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def skip_to_the_end(page: Page) -> None:
    """Put the sandbox's clock to the second in which the credentials die."""
    page.get_by_role("button", name="Skip to the end").click()
    expect(page.locator("#credential")).to_have_attribute("data-state", "expired")


def share_the_run(page: Page, title: str = "My first role") -> str:
    """Make a link to the run that the page plays; its address."""
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("list", name="Your links").get_by_role("link").first
    expect(link).to_be_visible()
    return link.get_attribute("href") or ""


def seconds_shown(page: Page) -> int:
    """What the countdown shows, in seconds."""
    minutes, seconds = (page.locator(".ring-digits").text_content() or "").split(":")
    return 60 * int(minutes) + int(seconds)


def start_the_quiz(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}quiz/")
    page.get_by_role("button", name=re.compile("Start the quiz|Try again")).click()
    expect(page.get_by_role("heading", name="Question 1 of")).to_be_visible()


def answer(page: Page, choice: str) -> None:
    """Choose and have it checked."""
    page.get_by_label(choice, exact=True).check()
    _check(page)


def answer_rightly(page: Page) -> None:
    """Give the right answer to the question that is shown, whatever its type, and have it checked."""
    from lessons.quizzes.models import Attempt  # the bench makes its moves without Django
    from tests.quizzes.answering import form_of_the_key

    attempt, number = page.url.rstrip("/").split("/")[-2:]
    asked = Attempt.objects.get(pk=attempt).questions[int(number) - 1]
    for name, values in form_of_the_key(asked).items():
        field = page.locator(f'[name="{name}"]')
        for value in values:
            _enter(field, value)
    _check(page)


def _enter(field: Locator, value: str) -> None:
    match field.first.evaluate("field => field.type"):
        case "radio" | "checkbox":
            field.and_(field.page.locator(f'[value="{value}"]')).check(force=True)  # a row lies over it
        case "select-one":  # hidden where an order is made by dragging
            field.select_option(value, force=True)
        case _:
            field.fill(value)


def _check(page: Page) -> None:
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_role("heading", name=re.compile("^(Right|Not quite)"))).to_be_visible()


def take_the_quiz(page: Page, first: str = "Credentials, newly issued") -> None:
    """Answer the first question so, and the others rightly, of an attempt that has just begun."""
    answer(page, first)
    following = page.get_by_role("link", name="Next question")
    while following.is_visible():
        following.click()
        expect(page.get_by_role("button", name="Check my answer")).to_be_visible()
        answer_rightly(page)
    page.get_by_role("link", name="See your result").click()
    expect(page.get_by_role("heading", name=re.compile(r"\d+ of \d+ right"))).to_be_visible()


def sign_up(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/accounts/signup/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def open_style(page: Page, name: str) -> None:
    """Choose a learning style from the strip above the lesson."""
    page.get_by_role("navigation", name="Learning style").get_by_role("link", name=name).click()
    expect(page.locator(".tabs [aria-current=page]")).to_contain_text(name)


def next_step(page: Page) -> None:
    page.get_by_role("navigation", name="Player").get_by_role("link", name="Next").click()
