"""The page of results: for everybody the same, and never what somebody may not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.models import Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.conftest import DEMO

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}
SECRET = "xylophone"


@pytest.fixture
def draft(lesson: Lesson) -> Lesson:
    """A draft with a word in it that nothing else has."""
    draft = Lesson.objects.create(
        chapter=lesson.chapter,
        slug="draft",
        title=f"The {SECRET}",
        summary="-",
        article=f"## A {SECRET}\n\nx",
    )
    assert draft.is_draft
    return draft


@pytest.mark.parametrize(
    ("who", "is_found"),
    [(None, False), ("guest", False), ("student", False), ("instructor", True), ("superuser", True)],
)
def test_a_draft_is_found_by_who_may_edit_it_alone(
    request: pytest.FixtureRequest, client_of: Browser, draft: Lesson, who: str | None, is_found: bool
) -> None:
    browser = client_of(request.getfixturevalue(who) if who else None)
    for path in (f"/search/?q={SECRET}", "/search/?q=xylofone", f"/search/?q={SECRET}%20zebra"):
        page = browser.get(path).content.decode().replace(f'value="{SECRET}', "").replace(f"“{SECRET}", "")
        assert ("draft" in page or f"{SECRET}</a>" in page or f"<mark>{SECRET}" in page) is is_found


def test_a_lesson_is_found_from_when_it_is_published_until_it_is_hidden(
    client_of: Browser, draft: Lesson
) -> None:
    for change, is_found in ((draft.publish, True), (draft.unpublish, False)):
        change()
        draft.save()
        assert ("/lessons/draft/read/" in client_of(None).get(f"/search/?q={SECRET}").text) is is_found


def test_what_is_written_now_is_found_at_once(client_of: Browser, lesson: Lesson) -> None:
    assert "found-1" not in client_of(None).get(f"/search/?q={SECRET}").text
    lesson.article = f"## To play\n\nA {SECRET}."
    lesson.save()
    assert "/lessons/assume/read/#on-to-play" in client_of(None).get(f"/search/?q={SECRET}").text


def test_strangers_get_the_same_bytes_and_no_cookie(client_of: Browser, lesson: Lesson) -> None:
    first, second = (client_of(None).get("/search/?q=role") for _ in range(2))
    assert first.content == second.content
    assert not first.cookies
    assert "public" in first["Cache-Control"]


def test_htmx_gets_the_results_alone(client_of: Browser, lesson: Lesson) -> None:
    part, page = (client_of(None).get("/search/?q=role", headers=asked) for asked in (HTMX, {}))
    assert part.text.startswith('<div id="results">')
    assert part.text in page.text


def test_a_call_leads_to_its_form_in_the_readers_own_sandbox(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    assert "/sandbox/" in client_of(None).get("/search/?q=AssumeRole").text
    sandbox = open_sandbox(student, Scenario.objects.create(slug="demo", title="D", document=DEMO))
    browser = client_of(student)
    address = f"/sandbox/{sandbox.pk}/call/sts/AssumeRole/"
    assert f'href="{address}"' in browser.get("/search/?q=AssumeRole").text
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"), [("", 200), ("zzzz", 200), ("x" * 101, 422), ("b c d e f g h j k", 422)]
)
def test_whatever_is_asked_stays_in_the_box(
    client_of: Browser, lesson: Lesson, query: str, status: int
) -> None:
    answer = client_of(None).get("/search/", {"q": query})
    assert answer.status_code == status
    assert f'value="{query}"' in answer.text


def test_what_is_asked_is_text(client_of: Browser, lesson: Lesson) -> None:
    page = client_of(None).get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_links_to_headings_land(client_of: Browser, lesson: Lesson) -> None:
    lesson.article = "## Why\n\nBecause.\n\n## Why\n\nAgain.\n\n# Über `AssumeRole`\n\nx\n\n## …\n\ny"
    lesson.save()
    page = client_of(None).get("/lessons/assume/read/").text
    for key in ("on-why", "on-why--2", "on-uber-assumerole", "on-this"):
        assert page.count(f'id="{key}"') == 1


def test_every_page_has_the_box(client_of: Browser, lesson: Lesson) -> None:
    for path in ("/", "/glossary/", "/lessons/assume/read/", "/accounts/login/", "/nowhere/"):
        assert 'action="/search/"' in client_of(None).get(path).text
