"""How far somebody is, with or without a class, and how a stranger begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.reading.progress import finish_style

Browser = Callable[[User | None], Client]


def test_a_stranger_sees_what_it_would_show_and_how_to_begin(client: Client, lesson: Lesson) -> None:
    response = client.get("/progress/")
    page = response.content.decode()
    assert "It begins by itself" in page
    assert "Start the first lesson" in page
    assert "Assuming a role" in page
    assert not response.cookies
    assert not User.objects.exists()


@pytest.mark.parametrize("who", ["guest", "student", "instructor"])
def test_whoever_is_known_has_it_without_a_class(
    who: str, client_of: Browser, lesson: Lesson, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    finish_style(user, lesson, "read")
    page = client_of(user).get("/progress/").content.decode()
    assert "1 of 1 lesson done</b>, 1 mastered" in page
    assert ("here as a guest" in page) == user.is_guest
    assert ("Change your password" in page) != user.is_guest


@pytest.mark.parametrize("who", [None, "guest", "student"])
def test_the_home_page_and_every_page_lead_to_it(
    who: str | None, client_of: Browser, lesson: Lesson, request: pytest.FixtureRequest
) -> None:
    browser = client_of(request.getfixturevalue(who) if who else None)
    assert 'href="/progress/">Your progress' in browser.get("/").content.decode()
    assert 'href="/progress/"' in browser.get("/glossary/").content.decode()


def test_a_draft_is_not_on_it(client_of: Browser, student: User, lesson: Lesson) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert "Assuming a role" not in client_of(student).get("/progress/").content.decode()
