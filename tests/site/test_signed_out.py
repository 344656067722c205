"""A form that is sent after its session has ended is given back, and can be sent again."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.classrooms.models import Classroom
from lessons.models import Chapter, Lesson

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
SUMMARY = "Why <b>keys</b> leak,\r\nand live long."


@pytest.fixture
def ended(client_of: Callable[[User | None], Client], superuser: User) -> Client:
    """A browser whose session the server has forgotten; its cookie is still there."""
    client = client_of(superuser)
    client.session.flush()
    return client


def test_a_text_for_the_admin_is_given_back_and_sent_again(
    ended: Client, superuser: User, lesson: Lesson
) -> None:
    url = reverse("admin:lessons_chapter_change", args=[lesson.chapter_id])
    data = {"title": "Why & when", "summary": SUMMARY, "position": "1", "_save": "Save"}
    page = ended.post(url, data)
    assert page.status_code == 401
    assert "no-store" in page["Cache-Control"]
    assert "Nothing was changed" in page.text
    assert html.escape(SUMMARY) in page.text
    for name, value in data.items():
        assert name == "summary" or f'name="{name}" value="{html.escape(value)}"' in page.text
    assert f'action="{url}"' in page.text
    assert reverse("account_login") in page.text
    ended.force_login(superuser)
    assert ended.post(url, data).status_code == 302
    assert Chapter.objects.get(pk=lesson.chapter_id).title == "Why & when"


def test_no_password_is_given_back(ended: Client) -> None:
    data = {"oldpassword": "alps-lantern-42", "password1": "harbour-violin-7", "note": "x"}
    page = ended.post(reverse("account_change_password"), data)
    assert page.status_code == 401
    assert page.text.count('type="password"') == 2
    assert "alps-lantern" not in page.text
    assert "harbour" not in page.text


def test_htmx_is_told_so_and_leaves_the_form_as_it_stands(ended: Client) -> None:
    answer = ended.post(reverse("classrooms:create"), {"name": "Cloud 1"}, headers=HTMX)
    assert (answer.status_code, answer.content) == (401, b"")
    assert not Classroom.objects.exists()


def test_where_nothing_was_typed_there_is_nothing_to_give_back(ended: Client, lesson: Lesson) -> None:
    url = reverse("admin:lessons_chapter_change", args=[lesson.chapter_id])
    assert ended.post(url, {"csrfmiddlewaretoken": "x", "title": ""}).status_code == 302


def test_who_is_signed_in_and_may_not_hears_that_alone(
    client_of: Callable[[User | None], Client], student: User, lesson: Lesson
) -> None:
    url = reverse("admin:lessons_chapter_change", args=[lesson.chapter_id])
    answer = client_of(student).post(url, {"title": "Two words"})
    assert "This browser is signed out" not in answer.text


def test_what_another_site_sends_is_not_shown(lesson: Lesson) -> None:
    url = reverse("admin:lessons_chapter_change", args=[lesson.chapter_id])
    data = {"title": "Buy our keys"}
    page = Client(enforce_csrf_checks=True).post(url, data, headers={"Origin": "https://example.com"})
    assert page.status_code == 403
    assert "Buy our keys" not in page.text
