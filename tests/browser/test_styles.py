"""What the styles that are read let one do: put together, fill in, hear, print."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.reading.exercises import exercise_of
from tests.browser.axe import Auditor

LESSON = "/lessons/assuming-a-role/"
# A voice that says nothing, and tells what it was given; the page goes on when it is told to.
VOICE = """
  window.spoken = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    speak(speech) { window.spoken.push(speech); }, cancel() {},
  } });
"""


def right(key: str) -> dict[str, str]:
    lesson = Lesson.objects.get(slug="assuming-a-role")
    assert trace_of(lesson).steps
    exercise = exercise_of(lesson, key)
    assert exercise is not None
    return {blank.name: blank.right[0] for row in exercise.rows for blank in row.blanks}


def fill_in(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        page.locator(f'select[name="{name}"]').select_option(value)
    page.get_by_role("button", name="Check").click()


def test_a_flow_is_put_together_and_then_looked_at(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}flow/")
    answers = right("flow")
    first, second, *_ = answers
    fill_in(page, answers | {first: answers[second], second: answers[first]})
    expect(page.locator("#exercise").get_by_role("status")).to_have_text("Not right yet: 2 of 5.")
    expect(page.locator(".is-wrong")).to_have_count(2)
    Auditor().check_at_rest(page)
    fill_in(page, {first: answers[first], second: answers[second]})
    expect(page.locator("#exercise").get_by_role("status")).to_have_text("All of it is right.")
    expect(page).to_have_url(f"{site}{LESSON}flow/")
    expect(page.get_by_role("list", name="Process flow")).to_be_hidden()
    page.get_by_text("The whole process").click()
    expect(page.get_by_role("list", name="Process flow")).to_be_visible()


def test_a_tracker_is_filled_in(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}state/")
    fill_in(page, right("state"))
    expect(page.locator("#exercise").get_by_role("status")).to_have_text("All of it is right.")
    Auditor().check_at_rest(page)


def test_what_is_read_aloud_is_lit_sentence_by_sentence(page: Page, site: str) -> None:
    page.add_init_script(VOICE)
    page.goto(f"{site}{LESSON}transcript/")
    page.get_by_role("button", name="Read aloud").click()
    words = Lesson.objects.get(slug="assuming-a-role").transcript_paragraphs
    said: list[str] = []
    for _ in range(5):
        said.append(page.evaluate("spoken.at(-1).text"))
        assert lit(page) == [said[-1]]
        page.evaluate("spoken.at(-1).onend()")
    assert " ".join(words).startswith(" ".join(said))
    assert all(re.search(r"[.?!:]$", sentence) for sentence in said), said
    page.get_by_role("button", name="Stop").click()
    assert lit(page) == []


def lit(page: Page) -> Any:
    return page.evaluate('[...CSS.highlights.get("sentence")].map((range) => range.toString())')


def test_every_card_prints_on_one_page(page: Page, site: str) -> None:
    for lesson in Lesson.objects.in_course_order():
        page.goto(f"{site}/lessons/{lesson.slug}/snapshot/")
        pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))
        assert len(pages) == 1, lesson.slug
