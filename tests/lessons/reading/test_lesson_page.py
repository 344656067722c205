"""The styles of a lesson: what each shows, and what all of them have around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson, StyleProgress
from lessons.styles import STYLES

Browser = Callable[[User | None], Client]

SHOWN = {
    "read": ["<p>Because keys leak.</p>", "aws sts assume-role"],
    "flow": ["AWS STS", "alice asks", 'href="/lessons/assume/steps/1/"'],
    "state": ["TemporaryCredentials", "invalid", 'href="/lessons/assume/steps/5/"'],
    "insights": ["Why alice asks?", "<p>So.</p>", 'href="/lessons/assume/steps/5/"'],
    "snapshot": ["AssumeRole lends", "Then it ends"],
    "transcript": ["Alice asks.", 'href="/glossary/#sts"', ">STS</a> decides."],
}
EMPTY = {
    "flow": "No process flow yet",
    "state": "No tracked values yet",
    "insights": "No key moments yet",
    "snapshot": "No snapshot yet",
    "transcript": "No transcript yet",
}


def test_every_style_that_is_read_is_looked_at() -> None:
    assert SHOWN.keys() == {style.key for style in STYLES if style.by_reader}


@pytest.mark.parametrize("style", SHOWN)
def test_the_style_shows_what_the_rows_say(client: Client, lesson: Lesson, style: str) -> None:
    page = client.get(f"/lessons/assume/{style}/").content.decode()
    for text in SHOWN[style]:
        assert text in page


@pytest.mark.parametrize("style", SHOWN)
def test_the_style_has_a_heading_nine_tabs_and_votes(client: Client, lesson: Lesson, style: str) -> None:
    response = client.get(f"/lessons/assume/{style}/")
    page = response.content.decode()
    assert "lesson 1 of 1" in page
    assert "AWS · about 2 minutes with steps" in page
    tabs = page.partition('aria-label="Learning style"')[2].partition("</nav>")[0]
    assert tabs.count("<a href=") == 9
    assert page.count('aria-current="page"') == 1
    assert "Was this lesson helpful?" in page


@pytest.mark.parametrize("style", EMPTY)
def test_a_style_with_nothing_in_it_says_what_to_do_next(client: Client, lesson: Lesson, style: str) -> None:
    Lesson.objects.create(
        chapter=lesson.chapter, slug="bare", title="Bare", summary="-", article="-", status="published"
    )
    page = client.get(f"/lessons/bare/{style}/").content.decode()
    assert EMPTY[style] in page
    assert "Read the article" in page


@pytest.mark.parametrize("style", SHOWN)
def test_a_draft_is_not_there_for_students(
    client_of: Browser, student: User, lesson: Lesson, style: str
) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert client_of(student).get(f"/lessons/assume/{style}/").status_code == 404


def more_lessons(lesson: Lesson, number: int) -> None:
    Lesson.objects.bulk_create(
        Lesson(
            chapter=lesson.chapter, slug=f"l{n}", title=f"L{n}", summary="-", article="-", status="published"
        )
        for n in range(number)
    )


def test_the_lessons_own_address_leads_to_the_article(client: Client, lesson: Lesson) -> None:
    assert client.get("/lessons/assume/")["Location"] == "/lessons/assume/read/"


# -- done ------------------------------------------------------------------------------------------


def test_the_button_at_the_end_marks_the_style_and_goes_on(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    client = client_of(student)
    response = client.post("/lessons/assume/read/done/")
    assert response["Location"] == "/lessons/assume/flow/"
    assert StyleProgress.objects.get(user=student).done_at is not None
    assert "✓" in client.get("/lessons/assume/flow/").content.decode()


def test_opening_again_does_not_undo_it(client_of: Browser, student: User, lesson: Lesson) -> None:
    client = client_of(student)
    client.post("/lessons/assume/read/done/")
    client.get("/lessons/assume/read/")
    assert StyleProgress.objects.get(user=student, style="read").done_at is not None


@pytest.mark.parametrize("style", ["quiz", "sandbox", "steps", "nonsense"])
def test_what_is_measured_cannot_be_declared_done(client: Client, lesson: Lesson, style: str) -> None:
    assert client.post(f"/lessons/assume/{style}/done/").status_code == 404


@pytest.mark.parametrize("style", ["read", "flow"])
def test_to_predict_is_offered_before_the_outcome_is_told(style: str, client: Client, lesson: Lesson) -> None:
    page = client.get(f"/lessons/{lesson.slug}/{style}/").content.decode()
    told = 'class="prose"' if style == "read" else "<details"
    assert page.index('href="/lessons/assume/predict/"') < page.index(told)
